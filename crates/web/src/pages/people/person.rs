//! One person: their record, their link, their sessions.

use super::directory::standing;
use super::{role_boxes, role_words, unit_choices, unit_of};
use crate::language::Language;
use crate::pages::own::{ShownSession, shown_session};
use crate::pages::person_form::PersonForm;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, PersonSheet, SignedIn};
use model::{PersonEdit, PersonId, SecondStep};
use serde::Deserialize;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/person.html")]
pub(crate) struct PersonPage {
    shell: Shell,
    id: String,
    login: String,
    name: String,
    unit: Option<String>,
    roles: Vec<String>,
    mail: String,
    phone: String,
    standing: &'static str,
    has_code: bool,
    added: Time,
    signed_in: Option<Time>,
    form: PersonForm,
    boxes: Vec<super::RoleBox>,
    units: Vec<super::UnitChoice>,
    sessions: Vec<ShownSession>,
    session_path: String,
    /// An invitation that is shown once.
    link: Option<String>,
    done: bool,
    wrong: Option<String>,
}

/// What happened, for the page that shows it.
#[derive(Debug, Default)]
pub(crate) struct Came {
    /// What was written where it could not be kept.
    pub(crate) form: Option<PersonForm>,
    pub(crate) link: Option<String>,
    pub(crate) done: bool,
    pub(crate) wrong: Option<String>,
}

impl PersonPage {
    pub(crate) fn new(sheet: &PersonSheet, came: Came, language: Language, zone: Tz) -> Self {
        let person = &sheet.person;
        let mut shell = Shell::new(language, "people", format!("/people/{}", person.id));
        shell.title.clone_from(&person.name);
        let form = came.form.unwrap_or_else(|| PersonForm::from_person(person));
        let unit = sheet
            .units
            .iter()
            .find(|(unit, _)| Some(unit.id) == person.unit);
        Self {
            id: person.id.to_string(),
            login: person.login.clone(),
            name: person.name.clone(),
            unit: unit.map(|(unit, _)| unit.name.clone()),
            roles: role_words(person.roles, &shell),
            mail: person.mail.clone(),
            phone: person.phone.clone(),
            standing: standing(person),
            has_code: person.second_step == SecondStep::Code,
            added: time(person.added_at, zone),
            signed_in: person.signed_in_at.map(|at| time(at, zone)),
            boxes: role_boxes(form.roles(), &shell),
            units: unit_choices(&sheet.units, unit_of(&form.unit)),
            sessions: sheet
                .sessions
                .iter()
                .map(|session| shown_session(session, None, zone))
                .collect(),
            session_path: format!("/people/{}/sessions/", person.id),
            link: came.link,
            done: came.done,
            wrong: came.wrong,
            form,
            shell,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

async fn page(
    app: &App,
    signed: &SignedIn,
    id: PersonId,
    language: Language,
    status: StatusCode,
    came: Came,
) -> Response {
    match app.desk.person_sheet(&signed.actor, id).await {
        Ok(sheet) => {
            let zone = app.desk.time_zone();
            let page = PersonPage::new(&sheet, came, language, zone);
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

/// Their page with a link that is shown once.
pub(crate) async fn with_link(
    app: &App,
    signed: &SignedIn,
    id: PersonId,
    token: &str,
    language: Language,
) -> Response {
    let came = Came {
        link: Some(app.settings.address_of(&format!("/welcome/{token}"))),
        ..Came::default()
    };
    page(app, signed, id, language, StatusCode::OK, came).await
}

fn person_of(id: &str) -> Result<PersonId, DeskError> {
    PersonId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "person",
        id: id.to_owned(),
    })
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match person_of(&id) {
        Ok(id) => {
            let came = Came {
                done: !asked.done.is_empty(),
                ..Came::default()
            };
            page(&app, &signed, id, language, StatusCode::OK, came).await
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
    let id = match person_of(&id) {
        Ok(id) => id,
        Err(error) => return problem::of(&error, &app, language),
    };
    let form = PersonForm::of(&fields);
    let edit = PersonEdit {
        name: form.name.clone(),
        unit: unit_of(&form.unit),
        roles: form.roles(),
        mail: form.mail.clone(),
        phone: form.phone.clone(),
        disabled: form.disabled,
    };
    let result = app
        .desk
        .change_person(&signed.actor, id, form.version, &edit)
        .await;
    match result {
        Ok(()) => redirect(&format!("/people/{id}?done=1")),
        Err(error) => not_changed(&app, &signed, id, form, &error, language).await,
    }
}

/// What was written stays in the form; where somebody else was quicker, both can be compared.
async fn not_changed(
    app: &App,
    signed: &SignedIn,
    id: PersonId,
    form: PersonForm,
    error: &DeskError,
    language: Language,
) -> Response {
    let t = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    let (words, form) = if error.is_conflict() {
        let version = match app.desk.person_sheet(&signed.actor, id).await {
            Ok(sheet) => sheet.person.version,
            Err(error) => return problem::of(&error, app, language),
        };
        (Some(t("person.meanwhile")), PersonForm { version, ..form })
    } else {
        (refusal(error, language), form)
    };
    let Some(words) = words else {
        return problem::of(error, app, language);
    };
    let came = Came {
        form: Some(form),
        wrong: Some(words),
        ..Came::default()
    };
    page(app, signed, id, language, StatusCode::CONFLICT, came).await
}

pub(crate) async fn link(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let id = match person_of(&id) {
        Ok(id) => id,
        Err(error) => return problem::of(&error, &app, language),
    };
    match app.desk.make_link(&signed.actor, id).await {
        Ok(token) => with_link(&app, &signed, id, &token, language).await,
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                let came = Came {
                    wrong: Some(words),
                    ..Came::default()
                };
                page(&app, &signed, id, language, StatusCode::BAD_REQUEST, came).await
            }
            None => problem::of(&error, &app, language),
        },
    }
}

pub(crate) async fn end_session(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path((id, session)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = match person_of(&id) {
        Ok(id) => {
            let session = session.parse().unwrap_or(0);
            app.desk
                .end_session_of(&signed.actor, id, session)
                .await
                .map(|()| id)
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(id) => redirect(&format!("/people/{id}?done=1")),
        Err(error) => problem::of(&error, &app, language),
    }
}
