//! `caifeng cases`: matters being handled.

use crate::args::{CasesArgs, CasesCommand};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use desk::{Actor, CaseRow, CaseSheet, CaseShow, Desk};
use model::{CaseEntry, CaseId, Clock, Level};
use serde_json::json;
use std::sync::Arc;

pub(crate) fn run(args: &CasesArgs) -> Result<Ended> {
    let runtime = runtime()?;
    let as_json = args.place.json;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house
            .desk(house.index_for_reading()?)
            .with_world(house.fetcher()?, Arc::clone(&house.vault));
        let ended = match &args.command {
            CasesCommand::List => list(&desk, house.time_zone, as_json).await?,
            CasesCommand::Evidence { command } => {
                super::evidence::run(&desk, command, house.time_zone, as_json).await?
            }
            CasesCommand::Show { case } => show(&desk, case, house.time_zone, as_json).await?,
        };
        house.store.close().await?;
        Ok(ended)
    })
}

async fn list(desk: &Desk, zone: Tz, as_json: bool) -> Result<Ended> {
    let board = desk
        .case_board(&Actor::command_line(), CaseShow::All)
        .await?;
    if as_json {
        let rows: Vec<_> = board.rows.iter().map(|row| listed(row, zone)).collect();
        output::json(&rows)?;
        return Ok(Ended::Done);
    }
    let headings = [
        "case", "state", "level", "title", "unit", "owner", "tasks", "clocks",
    ];
    let rows = board.rows.iter().map(|row| {
        let case = &row.case;
        let exercise = if case.exercise { "exercise: " } else { "" };
        vec![
            case.id.to_string(),
            case.state.word().to_owned(),
            case.level.map_or("", Level::roman).to_owned(),
            format!("{exercise}{}", case.title),
            row.unit.clone().unwrap_or_default(),
            row.owner.clone().unwrap_or_default(),
            format!("{} open of {}", row.tasks.0, row.tasks.1),
            told(&row.clocks),
        ]
    });
    output::table(&headings, rows.collect())?;
    Ok(Ended::Done)
}

fn told(clocks: &[Clock]) -> String {
    let words = clocks.iter().map(|clock| {
        let (kind, from) = (clock.kind.word(), clock.from.word());
        format!("{kind} from {from}: {}", clock.word())
    });
    words.collect::<Vec<_>>().join("; ")
}

fn clocks_json(clocks: &[Clock], zone: Tz) -> Vec<serde_json::Value> {
    let one = |clock: &Clock| {
        json!({
            "kind": clock.kind.word(), "from": clock.from.word(), "state": clock.word(),
            "due": output::rfc3339(clock.due, zone),
        })
    };
    clocks.iter().map(one).collect()
}

fn listed(row: &CaseRow, zone: Tz) -> serde_json::Value {
    let case = &row.case;
    json!({
        "case": case.id.to_string(), "title": case.title, "state": case.state.word(),
        "level": case.level.map(Level::roman), "exercise": case.exercise, "unit": row.unit,
        "owner": row.owner, "tasks_open": row.tasks.0, "tasks": row.tasks.1,
        "opened_at": output::rfc3339(case.opened_at, zone),
        "clocks": clocks_json(&row.clocks, zone),
    })
}

async fn show(desk: &Desk, case: &str, zone: Tz, as_json: bool) -> Result<Ended> {
    let id = CaseId::parse(case)
        .with_context(|| format!("{case:?} is no case; see `caifeng cases list`"))?;
    let sheet = desk.case_sheet(&Actor::command_line(), id).await?;
    if as_json {
        output::json(&whole(&sheet, zone))?;
    } else {
        print(&sheet, zone)?;
    }
    if let Some(number) = sheet.fault {
        anyhow::bail!(
            "entry {number} of {id} is not as it was written; compare `caifeng audit list`, which \
             holds the end of the chain after each act"
        );
    }
    Ok(Ended::Done)
}

fn print(sheet: &CaseSheet, zone: Tz) -> Result<()> {
    let case = &sheet.case;
    let level = case.level.map_or("not assessed", Level::roman);
    output::line(&format!(
        "{} {} ({}, level {level})",
        case.id,
        case.title,
        case.state.word()
    ))?;
    output::line(&told(&sheet.clocks))?;
    let tasks = sheet.tasks.iter().map(|task| {
        vec![
            task.id.to_string(),
            task.state.word().to_owned(),
            output::time(task.said.due_at, zone),
            task.said.title.clone(),
            task.note.clone(),
        ]
    });
    output::table(&["task", "state", "due", "what", "note"], tasks.collect())?;
    let entries = sheet.entries.iter().map(|entry| {
        vec![
            entry.number.to_string(),
            output::time(entry.said.at, zone),
            entry.said.who.name.clone(),
            entry.said.kind.word().to_owned(),
            entry.said.object.clone(),
            entry.said.text.replace(['\n', '\t'], " "),
        ]
    });
    output::table(
        &["entry", "at", "who", "what", "of", "words"],
        entries.collect(),
    )
}

fn whole(sheet: &CaseSheet, zone: Tz) -> serde_json::Value {
    let case = &sheet.case;
    let entry = |entry: &CaseEntry| {
        let said = &entry.said;
        json!({
            "number": entry.number, "at": output::rfc3339(said.at, zone), "who": said.who.name,
            "kind": said.kind.word(), "object": said.object, "text": said.text,
            "file": said.file.as_ref().map(|file| &file.title), "hash": entry.hash,
        })
    };
    let events: Vec<String> = case.events.iter().map(ToString::to_string).collect();
    json!({
        "case": case.id.to_string(), "title": case.title, "state": case.state.word(),
        "level": case.level.map(Level::roman), "exercise": case.exercise, "events": events,
        "asked": case.closing.as_ref().map(|closing| &closing.asked),
        "done": case.closing.as_ref().map(|closing| &closing.done),
        "clocks": clocks_json(&sheet.clocks, zone),
        "timeline": sheet.entries.iter().map(entry).collect::<Vec<_>>(),
        "broken_at": sheet.fault,
    })
}
