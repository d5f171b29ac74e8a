//! What is shown when there is no page to show: what happened, and what to do next.

use super::answer;
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use desk::DeskError;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/problem.html")]
pub(crate) struct ProblemPage {
    shell: Shell,
    words: String,
    advice: String,
    /// Under which number it was written down.
    incident: Option<String>,
}

impl ProblemPage {
    pub(crate) fn new(key: &str, incident: Option<String>, language: Language) -> Self {
        let mut shell = Shell::new(language, "", "/");
        shell.title = shell.t(&format!("problem.{key}.title")).into_owned();
        Self {
            words: shell.t(&format!("problem.{key}.words")).into_owned(),
            advice: shell.t(&format!("problem.{key}.advice")).into_owned(),
            incident,
            shell,
        }
    }
}

/// An error of the desk as a page. What went wrong inside is written down, not shown.
pub(crate) fn of(error: &DeskError, app: &App, language: Language) -> Response {
    match error {
        DeskError::NotFound { .. } => answer(
            StatusCode::NOT_FOUND,
            &ProblemPage::new("missing", None, language),
            language,
            None,
        ),
        DeskError::Invalid(_) => answer(
            StatusCode::BAD_REQUEST,
            &ProblemPage::new("invalid", None, language),
            language,
            None,
        ),
        DeskError::Denied { .. } => denied(language),
        DeskError::Refused { .. } | DeskError::Wait { .. } => invalid(language),
        error if error.is_conflict() => answer(
            StatusCode::CONFLICT,
            &ProblemPage::new("conflict", None, language),
            language,
            None,
        ),
        _ => {
            let incident = app.desk.incident();
            tracing::error!(%error, %incident, "a page could not be made");
            let page = ProblemPage::new("broken", Some(incident), language);
            answer(StatusCode::SERVICE_UNAVAILABLE, &page, language, None)
        }
    }
}

/// Somebody may not do this.
pub(crate) fn denied(language: Language) -> Response {
    let page = ProblemPage::new("denied", None, language);
    answer(StatusCode::FORBIDDEN, &page, language, None)
}

/// A form that cannot be read.
pub(crate) fn invalid(language: Language) -> Response {
    let page = ProblemPage::new("invalid", None, language);
    answer(StatusCode::BAD_REQUEST, &page, language, None)
}

/// A one-time link that does not work any more.
pub(crate) fn dead_link(language: Language) -> Response {
    let page = ProblemPage::new("link", None, language);
    answer(StatusCode::NOT_FOUND, &page, language, None)
}

/// The language that an address asks for, whatever else it says.
fn asked_language(uri: &Uri) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(uri.query()?).ok()?;
    let mut asked = pairs.into_iter().filter(|(name, _)| name == "lang");
    asked.next().map(|(_, tag)| tag)
}

pub(crate) async fn not_found(State(_): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let language = Language::choose(asked_language(&uri).as_deref(), &headers);
    answer(
        StatusCode::NOT_FOUND,
        &ProblemPage::new("missing", None, language),
        language,
        None,
    )
}
