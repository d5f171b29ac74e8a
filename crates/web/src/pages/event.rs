//! *Event*: what it is, when it was said most, who says what, and why it is here.

use super::{answer, problem};
use crate::chart::{Chart, chart};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Card, ShownMember, card, member};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{DeskError, EventSheet};
use model::EventId;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    page: Option<u64>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/event.html")]
pub(crate) struct EventPage {
    shell: Shell,
    card: Card,
    number: String,
    sources: i64,
    chart: Option<Chart>,
    members: Vec<ShownMember>,
    page: u64,
    pages: u64,
}

impl EventPage {
    pub(crate) fn new(sheet: &EventSheet, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "", format!("/events/{}", sheet.card.id));
        shell.title.clone_from(&sheet.card.title);
        Self {
            card: card(&sheet.card, &shell, zone),
            number: sheet.card.id.to_string(),
            sources: sheet.sources,
            chart: chart(&sheet.volume, &shell, zone),
            members: sheet
                .members
                .iter()
                .map(|one| member(one, sheet, &shell, zone))
                .collect(),
            page: sheet.page,
            pages: sheet.pages,
            shell,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let Some(event) = EventId::parse(&id) else {
        return problem::of(&DeskError::NotFound { kind: "event", id }, &app, language);
    };
    match app.desk.event_sheet(event, asked.page.unwrap_or(1)).await {
        Ok(sheet) => {
            let page = EventPage::new(&sheet, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
