//! The store: the truth. One call is one whole transaction, named after the act.

use crate::{
    AlertStore, AnswerStore, AuditStore, CaseStore, ChannelStore, CorrectionStore, Counts,
    DutyStore, EvidenceStore, FindingStore, FloodStore, HeatStore, HoldStore, LeadStore,
    OutboxStore, PeopleStore, PlaybookStore, ProposalStore, ReadingStore, RetentionStore,
    SavedStore, SourceStore, SpreadStore, TopicStore, WithdrawnStore,
};
use crate::{DocumentAsk, DocumentPage, EventAsk, EventOrder, FirstSeen};
use async_trait::async_trait;
use model::{
    Document, DocumentId, DocumentMark, EventChange, EventId, EventRecord, ItemKey, Moment,
    NewProposal, Placement, StoredDocument, StoryLink, Visit, VolumeBucket,
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
    + DutyStore
    + ReadingStore
    + SpreadStore
    + FloodStore
    + RetentionStore
    + HoldStore
    + AlertStore
    + TopicStore
    + CaseStore
    + AnswerStore
    + LeadStore
    + PlaybookStore
    + ChannelStore
    + OutboxStore
    + EvidenceStore
    + WithdrawnStore
{
    /// Keeps a batch whole or not at all, with visits, proposals, links; then it survives a power cut.
    /// A key or an id that is kept already is a `Conflict`.
    async fn keep_batch(&self, batch: &KeptBatch) -> Result<(), StoreError>;
    /// Which of these keys are kept already.
    async fn known(&self, keys: &[ItemKey]) -> Result<Vec<Known>, StoreError>;
    /// The highest document number, or 0.
    async fn last_document(&self) -> Result<DocumentId, StoreError>;
    /// Documents after this one, in order, at most `limit`. Purged ones are given nowhere, and counted.
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
