//! What a search asks of the store: which documents belong to events, and how hot those are.

use crate::StoreError;
use async_trait::async_trait;
use model::{DocumentId, EventId};

/// Looked up while a search is answered. Every answer is bounded by what is asked.
#[async_trait]
pub trait FindingStore: Send + Sync {
    /// Documents of these events, copies included, sorted, at most `limit`.
    async fn documents_of(
        &self,
        events: &[EventId],
        limit: u64,
    ) -> Result<Vec<DocumentId>, StoreError>;
    /// The `heat_log` of the event of each of these documents; unknown ids are left out, the order
    /// is any.
    async fn heat_of(&self, documents: &[DocumentId])
    -> Result<Vec<(DocumentId, f64)>, StoreError>;
}
