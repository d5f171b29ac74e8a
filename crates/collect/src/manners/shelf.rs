//! The robots.txt of origins that were asked lately, compact and bounded.

use super::rules::Rules;
use ports::FetchError;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Origins that are remembered: twice the hosts of a large desk.
const ORIGINS_MAX: usize = 20_000;
/// Memory that their rules may take together; a few sites have rules of hundreds of kilobytes.
const RULES_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How long a copy is good at most (RFC 9309, 2.4).
const FRESH_MAX: Duration = Duration::from_hours(24);
/// How long it is good at least, and how long a failure is not repeated: a site that wants to
/// be asked each time would be asked twice as often as its pages.
const FRESH_MIN: Duration = Duration::from_mins(10);
/// How long an older copy stands in for one that cannot be read now.
const STALE_MAX: Duration = Duration::from_hours(30 * 24);

/// What is known of one origin.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    /// What it asks for.
    Asks(Arc<Rules>),
    /// Why that could not be read; until it can be, nothing is fetched.
    Unknown(Arc<FetchError>),
}

/// A standing with its age.
#[derive(Debug)]
pub(crate) struct Kept {
    standing: Standing,
    read_at: Instant,
    fresh_until: Instant,
}

/// The place of one origin. Whoever holds `kept` is the one who asks; the others wait.
#[derive(Debug, Default)]
pub(crate) struct Place {
    pub(crate) kept: tokio::sync::Mutex<Option<Kept>>,
    used: AtomicU64,
    bytes: AtomicUsize,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    places: Mutex<HashMap<Box<str>, Arc<Place>>>,
    uses: AtomicU64,
    bytes: AtomicUsize,
}

impl Kept {
    /// What was read, for as long as the answer allows.
    pub(crate) fn read(rules: Arc<Rules>, max_age: Option<Duration>, now: Instant) -> Self {
        let fresh = max_age.unwrap_or(FRESH_MAX).clamp(FRESH_MIN, FRESH_MAX);
        Self {
            standing: Standing::Asks(rules),
            read_at: now,
            fresh_until: now + fresh,
        }
    }

    /// A failure, with the older copy in its place where there is one.
    pub(crate) fn failed(why: FetchError, older: Option<Self>, now: Instant) -> Self {
        let usable = older.filter(|older| {
            matches!(older.standing, Standing::Asks(_)) && now < older.read_at + STALE_MAX
        });
        let (standing, read_at) = match usable {
            Some(older) => (older.standing, older.read_at),
            None => (Standing::Unknown(Arc::new(why)), now),
        };
        Self {
            standing,
            read_at,
            fresh_until: now + FRESH_MIN,
        }
    }

    /// What is known, if it need not be asked again.
    pub(crate) fn fresh(&self, now: Instant) -> Option<Standing> {
        (now < self.fresh_until).then(|| self.standing.clone())
    }

    /// The pause the site asked for.
    pub(crate) fn delay(&self) -> Option<Duration> {
        match &self.standing {
            Standing::Asks(rules) => rules.delay(),
            Standing::Unknown(_) => None,
        }
    }

    /// What is known.
    pub(crate) fn standing(&self) -> Standing {
        self.standing.clone()
    }

    fn bytes(&self) -> usize {
        match &self.standing {
            Standing::Asks(rules) => rules.bytes(),
            Standing::Unknown(why) => why.to_string().len(),
        }
    }
}

impl Shelf {
    /// The place of an origin.
    pub(crate) fn place(&self, origin: &str) -> Arc<Place> {
        let tick = self.uses.fetch_add(1, Ordering::Relaxed);
        let mut places = locked(&self.places);
        if let Some(place) = places.get(origin) {
            place.used.store(tick, Ordering::Relaxed);
            return Arc::clone(place);
        }
        if places.len() >= ORIGINS_MAX || self.bytes.load(Ordering::Relaxed) >= RULES_BYTES_MAX {
            self.make_room(&mut places);
        }
        let place = Arc::new(Place {
            used: AtomicU64::new(tick),
            ..Place::default()
        });
        places.insert(origin.into(), Arc::clone(&place));
        place
    }

    /// Puts what was learned into its place; the caller holds its `kept`.
    pub(crate) fn keep(&self, place: &Place, kept: &mut Option<Kept>, new: Kept) {
        let bytes = new.bytes();
        let before = place.bytes.swap(bytes, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.bytes.fetch_sub(before, Ordering::Relaxed);
        *kept = Some(new);
    }

    /// Forgets the half that was used longest ago, apart from what is in use this moment.
    fn make_room(&self, places: &mut HashMap<Box<str>, Arc<Place>>) {
        let used = |place: &Place| place.used.load(Ordering::Relaxed);
        let mut ticks: Vec<u64> = places.values().map(|place| used(place)).collect();
        let middle = ticks.len() / 2;
        if middle == 0 {
            return;
        }
        let (_, &mut oldest_kept, _) = ticks.select_nth_unstable(middle);
        places.retain(|_, place| {
            let stays = used(place) >= oldest_kept || Arc::strong_count(place) > 1;
            if !stays {
                self.bytes
                    .fetch_sub(place.bytes.load(Ordering::Relaxed), Ordering::Relaxed);
            }
            stays
        });
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(shelf: &Shelf, origin: &str, robots: &str) {
        let place = shelf.place(origin);
        let rules = Arc::new(Rules::read(robots.as_bytes(), "Caifeng"));
        let new = Kept::read(rules, None, Instant::now());
        shelf.keep(&place, &mut place.kept.try_lock().unwrap(), new);
    }

    fn total(shelf: &Shelf) -> usize {
        let places = locked(&shelf.places);
        let bytes = |place: &Arc<Place>| place.bytes.load(Ordering::Relaxed);
        assert_eq!(
            places.values().map(bytes).sum::<usize>(),
            shelf.bytes.load(Ordering::Relaxed)
        );
        places.len()
    }

    #[test]
    fn origins_have_a_bound_and_the_lately_used_stay() {
        let shelf = Shelf::default();
        put(&shelf, "first", "User-agent: *\nDisallow: /a");
        for number in 0..ORIGINS_MAX * 2 {
            put(&shelf, &number.to_string(), "");
            assert!(shelf.place("first").kept.try_lock().unwrap().is_some());
        }
        assert!(total(&shelf) <= ORIGINS_MAX);
    }

    #[test]
    fn rules_have_a_bound_of_memory() {
        let shelf = Shelf::default();
        let line = format!("Disallow: /{}\n", "a".repeat(1_000));
        let robots = format!("User-agent: *\n{}", line.repeat(500));
        for number in 0..400 {
            put(&shelf, &number.to_string(), &robots);
            put(&shelf, &number.to_string(), &robots);
        }
        assert!(total(&shelf) < 400);
        assert!(shelf.bytes.load(Ordering::Relaxed) < RULES_BYTES_MAX + robots.len() * 2);
    }

    fn status(status: u16) -> FetchError {
        let url = String::new();
        FetchError::Status { url, status }
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_keeps_an_older_copy_and_only_that() {
        let rules = Arc::new(Rules::read(b"User-agent: *\nDisallow: /a", "Caifeng"));
        let read = Kept::read(rules, None, Instant::now());
        let again = Kept::failed(status(500), Some(read), Instant::now());
        let again = Kept::failed(status(501), Some(again), Instant::now());
        assert!(matches!(again.standing(), Standing::Asks(_)));
        let old = Kept::failed(status(502), Some(again), Instant::now() + STALE_MAX);
        assert!(matches!(&old.standing, Standing::Unknown(why) if **why == status(502)));
        let older = Kept::failed(status(503), Some(old), Instant::now());
        assert!(matches!(&older.standing, Standing::Unknown(why) if **why == status(503)));
    }
}
