//! What citizens and volunteers tell: matters, not persons.

use crate::{CaseId, LeadId, Moment};

/// What became of a lead: what the teller is told by the receipt code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeadState {
    /// It was received.
    Received,
    /// A case is made of it, or it belongs to one.
    Handling,
    /// It was dealt with.
    Settled,
    /// It is nothing for this office, for a reason.
    Declined,
}

impl LeadState {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Received,
        Self::Handling,
        Self::Settled,
        Self::Declined,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Handling => "handling",
            Self::Settled => "settled",
            Self::Declined => "declined",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A lead as it is kept. Numbers, addresses and names of persons are masked before it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Its number.
    pub id: LeadId,
    /// When it was told.
    pub at: Moment,
    /// What is the matter.
    pub text: String,
    /// Where.
    pub place: String,
    /// An address of a public page about it, or nothing.
    pub link: String,
    /// What became of it.
    pub state: LeadState,
    /// What the teller is told besides the state.
    pub reply: String,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// Who changed it last, and when.
    pub changed: (String, Moment),
    /// Counts its changes.
    pub version: i64,
}

impl Lead {
    /// Characters of a text at most.
    pub const TEXT_CHARS_MAX: usize = 4_000;
    /// Characters of a place at most.
    pub const PLACE_CHARS_MAX: usize = 100;
    /// Characters of a link at most.
    pub const LINK_CHARS_MAX: usize = 500;
}
