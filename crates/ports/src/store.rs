//! The store: the truth. One call is one whole transaction, named after the act.

use crate::{AuditStore, PeopleStore, SourceStore};
use async_trait::async_trait;
use model::{
    Document, DocumentId, EventChange, EventId, EventRecord, ItemKey, Moment, Placement,
    StoredDocument, Visit, VolumeBucket,
};
use std::path::Path;
use thiserror::Error;

/// A batch of the line: documents with their placements, and the events they changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeptBatch {
    /// In order of arrival; ids follow on from the last one kept.
    pub documents: Vec<(Document, Placement)>,
    /// New state of every event the batch touched, once each.
    pub events: Vec<EventChange>,
    /// Visits that gave all this, or nothing: written down with it.
    pub visits: Vec<Visit>,
}

/// A document that is kept already, as the line asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What it is known by.
    pub key: ItemKey,
    /// Its number.
    pub id: DocumentId,
    /// Hash of its folded text.
    pub fingerprint: u64,
    /// Where it was placed.
    pub placement: Placement,
}

/// How events are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOrder {
    /// By `heat_log`.
    Heat,
    /// By `pulse_log`.
    Pulse,
    /// By `last_at`.
    Newest,
}

/// A page of an event's documents.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPage {
    /// Members of the event that are not copies, oldest first.
    pub documents: Vec<StoredDocument>,
    /// Copies of those, oldest first, at most [`DocumentPage::COPIES_EACH`] for each member.
    pub copies: Vec<StoredDocument>,
    /// How many copies each listed member has in all, where it has any.
    pub copy_counts: Vec<(DocumentId, i64)>,
}

impl DocumentPage {
    /// Copies listed under one member; the count is always whole.
    pub const COPIES_EACH: usize = 20;
}

/// How much is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All documents, copies included.
    pub documents: i64,
    /// Those that are copies.
    pub copies: i64,
    /// Events.
    pub events: i64,
    /// Sources.
    pub sources: i64,
}

/// Where everything is kept. Writers take turns; readers never wait for them.
#[async_trait]
pub trait Store: SourceStore + PeopleStore + AuditStore {
    /// Keeps a batch whole or not at all, its visits with it. After it returns, the batch survives a power cut.
    /// A key or an id that is kept already is a `Conflict`, and nothing of the batch is kept.
    async fn keep_batch(&self, batch: &KeptBatch) -> Result<(), StoreError>;
    /// Which of these keys are kept already.
    async fn known(&self, keys: &[ItemKey]) -> Result<Vec<Known>, StoreError>;
    /// The highest document number, or 0.
    async fn last_document(&self) -> Result<DocumentId, StoreError>;
    /// Documents after this one, in order, at most `limit`.
    async fn documents_after(
        &self,
        after: DocumentId,
        limit: u64,
    ) -> Result<Vec<StoredDocument>, StoreError>;
    /// These documents, in the order asked for; unknown ids are left out.
    async fn documents(&self, ids: &[DocumentId]) -> Result<Vec<StoredDocument>, StoreError>;
    /// All document ids, sorted: for checks.
    async fn document_ids(&self) -> Result<Vec<DocumentId>, StoreError>;

    /// One event.
    async fn event(&self, id: EventId) -> Result<Option<EventRecord>, StoreError>;
    /// These events, in no particular order; unknown ids are left out.
    async fn events(&self, ids: &[EventId]) -> Result<Vec<EventRecord>, StoreError>;
    /// The first events in this order whose last document is not later than `as_of`.
    async fn ranked_events(
        &self,
        order: EventOrder,
        as_of: Moment,
        limit: u64,
    ) -> Result<Vec<EventRecord>, StoreError>;
    /// Members of an event, oldest first, with their copies.
    async fn event_documents(
        &self,
        id: EventId,
        offset: u64,
        limit: u64,
    ) -> Result<DocumentPage, StoreError>;
    /// Volume of an event by quarter hour, oldest first; empty quarters are left out.
    async fn event_volume(&self, id: EventId) -> Result<Vec<VolumeBucket>, StoreError>;
    /// How many distinct sources an event's documents came from.
    async fn event_sources(&self, id: EventId) -> Result<i64, StoreError>;

    /// How much is kept. Cheap at any size.
    async fn counts(&self) -> Result<Counts, StoreError>;
    /// The latest published time of all documents.
    async fn newest_published(&self) -> Result<Option<Moment>, StoreError>;
    /// Lets the engine check itself; gives back what is wrong, in words.
    async fn integrity(&self) -> Result<Vec<String>, StoreError>;
    /// Writes a consistent copy of the database to a file, while others go on writing.
    async fn copy_to(&self, path: &Path) -> Result<(), StoreError>;
    /// Finishes what is under way and lets go of the database.
    async fn close(&self) -> Result<(), StoreError>;
}

/// The store could not do it.
#[derive(Debug, Error)]
pub enum StoreError {
    /// What was to be kept is kept already, or contradicts what is.
    #[error("conflict while trying to {act}: {why}")]
    Conflict {
        /// What was being tried.
        act: &'static str,
        /// What stands against it.
        why: String,
    },
    /// Full disk, read-only disk, lost connection, locked by another process.
    #[error("the database is unavailable while trying to {act}: {why}")]
    Unavailable {
        /// What was being tried.
        act: &'static str,
        /// What the system said, and what to do.
        why: String,
    },
    /// The database holds what it should not.
    #[error(
        "the database is damaged, seen while trying to {act}: {why}; restore a backup with `caifeng restore`"
    )]
    Corrupt {
        /// What was being tried.
        act: &'static str,
        /// What was seen.
        why: String,
    },
    /// This database cannot do it.
    #[error("cannot {act}: {why}")]
    Unsupported {
        /// What was being tried.
        act: &'static str,
        /// Why, and what to do instead.
        why: String,
    },
}
