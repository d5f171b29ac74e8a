//! `caifeng replay`: a file through the line, and what was decided for each line.

use super::intake::{Summary, run_file};
use crate::args::Replay;
use crate::house::{House, runtime};
use crate::{Ended, stop};
use anyhow::{Context, Result};
use desk::line::Outcome;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};

/// One line of the output: final before the next document is decided.
#[derive(Serialize)]
struct Assignment<'a> {
    id: &'a str,
    event: String,
    copy_of: Option<&'a str>,
    reuses: Option<&'a str>,
}

pub(crate) fn run(args: &Replay) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let what = || {
        format!(
            "cannot write {}; check the path and its permissions",
            args.assignments.display()
        )
    };
    let mut out = BufWriter::new(File::create(&args.assignments).with_context(what)?);
    let mut summary = Summary::default();
    let mut told = 0u64;
    run_file(
        &house,
        &mut open,
        runtime.handle(),
        &args.input,
        &stop,
        &mut summary,
        |outcome| {
            let Outcome::Kept {
                id,
                event,
                copy_of,
                reuses,
                ..
            } = outcome
            else {
                return Ok(());
            };
            let line = Assignment {
                id,
                event: event.to_string(),
                copy_of: copy_of.as_deref(),
                reuses: reuses.as_deref(),
            };
            serde_json::to_writer(&mut out, &line).with_context(what)?;
            out.write_all(b"\n").with_context(what)?;
            told += 1;
            if told.is_multiple_of(model::limits::BATCH_DOCUMENTS_MAX as u64) {
                out.flush().with_context(what)?;
            }
            Ok(())
        },
    )?;
    out.flush().with_context(what)?;
    runtime.block_on(house.store.close())?;
    summary.print(args.place.json)?;
    Ok(if summary.refused > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}
