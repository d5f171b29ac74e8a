//! *Playbooks*: the list, and one as people read and write it.

use super::cases::acts::{case_of, version};
use super::cases::came;
use super::correct::field;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, PlaybookForm, SignedIn};
use model::{Playbook, PlaybookId};

type Fields = Vec<(String, String)>;

/// A version as it is listed.
#[derive(Debug, Clone)]
pub(crate) struct ShownPlaybook {
    pub(crate) id: String,
    pub(crate) name: String,
    version: i64,
    who: String,
    at: Time,
    conditions: String,
    steps: usize,
}

fn listed(one: &Playbook, zone: Tz) -> ShownPlaybook {
    ShownPlaybook {
        id: one.id.to_string(),
        name: plain(&one.name),
        version: one.version,
        who: plain(&one.changed.0),
        at: time(one.changed.1, zone),
        conditions: plain(&one.body.conditions),
        steps: one.body.steps.len(),
    }
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/playbooks.html")]
pub(crate) struct PlaybooksPage {
    shell: Shell,
    playbooks: Vec<ShownPlaybook>,
}

impl PlaybooksPage {
    pub(crate) fn new(playbooks: &[Playbook], language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "cases", "/playbooks");
        shell.title = shell.t("playbook.title").into_owned();
        Self {
            playbooks: playbooks.iter().map(|one| listed(one, zone)).collect(),
            shell,
        }
    }
}

/// One playbook, or a new one.
#[derive(Debug, Template)]
#[template(path = "pages/playbook.html")]
pub(crate) struct PlaybookPage {
    shell: Shell,
    /// Its number; nothing of a new one.
    id: String,
    version: i64,
    form: PlaybookForm,
    versions: Vec<ShownPlaybook>,
}

impl PlaybookPage {
    /// The latest version comes first; none of a new one.
    pub(crate) fn new(versions: &[Playbook], language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "cases", "/playbooks/new");
        shell.title = shell.t("playbook.new").into_owned();
        let mut page = Self {
            shell,
            id: String::new(),
            version: 0,
            form: PlaybookForm::default(),
            versions: versions.iter().map(|one| listed(one, zone)).collect(),
        };
        if let Some(latest) = versions.first() {
            page.shell.address = format!("/playbooks/{}", latest.id);
            page.shell.title = plain(&latest.name);
            page.id = latest.id.to_string();
            page.version = latest.version;
            page.form = form_of(latest);
        }
        page
    }
}

fn form_of(playbook: &Playbook) -> PlaybookForm {
    let body = &playbook.body;
    PlaybookForm {
        name: playbook.name.clone(),
        conditions: body.conditions.clone(),
        roles: body.roles.clone(),
        steps: body.write_steps(),
        holding: body.holding.clone(),
        contacts: body.contacts.clone(),
        laws: body.laws.clone(),
    }
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.playbooks(&signed.actor).await {
        Ok(playbooks) => {
            let page = PlaybooksPage::new(&playbooks, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn new(State(app): State<App>, headers: HeaderMap) -> Response {
    let language = Language::choose(None, &headers);
    let page = PlaybookPage::new(&[], language, app.desk.time_zone());
    answer(StatusCode::OK, &page, language, None)
}

fn id_of(id: &str) -> Result<PlaybookId, DeskError> {
    PlaybookId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "playbook",
        id: id.to_owned(),
    })
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let found = async { app.desk.playbook(&signed.actor, id_of(&id)?).await };
    match found.await {
        Ok(versions) => {
            let page = PlaybookPage::new(&versions, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn keep(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let text = |name: &str| field(&fields, name).to_owned();
    let form = PlaybookForm {
        name: text("name"),
        conditions: text("conditions"),
        roles: text("roles"),
        steps: text("steps"),
        holding: text("holding"),
        contacts: text("contacts"),
        laws: text("laws"),
    };
    let id = PlaybookId::parse(field(&fields, "id")).unwrap_or_default();
    let kept = (app.desk)
        .keep_playbook(&signed.actor, id, version(&fields), &form)
        .await;
    match kept {
        Ok(id) => redirect(&format!("/playbooks/{id}")),
        Err(error) => came(&app, language, "/playbooks", Err(error)),
    }
}

/// Starts one on a case.
pub(crate) async fn start(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(case): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async {
        let playbook = id_of(field(&fields, "playbook"))?;
        let (case, seen) = (case_of(&case)?, version(&fields));
        (app.desk)
            .start_playbook(&signed.actor, case, seen, playbook)
            .await
    };
    let back = case_of(&case).map_or_else(|_| "/cases".to_owned(), |id| format!("/cases/{id}"));
    let done = result.await;
    came(&app, language, &back, done)
}
