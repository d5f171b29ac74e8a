//! Events, as people look at them.

use model::{DocumentId, EventId, Moment, Place, Reason, StoredDocument};
use std::collections::BTreeMap;

/// An event in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct EventCard {
    /// Its id.
    pub id: EventId,
    /// Headline of the document that opened it; never empty (a text without headline lends its beginning).
    pub title: String,
    /// Earliest published time.
    pub first_at: Moment,
    /// Latest published time.
    pub last_at: Moment,
    /// Members that are not copies.
    pub documents: i64,
    /// Copies folded under them.
    pub copies: i64,
    /// Heat: documents and copies, each counting half after a day, a quarter after two.
    pub heat: f64,
    /// Rise: how many times faster it is spoken of now (half-life three hours) than over the day
    /// (half-life one day). 1 is steady, above grows, below fades. At most 8.
    pub rise: f64,
}

/// One member of an event with its copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The document.
    pub document: StoredDocument,
    /// Divisions it speaks of, by name, most specific first.
    pub places: Vec<String>,
    /// Why it is here, strongest first.
    pub reasons: Vec<Reason>,
    /// Copies folded under it, oldest first; may be only the first of `copy_count`.
    pub copies: Vec<StoredDocument>,
    /// How many copies it has in all.
    pub copy_count: i64,
}

/// One bar of the volume chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeBar {
    /// Where the bar begins.
    pub start: Moment,
    /// Where it ends.
    pub end: Moment,
    /// Members in it.
    pub documents: i64,
    /// Copies in it.
    pub copies: i64,
}

/// Everything about one event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSheet {
    /// The event.
    pub card: EventCard,
    /// The instant heat and rise are reckoned at.
    pub as_of: Moment,
    /// How many distinct sources speak of it.
    pub sources: i64,
    /// One page of its members, oldest first.
    pub members: Vec<Member>,
    /// Which page, from 1.
    pub page: u64,
    /// How many pages there are; at least 1.
    pub pages: u64,
    /// Volume over time: bars of an hour for up to three days, of a day beyond that (cut in the
    /// desk's time zone), from the first to the last document, empty bars included.
    pub volume: Vec<VolumeBar>,
    /// Names of all divisions that reasons speak of.
    pub place_names: BTreeMap<Place, String>,
    /// Headlines of other members that reasons name (copies' heads, runner-up events are by event id).
    pub heads: BTreeMap<DocumentId, String>,
}
