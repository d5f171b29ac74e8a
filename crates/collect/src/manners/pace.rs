//! Turns at one host: few at a time, none too soon after another, none while it wants to be
//! left alone.
//!
//! A host is the authority of an address, its name and port, as robots.txt has it: two ports are
//! two servers with rules and troubles of their own, and the many small servers of one private
//! machine do not wait for one another.

use super::book::{Book, Memory};
use super::patience::{Patience, whole_seconds};
use model::Moment;
use ports::FetchError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout};
use url::Url;

/// Requests to one host at the same time: what a person with two open tabs makes.
const AT_ONCE_MAX: u32 = 2;
/// Hosts that are remembered before idle ones are looked for; below, looking costs more than it
/// frees (about 200 bytes each).
const HOSTS_BEFORE_SWEEP: usize = 1_024;
/// Hosts remembered at most (about 20 MB). Above it the pauses of hosts that are not being
/// fetched from are forgotten: endless redirects to new names must not fill the memory.
const HOSTS_MAX: usize = 100_000;
/// Longest gap that any fetch asks for; a host whose last request is older may be forgotten.
const GAP_MAX: Duration = Duration::from_mins(1);

/// How one fetch wants its turn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// Least time since the request before.
    pub(crate) gap: Duration,
    /// Whether no other request may be under way.
    pub(crate) alone: bool,
    /// Longest wait.
    pub(crate) queue_max: Duration,
}

/// All hosts that are being asked, were asked a moment ago, or want to be left alone.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    hosts: Mutex<Hosts>,
    book: Option<Arc<Book>>,
}

#[derive(Debug, Default)]
struct Hosts {
    known: HashMap<Box<str>, Arc<Host>>,
    sweep_at: usize,
}

#[derive(Debug)]
struct Host {
    name: Box<str>,
    book: Option<Arc<Book>>,
    places: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    last_start: Option<Instant>,
    /// End of the rest that a `Crawl-delay` asked of a process before this one.
    rests_until: Option<Instant>,
    patience: Patience,
}

/// The right to make one request now; given back when dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    host: Arc<Host>,
    _place: OwnedSemaphorePermit,
}

impl Pace {
    /// Knows what an earlier process was told.
    pub(crate) fn remembering(book: Option<Book>) -> Self {
        Self {
            book: book.map(Arc::new),
            ..Self::default()
        }
    }

    /// Waits for a turn; the order of asking is kept.
    pub(crate) async fn turn(&self, url: &Url, wish: Wish) -> Result<Turn, FetchError> {
        let host = self.host(url);
        host.open(url)?;
        let until = Instant::now() + wish.queue_max;
        let places = if wish.alone { AT_ONCE_MAX } else { 1 };
        let place = Arc::clone(&host.places).acquire_many_owned(places);
        let Ok(Ok(place)) = timeout(wish.queue_max, place).await else {
            return Err(too_long(url, wish.queue_max));
        };
        host.open(url)?;
        let start = host.reserve(wish.gap, until);
        sleep_until(start.ok_or_else(|| too_long(url, wish.queue_max))?).await;
        host.open(url)?;
        if let Some(book) = host.book.as_ref().filter(|_| wish.alone) {
            book.rests(&host.name, wish.gap);
        }
        Ok(Turn {
            host,
            _place: place,
        })
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        let key = authority(url);
        let mut hosts = locked(&self.hosts);
        if let Some(host) = hosts.known.get(key.as_str()) {
            return Arc::clone(host);
        }
        hosts.make_room(Instant::now());
        let recalled = self.book.as_ref().and_then(|book| book.recall(&key));
        let state = recalled.map_or_else(State::default, |(memory, now)| State::of(memory, now));
        let host = Arc::new(Host {
            name: key.as_str().into(),
            book: self.book.clone(),
            places: Arc::new(Semaphore::new(AT_ONCE_MAX as usize)),
            state: Mutex::new(state),
        });
        hosts.known.insert(key.into(), Arc::clone(&host));
        host
    }

    #[cfg(test)]
    fn known(&self) -> usize {
        locked(&self.hosts).known.len()
    }
}

impl Hosts {
    /// Looks at all hosts only each time their number has doubled.
    fn make_room(&mut self, now: Instant) {
        if self.known.len() < self.sweep_at.max(HOSTS_BEFORE_SWEEP) {
            return;
        }
        self.known
            .retain(|_, host| Arc::strong_count(host) > 1 || !host.forgettable(now));
        if self.known.len() >= HOSTS_MAX {
            self.known.retain(|_, host| Arc::strong_count(host) > 1);
        }
        self.sweep_at = (self.known.len() * 2).min(HOSTS_MAX);
    }
}

impl Host {
    fn open(&self, url: &Url) -> Result<(), FetchError> {
        match locked(&self.state).patience.closed(Instant::now()) {
            Some((status, left)) => Err(FetchError::Busy {
                url: url.to_string(),
                status,
                seconds: whole_seconds(left),
            }),
            None => Ok(()),
        }
    }

    /// The next start that keeps the gap, if it comes in time.
    fn reserve(&self, gap: Duration, until: Instant) -> Option<Instant> {
        let mut state = locked(&self.state);
        let now = Instant::now();
        let rested = state.rests_until.map_or(now, |until| now.max(until));
        let start = state
            .last_start
            .map_or(rested, |last| rested.max(last + gap));
        (start <= until).then(|| {
            state.last_start = Some(start);
            start
        })
    }

    fn forgettable(&self, now: Instant) -> bool {
        let state = locked(&self.state);
        state.last_start.is_none_or(|last| last + GAP_MAX <= now) && state.patience.forgettable(now)
    }
}

impl Turn {
    /// The host refuses: nobody asks it until the pause is over.
    pub(crate) fn refused(&self, url: &Url, status: u16, named: Option<Duration>) -> FetchError {
        let now = Instant::now();
        let mut state = locked(&self.host.state);
        state.patience.refused(status, named, now);
        let left = state.patience.closed(now).map(|(_, left)| left);
        let left = left.unwrap_or_default();
        if let Some(book) = &self.host.book {
            book.closed(&self.host.name, left, status, state.patience.refusals());
        }
        FetchError::Busy {
            url: url.to_string(),
            status,
            seconds: whole_seconds(left),
        }
    }

    /// The host gave what it was asked for.
    pub(crate) fn succeeded(&self) {
        locked(&self.host.state).patience.succeeded();
        if let Some(book) = &self.host.book {
            book.opened(&self.host.name);
        }
    }
}

impl State {
    /// As an earlier process left it.
    fn of(memory: Memory, now: Moment) -> Self {
        let at = |until: Moment| {
            let left = u64::try_from(until.0 - now.0).ok()?;
            Instant::now().checked_add(Duration::from_millis(left))
        };
        Self {
            last_start: None,
            rests_until: at(memory.rests_until),
            patience: Patience::recalled(
                at(memory.closed_until).map(|until| (until, memory.status)),
                memory.refusals,
            ),
        }
    }
}

fn authority(url: &Url) -> String {
    let mut key = url.host_str().unwrap_or_default().to_owned();
    if let Some(port) = url.port_or_known_default() {
        key.push(':');
        key.push_str(&port.to_string());
    }
    key
}

/// The wait for a turn was too long; no server said so, hence no status.
pub(crate) fn too_long(url: &Url, queue_max: Duration) -> FetchError {
    FetchError::Busy {
        url: url.to_string(),
        status: 0,
        seconds: whole_seconds(queue_max),
    }
}

/// What a panic left behind is still whole: every change is a single assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
