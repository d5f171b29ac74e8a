//! Putting an event right: move, split, merge, rename, and taking it back.

use super::{answer, problem, redirect};
use crate::language::Language;
use crate::pages::sign_in::refusal;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::line::Corrected;
use desk::{DeskError, SignedIn};
use model::{Correction, CorrectionId, CorrectionRecord, DocumentId, EventId};

/// A correction as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownCorrection {
    pub(crate) id: String,
    pub(crate) at: Time,
    pub(crate) who: String,
    pub(crate) words: String,
    /// Another event that it leads to.
    pub(crate) other: Option<(String, String)>,
    pub(crate) undone: bool,
    pub(crate) undoes: bool,
}

pub(crate) fn shown(
    record: &CorrectionRecord,
    event: EventId,
    shell: &Shell,
    zone: Tz,
) -> ShownCorrection {
    let (words, other) = told(&record.correction, event, shell);
    ShownCorrection {
        id: record.id.to_string(),
        at: time(record.at, zone),
        who: record.who.name.clone(),
        words,
        other: other.map(|other| (other.to_string(), shell.to(&format!("/events/{other}")))),
        undone: record.undone,
        undoes: record.undoes.is_some(),
    }
}

/// What was put right, as one of the events sees it, and the other event.
fn told(correction: &Correction, event: EventId, shell: &Shell) -> (String, Option<EventId>) {
    let other = |from: EventId, to: EventId| Some(if from == event { to } else { from });
    match correction {
        Correction::Move {
            documents,
            from,
            to,
        } => {
            let key = if *from == event {
                "correct.moved_away"
            } else {
                "correct.moved_here"
            };
            (shell.n(key, documents.len()), other(*from, *to))
        }
        Correction::Merge { from, into, .. } => {
            (shell.t("correct.merged").into_owned(), other(*from, *into))
        }
        Correction::Rename { title, .. } => match title {
            Some(title) => (shell.n("correct.renamed", plain(title)), None),
            None => (shell.t("correct.unnamed").into_owned(), None),
        },
    }
}

/// The page that says why something was not put right.
#[derive(Debug, Template)]
#[template(path = "pages/not_corrected.html")]
pub(crate) struct NotCorrectedPage {
    shell: Shell,
    words: String,
    back: String,
}

impl NotCorrectedPage {
    pub(crate) fn new(language: Language, words: String, back: &str) -> Self {
        let mut shell = Shell::new(language, "now", "/");
        shell.title = shell.t("correct.not").into_owned();
        Self {
            words,
            back: shell.to(back),
            shell,
        }
    }
}

/// Goes to the event as it is now, or says why nothing came of it and leads back.
pub(super) fn came(
    app: &App,
    language: Language,
    back: &str,
    result: Result<Corrected, DeskError>,
) -> Response {
    let error = match result {
        Ok(corrected) => {
            return redirect(&format!(
                "/events/{}?done={}",
                corrected.event, corrected.id
            ));
        }
        Err(error) => error,
    };
    not_done(app, language, back, &error, "refused.correct.moved")
}

/// Why nothing was changed; `conflict` names the words for what somebody else did before.
pub(crate) fn not_done(
    app: &App,
    language: Language,
    back: &str,
    error: &DeskError,
    conflict: &str,
) -> Response {
    let words = if error.is_conflict() {
        let words = rust_i18n::t!(conflict, locale = language.tag());
        Some(words.to_string())
    } else {
        refusal(error, language)
    };
    match words {
        Some(words) => {
            let page = NotCorrectedPage::new(language, words, back);
            answer(StatusCode::CONFLICT, &page, language, None)
        }
        None => problem::of(error, app, language),
    }
}

pub(super) fn event_of(id: &str) -> Result<EventId, DeskError> {
    // An address of an event does as well as its number.
    let last = id.trim().trim_end_matches('/');
    let last = last.rsplit('/').next().unwrap_or_default();
    let last = last.split(['?', '#', ' ']).next().unwrap_or_default();
    EventId::parse(last).ok_or_else(|| DeskError::NotFound {
        kind: "event",
        id: id.to_owned(),
    })
}

pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.trim())
}

/// Documents go to another event, or to one of their own.
pub(crate) async fn move_documents(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let documents: Vec<DocumentId> = fields
        .iter()
        .filter(|(name, _)| name == "document")
        .filter_map(|(_, id)| DocumentId::parse(id))
        .collect();
    let own = field(&fields, "own") == "1";
    let target = field(&fields, "to");
    let result = async {
        let from = event_of(&id)?;
        let to = if own { None } else { Some(event_of(target)?) };
        app.desk
            .move_documents(&signed.actor, &documents, from, to)
            .await
    };
    came(&app, language, &format!("/events/{id}"), result.await)
}

/// This event becomes part of another one.
pub(crate) async fn merge(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async {
        let (from, into) = (event_of(&id)?, event_of(field(&fields, "into"))?);
        app.desk.merge_events(&signed.actor, from, into).await
    };
    came(&app, language, &format!("/events/{id}"), result.await)
}

/// The event gets a title.
pub(crate) async fn rename(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = async {
        let event = event_of(&id)?;
        let own = field(&fields, "own") == "1";
        let title = if own { "" } else { field(&fields, "title") };
        app.desk.rename_event(&signed.actor, event, title).await
    };
    came(&app, language, &format!("/events/{id}"), result.await)
}

/// A correction is taken back.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = match CorrectionId::parse(&id) {
        Some(id) => app.desk.undo_correction(&signed.actor, id).await,
        None => Err(DeskError::NotFound {
            kind: "correction",
            id,
        }),
    };
    let back = format!("/events/{}", field(&fields, "event"));
    came(&app, language, &back, result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_named_by_its_number_or_its_address() {
        for written in [
            "e12",
            "12",
            " e12 ",
            "https://desk.qinglan.example/caifeng/events/e12?page=2#members",
            "/events/e12/",
            "e12 路面塌陷",
        ] {
            assert_eq!(event_of(written).ok(), Some(EventId(12)), "{written}");
        }
        assert!(event_of("").is_err() && event_of("d12").is_err());
    }
}
