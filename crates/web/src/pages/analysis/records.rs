//! The documents of a part of a picture.

use super::{Asked, with};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Listed, listed, time};
use crate::words::{LISTED_TITLE_CHARS, clip, count};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::SliceList;

/// One row.
#[derive(Debug, Clone)]
struct Row {
    document: Listed,
    copy: bool,
    event: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/records.html")]
pub(crate) struct RecordsPage {
    shell: Shell,
    rows: Vec<Row>,
    found: String,
    narrowed: Vec<String>,
    cut: bool,
    back: String,
    page: usize,
    pages: usize,
    page_address: String,
}

impl RecordsPage {
    pub(crate) fn new(asked: &Asked, list: &SliceList, language: Language, zone: Tz) -> Self {
        let (base, slice) = (asked.base(), asked.slice_base());
        let path = with("/analysis/documents", &[&base, &slice]);
        let mut shell = Shell::new(language, "analysis", path.clone());
        shell.title = shell.t("analysis.records").into_owned();
        let joiner = if path.contains('?') { '&' } else { '?' };
        Self {
            rows: (list.documents.iter())
                .map(|stored| Row {
                    document: listed(stored, &shell, zone),
                    copy: stored.placement.copy_of().is_some(),
                    event: shell.to(&format!("/events/{}", stored.placement.event)),
                })
                .collect(),
            found: shell.n(
                if list.total == 1 {
                    "search.found_one"
                } else {
                    "search.found"
                },
                count(list.total as i64),
            ),
            narrowed: narrowed(asked, list, &shell, zone),
            cut: list.cut,
            back: shell.to(&with("/analysis", &[&base])),
            page: list.page,
            pages: list.pages,
            page_address: shell.to(&format!("{path}{joiner}page=")),
            shell,
        }
    }
}

/// What the list is narrowed to, in words.
fn narrowed(asked: &Asked, list: &SliceList, shell: &Shell, zone: Tz) -> Vec<String> {
    let slice = asked.slice();
    let (from, to) = match slice
        .step
        .and_then(|step| Some((list.steps.edges.get(step)?, list.steps.edges.get(step + 1)?)))
    {
        Some((from, to)) => (*from, *to),
        None => (list.steps.from(), list.steps.to()),
    };
    let mut words = vec![format!(
        "{} – {}",
        time(from, zone).person,
        time(to, zone).person
    )];
    if !asked.q.trim().is_empty() {
        words.push(clip(&asked.q, LISTED_TITLE_CHARS));
    }
    words.extend(list.names.iter().map(|name| clip(name, LISTED_TITLE_CHARS)));
    if slice.other_events {
        words.push(shell.t("pictures.others").into_owned());
    }
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    if let Some(day) = slice.weekday.and_then(|weekday| days.get(weekday)) {
        words.push(shell.t(&format!("pictures.week.{day}")).into_owned());
    }
    if let Some(hour) = slice.hour {
        words.push(format!("{hour:02}:00–{:02}:00", hour + 1));
    }
    words
}

pub(crate) async fn records(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match app
        .desk
        .slice(&asked.ask(), &asked.slice(), asked.page())
        .await
    {
        Ok(list) => {
            let page = RecordsPage::new(&asked, &list, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
