//! How long what may take, and how long evidence is kept.

use super::acts::version;
use super::came;
use crate::language::Language;
use crate::pages::correct::field;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, SignedIn};
use model::CaseSettings;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/case_settings.html")]
pub(crate) struct CaseSettingsPage {
    shell: Shell,
    settings: CaseSettings,
    version: i64,
}

impl CaseSettingsPage {
    pub(crate) fn new(settings: CaseSettings, version: i64, language: Language) -> Self {
        let mut shell = Shell::new(language, "settings", "/settings/cases");
        shell.title = shell.t("case.settings").into_owned();
        Self {
            shell,
            settings,
            version,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.case_settings(&signed.actor).await {
        Ok((settings, version)) => {
            let page = CaseSettingsPage::new(settings, version, language);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    // What is no number is none that may be.
    let number = |name: &str| field(&fields, name).trim().parse().unwrap_or(0);
    let settings = CaseSettings {
        first_word_hours: number("first_word_hours"),
        full_answer_hours: number("full_answer_hours"),
        reply_hours: number("reply_hours"),
        evidence_days: number("evidence_days"),
    };
    let changed = (app.desk)
        .change_case_settings(&signed.actor, &settings, version(&fields))
        .await;
    match changed {
        Err(error) if error.is_conflict() => {
            let words = rust_i18n::t!("case.settings_meanwhile", locale = language.tag());
            let error = DeskError::Invalid(words.to_string());
            came(&app, language, "/settings/cases", Err(error))
        }
        changed => came(&app, language, "/settings/cases", changed),
    }
}
