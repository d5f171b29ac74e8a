//! Looking back on a case: when what was planned, and when it was.

use super::acts::case_of;
use super::{ShownClock, clock};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{HEAD_TITLE_CHARS, clip, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{CaseSheet, DrillInput, SignedIn};
use model::{CaseState, Moment, Task};

/// A task with its two times.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    title: String,
    word: String,
    due: Time,
    actual: Option<Time>,
    /// By how much, and whether it was too late.
    difference: String,
    late: bool,
}

/// An input of an exercise with its times.
#[derive(Debug, Clone)]
pub(crate) struct Brought {
    text: String,
    planned: Time,
    /// When it came, and by how much that was later than planned.
    came: Option<(Time, String)>,
    /// When somebody first did something about it, and how long that took.
    answered: Option<(Time, String)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/case_review.html")]
pub(crate) struct ReviewPage {
    shell: Shell,
    id: String,
    case_title: String,
    exercise: bool,
    planned: Vec<Planned>,
    clocks: Vec<ShownClock>,
    in_time: String,
    brought: Vec<Brought>,
    to_come: Option<String>,
}

impl ReviewPage {
    pub(crate) fn new(sheet: &CaseSheet, language: Language, zone: Tz) -> Self {
        let case = &sheet.case;
        let mut shell = Shell::new(language, "cases", format!("/cases/{}/review", case.id));
        shell.title = shell.t("case.review").into_owned();
        let planned = sheet.tasks.iter();
        let planned: Vec<Planned> = planned
            .map(|task| compared(task, sheet, &shell, zone))
            .collect();
        let clocks = sheet.clocks.iter();
        Self {
            id: case.id.to_string(),
            case_title: clip(&case.title, HEAD_TITLE_CHARS),
            exercise: case.exercise,
            in_time: in_time(&planned, &shell),
            clocks: clocks
                .map(|one| clock(one, sheet.now, &shell, zone))
                .collect(),
            planned,
            brought: brought(sheet, &shell, zone),
            to_come: to_come(sheet, &shell),
            shell,
        }
    }
}

/// What came. What is still to come is told to nobody before its time; once the exercise is over,
/// what did not come is told too.
fn brought(sheet: &CaseSheet, shell: &Shell, zone: Tz) -> Vec<Brought> {
    let over = sheet.case.state == CaseState::Closed;
    let told = sheet.inputs.iter();
    told.filter(|input| over || input.came.is_some())
        .map(|input| one_brought(input, shell, zone))
        .collect()
}

fn one_brought(input: &DrillInput, shell: &Shell, zone: Tz) -> Brought {
    let apart = |from: Moment, to: Moment| super::span((to.0 - from.0).abs(), shell);
    let later = |at: Moment| shell.n("case.later_by", apart(input.planned, at));
    let after = |at: Moment| shell.n("case.answered_after", apart(input.came.unwrap_or(at), at));
    Brought {
        text: plain(&input.text),
        planned: time(input.planned, zone),
        came: input.came.map(|at| (time(at, zone), later(at))),
        answered: input.answered.map(|at| (time(at, zone), after(at))),
    }
}

fn to_come(sheet: &CaseSheet, shell: &Shell) -> Option<String> {
    let waiting = sheet.inputs.iter().filter(|input| input.came.is_none());
    let count = waiting.count();
    let runs = sheet.case.state != CaseState::Closed;
    (runs && count > 0).then(|| shell.n("case.inputs_to_come", count))
}

fn in_time(planned: &[Planned], shell: &Shell) -> String {
    let done = |one: &&Planned| one.actual.is_some() && !one.late;
    let count = planned.iter().filter(done).count();
    shell.n("case.in_time", format!("{count}/{}", planned.len()))
}

fn compared(task: &Task, sheet: &CaseSheet, shell: &Shell, zone: Tz) -> Planned {
    // What is open still is measured up to now.
    let until = task.ended_at.unwrap_or(sheet.now);
    let late = until > task.said.due_at;
    let key = if late {
        "case.later_by"
    } else {
        "case.earlier_by"
    };
    let apart = super::span((until.0 - task.said.due_at.0).abs(), shell);
    Planned {
        title: plain(&task.said.title),
        word: shell.t(&format!("task.{}", task.state.word())).into_owned(),
        due: time(task.said.due_at, zone),
        actual: task.ended_at.map(|at| time(at, zone)),
        difference: shell.n(key, apart),
        late,
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let sheet = async { app.desk.case_sheet(&signed.actor, case_of(&id)?).await };
    match sheet.await {
        Ok(sheet) => {
            let page = ReviewPage::new(&sheet, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
