//! What is being done to the search index beside the line's daily work, and how far it has come.

use crate::Desk;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexTask {
    /// It takes everything that is kept: it was deleted, damaged, or made by another version.
    Anew,
    /// Documents that hold a changed user word are cut again.
    Words,
}

impl IndexTask {
    /// Its word, in the catalogue and for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Anew => "anew",
            Self::Words => "words",
        }
    }
}

/// What is being done, and how far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexWork {
    /// What.
    pub task: IndexTask,
    /// Documents done.
    pub done: u64,
    /// Documents in all.
    pub of: u64,
}

impl IndexWork {
    /// Whole hundredths that are done; 100 only at the end.
    pub fn percent(&self) -> u64 {
        (self.done.min(self.of) * 100)
            .checked_div(self.of)
            .unwrap_or(100)
    }
}

impl fmt::Display for IndexWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, done, of) = (self.percent(), self.done, self.of);
        match self.task {
            IndexTask::Anew => write!(
                f,
                "the search index is being made anew: {percent} % ({done} of {of} documents); search finds only what is done"
            ),
            IndexTask::Words => write!(
                f,
                "documents are being cut by the changed user words: {percent} % ({done} of {of} documents); search goes on"
            ),
        }
    }
}

/// Where the line says what it does to the index, and pages look.
#[derive(Debug, Clone, Default)]
pub struct IndexProgress(Arc<Mutex<Option<IndexWork>>>);

impl IndexProgress {
    /// What is being done, if anything.
    pub fn now(&self) -> Option<IndexWork> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what is being done.
    pub fn set(&self, work: Option<IndexWork>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = work;
    }
}

impl Desk {
    /// The same desk, hearing what the line does to the index.
    #[must_use]
    pub fn with_index_progress(mut self, progress: IndexProgress) -> Self {
        self.index_progress = progress;
        self
    }

    /// What is being done to the index, if anything.
    pub fn index_work(&self) -> Option<IndexWork> {
        self.index_progress.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_is_a_hundred() {
        let work = |done, of| IndexWork {
            task: IndexTask::Anew,
            done,
            of,
        };
        assert_eq!(work(0, 3).percent(), 0);
        assert_eq!(work(999, 1_000).percent(), 99);
        assert_eq!(work(5, 5).percent(), 100);
        assert_eq!(work(0, 0).percent(), 100);
    }
}
