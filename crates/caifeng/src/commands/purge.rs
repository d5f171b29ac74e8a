//! `caifeng purge`: documents that are kept no longer go, and their room with them.

use crate::args::Purge;
use crate::house::{House, runtime};
use crate::real::SystemClock;
use crate::{Ended, output, stop};
use anyhow::{Context, Result};
use desk::line::{Purged, Room};
use desk::purge_plan;
use indicatif::{ProgressBar, ProgressStyle};
use model::{DueCount, KeepDue, Who};
use ports::{Clock, SearchIndex};
use std::sync::atomic::Ordering;
use std::time::Instant;
use tokio::runtime::Runtime;

pub(crate) fn run(args: &Purge) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(&args.place.data_dir))?;
    let plan = runtime.block_on(purge_plan(&*house.store, SystemClock.now()))?;
    if args.dry_run {
        tell_plan(&house, &runtime, &plan, args.place.json)?;
    } else {
        purge(&house, &runtime, &plan, args)?;
    }
    runtime.block_on(house.store.close())?;
    Ok(Ended::Done)
}

fn sum(plan: &[(KeepDue, DueCount)]) -> DueCount {
    plan.iter()
        .fold(DueCount::default(), |sum, (_, count)| DueCount {
            documents: sum.documents + count.documents,
            held: sum.held + count.held,
        })
}

/// What would go, source by source.
fn tell_plan(
    house: &House,
    runtime: &Runtime,
    plan: &[(KeepDue, DueCount)],
    json: bool,
) -> Result<()> {
    let all = sum(plan);
    if json {
        let sources: Vec<_> = plan
            .iter()
            .map(|(due, count)| {
                serde_json::json!({
                    "source": due.source.to_string(), "kind": due.kind.word(), "days": due.days,
                    "documents": count.documents, "held": count.held,
                })
            })
            .collect();
        return output::json(&serde_json::json!({
            "documents": all.documents, "held": all.held, "sources": sources,
        }));
    }
    let mut rows = Vec::with_capacity(plan.len());
    for (due, count) in plan {
        let source = runtime.block_on(house.store.source(due.source))?;
        rows.push(vec![
            due.source.to_string(),
            source.map(|source| source.name).unwrap_or_default(),
            due.days.to_string(),
            count.documents.to_string(),
            count.held.to_string(),
        ]);
    }
    if !rows.is_empty() {
        output::table(&["source", "name", "days", "documents", "on hold"], rows)?;
    }
    output::line(&format!(
        "{} documents would be purged, {} stay because they are on hold; nothing was changed",
        all.documents, all.held
    ))
}

fn purge(
    house: &House,
    runtime: &Runtime,
    plan: &[(KeepDue, DueCount)],
    args: &Purge,
) -> Result<()> {
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let began = Instant::now();
    let all = sum(plan);
    let bar = progress(all.documents);
    let mut purged = open
        .line
        .purge(Who::command_line(), |gone| bar.set_position(gone), &stop)?;
    bar.finish_and_clear();
    let stopped = stop.load(Ordering::Relaxed);
    if args.compact && !stopped {
        compact(house, runtime, &*open.index)?;
        purged.after = open.line.room()?;
    }
    let in_steps = runtime.block_on(house.store.disk_use())?.in_steps;
    let told = Told {
        purged: &purged,
        held: all.held,
        seconds: began.elapsed().as_secs_f64(),
        stopped,
        // A file of an older version keeps its room until it is written anew once.
        keeps_room: house.settings.database.is_none() && !in_steps,
    };
    if args.place.json {
        told.json()
    } else {
        told.lines()
    }
}

/// Writes everything anew.
fn compact(house: &House, runtime: &Runtime, index: &dyn SearchIndex) -> Result<()> {
    let bar = ProgressBar::new_spinner();
    bar.set_message("the database is written anew");
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    let done = runtime
        .block_on(house.store.tidy(true))
        .context("the database could not be written anew; it is as it was before");
    bar.finish_and_clear();
    done?;
    Ok(index.shrink(true)?)
}

struct Told<'a> {
    purged: &'a Purged,
    held: u64,
    seconds: f64,
    stopped: bool,
    keeps_room: bool,
}

impl Told<'_> {
    fn json(&self) -> Result<()> {
        let room = |room: Room| serde_json::json!({ "database_bytes": room.database, "index_bytes": room.index });
        let by_days: Vec<_> = (self.purged.by_days.iter())
            .map(|(days, documents)| serde_json::json!({ "days": days, "documents": documents }))
            .collect();
        output::json(&serde_json::json!({
            "documents": self.purged.documents(), "held": self.held, "by_days": by_days,
            "before": room(self.purged.before), "after": room(self.purged.after),
            "seconds": self.seconds, "stopped": self.stopped,
        }))
    }

    fn lines(&self) -> Result<()> {
        output::line(&format!(
            "{} documents purged in {:.1} s, {} stay because they are on hold{}",
            self.purged.documents(),
            self.seconds,
            self.held,
            if self.stopped {
                "; stopped, the next run goes on from there"
            } else {
                ""
            }
        ))?;
        for (days, documents) in &self.purged.by_days {
            output::line(&format!("  kept for {days} days: {documents}"))?;
        }
        let (before, after) = (self.purged.before, self.purged.after);
        for (what, before, after) in [
            ("database", before.database, after.database),
            ("search index", before.index, after.index),
        ] {
            output::line(&format!("  {what}: {before} bytes before, {after} after"))?;
        }
        if self.keeps_room {
            output::note(
                "the database is of an older version: its free room goes back to the disk with \
                 `caifeng purge --compact`, once",
            );
        }
        Ok(())
    }
}

fn progress(documents: u64) -> ProgressBar {
    let bar = ProgressBar::new(documents);
    let template = "{bar:30} {pos} of {len} documents  {elapsed} gone, {eta} to go";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
