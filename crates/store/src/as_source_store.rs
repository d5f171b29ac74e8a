//! The store of sources, method by method.

use crate::{SqlStore, findings, forget, ranks, source_edits, sources, visits};
use async_trait::async_trait;
use model::{
    ItemKey, Moment, NewSource, Note, RankAt, Source, SourceDay, SourceEdit, SourceId, SourceSums,
    Visit,
};
use ports::{AddedSource, Attachment, EditDone, Passing, SourceStore, StoreError};

#[async_trait]
impl SourceStore for SqlStore {
    async fn add_sources(
        &self,
        sources: &[NewSource],
        note: Option<&Note>,
    ) -> Result<Vec<AddedSource>, StoreError> {
        sources::add_sources(self, sources, note).await
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
        note: &Note,
    ) -> Result<EditDone, StoreError> {
        source_edits::edit_sources(self, ids, edit, note).await
    }

    async fn undo_edit(&self, id: i64, note: &Note) -> Result<u64, StoreError> {
        source_edits::undo_edit(self, id, note).await
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

    async fn ranks_between(
        &self,
        source: SourceId,
        from: Moment,
        to: Moment,
        limit: u64,
    ) -> Result<Vec<(String, RankAt)>, StoreError> {
        ranks::ranks_between(self, source, from, to, limit).await
    }

    async fn ranked(&self, keys: &[ItemKey]) -> Result<Vec<ItemKey>, StoreError> {
        ranks::ranked(self, keys).await
    }

    async fn forget(&self, what: Passing, before: Moment, most: u64) -> Result<u64, StoreError> {
        forget::forget(self, what, before, most).await
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
