//! Signals and alerts: what was seen, and what a person is told of it.

use crate::{
    AlertId, CaseId, DocumentId, EventId, Level, LevelReason, Moment, PersonId, RuleId, SourceId,
};
use serde::{Deserialize, Serialize};

/// What an alert is about: signals of one matter are one alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// An event.
    Event(EventId),
    /// All that answers a rule.
    Rule(RuleId),
    /// A source.
    Source(SourceId),
    /// A case: its clocks.
    Case(CaseId),
    /// Those on duty: the chain that should be told.
    Duty,
}

impl About {
    /// The stored form.
    pub fn word(self) -> String {
        match self {
            Self::Event(id) => id.to_string(),
            Self::Rule(id) => id.to_string(),
            Self::Source(id) => id.to_string(),
            Self::Case(id) => id.to_string(),
            Self::Duty => "duty".to_owned(),
        }
    }

    /// Reads the stored form.
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "duty" {
            return Some(Self::Duty);
        }
        let number = |word: &str| word.parse::<i64>().ok();
        let (letter, rest) = word.split_at_checked(1)?;
        match letter {
            "e" => number(rest).map(|id| Self::Event(EventId(id))),
            "r" => number(rest).map(|id| Self::Rule(RuleId(id))),
            "s" => number(rest).map(|id| Self::Source(SourceId(id))),
            "k" => number(rest).map(|id| Self::Case(CaseId(id))),
            _ => None,
        }
    }

    /// The event it is about.
    pub fn event(self) -> Option<EventId> {
        match self {
            Self::Event(id) => Some(id),
            _ => None,
        }
    }
}

/// Why something was seen: the numbers of one sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Why {
    /// A document answers the question.
    Matched {
        /// Where it was read.
        source: String,
    },
    /// Many more than usual in an hour.
    Spike {
        /// Documents of this hour.
        count: u32,
        /// What is usual for it.
        usual: f64,
        /// The same hour yesterday.
        yesterday: u32,
        /// The same hour a week ago.
        week_ago: u32,
        /// Chance of as many without a reason.
        chance: f64,
    },
    /// Heat rises.
    Rise {
        /// The event's heat.
        heat: f64,
        /// Its rise.
        rise: f64,
        /// Documents and copies.
        voices: i64,
    },
    /// It stands on a hot list.
    HotList {
        /// The list.
        list: String,
        /// Its rank.
        rank: i64,
    },
    /// A category that was not said of a place for a week.
    NewPlace {
        /// The place.
        place: String,
        /// The category's word.
        category: String,
    },
    /// One text by many voices.
    Flood {
        /// Documents.
        documents: i64,
        /// Voices, as far as they can be told apart.
        voices: i64,
        /// Minutes it took.
        minutes: i64,
    },
    /// A source says less than usual.
    Silent {
        /// Items of the day.
        count: i64,
        /// Mean of 28 days.
        mean: f64,
    },
    /// An alert went along the whole chain of duty and reached nobody.
    Unreached {
        /// That alert.
        alert: String,
    },
    /// A clock of a case is in its last quarter, or over.
    Clock {
        /// The case.
        case: String,
        /// What the clock waits for.
        clock: String,
        /// From when it runs.
        from: String,
        /// Hours it has.
        hours: i64,
        /// When its time is over.
        due: Moment,
        /// Whether it is.
        late: bool,
    },
    /// A source says more than usual.
    Loud {
        /// Items of the day.
        count: i64,
        /// Mean of 28 days.
        mean: f64,
    },
}

/// What was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// By which rule.
    pub rule: RuleId,
    /// Its name then.
    pub rule_name: String,
    /// What it is about.
    pub about: About,
    /// The document that gave rise to it.
    pub document: Option<DocumentId>,
    /// When it was seen.
    pub at: Moment,
    /// Why.
    pub why: Why,
    /// The level that follows from it.
    pub level: Level,
    /// What the matter is called.
    pub title: String,
}

/// How far an alert is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AlertState {
    /// Nobody took it.
    #[default]
    Open,
    /// Somebody took it.
    Taken,
    /// It was assessed and is done with.
    Closed,
}

impl AlertState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Taken, Self::Closed];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Closed => "closed",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Why nobody was told at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeldBack {
    /// It came within quiet hours.
    Quiet,
    /// So much was told that day already.
    Cap,
}

impl HeldBack {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Cap => "cap",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Quiet, Self::Cap]
            .into_iter()
            .find(|one| one.word() == word)
    }
}

/// What a person is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Its number.
    pub id: AlertId,
    /// What it is about: of one matter one alert is open.
    pub about: About,
    /// The rule that spoke first.
    pub rule: RuleId,
    /// Its name then.
    pub rule_name: String,
    /// What the matter is called.
    pub title: String,
    /// Why it is told: of the gravest signal.
    pub why: Why,
    /// The level that was proposed.
    pub proposed: Level,
    /// Start conditions that level followed from; none where a rule proposed it by itself.
    pub level_why: Vec<LevelReason>,
    /// The level that a person confirmed or chose.
    pub level: Option<Level>,
    /// How far it is.
    pub state: AlertState,
    /// Signals in it.
    pub signals: i64,
    /// When the first was seen.
    pub first_at: Moment,
    /// When the last was.
    pub last_at: Moment,
    /// When people were told last.
    pub told_at: Option<Moment>,
    /// Why they were not, where they were not.
    pub held: Option<HeldBack>,
    /// Steps of escalation that were taken.
    pub steps: i64,
    /// Who took it, and when.
    pub taken: Option<(PersonId, String, Moment)>,
    /// What they found.
    pub assessment: String,
    /// Counts what people change, so that two do not overwrite each other.
    pub version: i64,
}

impl Alert {
    /// The level that counts: a person's word before the proposal.
    pub fn counts_as(&self) -> Level {
        self.level.unwrap_or(self.proposed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_about_reads_back() {
        for about in [
            About::Event(EventId(7)),
            About::Rule(RuleId(8)),
            About::Source(SourceId(9)),
            About::Case(CaseId(10)),
            About::Duty,
        ] {
            assert_eq!(About::from_word(&about.word()), Some(about));
        }
        for wrong in ["", "e", "x7", "事7"] {
            assert_eq!(About::from_word(wrong), None);
        }
    }
}
