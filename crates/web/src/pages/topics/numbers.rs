//! Numbers of a topic as they are shown: each leads to the search that counts it.

use crate::shell::Shell;
use crate::show::encode;
use crate::words::{count, plain};
use desk::{Tally, TopicShare};

/// A number with its address.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) number: String,
    pub(super) address: String,
}

pub(super) fn address(tally: &Tally, shell: &Shell) -> String {
    let query = encode(&tally.search);
    shell.to(&format!("/search?q={query}&sort=newest"))
}

pub(super) fn number(tally: &Tally, shell: &Shell) -> Number {
    Number {
        number: count(tally.number),
        address: address(tally, shell),
    }
}

/// Something with its number now and before.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) now: Number,
    /// In a hundred of all.
    pub(super) share: String,
    /// How wide its bar is, of 100.
    pub(super) width: String,
    pub(super) before: Number,
    pub(super) change: String,
}

pub(super) fn row<T>(name: &str, one: &TopicShare<T>, total: i64, shell: &Shell) -> Row {
    let share = if total > 0 {
        one.now.number as f64 / total as f64 * 100.0
    } else {
        0.0
    };
    Row {
        name: plain(name),
        now: number(&one.now, shell),
        share: format!("{share:.0} %"),
        width: format!("{:.1}", share.clamp(0.0, 100.0)),
        before: number(&one.before, shell),
        change: change(one.now.number, one.before.number),
    }
}

/// “+12 ×1.5”
pub(super) fn change(now: i64, before: i64) -> String {
    let difference = now - before;
    let sign = if difference > 0 { "+" } else { "" };
    if now > 0 && before > 0 {
        let times = now as f64 / before as f64;
        format!("{sign}{} ×{times:.1}", count(difference))
    } else {
        format!("{sign}{}", count(difference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_written_with_their_sign() {
        for (now, before, written) in [
            (12, 6, "+6 ×2.0"),
            (6, 12, "-6 ×0.5"),
            (5, 0, "+5"),
            (0, 5, "-5"),
            (0, 0, "0"),
        ] {
            assert_eq!(change(now, before), written);
        }
    }
}
