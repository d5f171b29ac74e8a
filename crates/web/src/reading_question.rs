//! What pages ask of the desk about how documents are read.

use async_trait::async_trait;
use desk::{Actor, Desk, DeskError, EventReadings};
use model::{DocumentId, EventId, ReadingCorrection, ReadingCorrectionId, ReadingSide};

/// Questions about readings.
#[async_trait]
pub trait ReadingQuestions: Send + Sync {
    /// A person says what a document is about, or in which tone.
    async fn correct_reading(
        &self,
        actor: &Actor,
        document: DocumentId,
        becomes: ReadingSide,
    ) -> Result<ReadingCorrectionId, DeskError>;
    /// Takes that back.
    async fn undo_reading(
        &self,
        actor: &Actor,
        id: ReadingCorrectionId,
    ) -> Result<DocumentId, DeskError>;
    /// What people put right about a document, the last first.
    async fn reading_corrections(
        &self,
        document: DocumentId,
    ) -> Result<Vec<ReadingCorrection>, DeskError>;
    /// How the documents of an event are read.
    async fn readings_of_event(&self, event: EventId) -> Result<EventReadings, DeskError>;
}

#[async_trait]
impl ReadingQuestions for Desk {
    async fn correct_reading(
        &self,
        actor: &Actor,
        document: DocumentId,
        becomes: ReadingSide,
    ) -> Result<ReadingCorrectionId, DeskError> {
        Desk::correct_reading(self, actor, document, becomes).await
    }

    async fn undo_reading(
        &self,
        actor: &Actor,
        id: ReadingCorrectionId,
    ) -> Result<DocumentId, DeskError> {
        Desk::undo_reading(self, actor, id).await
    }

    async fn reading_corrections(
        &self,
        document: DocumentId,
    ) -> Result<Vec<ReadingCorrection>, DeskError> {
        Desk::reading_corrections(self, document).await
    }

    async fn readings_of_event(&self, event: EventId) -> Result<EventReadings, DeskError> {
        Desk::readings_of_event(self, event).await
    }
}
