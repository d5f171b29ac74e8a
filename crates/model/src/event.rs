//! An event as it is kept.

use crate::{DocumentId, EventId, Language, Moment, Place, Reach, SourceId, SourceKind, limits};
use std::collections::BTreeSet;

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
    /// The hour, counted from the epoch, at which its heat is 1: see `analysis::heat`. Orders events
    /// at any time.
    pub heat_log: f64,
    /// The same with the short half-life: what is being said right now.
    pub pulse_log: f64,
    /// Number of the heat settings by which both were reckoned.
    pub heat_basis: i64,
    /// Where its documents came from and what they speak of.
    pub facets: Facets,
    /// Whether its title is that of a post whose author withdrew it.
    pub withdrawn: bool,
}

/// What events can be chosen by: everything that at least one of its documents has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Where its documents were read, at most `limits::EVENT_SOURCES_MAX`.
    pub sources: BTreeSet<SourceId>,
    /// Of what kinds those are.
    pub kinds: BTreeSet<SourceKind>,
    /// In what languages it is spoken of.
    pub languages: BTreeSet<Language>,
    /// Divisions it speaks of, at most `limits::EVENT_PLACES_MAX`.
    pub places: BTreeSet<Place>,
}

impl Facets {
    /// One more document: where it was read, of what kind that is where it is known, and what it is.
    pub fn add(
        &mut self,
        source: SourceId,
        kind: Option<SourceKind>,
        language: Language,
        places: &[Place],
    ) {
        if self.sources.len() < limits::EVENT_SOURCES_MAX {
            self.sources.insert(source);
        }
        self.kinds.extend(kind);
        self.languages.insert(language);
        for place in places {
            if self.places.len() < limits::EVENT_PLACES_MAX {
                self.places.insert(*place);
            }
        }
    }

    /// Whether an event with these has this one. A city is in where one of its counties is.
    pub fn has(&self, facet: Facet) -> bool {
        match facet {
            Facet::Source(source) => self.sources.contains(&source),
            Facet::Kind(kind) => self.kinds.contains(&kind),
            Facet::Language(language) => self.languages.contains(&language),
            Facet::Place(place) => self.places.iter().any(|inner| place.includes(*inner)),
        }
    }
}

/// One thing that events can be chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// A document was read there.
    Source(SourceId),
    /// A document was read at a source of this kind.
    Kind(SourceKind),
    /// A document is written in it.
    Language(Language),
    /// A document speaks of it, or of a division inside it.
    Place(Place),
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

/// Documents of one sort in one event and one quarter of an hour, as heat is explained by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeatBucket {
    /// Start of the quarter.
    pub start: Moment,
    /// Of what kind their sources are.
    pub kind: Option<SourceKind>,
    /// How far those are heard, where somebody said.
    pub reach: Option<Reach>,
    /// Whether they are copies.
    pub copies: bool,
    /// Whether they are of copy-paste floods, beyond the first of each.
    pub flooded: bool,
    /// How many there are.
    pub count: i64,
    /// Milliseconds from the start of the quarter to when each was published, summed.
    pub after_ms: i64,
}

/// An event's heat, reckoned anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventHeat {
    /// The event.
    pub id: EventId,
    /// As [`EventRecord::heat_log`].
    pub heat_log: f64,
    /// As [`EventRecord::pulse_log`].
    pub pulse_log: f64,
    /// As [`EventRecord::heat_basis`].
    pub heat_basis: i64,
}
