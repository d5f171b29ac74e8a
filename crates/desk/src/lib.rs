//! What happens next, and who may do it? The production line in [`line`], and one file per noun
//! of the office. Knows no SQL, no HTTP, no HTML.
#![forbid(unsafe_code)]

mod error;
mod events;
mod health;
pub mod line;
mod now;
mod searches;
mod sources;
mod volume;

pub use error::DeskError;
pub use events::{EventCard, EventSheet, Member, VolumeBar};
pub use health::{Health, HealthState};
pub use now::NowBoard;
pub use searches::{Fragment, QueryProblem, SearchAsk, SearchHit, SearchResults};

use chrono_tz::Tz;
use ports::{Clock, Random, SearchIndex, Store};
pub use ports::{Counts, Order as SearchOrder};
use std::fmt;
use std::sync::Arc;

/// The desk as the pages and the command line see it: it asks the store and the index, and decides.
pub struct Desk {
    store: Arc<dyn Store>,
    index: Arc<dyn SearchIndex>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    time_zone: Tz,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("time_zone", &self.time_zone)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk over these ports. `time_zone` governs day edges everywhere.
    pub fn new(
        store: Arc<dyn Store>,
        index: Arc<dyn SearchIndex>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        time_zone: Tz,
    ) -> Self {
        Self {
            store,
            index,
            clock,
            random,
            time_zone,
        }
    }

    /// The zone in which days begin and times are shown.
    pub fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// A number under which a failure is written down and can be asked about.
    pub fn incident(&self) -> String {
        format!("{:08x}", self.random.bits() >> 32)
    }
}
