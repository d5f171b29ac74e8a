//! What is done on a case. Each form carries the version it was made of.

use super::came;
use crate::language::Language;
use crate::pages::correct::{event_of, field};
use crate::pages::problem;
use crate::routes::App;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use desk::{CaseForm, DeskError, SignedIn};
use model::{
    CaseId, CaseState, ClockKind, Closing, Level, PersonId, Step, TaskId, TaskState, UnitId, limits,
};

type Fields = Vec<(String, String)>;
type Signed = Extension<SignedIn>;

/// Bytes of a comment's words at most.
const COMMENT_BYTES_MAX: usize = 32 * 1024;

pub(crate) fn case_of(id: &str) -> Result<CaseId, DeskError> {
    CaseId::parse(id.trim()).ok_or_else(|| DeskError::NotFound {
        kind: "case",
        id: id.to_owned(),
    })
}

pub(crate) fn version(fields: &[(String, String)]) -> i64 {
    field(fields, "version").parse().unwrap_or(0)
}

/// Title, level, owner, leading unit.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let form = CaseForm {
        title: field(&fields, "title").to_owned(),
        level: Level::from_word(field(&fields, "level")),
        owner: PersonId::parse(field(&fields, "owner")),
        lead_unit: UnitId::parse(field(&fields, "unit")),
    };
    let result = async {
        let id = case_of(&id)?;
        let seen = version(&fields);
        app.desk.change_case(&signed.actor, id, seen, &form).await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back(&id), done)
}

fn back(id: &str) -> String {
    match CaseId::parse(id) {
        Some(id) => format!("/cases/{id}"),
        None => "/cases".to_owned(),
    }
}

/// A step on or back; the door decides who may close.
pub(crate) async fn step(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let step = Step {
        reason: field(&fields, "reason").to_owned(),
        closing: Closing {
            asked: field(&fields, "asked").to_owned(),
            done: field(&fields, "done").to_owned(),
        },
        open_tasks: 0,
    };
    let result = async {
        let id = case_of(&id)?;
        let to = CaseState::from_word(field(&fields, "to"));
        let to = to.ok_or_else(|| DeskError::Invalid("there is no such state".to_owned()))?;
        let seen = version(&fields);
        app.desk.step_case(&signed.actor, id, seen, to, &step).await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back(&id), done)
}

pub(crate) async fn add_event(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        let (id, event) = (case_of(&id)?, event_of(field(&fields, "event"))?);
        let seen = version(&fields);
        app.desk
            .add_case_event(&signed.actor, id, seen, event)
            .await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back(&id), done)
}

pub(crate) async fn instruct(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        let (by, text) = (field(&fields, "by"), field(&fields, "text"));
        let (id, seen) = (case_of(&id)?, version(&fields));
        app.desk
            .instruct_case(&signed.actor, id, seen, by, text)
            .await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back(&id), done)
}

pub(crate) async fn said_elsewhere(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        let kind = ClockKind::from_word(field(&fields, "kind"));
        let kind = kind.ok_or_else(|| DeskError::Invalid("there is no such clock".to_owned()))?;
        let (id, seen) = (case_of(&id)?, version(&fields));
        let text = field(&fields, "text");
        app.desk
            .said_elsewhere(&signed.actor, id, seen, kind, text)
            .await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back(&id), done)
}

pub(crate) async fn add_task(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        let unit = UnitId::parse(field(&fields, "unit"));
        let hours = field(&fields, "hours").parse().unwrap_or(0);
        let (id, seen) = (case_of(&id)?, version(&fields));
        let title = field(&fields, "title");
        (app.desk)
            .add_task(&signed.actor, id, seen, unit, title, hours)
            .await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back(&id), done)
}

/// A task is done, dropped or open again; it leads back to where the form stood.
pub(crate) async fn change_task(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        let missing = || DeskError::NotFound {
            kind: "task",
            id: id.clone(),
        };
        let task = TaskId::parse(&id).ok_or_else(missing)?;
        let state = TaskState::from_word(field(&fields, "state"));
        let state = state.ok_or_else(|| DeskError::Invalid("there is no such state".to_owned()))?;
        let said = field(&fields, "note");
        let seen = version(&fields);
        (app.desk)
            .change_task(&signed.actor, task, seen, state, said)
            .await
    };
    let done = result.await.map(|_| ());
    let place = match CaseId::parse(field(&fields, "case")) {
        Some(case) => format!("/cases/{case}"),
        None => "/tasks".to_owned(),
    };
    came(&app, Language::choose(None, &headers), &place, done)
}

/// A comment, perhaps with a file.
pub(crate) async fn comment(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let language = Language::choose(None, &headers);
    let Ok((text, file)) = read(form).await else {
        return problem::invalid(language);
    };
    let result = async {
        let id = case_of(&id)?;
        app.desk.comment_case(&signed.actor, id, &text, file).await
    };
    came(&app, language, &back(&id), result.await)
}

type Comment = (String, Option<(String, Vec<u8>)>);

/// Reads the form piece by piece. One byte more than a file may have is kept, so that the desk says
/// why it is refused.
async fn read(mut form: Multipart) -> Result<Comment, axum::extract::multipart::MultipartError> {
    let (mut text, mut file) = (String::new(), None);
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "text" => {
                let bytes = bytes(field, COMMENT_BYTES_MAX).await?;
                text = String::from_utf8_lossy(&bytes).into_owned();
            }
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = bytes(field, limits::PICTURE_BYTES_MAX + 1).await?;
                file = (!bytes.is_empty()).then_some((name, bytes));
            }
            _ => {}
        }
    }
    Ok((text, file))
}

async fn bytes(
    mut field: Field<'_>,
    most: usize,
) -> Result<Vec<u8>, axum::extract::multipart::MultipartError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await? {
        let room = most.saturating_sub(bytes.len()).min(piece.len());
        bytes.extend(piece.iter().take(room));
    }
    Ok(bytes)
}

/// A file of a case, always to be taken along, never shown by the browser.
pub(crate) async fn file(
    State(app): State<App>,
    Extension(signed): Signed,
    Path((id, entry)): Path<(String, i64)>,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let id = case_of(&id)?;
        app.desk.case_file(&signed.actor, id, entry).await
    };
    match result.await {
        Ok((title, bytes)) => {
            let name = crate::show::encode(&title);
            let headers = [
                (CONTENT_TYPE, "application/octet-stream".to_owned()),
                (
                    CONTENT_DISPOSITION,
                    format!("attachment; filename*=UTF-8''{name}"),
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => problem::of(&error, &app, Language::choose(None, &headers)),
    }
}
