//! What the desk would change about events, and which events follow from one another. The machine
//! only proposes; a person decides.

use crate::{CorrectionId, DocumentId, EventId, Moment, ProposalId, Who};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the machine would change, with how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proposal {
    /// Two events are one.
    Merge {
        /// The later event.
        from: EventId,
        /// The earlier event, which would go on.
        into: EventId,
        /// How sure, in percent.
        percent: u8,
        /// What was needed, in percent.
        needed: u8,
        /// Hours between them.
        hours: u32,
    },
    /// Documents do not belong to the event they were placed in.
    Split {
        /// The event.
        event: EventId,
        /// The documents that stray.
        documents: Vec<DocumentId>,
        /// Their likeness to the closest other member, in percent.
        percent: u8,
    },
}

impl Proposal {
    /// The events it speaks of.
    pub fn events(&self) -> Vec<EventId> {
        match self {
            Self::Merge { from, into, .. } => vec![*from, *into],
            Self::Split { event, .. } => vec![*event],
        }
    }

    /// The documents it would move.
    pub fn documents(&self) -> &[DocumentId] {
        match self {
            Self::Merge { .. } => &[],
            Self::Split { documents, .. } => documents,
        }
    }

    /// Its word in the catalogue.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
        }
    }
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Merge { from, into, .. } => write!(f, "merge {from} → {into}"),
            Self::Split {
                event, documents, ..
            } => {
                let documents: Vec<String> = documents.iter().map(ToString::to_string).collect();
                write!(f, "split {} from {event}", documents.join(" "))
            }
        }
    }
}

/// A proposal that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    /// What would be changed.
    pub proposal: Proposal,
    /// When the document arrived after which it was made: the same however often it is made.
    pub made_at: Moment,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// Nobody decided yet.
    Open,
    /// A person did it.
    Accepted,
    /// A person said no: it is never made again.
    Declined,
    /// An event of it ended, or a document of it was moved.
    Outdated,
}

impl ProposalState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Declined, Self::Outdated];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Outdated => "outdated",
        }
    }

    /// The state of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A proposal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRecord {
    /// Its number.
    pub id: ProposalId,
    /// When it was made, by the stream.
    pub made_at: Moment,
    /// What would be changed.
    pub proposal: Proposal,
    /// What became of it.
    pub state: ProposalState,
    /// Who decided, and when.
    pub decided: Option<(Who, Moment)>,
    /// The correction by which it was done.
    pub correction: Option<CorrectionId>,
}

/// An event follows from others: it belongs to their story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLink {
    /// The event.
    pub event: EventId,
    /// The story: the event that began it.
    pub story: EventId,
    /// How alike they are, in percent, after silence.
    pub percent: u8,
    /// When the document arrived by which it was seen.
    pub at: Moment,
}
