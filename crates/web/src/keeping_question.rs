//! What pages ask of the desk about how long documents are kept, and what holds them.

use async_trait::async_trait;
use desk::{Actor, Desk, DeskError, HoldList, KeepBoard, KeepPreview, KeptFor};
use model::{
    DocumentId, EventId, Hold, HoldId, HoldOn, KeepDays, KeepScope, NewHold, PurgedDocument,
    SourceId, SourceKind,
};

/// Questions about retention and holds.
#[async_trait]
pub trait KeepingQuestions: Send + Sync {
    /// The rules, and what went.
    async fn keep_board(&self, actor: &Actor) -> Result<KeepBoard, DeskError>;
    /// How long the documents of a source are kept.
    async fn source_keeping(&self, id: SourceId, kind: SourceKind) -> Result<KeptFor, DeskError>;
    /// What a change would purge.
    async fn preview_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
    ) -> Result<KeepPreview, DeskError>;
    /// Changes how long documents are kept.
    async fn change_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
        confirmed: bool,
    ) -> Result<KeepPreview, DeskError>;
    /// What is left of a document that was purged.
    async fn purged_document(&self, id: DocumentId) -> Result<Option<PurgedDocument>, DeskError>;
    /// Holds of the whole desk.
    async fn hold_list(
        &self,
        actor: &Actor,
        released: bool,
        before: Option<HoldId>,
    ) -> Result<HoldList, DeskError>;
    /// What keeps a document.
    async fn holds_keeping(&self, document: DocumentId) -> Result<Vec<Hold>, DeskError>;
    /// Holds on all documents of an event.
    async fn holds_on_event(&self, event: EventId) -> Result<Vec<Hold>, DeskError>;
    /// Places a hold.
    async fn place_hold(&self, actor: &Actor, hold: &NewHold) -> Result<HoldId, DeskError>;
    /// Releases one.
    async fn release_hold(&self, actor: &Actor, id: HoldId) -> Result<HoldOn, DeskError>;
}

#[async_trait]
impl KeepingQuestions for Desk {
    async fn keep_board(&self, actor: &Actor) -> Result<KeepBoard, DeskError> {
        Desk::keep_board(self, actor).await
    }

    async fn source_keeping(&self, id: SourceId, kind: SourceKind) -> Result<KeptFor, DeskError> {
        Desk::source_keeping(self, id, kind).await
    }

    async fn preview_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
    ) -> Result<KeepPreview, DeskError> {
        Desk::preview_keeping(self, actor, changes).await
    }

    async fn change_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
        confirmed: bool,
    ) -> Result<KeepPreview, DeskError> {
        Desk::change_keeping(self, actor, changes, confirmed).await
    }

    async fn purged_document(&self, id: DocumentId) -> Result<Option<PurgedDocument>, DeskError> {
        Desk::purged_document(self, id).await
    }

    async fn hold_list(
        &self,
        actor: &Actor,
        released: bool,
        before: Option<HoldId>,
    ) -> Result<HoldList, DeskError> {
        Desk::hold_list(self, actor, released, before).await
    }

    async fn holds_keeping(&self, document: DocumentId) -> Result<Vec<Hold>, DeskError> {
        Desk::holds_keeping(self, document).await
    }

    async fn holds_on_event(&self, event: EventId) -> Result<Vec<Hold>, DeskError> {
        Desk::holds_on_event(self, event).await
    }

    async fn place_hold(&self, actor: &Actor, hold: &NewHold) -> Result<HoldId, DeskError> {
        Desk::place_hold(self, actor, hold).await
    }

    async fn release_hold(&self, actor: &Actor, id: HoldId) -> Result<HoldOn, DeskError> {
        Desk::release_hold(self, actor, id).await
    }
}
