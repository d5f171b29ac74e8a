//! *Event*: what it is in a sentence, when it was said most, who said it first, who says what, and
//! why it is here.

use super::correct::{ShownCorrection, shown};
use super::holds::{ShownHolding, holding};
use super::proposals::{self, ShownProposal, ShownStory};
use super::purged::purged_words;
use super::readings::just_made;
use super::{answer, problem, redirect};
use crate::cards::{Card, Figure, ShownPlace, card, counted, places};
use crate::chart::{Chart, chart};
use crate::frame::Frame;
use crate::gist::{self, Said, ShownGist};
use crate::heat_words::{self, ShownDay, ShownHour, ShownPart};
use crate::language::Language;
use crate::reading_words::{ShownReadings, readings};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Listed, Names, ShownMember, Time, listed, member, time_near};
use crate::words::{HEAD_TITLE_CHARS, Piece, clip, count, plain, sentence};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{
    Act, DeskError, EventAsk, EventOrder, EventReadings, EventSheet, EventStory, ProposalCard,
    SignedIn,
};
use model::{Case, CorrectionId, CorrectionRecord, EventId, Hold, HoldOn};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    page: Option<u64>,
    /// A correction that was just made.
    done: Option<String>,
    /// Readings that were just put right.
    read: Option<String>,
}

/// Events offered to move documents to.
const OTHERS_OFFERED: u64 = 40;

/// A source with when it spoke of the event first.
#[derive(Debug, Clone)]
pub(crate) struct ShownFirst {
    name: String,
    source_address: String,
    at: Time,
    /// What it said, as a number that opens.
    documents: Figure,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/event.html")]
pub(crate) struct EventPage {
    shell: Shell,
    card: Card,
    number: String,
    title: String,
    sentence: Vec<Piece>,
    chart: Option<Chart>,
    members: Vec<ShownMember>,
    first: Option<Listed>,
    first_seen: Vec<ShownFirst>,
    more_sources: Option<String>,
    heat_parts: Vec<ShownPart>,
    heat_days: Vec<ShownDay>,
    half_life: String,
    /// Whether lists still show heat by older settings.
    stale: bool,
    hour: Option<ShownHour>,
    places: Vec<ShownPlace>,
    page: u64,
    pages: u64,
    page_address: String,
    live_address: String,
    corrections: Vec<ShownCorrection>,
    /// Events that documents may be moved to: those that came second, and the latest.
    others: Vec<(String, String)>,
    /// A correction that was just made, and can be taken back.
    done: Option<String>,
    /// What the desk would change.
    proposals: Vec<ShownProposal>,
    /// Other events of the same story, and whether there are more.
    story: Vec<ShownStory>,
    more_story: bool,
    /// What its documents are about, and in which tone.
    readings: ShownReadings,
    just_read: Vec<String>,
    /// What it says, and floods in it.
    gist: ShownGist,
    /// What of it was purged, in a sentence each.
    purged: Vec<String>,
    /// What keeps its documents from being purged.
    holding: ShownHolding,
    /// Cases it is in: number, title, how far it is.
    cases: Vec<(String, String, String)>,
}

/// What people put right about an event, what the desk would, and where its documents could go.
#[derive(Debug, Default)]
pub(crate) struct PutRight {
    pub(crate) corrections: Vec<CorrectionRecord>,
    pub(crate) others: Vec<(EventId, String)>,
    pub(crate) done: Option<CorrectionId>,
    pub(crate) proposals: Vec<ProposalCard>,
    pub(crate) story: EventStory,
    pub(crate) readings: EventReadings,
    pub(crate) just_read: Vec<String>,
    pub(crate) holds: Vec<Hold>,
    pub(crate) cases: Vec<Case>,
}

impl EventPage {
    pub(crate) fn new(sheet: &EventSheet, right: &PutRight, language: Language, zone: Tz) -> Self {
        let id = sheet.card.id;
        let path = format!("/events/{id}");
        let mut shell = Shell::new(language, "now", path.clone());
        shell.title = clip(&sheet.card.title, HEAD_TITLE_CHARS);
        shell.charts = !sheet.volume.is_empty();
        let names = Names {
            places: &sheet.place_names,
            events: &sheet.event_titles,
        };
        let more = sheet.sources - sheet.first_seen.len() as i64;
        Self {
            card: card(&sheet.card, sheet.as_of, &shell, zone),
            number: id.to_string(),
            title: shell.title.clone(),
            sentence: in_a_sentence(sheet, &shell, zone),
            chart: chart(&sheet.volume, &path, &shell, zone),
            members: (sheet.members.iter())
                .map(|one| {
                    let pictured = sheet.pictures.contains(&one.document.document.id);
                    member(one, pictured, &sheet.ranks, &names, &shell, zone)
                })
                .collect(),
            first: (sheet.first.as_ref()).map(|first| listed(first, &shell, zone)),
            first_seen: first_seen(sheet, &shell, zone),
            more_sources: (more > 0).then(|| shell.n("event.more_sources", count(more))),
            heat_parts: heat_words::parts(sheet, &shell),
            heat_days: heat_words::days(sheet, &shell, zone),
            half_life: shell.n("heat.half_life", sheet.heat.half_life),
            stale: sheet.heat.stale,
            hour: (sheet.hour.as_ref()).map(|rise| heat_words::hour(rise, &shell)),
            places: places(&sheet.places, &shell),
            page: sheet.page,
            pages: sheet.pages,
            page_address: shell.to(&format!("{path}?page={}", sheet.page)),
            live_address: shell.to(&format!("/live?event={id}&revision={}", sheet.revision)),
            corrections: (right.corrections.iter())
                .map(|record| shown(record, id, &shell, zone))
                .collect(),
            others: (sheet.event_titles.iter())
                .map(|(id, title)| (*id, title))
                .chain(right.others.iter().map(|(id, title)| (*id, title)))
                .filter(|(other, _)| *other != id)
                .map(|(other, title)| (other.to_string(), clip(title, HEAD_TITLE_CHARS)))
                .collect(),
            done: (right.done.filter(|done| {
                let mut made = right.corrections.iter();
                made.any(|one| one.id == *done && !one.undone)
            }))
            .map(|id| id.to_string()),
            proposals: proposals::shown(&right.proposals, Some(id), sheet.as_of, &shell, zone),
            story: proposals::story(&right.story, sheet.as_of, &shell, zone),
            more_story: right.story.more,
            readings: readings(id, &right.readings, &shell),
            just_read: right.just_read.clone(),
            gist: ShownGist::default(),
            purged: purged_words(&sheet.purged, &shell),
            holding: holding(HoldOn::Event(id), &right.holds, &shell, zone),
            cases: cases_of(&right.cases, &shell),
            shell,
        }
    }

    /// The same page with what the event says.
    pub(crate) fn saying(mut self, said: &Said, sheet: &EventSheet, zone: Tz) -> Self {
        self.gist = gist::shown(said, sheet.card.id, sheet.as_of, &self.shell, zone);
        self
    }
}

fn cases_of(cases: &[Case], shell: &Shell) -> Vec<(String, String, String)> {
    (cases.iter())
        .map(|case| {
            let state = super::cases::state_word(case.state, shell);
            (
                case.id.to_string(),
                clip(&case.title, HEAD_TITLE_CHARS),
                state,
            )
        })
        .collect()
}

/// What, where, since when, how many say it: made of the figures and the most central headline.
fn in_a_sentence(sheet: &EventSheet, shell: &Shell, zone: Tz) -> Vec<Piece> {
    let event = shell.to(&format!("/events/{}", sheet.card.id));
    let card = &sheet.card;
    let headline = Piece {
        foreign: true,
        ..Piece::text(clip(&sheet.headline, HEAD_TITLE_CHARS))
    };
    let since = time_near(card.first_at, sheet.as_of, zone).person;
    let documents = Piece::link(
        counted(shell, "document", card.documents),
        format!("{event}#members"),
    );
    let copies = Piece::link(
        counted(shell, "copy", card.copies),
        shell.to(&format!("/documents?event={}&copies=1", card.id)),
    );
    let sources = Piece::link(
        counted(shell, "source", sheet.sources),
        format!("{event}#first-seen"),
    );
    let key = if card.copies > 0 {
        "event.sentence"
    } else {
        "event.sentence_own"
    };
    let parts = vec![
        ("headline", vec![headline]),
        ("place", near(sheet, shell)),
        ("since", vec![Piece::text(since)]),
        ("documents", vec![documents]),
        ("copies", vec![copies]),
        ("sources", vec![sources]),
    ];
    sentence(shell, key, &parts)
}

/// The divisions that are named first, as the sentence takes them in.
fn near(sheet: &EventSheet, shell: &Shell) -> Vec<Piece> {
    let names: Vec<&str> = (sheet.places.iter().take(2))
        .map(|(_, name)| name.as_str())
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let joined = names.join(&shell.t("list.comma"));
    vec![Piece::text(shell.n("event.at_place", joined))]
}

fn first_seen(sheet: &EventSheet, shell: &Shell, zone: Tz) -> Vec<ShownFirst> {
    (sheet.first_seen.iter())
        .map(|seen| ShownFirst {
            name: plain(&seen.name),
            source_address: shell.to(&format!("/sources/{}", seen.source)),
            at: time_near(seen.at, sheet.as_of, zone),
            documents: Figure {
                number: count(seen.documents),
                words: counted(shell, "document", seen.documents),
                address: shell.to(&format!(
                    "/documents?event={}&source={}",
                    sheet.card.id, seen.source
                )),
            },
        })
        .collect()
}

pub(super) async fn sheet_of(app: &App, id: String, page: u64) -> Result<EventSheet, DeskError> {
    match EventId::parse(&id) {
        Some(event) => app.desk.event_sheet(event, page).await,
        None => Err(DeskError::NotFound { kind: "event", id }),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let found = async {
        let sheet = sheet_of(&app, id.clone(), asked.page.unwrap_or(1)).await?;
        let right = put_right(&app, &sheet, &asked).await?;
        let said = gist::ask(&app, &signed, sheet.card.id).await?;
        Ok((sheet, right, said))
    };
    match found.await {
        Ok((sheet, right, said)) => {
            let zone = app.desk.time_zone();
            let page = EventPage::new(&sheet, &right, language, zone).saying(&said, &sheet, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => moved_on(&app, &id, &error, language).await,
    }
}

/// What people put right, what the desk would, and the latest events, which documents could belong
/// to.
async fn put_right(app: &App, sheet: &EventSheet, asked: &Asked) -> Result<PutRight, DeskError> {
    let id = sheet.card.id;
    let right = PutRight {
        corrections: app.desk.corrections_of(id).await?,
        proposals: app.desk.proposals_of(id).await?,
        story: app.desk.story_of(id).await?,
        readings: app.desk.readings_of_event(id).await?,
        just_read: just_made(asked.read.as_deref()),
        holds: app.desk.holds_on_event(id).await?,
        cases: if Frame::current().may(Act::SeeCases) {
            app.desk.cases_of_event(id).await?
        } else {
            Vec::new()
        },
        ..PutRight::default()
    };
    if !Frame::current().may(Act::CorrectEvents) {
        return Ok(right);
    }
    let latest = EventAsk::all(EventOrder::Newest, OTHERS_OFFERED);
    let latest = app.desk.event_list(&latest).await?.events;
    Ok(PutRight {
        others: (latest.into_iter())
            .map(|event| (event.id, event.title))
            .collect(),
        done: asked.done.as_deref().and_then(CorrectionId::parse),
        ..right
    })
}

/// An event that was merged into another one leads there.
async fn moved_on(app: &App, id: &str, error: &DeskError, language: Language) -> Response {
    if let (DeskError::NotFound { .. }, Some(event)) = (error, EventId::parse(id))
        && let Ok(Some(into)) = app.desk.ended_event(event).await
    {
        return redirect(&format!("/events/{into}"));
    }
    problem::of(error, app, language)
}
