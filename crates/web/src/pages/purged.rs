//! What is left of documents that were purged.

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{count, plain};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono_tz::Tz;
use desk::DeskError;
use model::{DocumentId, PurgedDocument, PurgedSum};

/// What an event or a list lost, in a sentence for each number of days.
pub(crate) fn purged_words(sums: &[PurgedSum], shell: &Shell) -> Vec<String> {
    let told = |sum: &PurgedSum| {
        rust_i18n::t!(
            "keeping.purged_here",
            locale = shell.language.tag(),
            n = count(sum.documents.cast_signed()),
            days = sum.days
        )
        .into_owned()
    };
    sums.iter().map(told).collect()
}

/// What is left of a document that was purged.
#[derive(Debug, Template)]
#[template(path = "pages/purged.html")]
pub(crate) struct PurgedPage {
    shell: Shell,
    words: String,
    source: String,
    source_address: String,
    published: Time,
    arrived: Time,
    purged: Time,
    event: String,
    event_address: String,
}

impl PurgedPage {
    pub(crate) fn new(left: &PurgedDocument, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "search", format!("/documents/{}", left.id));
        shell.title = shell.n("keeping.purged_title", left.id);
        Self {
            words: shell.n("keeping.purged_words", left.days),
            source: plain(&left.source_name),
            source_address: shell.to(&format!("/sources/{}", left.source)),
            published: time(left.published_at, zone),
            arrived: time(left.arrived_at, zone),
            purged: time(left.purged_at, zone),
            event: left.event.to_string(),
            event_address: shell.to(&format!("/events/{}", left.event)),
            shell,
        }
    }
}

/// A document that is not there: one that was purged is told as such.
pub(crate) async fn gone(
    app: &App,
    id: Option<DocumentId>,
    error: &DeskError,
    language: Language,
) -> Response {
    if let (DeskError::NotFound { .. }, Some(id)) = (error, id)
        && let Ok(Some(left)) = app.desk.purged_document(id).await
    {
        let page = PurgedPage::new(&left, language, app.desk.time_zone());
        return answer(StatusCode::GONE, &page, language, None);
    }
    problem::of(error, app, language)
}
