//! `caifeng duty`: who is on duty, and the roster as a calendar.

use crate::args::{DutyArgs, DutyCommand, Post};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use chrono::NaiveDate;
use chrono_tz::Tz;
use desk::{Actor, Desk, EscalationStep, ImportAct, OnDuty, Reached, RosterBoard, RosterImport};
use model::{DutyPost, Whom};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

pub(crate) fn run(args: &DutyArgs) -> Result<Ended> {
    let runtime = runtime()?;
    let json = args.place.json;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        desk.load_office().await?;
        let ended = match &args.command {
            DutyCommand::Now => now(&desk, json).await?,
            DutyCommand::List { from, days } => list(&desk, from.as_deref(), *days, json).await?,
            DutyCommand::Import { file, post, yes } => {
                import(&desk, file, post_of(*post), *yes, json).await?
            }
            DutyCommand::Export { file } => export(&desk, file.as_deref(), json).await?,
        };
        house.store.close().await?;
        Ok(ended)
    })
}

fn post_of(post: Post) -> DutyPost {
    match post {
        Post::Officer => DutyPost::Officer,
        Post::Leader => DutyPost::Leader,
        Post::Deputy => DutyPost::Deputy,
    }
}

async fn now(desk: &Desk, json: bool) -> Result<Ended> {
    let at = desk.now();
    let on = desk.on_duty(at).await?;
    let chain = desk.escalation(at).await?;
    let zone = desk.time_zone();
    if json {
        let on: Vec<Value> = on.iter().map(|one| shift(one, zone)).collect();
        let chain: Vec<Value> = chain.iter().map(step).collect();
        output::json(&json!({ "on": on, "chain": chain }))?;
        return Ok(Ended::Done);
    }
    table(&on, zone)?;
    for step in chain.iter().filter(|step| step.reaches_nobody()) {
        output::note(&format!(
            "after {} minutes the chain reaches nobody: {}",
            step.after_minutes,
            whom(step)
        ));
    }
    Ok(Ended::Done)
}

async fn list(desk: &Desk, from: Option<&str>, days: u16, json: bool) -> Result<Ended> {
    let day = |text: &str| {
        text.parse::<NaiveDate>()
            .with_context(|| format!("{text:?} is no day; write one like 2026-10-01"))
    };
    let first = from.map(day).transpose()?;
    let board = desk.roster(&Actor::command_line(), first, days).await?;
    let zone = desk.time_zone();
    if json {
        output::json(&listed(&board, zone))?;
        return Ok(Ended::Done);
    }
    table(&board.shifts, zone)?;
    let at = |at| output::time(at, zone);
    for gap in &board.gaps {
        output::note(&format!(
            "no officer on duty: {} – {}",
            at(gap.from),
            at(gap.to)
        ));
    }
    for (clash, names) in &board.clashes {
        output::note(&format!(
            "{} and {} stand in each other's way ({names}): {} – {}",
            clash.first,
            clash.second,
            at(clash.from),
            at(clash.to)
        ));
    }
    Ok(Ended::Done)
}

fn listed(board: &RosterBoard, zone: Tz) -> Value {
    let at = |at| output::rfc3339(at, zone);
    let gaps = board.gaps.iter();
    let gaps = gaps.map(|gap| json!({ "from": at(gap.from), "to": at(gap.to) }));
    let clashes = board.clashes.iter().map(|(clash, names)| {
        json!({ "first": clash.first.to_string(), "second": clash.second.to_string(), "who": names,
                "from": at(clash.from), "to": at(clash.to) })
    });
    let shifts: Vec<Value> = board.shifts.iter().map(|one| shift(one, zone)).collect();
    let (gaps, clashes): (Vec<Value>, Vec<Value>) = (gaps.collect(), clashes.collect());
    json!({ "shifts": shifts, "gaps": gaps, "clashes": clashes })
}

async fn import(desk: &Desk, file: &Path, post: DutyPost, yes: bool, json: bool) -> Result<Ended> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let actor = Actor::command_line();
    let plan = desk.preview_roster(&actor, &bytes, post).await?;
    let kept = yes && plan.changes();
    if kept {
        desk.import_roster(&actor, &bytes, post, plan.roster)
            .await?;
    }
    if json {
        output::json(&planned(&plan, kept, desk.time_zone()))?;
    } else {
        told(&plan, kept, desk.time_zone())?;
    }
    for (line, why) in &plan.refused {
        output::note(&format!("line {line}: {why}"));
    }
    Ok(if plan.refused.is_empty() {
        Ended::Done
    } else {
        Ended::SomeRefused
    })
}

fn told(plan: &RosterImport, kept: bool, zone: Tz) -> Result<()> {
    let row = |row: &desk::ImportRow| {
        let is = &row.shift;
        let person = row
            .person
            .clone()
            .unwrap_or_else(|| "(nobody found)".to_owned());
        let times = [is.from, is.to].map(|at| output::time(at, zone));
        let [from, to] = times;
        vec![
            word(row.act).to_owned(),
            from,
            to,
            is.post.word().to_owned(),
            person,
            row.summary.clone(),
        ]
    };
    let rows = plan.rows.iter().map(row).collect();
    output::table(&["becomes", "from", "to", "post", "who", "entry"], rows)?;
    output::line(match (plan.changes(), kept) {
        (false, _) => "nothing changes",
        (true, true) => "taken in",
        (true, false) => "nothing is kept yet; --yes takes it in",
    })
}

fn planned(plan: &RosterImport, kept: bool, zone: Tz) -> Value {
    let rows = plan.rows.iter().map(|row| {
        json!({ "becomes": word(row.act), "uid": row.shift.uid, "entry": row.summary, "who": row.person,
                "post": row.shift.post.word(), "from": output::rfc3339(row.shift.from, zone),
                "to": output::rfc3339(row.shift.to, zone), "line": row.line })
    });
    let refused = plan
        .refused
        .iter()
        .map(|(line, why)| json!({ "line": line, "why": why }));
    json!({ "kept": kept, "entries": rows.collect::<Vec<_>>(), "refused": refused.collect::<Vec<_>>() })
}

fn word(act: ImportAct) -> &'static str {
    match act {
        ImportAct::Added => "added",
        ImportAct::Changed => "changed",
        ImportAct::Removed => "removed",
        ImportAct::There => "there",
        ImportAct::Older => "older",
    }
}

async fn export(desk: &Desk, file: Option<&Path>, json: bool) -> Result<Ended> {
    let text = desk.export_roster(&Actor::command_line()).await?;
    match file {
        Some(file) => {
            fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
            if json {
                output::json(&json!({ "file": file.display().to_string() }))?;
            } else {
                output::line(&format!("written to {}", file.display()))?;
            }
        }
        None => output::line(text.trim_end())?,
    }
    Ok(Ended::Done)
}

fn table(shifts: &[OnDuty], zone: Tz) -> Result<()> {
    let row = |one: &OnDuty| {
        let is = &one.shift.is;
        let person = one.person.as_ref();
        vec![
            one.shift.id.to_string(),
            output::time(is.from, zone),
            output::time(is.to, zone),
            is.post.word().to_owned(),
            person.map_or_else(String::new, |person| person.name.clone()),
            person.map_or_else(String::new, |person| person.phone.clone()),
            reached(one.reached).to_owned(),
        ]
    };
    let rows = shifts.iter().map(row).collect();
    output::table(
        &["shift", "from", "to", "post", "who", "phone", "reached"],
        rows,
    )
}

fn reached(reached: Reached) -> &'static str {
    match reached {
        Reached::Yes => "yes",
        Reached::Vacant => "vacant",
        Reached::Disabled => "disabled",
        Reached::NoAddress => "no address",
    }
}

fn shift(one: &OnDuty, zone: Tz) -> Value {
    let is = &one.shift.is;
    json!({
        "shift": one.shift.id.to_string(), "post": is.post.word(), "note": is.note, "uid": is.uid,
        "from": output::rfc3339(is.from, zone), "to": output::rfc3339(is.to, zone),
        "person": is.person.map(|id| id.to_string()), "name": one.person.as_ref().map(|person| &person.name),
        "reached": reached(one.reached),
    })
}

fn step(step: &EscalationStep) -> Value {
    let persons: Vec<String> = step.persons.iter().map(ToString::to_string).collect();
    json!({ "after_minutes": step.after_minutes, "whom": whom(step), "persons": persons })
}

fn whom(step: &EscalationStep) -> String {
    match step.whom {
        Whom::Post(post) => post.word().to_owned(),
        Whom::Person(id) => id.to_string(),
    }
}
