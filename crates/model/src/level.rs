//! Levels of a matter: I red, II orange, III yellow, IV blue.

use serde::{Deserialize, Serialize};

/// How grave a matter is. The graver comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// I, red: 特别重大.
    Red,
    /// II, orange: 重大.
    Orange,
    /// III, yellow: 较大.
    Yellow,
    /// IV, blue: 一般.
    Blue,
}

impl Level {
    /// All of them, the gravest first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Orange, Self::Yellow, Self::Blue];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Its number as it is written: I to IV.
    pub fn roman(self) -> &'static str {
        match self {
            Self::Red => "I",
            Self::Orange => "II",
            Self::Yellow => "III",
            Self::Blue => "IV",
        }
    }
}
