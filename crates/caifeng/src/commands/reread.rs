//! `caifeng reread`: captured answers again.

use super::intake::Summary;
use super::source::source_id;
use crate::args::Reread;
use crate::house::{House, runtime};
use crate::{Ended, output, stop};
use anyhow::Result;
use std::sync::atomic::Ordering;
use std::time::Instant;

pub(crate) fn run(args: &Reread) -> Result<Ended> {
    if args.readings {
        return super::read_anew::run(&args.place);
    }
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(&args.place.data_dir))?;
    let mut sources = runtime.block_on(house.store.sources())?;
    if let Some(id) = &args.source {
        let id = source_id(id)?;
        sources.retain(|source| source.id == id);
        anyhow::ensure!(
            !sources.is_empty(),
            "there is no source {id}; see `caifeng source list`"
        );
    }
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let began = Instant::now();
    let mut summary = Summary::default();
    let (told, cost) = open.line.reread(
        sources,
        |report| {
            report
                .outcomes
                .iter()
                .for_each(|outcome| summary.count(outcome));
            Ok(())
        },
        &stop,
    )?;
    summary.cost(began, &cost, stop.load(Ordering::Relaxed));
    runtime.block_on(house.store.close())?;
    if args.place.json {
        output::json(&serde_json::json!({
            "captures": told.captures,
            "unread": told.unread,
            "damaged": told.damaged,
            "documents": summary.documents,
            "kept_before": summary.kept_before,
        }))?;
    } else {
        output::line(&format!(
            "{} captures read again: {} new documents, {} were kept before, {} captures say nothing that is understood, \
             {} are damaged",
            told.captures, summary.documents, summary.kept_before, told.unread, told.damaged
        ))?;
    }
    Ok(Ended::Done)
}
