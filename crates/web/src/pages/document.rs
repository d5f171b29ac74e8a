//! *Document*: its whole text, where and when it was said, why it lies in its event.

use super::holds::{ShownHolding, holding};
use super::purged::gone;
use super::readings::just_made;
use super::sign_in::refusal;
use super::{answer, problem};
use crate::cards::{Card, ShownPlace, card, counted, places};
use crate::language::Language;
use crate::reading_words::{
    ShownReading, ShownReadingCorrection, correction, reading as shown_reading,
};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{
    Listed, Names, ShownReason, Time, link, listed, reason, time, time_note, titled,
};
use crate::words::{HEAD_TITLE_CHARS, plain};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, DocumentSheet, SignedIn};
use model::{DocumentId, Hold, HoldOn, Moment};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    /// Readings that were just put right.
    read: Option<String>,
}

/// Its copies, and where all of them are listed.
#[derive(Debug)]
struct Copies {
    list: Vec<Listed>,
    label: String,
    address: String,
    more: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/document.html")]
pub(crate) struct DocumentPage {
    shell: Shell,
    number: String,
    title: String,
    paragraphs: Vec<String>,
    url: Option<String>,
    source: String,
    source_address: String,
    kind: Option<String>,
    language: String,
    /// Its language as browsers and readers of screens know it, where it is known.
    tag: Option<&'static str>,
    published: Time,
    time_note: Option<String>,
    arrived: Time,
    event: Card,
    head: Option<Listed>,
    reused: Option<Listed>,
    copies: Copies,
    places: Vec<ShownPlace>,
    reasons: Vec<ShownReason>,
    reading: ShownReading,
    /// What people put right about its reading, and what of it just now.
    read_before: Vec<ShownReadingCorrection>,
    just_read: Vec<String>,
    picture: Option<String>,
    /// Since when it is known that its author withdrew it.
    withdrawn: Option<Time>,
    /// Whether something personal is hidden.
    hides: bool,
    /// Whether it is shown all the same, for a reason that was given.
    open: bool,
    wrong: Option<String>,
    /// Whether the text it repeats was purged.
    head_purged: bool,
    /// What keeps it from being purged.
    holding: ShownHolding,
}

impl DocumentPage {
    pub(crate) fn new(sheet: &DocumentSheet, now: Moment, language: Language, zone: Tz) -> Self {
        let stored = &sheet.document;
        let document = &stored.document;
        let mut shell = Shell::new(language, "search", format!("/documents/{}", document.id));
        shell.title = titled(&document.title, HEAD_TITLE_CHARS, &shell);
        let names = Names {
            places: &sheet.place_names,
            events: &sheet.event_titles,
        };
        let list = |stored: &Option<model::StoredDocument>| {
            stored.as_ref().map(|stored| listed(stored, &shell, zone))
        };
        let tag = document.language.tag();
        Self {
            number: document.id.to_string(),
            title: titled(&document.title, usize::MAX, &shell),
            paragraphs: paragraphs(&document.text),
            url: link(document.url.as_deref()),
            source: plain(&stored.source_name),
            source_address: shell.to(&format!("/sources/{}", document.source)),
            kind: (sheet.source.as_ref())
                .map(|source| crate::pages::sources::kind_word(&shell, source.kind)),
            language: shell.t(&format!("language.{tag}")).into_owned(),
            tag: (!matches!(tag, "und" | "mul")).then_some(tag),
            published: time(document.published_at, zone),
            time_note: time_note(document.time_note, &shell),
            arrived: time(document.arrived_at, zone),
            event: card(&sheet.event, now, &shell, zone),
            head: list(&sheet.head),
            reused: list(&sheet.reused),
            copies: copies(sheet, &shell, zone),
            places: places(&sheet.places, &shell),
            reasons: (stored.placement.reasons.iter())
                .map(|why| reason(why, &names, &shell))
                .collect(),
            reading: shown_reading(document.id, &document.reading, &shell),
            read_before: (sheet.read_before.iter())
                .map(|made| correction(made, &shell, zone))
                .collect(),
            just_read: Vec::new(),
            picture: (sheet.picture && stored.withdrawn.is_none())
                .then(|| shell.to(&format!("/pictures/{}", document.id))),
            withdrawn: stored.withdrawn.map(|at| time(at, zone)),
            hides: sheet.hides,
            open: false,
            wrong: None,
            head_purged: stored.placement.copy_of().is_some() && sheet.head.is_none(),
            holding: ShownHolding::default(),
            shell,
        }
    }

    /// The same page with what keeps the document.
    pub(crate) fn held(mut self, id: DocumentId, holds: &[Hold], zone: Tz) -> Self {
        self.holding = holding(HoldOn::Document(id), holds, &self.shell, zone);
        self
    }
}

fn copies(sheet: &DocumentSheet, shell: &Shell, zone: Tz) -> Copies {
    let (event, head) = (sheet.event.id, sheet.document.document.id);
    Copies {
        list: (sheet.copies.iter())
            .map(|copy| listed(copy, shell, zone))
            .collect(),
        label: counted(shell, "copy", sheet.copy_count),
        address: shell.to(&format!("/documents?event={event}&copies_of={head}")),
        more: sheet.copy_count > sheet.copies.len() as i64,
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    let plain = plain(text);
    (plain.lines().map(str::trim))
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A document with what keeps it from being purged.
async fn with_holds(
    app: &App,
    found: Result<DocumentSheet, DeskError>,
) -> Result<(DocumentSheet, Vec<Hold>), DeskError> {
    let sheet = found?;
    let holds = app.desk.holds_keeping(sheet.document.document.id).await?;
    Ok((sheet, holds))
}

/// Why somebody opens what is hidden.
#[derive(Debug, Deserialize)]
pub(crate) struct Opened {
    #[serde(default)]
    reason: String,
}

/// The document with nothing hidden, for a reason that is written down.
pub(crate) async fn open(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(opened): Form<Opened>,
) -> Response {
    let language = Language::choose(None, &headers);
    let Some(document) = DocumentId::parse(&id) else {
        let kind = "document";
        return problem::of(&DeskError::NotFound { kind, id }, &app, language);
    };
    let (now, zone) = (app.desk.now(), app.desk.time_zone());
    let result = app
        .desk
        .open_document(&signed.actor, document, &opened.reason)
        .await;
    let (found, wrong) = match result {
        Ok(sheet) => (Ok(sheet), None),
        Err(error) => match refusal(&error, language) {
            Some(words) => (app.desk.document_sheet(document).await, Some(words)),
            None => (Err(error), None),
        },
    };
    match with_holds(&app, found).await {
        Ok((sheet, holds)) => {
            let page = DocumentPage::new(&sheet, now, language, zone);
            let mut page = page.held(document, &holds, zone);
            page.open = wrong.is_none();
            page.wrong = wrong;
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => gone(&app, Some(document), &error, language).await,
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let kind = "document";
    let document = DocumentId::parse(&id);
    let found = match document {
        Some(id) => app.desk.document_sheet(id).await,
        None => Err(DeskError::NotFound { kind, id }),
    };
    match with_holds(&app, found).await {
        Ok((sheet, holds)) => {
            let (now, zone) = (app.desk.now(), app.desk.time_zone());
            let page = DocumentPage::new(&sheet, now, language, zone);
            let mut page = page.held(sheet.document.document.id, &holds, zone);
            page.just_read = just_made(asked.read.as_deref());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => gone(&app, document, &error, language).await,
    }
}
