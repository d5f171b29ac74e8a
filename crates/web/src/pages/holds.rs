//! Holds: what is not purged while something cites it, who placed it, and releasing it.

use super::correct::field;
use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{count, plain};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, HoldList, SignedIn};
use model::{CitedBy, DocumentId, EventId, Hold, HoldId, HoldOn, NewHold};
use serde::Deserialize;

/// A hold as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownHold {
    pub(crate) id: String,
    /// What it is on, and where that leads.
    pub(crate) on: String,
    pub(crate) address: String,
    pub(crate) cited_by: String,
    pub(crate) reference: String,
    pub(crate) reason: String,
    pub(crate) placed_by: String,
    pub(crate) placed: Time,
    pub(crate) documents: String,
    pub(crate) released: Option<(String, Time)>,
}

/// What holds a document or an event, with what is said of it there.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShownHolding {
    /// What a new hold would be on: `d12`, `e3`.
    pub(crate) on: String,
    /// Whether that is an event.
    pub(crate) event: bool,
    pub(crate) holds: Vec<ShownHold>,
    /// What may cite it: value and word.
    pub(crate) cited: Vec<(&'static str, String)>,
}

fn cited_word(kind: CitedBy, shell: &Shell) -> String {
    shell.t(&format!("hold.cited_{}", kind.word())).into_owned()
}

fn shown(hold: &Hold, shell: &Shell, zone: Tz) -> ShownHold {
    let said = &hold.said;
    let address = match said.on {
        HoldOn::Document(id) => format!("/documents/{id}"),
        HoldOn::Event(id) => format!("/events/{id}"),
    };
    let key = match said.on {
        HoldOn::Document(_) => "hold.on_document",
        HoldOn::Event(_) => "hold.on_event",
    };
    ShownHold {
        id: hold.id.to_string(),
        on: shell.n(key, said.on),
        address: shell.to(&address),
        cited_by: cited_word(said.cited_by, shell),
        reference: plain(&said.reference),
        reason: plain(&said.reason),
        placed_by: plain(&hold.placed_by),
        placed: time(hold.placed_at, zone),
        documents: count(hold.documents.cast_signed()),
        released: (hold.released.as_ref()).map(|(at, by)| (plain(by), time(*at, zone))),
    }
}

/// What stands beside a document or an event.
pub(crate) fn holding(on: HoldOn, holds: &[Hold], shell: &Shell, zone: Tz) -> ShownHolding {
    ShownHolding {
        on: on.to_string(),
        event: matches!(on, HoldOn::Event(_)),
        holds: holds.iter().map(|hold| shown(hold, shell, zone)).collect(),
        cited: CitedBy::ALL
            .map(|kind| (kind.word(), cited_word(kind, shell)))
            .to_vec(),
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/holds.html")]
pub(crate) struct HoldsPage {
    shell: Shell,
    holds: Vec<ShownHold>,
    /// Whether released ones are shown too.
    released: bool,
    first: Option<String>,
    next: Option<String>,
    done: Option<String>,
    wrong: Option<String>,
}

impl HoldsPage {
    pub(crate) fn new(list: &HoldList, asked: &Asked, language: Language, zone: Tz) -> Self {
        let path = if asked.all() {
            "/holds?released=1"
        } else {
            "/holds"
        };
        let mut shell = Shell::new(language, "search", path);
        shell.title = shell.t("hold.title").into_owned();
        let joiner = if asked.all() { "&" } else { "?" };
        let holds = list.holds.iter();
        Self {
            holds: holds.map(|hold| shown(hold, &shell, zone)).collect(),
            released: asked.all(),
            first: (!asked.before.is_empty()).then(|| shell.to(path)),
            next: list
                .next
                .map(|id| shell.to(&format!("{path}{joiner}before={id}"))),
            done: (asked.done == "released").then(|| shell.t("hold.release_done").into_owned()),
            wrong: None,
            shell,
        }
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    released: String,
    before: String,
    done: String,
}

impl Asked {
    fn all(&self) -> bool {
        self.released == "1"
    }
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, &asked, None, language).await
}

async fn page(
    app: &App,
    signed: &SignedIn,
    asked: &Asked,
    wrong: Option<String>,
    language: Language,
) -> Response {
    let before = HoldId::parse(&asked.before);
    let list = app.desk.hold_list(&signed.actor, asked.all(), before).await;
    match list {
        Ok(list) => {
            let status = if wrong.is_some() {
                StatusCode::CONFLICT
            } else {
                StatusCode::OK
            };
            let mut page = HoldsPage::new(&list, asked, language, app.desk.time_zone());
            page.wrong = wrong;
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

/// What a form or an address names: `d12` or `e3`.
fn on_of(text: &str) -> Result<HoldOn, DeskError> {
    let document = text.starts_with('d').then(|| DocumentId::parse(text));
    let event = text.starts_with('e').then(|| EventId::parse(text));
    let found = document.flatten().map(HoldOn::Document);
    found
        .or(event.flatten().map(HoldOn::Event))
        .ok_or_else(|| DeskError::Invalid("name a document like d12 or an event like e3".into()))
}

/// Places a hold, and goes back to what it is on.
pub(crate) async fn place(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let placed = async {
        let hold = NewHold {
            on: on_of(field(&fields, "on"))?,
            cited_by: CitedBy::from_word(field(&fields, "cited_by")).unwrap_or(CitedBy::Other),
            reference: field(&fields, "reference").to_owned(),
            reason: field(&fields, "reason").to_owned(),
        };
        app.desk.place_hold(&signed.actor, &hold).await?;
        Ok(hold.on)
    };
    match placed.await {
        Ok(HoldOn::Document(id)) => redirect(&format!("/documents/{id}#hold")),
        Ok(HoldOn::Event(id)) => redirect(&format!("/events/{id}#hold")),
        Err(error) => not_done(&app, &signed, &error, language).await,
    }
}

/// Releases a hold.
pub(crate) async fn release(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = match HoldId::parse(&id) {
        Some(id) => app.desk.release_hold(&signed.actor, id).await,
        None => Err(DeskError::NotFound { kind: "hold", id }),
    };
    match result {
        Ok(_) => redirect("/holds?done=released"),
        Err(error) => not_done(&app, &signed, &error, language).await,
    }
}

/// What was refused is said above the list.
async fn not_done(app: &App, signed: &SignedIn, error: &DeskError, language: Language) -> Response {
    match refusal(error, language) {
        Some(words) => page(app, signed, &Asked::default(), Some(words), language).await,
        None => problem::of(error, app, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_named_with_its_letter() {
        assert_eq!(on_of("d12").ok(), Some(HoldOn::Document(DocumentId(12))));
        assert_eq!(on_of("e3").ok(), Some(HoldOn::Event(EventId(3))));
        for wrong in ["", "12", "s3", "d", "dd1", "e-x"] {
            assert!(on_of(wrong).is_err(), "{wrong}");
        }
    }
}
