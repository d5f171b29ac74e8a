//! What goes into the line, and what is told of it.

use super::{Slot, Work};
use model::{DocumentId, EventId, Item, Visit};
use ports::Capture;

/// One entry on its way in.
#[derive(Debug)]
pub enum Entry {
    /// An item from this line or entry number.
    Item(u64, Box<Item>),
    /// A line that could not be read, and why.
    Broken(u64, String),
}

/// A batch on its way in.
#[derive(Debug, Default)]
pub struct InputBatch {
    /// In order of arrival.
    pub entries: Vec<Entry>,
    /// Visits whose last entries these are: written down with them.
    pub visits: Vec<Visit>,
    /// Bytes as they were received.
    pub captures: Vec<Capture>,
    /// The day under which captures are kept.
    pub day: Option<i64>,
    /// Whether it comes from visits, so that what sources gave is counted.
    pub collected: bool,
    /// Bytes of the input read so far, for showing progress.
    pub bytes_read: u64,
}

/// What became of one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is kept, from now on or already before.
    Kept {
        /// The input's own id.
        id: String,
        /// Its number.
        document: DocumentId,
        /// The event it was placed in.
        event: EventId,
        /// Public id of the document it is folded under.
        copy_of: Option<String>,
        /// Public id of an older text it was rebuilt from.
        reuses: Option<String>,
        /// Whether it was kept before this run.
        before: bool,
    },
    /// It was left out; the rest goes on.
    Refused {
        /// Line or entry number, from 1.
        line: u64,
        /// Why, and what to do.
        why: String,
    },
}

/// What the caller is told after each batch.
#[derive(Debug)]
pub struct BatchReport {
    /// In order of arrival.
    pub outcomes: Vec<Outcome>,
    /// Visits that ended with them, as they were written down.
    pub visits: Vec<Visit>,
    /// Bytes of the input read so far.
    pub bytes_read: u64,
}

/// What is told of a batch that is kept.
pub(super) fn report(work: Work) -> BatchReport {
    let outcomes = work
        .slots
        .into_iter()
        .filter_map(|slot| match slot {
            Slot::Done(outcome) => Some(outcome),
            Slot::Refused(line, why) => Some(Outcome::Refused { line, why }),
            _ => None,
        })
        .collect();
    BatchReport {
        outcomes,
        visits: work.visits,
        bytes_read: work.bytes_read,
    }
}
