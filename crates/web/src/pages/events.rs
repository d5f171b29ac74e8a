//! All events in a list: the records behind the number of events.

use super::proposals::waiting;
use super::{answer, problem};
use crate::cards::{Card, card};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::words::Piece;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{EventAsk, EventList, EventOrder};
use model::{DocumentId, Moment, limits};
use serde::Deserialize;

/// Events on one page.
const EVENTS: u64 = 50;
/// Pages that can be turned: what lies behind them is found by searching.
const PAGES_MAX: u64 = 1_000;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    order: String,
    /// Opened by a later document than this.
    after: String,
    page: Option<u64>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/events.html")]
pub(crate) struct EventsPage {
    shell: Shell,
    cards: Vec<Card>,
    orders: Vec<(String, String, bool)>,
    page: u64,
    before: Option<String>,
    next: Option<String>,
    /// What the desk would change, where somebody may decide it.
    proposals: Option<Piece>,
}

/// Orders with their words in addresses.
const ORDERS: [(&str, EventOrder); 3] = [
    ("heat", EventOrder::Heat),
    ("opened", EventOrder::Opened),
    ("newest", EventOrder::Newest),
];

impl EventsPage {
    pub(crate) fn new(
        asked: &Asked,
        list: &EventList,
        proposals: i64,
        now: Moment,
        language: Language,
        zone: Tz,
    ) -> Self {
        let after = DocumentId::parse(&asked.after).map(|id| format!("&after={id}"));
        let after = after.unwrap_or_default();
        let address = |order: &str| format!("/events?order={order}{after}");
        let order = ORDERS.map(|(word, _)| word).into_iter();
        let chosen = order
            .clone()
            .find(|word| *word == asked.order)
            .unwrap_or("heat");
        let mut shell = Shell::new(language, "now", address(chosen));
        shell.title = shell.t("events.title").into_owned();
        let page = asked.page.unwrap_or(1).clamp(1, PAGES_MAX);
        let turned = |page: u64| shell.to(&format!("{}&page={page}", address(chosen)));
        Self {
            cards: (list.events.iter())
                .map(|one| card(one, now, &shell, zone))
                .collect(),
            orders: order
                .map(|word| {
                    let name = shell.t(&format!("events.order.{word}")).into_owned();
                    (name, shell.to(&address(word)), word == chosen)
                })
                .collect(),
            page,
            before: (page > 1).then(|| turned(page - 1)),
            next: (list.more && page < PAGES_MAX).then(|| turned(page + 1)),
            proposals: waiting(proposals, &shell),
            shell,
        }
    }
}

impl Asked {
    fn ask(&self) -> EventAsk {
        let order = ORDERS.iter().find(|(word, _)| *word == self.order);
        let order = order.map_or(EventOrder::Heat, |(_, order)| *order);
        EventAsk {
            opened_after: DocumentId::parse(&self.after).unwrap_or_default(),
            offset: (self.page.unwrap_or(1).clamp(1, PAGES_MAX) - 1) * EVENTS,
            ..EventAsk::all(order, EVENTS)
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let ask = asked.ask();
    let found = async {
        let list = app.desk.event_list(&ask).await?;
        Ok((list, app.desk.open_proposal_count().await?))
    };
    match found.await {
        Ok((list, proposals)) => {
            let (now, zone) = (app.desk.now(), app.desk.time_zone());
            let page = EventsPage::new(&asked, &list, proposals, now, language, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

// A page of events is as long as one of documents, so that both are turned alike.
const _: () = assert!(EVENTS as usize == limits::DOCUMENTS_PER_PAGE);
