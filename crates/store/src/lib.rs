//! Where is it kept? SQLite by default, PostgreSQL when told; migrations.
//!
//! One source of SQL for both: placeholders are `$n`, instants are epoch milliseconds, reasons
//! are JSON text, lists of places are codes parted by commas. Every query on a growing table
//! names its index. One writer at a time; readers have connections of their own and never wait.
#![forbid(unsafe_code)]

mod alert_rows;
mod alerts;
mod answers;
mod as_correction_store;
mod as_duty_store;
mod as_people_store;
mod as_source_store;
mod audit;
mod case_rows;
mod case_tasks;
mod cases;
mod channels;
mod checks;
mod corrections;
mod documents;
mod errors;
mod events;
mod evidence;
mod evidence_ends;
mod evidence_looks;
mod evidence_rows;
mod find_events;
mod finding;
mod findings;
mod floods;
mod forget;
mod handovers;
mod heat;
mod holds;
mod keep_visits;
mod known;
mod leads;
mod lists;
mod marks;
mod message_lists;
mod messages;
mod migrations;
mod office;
mod open;
mod people;
mod playbooks;
mod proposals;
mod purge;
mod raise;
mod ranks;
mod readings;
mod retention;
mod room;
mod roster;
mod routes;
mod rows;
mod rule_rows;
mod saved;
mod secrets;
mod sessions;
mod shifts;
mod source_edits;
mod sources;
mod spread;
mod sql;
mod stories;
mod swaps;
mod timeline;
mod topics;
mod turn;
mod units;
mod visits;
mod withdrawn;

pub use open::{StoreTarget, open};

use async_trait::async_trait;
use model::{
    AuditEntry, AuditId, AuditSeal, DocumentId, DocumentMark, EventId, EventRecord, ItemKey,
    Moment, Note, StoredDocument, VolumeBucket,
};
use ports::{
    AuditAsk, AuditStore, Counts, DocumentAsk, DocumentPage, EventAsk, EventOrder, FirstSeen,
    KeptBatch, Known, Store, StoreError,
};
use sea_orm::{DatabaseConnection, DbBackend};
use std::path::Path;

/// The store over SQL.
#[derive(Debug)]
pub struct SqlStore {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    backend: DbBackend,
}

#[async_trait]
impl AuditStore for SqlStore {
    async fn note(&self, notes: &[Note]) -> Result<(), StoreError> {
        audit::note(self, notes).await
    }

    async fn audit(&self, ask: &AuditAsk) -> Result<Vec<AuditEntry>, StoreError> {
        audit::audit(self, ask).await
    }

    async fn audit_after(&self, after: AuditId, limit: u64) -> Result<Vec<AuditEntry>, StoreError> {
        audit::audit_after(self, after, limit).await
    }

    async fn audit_seal(&self) -> Result<Option<AuditSeal>, StoreError> {
        audit::audit_seal(self).await
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn keep_batch(&self, batch: &KeptBatch) -> Result<(), StoreError> {
        documents::keep_batch(self, batch).await
    }

    async fn known(&self, keys: &[ItemKey]) -> Result<Vec<Known>, StoreError> {
        known::known(self, keys).await
    }

    async fn last_document(&self) -> Result<DocumentId, StoreError> {
        documents::last_document(self).await
    }

    async fn documents_after(
        &self,
        after: DocumentId,
        limit: u64,
    ) -> Result<Vec<StoredDocument>, StoreError> {
        documents::documents_after(self, after, limit).await
    }

    async fn documents(&self, ids: &[DocumentId]) -> Result<Vec<StoredDocument>, StoreError> {
        documents::documents(self, ids).await
    }

    async fn document_ids(&self) -> Result<Vec<DocumentId>, StoreError> {
        documents::document_ids(self).await
    }

    async fn event(&self, id: EventId) -> Result<Option<EventRecord>, StoreError> {
        Ok(events::events(self, &[id]).await?.pop())
    }

    async fn events(&self, ids: &[EventId]) -> Result<Vec<EventRecord>, StoreError> {
        events::events(self, ids).await
    }

    async fn ranked_events(
        &self,
        order: EventOrder,
        as_of: Moment,
        limit: u64,
    ) -> Result<Vec<EventRecord>, StoreError> {
        events::ranked_events(self, order, as_of, limit).await
    }

    async fn event_documents(
        &self,
        id: EventId,
        offset: u64,
        limit: u64,
    ) -> Result<DocumentPage, StoreError> {
        events::event_documents(self, id, offset, limit).await
    }

    async fn find_events(&self, ask: &EventAsk) -> Result<Vec<EventRecord>, StoreError> {
        find_events::find_events(self, ask).await
    }

    async fn events_opened_after(&self, after: DocumentId, most: u64) -> Result<i64, StoreError> {
        lists::events_opened_after(self, after, most).await
    }

    async fn event_volumes(
        &self,
        ids: &[EventId],
        from: Moment,
        step_ms: i64,
    ) -> Result<Vec<(EventId, VolumeBucket)>, StoreError> {
        lists::event_volumes(self, ids, from, step_ms).await
    }

    async fn first_seen(&self, id: EventId, limit: u64) -> Result<Vec<FirstSeen>, StoreError> {
        lists::first_seen(self, id, limit).await
    }

    async fn first_document(&self, id: EventId) -> Result<Option<StoredDocument>, StoreError> {
        lists::first_document(self, id).await
    }

    async fn list_documents(&self, ask: &DocumentAsk) -> Result<Vec<StoredDocument>, StoreError> {
        lists::list_documents(self, ask).await
    }

    async fn marks(&self, ids: &[DocumentId]) -> Result<Vec<DocumentMark>, StoreError> {
        marks::marks(self, ids).await
    }

    async fn copies_of(&self, event: EventId, head: DocumentId) -> Result<i64, StoreError> {
        lists::copies_of(self, event, head).await
    }

    async fn arrived_by(&self, at: Moment) -> Result<DocumentId, StoreError> {
        lists::arrived_by(self, at).await
    }

    async fn revision(&self) -> Result<i64, StoreError> {
        lists::revision(self).await
    }

    async fn events_changed_after(
        &self,
        revision: i64,
        limit: u64,
    ) -> Result<Vec<(i64, EventRecord)>, StoreError> {
        lists::events_changed_after(self, revision, limit).await
    }

    async fn event_volume(&self, id: EventId) -> Result<Vec<VolumeBucket>, StoreError> {
        events::event_volume(self, id).await
    }

    async fn event_sources(&self, id: EventId) -> Result<i64, StoreError> {
        events::event_sources(self, id).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        checks::counts(self).await
    }

    async fn newest_published(&self) -> Result<Option<Moment>, StoreError> {
        lists::newest_published(self).await
    }

    async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        checks::integrity(self).await
    }

    async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        checks::copy_to(self, path).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        checks::close(self).await
    }
}
