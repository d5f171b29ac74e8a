//! Pages of open cases looked at beside the desk's own pages, when they are due.

use crate::output;
use desk::Desk;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// How often is looked whether a page is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long it rests after something went wrong.
const REST: Duration = Duration::from_secs(30);

/// Starts it; does nothing where no sources are visited either. Of several processes one looks at a
/// page: whoever begins says so in the store.
pub(super) fn start(runtime: &Runtime, desk: &Arc<Desk>, collect: bool) -> JoinHandle<()> {
    let desk = Arc::clone(desk);
    runtime.spawn(async move {
        if collect {
            watch(&desk).await;
        }
    })
}

async fn watch(desk: &Desk) {
    loop {
        let rest = match desk.watch_evidence().await {
            Ok(0) => LOOK_EVERY,
            Ok(_) => continue,
            Err(error) => {
                output::note(&format!(
                    "caifeng: pages of cases could not be looked at: {error}"
                ));
                REST
            }
        };
        tokio::time::sleep(rest).await;
    }
}
