//! Rules at work beside the pages: what comes is looked at at once, the digest goes once a day, clocks of
//! cases warn, and what an exercise brings in comes in time.

use crate::output;
use desk::{Desk, RuleWatch};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// How often what is new is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long it rests after something went wrong.
const REST: Duration = Duration::from_secs(5);

/// Starts it: the desk for the pages too, and the task.
pub(super) fn start(
    runtime: &Runtime,
    desk: Desk,
    stop: &Arc<AtomicBool>,
) -> (Arc<Desk>, JoinHandle<()>) {
    let desk = Arc::new(desk);
    let task = runtime.spawn(watch(Arc::clone(&desk), Arc::clone(stop)));
    (desk, task)
}

/// Looks until `stop` is set. What goes wrong is told and tried again; nothing is lost by it, for how
/// far rules looked is written down with what they saw.
async fn watch(desk: Arc<Desk>, stop: Arc<AtomicBool>) {
    let mut rules = RuleWatch::default();
    while !stop.load(Ordering::Relaxed) {
        let rest = match look(&desk, &mut rules).await {
            Ok(true) => continue,
            Ok(false) => LOOK_EVERY,
            Err(error) => {
                output::note(&format!(
                    "caifeng: rules could not look and try again: {error}"
                ));
                REST
            }
        };
        tokio::time::sleep(rest).await;
    }
}

async fn look(desk: &Desk, rules: &mut RuleWatch) -> Result<bool, desk::DeskError> {
    let more = desk.watch_rules(rules).await?;
    if !more {
        desk.send_digest(rules).await?;
        desk.warn_of_clocks(rules).await?;
        desk.escalate().await?;
        desk.bring_inputs().await?;
    }
    Ok(more)
}
