//! What people do about topics: keep, approve, archive, bring back.

use super::form::{TopicFormPage, written};
use super::id_of;
use crate::language::Language;
use crate::pages::correct::{field, not_done};
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, SignedIn, TopicKept};
use model::TopicId;

type Fields = Vec<(String, String)>;

pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(given): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    keep(&app, &signed, None, &given, language).await
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    match id_of(&id) {
        Ok(id) => {
            let of = Some((id, version(&given)));
            keep(&app, &signed, of, &given, language).await
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

fn version(given: &Fields) -> i64 {
    field(given, "version").parse().unwrap_or(0)
}

async fn keep(
    app: &App,
    signed: &SignedIn,
    of: Option<(TopicId, i64)>,
    given: &Fields,
    language: Language,
) -> Response {
    let form = written(given);
    let kept = app.desk.keep_topic(&signed.actor, of, &form).await;
    let choices = match app.desk.topic_choices(&signed.actor).await {
        Ok(choices) => choices,
        Err(error) => return problem::of(&error, app, language),
    };
    let mut page = TopicFormPage::new(of, form, &choices, language);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    match kept {
        Ok(TopicKept::Kept { id, waits }) => {
            let done = if waits { "waits" } else { "kept" };
            return redirect(&format!("/topics/{id}?done={done}"));
        }
        Ok(TopicKept::NamesPerson(name)) => page.names = Some(name),
        Ok(TopicKept::Wrong(wrong)) => page = page.wrong_with(&wrong),
        // What was written stays in the form, beside who was quicker.
        Err(error) if error.is_conflict() => {
            status = StatusCode::CONFLICT;
            let words = rust_i18n::t!("topics.meanwhile", locale = language.tag());
            page.wrong = Some(words.to_string());
        }
        Err(error) => match refusal(&error, language) {
            Some(words) => page.wrong = Some(words),
            None => return problem::of(&error, app, language),
        },
    }
    answer(status, &page, language, None)
}

pub(crate) async fn approve(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let done = async { app.desk.approve_topic(&signed.actor, id_of(&id)?).await };
    match done.await {
        Ok(()) => redirect(&format!("/topics/{id}?done=approved")),
        Err(error) => back(&app, language, &id, &error),
    }
}

pub(crate) async fn archive(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let version = version(&given);
    let done = async {
        let of = (id_of(&id)?, version);
        app.desk.archive_topic(&signed.actor, of, true).await
    };
    match done.await {
        // The archived topic is one version on: that is what can be taken back.
        Ok(()) => redirect(&format!(
            "/topics?done=archived&undo={id}&version={}",
            version + 1
        )),
        Err(error) => back(&app, language, &id, &error),
    }
}

pub(crate) async fn restore(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let done = async {
        let of = (id_of(&id)?, version(&given));
        app.desk.archive_topic(&signed.actor, of, false).await
    };
    match done.await {
        Ok(()) => redirect("/topics?done=restored"),
        Err(error) => back(&app, language, &id, &error),
    }
}

fn back(app: &App, language: Language, id: &str, error: &DeskError) -> Response {
    let path = format!("/topics/{id}");
    not_done(app, language, &path, error, "topics.meanwhile")
}
