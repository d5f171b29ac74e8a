//! Legal hold: documents that are not purged while something cites them.

use crate::{DocumentId, EventId, HoldId, Moment};
use std::fmt;

/// What is on hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HoldOn {
    /// One document.
    Document(DocumentId),
    /// All documents of an event, those that join it later among them.
    Event(EventId),
}

impl fmt::Display for HoldOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(id) => id.fmt(f),
            Self::Event(id) => id.fmt(f),
        }
    }
}

/// What kind of record cites what is on hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CitedBy {
    /// A matter being handled.
    Case,
    /// A report.
    Report,
    /// A court, an archive, an inquiry: anything else.
    Other,
}

impl CitedBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Case, Self::Report, Self::Other];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Report => "report",
            Self::Other => "other",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A hold that is to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold {
    /// On what.
    pub on: HoldOn,
    /// What cites it.
    pub cited_by: CitedBy,
    /// Which one: a number or name by which it is found. The same one holds a thing once.
    pub reference: String,
    /// Why.
    pub reason: String,
}

/// A hold as it is kept. Each stands for itself: what two hold is free when both are released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its number.
    pub id: HoldId,
    /// What it says.
    pub said: NewHold,
    /// When it was placed.
    pub placed_at: Moment,
    /// By whom.
    pub placed_by: String,
    /// When and by whom it was released.
    pub released: Option<(Moment, String)>,
    /// How many documents it holds now.
    pub documents: u64,
}
