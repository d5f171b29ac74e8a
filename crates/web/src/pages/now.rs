//! *Now*: what is big, what rises.

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Card, Time, card, time};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::NowBoard;
use serde::Deserialize;

/// Events in each column.
const EVENTS: u64 = 30;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/now.html")]
pub(crate) struct NowPage {
    shell: Shell,
    as_of: Time,
    live: bool,
    heat: Vec<Card>,
    rise: Vec<Card>,
    counts: Vec<(String, i64)>,
}

impl NowPage {
    pub(crate) fn new(board: &NowBoard, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "now", "/");
        shell.title = shell.t("now.title").into_owned();
        let cards =
            |cards: &[desk::EventCard]| cards.iter().map(|one| card(one, &shell, zone)).collect();
        let counts = [
            ("totals.documents", board.counts.documents),
            ("totals.copies", board.counts.copies),
            ("totals.events", board.counts.events),
            ("totals.sources", board.counts.sources),
        ];
        Self {
            as_of: time(board.as_of, zone),
            live: board.live,
            heat: cards(&board.by_heat),
            rise: cards(&board.by_rise),
            counts: counts
                .map(|(key, n)| (shell.t(key).into_owned(), n))
                .to_vec(),
            shell,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match app.desk.now_board(EVENTS).await {
        Ok(board) => {
            let page = NowPage::new(&board, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
