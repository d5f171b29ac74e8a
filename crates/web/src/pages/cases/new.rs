//! Opening a case: from an event, a lead, an instruction, or as an exercise.

use super::came;
use crate::language::Language;
use crate::pages::correct::{event_of, field};
use crate::pages::{answer, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::clip;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{OpenCase, SignedIn};
use model::{EventId, LeadId};
use serde::Deserialize;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/case_new.html")]
pub(crate) struct NewCasePage {
    shell: Shell,
    title: String,
    event: String,
    lead: String,
}

impl NewCasePage {
    pub(crate) fn new(asked: &Asked, language: Language) -> Self {
        let mut shell = Shell::new(language, "cases", "/cases/new");
        shell.title = shell.t("case.new").into_owned();
        let event = EventId::parse(&asked.event).filter(|_| !asked.event.is_empty());
        let lead = LeadId::parse(&asked.lead).filter(|_| !asked.lead.is_empty());
        Self {
            title: clip(&asked.title, 200),
            event: event.map_or(String::new(), |id| id.to_string()),
            lead: lead.map_or(String::new(), |id| id.to_string()),
            shell,
        }
    }
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) lang: Option<String>,
    pub(crate) title: String,
    pub(crate) event: String,
    pub(crate) lead: String,
}

pub(crate) async fn show(Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let page = NewCasePage::new(&asked, language);
    answer(StatusCode::OK, &page, language, asked.lang.as_deref())
}

pub(crate) async fn open(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async {
        let event = match field(&fields, "event").trim() {
            "" => None,
            written => Some(event_of(written)?),
        };
        let ask = OpenCase {
            title: field(&fields, "title").to_owned(),
            event,
            lead: LeadId::parse(field(&fields, "lead")),
            instruction: field(&fields, "instruction").to_owned(),
            instructed_by: field(&fields, "by").to_owned(),
            exercise: !field(&fields, "exercise").is_empty(),
        };
        app.desk.open_case(&signed.actor, &ask).await
    };
    match result.await {
        Ok(id) => redirect(&format!("/cases/{id}")),
        Err(error) => came(&app, language, "/cases/new", Err(error)),
    }
}
