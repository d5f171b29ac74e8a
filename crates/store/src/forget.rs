//! What is kept for a time and then forgotten.

use crate::SqlStore;
use crate::turn::Turn;
use model::Moment;
use ports::{Passing, StoreError};

pub(crate) async fn forget(
    store: &SqlStore,
    what: Passing,
    before: Moment,
    most: u64,
) -> Result<u64, StoreError> {
    let turn = Turn::begin(store, "forget what is too old").await?;
    let sql = statement(what, most);
    let forgotten = turn.run(&sql, [before.0.into()]).await?;
    turn.commit().await?;
    Ok(forgotten)
}

/// The first `most` of what is older than the value that is bound.
fn statement(what: Passing, most: u64) -> String {
    match what {
        // Visits are numbered in the order of time.
        Passing::Visits => format!(
            "DELETE FROM visits WHERE id IN (SELECT id FROM visits ORDER BY id LIMIT {most}) AND at < $1"
        ),
        // Index: seen_links_at.
        Passing::Links => format!(
            "DELETE FROM seen_links WHERE (source_id, hash) IN \
             (SELECT source_id, hash FROM seen_links WHERE at < $1 ORDER BY at LIMIT {most})"
        ),
        // Index: hot_ranks_at, for each list.
        Passing::Ranks => format!(
            "DELETE FROM hot_ranks WHERE (source_id, external_id, at) IN \
             (SELECT source_id, external_id, at FROM hot_ranks WHERE at < $1 \
              AND source_id IN (SELECT id FROM sources WHERE kind = 'hotlist') LIMIT {most})"
        ),
        // Index: voices_at.
        Passing::Voices => format!(
            "DELETE FROM voices WHERE document_id IN \
             (SELECT document_id FROM voices WHERE at < $1 ORDER BY at LIMIT {most})"
        ),
        // Index: messages_sent.
        Passing::Messages => format!(
            "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE state = 'sent' \
             AND sent_at < $1 ORDER BY sent_at LIMIT {most}) AND state = 'sent'"
        ),
        // Index: event_looks_at.
        Passing::Looks => format!(
            "DELETE FROM event_looks WHERE (person_id, event_id) IN \
             (SELECT person_id, event_id FROM event_looks WHERE at < $1 ORDER BY at LIMIT {most})"
        ),
    }
}
