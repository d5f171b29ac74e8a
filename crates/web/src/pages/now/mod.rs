//! *Now*: what is big, what rises, what is new since one last looked.

mod filter;
mod read;
mod seen;

pub(crate) use filter::Asked;
pub(crate) use seen::mark_seen;

use super::{answer, problem};
use crate::cards::{Card, Figure, card};
use crate::gist::flood_lines;
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time, time_near};
use crate::words::{Piece, count};
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{NowAsk, NowBoard, SignedIn, Since};
use filter::{ShownFilter, query_of};
use model::{FloodRecord, HOUR_MS, Moment};

/// Events in each column.
pub(crate) const EVENTS: u64 = 12;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/now.html")]
pub(crate) struct NowPage {
    shell: Shell,
    as_of: Time,
    live: bool,
    heat: Vec<Card>,
    rise: Vec<Card>,
    fresh: Vec<Card>,
    totals: Vec<Figure>,
    /// The thirty-second read.
    read: Vec<Vec<Piece>>,
    filter: ShownFilter,
    /// Whether anything is kept at all.
    empty: bool,
    since: Option<Time>,
    /// Where all new events are listed.
    fresh_address: String,
    /// This page as it is, for showing it anew.
    page_address: String,
    /// Where changes of what is shown are told.
    live_address: String,
    last_document: i64,
    seen_address: String,
    /// Copy-paste floods, each in one line.
    floods: Vec<Vec<Piece>>,
}

impl NowPage {
    pub(crate) fn new(ask: &NowAsk, board: &NowBoard, language: Language, zone: Tz) -> Self {
        let query = query_of(ask);
        let path = if query.is_empty() {
            "/".to_owned()
        } else {
            format!("/?{query}")
        };
        let mut shell = Shell::new(language, "now", path.clone());
        shell.title = shell.t("now.title").into_owned();
        let cards = |events: &[desk::EventCard]| {
            (events.iter())
                .map(|one| card(one, board.as_of, &shell, zone))
                .collect::<Vec<Card>>()
        };
        let joiner = if query.is_empty() { "" } else { "&" };
        Self {
            as_of: present(board, zone),
            live: board.live,
            heat: cards(&board.by_heat),
            rise: cards(&board.by_rise),
            fresh: cards(&board.fresh),
            totals: totals(board, &shell),
            read: read::sentences(board, ask.is_narrow(), &shell, zone),
            filter: ShownFilter::new(ask, board, &shell),
            empty: board.counts.documents == 0,
            since: board
                .news
                .since_at
                .map(|at| time_near(at, board.as_of, zone)),
            fresh_address: shell.to(&format!("/events?order=opened&after={}", board.news.since)),
            page_address: shell.to(&path),
            live_address: shell.to(&format!("/live?{query}{joiner}revision={}", board.revision)),
            last_document: board.last_document.0,
            seen_address: shell.to("/seen"),
            floods: Vec::new(),
            shell,
        }
    }

    /// The same page with the floods of its window.
    pub(crate) fn with_floods(mut self, floods: &[FloodRecord], as_of: Moment, zone: Tz) -> Self {
        self.floods = flood_lines(floods, true, as_of, &self.shell, zone);
        self
    }
}

/// The present that is shown; one that is past is told with its day.
fn present(board: &NowBoard, zone: Tz) -> Time {
    if board.live {
        time_near(board.as_of, board.as_of, zone)
    } else {
        time(board.as_of, zone)
    }
}

fn totals(board: &NowBoard, shell: &Shell) -> Vec<Figure> {
    [
        ("totals.documents", board.counts.documents, "/documents"),
        ("totals.copies", board.counts.copies, "/documents?copies=1"),
        ("totals.events", board.counts.events, "/events"),
        ("totals.sources", board.counts.sources, "/sources"),
    ]
    .into_iter()
    .map(|(key, number, path)| Figure {
        number: count(number),
        words: shell.t(key).into_owned(),
        address: shell.to(path),
    })
    .collect()
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let now = app.desk.now();
    let look = seen::going_on(signed.person.look, now);
    let mut ask = asked.ask(EVENTS);
    if let (true, Some(look)) = (asked.since.is_empty(), &look) {
        ask.since = Since::Document(look.since);
    }
    let found = async {
        let board = app.desk.now_board(&ask).await?;
        let from = Moment(board.as_of.0 - ask.window_hours * HOUR_MS);
        Ok((app.desk.floods_since(from).await?, board))
    };
    match found.await {
        Ok((floods, board)) => {
            let zone = app.desk.time_zone();
            let page = NowPage::new(&ask, &board, language, zone);
            let page = page.with_floods(&floods, board.as_of, zone);
            let mut response = answer(StatusCode::OK, &page, language, asked.lang.as_deref());
            let looked = seen::after(look, &board, now);
            if let Err(error) = app.desk.looked(&signed, &looked).await {
                return problem::of(&error, &app, language);
            }
            // The address without what is empty in the form.
            if let Ok(address) = HeaderValue::from_str(&page.page_address)
                && headers.contains_key("hx-request")
            {
                response.headers_mut().insert("hx-push-url", address);
            }
            response
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
