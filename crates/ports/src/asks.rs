//! What lists of events and documents are asked, and what they give.

use model::{Category, DocumentId, EventId, Facet, Moment, Place, SourceId, StoredDocument, Tone};

/// How events are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOrder {
    /// By `heat_log`.
    Heat,
    /// By `pulse_log`.
    Pulse,
    /// By `last_at`.
    Newest,
    /// By what opened it: the last one opened first.
    Opened,
}

/// Which events are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct EventAsk {
    /// How they are ranked; equals by the newer event.
    pub order: EventOrder,
    /// Last document at this time or later.
    pub last_from: Moment,
    /// Last document at this time or earlier.
    pub last_to: Moment,
    /// Opened by a later document than this one.
    pub opened_after: DocumentId,
    /// Documents and copies it has at least.
    pub voices_min: i64,
    /// All of these hold.
    pub facets: Vec<Facet>,
    /// Its title holds this; case of ASCII letters does not matter.
    pub text: String,
    /// How many are left out first.
    pub offset: u64,
    /// How many are given.
    pub limit: u64,
}

impl EventAsk {
    /// Where facets or a text are asked for, only so many of the first events in the order are
    /// looked through: what lies behind them has hardly any heat left.
    pub const LOOKED_THROUGH_MAX: u64 = 5_000;

    /// All events, ranked.
    pub fn all(order: EventOrder, limit: u64) -> Self {
        Self {
            order,
            last_from: Moment(i64::MIN),
            last_to: Moment(i64::MAX),
            opened_after: DocumentId(0),
            voices_min: 0,
            facets: Vec::new(),
            text: String::new(),
            offset: 0,
            limit,
        }
    }
}

/// Which documents are asked for, the last that arrived first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentAsk {
    /// Of this event.
    pub event: Option<EventId>,
    /// Of this source.
    pub source: Option<SourceId>,
    /// Copies of this document.
    pub copies_of: Option<DocumentId>,
    /// Copies only.
    pub copies: bool,
    /// About this.
    pub category: Option<Category>,
    /// In this tone.
    pub tone: Option<Tone>,
    /// Speaking of this place itself; asked together with an event.
    pub place: Option<Place>,
    /// Of copy-paste floods of the text that is folded under this one.
    pub flood: Option<DocumentId>,
    /// That arrived after this one.
    pub after: Option<DocumentId>,
    /// That arrived before this one: the rest of a list.
    pub before: Option<DocumentId>,
    /// How many are given.
    pub limit: u64,
}

/// When a source first spoke of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSeen {
    /// The source.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// When it published the first document.
    pub at: Moment,
    /// How many it published.
    pub documents: i64,
}

/// A page of an event's documents.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPage {
    /// Members of the event that are not copies, oldest first.
    pub documents: Vec<StoredDocument>,
    /// Copies of those, oldest first, at most [`DocumentPage::COPIES_EACH`] for each member.
    pub copies: Vec<StoredDocument>,
    /// How many copies each listed member has in all, where it has any.
    pub copy_counts: Vec<(DocumentId, i64)>,
}

impl DocumentPage {
    /// Copies listed under one member; the count is always whole.
    pub const COPIES_EACH: usize = 20;
}
