//! From when on a matter is proposed at a level: start conditions, as data.

use crate::{Category, Level};
use serde::{Deserialize, Serialize};

/// Most start conditions of one desk.
pub const START_CONDITIONS_MAX: usize = 100;

/// What a start condition measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Heat of the event, at least.
    Heat,
    /// Rise against the event's own day, in times, at least.
    Rise,
    /// Documents and copies, at least.
    Voices,
    /// Sources that speak of it, at least.
    Sources,
    /// Its best place on a hot list in the last two hours, at most.
    Rank,
}

impl Measure {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::Voices,
        Self::Sources,
        Self::Heat,
        Self::Rise,
        Self::Rank,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Heat => "heat",
            Self::Rise => "rise",
            Self::Voices => "voices",
            Self::Sources => "sources",
            Self::Rank => "rank",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether what was found fulfils a condition with this number.
    pub fn holds(self, found: i64, number: i64) -> bool {
        match self {
            Self::Rank => found <= number,
            _ => found >= number,
        }
    }
}

/// A matter is proposed at this level from this number on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartCondition {
    /// The level.
    pub level: Level,
    /// What is measured.
    pub measure: Measure,
    /// From which number on; of a rank, up to which.
    pub number: i64,
    /// Only where the event's documents are mostly of this category.
    #[serde(default)]
    pub category: Option<Category>,
}

impl StartCondition {
    /// Whether no desk can mean it so.
    pub fn is_wrong(&self) -> bool {
        !(1..=1_000_000_000).contains(&self.number)
    }
}

/// The table a desk begins with; level IV is what the rules propose by themselves.
pub fn usual_start_conditions() -> Vec<StartCondition> {
    let of = |level, measure, number| StartCondition {
        level,
        measure,
        number,
        category: None,
    };
    vec![
        of(Level::Red, Measure::Voices, 500),
        of(Level::Red, Measure::Rank, 3),
        of(Level::Orange, Measure::Voices, 150),
        of(Level::Orange, Measure::Heat, 100),
        of(Level::Orange, Measure::Rank, 10),
        of(Level::Yellow, Measure::Voices, 30),
        of(Level::Yellow, Measure::Sources, 10),
        of(Level::Yellow, Measure::Rank, 50),
    ]
}

/// A start condition that was fulfilled, with what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelReason {
    /// The condition.
    #[serde(flatten)]
    pub condition: StartCondition,
    /// What was found.
    pub found: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_holds_downwards_and_all_else_upwards() {
        assert!(Measure::Rank.holds(3, 3) && !Measure::Rank.holds(4, 3));
        for measure in [
            Measure::Heat,
            Measure::Rise,
            Measure::Voices,
            Measure::Sources,
        ] {
            assert!(measure.holds(3, 3) && !measure.holds(2, 3));
        }
        for measure in Measure::ALL {
            assert_eq!(Measure::from_word(measure.word()), Some(measure));
        }
        assert!(usual_start_conditions().iter().all(|one| !one.is_wrong()));
    }
}
