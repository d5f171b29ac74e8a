//! Visits read back: by source, by day.

use crate::SqlStore;
use crate::errors::{corrupt, failed};
use crate::keep_visits::DAY_COLUMNS;
use crate::rows::Columns;
use crate::sql::placeholders;
use model::{Findings, Moment, SourceDay, SourceId, SourceState, SourceSums, Visit, VisitOutcome};
use ports::StoreError;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

/// Sources of one statement.
const SOURCES_PER_QUERY: usize = 400;

pub(crate) async fn visits(
    store: &SqlStore,
    source: SourceId,
    limit: u64,
) -> Result<Vec<Visit>, StoreError> {
    const ACT: &str = "list a source's visits";
    // Index: visits_source, read from its end.
    let sql = "SELECT at, outcome, note, bytes, items, items_new, requests, took_ms FROM visits \
         WHERE source_id = $1 ORDER BY id DESC LIMIT $2";
    let rows = query(
        store,
        sql.to_owned(),
        vec![source.0.into(), (limit as i64).into()],
        ACT,
    )
    .await?;
    rows.iter().map(|row| visit_of(row, source, ACT)).collect()
}

fn visit_of(row: &QueryResult, source: SourceId, act: &'static str) -> Result<Visit, StoreError> {
    let columns = Columns { row, act };
    let word: String = columns.get(1)?;
    let outcome = VisitOutcome::ALL
        .into_iter()
        .find(|outcome| outcome.word() == word)
        .ok_or_else(|| corrupt(act, format!("a visit's outcome is {word:?}")))?;
    Ok(Visit {
        source,
        at: Moment(columns.get(0)?),
        day: 0,
        outcome,
        note: columns.get(2)?,
        bytes: columns.get(3)?,
        requests: columns.get(6)?,
        took_ms: columns.get(7)?,
        items: columns.get(4)?,
        items_new: columns.get(5)?,
        added_at: Moment::default(),
        delays: (0, 0),
        state_after: SourceState::default(),
        findings: Findings::default(),
    })
}

pub(crate) async fn source_days(
    store: &SqlStore,
    sources: &[SourceId],
    from_day: i64,
) -> Result<Vec<(SourceId, SourceDay)>, StoreError> {
    const ACT: &str = "read what sources gave by day";
    let mut found = Vec::new();
    for chunk in sources.chunks(SOURCES_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT {DAY_COLUMNS} FROM source_days WHERE source_id IN ({}) AND day >= ${} ORDER BY source_id, day",
            placeholders(chunk.len()),
            chunk.len() + 1
        );
        let mut values: Vec<Value> = chunk.iter().map(|id| id.0.into()).collect();
        values.push(from_day.into());
        for row in query(store, sql, values, ACT).await? {
            found.push(day_of(&row, ACT)?);
        }
    }
    Ok(found)
}

fn day_of(row: &QueryResult, act: &'static str) -> Result<(SourceId, SourceDay), StoreError> {
    let columns = Columns { row, act };
    let day = SourceDay {
        day: columns.get(1)?,
        visits: columns.get(2)?,
        failures: columns.get(3)?,
        requests: columns.get(4)?,
        bytes: columns.get(5)?,
        took_ms: columns.get(6)?,
        items: columns.get(7)?,
        delayed: columns.get(8)?,
        delay_ms: columns.get(9)?,
    };
    Ok((SourceId(columns.get(0)?), day))
}

pub(crate) async fn source_sums(
    store: &SqlStore,
    from_day: i64,
    to_day: i64,
) -> Result<Vec<(SourceId, SourceSums)>, StoreError> {
    const ACT: &str = "add up what sources gave";
    // Index: source_days_day; the plus keeps from reading all days by the primary key.
    let sql = "SELECT source_id, MIN(day), CAST(SUM(visits) AS BIGINT), CAST(SUM(failures) AS BIGINT), \
         CAST(SUM(requests) AS BIGINT), CAST(SUM(bytes) AS BIGINT), CAST(SUM(took_ms) AS BIGINT), \
         CAST(SUM(items) AS BIGINT), CAST(SUM(items * items) AS BIGINT), CAST(SUM(delayed) AS BIGINT), \
         CAST(SUM(delay_ms) AS BIGINT) FROM source_days WHERE day >= $1 AND day < $2 GROUP BY +source_id, source_id";
    let values = vec![from_day.into(), to_day.into()];
    let rows = query(store, sql.to_owned(), values, ACT).await?;
    rows.iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            let sums = SourceSums {
                first_day: columns.get(1)?,
                visits: columns.get(2)?,
                failures: columns.get(3)?,
                requests: columns.get(4)?,
                bytes: columns.get(5)?,
                took_ms: columns.get(6)?,
                items: columns.get(7)?,
                items_squared: columns.get(8)?,
                delayed: columns.get(9)?,
                delay_ms: columns.get(10)?,
            };
            Ok((SourceId(columns.get(0)?), sums))
        })
        .collect()
}

/// Runs a query for all its rows.
pub(crate) async fn query(
    store: &SqlStore,
    sql: String,
    values: Vec<Value>,
    act: &'static str,
) -> Result<Vec<QueryResult>, StoreError> {
    store
        .readers
        .query_all_raw(Statement::from_sql_and_values(store.backend, sql, values))
        .await
        .map_err(failed(act))
}
