//! Servers that ask to be left alone: how long, and since when.

use httpdate::parse_http_date;
use model::Moment;
use reqwest::StatusCode;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::{Duration, UNIX_EPOCH};
use tokio::time::Instant;

/// First pause where a server names none; each further refusal doubles it.
const BACK_OFF_FIRST: Duration = Duration::from_mins(1);
/// Longest pause that the desk chooses by itself: an hour later most troubles are over.
const BACK_OFF_MAX: Duration = Duration::from_hours(1);
/// Longest pause that a server can ask for; a mistyped date must not silence a source for good.
const PAUSE_MAX: Duration = Duration::from_hours(24);
/// Shortest pause: a refusal is never followed at once, whatever the header says.
const PAUSE_MIN: Duration = Duration::from_secs(1);
/// Doublings that are counted: by then the longest pause is long reached.
const REFUSALS_MAX: u32 = 10;

/// Whether a server asks for less with this status.
pub(crate) fn refuses(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    )
}

/// What is known of one host's patience.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    closed: Option<(Instant, u16)>,
    refusals: u32,
}

impl Patience {
    /// As an earlier process left it.
    pub(crate) fn recalled(closed: Option<(Instant, u16)>, refusals: u32) -> Self {
        Self {
            closed,
            refusals: refusals.min(REFUSALS_MAX),
        }
    }

    /// Refusals one after the other that named no pause.
    pub(crate) fn refusals(&self) -> u32 {
        self.refusals
    }

    /// The status that closed the host and how long it stays so.
    pub(crate) fn closed(&self, now: Instant) -> Option<(u16, Duration)> {
        let (until, status) = self.closed?;
        let left = until.saturating_duration_since(now);
        (!left.is_zero()).then_some((status, left))
    }

    /// Closes the host: for the time it names, or for longer each time. Answers to requests that
    /// were already on their way when it closed do not count as further refusals.
    pub(crate) fn refused(&mut self, status: u16, named: Option<Duration>, now: Instant) {
        let already = self.closed(now);
        let pause = named.unwrap_or_else(|| {
            if already.is_none() {
                self.refusals = (self.refusals + 1).min(REFUSALS_MAX);
            }
            let doublings = self.refusals.saturating_sub(1);
            BACK_OFF_FIRST
                .saturating_mul(1 << doublings)
                .min(BACK_OFF_MAX)
        });
        let pause = pause.clamp(PAUSE_MIN, PAUSE_MAX);
        if already.is_none_or(|(_, left)| left < pause) {
            self.closed = Some((now + pause, status));
        }
    }

    /// A good answer: the next refusal begins anew.
    pub(crate) fn succeeded(&mut self) {
        self.refusals = 0;
    }

    /// Whether nothing would be lost by forgetting this host.
    pub(crate) fn forgettable(&self, now: Instant) -> bool {
        self.closed
            .is_none_or(|(until, _)| until + BACK_OFF_MAX <= now)
    }
}

/// The pause that an answer names: seconds, or a date, which is held against the server's own
/// clock where it tells it and against ours where not.
pub(crate) fn named_pause(headers: &HeaderMap, ours: Option<Moment>) -> Option<Duration> {
    let text = plain(headers, &RETRY_AFTER)?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(PAUSE_MAX, Duration::from_secs));
    }
    let until = date(text)?;
    let now = plain(headers, &DATE)
        .and_then(date)
        .or_else(|| Some(Duration::from_millis(ours?.0.try_into().ok()?)))?;
    Some(until.saturating_sub(now))
}

/// Time since 1970 of an HTTP date.
fn date(text: &str) -> Option<Duration> {
    parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()
}

fn plain<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Seconds for people, rounded up: after so many the host may be asked again.
pub(crate) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_pause_is_seconds_or_a_date() {
        let date = "Sun, 06 Nov 1994 08:51:37 GMT";
        let server = "Sun, 06 Nov 1994 08:49:37 GMT";
        let ours = Some(Moment(784_111_777_000 + 60_000));
        for (pairs, ours, seconds) in [
            (vec![(RETRY_AFTER, "120")], None, Some(120)),
            (vec![(RETRY_AFTER, " 7 ")], None, Some(7)),
            (vec![(RETRY_AFTER, date), (DATE, server)], ours, Some(120)),
            (vec![(RETRY_AFTER, date)], ours, Some(60)),
            (vec![(RETRY_AFTER, server)], ours, Some(0)),
            (vec![(RETRY_AFTER, date)], None, None),
            (vec![(RETRY_AFTER, "soon")], ours, None),
            (vec![(RETRY_AFTER, "-5")], ours, None),
            (vec![], ours, None),
        ] {
            let pause = named_pause(&headers(&pairs), ours);
            assert_eq!(pause.map(|pause| pause.as_secs()), seconds, "{pairs:?}");
        }
        let endless = headers(&[(RETRY_AFTER, "99999999999999999999999")]);
        assert_eq!(named_pause(&endless, None), Some(PAUSE_MAX));
    }

    #[test]
    fn unnamed_pauses_grow_to_an_hour_and_begin_anew_after_a_success() {
        let (mut patience, mut now) = (Patience::default(), Instant::now());
        let mut refuse = |patience: &mut Patience| {
            patience.refused(429, None, now);
            // On its way already when the first was refused.
            patience.refused(429, None, now);
            let (_, left) = patience.closed(now).unwrap();
            now += left;
            assert!(patience.closed(now).is_none());
            left.as_secs() / 60
        };
        let minutes: Vec<u64> = (0..8).map(|_| refuse(&mut patience)).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60]);
        patience.succeeded();
        assert_eq!(refuse(&mut patience), 1);
    }

    #[test]
    fn named_pauses_have_bounds_and_the_longest_holds() {
        let (mut patience, now) = (Patience::default(), Instant::now());
        patience.refused(503, Some(Duration::ZERO), now);
        assert_eq!(patience.closed(now), Some((503, PAUSE_MIN)));
        patience.refused(503, Some(Duration::MAX), now);
        assert_eq!(patience.closed(now), Some((503, PAUSE_MAX)));
        patience.refused(429, Some(Duration::from_secs(5)), now);
        assert_eq!(patience.closed(now), Some((503, PAUSE_MAX)));
    }
}
