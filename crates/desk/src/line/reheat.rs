//! Reheat: after the settings of heat or the reach of a source changed, events are reckoned anew from
//! what is kept, a few at a time between two runs of the line, so that nothing else is written
//! meanwhile. Where it stops it goes on at the next start.

use super::Line;
use super::heat_rule::{HeatRule, heat_of};
use super::score_event::empty_record;
use crate::DeskError;
use ports::Store;

/// Events of one transaction: people who hand something in wait no longer than that takes.
const EVENTS_A_TURN: u64 = 200;

/// Reckons some events anew; gives how many, 0 where none is left. To be called only by whoever
/// holds the line's place as the one writer.
pub async fn reheat_some(store: &dyn Store) -> Result<u64, DeskError> {
    let rule = HeatRule::load(store).await?;
    let stale = store.stale_events(EVENTS_A_TURN).await?;
    if stale.is_empty() {
        store.heat_reckoned(rule.basis).await?;
        return Ok(0);
    }
    let mut reckoned = Vec::with_capacity(stale.len());
    for id in stale {
        let members = store.member_facts(id).await?;
        let mut event = empty_record(id, String::new());
        rule.of_members(&mut event, &members);
        reckoned.push(heat_of(id, &event));
    }
    store.keep_heat(&reckoned).await?;
    Ok(reckoned.len() as u64)
}

impl Line {
    /// Reckons some events anew where there are any. A failure is told and does not stop the line.
    pub(super) fn reheat(&self) {
        let store = &*self.ports.store;
        let some = async {
            if store.stale_events(1).await?.is_empty() {
                return Ok(());
            }
            reheat_some(store).await.map(|_| ())
        };
        if let Err(error) = self.handle.block_on(some) {
            tracing::warn!(%error, "heat is not reckoned anew");
        }
    }
}
