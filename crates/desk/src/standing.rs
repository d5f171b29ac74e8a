//! How a source is, in one word.

use model::{Condition, Source};

/// How a source is, in the words of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It could not be read.
    Error,
    /// What it gave can be read and holds no entry.
    Empty,
    /// Not visited yet.
    New,
    /// It was read.
    Ok,
    /// It said that nothing changed.
    NotModified,
    /// It is left alone.
    Paused,
}

impl Standing {
    /// All, what needs a look first.
    pub const ALL: [Self; 6] = [
        Self::Error,
        Self::Empty,
        Self::New,
        Self::Ok,
        Self::NotModified,
        Self::Paused,
    ];

    /// How a source is.
    pub fn of(source: &Source) -> Self {
        match source.state.condition {
            _ if source.paused => Self::Paused,
            Condition::New => Self::New,
            Condition::Ok => Self::Ok,
            Condition::NotModified => Self::NotModified,
            Condition::Empty => Self::Empty,
            Condition::Error => Self::Error,
        }
    }

    /// Its word in addresses and catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Empty => "empty",
            Self::New => "new",
            Self::Ok => "ok",
            Self::NotModified => "not_modified",
            Self::Paused => "paused",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.word() == word)
    }
}
