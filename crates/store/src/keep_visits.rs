//! Visits written down in bulk, inside the transaction that keeps what they gave.

use crate::documents::execute;
use crate::errors::{corrupt, failed};
use crate::rows::{Columns, without_nul};
use crate::sql::insert_sql;
use model::{Findings, SourceDay, SourceId, SourceState, Visit, VisitOutcome};
use ports::StoreError;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};
use std::collections::BTreeMap;

/// Rows of one insert.
const ROWS_PER_INSERT: usize = 100;

const STATE_COLUMNS: &str = "source_id, etag, last_modified, visited_at, read_at, last_outcome, condition, failures, \
    interval_ms, next_at, usual_entries";
const STATE_UPDATE: &str = " ON CONFLICT (source_id) DO UPDATE SET etag = excluded.etag, \
    last_modified = excluded.last_modified, visited_at = excluded.visited_at, read_at = excluded.read_at, \
    last_outcome = excluded.last_outcome, condition = excluded.condition, failures = excluded.failures, \
    interval_ms = excluded.interval_ms, next_at = excluded.next_at, usual_entries = excluded.usual_entries";
pub(crate) const DAY_COLUMNS: &str =
    "source_id, day, visits, failures, requests, bytes, took_ms, items, delayed, delay_ms";
const DAY_UPDATE: &str = " ON CONFLICT (source_id, day) DO UPDATE SET visits = source_days.visits + excluded.visits, \
    failures = source_days.failures + excluded.failures, requests = source_days.requests + excluded.requests, \
    bytes = source_days.bytes + excluded.bytes, took_ms = source_days.took_ms + excluded.took_ms, \
    items = source_days.items + excluded.items, delayed = source_days.delayed + excluded.delayed, \
    delay_ms = source_days.delay_ms + excluded.delay_ms";

/// Writes down visits inside the transaction that keeps what they gave.
pub(crate) async fn keep_visits(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    visits: &[Visit],
) -> Result<(), StoreError> {
    const ACT: &str = "write down visits";
    let told: Vec<&Visit> = visits
        .iter()
        .filter(|visit| visit.outcome != VisitOutcome::Unchanged)
        .collect();
    if !told.is_empty() {
        let mut id = next_visit(transaction, backend, ACT).await?;
        for chunk in told.chunks(ROWS_PER_INSERT) {
            let columns =
                "id, source_id, at, outcome, note, bytes, items, items_new, requests, took_ms";
            let mut values = Vec::with_capacity(chunk.len() * 10);
            for visit in chunk {
                values.extend(visit_values(id, visit));
                id += 1;
            }
            let sql = insert_sql(backend, "visits", columns, 10, chunk.len(), "");
            execute(transaction, backend, sql, values, ACT).await?;
        }
    }
    // One row a source: the last visit counts.
    let states: BTreeMap<SourceId, &SourceState> = visits
        .iter()
        .map(|visit| (visit.source, &visit.state_after))
        .collect();
    let states: Vec<_> = states.into_iter().collect();
    for chunk in states.chunks(ROWS_PER_INSERT) {
        let values = chunk
            .iter()
            .flat_map(|(id, state)| state_values(*id, state))
            .collect();
        let sql = insert_sql(
            backend,
            "source_states",
            STATE_COLUMNS,
            11,
            chunk.len(),
            STATE_UPDATE,
        );
        execute(transaction, backend, sql, values, ACT).await?;
    }
    keep_days(transaction, backend, visits).await?;
    for visit in visits {
        keep_findings(transaction, backend, visit).await?;
    }
    Ok(())
}

async fn next_visit(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    act: &'static str,
) -> Result<i64, StoreError> {
    // Index: the primary key.
    let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM visits";
    let row = transaction
        .query_one_raw(Statement::from_string(backend, sql))
        .await
        .map_err(failed(act))?
        .ok_or_else(|| corrupt(act, "counting visits gives no row"))?;
    Columns { row: &row, act }.get(0)
}

fn visit_values(id: i64, visit: &Visit) -> [Value; 10] {
    [
        id.into(),
        visit.source.0.into(),
        visit.at.0.into(),
        visit.outcome.word().into(),
        without_nul(&visit.note).into(),
        visit.bytes.into(),
        visit.items.into(),
        visit.items_new.into(),
        visit.requests.into(),
        visit.took_ms.into(),
    ]
}

fn state_values(id: SourceId, state: &SourceState) -> [Value; 11] {
    [
        id.0.into(),
        state.etag.as_deref().map(without_nul).into(),
        state.last_modified.as_deref().map(without_nul).into(),
        state.visited_at.map(|at| at.0).into(),
        state.read_at.map(|at| at.0).into(),
        state.last_outcome.as_deref().map(without_nul).into(),
        state.condition.word().into(),
        i64::from(state.failures).into(),
        state.interval_ms.into(),
        state.next_at.map(|at| at.0).into(),
        state.usual_entries.into(),
    ]
}

async fn keep_days(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    visits: &[Visit],
) -> Result<(), StoreError> {
    let mut days: BTreeMap<(SourceId, i64), SourceDay> = BTreeMap::new();
    for visit in visits {
        let day = days.entry((visit.source, visit.day)).or_default();
        day.visits += 1;
        day.failures += i64::from(visit.outcome == VisitOutcome::Failed);
        day.requests += visit.requests;
        day.bytes += visit.bytes;
        day.took_ms += visit.took_ms;
        day.items += visit.items_new;
        day.delayed += visit.delays.0;
        day.delay_ms += visit.delays.1;
    }
    let days: Vec<_> = days.into_iter().collect();
    for chunk in days.chunks(ROWS_PER_INSERT) {
        let values = chunk
            .iter()
            .flat_map(|((source, number), day)| {
                [
                    source.0,
                    *number,
                    day.visits,
                    day.failures,
                    day.requests,
                    day.bytes,
                    day.took_ms,
                    day.items,
                    day.delayed,
                    day.delay_ms,
                ]
                .map(Value::from)
            })
            .collect();
        let sql = insert_sql(
            backend,
            "source_days",
            DAY_COLUMNS,
            10,
            chunk.len(),
            DAY_UPDATE,
        );
        execute(transaction, backend, sql, values, "count a day's visits").await?;
    }
    Ok(())
}

async fn keep_findings(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    visit: &Visit,
) -> Result<(), StoreError> {
    const ACT: &str = "write down what a visit found";
    let Findings {
        links,
        ranks,
        ranks_for_ms,
        version,
    } = &visit.findings;
    for chunk in links.chunks(ROWS_PER_INSERT) {
        let mut chunk = chunk.to_vec();
        chunk.sort_unstable_by_key(|link| link.hash);
        chunk.dedup_by_key(|link| link.hash);
        let values = chunk
            .iter()
            .flat_map(|link| {
                let tries = if link.failed { 1 } else { ports::LINK_TRIES };
                [visit.source.0, link.hash, tries, visit.at.0].map(Value::from)
            })
            .collect();
        let update = " ON CONFLICT (source_id, hash) DO UPDATE SET tries = seen_links.tries + excluded.tries, at = excluded.at";
        let sql = insert_sql(
            backend,
            "seen_links",
            "source_id, hash, tries, at",
            4,
            chunk.len(),
            update,
        );
        execute(transaction, backend, sql, values, ACT).await?;
    }
    for chunk in ranks.chunks(ROWS_PER_INSERT) {
        let values = chunk
            .iter()
            .flat_map(|rank| {
                [
                    visit.source.0.into(),
                    without_nul(&rank.external_id).into(),
                    visit.at.0.into(),
                    rank.rank.into(),
                    rank.heat.into(),
                    (ranks.len() as i64).into(),
                    (*ranks_for_ms).into(),
                ]
            })
            .collect();
        let columns = "source_id, external_id, at, rank, heat, places, for_ms";
        let again = " ON CONFLICT (source_id, external_id, at) DO NOTHING";
        let sql = insert_sql(backend, "hot_ranks", columns, 7, chunk.len(), again);
        execute(transaction, backend, sql, values, ACT).await?;
    }
    if let Some(version) = version {
        let sql = "INSERT INTO page_versions (source_id, at, text) VALUES ($1, $2, $3) \
             ON CONFLICT (source_id, at) DO UPDATE SET text = excluded.text";
        let values = vec![
            visit.source.0.into(),
            visit.at.0.into(),
            without_nul(version).into(),
        ];
        execute(transaction, backend, sql.to_owned(), values, ACT).await?;
    }
    Ok(())
}
