//! Visits: one reading of a source.

use crate::{Moment, SourceId, SourceState};

/// How a visit went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitOutcome {
    /// New bytes were read.
    Read,
    /// The source said that nothing changed.
    Unchanged,
    /// It could not be read or understood.
    Failed,
}

impl VisitOutcome {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
        }
    }
}

/// One reading of a source, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Which source.
    pub source: SourceId,
    /// When.
    pub at: Moment,
    /// How it went.
    pub outcome: VisitOutcome,
    /// What happened in words: warnings, or the error and what to do.
    pub note: String,
    /// Bytes of the answer, decompressed.
    pub bytes: i64,
    /// Entries the answer held.
    pub items: i64,
    /// Entries the desk had not seen before.
    pub items_new: i64,
    /// What the source's state is after it.
    pub state_after: SourceState,
}
