//! What pages ask of the desk about what events say, how they spread, and floods in them.

use async_trait::async_trait;
use desk::{Desk, DeskError, DocumentList, EventGist, EventNews, EventSpread, SignedIn};
use model::{EventId, FloodRecord, Moment, SourceId};
use std::sync::Arc;

/// Questions about what events say and who says it.
#[async_trait]
pub trait UnderstandingQuestions: Send + Sync {
    /// Keyphrases and the summary of an event.
    async fn event_gist(&self, event: EventId) -> Result<Arc<EventGist>, DeskError>;
    /// What is new of an event since this person looked at it; the look is remembered.
    async fn look_at_event(
        &self,
        signed: &SignedIn,
        event: EventId,
    ) -> Result<Option<EventNews>, DeskError>;
    /// How an event spread.
    async fn event_spread(&self, event: EventId) -> Result<EventSpread, DeskError>;
    /// Documents of an event that others took from a source.
    async fn taken_from(&self, event: EventId, source: SourceId)
    -> Result<DocumentList, DeskError>;
    /// Copy-paste floods of an event, the last one first.
    async fn floods_of(&self, event: EventId) -> Result<Vec<FloodRecord>, DeskError>;
    /// Copy-paste floods that went on at this time or later.
    async fn floods_since(&self, from: Moment) -> Result<Vec<FloodRecord>, DeskError>;
}

#[async_trait]
impl UnderstandingQuestions for Desk {
    async fn event_gist(&self, event: EventId) -> Result<Arc<EventGist>, DeskError> {
        Desk::event_gist(self, event).await
    }

    async fn look_at_event(
        &self,
        signed: &SignedIn,
        event: EventId,
    ) -> Result<Option<EventNews>, DeskError> {
        Desk::look_at_event(self, signed, event).await
    }

    async fn event_spread(&self, event: EventId) -> Result<EventSpread, DeskError> {
        Desk::event_spread(self, event).await
    }

    async fn taken_from(
        &self,
        event: EventId,
        source: SourceId,
    ) -> Result<DocumentList, DeskError> {
        Desk::taken_from(self, event, source).await
    }

    async fn floods_of(&self, event: EventId) -> Result<Vec<FloodRecord>, DeskError> {
        Desk::floods_of(self, event).await
    }

    async fn floods_since(&self, from: Moment) -> Result<Vec<FloodRecord>, DeskError> {
        Desk::floods_since(self, from).await
    }
}
