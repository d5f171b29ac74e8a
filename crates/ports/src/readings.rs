//! Readings in the store: what people put right about them, how an event's documents are read, and
//! older documents that are to be read by a newer model.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Category, DocumentId, EventId, Note, Reading, ReadingCorrection, ReadingCorrectionId,
    ReadingSide, StoredDocument, Tone,
};

/// Where readings are kept. What a person said is never overridden by a model.
#[async_trait]
pub trait ReadingStore: Send + Sync {
    /// Keeps what a person says instead of one side of a reading. `Conflict` where the document is
    /// not there, or where a person said just that already.
    async fn correct_reading(
        &self,
        document: DocumentId,
        becomes: ReadingSide,
        note: &Note,
    ) -> Result<ReadingCorrectionId, StoreError>;
    /// Takes it back: what was read before holds again. `Conflict` where it was taken back already
    /// or where something newer stands on it.
    async fn undo_reading(
        &self,
        id: ReadingCorrectionId,
        note: &Note,
    ) -> Result<DocumentId, StoreError>;
    /// What people put right about a document, the last first.
    async fn reading_corrections(
        &self,
        document: DocumentId,
    ) -> Result<Vec<ReadingCorrection>, StoreError>;
    /// What holds of all that people put right after this one, with the documents, in order: for
    /// learning.
    async fn readings_put_right(
        &self,
        after: ReadingCorrectionId,
        limit: u64,
    ) -> Result<Vec<(ReadingCorrection, StoredDocument)>, StoreError>;
    /// How many documents and copies of an event are read as what, the most first.
    async fn readings_of_event(
        &self,
        event: EventId,
    ) -> Result<Vec<(Category, Tone, i64)>, StoreError>;
    /// Documents that a model of this number has not read yet, in order.
    async fn stale_readings(
        &self,
        model: i64,
        limit: u64,
    ) -> Result<Vec<StoredDocument>, StoreError>;
    /// Keeps what a model of this number read, in order; where nothing is given, all is read.
    /// A pass that was stopped goes on behind what was kept last.
    async fn keep_readings(
        &self,
        model: i64,
        readings: &[(DocumentId, Reading)],
    ) -> Result<(), StoreError>;
}
