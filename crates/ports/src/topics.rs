//! Where topics are kept, and routes.

use crate::StoreError;
use async_trait::async_trait;
use model::{Note, Route, RouteId, Topic, TopicId};

/// Where topics and routes are kept. Each act is written down with it.
#[async_trait]
pub trait TopicStore: Send + Sync {
    /// All topics, archived ones too, by number.
    async fn topics(&self) -> Result<Vec<Topic>, StoreError>;
    /// Keeps a topic; one with number 0 is new. `Conflict` with the name of who changed it where its
    /// version is not this one any more, and where another topic that is not archived is called so.
    async fn keep_topic(&self, topic: &Topic, note: &Note) -> Result<TopicId, StoreError>;
    /// All routes, removed ones too, by number.
    async fn routes(&self) -> Result<Vec<Route>, StoreError>;
    /// Adds a route, whose number is given it here.
    async fn add_route(&self, route: &Route, note: &Note) -> Result<RouteId, StoreError>;
    /// Removes a route, or brings it back; `Conflict` where it is so already.
    async fn remove_route(&self, id: RouteId, removed: bool, note: &Note)
    -> Result<(), StoreError>;
}
