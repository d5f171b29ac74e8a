//! Copy-paste floods, as people are told of them.

use crate::cover::Covered;
use crate::{Desk, DeskError};
use model::{EventId, FloodRecord, Moment};

/// Floods told of one event.
const OF_EVENT: u64 = 5;
/// Floods told on *Now*.
const ON_NOW: u64 = 3;

impl Covered for FloodRecord {
    fn covered(mut self) -> Self {
        self.title = self.title.covered();
        self
    }
}

impl Desk {
    /// Floods of an event, the last one first.
    pub async fn floods_of(&self, event: EventId) -> Result<Vec<FloodRecord>, DeskError> {
        Ok(self.store.floods_of(event, OF_EVENT).await?.covered())
    }

    /// Floods that went on at this time or later, the last one first.
    pub async fn floods_since(&self, from: Moment) -> Result<Vec<FloodRecord>, DeskError> {
        Ok(self.store.latest_floods(from, ON_NOW).await?.covered())
    }
}
