//! Where a document was placed, and why.

use crate::{DocumentId, EventId, Place};
use serde::{Deserialize, Serialize};

/// What the engine decided for one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// It repeats this document and is folded under it.
    CopyOf(DocumentId),
    /// It speaks of an event that is already open.
    Join,
    /// It opens an event of its own.
    Open,
}

/// The decision for one document with its reasons. Final once made; people may correct it later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// What was decided.
    pub act: Act,
    /// The event it belongs to; a copy belongs to its head's.
    pub event: EventId,
    /// An older text it was rebuilt from, if any.
    pub reuses: Option<DocumentId>,
    /// Why, strongest first; never empty.
    pub reasons: Vec<Reason>,
}

impl Placement {
    /// The document this one is folded under.
    pub fn copy_of(&self) -> Option<DocumentId> {
        match self.act {
            Act::CopyOf(head) => Some(head),
            Act::Join | Act::Open => None,
        }
    }
}

/// One reason a person can read. Shares and similarities are in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "r", rename_all = "snake_case")]
pub enum Reason {
    /// Same text, character for character after folding.
    SameText,
    /// This share of its passages stands in the other text.
    SharedPassages {
        /// Percent of passages of the shorter text found in the other.
        percent: u8,
    },
    /// Its words are this close to the event's.
    Similarity {
        /// Cosine, in percent, after time decay.
        percent: u8,
        /// What was needed, in percent.
        needed: u8,
    },
    /// The words that weighed most in common.
    SharedWords {
        /// Most telling first.
        words: Vec<String>,
    },
    /// Both speak of these places.
    SharedPlaces {
        /// Most specific first.
        places: Vec<Place>,
    },
    /// Hours between it and the event's last document.
    HoursApart {
        /// Rounded hours.
        hours: u32,
    },
    /// The event that came second, and how close.
    RunnerUp {
        /// The other event.
        event: EventId,
        /// Cosine, in percent, after time decay.
        percent: u8,
    },
    /// No open event was close enough.
    NothingClose,
    /// There is no text to compare.
    NoText,
}
