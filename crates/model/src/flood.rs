//! A copy-paste flood: one text, by many voices, within a short time.

use crate::{DocumentId, EventId, Moment};

/// A flood, as it is counted. Whose the voices are is neither known nor kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flood {
    /// The document under which its texts are folded.
    pub head: DocumentId,
    /// Its first document: the one voice that it counts in heat where floods are left out.
    pub first: DocumentId,
    /// When that was published.
    pub first_at: Moment,
    /// When its last document was.
    pub last_at: Moment,
    /// Its documents.
    pub documents: i64,
    /// Distinct voices, as far as they can be told apart.
    pub voices: i64,
    /// Whether there may be more: a source that names no authors counts as one voice.
    pub at_least: bool,
}

/// A flood with the event it is said in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloodRecord {
    /// The flood.
    pub flood: Flood,
    /// The event of its documents.
    pub event: EventId,
    /// Headline of the text, or its beginning where it has none.
    pub title: String,
}
