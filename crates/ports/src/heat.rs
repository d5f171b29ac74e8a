//! Heat in the store: its settings, what it is reckoned and explained of, and events whose heat is
//! to be reckoned anew.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    EventHeat, EventId, HeatBucket, HeatSettings, ItemKey, Moment, Note, RankReading, SourceId,
};

/// How a matter in an event stood on a hot list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReading {
    /// The list.
    pub source: SourceId,
    /// Its name.
    pub name: String,
    /// How the matter stood.
    pub reading: RankReading,
}

/// Where heat is kept. What events are reckoned of changes with the settings and with the reach of
/// sources; each such change gives the basis a new number, and events of an older one are stale.
#[async_trait]
pub trait HeatStore: Send + Sync {
    /// The settings with the number of the basis.
    async fn heat(&self) -> Result<(HeatSettings, i64), StoreError>;
    /// Keeps settings; `Conflict` where the basis is not this one any more.
    async fn change_heat(
        &self,
        settings: &HeatSettings,
        basis: i64,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Events that were reckoned by an older basis, by id, behind those that were kept last.
    async fn stale_events(&self, limit: u64) -> Result<Vec<EventId>, StoreError>;
    /// How many there are, counted up to `most`.
    async fn stale_count(&self, most: u64) -> Result<i64, StoreError>;
    /// Keeps the heat of events that was reckoned anew; those that are gone are passed over.
    async fn keep_heat(&self, events: &[EventHeat]) -> Result<(), StoreError>;
    /// Writes down that no event of an older basis than this one is left.
    async fn heat_reckoned(&self, basis: i64) -> Result<(), StoreError>;
    /// Documents of an event published from then on, by sort and quarter of an hour, oldest first.
    async fn heat_buckets(
        &self,
        event: EventId,
        from: Moment,
    ) -> Result<Vec<HeatBucket>, StoreError>;
    /// How the matters of an event stood on hot lists from then on, by time; of more than `limit`
    /// the newest.
    async fn event_readings(
        &self,
        event: EventId,
        from: Moment,
        limit: u64,
    ) -> Result<Vec<ListReading>, StoreError>;
    /// How these matters stood on hot lists so far, by matter and time.
    async fn readings(&self, keys: &[ItemKey]) -> Result<Vec<(ItemKey, RankReading)>, StoreError>;
    /// Documents and copies the desk has by quarter of an hour of when they were published, from
    /// one instant to before another; empty quarters are left out.
    async fn heard(&self, from: Moment, to: Moment) -> Result<Vec<(Moment, i64)>, StoreError>;
}
