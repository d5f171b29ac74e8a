//! What of the search index depends on the user words: which ones it was made with, and which
//! documents hold a word.

use crate::IndexError;
use model::{DocumentId, Query};

/// The side of the index that a change of user words needs.
pub trait WordsIndex: Send + Sync {
    /// What the newest commit remembers of the words that the index was made with; empty where it
    /// was never said, or everything was dropped since.
    fn made_with(&self) -> Result<String, IndexError>;
    /// Commits like [`crate::SearchIndex::commit`], which keeps what was said of the words, and says it
    /// anew. The mark holds no blank.
    fn commit_made_with(&self, last: DocumentId, mark: &str) -> Result<(), IndexError>;
    /// All documents that match, sorted. Sees what was committed.
    fn matching(&self, query: &Query) -> Result<Vec<DocumentId>, IndexError>;
}
