//! OPML lists in and out.

use super::{Choice, owners};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::said::said;
use crate::shell::Shell;
use askama::Template;
use axum::Extension;
use axum::extract::{Multipart, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{DeskError, ImportedOpml, OpmlFrom, OpmlList, SignedIn};
use model::Owner;

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
    owners: Vec<Choice>,
}

impl OpmlPage {
    pub(crate) fn new(imported: Result<ImportedOpml, String>, language: Language) -> Self {
        let mut shell = Shell::new(language, "sources", "/sources");
        shell.title = shell.t("opml.title").into_owned();
        let (words, imported) = match imported {
            Ok(imported) => (None, imported),
            Err(words) => (Some(said(&words, language)), ImportedOpml::default()),
        };
        Self {
            owners: owners(&shell, Owner::Unsaid),
            shell,
            words,
            added: imported.added,
            there: imported.there,
            left_out: imported
                .left_out
                .into_iter()
                .map(|(what, why)| (what, said(&why, language)))
                .collect(),
            warnings: imported
                .warnings
                .iter()
                .map(|warning| said(warning, language))
                .collect(),
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
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let language = Language::choose(None, &headers);
    let list = match list_of(&mut form).await {
        Ok(list) if list.owner != Owner::Unsaid => list,
        refused => {
            let words = refused.err().unwrap_or_else(|| {
                let shell = Shell::new(language, "sources", "/sources");
                shell.t("add.whose").into_owned()
            });
            let page = OpmlPage::new(Err(words), language);
            return answer(StatusCode::BAD_REQUEST, &page, language, None);
        }
    };
    match app.desk.import_opml(&signed.actor, &list).await {
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

/// What the form gives: a file, or the address of a list that was met where a feed was expected.
async fn list_of(form: &mut Multipart) -> Result<OpmlList, String> {
    let mut list = OpmlList {
        from: OpmlFrom::File(Vec::new()),
        owner: Owner::Unsaid,
        allow_private: false,
    };
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|error| error.body_text())?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "opml" => list.from = OpmlFrom::File(bytes.to_vec()),
            "url" => list.from = OpmlFrom::Address(text()),
            "owner" => list.owner = Owner::from_word(&text()),
            "private" => list.allow_private = text() == "1",
            _ => {}
        }
    }
    Ok(list)
}
