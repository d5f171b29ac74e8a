//! When a channel may send: one message at a time, so many a minute, and not while it rests.

use super::deliver_message::Came;
use model::Moment;
use ports::Random;
use std::collections::VecDeque;

/// The first rest after a failure, of a channel and of a message.
const FIRST_REST_MS: i64 = 30_000;
/// The longest rest of a channel: when it is there again, new word goes out within this time, and
/// what waited follows.
const CHANNEL_REST_MAX_MS: i64 = 300_000;
/// The longest rest of a message.
const MESSAGE_REST_MAX_MS: i64 = 3_600_000;
/// The longest rest a receiver can ask for.
const ASKED_REST_MAX_MS: i64 = MESSAGE_REST_MAX_MS;
/// Rest where the outbox could not be written.
const UNKNOWN_REST_MS: i64 = 5_000;
const MINUTE_MS: i64 = 60_000;
/// Failures in a row after which a channel counts as down.
const DOWN_AFTER: u32 = 2;

/// Twice as long with every failure, and up to a quarter longer by chance.
fn rest_ms(failures: u32, most: i64, random: &dyn Random) -> i64 {
    let doubled = FIRST_REST_MS << failures.saturating_sub(1).min(20);
    let rest = doubled.min(most);
    let jitter = (random.bits() % 1_000) as i64 * rest / 4_000;
    (rest + jitter).min(most)
}

/// How long a message rests after so many failures.
pub(super) fn message_rest_ms(failures: u32, random: &dyn Random) -> i64 {
    rest_ms(failures, MESSAGE_REST_MAX_MS, random)
}

/// What is known of a channel since the desk was started.
#[derive(Debug, Default)]
pub(super) struct Gate {
    busy: bool,
    began_at: Moment,
    rests_until: Option<Moment>,
    failures: u32,
    /// Requests of the last minute.
    requests: VecDeque<Moment>,
}

impl Gate {
    /// When it last began to send.
    pub(super) fn began_at(&self) -> Moment {
        self.began_at
    }

    /// Whether it failed several times in a row.
    pub(super) fn was_down(&self) -> bool {
        self.failures >= DOWN_AFTER
    }

    /// Whether it may begin. A rest that is longer than any comes of a clock that went back.
    pub(super) fn is_open(&mut self, now: Moment, pace: u32) -> bool {
        if self.busy {
            return false;
        }
        let resting = |until: Moment| until > now && until.0 - now.0 <= ASKED_REST_MAX_MS;
        if self.rests_until.is_some_and(resting) {
            return false;
        }
        let lately = |at: &Moment| *at <= now && now.0 - at.0 < MINUTE_MS;
        self.requests.retain(lately);
        self.requests.len() < pace.max(1) as usize
    }

    pub(super) fn begin(&mut self, now: Moment) {
        self.busy = true;
        self.began_at = now;
        self.requests.push_back(now);
    }

    pub(super) fn end(&mut self, now: Moment, came: Came, random: &dyn Random) {
        self.busy = false;
        self.rests_until = None;
        let rest = match came {
            Came::Sent => {
                self.failures = 0;
                return;
            }
            // The word was at fault, not the channel.
            Came::Refused => return,
            Came::Unknown => UNKNOWN_REST_MS,
            Came::AskedToWait(ms) => ms.min(ASKED_REST_MAX_MS),
            Came::Failed => {
                self.failures = self.failures.saturating_add(1);
                rest_ms(self.failures, CHANNEL_REST_MAX_MS, random)
            }
        };
        self.rests_until = Some(Moment(now.0 + rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u64);

    impl Random for Fixed {
        fn bits(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn rests_double_and_end() {
        let none = |failures| message_rest_ms(failures, &Fixed(0));
        assert_eq!([none(1), none(2), none(3)], [30_000, 60_000, 120_000]);
        assert_eq!(none(200), 3_600_000);
        let most = message_rest_ms(1, &Fixed(999));
        assert!(most > 37_000 && most <= 37_500, "{most}");
    }

    #[test]
    fn a_channel_keeps_its_pace() {
        let mut gate = Gate::default();
        for second in 0..20 {
            assert!(gate.is_open(Moment(second * 100), 20));
            gate.begin(Moment(second * 100));
            assert!(!gate.is_open(Moment(second * 100), 20), "one at a time");
            gate.end(Moment(second * 100), Came::Sent, &Fixed(0));
        }
        assert!(!gate.is_open(Moment(59_999), 20));
        assert!(gate.is_open(Moment(60_000), 20));
    }

    #[test]
    fn a_clock_that_goes_back_does_not_let_a_channel_rest_for_ever() {
        let mut gate = Gate::default();
        let day = 86_400_000;
        gate.begin(Moment(day));
        gate.end(Moment(day), Came::Failed, &Fixed(0));
        assert!(!gate.is_open(Moment(day + 29_999), 1));
        assert!(gate.is_open(Moment(0), 1));
    }
}
