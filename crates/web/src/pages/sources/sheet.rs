//! One source: how it is, what it gives by day, its visits, and checking it now.

use super::board::{ShownRow, row};
use super::hot::{ShownHot, hot};
use super::report::{ShownReport, outcome_word, report};
use super::{Choice, owner_word, owners, reach_word, reaches, span};
use crate::language::Language;
use crate::pages::keeping::{ShownKept, shown};
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::line::VisitReport;
use desk::{KeptFor, SourceSheet, Standing};
use model::{Owner, SourceId, SourceKind, SourceRules};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    done: Option<i64>,
    new: Option<u8>,
}

/// One visit.
#[derive(Debug, Clone)]
pub(crate) struct ShownVisit {
    pub(crate) at: Time,
    pub(crate) outcome: String,
    pub(crate) entries: i64,
    pub(crate) new: i64,
    pub(crate) size: String,
    pub(crate) took: i64,
    pub(crate) note: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/source.html")]
pub(crate) struct SourcePage {
    shell: Shell,
    row: ShownRow,
    owner: String,
    kind: SourceKind,
    paused: bool,
    visited: Option<Time>,
    next: Option<Time>,
    interval: Option<String>,
    failures: u32,
    days: Vec<(String, i64)>,
    visits: Vec<ShownVisit>,
    rules: SourceRules,
    remove: String,
    owners: Vec<Choice>,
    reach: String,
    reaches: Vec<Choice>,
    /// Whether nobody said whose it is.
    unsaid: bool,
    report: Option<ShownReport>,
    hot: Option<ShownHot>,
    /// How long its documents are kept.
    keeping: Option<ShownKept>,
    banner: Option<(String, Option<i64>)>,
}

impl SourcePage {
    pub(crate) fn new(
        sheet: &SourceSheet,
        checked: Option<&VisitReport>,
        asked: &Asked,
        language: Language,
        zone: Tz,
    ) -> Self {
        let source = &sheet.row.source;
        let mut shell = Shell::new(language, "sources", format!("/sources/{}", source.id));
        shell.title = plain(&source.name);
        let banner = match (asked.done, asked.new) {
            (Some(change), _) => Some((shell.n("sources.changed", 1), Some(change))),
            (_, Some(1)) => Some((shell.t("source.added").into_owned(), None)),
            (_, Some(_)) => Some((shell.t("source.was_there").into_owned(), None)),
            _ => None,
        };
        let first = sheet.today - sheet.row.items.len() as i64 + 1;
        Self {
            row: row(&sheet.row, &shell, zone),
            owner: owner_word(&shell, source.owner),
            kind: source.kind,
            paused: Standing::of(source) == Standing::Paused,
            visited: source.state.visited_at.map(|at| time(at, zone)),
            next: source.state.next_at.map(|at| time(at, zone)),
            interval: (source.state.interval_ms > 0)
                .then(|| span(&shell, source.state.interval_ms)),
            failures: source.state.failures,
            days: (first..)
                .zip(&sheet.row.items)
                .map(|(day, items)| (day_name(day), *items))
                .collect(),
            visits: sheet
                .visits
                .iter()
                .map(|visit| ShownVisit {
                    at: time(visit.at, zone),
                    outcome: outcome_word(&shell, visit.outcome),
                    entries: visit.items,
                    new: visit.items_new,
                    size: super::size(visit.bytes),
                    took: visit.took_ms,
                    note: plain(&shell.said(&visit.note)),
                })
                .collect(),
            remove: source.rules.article.remove.join(", "),
            owners: owners(&shell, source.owner),
            reach: reach_word(&shell, source.reach),
            reaches: reaches(&shell, source.reach),
            unsaid: source.owner == Owner::Unsaid,
            rules: source.rules.clone(),
            report: checked.map(|checked| report(checked, &shell, zone)),
            hot: sheet.hot.as_ref().map(|board| hot(board, &shell, zone)),
            keeping: None,
            banner,
            shell,
        }
    }

    /// The same page with how long its documents are kept.
    pub(crate) fn keeping(mut self, kept: &KeptFor, zone: Tz) -> Self {
        self.keeping = Some(shown(kept, &self.shell, zone));
        self
    }

    /// The list rules, or empty ones.
    fn list(&self) -> model::ListRules {
        self.rules.list.clone().unwrap_or_default()
    }
}

/// A day counted from 1970-01-01, as it is written.
fn day_name(day: i64) -> String {
    chrono::NaiveDate::default()
        .checked_add_signed(chrono::TimeDelta::days(day))
        .map(|day| day.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    page(&app, &id, &asked, &headers, false).await
}

/// Checks the source now, and shows what was seen.
pub(crate) async fn check(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    page(&app, &id, &Asked::default(), &headers, true).await
}

async fn page(app: &App, id: &str, asked: &Asked, headers: &HeaderMap, check: bool) -> Response {
    let language = Language::choose(asked.lang.as_deref(), headers);
    let missing = || desk::DeskError::NotFound {
        kind: "source",
        id: id.to_owned(),
    };
    let Some(id) = SourceId::parse(id) else {
        return problem::of(&missing(), app, language);
    };
    let sheet = match app.desk.source_sheet(id).await {
        Ok(sheet) => sheet,
        Err(error) => return problem::of(&error, app, language),
    };
    let checked = if check {
        match app.desk.check_source(id).await {
            Ok(report) => Some(report),
            Err(error) => return problem::of(&error, app, language),
        }
    } else {
        None
    };
    let zone = app.desk.time_zone();
    let kind = sheet.row.source.kind;
    let kept = match app.desk.source_keeping(id, kind).await {
        Ok(kept) => kept,
        Err(error) => return problem::of(&error, app, language),
    };
    let page = SourcePage::new(&sheet, checked.as_ref(), asked, language, zone);
    let page = page.keeping(&kept, zone);
    answer(StatusCode::OK, &page, language, asked.lang.as_deref())
}
