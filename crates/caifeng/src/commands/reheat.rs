//! `caifeng events reheat`: the heat of events whose settings changed, reckoned anew. A desk that is
//! served does so by itself.

use crate::args::Place;
use crate::house::House;
use crate::{Ended, output, stop};
use anyhow::Result;
use desk::line::reheat_some;
use std::sync::atomic::Ordering;
use std::time::Instant;
use tokio::runtime::Runtime;

pub(crate) fn run(place: &Place, runtime: &Runtime) -> Result<Ended> {
    let house = runtime.block_on(House::open(&place.data_dir))?;
    let _alone = house.data.lock_for_writing()?;
    let stop = stop::flag(runtime.handle());
    let began = Instant::now();
    let mut events = 0;
    let mut left = true;
    while left && !stop.load(Ordering::Relaxed) {
        let some = runtime.block_on(reheat_some(&*house.store))?;
        events += some;
        left = some > 0;
    }
    runtime.block_on(house.store.close())?;
    let seconds = began.elapsed().as_secs_f64();
    if place.json {
        output::json(&serde_json::json!({
            "events": events, "done": !left, "seconds": seconds,
        }))?;
    } else {
        output::line(&format!(
            "{events} events reckoned anew in {seconds:.1} s{}",
            if left {
                "; stopped, the next run goes on from there"
            } else {
                ""
            }
        ))?;
    }
    Ok(Ended::Done)
}
