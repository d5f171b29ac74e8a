//! One unit: its name, where it stands, whether it goes.

use super::{unit_choices, unit_of};
use crate::language::Language;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, Directory, SignedIn};
use model::{Unit, UnitId};
use serde::Deserialize;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/unit.html")]
pub(crate) struct UnitPage {
    shell: Shell,
    /// None for a new one.
    id: Option<String>,
    name: String,
    version: i64,
    units: Vec<super::UnitChoice>,
    people: usize,
    wrong: Option<String>,
}

/// A unit as it is written into the form.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Written {
    #[serde(default)]
    name: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    version: i64,
}

impl UnitPage {
    pub(crate) fn new(
        directory: &Directory,
        id: Option<UnitId>,
        written: Option<Written>,
        wrong: Option<String>,
        language: Language,
    ) -> Option<Self> {
        let kept = match id {
            Some(id) => Some(directory.units.iter().find(|(unit, _)| unit.id == id)?),
            None => None,
        };
        let address = id.map_or("/units/new".to_owned(), |id| format!("/units/{id}"));
        let mut shell = Shell::new(language, "people", address);
        shell.title = shell
            .t(if kept.is_some() {
                "unit.title"
            } else {
                "unit.new"
            })
            .into_owned();
        let written = written.unwrap_or_else(|| match kept {
            Some((unit, _)) => Written {
                name: unit.name.clone(),
                parent: unit.parent.map_or(String::new(), |id| id.to_string()),
                version: unit.version,
            },
            None => Written::default(),
        });
        let others: Vec<(Unit, usize)> = directory
            .units
            .iter()
            .filter(|(unit, _)| Some(unit.id) != id)
            .cloned()
            .collect();
        Some(Self {
            id: id.map(|id| id.to_string()),
            units: unit_choices(&others, unit_of(&written.parent)),
            name: written.name,
            version: written.version,
            people: directory
                .people
                .iter()
                .filter(|person| id.is_some() && person.unit == id)
                .count(),
            wrong,
            shell,
        })
    }
}

async fn page(
    app: &App,
    signed: &SignedIn,
    id: Option<UnitId>,
    language: Language,
    written: Option<Written>,
    wrong: Option<String>,
) -> Response {
    let status = if wrong.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    match app.desk.directory(&signed.actor).await {
        Ok(directory) => match UnitPage::new(&directory, id, written, wrong, language) {
            Some(page) => answer(status, &page, language, None),
            None => problem::of(&missing(id), app, language),
        },
        Err(error) => problem::of(&error, app, language),
    }
}

fn missing(id: Option<UnitId>) -> DeskError {
    DeskError::NotFound {
        kind: "unit",
        id: id.map_or(String::new(), |id| id.to_string()),
    }
}

/// What came of a change: back to the directory, or the form with the words.
async fn came(
    app: &App,
    signed: &SignedIn,
    id: Option<UnitId>,
    language: Language,
    written: Option<Written>,
    result: Result<(), DeskError>,
) -> Response {
    let Err(error) = result else {
        return redirect("/people");
    };
    let conflict = error
        .is_conflict()
        .then(|| rust_i18n::t!("unit.meanwhile", locale = language.tag()).to_string());
    match conflict.or_else(|| refusal(&error, language)) {
        Some(words) => page(app, signed, id, language, written, Some(words)).await,
        None => problem::of(&error, app, language),
    }
}

pub(crate) async fn new(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, None, language, None, None).await
}

pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = app
        .desk
        .add_unit(&signed.actor, &written.name, unit_of(&written.parent))
        .await
        .map(|_| ());
    came(&app, &signed, None, language, Some(written), result).await
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match unit_of(&id) {
        Some(id) => page(&app, &signed, Some(id), language, None, None).await,
        None => problem::of(&missing(None), &app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let Some(id) = unit_of(&id) else {
        return problem::of(&missing(None), &app, language);
    };
    let unit = Unit {
        id,
        parent: unit_of(&written.parent),
        name: written.name.clone(),
        version: written.version,
    };
    let result = app.desk.change_unit(&signed.actor, &unit).await;
    came(&app, &signed, Some(id), language, Some(written), result).await
}

pub(crate) async fn remove(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let Some(id) = unit_of(&id) else {
        return problem::of(&missing(None), &app, language);
    };
    let result = app.desk.remove_unit(&signed.actor, id).await;
    came(&app, &signed, Some(id), language, None, result).await
}
