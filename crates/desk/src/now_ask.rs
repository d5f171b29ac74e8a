//! What *Now* is asked: which events, since when.

use model::{
    DocumentId, EventRecord, Facet, HOUR_MS, Language, Moment, Place, SourceId, SourceKind,
};
use ports::{EventAsk, EventOrder};

/// Hours that published times may lie ahead.
const AHEAD_HOURS: i64 = 26;

/// Since when something is new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Since {
    /// Nobody looked before: a day.
    #[default]
    Yesterday,
    /// Since this document had arrived.
    Document(DocumentId),
    /// Since this time, by the desk's own clock.
    At(Moment),
}

/// What *Now* is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NowAsk {
    /// Hours back to which an event's last document may lie.
    pub window_hours: i64,
    /// What at least one of an event's documents must have.
    pub place: Option<Place>,
    /// The same for the kind of a source.
    pub kind: Option<SourceKind>,
    /// The same for a source.
    pub source: Option<SourceId>,
    /// The same for a language.
    pub language: Option<Language>,
    /// Documents and copies it has at least.
    pub voices_min: i64,
    /// What its title holds.
    pub text: String,
    /// Since when something is new.
    pub since: Since,
    /// Events in each list.
    pub limit: u64,
}

impl NowAsk {
    /// Time windows to choose from, in hours.
    pub const WINDOWS: [i64; 4] = [6, 24, 72, 168];

    /// Nothing chosen.
    pub fn open(limit: u64) -> Self {
        Self {
            window_hours: 72,
            place: None,
            kind: None,
            source: None,
            language: None,
            voices_min: 1,
            text: String::new(),
            since: Since::Yesterday,
            limit,
        }
    }

    /// What an event must have.
    pub fn facets(&self) -> Vec<Facet> {
        let chosen = [
            self.place.map(Facet::Place),
            self.kind.map(Facet::Kind),
            self.source.map(Facet::Source),
            self.language.map(Facet::Language),
        ];
        chosen.into_iter().flatten().collect()
    }

    /// Whether anything but the window is chosen.
    pub fn is_narrow(&self) -> bool {
        !self.facets().is_empty() || self.voices_min > 1 || !self.text.is_empty()
    }

    /// Whether an event is among those asked for: what the store decides, for one event at hand.
    pub fn takes(&self, record: &EventRecord, as_of: Moment) -> bool {
        let text = self.text.to_lowercase();
        record.last_at.0 >= as_of.0 - self.window_hours * HOUR_MS
            && record.voices() >= self.voices_min
            && self
                .facets()
                .into_iter()
                .all(|facet| record.facets.has(facet))
            && (text.is_empty() || !record.withdrawn && record.title.to_lowercase().contains(&text))
    }

    /// The same for the store.
    pub(crate) fn events(&self, order: EventOrder, as_of: Moment, limit: u64) -> EventAsk {
        EventAsk {
            last_from: Moment(as_of.0 - self.window_hours * HOUR_MS),
            last_to: Moment(as_of.0.saturating_add(AHEAD_HOURS * HOUR_MS)),
            voices_min: self.voices_min,
            facets: self.facets(),
            text: self.text.clone(),
            ..EventAsk::all(order, limit)
        }
    }
}
