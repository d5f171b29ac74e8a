//! The rest of the fortnight, as it happens: whenever posts appear on a site, the site says so,
//! as sites with a hub do; the desk then visits it as it visits any source.

use super::outlet::Outlet;
use super::state::State;
use super::world::World;
use crate::output;
use model::{Moment, SourceId};
use ports::Clock;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Sender;

/// Shortest time between two pings: what appears within it is told together.
const TOGETHER: Duration = Duration::from_millis(200);
/// How often the hot list says that its order changed.
const HOT_EVERY_MS: i64 = 20_000;

/// What tells.
pub(crate) struct Live {
    pub(crate) world: Arc<World>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sources: BTreeMap<Outlet, SourceId>,
    pub(crate) ping: Sender<SourceId>,
    pub(crate) state: State,
    pub(crate) folder: PathBuf,
}

impl Live {
    /// Tells until everything has appeared, then only of the hot list.
    pub(crate) async fn tell(mut self) {
        let mut hot_at = 0;
        let all = self.world.posts().len();
        let mut over = self.state.reached >= all;
        loop {
            let now = self.clock.now();
            let mut new = self.appeared(now);
            if now.0 - hot_at >= HOT_EVERY_MS && !over {
                hot_at = now.0;
                new.insert(Outlet::Hot);
            }
            for outlet in new {
                if let Some(source) = self.sources.get(&outlet)
                    && self.ping.send(*source).await.is_err()
                {
                    // Nobody listens any more: the desk is stopping.
                    return;
                }
            }
            if !over && self.state.reached >= all {
                over = true;
                output::note("the fortnight has been told; `caifeng demo --fresh` begins anew");
            }
            tokio::time::sleep(self.until_next(now)).await;
        }
    }

    /// The sites on which posts have appeared since the last time; written down first, so that a
    /// later start goes on from there.
    fn appeared(&mut self, now: Moment) -> BTreeSet<Outlet> {
        let appeared = self.world.appeared(now);
        let new = self.world.posts().get(self.state.reached..appeared);
        let new: BTreeSet<Outlet> = new
            .unwrap_or_default()
            .iter()
            .map(|post| post.outlet)
            .collect();
        if !new.is_empty() {
            self.state.reached = appeared;
            if let Err(error) = self.state.write(&self.folder) {
                output::note(&format!("caifeng: {error:#}"));
            }
        }
        new
    }

    fn until_next(&self, now: Moment) -> Duration {
        let next = self.world.appears(self.state.reached);
        let most = HOT_EVERY_MS as u64;
        let wait = next.0.saturating_sub(now.0).max(0) as u64;
        Duration::from_millis(wait.min(most)).max(TOGETHER)
    }
}
