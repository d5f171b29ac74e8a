//! What pages ask of the desk about putting events right.

use async_trait::async_trait;
use desk::line::Corrected;
use desk::{Actor, Desk, DeskError};
use model::{CorrectionId, CorrectionRecord, DocumentId, EventId};

/// Questions about corrections.
#[async_trait]
pub trait CorrectionQuestions: Send + Sync {
    /// Documents belong to another event, or to one of their own.
    async fn move_documents(
        &self,
        actor: &Actor,
        documents: &[DocumentId],
        from: EventId,
        to: Option<EventId>,
    ) -> Result<Corrected, DeskError>;
    /// Two events are one.
    async fn merge_events(
        &self,
        actor: &Actor,
        from: EventId,
        into: EventId,
    ) -> Result<Corrected, DeskError>;
    /// An event gets a title; an empty one gives it the machine's own again.
    async fn rename_event(
        &self,
        actor: &Actor,
        event: EventId,
        title: &str,
    ) -> Result<Corrected, DeskError>;
    /// Takes a correction back.
    async fn undo_correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
    ) -> Result<Corrected, DeskError>;
    /// What people put right about an event, the last first.
    async fn corrections_of(&self, event: EventId) -> Result<Vec<CorrectionRecord>, DeskError>;
    /// Where an event went that was merged into another one.
    async fn ended_event(&self, event: EventId) -> Result<Option<EventId>, DeskError>;
}

#[async_trait]
impl CorrectionQuestions for Desk {
    async fn move_documents(
        &self,
        actor: &Actor,
        documents: &[DocumentId],
        from: EventId,
        to: Option<EventId>,
    ) -> Result<Corrected, DeskError> {
        Desk::move_documents(self, actor, documents, from, to).await
    }

    async fn merge_events(
        &self,
        actor: &Actor,
        from: EventId,
        into: EventId,
    ) -> Result<Corrected, DeskError> {
        Desk::merge_events(self, actor, from, into).await
    }

    async fn rename_event(
        &self,
        actor: &Actor,
        event: EventId,
        title: &str,
    ) -> Result<Corrected, DeskError> {
        Desk::rename_event(self, actor, event, title).await
    }

    async fn undo_correction(
        &self,
        actor: &Actor,
        id: CorrectionId,
    ) -> Result<Corrected, DeskError> {
        Desk::undo_correction(self, actor, id).await
    }

    async fn corrections_of(&self, event: EventId) -> Result<Vec<CorrectionRecord>, DeskError> {
        Desk::corrections_of(self, event).await
    }

    async fn ended_event(&self, event: EventId) -> Result<Option<EventId>, DeskError> {
        Desk::ended_event(self, event).await
    }
}
