//! What pages ask of the desk about saved searches and what is taken along.

use async_trait::async_trait;
use desk::{
    Actor, Desk, DeskError, ExportForm, Exported, Feed, QueryProblem, SaveAsk, Saved, SearchOrder,
};
use model::{SavedSearch, SavedSearchId};

/// Questions about saved searches and exports.
#[async_trait]
pub trait SavedQuestions: Send + Sync {
    /// Keeps a search.
    async fn save_search(&self, actor: &Actor, ask: &SaveAsk) -> Result<Saved, DeskError>;
    /// All saved searches.
    async fn saved_searches(&self, actor: &Actor) -> Result<Vec<SavedSearch>, DeskError>;
    /// Those that name a person.
    async fn searches_for_persons(&self) -> Result<Vec<SavedSearch>, DeskError>;
    /// Approves one that names a person.
    async fn approve_search(&self, actor: &Actor, id: SavedSearchId) -> Result<(), DeskError>;
    /// Gives one another secret address.
    async fn renew_search(&self, actor: &Actor, id: SavedSearchId) -> Result<String, DeskError>;
    /// Drops one.
    async fn drop_search(&self, actor: &Actor, id: SavedSearchId) -> Result<(), DeskError>;
    /// What the search with this secret finds now.
    async fn feed(&self, secret: &str) -> Result<Feed, DeskError>;
    /// Takes along what a query finds.
    async fn export_search(
        &self,
        actor: &Actor,
        query: &str,
        order: SearchOrder,
        form: ExportForm,
        most: usize,
    ) -> Result<Result<Exported, QueryProblem>, DeskError>;
}

#[async_trait]
impl SavedQuestions for Desk {
    async fn save_search(&self, actor: &Actor, ask: &SaveAsk) -> Result<Saved, DeskError> {
        Desk::save_search(self, actor, ask).await
    }

    async fn saved_searches(&self, actor: &Actor) -> Result<Vec<SavedSearch>, DeskError> {
        Desk::saved_searches(self, actor).await
    }

    async fn searches_for_persons(&self) -> Result<Vec<SavedSearch>, DeskError> {
        Desk::searches_for_persons(self).await
    }

    async fn approve_search(&self, actor: &Actor, id: SavedSearchId) -> Result<(), DeskError> {
        Desk::approve_search(self, actor, id).await
    }

    async fn renew_search(&self, actor: &Actor, id: SavedSearchId) -> Result<String, DeskError> {
        Desk::renew_search(self, actor, id).await
    }

    async fn drop_search(&self, actor: &Actor, id: SavedSearchId) -> Result<(), DeskError> {
        Desk::drop_search(self, actor, id).await
    }

    async fn feed(&self, secret: &str) -> Result<Feed, DeskError> {
        Desk::feed(self, secret).await
    }

    async fn export_search(
        &self,
        actor: &Actor,
        query: &str,
        order: SearchOrder,
        form: ExportForm,
        most: usize,
    ) -> Result<Result<Exported, QueryProblem>, DeskError> {
        Desk::export_search(self, actor, query, order, form, most).await
    }
}
