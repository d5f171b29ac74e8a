//! One case with all that belongs to it.

use super::entries::{ShownEntry, entries};
use super::tasks::{ShownTask, task};
use super::{ShownClock, ShownLevel, clock, level, state_word};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{HEAD_TITLE_CHARS, LISTED_TITLE_CHARS, clip, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{CaseSheet, DeskError, SignedIn};
use model::{CaseId, CaseState, ClockKind, Level};
use serde::Deserialize;

/// A way on or back.
#[derive(Debug, Clone)]
pub(crate) struct ShownStep {
    pub(crate) to: &'static str,
    pub(crate) word: String,
    /// Whether it asks for a reason.
    pub(crate) reason: bool,
    /// Whether it asks for what was asked and what was done.
    pub(crate) closing: bool,
    /// Where its form goes: closing is for those who may.
    pub(crate) path: &'static str,
    pub(crate) act: &'static str,
}

/// A value with its word, and whether it is the one that holds.
pub(crate) type Choice = (String, String, bool);

/// An answer in the list beside a case.
#[derive(Debug, Clone)]
pub(crate) struct ShownDraft {
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) state: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/case.html")]
pub(crate) struct CasePage {
    shell: Shell,
    id: String,
    version: i64,
    state: String,
    exercise: bool,
    closed: bool,
    level: Option<ShownLevel>,
    owner: String,
    unit: String,
    seen: Time,
    confirmed: Option<Time>,
    clocks: Vec<ShownClock>,
    steps: Vec<ShownStep>,
    tasks: Vec<ShownTask>,
    events: Vec<(String, String, String)>,
    instruction: Option<(String, String, Time)>,
    closing: Option<(String, String)>,
    answers: Vec<ShownDraft>,
    entries: Vec<ShownEntry>,
    fault: Option<String>,
    levels: Vec<Choice>,
    people: Vec<Choice>,
    units: Vec<Choice>,
    clock_kinds: Vec<(&'static str, String)>,
    /// Playbooks that can be started; none where one was.
    playbooks: Vec<(String, String)>,
    /// The one that was started.
    started: Option<(String, String)>,
}

impl CasePage {
    pub(crate) fn new(sheet: &CaseSheet, language: Language, zone: Tz) -> Self {
        let (case, now) = (&sheet.case, sheet.now);
        let mut shell = Shell::new(language, "cases", format!("/cases/{}", case.id));
        shell.title = clip(&case.title, HEAD_TITLE_CHARS);
        let clocks = sheet.clocks.iter();
        let tasks = sheet.tasks.iter();
        Self {
            id: case.id.to_string(),
            version: case.version,
            state: state_word(case.state, &shell),
            exercise: case.exercise,
            closed: case.state == CaseState::Closed,
            level: case.level.map(|one| level(one, &shell)),
            owner: owner(sheet),
            unit: unit(sheet),
            seen: time(case.first_seen_at, zone),
            confirmed: case.confirmed_at.map(|at| time(at, zone)),
            clocks: clocks.map(|one| clock(one, now, &shell, zone)).collect(),
            steps: steps(case.state, &shell),
            tasks: tasks
                .map(|one| task(one, &sheet.units, now, &shell, zone))
                .collect(),
            events: events(sheet, &shell),
            instruction: (case.instruction.as_ref())
                .map(|said| (plain(&said.by), plain(&said.text), time(said.at, zone))),
            closing: (case.closing.as_ref()).map(|one| (plain(&one.asked), plain(&one.done))),
            answers: answers(sheet, &shell),
            entries: entries(&sheet.entries, case.id, &shell, zone),
            fault: sheet.fault.map(|number| shell.n("case.broken", number)),
            levels: levels(case.level, &shell),
            people: people(sheet),
            units: units(sheet),
            clock_kinds: clock_kinds(&shell),
            playbooks: playbooks(sheet),
            started: started(sheet),
            shell,
        }
    }
}

fn owner(sheet: &CaseSheet) -> String {
    let mut people = sheet.people.iter();
    let found = people.find(|one| Some(one.id) == sheet.case.owner);
    found.map_or(String::new(), |one| plain(&one.name))
}

fn unit(sheet: &CaseSheet) -> String {
    let mut units = sheet.units.iter();
    let found = units.find(|one| Some(one.id) == sheet.case.lead_unit);
    found.map_or(String::new(), |one| plain(&one.name))
}

fn clock_kinds(shell: &Shell) -> Vec<(&'static str, String)> {
    let word = |kind: ClockKind| {
        shell
            .t(&format!("clock.{}_short", kind.word()))
            .into_owned()
    };
    let kinds = ClockKind::ALL.into_iter();
    kinds.map(|kind| (kind.word(), word(kind))).collect()
}

fn playbooks(sheet: &CaseSheet) -> Vec<(String, String)> {
    if sheet.case.playbook.is_some() {
        return Vec::new();
    }
    let all = sheet.playbooks.iter();
    all.map(|one| (one.id.to_string(), plain(&one.name)))
        .collect()
}

fn started(sheet: &CaseSheet) -> Option<(String, String)> {
    let (id, _) = sheet.case.playbook?;
    let found = sheet.playbooks.iter().find(|one| one.id == id);
    let name = found.map_or_else(|| id.to_string(), |one| plain(&one.name));
    Some((id.to_string(), name))
}

fn steps(state: CaseState, shell: &Shell) -> Vec<ShownStep> {
    (state.steps().iter())
        .map(|to| {
            let closing = *to == CaseState::Closed || state == CaseState::Closed;
            let key = match (state, *to) {
                (CaseState::Closed, _) => "case.reopen".to_owned(),
                (_, to) if to < state => "case.back_to_handling".to_owned(),
                (_, to) => format!("case.step_{}", to.word()),
            };
            ShownStep {
                to: to.word(),
                word: shell.t(&key).into_owned(),
                reason: state.step_needs_reason(*to),
                closing: *to == CaseState::Closed,
                path: if closing { "close" } else { "step" },
                act: if closing {
                    "close_cases"
                } else {
                    "handle_cases"
                },
            }
        })
        .collect()
}

fn events(sheet: &CaseSheet, shell: &Shell) -> Vec<(String, String, String)> {
    let titled = |id| {
        let event = sheet.events.iter().find(|event| event.id == id);
        event.map_or_else(String::new, |event| clip(&event.title, LISTED_TITLE_CHARS))
    };
    (sheet.case.events.iter())
        .map(|id| {
            (
                id.to_string(),
                titled(*id),
                shell.to(&format!("/events/{id}")),
            )
        })
        .collect()
}

fn answers(sheet: &CaseSheet, shell: &Shell) -> Vec<ShownDraft> {
    (sheet.answers.iter())
        .map(|one| ShownDraft {
            address: shell.to(&format!("/drafts/{}", one.id)),
            title: clip(&one.working().title, LISTED_TITLE_CHARS),
            state: shell
                .t(&format!("answer_state.{}", one.state.word()))
                .into_owned(),
        })
        .collect()
}

fn levels(now: Option<Level>, shell: &Shell) -> Vec<Choice> {
    (Level::ALL.into_iter())
        .map(|one| {
            (
                one.word().to_owned(),
                level(one, shell).word,
                now == Some(one),
            )
        })
        .collect()
}

fn people(sheet: &CaseSheet) -> Vec<Choice> {
    let owner = sheet.case.owner;
    let there = sheet
        .people
        .iter()
        .filter(|one| !one.disabled || owner == Some(one.id));
    there
        .map(|one| (one.id.to_string(), plain(&one.name), owner == Some(one.id)))
        .collect()
}

fn units(sheet: &CaseSheet) -> Vec<Choice> {
    (sheet.units.iter())
        .map(|one| {
            let leads = sheet.case.lead_unit == Some(one.id);
            (one.id.to_string(), plain(&one.name), leads)
        })
        .collect()
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let sheet = match CaseId::parse(&id) {
        Some(id) => app.desk.case_sheet(&signed.actor, id).await,
        None => Err(DeskError::NotFound { kind: "case", id }),
    };
    match sheet {
        Ok(sheet) => {
            let page = CasePage::new(&sheet, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
