//! `caifeng collect --once`: every source once.

use super::intake::Summary;
use crate::args::Collect;
use crate::house::{House, runtime};
use crate::{Ended, output, stop};
use anyhow::Result;
use model::{Source, SourceKind, Visit, VisitOutcome};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// One visit, as `--json` prints it.
#[derive(Serialize)]
struct Told {
    source: String,
    name: String,
    outcome: &'static str,
    items: i64,
    items_new: i64,
    note: String,
}

#[derive(Serialize)]
struct Collected {
    visits: Vec<Told>,
    summary: Summary,
}

pub(crate) fn run(args: &Collect) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let all = runtime.block_on(house.store.sources())?;
    let sources: Vec<Source> = all
        .into_iter()
        .filter(|source| source.kind == SourceKind::Feed)
        .collect();
    if sources.is_empty() {
        output::note("there is no source to visit yet; add one with `caifeng source add URL`");
    }
    let names: HashMap<_, _> = sources
        .iter()
        .map(|source| (source.id, source.name.clone()))
        .collect();
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let fetcher = house.fetcher()?;
    let mut collected = Collected {
        visits: Vec::new(),
        summary: Summary::default(),
    };
    let began = Instant::now();
    let cost = open.line.collect(
        sources,
        &fetcher,
        |report| {
            report
                .outcomes
                .iter()
                .for_each(|outcome| collected.summary.count(outcome));
            collected
                .visits
                .extend(report.visit.map(|visit| told(&visit, &names)));
            Ok(())
        },
        &stop,
    )?;
    collected
        .summary
        .cost(began, &cost, stop.load(Ordering::Relaxed));
    runtime.block_on(house.store.close())?;
    let failed = collected
        .visits
        .iter()
        .any(|visit| visit.outcome == VisitOutcome::Failed.word());
    print(&collected, args.place.json)?;
    Ok(if failed || collected.summary.refused > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

fn told(visit: &Visit, names: &HashMap<model::SourceId, String>) -> Told {
    Told {
        source: visit.source.to_string(),
        name: names.get(&visit.source).cloned().unwrap_or_default(),
        outcome: visit.outcome.word(),
        items: visit.items,
        items_new: visit.items_new,
        note: visit.note.clone(),
    }
}

fn print(collected: &Collected, as_json: bool) -> Result<()> {
    if as_json {
        return output::json(collected);
    }
    let rows = collected
        .visits
        .iter()
        .map(|visit| {
            vec![
                visit.source.clone(),
                visit.name.clone(),
                visit.outcome.to_owned(),
                visit.items.to_string(),
                visit.items_new.to_string(),
                visit.note.clone(),
            ]
        })
        .collect();
    output::table(
        &["source", "name", "outcome", "entries", "new", "note"],
        rows,
    )
}
