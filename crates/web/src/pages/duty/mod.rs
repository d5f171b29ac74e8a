//! Duty: who is on, who comes, what is missing; on a phone first.

pub(crate) mod calendar;
pub(crate) mod handover;
pub(crate) mod rotation;
pub(crate) mod settings;
pub(crate) mod shift;
mod shown;
pub(crate) mod swap;
mod table;
mod written;

use shown::{ShownClash, ShownOn, ShownStep, ShownSwap};
use table::Day;

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use desk::{DeskError, RosterBoard, SignedIn};
use model::{PersonId, ShiftId};
use serde::Deserialize;

/// Days that are shown at once.
const DAYS: u16 = 14;

/// Somebody in a choice.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

/// What can be taken back.
#[derive(Debug, Clone)]
pub(crate) struct Undo {
    /// Path of the form.
    pub(crate) path: String,
    pub(crate) version: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/duty.html")]
pub(crate) struct DutyPage {
    shell: Shell,
    on: Vec<ShownOn>,
    next: Vec<ShownOn>,
    mine: Vec<ShownOn>,
    gaps: Vec<(String, String)>,
    ahead: u16,
    clashes: Vec<ShownClash>,
    swaps: Vec<ShownSwap>,
    chain: Vec<ShownStep>,
    days: Vec<Day>,
    people: Vec<Who>,
    before: String,
    after: String,
    done: Option<String>,
    undo: Option<Undo>,
    /// A secret address that is told once.
    secret: Option<String>,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    done: String,
    shift: String,
    version: String,
    added: String,
}

impl Asked {
    fn first(&self) -> Option<NaiveDate> {
        self.from.parse().ok()
    }

    fn undo(&self) -> Option<Undo> {
        if let Some(id) = ShiftId::parse(&self.shift).filter(|_| !self.version.is_empty()) {
            return Some(Undo {
                path: format!("/duty/shifts/{id}/undo"),
                version: self.version.parse::<i64>().ok()?.to_string(),
            });
        }
        let added: i64 = self.added.parse().ok()?;
        Some(Undo {
            path: format!("/duty/added/{added}/undo"),
            version: String::new(),
        })
    }
}

/// Acts after which the page says so.
const DONE: &[&str] = &[
    "added",
    "changed",
    "removed",
    "undone",
    "rotated",
    "imported",
    "asked",
    "approved",
    "declined",
    "withdrawn",
    "dropped",
];

impl DutyPage {
    pub(crate) fn new(
        board: &RosterBoard,
        own: Option<PersonId>,
        asked: &Asked,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "duty", "/duty");
        shell.title = shell.t("duty.title").into_owned();
        let on = |list: &[desk::OnDuty]| {
            list.iter()
                .map(|one| shown::on(one, board, &shell, zone))
                .collect()
        };
        let near = |at| crate::show::time_near(at, board.now, zone).person;
        let days = u64::from(board.days);
        let to = |day: Option<NaiveDate>| {
            shell.to(&format!("/duty?from={}#roster", day.unwrap_or(board.first)))
        };
        let done = DONE.iter().find(|word| **word == asked.done);
        let others = board.people.iter().filter(|person| Some(person.id) != own);
        Self {
            on: on(&board.on),
            next: on(&board.next),
            mine: on(&board.mine),
            gaps: board
                .gaps
                .iter()
                .map(|gap| (near(gap.from), near(gap.to)))
                .collect(),
            ahead: board.settings.ahead_days,
            clashes: (board.clashes.iter())
                .map(|(clash, names)| shown::clash(clash, names, &shell, &near))
                .collect(),
            swaps: board
                .swaps
                .iter()
                .map(|card| shown::swap(card, board, &shell, zone))
                .collect(),
            chain: board
                .chain
                .iter()
                .map(|step| shown::step(step, board, &shell))
                .collect(),
            days: table::days(board, &shell, zone),
            people: others
                .map(|person| who(person.id, &person.name, None))
                .collect(),
            before: to(board.first.checked_sub_days(Days::new(days))),
            after: to(board.first.checked_add_days(Days::new(days))),
            done: done.map(|word| shell.t(&format!("duty.done_{word}")).into_owned()),
            undo: asked.undo().filter(|_| shell.may("arrange_duty")),
            secret: None,
            shell,
        }
    }

    /// The same page with a secret address, which is told once.
    pub(crate) fn told(mut self, address: String) -> Self {
        self.secret = Some(address);
        self
    }
}

pub(super) fn who(id: PersonId, name: &str, chosen: Option<PersonId>) -> Who {
    Who {
        id: id.to_string(),
        name: crate::words::plain(name),
        chosen: chosen == Some(id),
    }
}

/// The page, filled.
async fn page(
    app: &App,
    signed: &SignedIn,
    asked: &Asked,
    language: Language,
) -> Result<DutyPage, DeskError> {
    let board = app.desk.roster(&signed.actor, asked.first(), DAYS).await?;
    let (own, zone) = (signed.actor.who.person, app.desk.time_zone());
    Ok(DutyPage::new(&board, own, asked, language, zone))
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match page(&app, &signed, &asked, language).await {
        Ok(page) => answer(StatusCode::OK, &page, language, None),
        Err(error) => problem::of(&error, &app, language),
    }
}
