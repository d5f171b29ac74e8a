//! What spread is drawn of, and when somebody last looked at an event.

use crate::StoreError;
use async_trait::async_trait;
use model::{DocumentId, EventId, Look, Moment, PersonId, Place, SourceId};

/// A document of an event without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventStep {
    /// The document.
    pub document: DocumentId,
    /// Where it was read.
    pub source: SourceId,
    /// When it was published.
    pub at: Moment,
    /// The document it is folded under.
    pub copy_of: Option<DocumentId>,
    /// An older text it was rebuilt from.
    pub reuses: Option<DocumentId>,
    /// Divisions it speaks of.
    pub places: Vec<Place>,
}

/// Where spread is read, and looks are kept.
#[async_trait]
pub trait SpreadStore: Send + Sync {
    /// Documents of an event, the earliest published first, at most `limit`.
    async fn event_steps(&self, event: EventId, limit: u64) -> Result<Vec<EventStep>, StoreError>;
    /// Somebody's last look at an event.
    async fn event_look(
        &self,
        person: PersonId,
        event: EventId,
    ) -> Result<Option<Look>, StoreError>;
    /// Remembers somebody's look at an event.
    async fn looked_at_event(
        &self,
        person: PersonId,
        event: EventId,
        look: &Look,
    ) -> Result<(), StoreError>;
}
