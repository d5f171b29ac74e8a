//! Listing sources and how they are.

use super::kind_of;
use crate::args::{Kind, Place, State, WhoseAsked};
use crate::house::House;
use crate::{Ended, output};
use anyhow::Result;
use desk::{Cost, SourceAsk, SourceRow, Standing, Unusual};
use model::{Moment, Owner, Source};
use serde::Serialize;

/// A source, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct Shown {
    id: String,
    kind: &'static str,
    name: String,
    url: Option<String>,
    owner: &'static str,
    folder: String,
    allow_private: bool,
    paused: bool,
    state: &'static str,
    visited_at: Option<String>,
    last_success_at: Option<String>,
    next_at: Option<String>,
    interval_minutes: i64,
    failing: bool,
    last_outcome: Option<String>,
    items_today: i64,
    items_yesterday: i64,
    usual_mean: Option<f64>,
    usual_sigma: Option<f64>,
    unusual: Option<&'static str>,
    delay_minutes: Option<i64>,
    requests: i64,
    bytes: i64,
}

pub(super) fn ask(
    text: &str,
    state: Option<State>,
    kind: Option<Kind>,
    folder: Option<&str>,
    owner: Option<WhoseAsked>,
    unusual: bool,
) -> SourceAsk {
    SourceAsk {
        text: text.to_owned(),
        standing: state.map(|state| match state {
            State::Error => Standing::Error,
            State::Empty => Standing::Empty,
            State::New => Standing::New,
            State::Ok => Standing::Ok,
            State::NotModified => Standing::NotModified,
            State::Paused => Standing::Paused,
        }),
        kind: kind.map(kind_of),
        folder: folder.map(str::to_owned),
        owner: owner.map(|owner| match owner {
            WhoseAsked::Unsaid => Owner::Unsaid,
            WhoseAsked::Outlet => Owner::Outlet,
            WhoseAsked::Institution => Owner::Institution,
            WhoseAsked::Board => Owner::Board,
        }),
        unusual,
        page: 1,
    }
}

pub(super) async fn run(place: &Place, ask: &SourceAsk) -> Result<Ended> {
    let house = House::open(&place.data_dir).await?;
    let desk = house.desk(house.index_for_reading()?);
    let rows = desk.source_rows(ask).await?;
    let all = desk.sources().await?.len();
    if place.json {
        let shown: Vec<Shown> = rows.iter().map(|row| shown(row, &house)).collect();
        output::json(&shown)?;
    } else if all == 0 {
        output::line("no sources yet; add one with `caifeng source add URL`")?;
    } else {
        table(&rows, &house)?;
        if rows.len() < all {
            output::note(&format!("{} of {all} sources", rows.len()));
        }
    }
    Ok(Ended::Done)
}

fn table(rows: &[SourceRow], house: &House) -> Result<()> {
    let rows = rows
        .iter()
        .map(|row| {
            let (source, state) = (&row.source, &row.source.state);
            let read = state
                .read_at
                .map_or_else(|| "–".to_owned(), |at| output::time(at, house.time_zone));
            let usual = row
                .usual
                .map_or_else(|| "–".to_owned(), |usual| format!("{:.1}", usual.mean));
            let unusual = match row.unusual {
                Some(Unusual::Low) => " ▼",
                Some(Unusual::High) => " ▲",
                None => "",
            };
            vec![
                source.id.to_string(),
                source.kind.word().to_owned(),
                source.folder.clone(),
                source.name.clone(),
                Standing::of(source).word().replace('_', " "),
                read,
                format!("{} / {usual}{unusual}", today(row)),
                state.last_outcome.clone().unwrap_or_default(),
            ]
        })
        .collect();
    output::table(
        &[
            "source",
            "kind",
            "folder",
            "name",
            "state",
            "last success",
            "today / usual",
            "how it went",
        ],
        rows,
    )
}

fn today(row: &SourceRow) -> i64 {
    row.latest.1
}

/// A source of which nothing is known but itself.
pub(super) fn shown_alone(source: &Source, house: &House) -> Shown {
    let row = SourceRow {
        source: source.clone(),
        items: Vec::new(),
        latest: (0, 0),
        usual: None,
        unusual: None,
        delay_ms: None,
        cost: Cost::default(),
    };
    shown(&row, house)
}

fn shown(row: &SourceRow, house: &House) -> Shown {
    let (source, state) = (&row.source, &row.source.state);
    let time = |at: Option<Moment>| at.map(|at| output::rfc3339(at, house.time_zone));
    Shown {
        id: source.id.to_string(),
        kind: source.kind.word(),
        name: source.name.clone(),
        url: source.url.clone(),
        owner: source.owner.word(),
        folder: source.folder.clone(),
        allow_private: source.allow_private,
        paused: source.paused,
        state: Standing::of(source).word(),
        visited_at: time(state.visited_at),
        last_success_at: time(state.read_at),
        next_at: time(state.next_at),
        interval_minutes: state.interval_ms / 60_000,
        failing: state.failures > 0,
        last_outcome: state.last_outcome.clone(),
        items_today: today(row),
        items_yesterday: row.latest.0,
        usual_mean: row.usual.map(|usual| usual.mean),
        usual_sigma: row.usual.map(|usual| usual.sigma),
        unusual: row.unusual.map(|unusual| match unusual {
            Unusual::Low => "low",
            Unusual::High => "high",
        }),
        delay_minutes: row.delay_ms.map(|ms| ms / 60_000),
        requests: row.cost.requests,
        bytes: row.cost.bytes,
    }
}
