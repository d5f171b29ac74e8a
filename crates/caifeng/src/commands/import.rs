//! `caifeng import`: files through the line.

use super::intake::{Summary, run_file};
use crate::args::Import;
use crate::house::{House, runtime};
use crate::{Ended, stop};
use anyhow::Result;
use std::sync::atomic::Ordering;

pub(crate) fn run(args: &Import) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let mut summary = Summary::default();
    for input in &args.inputs {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        run_file(
            &house,
            &mut open,
            runtime.handle(),
            input,
            &stop,
            &mut summary,
            |_| Ok(()),
        )?;
    }
    runtime.block_on(house.store.close())?;
    summary.print(args.place.json)?;
    Ok(if summary.refused > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}
