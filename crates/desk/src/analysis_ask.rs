//! What pictures are asked of, and what they show: plain figures, wherever they come from.

use crate::steps::{Period, Steps, week_place};
use crate::{QueryProblem, county_seats};
use chrono_tz::Tz;
use model::{DocumentId, DocumentMark, EventId, Place, RankAt, SourceId};
use std::sync::Arc;

/// What pictures are asked of: what a query finds in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnalysisAsk {
    /// In the grammar of searches; empty for everything.
    pub query: String,
    /// When it was published.
    pub period: Period,
}

/// An event with its documents of each step.
#[derive(Debug, Clone, PartialEq)]
pub struct EventBand {
    /// The event.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// Documents and copies by step.
    pub counts: Vec<i64>,
}

/// A source with its documents of each step.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceBand {
    /// The source.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// Documents and copies by step.
    pub counts: Vec<i64>,
}

/// A place with how much is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceDot {
    /// The division.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Documents and copies that speak of it itself.
    pub count: i64,
    /// Longitude and latitude, where they are known.
    pub at: Option<(f64, f64)>,
}

/// A matter on a hot list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListMatter {
    /// Its headline.
    pub title: String,
    /// The document it became.
    pub document: Option<DocumentId>,
    /// Its places in the period, oldest first.
    pub curve: Vec<RankAt>,
}

/// The matters of a hot list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListCurves {
    /// The list.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// Those that stood highest and longest, the highest first.
    pub matters: Vec<ListMatter>,
    /// How many there were in all.
    pub in_all: usize,
}

/// Lines on a map that the operator gave, with whose they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boundaries {
    /// Points of each line: longitude and latitude.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// Whose map it is, with its approval number.
    pub credit: String,
}

/// Everything that the pictures of one question show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pictures {
    /// What is wrong with the query; then nothing was counted.
    pub problem: Option<QueryProblem>,
    /// The period.
    pub steps: Steps,
    /// Documents that the query finds in the period.
    pub total: i64,
    /// Those that were counted: the newest, where there are more than can be.
    pub counted: i64,
    /// Whether more may be found than was looked at.
    pub cut: bool,
    /// Documents by step.
    pub volume: Vec<i64>,
    /// The largest events.
    pub events: Vec<EventBand>,
    /// Documents of all other events by step.
    pub other_events: Vec<i64>,
    /// How many events there are; at least so many where `events_told_by` is set.
    pub events_in_all: usize,
    /// Of so many documents, spread evenly over the period, the largest events were told: there are
    /// too many to look at each. What is said of those events is counted of all documents.
    pub events_told_by: Option<i64>,
    /// The largest sources, the largest first.
    pub sources: Vec<SourceBand>,
    /// How many sources there are.
    pub sources_in_all: usize,
    /// Documents by weekday from Monday, and by hour of the zone.
    pub week: [[i64; 24]; 7],
    /// Places, the most spoken of first.
    pub places: Vec<PlaceDot>,
    /// How many places there are.
    pub places_in_all: usize,
    /// Hot lists.
    pub lists: Vec<ListCurves>,
    /// Lines of the map that the operator gave.
    pub boundaries: Option<Arc<Boundaries>>,
}

impl Pictures {
    /// Whether more was found than was counted.
    pub fn is_cut(&self) -> bool {
        self.cut || self.counted < self.total
    }

    /// Points of the ground of a map: the seats of all counties.
    pub fn ground() -> Vec<(f64, f64)> {
        county_seats().collect()
    }
}

/// A part of what was counted. Everything that is set must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slice {
    /// Of this event.
    pub event: Option<EventId>,
    /// Of none of the events that are shown by themselves.
    pub other_events: bool,
    /// Of this source.
    pub source: Option<SourceId>,
    /// Speaking of this place itself.
    pub place: Option<Place>,
    /// On this weekday, from 0 for Monday.
    pub weekday: Option<usize>,
    /// In this hour of the day.
    pub hour: Option<usize>,
    /// In this step.
    pub step: Option<usize>,
}

impl Slice {
    /// Whether a document is in it.
    pub(crate) fn takes(
        &self,
        mark: &DocumentMark,
        steps: &Steps,
        shown: &[EventId],
        zone: Tz,
    ) -> bool {
        let (weekday, hour) = week_place(mark.published_at, zone);
        self.event.is_none_or(|event| mark.event == event)
            && !(self.other_events && shown.contains(&mark.event))
            && self.source.is_none_or(|source| mark.source == source)
            && self.place.is_none_or(|place| mark.places.contains(&place))
            && self.weekday.is_none_or(|wanted| weekday == wanted)
            && self.hour.is_none_or(|wanted| hour == wanted)
            && self
                .step
                .is_none_or(|wanted| steps.of(mark.published_at) == Some(wanted))
    }
}
