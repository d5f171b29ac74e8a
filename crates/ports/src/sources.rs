//! Sources in the store: what is read, how that went, what people changed.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Moment, NewSource, Note, RankAt, Source, SourceDay, SourceEdit, SourceId, SourceSums, Visit,
};

/// A source that was to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedSource {
    /// As it is kept.
    pub source: Source,
    /// Whether it was there already.
    pub was_there: bool,
}

/// A change that people made to sources, and can take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditDone {
    /// Its number, for taking it back.
    pub id: i64,
    /// How many sources it changed.
    pub sources: u64,
}

/// What is kept for a time and then forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// Single visits; their sums by day stay.
    Visits,
    /// Links that were followed.
    Links,
    /// Places on hot lists.
    Ranks,
    /// Pseudonyms that voices are told apart by.
    Voices,
    /// Looks of people at single events.
    Looks,
    /// Messages that were sent.
    Messages,
}

/// A picture that came with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Namespace and id of the item it came with.
    pub key: model::ItemKey,
    /// Name under which the vault keeps it.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
}

/// Where sources are kept. Visits are written down with what they gave, by `keep_batch`.
#[async_trait]
pub trait SourceStore: Send + Sync {
    /// Adds sources, all or none; one that is there already (of the same kind and name for files,
    /// of the same kind and address for the rest) is given back as it is, and read again if it
    /// had been removed. May be repeated.
    async fn add_sources(
        &self,
        sources: &[NewSource],
        note: Option<&Note>,
    ) -> Result<Vec<AddedSource>, StoreError>;
    /// Adds one source, or gives back the one that is there.
    async fn add_source(&self, source: &NewSource) -> Result<Source, StoreError> {
        let added = self.add_sources(std::slice::from_ref(source), None).await?;
        let first = added.into_iter().next();
        first
            .map(|added| added.source)
            .ok_or_else(|| StoreError::Corrupt {
                act: "add a source",
                why: "it is gone as soon as it was added".to_owned(),
            })
    }
    /// All sources that were not removed, by id.
    async fn sources(&self) -> Result<Vec<Source>, StoreError>;
    /// One source, removed or not.
    async fn source(&self, id: SourceId) -> Result<Option<Source>, StoreError>;
    /// Changes these sources, those that are there, and remembers how they were. Removing and
    /// pausing touch only sources that are fetched.
    async fn edit_sources(
        &self,
        ids: &[SourceId],
        edit: &SourceEdit,
        note: &Note,
    ) -> Result<EditDone, StoreError>;
    /// Takes a change back: the sources are as they were before it. Gives how many; 0 where there
    /// is no such change or it was taken back already.
    async fn undo_edit(&self, id: i64, note: &Note) -> Result<u64, StoreError>;
    /// The last visits of a source that gave something or failed, newest first.
    async fn visits(&self, source: SourceId, limit: u64) -> Result<Vec<Visit>, StoreError>;
    /// What these sources gave from this day on, by source and day.
    async fn source_days(
        &self,
        sources: &[SourceId],
        from_day: i64,
    ) -> Result<Vec<(SourceId, SourceDay)>, StoreError>;
    /// What all sources gave from this day on to the day before that one, by source.
    async fn source_sums(
        &self,
        from_day: i64,
        to_day: i64,
    ) -> Result<Vec<(SourceId, SourceSums)>, StoreError>;
    /// Which of these links of a source need not be followed: read, or given up after
    /// `SourceStore::LINK_TRIES` failures.
    async fn seen_links(&self, source: SourceId, hashes: &[i64]) -> Result<Vec<i64>, StoreError>;
    /// What a watched page said last.
    async fn page_version(&self, source: SourceId) -> Result<Option<String>, StoreError>;
    /// Places of a matter on a hot list: the newest ones, oldest first.
    async fn ranks(
        &self,
        source: SourceId,
        external_id: &str,
        limit: u64,
    ) -> Result<Vec<RankAt>, StoreError>;
    /// When a hot list was last read.
    async fn ranked_at(&self, source: SourceId) -> Result<Option<Moment>, StoreError>;
    /// Places of all matters on a hot list at or after the first instant and before the second,
    /// oldest first; of more than `limit` the newest.
    async fn ranks_between(
        &self,
        source: SourceId,
        from: Moment,
        to: Moment,
        limit: u64,
    ) -> Result<Vec<(String, RankAt)>, StoreError>;
    /// Which of these are matters on a hot list.
    async fn ranked(&self, keys: &[model::ItemKey]) -> Result<Vec<model::ItemKey>, StoreError>;
    /// Forgets what is older, the oldest first and at most so many; gives how many.
    async fn forget(&self, what: Passing, before: Moment, most: u64) -> Result<u64, StoreError>;
    /// The remembered reading of tables with these columns.
    async fn mapping(&self, columns: &str) -> Result<Option<String>, StoreError>;
    /// Remembers how tables with these columns are read.
    async fn keep_mapping(
        &self,
        columns: &str,
        mapping: &str,
        at: Moment,
    ) -> Result<(), StoreError>;
    /// Writes down a picture that comes with an item. May be repeated.
    async fn add_attachment(&self, attachment: &Attachment) -> Result<(), StoreError>;
    /// The pictures of these items.
    async fn attachments(&self, keys: &[model::ItemKey]) -> Result<Vec<Attachment>, StoreError>;
}

/// How often the page behind a link is tried before it is given up.
pub const LINK_TRIES: i64 = 3;
