//! Sources: places that are read.

use crate::{Moment, SourceId};

/// What kind of place a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed at an address.
    Feed,
    /// An outlet named in a file that was imported or replayed.
    File,
}

impl SourceKind {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::File => "file",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "feed" => Some(Self::Feed),
            "file" => Some(Self::File),
            _ => None,
        }
    }
}

/// A source before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What kind.
    pub kind: SourceKind,
    /// Name people see; unique together with the kind.
    pub name: String,
    /// Where it is read, for kinds that are fetched; unique.
    pub url: Option<String>,
    /// Whether private and loopback addresses may be dialled for it.
    pub allow_private: bool,
    /// When it was added.
    pub added_at: Moment,
}

/// A source as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What kind.
    pub kind: SourceKind,
    /// Name people see.
    pub name: String,
    /// Where it is read.
    pub url: Option<String>,
    /// Whether private and loopback addresses may be dialled for it.
    pub allow_private: bool,
    /// When it was added.
    pub added_at: Moment,
    /// What the last visits left behind.
    pub state: SourceState,
}

/// What the last visits left behind, for conditional requests and for people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceState {
    /// Validator of the last good answer.
    pub etag: Option<String>,
    /// Validator of the last good answer.
    pub last_modified: Option<String>,
    /// When it was last read.
    pub visited_at: Option<Moment>,
    /// How that went, in words.
    pub last_outcome: Option<String>,
    /// Whether that was a failure.
    pub failing: bool,
}
