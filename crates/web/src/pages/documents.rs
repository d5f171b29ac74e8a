//! Documents in a list: the records behind the numbers of documents and copies.

use super::purged::purged_words;
use super::{answer, problem};
use crate::language::Language;
use crate::reading_words::{category_word, tone_word};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Listed, listed};
use crate::words::{LISTED_TITLE_CHARS, clip};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{DocumentAsk, DocumentList};
use model::{Category, DocumentId, EventId, Place, SourceId, Tone};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    event: String,
    source: String,
    copies_of: String,
    copies: String,
    category: String,
    tone: String,
    flood: String,
    place: String,
    taken_from: String,
    after: String,
    before: String,
}

impl Asked {
    /// The copies in an event.
    pub(crate) fn copies_in(event: &str) -> Self {
        Self {
            event: event.to_owned(),
            copies: "1".to_owned(),
            ..Self::default()
        }
    }

    /// All documents of an event, or of all.
    fn of_event(event: Option<EventId>) -> Self {
        Self {
            event: event.map(|id| id.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    fn ask(&self) -> DocumentAsk {
        DocumentAsk {
            event: EventId::parse(&self.event),
            source: SourceId::parse(&self.source),
            copies_of: DocumentId::parse(&self.copies_of),
            copies: self.copies == "1",
            category: Category::of(&self.category),
            tone: Tone::of(&self.tone),
            // Documents of a place are looked for within one event.
            place: EventId::parse(&self.event)
                .and_then(|_| self.place.parse().ok())
                .map(Place),
            flood: DocumentId::parse(&self.flood),
            after: DocumentId::parse(&self.after),
            before: DocumentId::parse(&self.before),
            limit: 0,
        }
    }

    /// The event and the outlet from which documents of it were taken.
    fn taken(&self) -> Option<(EventId, SourceId)> {
        EventId::parse(&self.event).zip(SourceId::parse(&self.taken_from))
    }

    /// The list from its beginning.
    fn path(&self) -> String {
        let ask = self.ask();
        let parts = [
            ask.event.map(|id| format!("event={id}")),
            ask.source.map(|id| format!("source={id}")),
            ask.copies_of.map(|id| format!("copies_of={id}")),
            ask.copies.then(|| "copies=1".to_owned()),
            ask.category.map(|one| format!("category={}", one.word())),
            ask.tone.map(|one| format!("tone={}", one.word())),
            ask.place.map(|place| format!("place={}", place.0)),
            self.taken().map(|(_, id)| format!("taken_from={id}")),
            ask.flood.map(|id| format!("flood={id}")),
            ask.after.map(|id| format!("after={id}")),
        ];
        let query: Vec<String> = parts.into_iter().flatten().collect();
        format!("/documents?{}", query.join("&"))
    }
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    document: Listed,
    copy: bool,
    event: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/documents.html")]
pub(crate) struct DocumentsPage {
    shell: Shell,
    rows: Vec<Row>,
    /// What the list is narrowed to: its word, and where that leads.
    narrowed: Vec<(String, String)>,
    /// What of the event was purged.
    purged: Vec<String>,
    first: Option<String>,
    next: Option<String>,
}

impl DocumentsPage {
    pub(crate) fn new(asked: &Asked, list: &DocumentList, language: Language, zone: Tz) -> Self {
        let path = asked.path();
        let ask = asked.ask();
        let mut shell = Shell::new(language, "search", path.clone());
        let copies = ask.copies || ask.copies_of.is_some();
        let title = if copies {
            "documents.copies"
        } else {
            "documents.title"
        };
        shell.title = shell.t(title).into_owned();
        let turned = |id: DocumentId| shell.to(&format!("{path}&before={id}"));
        Self {
            rows: (list.documents.iter())
                .map(|stored| Row {
                    document: listed(stored, &shell, zone),
                    copy: stored.placement.copy_of().is_some(),
                    event: shell.to(&format!("/events/{}", stored.placement.event)),
                })
                .collect(),
            narrowed: narrowed(asked, list, &shell),
            purged: purged_words(&list.purged, &shell),
            first: ask.before.map(|_| shell.to(&path)),
            next: list.next.map(turned),
            shell,
        }
    }
}

/// What a list is narrowed to, with where that leads.
fn narrowed(asked: &Asked, list: &DocumentList, shell: &Shell) -> Vec<(String, String)> {
    let ask = asked.ask();
    let taken = asked.taken().map(|(_, id)| id);
    let document = |key: &str, id: DocumentId| {
        let word = shell.n(&format!("documents.{key}"), id);
        (word, shell.to(&format!("/documents/{id}")))
    };
    let all = [
        ask.event.zip(list.event.as_ref()).map(|(id, title)| {
            let title = clip(title, LISTED_TITLE_CHARS);
            (title, shell.to(&format!("/events/{id}")))
        }),
        ask.source.zip(list.source.as_ref()).map(|(id, name)| {
            let name = clip(name, LISTED_TITLE_CHARS);
            (name, shell.to(&format!("/sources/{id}")))
        }),
        taken.zip(list.source.as_ref()).map(|(id, name)| {
            let name = clip(name, LISTED_TITLE_CHARS);
            let words = shell.n("documents.taken_from", name);
            (words, shell.to(&format!("/sources/{id}")))
        }),
        ask.copies_of.map(|id| document("copies_of", id)),
        // Without it, the event's whole list.
        ask.category.map(|one| {
            let path = Asked::of_event(ask.event).path();
            (category_word(one, shell), shell.to(&path))
        }),
        ask.tone.map(|one| {
            let path = Asked::of_event(ask.event).path();
            (tone_word(one, shell), shell.to(&path))
        }),
        ask.place
            .zip(list.place.as_ref())
            .map(|(place, name)| (name.clone(), shell.to(&format!("/?place={}", place.0)))),
        ask.flood.map(|id| document("flood", id)),
        ask.after.map(|id| document("after", id)),
    ];
    all.into_iter().flatten().collect()
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let list = match asked.taken() {
        Some((event, source)) => app.desk.taken_from(event, source).await,
        None => app.desk.document_list(&asked.ask()).await,
    };
    match list {
        Ok(list) => {
            let page = DocumentsPage::new(&asked, &list, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
