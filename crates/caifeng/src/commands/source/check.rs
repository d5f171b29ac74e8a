//! Checking a source or an address: the request, the answer, what was found, what was left out.

use super::form;
use crate::args::{Place, Reading};
use crate::house::House;
use crate::{Ended, output};
use anyhow::{Context, Result};
use desk::line::VisitReport;
use model::{SourceId, VisitOutcome};
use ports::Exchange;
use serde::Serialize;

/// Things that are listed one by one in the table.
const ROWS_SHOWN: usize = 10;

/// What an address gives, as `--json` prints it.
#[derive(Serialize)]
struct Checked {
    url: String,
    ok: bool,
    title: Option<String>,
    entries: i64,
    bytes: i64,
    took_ms: i64,
    headlines: Vec<String>,
    note: String,
    requests: Vec<Request>,
    found: Vec<FoundOne>,
    left_out: Vec<Left>,
}

#[derive(Serialize)]
struct Request {
    url: String,
    sent: Vec<(String, String)>,
    status: u16,
    got: Vec<(String, String)>,
}

#[derive(Serialize)]
struct FoundOne {
    title: String,
    url: Option<String>,
    published_at: Option<String>,
    chars: usize,
}

#[derive(Serialize)]
struct Left {
    what: String,
    why: String,
}

pub(super) async fn run(place: &Place, url: &str, reading: &Reading) -> Result<Ended> {
    let known = SourceId::parse(url).filter(|_| url.starts_with('s'));
    let report = if let Some(id) = known {
        let house = House::open(&place.data_dir).await?;
        let desk = house
            .desk(house.index_for_reading()?)
            .with_world(house.fetcher()?, house.vault.clone());
        desk.check_source(id).await?
    } else {
        let scratch = tempfile::tempdir().context("cannot make a scratch directory")?;
        let house = House::open_or_scratch(&place.data_dir, scratch.path()).await?;
        let desk = house
            .desk(house.index_for_reading()?)
            .with_world(house.fetcher()?, house.vault.clone());
        desk.check(&form(url, reading)).await?
    };
    print(&report, place.json)
}

fn print(report: &VisitReport, as_json: bool) -> Result<Ended> {
    let ok = report.visit.outcome != VisitOutcome::Failed;
    if as_json {
        output::json(&checked(report, ok))?;
    } else {
        table(report, ok)?;
    }
    Ok(if ok { Ended::Done } else { Ended::SomeRefused })
}

fn checked(report: &VisitReport, ok: bool) -> Checked {
    let zone = chrono_tz::Tz::UTC;
    Checked {
        url: report.source.url.clone().unwrap_or_default(),
        ok,
        title: report.title.clone(),
        entries: report.visit.items,
        bytes: report.visit.bytes,
        took_ms: report.visit.took_ms,
        headlines: report
            .found
            .iter()
            .take(5)
            .map(|found| found.title.clone())
            .collect(),
        note: report.visit.note.clone(),
        requests: report.log.exchanges.iter().map(request).collect(),
        found: report
            .found
            .iter()
            .map(|found| FoundOne {
                title: found.title.clone(),
                url: found.url.clone(),
                published_at: found.published_at.map(|at| output::rfc3339(at, zone)),
                chars: found.chars,
            })
            .collect(),
        left_out: report
            .left_out
            .iter()
            .map(|left| Left {
                what: left.what.clone(),
                why: left.why.clone(),
            })
            .collect(),
    }
}

fn request(exchange: &Exchange) -> Request {
    Request {
        url: exchange.url.clone(),
        sent: exchange.sent.clone(),
        status: exchange.status,
        got: exchange.got.clone(),
    }
}

fn table(report: &VisitReport, ok: bool) -> Result<()> {
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let mut rows = vec![
        row("address", report.source.url.clone().unwrap_or_default()),
        row("can be read", if ok { "yes" } else { "no" }.to_owned()),
        row("title", report.title.clone().unwrap_or_default()),
        row("entries", report.visit.items.to_string()),
        row("bytes", report.visit.bytes.to_string()),
        row("note", report.visit.note.clone()),
    ];
    for exchange in report.log.exchanges.iter().take(ROWS_SHOWN) {
        let status = match exchange.status {
            0 => "no answer".to_owned(),
            status => status.to_string(),
        };
        rows.push(row("asked", format!("{} → {status}", exchange.url)));
    }
    for found in report.found.iter().take(ROWS_SHOWN) {
        rows.push(row(
            "found",
            format!("{} ({} characters)", found.title, found.chars),
        ));
    }
    for left in report.left_out.iter().take(ROWS_SHOWN) {
        rows.push(row("left out", format!("{}: {}", left.what, left.why)));
    }
    output::table(&["", ""], rows)
}
