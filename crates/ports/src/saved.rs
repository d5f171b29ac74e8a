//! Saved searches in the store.

use crate::StoreError;
use async_trait::async_trait;
use model::{Moment, Note, SavedSearch, SavedSearchId, SessionHash};

/// Where saved searches are kept. Each act is written down with it.
#[async_trait]
pub trait SavedStore: Send + Sync {
    /// Keeps a search, whose id is given it here, with the hash of its secret address.
    async fn save_search(
        &self,
        search: &SavedSearch,
        secret: &SessionHash,
        note: &Note,
    ) -> Result<SavedSearchId, StoreError>;
    /// All of them, by name.
    async fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError>;
    /// The one with this secret address.
    async fn saved_search_at(
        &self,
        secret: &SessionHash,
    ) -> Result<Option<SavedSearch>, StoreError>;
    /// Approves one; `Conflict` where it waits for nobody.
    async fn approve_search(
        &self,
        id: SavedSearchId,
        by: &str,
        at: Moment,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Gives one another secret address; the old one works no more.
    async fn renew_search(
        &self,
        id: SavedSearchId,
        secret: &SessionHash,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Drops one; dropping it twice is a `Conflict`.
    async fn drop_search(&self, id: SavedSearchId, note: &Note) -> Result<(), StoreError>;
}
