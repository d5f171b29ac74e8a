//! What pages ask of the desk.

use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{Desk, DeskError, EventSheet, Health, NowBoard, SearchAsk, SearchResults};
use model::EventId;

/// The questions of the pages: the desk answers them, or sample data does.
#[async_trait]
pub trait Questions: Send + Sync {
    /// What is big and what rises.
    async fn now_board(&self, limit: u64) -> Result<NowBoard, DeskError>;
    /// One event with a page of its members.
    async fn event_sheet(&self, id: EventId, page: u64) -> Result<EventSheet, DeskError>;
    /// What a search finds.
    async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError>;
    /// Whether the desk is well.
    async fn health(&self) -> Health;
    /// The zone times are shown in.
    fn time_zone(&self) -> Tz;
    /// A number under which a failure is written down and can be asked about.
    fn incident(&self) -> String;
}

#[async_trait]
impl Questions for Desk {
    async fn now_board(&self, limit: u64) -> Result<NowBoard, DeskError> {
        Desk::now_board(self, limit).await
    }

    async fn event_sheet(&self, id: EventId, page: u64) -> Result<EventSheet, DeskError> {
        Desk::event_sheet(self, id, page).await
    }

    async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError> {
        Desk::search(self, ask).await
    }

    async fn health(&self) -> Health {
        Desk::health(self).await
    }

    fn time_zone(&self) -> Tz {
        Desk::time_zone(self)
    }

    fn incident(&self) -> String {
        Desk::incident(self)
    }
}
