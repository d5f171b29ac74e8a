//! OPML lists in and out.

use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{DeskError, ImportedOpml};

/// The page after an import.
#[derive(Debug, Template)]
#[template(path = "pages/opml.html")]
pub(crate) struct OpmlPage {
    shell: Shell,
    words: Option<String>,
    added: usize,
    there: usize,
    left_out: Vec<(String, String)>,
    warnings: Vec<String>,
}

impl OpmlPage {
    pub(crate) fn new(imported: Result<ImportedOpml, String>, language: Language) -> Self {
        let mut shell = Shell::new(language, "sources", "/sources");
        shell.title = shell.t("opml.title").into_owned();
        let (words, imported) = match imported {
            Ok(imported) => (None, imported),
            Err(words) => (Some(words), ImportedOpml::default()),
        };
        Self {
            shell,
            words,
            added: imported.added,
            there: imported.there,
            left_out: imported.left_out,
            warnings: imported.warnings,
        }
    }
}

pub(crate) async fn export(State(app): State<App>, headers: HeaderMap) -> Response {
    match app.desk.export_opml().await {
        Ok(text) => (
            [
                (CONTENT_TYPE, "text/x-opml; charset=utf-8"),
                (CONTENT_DISPOSITION, "attachment; filename=\"caifeng.opml\""),
            ],
            text,
        )
            .into_response(),
        Err(error) => problem::of(&error, &app, Language::choose(None, &headers)),
    }
}

pub(crate) async fn import(
    State(app): State<App>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let language = Language::choose(None, &headers);
    let mut bytes = Vec::new();
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("opml") {
            match field.bytes().await {
                Ok(read) => bytes = read.to_vec(),
                Err(error) => {
                    let page = OpmlPage::new(Err(error.body_text()), language);
                    return answer(StatusCode::BAD_REQUEST, &page, language, None);
                }
            }
        }
    }
    match app.desk.import_opml(&bytes).await {
        Ok(imported) => answer(
            StatusCode::OK,
            &OpmlPage::new(Ok(imported), language),
            language,
            None,
        ),
        Err(DeskError::Invalid(words)) => answer(
            StatusCode::BAD_REQUEST,
            &OpmlPage::new(Err(words), language),
            language,
            None,
        ),
        Err(error) => problem::of(&error, &app, language),
    }
}
