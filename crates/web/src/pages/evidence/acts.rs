//! What is done with evidence: attached, watched, opened for a reason.

use super::opened::OpenedPage;
use crate::language::Language;
use crate::pages::cases::acts::case_of;
use crate::pages::cases::came;
use crate::pages::correct::field;
use crate::pages::{answer, problem, sign_in};
use crate::routes::App;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use desk::{AttachForm, DeskError, OpenedEvidence, Piece, SignedIn};
use model::{CaseId, DocumentId, PageId, TakeId};

type Fields = Vec<(String, String)>;
type Signed = Extension<SignedIn>;

/// Attaches a page: an address, or a document by its number.
pub(crate) async fn attach(
    State(app): State<App>,
    Extension(signed): Signed,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let form = AttachForm {
        what: field(&fields, "what").to_owned(),
        allow_private: false,
    };
    let case = field(&fields, "case");
    let back = match CaseId::parse(case.trim()) {
        Some(id) => format!("/cases/{id}/evidence"),
        None => "/cases".to_owned(),
    };
    let result = async {
        let id = case_of(case)?;
        app.desk.attach_page(&signed.actor, id, &form).await
    };
    let done = result.await.map(|_| ());
    came(&app, Language::choose(None, &headers), &back, done)
}

/// A page is looked at again, or no longer.
pub(crate) async fn watch(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let result = async {
        let missing = || not_found("page", &id);
        let page = PageId::parse(&id).ok_or_else(missing)?;
        let watched = field(&fields, "watched") == "yes";
        app.desk.watch_page(&signed.actor, page, watched).await
    };
    let (back, done) = match result.await {
        Ok(case) => (format!("/cases/{case}/evidence"), Ok(())),
        Err(error) => ("/cases".to_owned(), Err(error)),
    };
    came(&app, Language::choose(None, &headers), &back, done)
}

fn not_found(kind: &'static str, id: &str) -> DeskError {
    DeskError::NotFound {
        kind,
        id: id.to_owned(),
    }
}

/// Opens a piece of a take, or what changed since the one before.
pub(crate) async fn open(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let (piece, zone) = (field(&fields, "piece"), app.desk.time_zone());
    let reason = field(&fields, "reason");
    let result = async {
        let take = TakeId::parse(&id).ok_or_else(|| not_found("take", &id))?;
        if piece == "difference" {
            let older = TakeId::parse(field(&fields, "older"));
            let older = older.ok_or_else(|| not_found("take", field(&fields, "older")))?;
            let found = (app.desk)
                .open_difference(&signed.actor, older, take, reason)
                .await?;
            let page = OpenedPage::difference(&found, language, zone);
            return Ok(answer(StatusCode::OK, &page, language, None));
        }
        let piece = Piece::from_word(piece).unwrap_or(Piece::Text);
        let opened = (app.desk)
            .open_evidence(&signed.actor, take, piece, reason)
            .await?;
        Ok(match piece {
            Piece::Text => {
                let page = OpenedPage::text(&opened, language, zone);
                answer(StatusCode::OK, &page, language, None)
            }
            Piece::Warc => taken_along(opened, "application/warc", "warc"),
            Piece::Shot => taken_along(opened, "image/png", "png"),
        })
    };
    match result.await {
        Ok(response) => unkept(response),
        Err(error) => refused(&app, &error, field(&fields, "case"), language),
    }
}

fn refused(app: &App, error: &DeskError, case: &str, language: Language) -> Response {
    let back = match CaseId::parse(case) {
        Some(id) => format!("/cases/{id}/evidence"),
        None => "/cases".to_owned(),
    };
    match sign_in::refusal(error, language) {
        Some(words) => came(app, language, &back, Err(DeskError::Invalid(words))),
        None => problem::of(error, app, language),
    }
}

fn taken_along(opened: OpenedEvidence, kind: &'static str, end: &str) -> Response {
    let name = format!("attachment; filename=\"{}.{end}\"", opened.take.id);
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, opened.bytes).into_response()
}

/// Nothing of it stays in the browser.
fn unkept(mut response: Response) -> Response {
    let none = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, none);
    response
}

/// A person says that a post was withdrawn by its author, or that it was not.
pub(crate) async fn withdrawn(
    State(app): State<App>,
    Extension(signed): Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let document = DocumentId::parse(&id);
    let back = match document {
        Some(id) => format!("/documents/{id}"),
        None => "/".to_owned(),
    };
    let result = async {
        let document = document.ok_or_else(|| not_found("document", &id))?;
        let withdrawn = field(&fields, "withdrawn") == "yes";
        (app.desk)
            .mark_withdrawn(&signed.actor, document, withdrawn)
            .await
    };
    let done = result.await;
    came(&app, Language::choose(None, &headers), &back, done)
}
