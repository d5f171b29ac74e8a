//! How long an answer may take, from first sight and from confirmation.

use crate::{Case, CaseState, HOUR_MS, Level, Moment};
use serde::{Deserialize, Serialize};

/// What a clock waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClockKind {
    /// The first authoritative word, at every level.
    FirstWord,
    /// The first full answer, at levels I and II.
    FullAnswer,
    /// The reply, at levels III and IV.
    Reply,
}

impl ClockKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::FirstWord, Self::FullAnswer, Self::Reply];

    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::FirstWord => "first_word",
            Self::FullAnswer => "full_answer",
            Self::Reply => "reply",
        }
    }

    /// Reads its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether a case of this level has it.
    pub fn holds_for(self, level: Option<Level>) -> bool {
        match self {
            Self::FirstWord => true,
            Self::FullAnswer => matches!(level, Some(Level::Red | Level::Orange)),
            Self::Reply => matches!(level, Some(Level::Yellow | Level::Blue)),
        }
    }
}

/// From when a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockFrom {
    /// From first sight.
    Sight,
    /// From when the matter was confirmed.
    Confirmation,
}

impl ClockFrom {
    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sight => "sight",
            Self::Confirmation => "confirmation",
        }
    }
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// There is time.
    Running,
    /// The last quarter of the time has begun.
    Warned,
    /// The time is over.
    Late,
    /// What it waited for was said then.
    Met(Moment),
    /// The case was closed before the time was over.
    Stopped,
}

/// A clock of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// What it waits for.
    pub kind: ClockKind,
    /// From when it runs.
    pub from: ClockFrom,
    /// When it began.
    pub began: Moment,
    /// When its time is over.
    pub due: Moment,
    /// How it stands.
    pub state: ClockState,
}

impl Clock {
    /// Whether its time was over before what it waited for was said.
    pub fn is_late(&self) -> bool {
        match self.state {
            ClockState::Late => true,
            ClockState::Met(at) => at > self.due,
            _ => false,
        }
    }

    /// Its state's word in the catalogue.
    pub fn word(&self) -> &'static str {
        match self.state {
            ClockState::Running => "running",
            ClockState::Warned => "warned",
            ClockState::Late => "late",
            ClockState::Met(_) if self.is_late() => "met_late",
            ClockState::Met(_) => "met",
            ClockState::Stopped => "stopped",
        }
    }
}

/// How long what may take, and how long what a case holds is kept after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseSettings {
    /// Hours to the first authoritative word.
    pub first_word_hours: i64,
    /// Hours to the first full answer, levels I and II.
    pub full_answer_hours: i64,
    /// Hours to the reply, levels III and IV.
    pub reply_hours: i64,
    /// Days for which a case's documents stay on hold after it was closed.
    pub evidence_days: i64,
}

impl Default for CaseSettings {
    fn default() -> Self {
        Self {
            first_word_hours: 5,
            full_answer_hours: 24,
            reply_hours: 48,
            evidence_days: 180,
        }
    }
}

impl CaseSettings {
    /// Hours that a clock may have.
    pub const HOURS: std::ops::RangeInclusive<i64> = 1..=720;
    /// Days for which evidence may be kept.
    pub const DAYS: std::ops::RangeInclusive<i64> = 1..=3_650;

    /// The time of a clock.
    pub fn hours(&self, kind: ClockKind) -> i64 {
        match kind {
            ClockKind::FirstWord => self.first_word_hours,
            ClockKind::FullAnswer => self.full_answer_hours,
            ClockKind::Reply => self.reply_hours,
        }
    }

    /// Whether every number is one that may be.
    pub fn is_sound(&self) -> bool {
        ClockKind::ALL
            .iter()
            .all(|kind| Self::HOURS.contains(&self.hours(*kind)))
            && Self::DAYS.contains(&self.evidence_days)
    }
}

/// The clocks of a case at an instant, in the order of what they wait for.
pub fn clocks(case: &Case, settings: &CaseSettings, now: Moment) -> Vec<Clock> {
    let begins = [
        (ClockFrom::Sight, Some(case.first_seen_at)),
        (ClockFrom::Confirmation, case.confirmed_at),
    ];
    let kinds = ClockKind::ALL.into_iter();
    kinds
        .filter(|kind| kind.holds_for(case.level))
        .flat_map(|kind| begins.map(|(from, began)| (kind, from, began)))
        .filter_map(|(kind, from, began)| {
            let began = began?;
            let due = Moment(began.0.saturating_add(settings.hours(kind) * HOUR_MS));
            Some(Clock {
                kind,
                from,
                began,
                due,
                state: state(case, kind, began, due, now),
            })
        })
        .collect()
}

fn state(case: &Case, kind: ClockKind, began: Moment, due: Moment, now: Moment) -> ClockState {
    let said = match kind {
        ClockKind::FirstWord => case.said.first_word,
        ClockKind::FullAnswer => case.said.full_answer,
        ClockKind::Reply => case.said.reply,
    };
    if let Some(at) = said {
        return ClockState::Met(at);
    }
    if case.state == CaseState::Closed && case.closed_at.is_some_and(|at| at <= due) {
        return ClockState::Stopped;
    }
    let quarter = (due.0 - began.0) / 4;
    match now {
        now if now > due => ClockState::Late,
        now if now.0 >= due.0 - quarter => ClockState::Warned,
        _ => ClockState::Running,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::tests::case;

    fn hours(n: i64) -> Moment {
        Moment(n * HOUR_MS)
    }

    #[test]
    fn each_level_has_its_clocks() {
        for (level, kinds) in [
            (None, vec!["first_word"]),
            (Some(Level::Red), vec!["first_word", "full_answer"]),
            (Some(Level::Orange), vec!["first_word", "full_answer"]),
            (Some(Level::Yellow), vec!["first_word", "reply"]),
            (Some(Level::Blue), vec!["first_word", "reply"]),
        ] {
            let mut one = case(CaseState::New);
            one.level = level;
            let found = clocks(&one, &CaseSettings::default(), hours(0));
            let words: Vec<&str> = found.iter().map(|clock| clock.kind.word()).collect();
            assert_eq!(words, kinds, "{level:?}: from first sight only");
            one.confirmed_at = Some(hours(1));
            let both = clocks(&one, &CaseSettings::default(), hours(0));
            assert_eq!(both.len(), 2 * kinds.len(), "and from confirmation");
            assert_eq!(both[1].due, hours(6));
        }
    }

    #[test]
    fn a_clock_runs_warns_is_late_and_is_met() {
        let mut one = case(CaseState::Handling);
        let settings = CaseSettings::default();
        let first = |one: &Case, now| clocks(one, &settings, now)[0];
        for (now, word) in [
            (hours(0), "running"),
            (Moment(hours(4).0 - HOUR_MS / 4 - 1), "running"),
            (Moment(hours(4).0 - HOUR_MS / 4), "warned"),
            (hours(5), "warned"),
            (Moment(hours(5).0 + 1), "late"),
        ] {
            assert_eq!(first(&one, now).word(), word, "{now:?}");
        }
        one.said.first_word = Some(hours(5));
        assert_eq!(first(&one, hours(99)).word(), "met");
        one.said.first_word = Some(Moment(hours(5).0 + 1));
        assert_eq!(first(&one, hours(99)).word(), "met_late");
        one.said.first_word = None;
        one.state = CaseState::Closed;
        one.closed_at = Some(hours(3));
        assert_eq!(first(&one, hours(99)).word(), "stopped");
        one.closed_at = Some(hours(6));
        assert_eq!(first(&one, hours(99)).word(), "late");
    }

    /// Whatever the settings and whenever one looks: no clock goes back from late, and none warns
    /// before three quarters of its time are over.
    #[test]
    fn clocks_go_one_way() {
        let order = |word: &str| {
            ["running", "warned", "late"]
                .iter()
                .position(|w| *w == word)
        };
        for length in [1, 5, 24, 48, 720] {
            let settings = CaseSettings {
                first_word_hours: length,
                full_answer_hours: length,
                reply_hours: length,
                ..CaseSettings::default()
            };
            assert!(settings.is_sound());
            for level in Level::ALL {
                let mut one = case(CaseState::Handling);
                one.level = Some(level);
                let mut before = vec![Some(0); 2];
                for step in 0..=200 {
                    let now = Moment(length * HOUR_MS * step / 100);
                    let found = clocks(&one, &settings, now);
                    let after: Vec<_> = found.iter().map(|clock| order(clock.word())).collect();
                    assert!(before.iter().zip(&after).all(|(b, a)| b <= a));
                    if step < 75 {
                        assert!(after.iter().all(|at| *at == Some(0)), "{step}");
                    }
                    before = after;
                }
                assert!(before.iter().all(|at| *at == Some(2)));
            }
        }
        assert!(
            !CaseSettings {
                reply_hours: 0,
                ..CaseSettings::default()
            }
            .is_sound()
        );
    }
}
