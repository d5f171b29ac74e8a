//! `caifeng replay`: a file through the line, and what was decided for each line.

use super::intake::{Summary, run_file};
use crate::args::Replay;
use crate::house::{House, runtime};
use crate::{Ended, stop};
use analysis::engine::{Engine, Settled};
use anyhow::{Context, Result};
use desk::line::Outcome;
use model::{DocumentId, EventId, Proposal, ProposalId, ProposalState};
use serde::Serialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Proposals read at a time.
const PROPOSALS_A_PAGE: u64 = 1_000;

/// One line of the output: final before the next document is decided.
#[derive(Serialize)]
struct Assignment<'a> {
    id: &'a str,
    event: String,
    copy_of: Option<&'a str>,
    reuses: Option<&'a str>,
}

/// One line of the settled state: after later merges and splits.
#[derive(Serialize)]
struct SettledLine<'a> {
    id: &'a str,
    event: String,
    story: String,
}

pub(crate) fn run(args: &Replay) -> Result<Ended> {
    let Some(assignments) = args.assignments.as_ref().filter(|_| !args.bench) else {
        return super::replay_bench::run(args);
    };
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let what = || {
        format!(
            "cannot write {}; check the path and its permissions",
            assignments.display()
        )
    };
    let mut out = BufWriter::new(File::create(assignments).with_context(what)?);
    let mut summary = Summary::default();
    let mut told = 0u64;
    let mut placed: Vec<(String, DocumentId, EventId)> = Vec::new();
    let mut heads: HashMap<String, DocumentId> = HashMap::new();
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
                document,
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
            if args.settled.is_some() {
                let head = copy_of.as_ref().and_then(|head| heads.get(head)).copied();
                let head = head.unwrap_or(*document);
                heads.insert(id.clone(), head);
                placed.push((id.clone(), head, *event));
            }
            if told.is_multiple_of(model::limits::BATCH_DOCUMENTS_MAX as u64) {
                out.flush().with_context(what)?;
            }
            Ok(())
        },
    )?;
    out.flush().with_context(what)?;
    if let Some(path) = &args.settled {
        let mut made = runtime.block_on(proposals(&house))?;
        made.extend(open.line.engine().look_again());
        write_settled(path, open.line.engine(), &made, &placed)?;
    }
    runtime.block_on(house.store.close())?;
    summary.print(args.place.json)?;
    Ok(if summary.refused > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

/// What the line proposed on the way, in order.
async fn proposals(house: &House) -> Result<Vec<Proposal>> {
    let (mut all, mut after) = (Vec::new(), ProposalId(0));
    loop {
        let page = house.store.proposals_after(after, PROPOSALS_A_PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        after = last.id;
        let open = page
            .into_iter()
            .filter(|one| one.state == ProposalState::Open);
        all.extend(open.map(|one| one.proposal));
    }
}

/// Where each document is once these proposals are accepted, and its story.
fn write_settled(
    path: &Path,
    engine: &Engine,
    made: &[Proposal],
    placed: &[(String, DocumentId, EventId)],
) -> Result<()> {
    let what = || {
        format!(
            "cannot write {}; check the path and its permissions",
            path.display()
        )
    };
    let settled = Settled::of(made);
    let mut out = BufWriter::new(File::create(path).with_context(what)?);
    for (id, document, event) in placed {
        let event = settled.event_of(*document, *event);
        let story = engine.story_of(event);
        let line = SettledLine {
            id,
            event: event.to_string(),
            story: story.to_string(),
        };
        serde_json::to_writer(&mut out, &line).with_context(what)?;
        out.write_all(b"\n").with_context(what)?;
    }
    out.flush().with_context(what)
}
