//! *Leads*: what citizens tell, for those who look after it. And the page on which they tell it.

pub(crate) mod tell;

use super::cases::acts::version;
use super::cases::came;
use super::correct::field;
use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, link, time};
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, LeadList, SignedIn};
use model::{CaseId, Lead, LeadId, LeadState};
use serde::Deserialize;

/// A lead as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownLead {
    id: String,
    at: Time,
    text: String,
    place: String,
    link: Option<String>,
    state: String,
    reply: String,
    case: Option<String>,
    version: i64,
    /// States with their words, and whether it is the one that holds.
    states: Vec<(&'static str, String, bool)>,
}

fn state_word(state: LeadState, shell: &Shell) -> String {
    shell
        .t(&format!("lead_state.{}", state.word()))
        .into_owned()
}

fn shown(lead: &Lead, shell: &Shell, zone: Tz) -> ShownLead {
    ShownLead {
        id: lead.id.to_string(),
        at: time(lead.at, zone),
        text: plain(&lead.text),
        place: plain(&lead.place),
        link: link(Some(&lead.link)),
        state: state_word(lead.state, shell),
        reply: plain(&lead.reply),
        case: lead.case.map(|id| id.to_string()),
        version: lead.version,
        states: LeadState::ALL
            .map(|one| (one.word(), state_word(one, shell), one == lead.state))
            .to_vec(),
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/leads.html")]
pub(crate) struct LeadsPage {
    shell: Shell,
    leads: Vec<ShownLead>,
    filters: Vec<(String, String, bool)>,
    next: Option<String>,
}

impl LeadsPage {
    pub(crate) fn new(
        list: &LeadList,
        state: Option<LeadState>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let word = state.map_or("", LeadState::word);
        let mut shell = Shell::new(language, "cases", format!("/leads?state={word}"));
        shell.title = shell.t("lead.title").into_owned();
        let all = (
            shell.to("/leads"),
            shell.t("lead.all").into_owned(),
            state.is_none(),
        );
        let filters = LeadState::ALL.into_iter().map(|one| {
            let address = shell.to(&format!("/leads?state={}", one.word()));
            (address, state_word(one, &shell), state == Some(one))
        });
        let next = list
            .next
            .map(|id| format!("/leads?state={word}&before={id}"));
        Self {
            leads: list
                .leads
                .iter()
                .map(|one| shown(one, &shell, zone))
                .collect(),
            filters: std::iter::once(all).chain(filters).collect(),
            next: next.map(|path| shell.to(&path)),
            shell,
        }
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    state: String,
    before: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let state = LeadState::from_word(&asked.state);
    let before = LeadId::parse(&asked.before);
    match app.desk.lead_list(&signed.actor, state, before).await {
        Ok(list) => {
            let page = LeadsPage::new(&list, state, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async {
        let missing = || DeskError::NotFound {
            kind: "lead",
            id: id.clone(),
        };
        let lead = LeadId::parse(&id).ok_or_else(missing)?;
        let state = LeadState::from_word(field(&fields, "state")).ok_or_else(missing)?;
        let case = match field(&fields, "case").trim() {
            "" => None,
            written => Some(super::cases::acts::case_of(written)?),
        };
        let case: Option<CaseId> = case;
        let (seen, reply) = (version(&fields), field(&fields, "reply"));
        (app.desk)
            .change_lead(&signed.actor, lead, seen, state, case, reply)
            .await
    };
    let done = result.await;
    came(&app, language, "/leads", done)
}
