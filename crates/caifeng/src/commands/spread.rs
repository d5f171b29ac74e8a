//! `caifeng events spread`: who said it first, who took it from whom, how fast and where.

use crate::{Ended, output};
use anyhow::Result;
use chrono_tz::Tz;
use desk::{Desk, EventSpread, Outlet, Way};
use model::{EventId, HOUR_MS};
use serde::Serialize;

/// An outlet, as `--json` prints it.
#[derive(Serialize)]
struct ShownOutlet {
    source: String,
    name: String,
    depth: usize,
    first_at: Option<String>,
    first_document: Option<String>,
    documents: usize,
    copies: usize,
    taken: usize,
    way: &'static str,
    from: Option<String>,
    from_document: Option<String>,
}

#[derive(Serialize)]
struct ShownSpeed {
    an_hour: f64,
    busiest_hour: usize,
    busiest_hour_at: String,
    hours_to_half: f64,
    half_life_hours: Option<f64>,
}

#[derive(Serialize)]
struct ShownPlace {
    place: u32,
    name: String,
    first_at: String,
    first_document: String,
    documents: usize,
}

/// A copy-paste flood: how many voices, never which.
#[derive(Serialize)]
struct ShownFlood {
    head: String,
    first_at: String,
    last_at: String,
    documents: i64,
    voices: i64,
    at_least: bool,
}

#[derive(Serialize)]
struct Shown {
    event: String,
    title: String,
    documents: usize,
    drawn: usize,
    outlets: Vec<ShownOutlet>,
    other_outlets: usize,
    other_documents: usize,
    speed: Option<ShownSpeed>,
    places: Vec<ShownPlace>,
    floods: Vec<ShownFlood>,
}

pub(super) async fn tell(desk: &Desk, id: EventId, zone: Tz, as_json: bool) -> Result<Ended> {
    let spread = desk.event_spread(id).await?;
    let floods = desk.floods_of(id).await?;
    if as_json {
        output::json(&shown(&spread, &floods, zone))?;
        return Ok(Ended::Done);
    }
    output::line(&format!("{id}  {}", output::printable(&spread.card.title)))?;
    output::table(
        &[
            "source",
            "first",
            "how",
            "from",
            "documents",
            "copies",
            "taken",
        ],
        spread
            .outlets
            .iter()
            .map(|one| row(one, &spread, zone))
            .collect(),
    )?;
    if let Some(speed) = &spread.speed {
        let hours = |ms: i64| format!("{:.1} h", ms as f64 / HOUR_MS as f64);
        let half_life = speed.half_life_ms.map_or("none".to_owned(), hours);
        output::line(&format!(
            "{:.1} documents an hour, at most {} in one; half of all after {}; half-life {half_life}",
            speed.an_hour,
            speed.most,
            hours(speed.half_ms),
        ))?;
    }
    Ok(Ended::Done)
}

fn row(one: &Outlet, spread: &EventSpread, zone: Tz) -> Vec<String> {
    let node = &one.node;
    let from = node.from.and_then(|from| {
        spread
            .outlets
            .iter()
            .find(|other| other.node.outlet == from.outlet)
    });
    vec![
        format!("{}{}", "  ".repeat(node.depth), one.name),
        node.first
            .map_or("–".to_owned(), |(at, _)| output::time(at, zone)),
        way(one).to_owned(),
        from.map_or(String::new(), |from| from.name.clone()),
        node.documents.to_string(),
        node.copies.to_string(),
        node.taken.to_string(),
    ]
}

fn way(one: &Outlet) -> &'static str {
    match (one.node.from.map(|from| from.way), one.node.first) {
        (Some(Way::Copy), _) => "copy",
        (Some(Way::Names), _) => "names",
        (Some(Way::Passages), _) => "passages",
        (None, Some(_)) => "own",
        (None, None) => "only named",
    }
}

fn shown(spread: &EventSpread, floods: &[model::FloodRecord], zone: Tz) -> Shown {
    let at = |at| output::rfc3339(at, zone);
    let hours = |ms: i64| ms as f64 / HOUR_MS as f64;
    let place = |(place, name): &(desk::AtPlace, String)| ShownPlace {
        place: place.place.0,
        name: name.clone(),
        first_at: at(place.first),
        first_document: place.document.to_string(),
        documents: place.documents,
    };
    Shown {
        event: spread.card.id.to_string(),
        title: spread.card.title.clone(),
        documents: spread.of,
        drawn: spread.drawn,
        outlets: spread.outlets.iter().map(|one| outlet(one, zone)).collect(),
        other_outlets: spread.others.0,
        other_documents: spread.others.1,
        speed: spread.speed.map(|speed| ShownSpeed {
            an_hour: speed.an_hour,
            busiest_hour: speed.most,
            busiest_hour_at: at(speed.most_at),
            hours_to_half: hours(speed.half_ms),
            half_life_hours: speed.half_life_ms.map(hours),
        }),
        places: spread.places.iter().map(place).collect(),
        floods: floods.iter().map(|one| flood(&one.flood, zone)).collect(),
    }
}

fn flood(flood: &model::Flood, zone: Tz) -> ShownFlood {
    ShownFlood {
        head: flood.head.to_string(),
        first_at: output::rfc3339(flood.first_at, zone),
        last_at: output::rfc3339(flood.last_at, zone),
        documents: flood.documents,
        voices: flood.voices,
        at_least: flood.at_least,
    }
}

fn outlet(one: &Outlet, zone: Tz) -> ShownOutlet {
    let node = &one.node;
    ShownOutlet {
        source: node.outlet.to_string(),
        name: one.name.clone(),
        depth: node.depth,
        first_at: node.first.map(|(at, _)| output::rfc3339(at, zone)),
        first_document: node.first.map(|(_, document)| document.to_string()),
        documents: node.documents,
        copies: node.copies,
        taken: node.taken,
        way: way(one),
        from: node.from.map(|from| from.outlet.to_string()),
        from_document: node
            .from
            .and_then(|from| from.document)
            .map(|id| id.to_string()),
    }
}
