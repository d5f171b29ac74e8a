//! The search index: derived from the store, rebuildable, never the truth.

use model::{DocumentId, Moment, Query};
use thiserror::Error;

/// One document as the index takes it. All texts are folded already.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexEntry {
    /// The document.
    pub id: DocumentId,
    /// Its source's name, as shown.
    pub source: String,
    /// When it was published.
    pub published_at: Moment,
    /// Its words in order, parted by single `\u{1f}`: from the one tokenisation of the line.
    pub words: String,
    /// Folded title, `\n`, folded body.
    pub body: String,
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By words in common (BM25), newest first among equals.
    Relevance,
    /// Newest first.
    Newest,
}

/// One hit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The document.
    pub id: DocumentId,
    /// Its score; 0 where the order is not by relevance.
    pub score: f32,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hits {
    /// How many documents match in all.
    pub total: usize,
    /// The asked-for part of them, in order.
    pub hits: Vec<Hit>,
}

/// Full-text index. Entries arrive in order of their ids.
pub trait SearchIndex: Send + Sync {
    /// Adds entries; they are found after the next [`SearchIndex::commit`]. Adding an id twice
    /// before a commit is a mistake of the caller.
    fn put(&self, entries: Vec<IndexEntry>) -> Result<(), IndexError>;
    /// Makes everything put so far durable and findable, and remembers `last` with it.
    fn commit(&self, last: DocumentId) -> Result<(), IndexError>;
    /// The `last` of the newest commit: after a crash everything later has to be put again.
    fn last_committed(&self) -> Result<DocumentId, IndexError>;
    /// Finds documents. `offset` and `limit` cut the part that is wanted out of all hits.
    fn find(
        &self,
        query: &Query,
        order: Order,
        offset: usize,
        limit: usize,
    ) -> Result<Hits, IndexError>;
    /// All ids in the index, sorted: for checks.
    fn ids(&self) -> Result<Vec<DocumentId>, IndexError>;
    /// Drops everything, so that the index can be filled from the store.
    fn clear(&self) -> Result<(), IndexError>;
}

/// The index could not do it.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The disk is full, read-only or failing.
    #[error(
        "cannot write the search index: {0}; free space on the disk, then start again: nothing is lost"
    )]
    Unwritable(String),
    /// The files are damaged.
    #[error("the search index is damaged: {0}; run `caifeng doctor --rebuild-index`")]
    Damaged(String),
    /// Another process holds it.
    #[error("the search index is in use by another process: {0}; stop that one first")]
    Busy(String),
    /// Anything else.
    #[error("the search index failed: {0}")]
    Broken(String),
}
