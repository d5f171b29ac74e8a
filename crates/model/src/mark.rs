//! A document as it is counted.

use crate::{DocumentId, EventId, Moment, Place, SourceId};

/// What is counted of a document: where it was read, when it was published, what it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentMark {
    /// Its number.
    pub id: DocumentId,
    /// The event it belongs to.
    pub event: EventId,
    /// Where it was read.
    pub source: SourceId,
    /// When it was published.
    pub published_at: Moment,
    /// Divisions it speaks of.
    pub places: Vec<Place>,
}
