//! *Now*: what is big and what rises.

use crate::EventCard;
use model::Moment;
use ports::Counts;

/// The first page: events by heat and by rise.
#[derive(Debug, Clone, PartialEq)]
pub struct NowBoard {
    /// The instant heat and rise are reckoned at.
    pub as_of: Moment,
    /// Whether that is the present. It is not where everything kept is older than a day: then it
    /// is the time of the newest document, so that an imported stream can be looked at.
    pub live: bool,
    /// Hottest first.
    pub by_heat: Vec<EventCard>,
    /// Fastest rising first; only events with at least two documents or copies.
    pub by_rise: Vec<EventCard>,
    /// How much is kept in all.
    pub counts: Counts,
}
