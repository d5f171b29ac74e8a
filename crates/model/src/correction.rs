//! What people put right about events, for ever: the machine never overrules it, and it can be
//! taken back.

use crate::{
    CorrectionId, DocumentId, EventId, Language, Moment, Place, RankReading, Reach, SourceId,
    SourceKind, Who,
};
use serde::{Deserialize, Serialize};

/// One thing a person put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Correction {
    /// Documents belong to another event. Copies go with their heads.
    Move {
        /// The documents, heads of copies only.
        documents: Vec<DocumentId>,
        /// Where they were.
        from: EventId,
        /// Where they belong.
        to: EventId,
    },
    /// Two events are one.
    Merge {
        /// The event that ends.
        from: EventId,
        /// The event that goes on.
        into: EventId,
        /// What came from the one that ended, heads of copies only.
        documents: Vec<DocumentId>,
    },
    /// An event gets a title from a person, which stays.
    Rename {
        /// The event.
        event: EventId,
        /// Its title before; none where the machine's own stood there.
        before: Option<String>,
        /// Its title; none where the machine's own stands there again.
        title: Option<String>,
    },
}

impl Correction {
    /// The events it touches.
    pub fn events(&self) -> Vec<EventId> {
        match self {
            Self::Move { from, to, .. } => vec![*from, *to],
            Self::Merge { from, into, .. } => vec![*from, *into],
            Self::Rename { event, .. } => vec![*event],
        }
    }

    /// Its word in the catalogue.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Move { .. } => "move",
            Self::Merge { .. } => "merge",
            Self::Rename { .. } => "rename",
        }
    }
}

/// A correction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRecord {
    /// Its number.
    pub id: CorrectionId,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: Who,
    /// What was put right.
    pub correction: Correction,
    /// The last document that had been placed before it.
    pub after_document: DocumentId,
    /// The correction that this one takes back.
    pub undoes: Option<CorrectionId>,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What is needed of a member to reckon its event anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFacts {
    /// The document.
    pub id: DocumentId,
    /// The head it is folded under.
    pub copy_of: Option<DocumentId>,
    /// Where it was read.
    pub source: SourceId,
    /// Of what kind that is.
    pub kind: Option<SourceKind>,
    /// How far that is heard, where somebody said.
    pub reach: Option<Reach>,
    /// In what language it is written.
    pub language: Language,
    /// What it speaks of.
    pub places: Vec<Place>,
    /// When it was published.
    pub published_at: Moment,
    /// How it stood on a hot list, by time.
    pub readings: Vec<RankReading>,
    /// Whether it is of a copy-paste flood, beyond the first of it.
    pub flooded: bool,
}
