//! Tries at signing in: each is counted before it is looked at, and many make one wait.

use super::sign_in::Caller;
use crate::{Desk, DeskError};
use model::Moment;
use ports::Failures;

/// Failures that cost no waiting: under one name from one address, from one address, under one name.
const FREE_FAILURES: [i64; 3] = [4, 20, 40];
/// The first wait; each further failure doubles it.
const FIRST_WAIT_MS: i64 = 5_000;
/// The longest wait.
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1_000;
impl Desk {
    /// Counts a try under three keys before it is looked at; refuses it where one has to wait.
    pub(super) async fn count_try(&self, login: &str, caller: &Caller) -> Result<(), DeskError> {
        let _turn = self.gate.turn.lock().await;
        let now = self.clock.now();
        let mut counted = Vec::new();
        for (key, free) in keys(login, caller).into_iter().zip(FREE_FAILURES) {
            let before = self.store.failures(&key).await?;
            if before.until > now {
                return Err(DeskError::Wait {
                    seconds: (before.until.0 - now.0 + 999) / 1_000,
                });
            }
            counted.push((key, after(before, free, now)));
        }
        for (key, failures) in counted {
            self.store.keep_failures(&key, failures).await?;
        }
        Ok(())
    }

    pub(super) async fn clear_tries(&self, login: &str, caller: &Caller) -> Result<(), DeskError> {
        let _turn = self.gate.turn.lock().await;
        let [both, _, name] = keys(login, caller);
        for key in [both, name] {
            self.store.keep_failures(&key, Failures::default()).await?;
        }
        Ok(())
    }
}

/// Under which keys tries are counted.
fn keys(login: &str, caller: &Caller) -> [String; 3] {
    let address = &caller.address;
    [
        format!("{login}\n{address}"),
        format!("\n{address}"),
        login.to_owned(),
    ]
}

/// One failure more; beyond the free ones each wait is twice the one before.
fn after(before: Failures, free: i64, now: Moment) -> Failures {
    let count = before.count + 1;
    let over = count - free;
    let wait = if over <= 0 {
        0
    } else {
        (FIRST_WAIT_MS << (over - 1).min(10)).min(LONGEST_WAIT_MS)
    };
    Failures {
        count,
        until: Moment(now.0 + wait),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let now = Moment(0);
        let waits: Vec<i64> = (0..20)
            .map(|count| {
                let before = Failures { count, until: now };
                after(before, 4, now).until.0
            })
            .collect();
        assert_eq!(&waits[..7], [0, 0, 0, 0, 5_000, 10_000, 20_000]);
        assert_eq!(waits[19], LONGEST_WAIT_MS);
    }
}
