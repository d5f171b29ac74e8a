//! `caifeng source`: add, list, check, remove.

use crate::args::SourceCommand;
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use model::{Source, SourceId, VisitOutcome};
use serde::Serialize;

/// A source, as `--json` prints it.
#[derive(Serialize)]
struct Shown {
    id: String,
    kind: &'static str,
    name: String,
    url: Option<String>,
    allow_private: bool,
    visited_at: Option<String>,
    failing: bool,
    last_outcome: Option<String>,
}

/// What an address gives, as `--json` prints it.
#[derive(Serialize)]
struct Checked {
    url: String,
    ok: bool,
    title: Option<String>,
    entries: i64,
    bytes: i64,
    headlines: Vec<String>,
    note: String,
}

pub(crate) fn run(command: &SourceCommand) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        match command {
            SourceCommand::Add {
                place,
                url,
                name,
                allow_private,
            } => {
                let house = House::open_or_create(&place.data_dir).await?;
                let desk = house.desk(house.index_for_reading()?);
                let source = desk.add_feed(name, url, *allow_private).await?;
                house.store.close().await?;
                if place.json {
                    output::json(&shown(&source, &house))?;
                } else {
                    output::line(&format!(
                        "{} added: {}",
                        source.id,
                        output::printable(&source.name)
                    ))?;
                    output::note("read it with `caifeng collect --once`");
                }
                Ok(Ended::Done)
            }
            SourceCommand::List { place } => {
                let house = House::open(&place.data_dir).await?;
                let sources = house.store.sources().await?;
                list(&sources, &house, place.json)
            }
            SourceCommand::Check {
                place,
                url,
                allow_private,
            } => {
                let scratch = tempfile::tempdir().context("cannot make a scratch directory")?;
                let house = House::open_or_create(&scratch.path().join("desk")).await?;
                let desk = house.desk(house.index_for_reading()?);
                check(&desk, &house, url, *allow_private, place.json).await
            }
            SourceCommand::Remove { place, id } => {
                let house = House::open(&place.data_dir).await?;
                let id = SourceId::parse(id).with_context(|| {
                    format!("{id:?} is no source number; see `caifeng source list`")
                })?;
                house
                    .desk(house.index_for_reading()?)
                    .remove_source(id)
                    .await?;
                house.store.close().await?;
                output::line(&format!("{id} is no longer read; what came from it stays"))?;
                Ok(Ended::Done)
            }
        }
    })
}

fn list(sources: &[Source], house: &House, as_json: bool) -> Result<Ended> {
    if as_json {
        output::json(
            &sources
                .iter()
                .map(|source| shown(source, house))
                .collect::<Vec<_>>(),
        )?;
    } else if sources.is_empty() {
        output::line("no sources yet; add one with `caifeng source add URL`")?;
    } else {
        let rows = sources
            .iter()
            .map(|source| {
                let state = &source.state;
                let visited = state.visited_at.map_or_else(
                    || "–".to_owned(),
                    |at| output::time(at, house.settings.time_zone),
                );
                vec![
                    source.id.to_string(),
                    source.kind.word().to_owned(),
                    source.name.clone(),
                    source.url.clone().unwrap_or_default(),
                    visited,
                    state.last_outcome.clone().unwrap_or_default(),
                ]
            })
            .collect();
        output::table(
            &[
                "source",
                "kind",
                "name",
                "address",
                "last read",
                "how it went",
            ],
            rows,
        )?;
    }
    Ok(Ended::Done)
}

fn shown(source: &Source, house: &House) -> Shown {
    Shown {
        id: source.id.to_string(),
        kind: source.kind.word(),
        name: source.name.clone(),
        url: source.url.clone(),
        allow_private: source.allow_private,
        visited_at: source
            .state
            .visited_at
            .map(|at| output::rfc3339(at, house.settings.time_zone)),
        failing: source.state.failing,
        last_outcome: source.state.last_outcome.clone(),
    }
}

async fn check(
    desk: &desk::Desk,
    house: &House,
    url: &str,
    allow_private: bool,
    as_json: bool,
) -> Result<Ended> {
    let report = desk
        .check_url(url, allow_private, &*house.fetcher()?)
        .await?;
    let ok = report.visit.outcome == VisitOutcome::Read;
    let checked = Checked {
        url: report.source.url.clone().unwrap_or_default(),
        ok,
        title: report.feed_title,
        entries: report.visit.items,
        bytes: report.visit.bytes,
        headlines: report.headlines,
        note: report.visit.note,
    };
    if as_json {
        output::json(&checked)?;
    } else {
        let mut rows = vec![
            vec!["address".to_owned(), checked.url],
            vec![
                "can be read".to_owned(),
                if ok { "yes" } else { "no" }.to_owned(),
            ],
            vec!["title".to_owned(), checked.title.unwrap_or_default()],
            vec!["entries".to_owned(), checked.entries.to_string()],
            vec!["note".to_owned(), checked.note],
        ];
        rows.extend(
            checked
                .headlines
                .into_iter()
                .map(|headline| vec!["·".to_owned(), headline]),
        );
        output::table(&["", ""], rows)?;
    }
    Ok(if ok { Ended::Done } else { Ended::SomeRefused })
}
