//! `caifeng retention`: how long documents are kept.

use crate::args::{RetentionArgs, RetentionCommand, SetRetention};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Result, bail};
use chrono_tz::Tz;
use desk::{Actor, Desk, KeptFor};
use model::{KEEP_DAYS_MAX, KeepDays, KeepScope, PurgeDay, SourceId, SourceKind};

pub(crate) fn run(args: &RetentionArgs) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let house = House::open_or_create(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        match &args.command {
            RetentionCommand::Show => show(&desk, house.time_zone, args.place.json).await?,
            RetentionCommand::Set(asked) => {
                set(&desk, asked, house.time_zone, args.place.json).await?;
            }
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

fn days_word(days: KeepDays) -> String {
    match days {
        None => "as its kind".to_owned(),
        Some(0) => "ever".to_owned(),
        Some(days) => days.to_string(),
    }
}

fn shown(kept: &KeptFor, zone: Tz) -> serde_json::Value {
    serde_json::json!({
        "whose": kept.scope.word(), "name": kept.name, "days": kept.days, "now": kept.now,
        "from": kept.from.map(|from| output::rfc3339(from, zone)),
    })
}

async fn show(desk: &Desk, zone: Tz, json: bool) -> Result<()> {
    let board = desk.keep_board(&Actor::command_line()).await?;
    let all: Vec<&KeptFor> = board.kinds.iter().chain(&board.sources).collect();
    if json {
        let day = |day: &PurgeDay| {
            serde_json::json!({
                "day": output::day(day.day), "days": day.days, "sources": day.sources, "documents": day.documents,
            })
        };
        let purged: Vec<_> = board.purged.iter().map(day).collect();
        let rules: Vec<_> = all.iter().map(|kept| shown(kept, zone)).collect();
        return output::json(&serde_json::json!({ "rules": rules, "purged": purged }));
    }
    let rows = all.iter().map(|kept| {
        vec![
            kept.scope.word(),
            kept.name.clone().unwrap_or_default(),
            days_word(kept.days),
            days_word(Some(kept.now)),
            kept.from
                .map(|from| output::time(from, zone))
                .unwrap_or_default(),
        ]
    });
    output::table(
        &["whose", "name", "days", "now", "holds from"],
        rows.collect(),
    )?;
    for day in &board.purged {
        output::line(&format!(
            "{}: {} documents of {} sources were purged, kept for {} days",
            output::day(day.day),
            day.documents,
            day.sources,
            day.days
        ))?;
    }
    Ok(())
}

async fn set(desk: &Desk, asked: &SetRetention, zone: Tz, json: bool) -> Result<()> {
    let scope = scope_of(&asked.whose)?;
    let change = [(scope, days_of(&asked.days, scope)?)];
    let actor = Actor::command_line();
    let preview = desk.preview_keeping(&actor, &change).await?;
    if preview.more > 0 && !asked.yes {
        bail!(
            "{} documents are older than that and would be purged for good from {} on ({} more are on hold and \
             stay); nothing was changed: say --yes if you want it",
            preview.more,
            output::time(preview.from, zone),
            preview.held
        );
    }
    let done = desk.change_keeping(&actor, &change, asked.yes).await?;
    if json {
        return output::json(&serde_json::json!({
            "whose": scope.word(), "changed": done.changes, "documents": done.more, "held": done.held,
            "from": output::rfc3339(done.from, zone),
        }));
    }
    if !done.changes {
        return output::line("nothing changes");
    }
    output::line(&format!(
        "{}: {}; {} documents older than that are purged from {} on",
        scope.word(),
        days_word(change[0].1),
        done.more,
        output::time(done.from, zone)
    ))
}

fn scope_of(whose: &str) -> Result<KeepScope> {
    if let Some(kind) = SourceKind::from_word(whose) {
        return Ok(KeepScope::Kind(kind));
    }
    if let Some(id) = SourceId::parse(whose) {
        return Ok(KeepScope::Source(id));
    }
    let kinds: Vec<&str> = SourceKind::ALL.map(SourceKind::word).to_vec();
    bail!(
        "{whose:?} is neither a kind of source ({}) nor a source like s12",
        kinds.join(", ")
    )
}

fn days_of(text: &str, scope: KeepScope) -> Result<KeepDays> {
    match (text, scope) {
        ("ever", _) => Ok(Some(0)),
        ("kind", KeepScope::Source(_)) => Ok(None),
        _ => match text.parse::<u32>() {
            Ok(days) if (1..=KEEP_DAYS_MAX).contains(&days) => Ok(Some(days)),
            _ => bail!(
                "{text:?} is no number of days from 1 to {KEEP_DAYS_MAX}, nor `ever`{}",
                if matches!(scope, KeepScope::Source(_)) {
                    ", nor `kind`"
                } else {
                    ""
                }
            ),
        },
    }
}
