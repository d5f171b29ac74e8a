//! Where is it kept? SQLite by default, PostgreSQL when told; migrations.
//!
//! One source of SQL for both: placeholders are `$n`, instants are epoch milliseconds, reasons
//! are JSON text, lists of places are codes parted by commas. Every query on a growing table
//! names its index. One writer at a time; readers have connections of their own and never wait.
#![forbid(unsafe_code)]

mod checks;
mod documents;
mod errors;
mod events;
mod findings;
mod keep_visits;
mod migrations;
mod open;
mod ranks;
mod rows;
mod sources;
mod sql;
mod visits;

pub use open::{StoreTarget, open};

use async_trait::async_trait;
use model::{
    DocumentId, EventId, EventRecord, ItemKey, Moment, NewSource, RankAt, Source, SourceDay,
    SourceEdit, SourceId, SourceSums, StoredDocument, Visit, VolumeBucket,
};
use ports::{
    AddedSource, Attachment, Counts, DocumentPage, EditDone, EventOrder, KeptBatch, Known,
    SourceStore, Store, StoreError,
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
impl SourceStore for SqlStore {
    async fn add_sources(&self, sources: &[NewSource]) -> Result<Vec<AddedSource>, StoreError> {
        sources::add_sources(self, sources).await
    }

    async fn sources(&self) -> Result<Vec<Source>, StoreError> {
        sources::sources(self).await
    }

    async fn source(&self, id: SourceId) -> Result<Option<Source>, StoreError> {
        sources::source(self, id).await
    }

    async fn edit_sources(
        &self,
        ids: &[SourceId],
        edit: &SourceEdit,
        at: Moment,
    ) -> Result<EditDone, StoreError> {
        sources::edit_sources(self, ids, edit, at).await
    }

    async fn undo_edit(&self, id: i64) -> Result<u64, StoreError> {
        sources::undo_edit(self, id).await
    }

    async fn visits(&self, source: SourceId, limit: u64) -> Result<Vec<Visit>, StoreError> {
        visits::visits(self, source, limit).await
    }

    async fn source_days(
        &self,
        sources: &[SourceId],
        from_day: i64,
    ) -> Result<Vec<(SourceId, SourceDay)>, StoreError> {
        visits::source_days(self, sources, from_day).await
    }

    async fn source_sums(
        &self,
        from_day: i64,
        to_day: i64,
    ) -> Result<Vec<(SourceId, SourceSums)>, StoreError> {
        visits::source_sums(self, from_day, to_day).await
    }

    async fn seen_links(&self, source: SourceId, hashes: &[i64]) -> Result<Vec<i64>, StoreError> {
        findings::seen_links(self, source, hashes).await
    }

    async fn page_version(&self, source: SourceId) -> Result<Option<String>, StoreError> {
        findings::page_version(self, source).await
    }

    async fn ranks(
        &self,
        source: SourceId,
        external_id: &str,
        limit: u64,
    ) -> Result<Vec<RankAt>, StoreError> {
        ranks::ranks(self, source, external_id, limit).await
    }

    async fn ranked_at(&self, source: SourceId) -> Result<Option<Moment>, StoreError> {
        ranks::ranked_at(self, source).await
    }

    async fn ranks_since(
        &self,
        source: SourceId,
        from: Moment,
        limit: u64,
    ) -> Result<Vec<(String, RankAt)>, StoreError> {
        ranks::ranks_since(self, source, from, limit).await
    }

    async fn ranked(&self, keys: &[ItemKey]) -> Result<Vec<ItemKey>, StoreError> {
        ranks::ranked(self, keys).await
    }

    async fn mapping(&self, columns: &str) -> Result<Option<String>, StoreError> {
        findings::mapping(self, columns).await
    }

    async fn keep_mapping(
        &self,
        columns: &str,
        mapping: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        findings::keep_mapping(self, columns, mapping, at).await
    }

    async fn add_attachment(&self, attachment: &Attachment) -> Result<(), StoreError> {
        findings::add_attachment(self, attachment).await
    }

    async fn attachments(&self, keys: &[ItemKey]) -> Result<Vec<Attachment>, StoreError> {
        findings::attachments(self, keys).await
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn keep_batch(&self, batch: &KeptBatch) -> Result<(), StoreError> {
        documents::keep_batch(self, batch).await
    }

    async fn known(&self, keys: &[ItemKey]) -> Result<Vec<Known>, StoreError> {
        documents::known(self, keys).await
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
        documents::newest_published(self).await
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
