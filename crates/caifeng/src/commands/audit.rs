//! `caifeng audit`: read and check the record of use.

use crate::args::{AuditArgs, AuditCommand, ListEntries, Verify};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use chrono::DateTime;
use chrono_tz::Tz;
use desk::{Actor, AuditAsk, Desk};
use model::{AuditEntry, AuditId, AuditSeal};
use serde::Serialize;

/// An entry, as `--json` prints it.
#[derive(Serialize)]
struct Shown<'a> {
    id: String,
    at: String,
    who: &'a str,
    address: &'a str,
    act: &'a str,
    object: &'a str,
    details: &'a str,
    hash: &'a str,
}

pub(crate) fn run(args: &AuditArgs) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        match &args.command {
            AuditCommand::Verify(verify) => check(&desk, verify).await?,
            AuditCommand::Seal => {
                let seal = house.store.audit_seal().await?;
                let seal = seal.context("nothing was written down yet")?;
                output::line(&format!("{} {}", seal.id, seal.hash))?;
            }
            AuditCommand::List(asked) => list(&desk, &house, asked, args.place.json).await?,
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

async fn check(desk: &Desk, verify: &Verify) -> Result<()> {
    let seal = match &verify.seal {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the seal in {}", path.display()))?;
            Some(seal_of(&text).with_context(|| {
                format!(
                    "{} holds no seal; `caifeng audit seal` prints one",
                    path.display()
                )
            })?)
        }
        None => None,
    };
    let found = desk
        .check_chain(&Actor::command_line(), seal.as_ref())
        .await?;
    if let Some(broken) = found.broken {
        bail!("the record of use was tampered with: {broken}");
    }
    output::line(&format!(
        "the chain is whole: {} entries checked",
        found.entries
    ))
}

fn seal_of(text: &str) -> Option<AuditSeal> {
    let (id, hash) = text.trim().split_once(' ')?;
    Some(AuditSeal {
        id: AuditId::parse(id)?,
        hash: hash.trim().to_owned(),
    })
}

async fn list(desk: &Desk, house: &House, asked: &ListEntries, json: bool) -> Result<()> {
    let ask = AuditAsk {
        act: asked.act.clone(),
        object: asked.object.clone(),
        limit: asked.limit,
        ..AuditAsk::default()
    };
    let (entries, _) = desk.audit(&Actor::command_line(), &ask).await?;
    let zone = house.time_zone;
    let time = |entry: &AuditEntry| time(entry, zone);
    if json {
        let shown: Vec<Shown> = entries
            .iter()
            .map(|entry| Shown {
                id: entry.id.to_string(),
                at: time(entry),
                who: &entry.note.who.name,
                address: &entry.note.who.address,
                act: &entry.note.act,
                object: &entry.note.object,
                details: &entry.note.details,
                hash: &entry.hash,
            })
            .collect();
        return output::json(&shown);
    }
    let rows = entries.iter().map(|entry| {
        vec![
            entry.id.to_string(),
            time(entry),
            entry.note.who.name.clone(),
            entry.note.act.clone(),
            entry.note.object.clone(),
            entry.note.details.clone(),
        ]
    });
    let head = ["entry", "at", "who", "act", "object", "details"];
    output::table(&head, rows.collect())
}

fn time(entry: &AuditEntry, zone: Tz) -> String {
    DateTime::from_timestamp_millis(entry.note.at.0).map_or(String::new(), |at| {
        at.with_timezone(&zone)
            .format("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    })
}
