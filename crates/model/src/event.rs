//! An event as it is kept.

use crate::{DocumentId, EventId, Moment};

/// An event with its running counts.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRecord {
    /// Its id: the number of the document that opened it.
    pub id: EventId,
    /// Headline of the document that opened it.
    pub title: String,
    /// Earliest published time of a member.
    pub first_at: Moment,
    /// Latest published time of a member.
    pub last_at: Moment,
    /// Members that are not copies.
    pub documents: i64,
    /// Copies folded under members.
    pub copies: i64,
    /// Base-2 logarithm of the heat at the epoch: see `analysis::heat`. Orders events at any time.
    pub heat_log: f64,
    /// The same with the short half-life: what is being said right now.
    pub pulse_log: f64,
}

impl EventRecord {
    /// Everything that was said: members and copies.
    pub fn voices(&self) -> i64 {
        self.documents + self.copies
    }
}

/// What one batch did to one event: the whole new state of its row.
#[derive(Debug, Clone, PartialEq)]
pub struct EventChange {
    /// The row as it stands after the batch.
    pub after: EventRecord,
    /// Whether the batch opened it.
    pub opened: bool,
    /// The last document of the batch that touched it.
    pub by: DocumentId,
}

/// Members and copies of one event in one quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeBucket {
    /// Start of the quarter: quarter hours fit every time zone in use, so days can be cut later.
    pub start: Moment,
    /// Members published in it.
    pub documents: i64,
    /// Copies published in it.
    pub copies: i64,
}
