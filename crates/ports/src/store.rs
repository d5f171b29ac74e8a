//! The store: the truth. One call is one whole transaction, named after the act.

use crate::{
    AuditStore, CorrectionStore, Counts, FindingStore, FloodStore, HeatStore, HoldStore,
    PeopleStore, ProposalStore, ReadingStore, RetentionStore, SavedStore, SourceStore, SpreadStore,
};
use async_trait::async_trait;
use model::{
    Category, Document, DocumentId, DocumentMark, EventChange, EventId, EventRecord, Facet,
    ItemKey, Moment, NewProposal, Place, Placement, SourceId, StoredDocument, StoryLink, Tone,
    Visit, VolumeBucket,
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
    /// What the desk would change, seen after documents of the batch.
    pub proposals: Vec<NewProposal>,
    /// Events that were linked to stories by documents of the batch, in order.
    pub links: Vec<StoryLink>,
    /// Pseudonyms of authors, of documents whose source gives one: only for counting distinct voices.
    pub voices: Vec<(DocumentId, i64)>,
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
    /// By what opened it: the last one opened first.
    Opened,
}

/// Which events are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct EventAsk {
    /// How they are ranked; equals by the newer event.
    pub order: EventOrder,
    /// Last document at this time or later.
    pub last_from: Moment,
    /// Last document at this time or earlier.
    pub last_to: Moment,
    /// Opened by a later document than this one.
    pub opened_after: DocumentId,
    /// Documents and copies it has at least.
    pub voices_min: i64,
    /// All of these hold.
    pub facets: Vec<Facet>,
    /// Its title holds this; case of ASCII letters does not matter.
    pub text: String,
    /// How many are left out first.
    pub offset: u64,
    /// How many are given.
    pub limit: u64,
}

impl EventAsk {
    /// Where facets or a text are asked for, only so many of the first events in the order are
    /// looked through: what lies behind them has hardly any heat left.
    pub const LOOKED_THROUGH_MAX: u64 = 5_000;

    /// All events, ranked.
    pub fn all(order: EventOrder, limit: u64) -> Self {
        Self {
            order,
            last_from: Moment(i64::MIN),
            last_to: Moment(i64::MAX),
            opened_after: DocumentId(0),
            voices_min: 0,
            facets: Vec::new(),
            text: String::new(),
            offset: 0,
            limit,
        }
    }
}

/// Which documents are asked for, the last that arrived first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentAsk {
    /// Of this event.
    pub event: Option<EventId>,
    /// Of this source.
    pub source: Option<SourceId>,
    /// Copies of this document.
    pub copies_of: Option<DocumentId>,
    /// Copies only.
    pub copies: bool,
    /// About this.
    pub category: Option<Category>,
    /// In this tone.
    pub tone: Option<Tone>,
    /// Speaking of this place itself; asked together with an event.
    pub place: Option<Place>,
    /// Of copy-paste floods of the text that is folded under this one.
    pub flood: Option<DocumentId>,
    /// That arrived after this one.
    pub after: Option<DocumentId>,
    /// That arrived before this one: the rest of a list.
    pub before: Option<DocumentId>,
    /// How many are given.
    pub limit: u64,
}

/// When a source first spoke of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSeen {
    /// The source.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// When it published the first document.
    pub at: Moment,
    /// How many it published.
    pub documents: i64,
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

/// Where everything is kept. Writers take turns; readers never wait for them.
#[async_trait]
pub trait Store:
    SourceStore
    + PeopleStore
    + AuditStore
    + CorrectionStore
    + HeatStore
    + ProposalStore
    + FindingStore
    + SavedStore
    + ReadingStore
    + SpreadStore
    + FloodStore
    + RetentionStore
    + HoldStore
{
    /// Keeps a batch whole or not at all, its visits, proposals and links with it. After it returns, the
    /// batch survives a power cut.
    /// A key or an id that is kept already is a `Conflict`, and nothing of the batch is kept.
    async fn keep_batch(&self, batch: &KeptBatch) -> Result<(), StoreError>;
    /// Which of these keys are kept already.
    async fn known(&self, keys: &[ItemKey]) -> Result<Vec<Known>, StoreError>;
    /// The highest document number, or 0.
    async fn last_document(&self) -> Result<DocumentId, StoreError>;
    /// Documents after this one, in order, at most `limit`. Here and everywhere else purged ones are
    /// left out of documents that are given, and counted where documents are counted.
    async fn documents_after(
        &self,
        after: DocumentId,
        limit: u64,
    ) -> Result<Vec<StoredDocument>, StoreError>;
    /// These documents, in the order asked for; unknown ids are left out.
    async fn documents(&self, ids: &[DocumentId]) -> Result<Vec<StoredDocument>, StoreError>;
    /// Ids of all documents that are not purged, sorted: for checks.
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
    /// The events asked for, in their order.
    async fn find_events(&self, ask: &EventAsk) -> Result<Vec<EventRecord>, StoreError>;
    /// How many events were opened after this document, counted up to `most`.
    async fn events_opened_after(&self, after: DocumentId, most: u64) -> Result<i64, StoreError>;
    /// Volumes of these events from a time on, in steps of `step_ms`; empty steps are left out.
    async fn event_volumes(
        &self,
        ids: &[EventId],
        from: Moment,
        step_ms: i64,
    ) -> Result<Vec<(EventId, VolumeBucket)>, StoreError>;
    /// Which sources spoke of an event, who spoke first first, at most `limit`.
    async fn first_seen(&self, id: EventId, limit: u64) -> Result<Vec<FirstSeen>, StoreError>;
    /// The earliest published document of an event.
    async fn first_document(&self, id: EventId) -> Result<Option<StoredDocument>, StoreError>;
    /// The documents asked for, the last that arrived first.
    async fn list_documents(&self, ask: &DocumentAsk) -> Result<Vec<StoredDocument>, StoreError>;
    /// What is counted of these documents, by id; unknown ids are left out.
    async fn marks(&self, ids: &[DocumentId]) -> Result<Vec<DocumentMark>, StoreError>;
    /// How many copies of a document an event holds.
    async fn copies_of(&self, event: EventId, head: DocumentId) -> Result<i64, StoreError>;
    /// The last document that had arrived by then, or 0.
    async fn arrived_by(&self, at: Moment) -> Result<DocumentId, StoreError>;
    /// A number that grows with every change of events. Cheap: asked many times a second.
    async fn revision(&self) -> Result<i64, StoreError>;
    /// Events that changed after that revision, with theirs, in its order, at most `limit`.
    async fn events_changed_after(
        &self,
        revision: i64,
        limit: u64,
    ) -> Result<Vec<(i64, EventRecord)>, StoreError>;
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
