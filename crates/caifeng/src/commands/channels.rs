//! `caifeng channels`: how word leaves the house, tried and listed; messages sent again.

use crate::args::{ChannelsArgs, ChannelsCommand, InState};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use desk::{Actor, ChannelRow, Desk, MessageRow};
use model::{ChannelId, MessageId, MessageState, Moment};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) fn run(args: &ChannelsArgs) -> Result<Ended> {
    let runtime = runtime()?;
    let as_json = args.place.json;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house
            .desk(house.index_for_reading()?)
            .with_world(house.fetcher()?, Arc::clone(&house.vault))
            .with_courier(House::messenger()?);
        match &args.command {
            ChannelsCommand::List => list(&desk, house.time_zone, as_json).await?,
            ChannelsCommand::Test { channel } => test(&desk, channel, as_json).await?,
            ChannelsCommand::Dead { state } => {
                messages(&desk, state_of(*state), house.time_zone, as_json).await?;
            }
            ChannelsCommand::Again { messages, all } => {
                again(&desk, messages, *all, as_json).await?;
            }
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

async fn list(desk: &Desk, zone: Tz, as_json: bool) -> Result<()> {
    let board = desk.channel_board(&Actor::command_line()).await?;
    if as_json {
        let shown: Vec<Value> = board.channels.iter().map(|row| shown(row, zone)).collect();
        return output::json(&shown);
    }
    let time = |at: Option<Moment>| at.map_or(String::new(), |at| output::time(at, zone));
    let rows = board.channels.iter().map(|row| {
        let channel = &row.channel;
        vec![
            channel.id.to_string(),
            output::printable(&channel.said.name),
            channel.said.kind.word().to_owned(),
            output::printable(&channel.said.settings.site),
            if channel.paused { "paused" } else { "" }.to_owned(),
            row.counts.waiting.to_string(),
            row.counts.dead.to_string(),
            time(channel.sent_at),
            time(channel.failed_at),
            output::printable(&channel.last_error),
        ]
    });
    let heads = [
        "channel", "name", "kind", "leads to", "", "waiting", "dead", "sent", "failed", "error",
    ];
    output::table(&heads, rows.collect())
}

fn shown(row: &ChannelRow, zone: Tz) -> Value {
    let (channel, said) = (&row.channel, &row.channel.said);
    let time = |at: Option<Moment>| at.map(|at| output::rfc3339(at, zone));
    json!({
        "channel": channel.id.to_string(), "name": said.name, "kind": said.kind.word(),
        "site": said.settings.site, "to": said.settings.to, "words": said.words, "unit": row.unit,
        "per_minute": said.settings.pace(), "paused": channel.paused,
        "waiting": row.counts.waiting, "dead": row.counts.dead,
        "sent_at": time(channel.sent_at), "failed_at": time(channel.failed_at),
        "last_error": channel.last_error,
    })
}

async fn test(desk: &Desk, channel: &str, as_json: bool) -> Result<()> {
    let id = ChannelId::parse(channel)
        .with_context(|| format!("{channel:?} is no channel; see `caifeng channels list`"))?;
    let to = desk.try_channel(&Actor::command_line(), id).await;
    let to = to.with_context(|| format!("the test by {id} was not taken"))?;
    if as_json {
        output::json(&json!({ "channel": id.to_string(), "sent_to": to }))
    } else {
        output::line(&format!("{id}: a test was sent to {to}"))
    }
}

fn state_of(state: InState) -> MessageState {
    match state {
        InState::Waiting => MessageState::Waiting,
        InState::Sent => MessageState::Sent,
        InState::Dead => MessageState::Dead,
        InState::Dropped => MessageState::Dropped,
        InState::Held => MessageState::Held,
        InState::Gathered => MessageState::Gathered,
    }
}

/// All of them, page by page.
async fn messages(desk: &Desk, state: MessageState, zone: Tz, as_json: bool) -> Result<()> {
    let (mut rows, mut before) = (Vec::new(), None);
    let actor = Actor::command_line();
    loop {
        let page = desk.message_list(&actor, state, None, before).await?;
        rows.extend(page.messages);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    if as_json {
        let shown: Vec<Value> = rows.iter().map(|row| message(row, zone)).collect();
        return output::json(&shown);
    }
    let rows = rows.iter().map(|row| {
        let (message, said) = (&row.message, &row.message.said);
        vec![
            message.id.to_string(),
            row.channel
                .clone()
                .unwrap_or_else(|| said.channel.to_string()),
            said.level.map_or("", model::Level::word).to_owned(),
            output::printable(&said.title),
            output::time(said.due_at, zone),
            message.tries.to_string(),
            output::printable(message.last_error.as_deref().unwrap_or("")),
        ]
    });
    let heads = [
        "message", "channel", "level", "title", "due", "failed", "error",
    ];
    output::table(&heads, rows.collect())
}

fn message(row: &MessageRow, zone: Tz) -> Value {
    let (message, said) = (&row.message, &row.message.said);
    json!({
        "message": message.id.to_string(), "key": said.key, "state": message.state.word(),
        "channel": said.channel.to_string(), "level": said.level.map(model::Level::word),
        "title": said.title, "page": said.page, "due_at": output::rfc3339(said.due_at, zone),
        "held": row.held.is_some(), "tries": message.tries, "last_error": message.last_error,
        "sent_at": message.sent_at.map(|at| output::rfc3339(at, zone)),
    })
}

async fn again(desk: &Desk, messages: &[String], all: bool, as_json: bool) -> Result<()> {
    let actor = Actor::command_line();
    let sent = if all {
        desk.send_all_again(&actor).await?
    } else {
        let ids = messages.iter().map(|text| {
            MessageId::parse(text)
                .with_context(|| format!("{text:?} is no message; see `caifeng channels dead`"))
        });
        let ids = ids.collect::<Result<Vec<_>>>()?;
        desk.send_again(&actor, &ids).await?
    };
    if as_json {
        return output::json(&json!({ "again": sent }));
    }
    output::line(&format!("{sent} messages wait to be sent again"))?;
    output::note("a desk that is served sends them within a second");
    Ok(())
}
