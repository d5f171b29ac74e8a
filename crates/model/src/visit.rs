//! Visits: one reading of a source.

use crate::{Moment, SourceId, SourceState};

/// How a visit went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitOutcome {
    /// New bytes were read.
    Read,
    /// The source said that nothing changed.
    Unchanged,
    /// What it gave can be read and holds no entry.
    Empty,
    /// It could not be read or understood.
    Failed,
}

impl VisitOutcome {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Read, Self::Unchanged, Self::Empty, Self::Failed];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unchanged => "unchanged",
            Self::Empty => "empty",
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
    /// The day on which that is in the desk's zone, counted from 1970-01-01.
    pub day: i64,
    /// How it went.
    pub outcome: VisitOutcome,
    /// What happened in words: warnings, or the error and what to do.
    pub note: String,
    /// Bytes of the answers, decompressed.
    pub bytes: i64,
    /// Requests that were made.
    pub requests: i64,
    /// Milliseconds from the first request to the last answer.
    pub took_ms: i64,
    /// Entries the answer held.
    pub items: i64,
    /// Entries the desk had not seen before.
    pub items_new: i64,
    /// When the source was added. What was published before says nothing of the delay: it waited
    /// for the source, not for the visit. Known while the visit is on its way, not kept.
    pub added_at: Moment,
    /// New entries whose published time is believed, and the sum of their delays from
    /// publication to arrival in milliseconds.
    pub delays: (i64, i64),
    /// What the source's state is after it.
    pub state_after: SourceState,
    /// What else is kept of it.
    pub findings: Findings,
}

/// What a visit found besides items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Links whose pages were read or given up, as hashes: they are not followed again.
    pub links: Vec<SeenLink>,
    /// Places on a hot list: all of one reading.
    pub ranks: Vec<Rank>,
    /// Milliseconds since the reading of that list before; 0 where there was none.
    pub ranks_for_ms: i64,
    /// What a watched page says now.
    pub version: Option<String>,
}

/// A link that was followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenLink {
    /// Hash of the address.
    pub hash: i64,
    /// Whether its page could not be read: such a link is followed again a few times.
    pub failed: bool,
}

/// A place on a hot list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// The id the list gives the matter.
    pub external_id: String,
    /// Its place, from 1.
    pub rank: i64,
    /// The heat the list gives, where it gives one.
    pub heat: Option<i64>,
}

/// A place on a hot list at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankAt {
    /// When.
    pub at: Moment,
    /// Its place, from 1.
    pub rank: i64,
    /// The heat the list gave.
    pub heat: Option<i64>,
}

/// One reading of a hot list, as heat is reckoned of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankReading {
    /// When.
    pub at: Moment,
    /// The place of the matter, from 1.
    pub rank: i64,
    /// Places the list had.
    pub places: i64,
    /// Milliseconds since the reading before.
    pub for_ms: i64,
}

/// What a source gave over some days, as sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceSums {
    /// The first of these days on which it was visited, counted from 1970-01-01.
    pub first_day: i64,
    /// Visits.
    pub visits: i64,
    /// Visits that failed.
    pub failures: i64,
    /// Requests made.
    pub requests: i64,
    /// Bytes read.
    pub bytes: i64,
    /// Milliseconds spent waiting for answers.
    pub took_ms: i64,
    /// New items.
    pub items: i64,
    /// The squares of each day's new items: by them a deviation is reckoned.
    pub items_squared: i64,
    /// New items whose published time is believed.
    pub delayed: i64,
    /// Sum of their delays from publication to arrival, in milliseconds.
    pub delay_ms: i64,
}

/// What a source gave on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceDay {
    /// The day, counted from 1970-01-01 in the desk's zone.
    pub day: i64,
    /// Visits.
    pub visits: i64,
    /// Visits that failed.
    pub failures: i64,
    /// Requests made.
    pub requests: i64,
    /// Bytes read.
    pub bytes: i64,
    /// Milliseconds spent waiting for answers.
    pub took_ms: i64,
    /// New items.
    pub items: i64,
    /// New items whose published time is believed.
    pub delayed: i64,
    /// Sum of their delays from publication to arrival, in milliseconds.
    pub delay_ms: i64,
}
