//! A form that was sent when the session was over: nothing that was typed is lost.

use super::answer;
use super::sign_in::{SignInPage, people};
use crate::frame::{Frame, Visitor};
use crate::kept_fields::{KEPT_BYTES_MAX, KeptFields};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use desk::SignedIn;

/// The page that gives back what was typed, ready to be sent again.
#[derive(Debug, Template)]
#[template(path = "pages/kept.html")]
pub(crate) struct KeptPage {
    shell: Shell,
    kept: KeptFields,
}

impl KeptPage {
    pub(crate) fn new(kept: KeptFields, language: Language) -> Self {
        let mut shell = Shell::new(language, "", "/");
        shell.title = shell.t("kept.title").into_owned();
        Self { shell, kept }
    }
}

/// Asks to sign in again, carrying along what was typed.
pub(crate) async fn page(app: &App, request: Request, language: Language) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let fields = fields_of(request).await;
    let shell = Shell::new(language, "", "/");
    let words = shell.t("kept.over").into_owned();
    let kept = KeptFields::new(&path, fields);
    let page = SignInPage::new(language, "/", "", Some(words), Some(kept));
    let page = page.among(people(app).await);
    answer(StatusCode::UNAUTHORIZED, &page, language, None)
}

/// Gives back what was typed to whoever signed in again.
pub(crate) async fn given_back(
    kept: KeptFields,
    signed: &SignedIn,
    language: Language,
) -> Response {
    Frame::current()
        .with(Some(Visitor::of(signed)))
        .around(async {
            let page = KeptPage::new(kept, language);
            answer(StatusCode::OK, &page, language, None)
        })
        .await
}

/// The texts of a form; files are left out.
async fn fields_of(request: Request) -> Vec<(String, String)> {
    let multipart = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart {
        let Ok(bytes) = to_bytes(request.into_body(), KEPT_BYTES_MAX).await else {
            return Vec::new();
        };
        return serde_urlencoded::from_bytes(&bytes).unwrap_or_default();
    }
    let Ok(mut parts) = Multipart::from_request(request, &()).await else {
        return Vec::new();
    };
    let mut fields = Vec::new();
    let mut left = KEPT_BYTES_MAX;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.file_name().is_some() {
            continue;
        }
        let name = part.name().unwrap_or_default().to_owned();
        let Ok(text) = part.text().await else { break };
        if text.len() > left {
            break;
        }
        left -= text.len();
        fields.push((name, text));
    }
    fields
}
