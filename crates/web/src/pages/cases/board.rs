//! The board: cases by how far they are, with their clocks.

use super::{ShownCase, listed, state_word};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::count;
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{CaseBoard, CaseShow, SignedIn};
use model::{CaseState, Moment};
use serde::Deserialize;

/// A figure with its records.
#[derive(Debug, Clone)]
pub(crate) struct ShownFigure {
    pub(crate) word: String,
    pub(crate) number: String,
    pub(crate) address: String,
}

/// A column of the board.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) word: String,
    pub(crate) state: &'static str,
    pub(crate) cases: Vec<ShownCase>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/cases.html")]
pub(crate) struct CasesPage {
    shell: Shell,
    figures: Vec<ShownFigure>,
    columns: Vec<Column>,
    /// The word of the figure whose records are shown.
    narrowed: Option<String>,
    empty: bool,
}

impl CasesPage {
    pub(crate) fn new(
        board: &CaseBoard,
        show: CaseShow,
        now: Moment,
        language: Language,
        zone: Tz,
    ) -> Self {
        let path = match show {
            CaseShow::All => "/cases".to_owned(),
            show => format!("/cases?show={}", show.word()),
        };
        let mut shell = Shell::new(language, "cases", path);
        shell.title = shell.t("case.title").into_owned();
        let columns = CaseState::ALL.map(|state| Column {
            word: state_word(state, &shell),
            state: state.word(),
            cases: (board.rows.iter())
                .filter(|row| row.case.state == state)
                .map(|row| listed(row, now, &shell, zone))
                .collect(),
        });
        Self {
            figures: figures(board, &shell),
            columns: columns.into(),
            narrowed: (show != CaseShow::All)
                .then(|| shell.t(&format!("case.show_{}", show.word())).into_owned()),
            empty: board.rows.is_empty(),
            shell,
        }
    }
}

fn figures(board: &CaseBoard, shell: &Shell) -> Vec<ShownFigure> {
    let figures = &board.figures;
    [
        (CaseShow::Open, figures.open),
        (CaseShow::Late, figures.late),
        (CaseShow::Opened, figures.opened),
        (CaseShow::InTime, figures.in_time),
        (CaseShow::TooLate, figures.too_late),
    ]
    .into_iter()
    .map(|(show, number)| ShownFigure {
        word: shell.t(&format!("case.show_{}", show.word())).into_owned(),
        number: count(number),
        address: shell.to(&format!("/cases?show={}", show.word())),
    })
    .collect()
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    show: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let mut shows = CaseShow::ALL.into_iter();
    let show = shows.find(|show| show.word() == asked.show);
    let show = show.unwrap_or_default();
    match app.desk.case_board(&signed.actor, show).await {
        Ok(board) => {
            let zone = app.desk.time_zone();
            let page = CasesPage::new(&board, show, app.desk.now(), language, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
