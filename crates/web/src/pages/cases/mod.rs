//! *Cases*: the board, one sheet, what is done on it, one's own unit's tasks, how long what may take.

pub(crate) mod acts;
pub(crate) mod board;
pub(crate) mod entries;
pub(crate) mod new;
pub(crate) mod own;
pub(crate) mod review;
pub(crate) mod settings;
pub(crate) mod sheet;
pub(crate) mod tasks;

use super::correct::NotCorrectedPage;
use super::{answer, redirect};
use crate::language::Language;
use crate::pages::sign_in::refusal;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time, time_near};
use crate::words::{LISTED_TITLE_CHARS, clip};
use axum::http::StatusCode;
use axum::response::Response;
use chrono_tz::Tz;
use desk::{CaseRow, DeskError};
use model::{CaseState, Clock, ClockFrom, ClockState, Level, Moment};

/// A level with its colour's number, its shape and its word.
#[derive(Debug, Clone)]
pub(crate) struct ShownLevel {
    pub(crate) number: u8,
    pub(crate) sign: &'static str,
    pub(crate) word: String,
}

pub(crate) fn level(level: Level, shell: &Shell) -> ShownLevel {
    let (number, sign) = match level {
        Level::Red => (1, "◆"),
        Level::Orange => (2, "▲"),
        Level::Yellow => (3, "■"),
        Level::Blue => (4, "●"),
    };
    ShownLevel {
        number,
        sign,
        word: shell.t(&format!("level.l{number}")).into_owned(),
    }
}

/// A clock as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownClock {
    /// What it waits for, and from when.
    pub(crate) name: String,
    /// The word of its state, for its look.
    pub(crate) state: &'static str,
    /// How it stands, in words.
    pub(crate) words: String,
    pub(crate) due: Time,
}

pub(crate) fn clock(clock: &Clock, now: Moment, shell: &Shell, zone: Tz) -> ShownClock {
    let state = clock.word();
    let key = format!("clock.{state}");
    let words = match clock.state {
        ClockState::Met(at) => shell.n(&key, time_near(at, now, zone).person),
        ClockState::Stopped => shell.t(&key).into_owned(),
        _ => shell.n(&key, span((clock.due.0 - now.0).abs(), shell)),
    };
    let from = shell.t(&format!("clock.from_{}", clock.from.word()));
    ShownClock {
        name: shell.n(&format!("clock.{}", clock.kind.word()), from),
        state,
        words,
        due: time(clock.due, zone),
    }
}

/// A span of time, as coarse as it is looked at.
fn span(ms: i64, shell: &Shell) -> String {
    let minutes = ms / 60_000;
    match minutes {
        0..120 => shell.n("clock.minutes", minutes),
        120..2_880 => shell.n("clock.hours", minutes / 60),
        _ => shell.n("clock.days", minutes / 1_440),
    }
}

pub(crate) fn state_word(state: CaseState, shell: &Shell) -> String {
    shell
        .t(&format!("case_state.{}", state.word()))
        .into_owned()
}

/// A case in a list.
#[derive(Debug, Clone)]
pub(crate) struct ShownCase {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) exercise: bool,
    pub(crate) level: Option<ShownLevel>,
    pub(crate) owner: String,
    pub(crate) unit: String,
    pub(crate) tasks: Option<String>,
    /// Clocks that still run or are late; of a case that is answered, none.
    pub(crate) clocks: Vec<ShownClock>,
    pub(crate) opened: Time,
}

pub(crate) fn listed(row: &CaseRow, now: Moment, shell: &Shell, zone: Tz) -> ShownCase {
    let case = &row.case;
    // What was confirmed is counted from then; before that, from first sight.
    let from = match case.confirmed_at {
        Some(_) => ClockFrom::Confirmation,
        None => ClockFrom::Sight,
    };
    let running = |one: &&Clock| {
        let over = matches!(one.state, ClockState::Met(_) | ClockState::Stopped);
        !over && one.from == from
    };
    let (open, all) = row.tasks;
    ShownCase {
        id: case.id.to_string(),
        address: shell.to(&format!("/cases/{}", case.id)),
        title: clip(&case.title, LISTED_TITLE_CHARS),
        exercise: case.exercise,
        level: case.level.map(|one| level(one, shell)),
        owner: row
            .owner
            .as_deref()
            .map(crate::words::plain)
            .unwrap_or_default(),
        unit: row
            .unit
            .as_deref()
            .map(crate::words::plain)
            .unwrap_or_default(),
        tasks: (all > 0).then(|| shell.n("case.tasks_done", format!("{}/{all}", all - open))),
        clocks: (row.clocks.iter().filter(running))
            .map(|one| clock(one, now, shell, zone))
            .collect(),
        opened: time_near(case.opened_at, now, zone),
    }
}

/// Goes back to see what came of it, or says why nothing did: who came second hears who was first.
pub(crate) fn came(
    app: &App,
    language: Language,
    back: &str,
    result: Result<(), DeskError>,
) -> Response {
    let error = match result {
        Ok(()) => return redirect(back),
        Err(error) => error,
    };
    let words = match &error {
        DeskError::Overtaken { who, at } => {
            let at = time(*at, app.desk.time_zone()).person;
            let who = crate::words::plain(who);
            let tag = language.tag();
            Some(rust_i18n::t!("case.overtaken", locale = tag, who = who, at = at).to_string())
        }
        error => refusal(error, language),
    };
    match words {
        Some(words) => {
            let page = NotCorrectedPage::new(language, words, back);
            answer(StatusCode::CONFLICT, &page, language, None)
        }
        None => super::problem::of(&error, app, language),
    }
}
