//! Events chosen and ranked.

use crate::SqlStore;
use crate::lists::{Conditions, number, rows};
use crate::rows::{EVENT_COLUMNS, event, facet_pattern};
use model::EventRecord;
use ports::{EventAsk, EventOrder, StoreError};
use sea_orm::DbBackend;

pub(crate) async fn find_events(
    store: &SqlStore,
    ask: &EventAsk,
) -> Result<Vec<EventRecord>, StoreError> {
    const ACT: &str = "find events";
    // Index: events_heat, events_pulse, events_last or the primary key, read from its end.
    let column = match ask.order {
        EventOrder::Heat => "heat_log",
        EventOrder::Pulse => "pulse_log",
        EventOrder::Newest => "last_at",
        EventOrder::Opened => "id",
    };
    let order = format!("ORDER BY {column} DESC, id DESC");
    let mut plain = Conditions::default();
    let time = time_column(store, ask).await?;
    plain.add(&format!("{time} >="), ask.last_from.0, "");
    plain.add(&format!("{time} <="), ask.last_to.0, "");
    if ask.opened_after.0 > 0 {
        plain.add("id >", ask.opened_after.0, "");
    }
    if ask.voices_min > 1 {
        plain.add("documents + copies >=", ask.voices_min, "");
    }
    let from = chosen_from(store, ask, &order, &mut plain);
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM {from} {order} LIMIT {} OFFSET {}",
        ask.limit, ask.offset
    );
    let found = rows(store, sql, plain.values, ACT).await?;
    found.iter().map(|row| event(row, ACT)).collect()
}

/// Events of a window up to which they are read by their time and put in order afterwards.
const SORTED_MAX: i64 = 2_000;

/// How the time of an event is named: with a sign before it, so that its index is not used and the
/// events are read in the order asked for, unless there are few enough to be sorted.
async fn time_column(store: &SqlStore, ask: &EventAsk) -> Result<&'static str, StoreError> {
    // Index: events_last.
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM events WHERE last_at >= $1 LIMIT $2) AS inside";
    let values = vec![ask.last_from.0.into(), (SORTED_MAX + 1).into()];
    let inside = number(store, sql, values, "count the events of a time").await?;
    Ok(if inside <= SORTED_MAX {
        "last_at"
    } else {
        "+last_at"
    })
}

/// Where events are chosen from: all, or the first ones in the order where each has to be looked at.
fn chosen_from(store: &SqlStore, ask: &EventAsk, order: &str, plain: &mut Conditions) -> String {
    let all = format!("events WHERE {}", plain.joined());
    if ask.facets.is_empty() && ask.text.is_empty() {
        return all;
    }
    let most = EventAsk::LOOKED_THROUGH_MAX;
    let inner = format!("SELECT {EVENT_COLUMNS} FROM {all} {order} LIMIT {most}");
    plain.words.clear();
    for facet in &ask.facets {
        plain.add("facets LIKE", facet_pattern(*facet), "");
    }
    if !ask.text.is_empty() {
        let like = match store.backend {
            DbBackend::Postgres => "title ILIKE",
            _ => "title LIKE",
        };
        plain.add(like, contains(&ask.text), " ESCAPE '!'");
        // Nobody finds by words what its author took back.
        plain.words.push("untitled = 0".to_owned());
    }
    format!("({inner}) AS first_ones WHERE {}", plain.joined())
}

/// A pattern for `LIKE` that finds these letters and nothing else.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
