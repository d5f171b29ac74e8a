//! *Now*: what is big and what rises.

use crate::events::card_of;
use crate::{Desk, DeskError, EventCard};
use model::{HOUR_MS, Moment};
use ports::{Counts, EventOrder};

/// Events looked at to find the fastest rising ones.
const RISE_CANDIDATES: u64 = 400;
/// Heat an event needs to be called rising: one lone voice is no rise.
const RISING_HEAT_MIN: f64 = 1.2;
/// Hours after which the newest document is the present that is shown.
const LIVE_HOURS_MAX: i64 = 24;

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

impl Desk {
    /// What is big and what rises, at most `limit` events each.
    pub async fn now_board(&self, limit: u64) -> Result<NowBoard, DeskError> {
        let (as_of, live) = self.as_of().await?;
        let horizon = Moment(as_of.0.saturating_add(26 * HOUR_MS));
        let card = |record: &_| card_of(record, as_of);
        let hottest = self
            .store
            .ranked_events(EventOrder::Heat, horizon, limit)
            .await?;
        let spoken_of = self
            .store
            .ranked_events(EventOrder::Pulse, horizon, RISE_CANDIDATES)
            .await?;
        let mut by_rise: Vec<EventCard> = spoken_of
            .iter()
            .filter(|record| record.voices() >= 2)
            .map(card)
            .filter(|card| card.heat >= RISING_HEAT_MIN)
            .collect();
        by_rise.sort_by(|a, b| rising(b).total_cmp(&rising(a)).then(b.id.cmp(&a.id)));
        by_rise.truncate(limit as usize);
        Ok(NowBoard {
            as_of,
            live,
            by_heat: hottest.iter().map(card).collect(),
            by_rise,
            counts: self.store.counts().await?,
        })
    }

    /// The instant things are reckoned at: now, or the newest document where all is older.
    pub(crate) async fn as_of(&self) -> Result<(Moment, bool), DeskError> {
        let now = self.clock.now();
        Ok(match self.store.newest_published().await? {
            Some(newest) if newest.0 < now.0 - LIVE_HOURS_MAX * HOUR_MS => (newest, false),
            _ => (now, true),
        })
    }
}

/// Rise counts for more where more is said: three times as fast with ten voices before eight
/// times as fast with two.
fn rising(card: &EventCard) -> f64 {
    card.rise * card.heat.ln_1p()
}
