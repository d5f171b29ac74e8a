//! `caifeng collect`: every source once, or each when it is due.

use super::intake::Summary;
use crate::args::Collect;
use crate::house::{House, runtime};
use crate::{Ended, output, stop};
use anyhow::Result;
use desk::line::BatchReport;
use indicatif::{ProgressBar, ProgressStyle};
use model::{Source, SourceId, Visit, VisitOutcome, Who};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Visits that are listed one by one; of more only those that failed.
const VISITS_LISTED_MAX: usize = 200;

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
    if !args.once {
        return watch(&house, &runtime);
    }
    let all = runtime.block_on(house.store.sources())?;
    let sources: Vec<Source> = all
        .into_iter()
        .filter(|source| source.kind.is_fetched() && !source.paused)
        .collect();
    if sources.is_empty() {
        output::note("there is no source to visit yet; add one with `caifeng source add URL`");
    }
    let names: HashMap<SourceId, String> = sources
        .iter()
        .map(|source| (source.id, source.name.clone()))
        .collect();
    house.ask_for_contact();
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let fetcher = house.fetcher()?;
    house.forget_old(runtime.handle());
    let progress = progress(sources.len() as u64);
    let mut collected = Collected {
        visits: Vec::new(),
        summary: Summary::default(),
    };
    let began = Instant::now();
    let cost = open.line.collect(
        sources,
        &fetcher,
        |report| {
            progress.inc(report.visits.len() as u64);
            progress.suspend(|| collected.take(&report, &names));
            Ok(())
        },
        &stop,
    )?;
    progress.finish_and_clear();
    if let Err(error) = open.line.purge(Who::desk(), |_| (), &stop) {
        output::note(&format!("caifeng: {error}"));
    }
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

/// Visits sources when they are due until told to stop.
fn watch(house: &House, runtime: &tokio::runtime::Runtime) -> Result<Ended> {
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let (_nobody, hand) = tokio::sync::mpsc::channel(1);
    house.forget_old(runtime.handle());
    house.ask_for_contact();
    output::note("sources are visited when they are due; stop with Ctrl-C");
    open.line.watch(
        &house.fetcher()?,
        hand,
        |report| {
            for visit in &report.visits {
                let words = if visit.note.is_empty() {
                    String::new()
                } else {
                    format!(" – {}", output::printable(&visit.note))
                };
                output::note(&format!(
                    "{} {}: {} entries, {} new{words}",
                    visit.source,
                    visit.outcome.word(),
                    visit.items,
                    visit.items_new
                ));
            }
        },
        &stop,
    )?;
    runtime.block_on(house.store.close())?;
    Ok(Ended::Done)
}

fn progress(sources: u64) -> ProgressBar {
    let bar = ProgressBar::new(sources);
    let template = "{bar:30} {pos} of {len} sources  {elapsed} gone, {eta} to go";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

impl Collected {
    fn take(&mut self, report: &BatchReport, names: &HashMap<SourceId, String>) {
        for outcome in &report.outcomes {
            self.summary.count(outcome);
        }
        self.visits
            .extend(report.visits.iter().map(|visit| told(visit, names)));
    }
}

fn told(visit: &Visit, names: &HashMap<SourceId, String>) -> Told {
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
    let many = collected.visits.len() > VISITS_LISTED_MAX;
    let rows: Vec<Vec<String>> = collected
        .visits
        .iter()
        .filter(|visit| !many || visit.outcome == VisitOutcome::Failed.word())
        .take(VISITS_LISTED_MAX)
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
    )?;
    if many {
        let counts = VisitOutcome::ALL.map(|outcome| {
            let count = collected
                .visits
                .iter()
                .filter(|visit| visit.outcome == outcome.word())
                .count();
            format!("{count} {}", outcome.word())
        });
        output::line(&format!(
            "{} visits: {}; {} new documents in {:.1} s",
            collected.visits.len(),
            counts.join(", "),
            collected.summary.documents,
            collected.summary.seconds
        ))?;
    }
    Ok(())
}
