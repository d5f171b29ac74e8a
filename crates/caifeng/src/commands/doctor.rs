//! `caifeng doctor`: check everything, repair what can be made anew, say what to do about the rest.

use crate::args::Doctor;
use crate::house::{House, OpenLine, runtime};
use crate::index_progress::tell_of_index;
use crate::{Ended, output, stop};
use anyhow::{Result, bail};
use desk::DICTIONARY_FILE;
use desk::line::Recovered;
use indicatif::{ProgressBar, ProgressStyle};
use model::DocumentId;
use serde::Serialize;
use std::sync::Arc;

/// One check, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    note: String,
}

/// The whole finding.
#[derive(Debug, Serialize)]
struct Finding {
    ok: bool,
    documents: i64,
    indexed: usize,
    events: i64,
    /// What opening had to catch up with.
    followed: i64,
    reindexed: i64,
    checks: Vec<Check>,
}

pub(crate) fn run(args: &Doctor) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(&args.place.data_dir))?;
    let lock = house.data.lock_for_writing()?;
    let kept = runtime.block_on(house.store.document_ids())?;
    let fault = (args.fix && !args.rebuild_index)
        .then(|| index_fault(&house, &kept))
        .flatten();
    if let Some(fault) = &fault {
        output::note(&format!("the search index {fault}"));
    }
    if args.rebuild_index || fault.is_some() {
        output::note("making the search index anew");
        house.data.clear_index()?;
    }
    let bar = progress();
    let telling = bar.clone();
    let tell = move |done: u64, of: u64| {
        telling.set_length(of);
        telling.set_position(done);
    };
    let mut open = house.line_telling(lock, runtime.handle(), Some(Arc::new(tell)))?;
    bar.finish_and_clear();
    if args.fix {
        runtime.spawn(tell_of_index(house.index_progress.clone()));
        let stop = stop::flag(runtime.handle());
        open.line.bring_index_up(&stop)?;
    }
    let words = user_words(&house, &open);
    let found = open.index.ids()?;
    let mut checks: Vec<Check> = runtime
        .block_on(house.store.integrity())?
        .into_iter()
        .map(|note| Check {
            name: "database",
            ok: false,
            note: format!("{note}; restore a backup"),
        })
        .collect();
    if checks.is_empty() {
        checks.push(Check {
            name: "database",
            ok: true,
            note: "whole, and its counts agree".to_owned(),
        });
    }
    checks.push(caught_up(open.recovered));
    checks.push(same_ids(&kept, &found));
    checks.push(words);
    let counts = runtime.block_on(house.store.counts())?;
    let finding = Finding {
        ok: checks.iter().all(|check| check.ok),
        documents: counts.documents,
        indexed: found.len(),
        events: counts.events,
        followed: open.recovered.followed,
        reindexed: open.recovered.indexed,
        checks,
    };
    runtime.block_on(house.store.close())?;
    print(&finding, args.place.json)?;
    if !finding.ok {
        bail!("not everything is in order; see above");
    }
    Ok(Ended::Done)
}

/// What is wrong with the index, if anything. What it has not taken yet is no fault: opening the
/// line catches up with that.
fn index_fault(house: &House, kept: &[DocumentId]) -> Option<String> {
    let found = house.index_for_writing().and_then(|index| {
        let last = index.last_committed()?;
        Ok((index.ids()?, last))
    });
    match found {
        Err(error) => Some(format!("cannot be used: {error:#}")),
        Ok((found, last)) => {
            let due = kept.iter().filter(|id| **id <= last);
            let whole = due.eq(found.iter());
            (!whole).then(|| "does not hold what is kept".to_owned())
        }
    }
}

fn progress() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} documents  {eta}") {
        bar.set_style(style);
    }
    bar
}

fn caught_up(recovered: Recovered) -> Check {
    let note = if recovered == Recovered::default() {
        "engine and index are where the database is".to_owned()
    } else {
        format!(
            "caught up: the engine followed {} documents, the index took {}",
            recovered.followed, recovered.indexed
        )
    };
    Check {
        name: "engine and index",
        ok: true,
        note,
    }
}

/// Whether all documents are cut by the user words as they are written.
fn user_words(house: &House, open: &OpenLine) -> Check {
    let text = std::fs::read(house.data.path().join(DICTIONARY_FILE)).unwrap_or_default();
    let read = analysis::user_words::read(&String::from_utf8_lossy(&text));
    let mut note = format!("{} in use", read.folded.len());
    if !read.faulty.is_empty() {
        note += "; ";
        note += &read.faulty.len().to_string();
        note += " lines are none, `caifeng words list` says why";
    }
    let waiting = open.line.has_words_to_take();
    note += if waiting {
        "; documents that hold changed ones are still ranked as before: `caifeng serve` or `caifeng doctor --fix` cuts them again"
    } else {
        ", and every document is cut by them"
    };
    Check {
        name: "user words",
        ok: true,
        note,
    }
}

fn same_ids(kept: &[DocumentId], found: &[DocumentId]) -> Check {
    let ok = kept == found;
    let note = if ok {
        format!("all {} documents can be found", kept.len())
    } else {
        format!(
            "{} documents are kept and {} can be found; run `caifeng doctor --fix`",
            kept.len(),
            found.len()
        )
    };
    Check {
        name: "search index",
        ok,
        note,
    }
}

fn print(finding: &Finding, as_json: bool) -> Result<()> {
    if as_json {
        return output::json(finding);
    }
    let rows = finding
        .checks
        .iter()
        .map(|check| {
            vec![
                check.name.to_owned(),
                if check.ok { "✓" } else { "✗" }.to_owned(),
                check.note.clone(),
            ]
        })
        .collect();
    output::table(&["what", "", "finding"], rows)
}
