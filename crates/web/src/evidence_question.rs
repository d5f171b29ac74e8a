//! What pages ask of the desk about evidence, and about posts that their authors withdrew.

use async_trait::async_trait;
use desk::{
    Actor, AttachForm, Desk, DeskError, EvidenceDifference, EvidenceSheet, OpenedEvidence, Piece,
};
use model::{CaseId, DocumentId, PageId, TakeId};

/// Questions about evidence.
#[async_trait]
pub trait EvidenceQuestions: Send + Sync {
    /// All evidence of a case, without any of its content.
    async fn evidence_sheet(&self, actor: &Actor, id: CaseId) -> Result<EvidenceSheet, DeskError>;
    /// Attaches a page to a case.
    async fn attach_page(
        &self,
        actor: &Actor,
        id: CaseId,
        form: &AttachForm,
    ) -> Result<PageId, DeskError>;
    /// Lets a page be looked at again, or no longer.
    async fn watch_page(
        &self,
        actor: &Actor,
        id: PageId,
        watched: bool,
    ) -> Result<CaseId, DeskError>;
    /// Opens a piece of a take.
    async fn open_evidence(
        &self,
        actor: &Actor,
        id: TakeId,
        piece: Piece,
        reason: &str,
    ) -> Result<OpenedEvidence, DeskError>;
    /// Opens what two takes of a page do not share.
    async fn open_difference(
        &self,
        actor: &Actor,
        older: TakeId,
        newer: TakeId,
        reason: &str,
    ) -> Result<EvidenceDifference, DeskError>;
    /// Says that a post was withdrawn by its author, or that it was not.
    async fn mark_withdrawn(
        &self,
        actor: &Actor,
        id: DocumentId,
        withdrawn: bool,
    ) -> Result<(), DeskError>;
}

#[async_trait]
impl EvidenceQuestions for Desk {
    async fn evidence_sheet(&self, actor: &Actor, id: CaseId) -> Result<EvidenceSheet, DeskError> {
        Desk::evidence_sheet(self, actor, id).await
    }

    async fn attach_page(
        &self,
        actor: &Actor,
        id: CaseId,
        form: &AttachForm,
    ) -> Result<PageId, DeskError> {
        Desk::attach_page(self, actor, id, form).await
    }

    async fn watch_page(
        &self,
        actor: &Actor,
        id: PageId,
        watched: bool,
    ) -> Result<CaseId, DeskError> {
        Desk::watch_page(self, actor, id, watched).await
    }

    async fn open_evidence(
        &self,
        actor: &Actor,
        id: TakeId,
        piece: Piece,
        reason: &str,
    ) -> Result<OpenedEvidence, DeskError> {
        Desk::open_evidence(self, actor, id, piece, reason).await
    }

    async fn open_difference(
        &self,
        actor: &Actor,
        older: TakeId,
        newer: TakeId,
        reason: &str,
    ) -> Result<EvidenceDifference, DeskError> {
        Desk::open_difference(self, actor, older, newer, reason).await
    }

    async fn mark_withdrawn(
        &self,
        actor: &Actor,
        id: DocumentId,
        withdrawn: bool,
    ) -> Result<(), DeskError> {
        Desk::mark_withdrawn(self, actor, id, withdrawn).await
    }
}
