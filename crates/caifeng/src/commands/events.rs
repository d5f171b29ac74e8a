//! `caifeng events`: events by heat or rise, one with its documents, or what waits for a decision.

use crate::args::{Events, Rank};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use desk::{EventCard, EventSheet, FALSE_ALARMS_A_DAY, HeatPart, HourRise, Member, NowAsk, Said};
use model::{EventId, SourceKind};
use serde::Serialize;

/// Hours of a century: all events are asked for.
const ALL_HOURS: i64 = 24 * 365 * 100;

/// An event, as `--json` prints it.
#[derive(Serialize)]
struct Shown {
    event: String,
    title: String,
    documents: i64,
    copies: i64,
    heat: f64,
    rise: f64,
    first_at: String,
    last_at: String,
}

/// A member, as `--json` prints it.
#[derive(Serialize)]
struct ShownMember {
    id: String,
    title: String,
    source: String,
    url: Option<String>,
    published_at: String,
    copies: i64,
    reuses: Option<String>,
    places: Vec<String>,
    reasons: Vec<model::Reason>,
}

#[derive(Serialize)]
struct ShownSheet {
    #[serde(flatten)]
    card: Shown,
    sources: i64,
    page: u64,
    pages: u64,
    heat_parts: Vec<ShownPart>,
    last_hour: Option<ShownHour>,
    members: Vec<ShownMember>,
}

/// A part of an event's heat.
#[derive(Serialize)]
struct ShownPart {
    from: &'static str,
    kind: Option<&'static str>,
    reach: Option<&'static str>,
    source: Option<String>,
    amount: f64,
    hours: f64,
    weight: f64,
    heat: f64,
    left_out: f64,
}

/// The last hour beside the usual.
#[derive(Serialize)]
struct ShownHour {
    count: u32,
    day: u32,
    share: f64,
    expected: f64,
    rise: f64,
    desk_count: u32,
    desk_usual: f64,
    usual: f64,
    chance: f64,
    burst: bool,
    false_alarms_a_day: f64,
}

pub(crate) fn run(args: &Events) -> Result<Ended> {
    let runtime = runtime()?;
    if args.event.as_deref() == Some("reheat") {
        return super::reheat::run(&args.place, &runtime);
    }
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        let zone = house.time_zone;
        if let (Some("why"), Some(document)) = (args.event.as_deref(), &args.document) {
            return super::why::tell(&house, document, args.place.json).await;
        }
        if let (Some(word @ ("gist" | "spread")), Some(id)) =
            (args.event.as_deref(), &args.document)
        {
            let id = event_id(id)?;
            return match word {
                "gist" => super::gist::tell(&desk, id, zone, args.place.json).await,
                _ => super::spread::tell(&desk, id, zone, args.place.json).await,
            };
        }
        if args.event.as_deref() == Some("proposals") {
            return super::proposals::list(&desk, args.limit, zone, args.place.json).await;
        }
        if let Some(id) = &args.event {
            let id = event_id(id)?;
            let sheet = desk.event_sheet(id, 1).await?;
            return print_sheet(&sheet, zone, args.place.json);
        }
        let board = desk
            .now_board(&NowAsk {
                window_hours: ALL_HOURS,
                ..NowAsk::open(args.limit)
            })
            .await?;
        let cards = match args.by {
            Rank::Heat => board.by_heat,
            Rank::Rise => board.by_rise,
        };
        if args.place.json {
            output::json(
                &cards
                    .iter()
                    .map(|card| shown(card, zone))
                    .collect::<Vec<_>>(),
            )?;
        } else if cards.is_empty() {
            output::line("no events yet; `caifeng replay --help` shows how to begin")?;
        } else {
            let rows = cards
                .iter()
                .map(|card| {
                    vec![
                        card.id.to_string(),
                        card.title.clone(),
                        format!("{:.1}", card.heat),
                        format!("×{:.1}", card.rise),
                        card.documents.to_string(),
                        card.copies.to_string(),
                        output::time(card.last_at, zone),
                    ]
                })
                .collect();
            output::table(
                &[
                    "event",
                    "title",
                    "heat",
                    "rise",
                    "documents",
                    "copies",
                    "last",
                ],
                rows,
            )?;
            output::note(&format!("as of {}", output::time(board.as_of, zone)));
        }
        Ok(Ended::Done)
    })
}

fn event_id(id: &str) -> Result<EventId> {
    EventId::parse(id).with_context(|| format!("{id:?} is no event number; see `caifeng events`"))
}

fn print_sheet(sheet: &EventSheet, zone: Tz, as_json: bool) -> Result<Ended> {
    if as_json {
        let members = sheet
            .members
            .iter()
            .map(|member| shown_member(member, zone))
            .collect();
        output::json(&ShownSheet {
            card: shown(&sheet.card, zone),
            sources: sheet.sources,
            page: sheet.page,
            pages: sheet.pages,
            heat_parts: sheet.heat.parts.iter().map(shown_part).collect(),
            last_hour: sheet.hour.as_ref().map(shown_hour),
            members,
        })?;
        return Ok(Ended::Done);
    }
    output::line(&format!(
        "{}  {}",
        sheet.card.id,
        output::printable(&sheet.card.title)
    ))?;
    let rows = sheet
        .members
        .iter()
        .map(|member| {
            let stored = &member.document;
            vec![
                output::time(stored.document.published_at, zone),
                stored.source_name.clone(),
                stored.document.title.clone(),
                member.copy_count.to_string(),
                stored.public_id(),
            ]
        })
        .collect();
    output::table(&["published", "source", "title", "copies", "id"], rows)?;
    Ok(Ended::Done)
}

fn shown(card: &EventCard, zone: Tz) -> Shown {
    Shown {
        event: card.id.to_string(),
        title: card.title.clone(),
        documents: card.documents,
        copies: card.copies,
        heat: card.heat,
        rise: card.rise,
        first_at: output::rfc3339(card.first_at, zone),
        last_at: output::rfc3339(card.last_at, zone),
    }
}

fn shown_part(part: &HeatPart) -> ShownPart {
    let (from, kind, reach, source) = match &part.said {
        Said::Documents {
            copies,
            kind,
            reach,
        } => {
            let from = if *copies { "copies" } else { "documents" };
            (from, kind.map(SourceKind::word), Some(reach.word()), None)
        }
        Said::Floods { kind, reach, .. } => (
            "floods",
            kind.map(SourceKind::word),
            Some(reach.word()),
            None,
        ),
        Said::List { name, .. } => ("list", None, None, Some(name.clone())),
    };
    ShownPart {
        from,
        kind,
        reach,
        source,
        amount: part.amount,
        hours: part.hours,
        weight: part.weight,
        heat: part.heat,
        left_out: part.left_out,
    }
}

fn shown_hour(rise: &HourRise) -> ShownHour {
    ShownHour {
        count: rise.count,
        day: rise.day,
        share: rise.share,
        expected: rise.expected,
        rise: rise.rise,
        desk_count: rise.desk_count,
        desk_usual: rise.desk_usual,
        usual: rise.own.usual,
        chance: rise.own.chance,
        burst: rise.own.burst,
        false_alarms_a_day: FALSE_ALARMS_A_DAY,
    }
}

fn shown_member(member: &Member, zone: Tz) -> ShownMember {
    let stored = &member.document;
    ShownMember {
        id: stored.public_id(),
        title: stored.document.title.clone(),
        source: stored.source_name.clone(),
        url: stored.document.url.clone(),
        published_at: output::rfc3339(stored.document.published_at, zone),
        copies: member.copy_count,
        reuses: stored.placement.reuses.map(|id| id.to_string()),
        places: member.places.clone(),
        reasons: member.reasons.clone(),
    }
}
