//! `caifeng hold`: documents that are not purged while something cites them.

use crate::args::{Cited, HoldArgs, HoldCommand};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use desk::{Actor, Desk};
use model::{CitedBy, DocumentId, EventId, Hold, HoldId, HoldOn, NewHold};

pub(crate) fn run(args: &HoldArgs) -> Result<Ended> {
    let runtime = runtime()?;
    let json = args.place.json;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        let actor = Actor::command_line();
        match &args.command {
            HoldCommand::List { released } => list(&desk, *released, house.time_zone, json).await?,
            HoldCommand::Add {
                on,
                cited,
                reference,
                reason,
            } => {
                let hold = NewHold {
                    on: on_of(on)?,
                    cited_by: cited_by(*cited),
                    reference: reference.clone(),
                    reason: reason.clone(),
                };
                let id = desk.place_hold(&actor, &hold).await?;
                let words = format!("{id}: {} is on hold", hold.on);
                tell(json, "hold", id, &words)?;
            }
            HoldCommand::Release { hold } => {
                let id = HoldId::parse(hold)
                    .with_context(|| format!("{hold:?} is no hold; see `caifeng hold list`"))?;
                let on = desk.release_hold(&actor, id).await?;
                tell(json, "released", id, &format!("{id} on {on} is released"))?;
            }
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

fn tell(json: bool, key: &str, id: HoldId, words: &str) -> Result<()> {
    if json {
        output::json(&serde_json::json!({ key: id.to_string() }))
    } else {
        output::line(words)
    }
}

/// All of them, page by page.
async fn list(desk: &Desk, released: bool, zone: Tz, json: bool) -> Result<()> {
    let (mut holds, mut before) = (Vec::new(), None);
    loop {
        let page = desk
            .hold_list(&Actor::command_line(), released, before)
            .await?;
        holds.extend(page.holds);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    if json {
        let shown: Vec<_> = holds.iter().map(|hold| shown(hold, zone)).collect();
        return output::json(&shown);
    }
    let rows = holds.iter().map(|hold| row(hold, zone));
    output::table(
        &[
            "hold",
            "on",
            "documents",
            "cited by",
            "reason",
            "placed",
            "released",
        ],
        rows.collect(),
    )
}

fn row(hold: &Hold, zone: Tz) -> Vec<String> {
    let said = &hold.said;
    vec![
        hold.id.to_string(),
        said.on.to_string(),
        hold.documents.to_string(),
        format!("{} {}", said.cited_by.word(), said.reference),
        said.reason.clone(),
        format!("{} {}", hold.placed_by, output::time(hold.placed_at, zone)),
        match &hold.released {
            Some((at, by)) => format!("{by} {}", output::time(*at, zone)),
            None => String::new(),
        },
    ]
}

fn shown(hold: &Hold, zone: Tz) -> serde_json::Value {
    let said = &hold.said;
    serde_json::json!({
        "hold": hold.id.to_string(), "on": said.on.to_string(), "documents": hold.documents,
        "cited_by": said.cited_by.word(), "reference": said.reference, "reason": said.reason,
        "placed_by": hold.placed_by, "placed_at": output::rfc3339(hold.placed_at, zone),
        "released_at": hold.released.as_ref().map(|(at, _)| output::rfc3339(*at, zone)),
        "released_by": hold.released.as_ref().map(|(_, by)| by),
    })
}

/// A document with its letter, or an event with its letter: a bare number says too little.
fn on_of(text: &str) -> Result<HoldOn> {
    let document = text
        .starts_with('d')
        .then(|| DocumentId::parse(text))
        .flatten();
    let event = text
        .starts_with('e')
        .then(|| EventId::parse(text))
        .flatten();
    document
        .map(HoldOn::Document)
        .or(event.map(HoldOn::Event))
        .with_context(|| format!("{text:?} is neither a document like d12 nor an event like e3"))
}

fn cited_by(cited: Cited) -> CitedBy {
    match cited {
        Cited::Case => CitedBy::Case,
        Cited::Report => CitedBy::Report,
        Cited::Other => CitedBy::Other,
    }
}
