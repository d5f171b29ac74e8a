//! Copy-paste floods in the store: what they are found among, and what was found.

use crate::StoreError;
use async_trait::async_trait;
use model::{DocumentId, EventHeat, EventId, Flood, FloodRecord, Moment, SourceId};

/// A document under one text, as floods are found among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedPost {
    /// The document.
    pub document: DocumentId,
    /// When it was published.
    pub at: Moment,
    /// Letters of its headline and body.
    pub letters: i64,
    /// Share of passages in common with the text it is folded under, in percent; 100 for that text.
    pub alike: u8,
    /// Where it was read.
    pub source: SourceId,
    /// Its author's pseudonym, where there is one still.
    pub voice: Option<i64>,
}

/// All floods of one text from a time on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloodsOf {
    /// The document under which the text's copies are folded.
    pub head: DocumentId,
    /// Floods that ended at this time or later are these, no others.
    pub from: Moment,
    /// Each with its documents, the first one first.
    pub floods: Vec<(Flood, Vec<DocumentId>)>,
}

/// Where floods are kept. One line looks for them.
#[async_trait]
pub trait FloodStore: Send + Sync {
    /// The last document that was looked at.
    async fn flooded_to(&self) -> Result<DocumentId, StoreError>;
    /// Documents after this one with what they are folded under, in order, at most `limit`.
    async fn heads_after(
        &self,
        after: DocumentId,
        limit: u64,
    ) -> Result<Vec<(DocumentId, Option<DocumentId>)>, StoreError>;
    /// Of these documents those with so many copies in their event, or more.
    async fn crowded(
        &self,
        heads: &[DocumentId],
        copies_min: u64,
    ) -> Result<Vec<DocumentId>, StoreError>;
    /// A document with its copies: of more than `limit` the latest published.
    async fn posts_under(
        &self,
        head: DocumentId,
        limit: u64,
    ) -> Result<Vec<FoldedPost>, StoreError>;
    /// Keeps the floods of these texts. May be repeated.
    async fn keep_floods(&self, of: &[FloodsOf]) -> Result<(), StoreError>;
    /// Keeps the heat of events in which floods were found, and that documents up to this one were
    /// looked at. May be repeated.
    async fn keep_flooded_heat(
        &self,
        events: &[EventHeat],
        to: DocumentId,
    ) -> Result<(), StoreError>;
    /// Floods of an event, the last one first.
    async fn floods_of(&self, event: EventId, limit: u64) -> Result<Vec<FloodRecord>, StoreError>;
    /// Floods that ended at this time or later, the last one first.
    async fn latest_floods(&self, from: Moment, limit: u64)
    -> Result<Vec<FloodRecord>, StoreError>;
}
