//! `caifeng reread --readings`: documents that an older model read, read by the present one. A desk
//! that is served does so by itself.

use crate::args::Place;
use crate::house::{House, runtime};
use crate::{Ended, output, stop};
use anyhow::Result;
use desk::line::read_anew_some;
use std::sync::atomic::Ordering;
use std::time::Instant;

pub(crate) fn run(place: &Place) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(&place.data_dir))?;
    let _alone = house.data.lock_for_writing()?;
    let stop = stop::flag(runtime.handle());
    let began = Instant::now();
    let (mut documents, mut changed) = (0, 0);
    let mut left = true;
    while left && !stop.load(Ordering::Relaxed) {
        let some = runtime.block_on(read_anew_some(&*house.store))?;
        documents += some.read;
        changed += some.changed.len();
        left = some.read > 0;
    }
    runtime.block_on(house.store.close())?;
    let seconds = began.elapsed().as_secs_f64();
    if place.json {
        output::json(&serde_json::json!({
            "documents": documents, "changed": changed, "done": !left, "seconds": seconds,
        }))?;
    } else {
        let end = if left {
            "; stopped, the next run goes on from there"
        } else {
            ""
        };
        output::line(&format!(
            "{documents} documents read again in {seconds:.1} s, {changed} otherwise than before{end}; \
             `caifeng doctor --rebuild-index` lets searches know"
        ))?;
    }
    Ok(Ended::Done)
}
