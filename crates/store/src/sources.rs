//! Sources and their visits.

use crate::SqlStore;
use crate::documents::begin;
use crate::errors::{corrupt, failed};
use crate::rows::{Columns, without_nul};
use model::{Moment, NewSource, Source, SourceId, SourceKind, SourceState, Visit, VisitOutcome};
use ports::StoreError;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

const COLUMNS: &str = "id, kind, name, url, allow_private, added_at, etag, last_modified, visited_at, \
    last_outcome, failing";

pub(crate) async fn add_source(store: &SqlStore, source: &NewSource) -> Result<Source, StoreError> {
    const ACT: &str = "add a source";
    let transaction = begin(store, ACT).await?;
    let place = source.url.as_deref().unwrap_or(&source.name);
    // Index: sources_place.
    let find =
        format!("SELECT {COLUMNS} FROM sources WHERE kind = $1 AND COALESCE(url, name) = $2");
    let find = || {
        Statement::from_sql_and_values(
            store.backend,
            find.clone(),
            [source.kind.word().into(), without_nul(place).into()],
        )
    };
    if let Some(row) = transaction
        .query_one_raw(find())
        .await
        .map_err(failed(ACT))?
    {
        let id: i64 = Columns {
            row: &row,
            act: ACT,
        }
        .get(0)?;
        let back = Statement::from_sql_and_values(
            store.backend,
            "UPDATE sources SET removed = 0, allow_private = $1 WHERE id = $2",
            [i64::from(source.allow_private).into(), id.into()],
        );
        transaction.execute_raw(back).await.map_err(failed(ACT))?;
    } else {
        let values: [Value; 6] = [
            source.kind.word().into(),
            without_nul(&source.name).into(),
            source.url.as_deref().map(without_nul).into(),
            i64::from(source.allow_private).into(),
            source.added_at.0.into(),
            0_i64.into(),
        ];
        let insert = Statement::from_sql_and_values(
            store.backend,
            "INSERT INTO sources (id, kind, name, url, allow_private, added_at, removed, failing) \
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, 0 FROM sources",
            values,
        );
        transaction.execute_raw(insert).await.map_err(failed(ACT))?;
    }
    let row = transaction
        .query_one_raw(find())
        .await
        .map_err(failed(ACT))?;
    let kept = row.map(|row| source_of(&row, ACT)).transpose()?;
    transaction.commit().await.map_err(failed(ACT))?;
    kept.ok_or_else(|| corrupt(ACT, "the source is gone as soon as it was added"))
}

pub(crate) async fn sources(store: &SqlStore) -> Result<Vec<Source>, StoreError> {
    const ACT: &str = "list sources";
    let sql = format!("SELECT {COLUMNS} FROM sources WHERE removed = 0 ORDER BY id");
    let rows = store
        .readers
        .query_all_raw(Statement::from_string(store.backend, sql))
        .await
        .map_err(failed(ACT))?;
    rows.iter().map(|row| source_of(row, ACT)).collect()
}

pub(crate) async fn remove_source(store: &SqlStore, id: SourceId) -> Result<bool, StoreError> {
    const ACT: &str = "remove a source";
    let statement = Statement::from_sql_and_values(
        store.backend,
        "UPDATE sources SET removed = 1 WHERE id = $1 AND removed = 0 AND kind <> 'file'",
        [id.0.into()],
    );
    let done = store
        .writer
        .execute_raw(statement)
        .await
        .map_err(failed(ACT))?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn record_visit(store: &SqlStore, visit: &Visit) -> Result<(), StoreError> {
    const ACT: &str = "write down a visit";
    let transaction = begin(store, ACT).await?;
    let insert = Statement::from_sql_and_values(
        store.backend,
        "INSERT INTO visits (id, source_id, at, outcome, note, bytes, items, items_new) \
         SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM visits",
        [
            visit.source.0.into(),
            visit.at.0.into(),
            visit.outcome.word().into(),
            without_nul(&visit.note).into(),
            visit.bytes.into(),
            visit.items.into(),
            visit.items_new.into(),
        ],
    );
    transaction.execute_raw(insert).await.map_err(failed(ACT))?;
    let state = &visit.state_after;
    let update = Statement::from_sql_and_values(
        store.backend,
        "UPDATE sources SET etag = $1, last_modified = $2, visited_at = $3, last_outcome = $4, failing = $5 WHERE id = $6",
        [
            state.etag.as_deref().map(without_nul).into(),
            state.last_modified.as_deref().map(without_nul).into(),
            state.visited_at.map(|at| at.0).into(),
            state.last_outcome.as_deref().map(without_nul).into(),
            i64::from(state.failing).into(),
            visit.source.0.into(),
        ],
    );
    transaction.execute_raw(update).await.map_err(failed(ACT))?;
    transaction.commit().await.map_err(failed(ACT))
}

pub(crate) async fn visits(
    store: &SqlStore,
    source: SourceId,
    limit: u64,
) -> Result<Vec<Visit>, StoreError> {
    const ACT: &str = "list a source's visits";
    // Index: visits_source, read from its end.
    let statement = Statement::from_sql_and_values(
        store.backend,
        "SELECT at, outcome, note, bytes, items, items_new FROM visits WHERE source_id = $1 ORDER BY id DESC LIMIT $2",
        [source.0.into(), (limit as i64).into()],
    );
    let rows = store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(ACT))?;
    rows.iter().map(|row| visit_of(row, source, ACT)).collect()
}

fn visit_of(row: &QueryResult, source: SourceId, act: &'static str) -> Result<Visit, StoreError> {
    let columns = Columns { row, act };
    let word: String = columns.get(1)?;
    let outcome = [
        VisitOutcome::Read,
        VisitOutcome::Unchanged,
        VisitOutcome::Failed,
    ]
    .into_iter()
    .find(|outcome| outcome.word() == word)
    .ok_or_else(|| corrupt(act, format!("a visit's outcome is {word:?}")))?;
    Ok(Visit {
        source,
        at: Moment(columns.get(0)?),
        outcome,
        note: columns.get(2)?,
        bytes: columns.get(3)?,
        items: columns.get(4)?,
        items_new: columns.get(5)?,
        state_after: SourceState::default(),
    })
}

fn source_of(row: &QueryResult, act: &'static str) -> Result<Source, StoreError> {
    let columns = Columns { row, act };
    let word: String = columns.get(1)?;
    Ok(Source {
        id: SourceId(columns.get(0)?),
        kind: SourceKind::from_word(&word)
            .ok_or_else(|| corrupt(act, format!("a source's kind is {word:?}")))?,
        name: columns.get(2)?,
        url: columns.get(3)?,
        allow_private: columns.get::<i64>(4)? != 0,
        added_at: Moment(columns.get(5)?),
        state: SourceState {
            etag: columns.get(6)?,
            last_modified: columns.get(7)?,
            visited_at: columns.get::<Option<i64>>(8)?.map(Moment),
            last_outcome: columns.get(9)?,
            failing: columns.get::<i64>(10)? != 0,
        },
    })
}
