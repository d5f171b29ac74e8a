//! The search index: derived from the store, rebuildable, never the truth.

use model::{
    Category, DocumentId, Language, Moment, Owner, Place, Query, SourceId, SourceKind, Tone,
};
use thiserror::Error;

/// One document as the index takes it. All texts are folded already.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexEntry {
    /// The document.
    pub id: DocumentId,
    /// Its source.
    pub source_id: SourceId,
    /// Its source's name, as shown.
    pub source: String,
    /// What kind of source that is.
    pub kind: SourceKind,
    /// Whose source that is.
    pub owner: Owner,
    /// Its own address.
    pub url: Option<String>,
    /// The language it is written in.
    pub language: Language,
    /// Places it speaks of.
    pub places: Vec<Place>,
    /// What it is about.
    pub category: Category,
    /// Its tone.
    pub tone: Tone,
    /// When it was published.
    pub published_at: Moment,
    /// Its words in order, parted by single `\u{1f}`: from the one tokenisation of the line.
    pub words: String,
    /// How many of them stand in the title.
    pub words_in_title: usize,
    /// Folded title, `\n`, folded body.
    pub body: String,
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By words in common (BM25), half as much for a document a month older than the present that
    /// is given; newest first among equals.
    Relevance(Moment),
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

/// How the documents that match are spread; empty counts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// How many documents match.
    pub total: u64,
    /// By source, the most first.
    pub sources: Vec<(SourceId, u64)>,
    /// By place as the documents name it, the most first; one document may name several.
    pub places: Vec<(Place, u64)>,
    /// By language, the most first.
    pub languages: Vec<(Language, u64)>,
    /// By what they are about, the most first.
    pub categories: Vec<(Category, u64)>,
    /// By tone, the most first.
    pub tones: Vec<(Tone, u64)>,
    /// By the hour of publication, oldest first; the moment at which the hour begins.
    pub hours: Vec<(Moment, u64)>,
}

/// Full-text index. Leaves of a query that need texts or the store (see `analysis::query`) find
/// nothing here; whoever asks exchanges them first. Entries arrive in order of their ids.
pub trait SearchIndex: crate::WordsIndex {
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
    /// Counts the documents that match, by what is known of them.
    fn facets(&self, query: &Query) -> Result<FacetCounts, IndexError>;
    /// Takes these entries in place of those with the same ids, which were committed before.
    fn replace(&self, entries: Vec<IndexEntry>) -> Result<(), IndexError>;
    /// Leaves these out from the next commit on.
    fn remove(&self, ids: &[DocumentId]) -> Result<(), IndexError>;
    /// All ids in the index, sorted: for checks.
    fn ids(&self) -> Result<Vec<DocumentId>, IndexError>;
    /// Drops everything, so that the index can be filled from the store.
    fn clear(&self) -> Result<(), IndexError>;
    /// Writes anew what holds much that was removed, so that its room on the disk is free; at once,
    /// or beside other work.
    fn shrink(&self, at_once: bool) -> Result<(), IndexError>;
    /// Bytes it takes on the disk, or in memory.
    fn bytes(&self) -> Result<u64, IndexError>;
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
    #[error("the search index is damaged: {0}; run `caifeng doctor --fix`")]
    Damaged(String),
    /// Another process holds it.
    #[error("the search index is in use by another process: {0}; stop that one first")]
    Busy(String),
    /// Anything else.
    #[error("the search index failed: {0}")]
    Broken(String),
}
