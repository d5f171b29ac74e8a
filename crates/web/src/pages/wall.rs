//! The wall screen: one page for a room, read from five metres, that keeps itself up to date.

use super::{answer, problem};
use crate::cards::{Card, card, counted};
use crate::language::Language;
use crate::pictures::drawing::Mark;
use crate::pictures::{self, Scene};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time, time_near, titled};
use crate::words::{clip, count};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use desk::{EventCard, SilentSource, Wall};
use model::StoredDocument;
use serde::Deserialize;

/// Characters of an event's title: two lines.
const TITLE_CHARS: usize = 40;
/// Characters of a document's title.
const DOCUMENT_CHARS: usize = 34;
/// Characters of a source's name.
const NAME_CHARS: usize = 14;
/// Events on the wall.
const EVENTS: usize = 7;
/// Hours of the stream of changes.
const HOURS: i64 = 24;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
}

/// A document that came.
#[derive(Debug, Clone)]
struct Came {
    at: Time,
    source: String,
    title: String,
    address: String,
}

/// A source that is silent, and why that is known.
#[derive(Debug, Clone)]
struct Silent {
    name: String,
    why: String,
    address: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/wall.html")]
pub(crate) struct WallPage {
    shell: Shell,
    now: Time,
    clock: String,
    date: String,
    live: bool,
    as_of: Time,
    totals: Vec<(String, String)>,
    rising: Vec<Card>,
    /// Big ones that do not rise, where there is room for them.
    big: Vec<Card>,
    volume: Vec<Mark>,
    map: Vec<Mark>,
    map_title: String,
    map_height: f64,
    credit: String,
    newest: Vec<Came>,
    silent_title: String,
    silent: Vec<Silent>,
    live_address: String,
    wall_address: String,
}

impl WallPage {
    pub(crate) fn new(wall: &Wall, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "wall", "/wall");
        shell.title = shell.t("wall.title").into_owned();
        let board = &wall.board;
        let scene = Scene {
            shell: &shell,
            zone,
            base: "hours=24",
        };
        let map = match &wall.week {
            Some(week) => pictures::wall_map(week, Scene { base: "", ..scene }),
            None => pictures::wall_map(&wall.day, scene),
        };
        let now = time(wall.now, zone);
        Self {
            clock: now.person.split(' ').nth(1).unwrap_or_default().to_owned(),
            date: date(wall, &shell, zone),
            now,
            live: board.live,
            as_of: time(board.as_of, zone),
            totals: totals(wall, &shell),
            rising: cards(rising(wall), wall, &shell, zone),
            big: cards(big(wall), wall, &shell, zone),
            volume: pictures::wall_volume(&wall.day, scene),
            map: map.marks,
            map_title: shell.t(map.title).into_owned(),
            map_height: map.height,
            credit: map.credit,
            newest: came_last(wall, &shell, zone),
            silent_title: shell.n("wall.silent", wall.silent_in_all),
            silent: wall.silent.iter().map(|one| silent(one, &shell)).collect(),
            live_address: live_address(board.revision, &shell),
            wall_address: shell.to(&format!("/wall?lang={}", shell.tag())),
            shell,
        }
    }
}

/// Where changes are told.
fn live_address(revision: i64, shell: &Shell) -> String {
    let tag = shell.tag();
    shell.to(&format!(
        "/live?window={HOURS}&revision={revision}&lang={tag}"
    ))
}

fn came_last(wall: &Wall, shell: &Shell, zone: Tz) -> Vec<Came> {
    let came = |stored| came(stored, wall, shell, zone);
    wall.newest.iter().map(came).collect()
}

/// Those that rise; what only goes on does not.
fn rising(wall: &Wall) -> Vec<&EventCard> {
    let rises = |card: &&EventCard| card.rise > 1.0;
    wall.board
        .by_rise
        .iter()
        .filter(rises)
        .take(EVENTS)
        .collect()
}

/// Big ones where there is room below those that rise.
fn big(wall: &Wall) -> Vec<&EventCard> {
    let rising = rising(wall);
    let other = |card: &&EventCard| !rising.iter().any(|other| other.id == card.id);
    let room = EVENTS.saturating_sub(rising.len());
    wall.board.by_heat.iter().filter(other).take(room).collect()
}

fn cards(events: Vec<&EventCard>, wall: &Wall, shell: &Shell, zone: Tz) -> Vec<Card> {
    let short = |one: &EventCard| short_card(one, wall, shell, zone);
    events.into_iter().map(short).collect()
}

fn date(wall: &Wall, shell: &Shell, zone: Tz) -> String {
    let Some(at) = DateTime::from_timestamp_millis(wall.now.0) else {
        return String::new();
    };
    let local = at.with_timezone(&zone);
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = days
        .get(local.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or_default();
    format!(
        "{} {}",
        local.format("%Y-%m-%d"),
        shell.t(&format!("pictures.week.{day}"))
    )
}

fn totals(wall: &Wall, shell: &Shell) -> Vec<(String, String)> {
    // Of very many documents some are looked at, so there are at least so many events.
    let at_least = wall.day.events_told_by.map_or("", |_| "≥ ");
    [
        ("wall.day", "", wall.day.total),
        ("wall.events", at_least, wall.day.events_in_all as i64),
        ("totals.sources", "", wall.sources as i64),
        ("totals.documents", "", wall.board.counts.documents),
    ]
    .map(|(key, sign, number)| {
        (
            shell.t(key).into_owned(),
            format!("{sign}{}", count(number)),
        )
    })
    .to_vec()
}

fn short_card(one: &EventCard, wall: &Wall, shell: &Shell, zone: Tz) -> Card {
    let mut shown = card(one, wall.board.as_of, shell, zone);
    shown.title = titled(&one.title, TITLE_CHARS, shell);
    let voices = one.documents + one.copies;
    shown.facts.counts.truncate(1);
    if let Some(figure) = shown.facts.counts.first_mut() {
        figure.words = counted(shell, "voice", voices);
    }
    shown
}

fn came(stored: &StoredDocument, wall: &Wall, shell: &Shell, zone: Tz) -> Came {
    let document = &stored.document;
    let words = if document.title.trim().is_empty() {
        &document.text
    } else {
        &document.title
    };
    Came {
        at: time_near(document.arrived_at, wall.now, zone),
        source: clip(&stored.source_name, NAME_CHARS),
        title: titled(words, DOCUMENT_CHARS, shell),
        address: shell.to(&format!("/documents/{}", document.id)),
    }
}

fn silent(one: &SilentSource, shell: &Shell) -> Silent {
    let word = if one.fails { "wall.fails" } else { "wall.less" };
    Silent {
        name: clip(&one.name, NAME_CHARS),
        why: shell.t(word).into_owned(),
        address: shell.to(&format!("/sources/{}", one.id)),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match app.desk.wall().await {
        Ok(wall) => {
            let page = WallPage::new(&wall, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
