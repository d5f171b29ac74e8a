//! Documents: kept in batches, found by id, key and order of arrival.

use crate::SqlStore;
use crate::errors::failed;
use crate::rows::{
    Columns, DOCUMENT_COLUMNS, DOCUMENT_OWN_COLUMNS, EVENT_COLUMN_COUNT, EVENT_COLUMNS, document,
    document_values, event_values,
};
use crate::sql::{insert_sql, placeholders};
use crate::turn::Turn;
use model::{DocumentId, EventChange, StoredDocument};
use ports::{KeptBatch, StoreError};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};
use std::collections::HashMap;

/// Rows of one insert: few enough for every limit on parameters, many enough to save round trips.
const ROWS_PER_INSERT: usize = 100;
/// Ids of one look-up.
const KEYS_PER_QUERY: usize = 400;
/// PostgreSQL's lock that makes writers take turns.
const WRITER_TURN: i64 = 0x00ca_1fe9;

/// Begins a write: SQLite's immediate mode and PostgreSQL's lock make writers take turns.
pub(crate) async fn begin(
    store: &SqlStore,
    act: &'static str,
) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        isolation_level: None,
        access_mode: None,
        sqlite_transaction_mode: (store.backend == DbBackend::Sqlite)
            .then_some(SqliteTransactionMode::Immediate),
    };
    let transaction = store
        .writer
        .begin_with_options(options)
        .await
        .map_err(failed(act))?;
    if store.backend == DbBackend::Postgres {
        let turn = Statement::from_sql_and_values(
            store.backend,
            "SELECT pg_advisory_xact_lock($1)",
            [WRITER_TURN.into()],
        );
        transaction.query_one_raw(turn).await.map_err(failed(act))?;
    }
    Ok(transaction)
}

pub(crate) async fn keep_batch(store: &SqlStore, batch: &KeptBatch) -> Result<(), StoreError> {
    const ACT: &str = "keep a batch of documents";
    let turn = Turn::begin(store, ACT).await?;
    let transaction = turn.transaction();
    let last = last_in(transaction, store.backend, ACT).await?;
    for (expected, (document, _)) in (last.0 + 1..).zip(&batch.documents) {
        if document.id.0 != expected {
            let why = format!(
                "document {} does not follow on: {expected} comes next",
                document.id.0
            );
            return Err(StoreError::Conflict { act: ACT, why });
        }
    }
    for chunk in batch.documents.chunks(ROWS_PER_INSERT) {
        let sql = insert_sql(
            store.backend,
            "documents",
            DOCUMENT_INSERT_COLUMNS,
            DOCUMENT_OWN_COLUMNS,
            chunk.len(),
            "",
        );
        let values: Vec<Value> = chunk
            .iter()
            .flat_map(|(document, placement)| document_values(document, placement))
            .collect();
        execute(transaction, store.backend, sql, values, ACT).await?;
    }
    keep_events(transaction, store.backend, &batch.events).await?;
    count(transaction, store.backend, batch).await?;
    crate::heat::count_heard(transaction, store.backend, &batch.documents).await?;
    crate::keep_visits::keep_visits(transaction, store.backend, &batch.visits).await?;
    crate::proposals::keep(&turn, &batch.proposals).await?;
    crate::stories::keep(&turn, &batch.links).await?;
    crate::floods::keep_voices(&turn, batch).await?;
    turn.commit().await
}

const DOCUMENT_INSERT_COLUMNS: &str = "id, namespace, external_id, source_id, url, title, text, language, \
    published_at, time_note, arrived_at, fingerprint, places, event_id, copy_of, reuses, reasons, \
    category, category_sure, tone, tone_sure, toward";
/// A title that a person gave stays.
pub(crate) const EVENT_UPDATE: &str = " ON CONFLICT (id) DO UPDATE SET \
    title = CASE WHEN events.named = 1 THEN events.title ELSE excluded.title END, first_at = excluded.first_at, \
    last_at = excluded.last_at, documents = excluded.documents, copies = excluded.copies, \
    heat_log = excluded.heat_log, pulse_log = excluded.pulse_log, facets = excluded.facets, \
    heat_basis = excluded.heat_basis, revision = excluded.revision";

async fn keep_events(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    events: &[EventChange],
) -> Result<(), StoreError> {
    const ACT: &str = "keep a batch's events";
    if events.is_empty() {
        return Ok(());
    }
    let revision = next_revision(transaction, backend, ACT).await?;
    let columns = format!("{EVENT_COLUMNS}, revision");
    for chunk in events.chunks(ROWS_PER_INSERT) {
        let sql = insert_sql(
            backend,
            "events",
            &columns,
            EVENT_COLUMN_COUNT + 1,
            chunk.len(),
            EVENT_UPDATE,
        );
        let values: Vec<Value> = chunk
            .iter()
            .flat_map(|change| {
                event_values(&change.after)
                    .into_iter()
                    .chain([revision.into()])
            })
            .collect();
        execute(transaction, backend, sql, values, ACT).await?;
    }
    Ok(())
}

/// The revision of events that this transaction changes. Whoever changes events writes it beside
/// them: open pages learn from it what changed.
pub(crate) async fn next_revision_in(turn: &Turn) -> Result<i64, StoreError> {
    let row = turn.row(NEXT_REVISION, []).await?;
    let row =
        row.ok_or_else(|| crate::errors::corrupt(turn.act, "the row of totals is missing"))?;
    turn.columns(&row).get(0)
}

const NEXT_REVISION: &str =
    "UPDATE totals SET revision = revision + 1 WHERE id = 1 RETURNING revision";

pub(crate) async fn next_revision(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    act: &'static str,
) -> Result<i64, StoreError> {
    let row = transaction
        .query_one_raw(Statement::from_string(backend, NEXT_REVISION))
        .await
        .map_err(failed(act))?
        .ok_or_else(|| crate::errors::corrupt(act, "the row of totals is missing"))?;
    Columns { row: &row, act }.get(0)
}

async fn count(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    batch: &KeptBatch,
) -> Result<(), StoreError> {
    let copies = batch
        .documents
        .iter()
        .filter(|(_, placement)| placement.copy_of().is_some())
        .count();
    let opened = batch.events.iter().filter(|change| change.opened).count();
    let sql = "UPDATE totals SET documents = documents + $1, copies = copies + $2, events = events + $3 WHERE id = 1";
    let values = vec![
        (batch.documents.len() as i64).into(),
        (copies as i64).into(),
        (opened as i64).into(),
    ];
    execute(
        transaction,
        backend,
        sql.to_owned(),
        values,
        "count a batch",
    )
    .await
}

pub(crate) async fn execute(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    sql: String,
    values: Vec<Value>,
    act: &'static str,
) -> Result<(), StoreError> {
    let statement = Statement::from_sql_and_values(backend, sql, values);
    transaction
        .execute_raw(statement)
        .await
        .map(|_| ())
        .map_err(failed(act))
}

pub(crate) async fn last_document(store: &SqlStore) -> Result<DocumentId, StoreError> {
    last_in(&store.readers, store.backend, "find the last document").await
}

async fn last_in<C: ConnectionTrait>(
    connection: &C,
    backend: DbBackend,
    act: &'static str,
) -> Result<DocumentId, StoreError> {
    // Index: the primary key.
    let statement = Statement::from_string(backend, "SELECT COALESCE(MAX(id), 0) FROM documents");
    let row = connection
        .query_one_raw(statement)
        .await
        .map_err(failed(act))?;
    let last = row.map_or(Ok(0), |row| Columns { row: &row, act }.get(0))?;
    Ok(DocumentId(last))
}

pub(crate) async fn documents_after(
    store: &SqlStore,
    after: DocumentId,
    limit: u64,
) -> Result<Vec<StoredDocument>, StoreError> {
    // Index: the primary key.
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM documents JOIN sources ON sources.id = documents.source_id \
         WHERE documents.id > $1 AND documents.purged_at IS NULL ORDER BY documents.id LIMIT $2"
    );
    select(
        store,
        sql,
        vec![after.0.into(), (limit as i64).into()],
        "read documents in order",
    )
    .await
}

pub(crate) async fn documents(
    store: &SqlStore,
    ids: &[DocumentId],
) -> Result<Vec<StoredDocument>, StoreError> {
    let mut found: HashMap<DocumentId, StoredDocument> = HashMap::new();
    for chunk in ids.chunks(KEYS_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT {DOCUMENT_COLUMNS} FROM documents JOIN sources ON sources.id = documents.source_id \
             WHERE documents.id IN ({}) AND documents.purged_at IS NULL",
            placeholders(chunk.len())
        );
        let values = chunk.iter().map(|id| id.0.into()).collect();
        for stored in select(store, sql, values, "read documents by their ids").await? {
            found.insert(stored.document.id, stored);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Runs a query over the columns of documents.
pub(crate) async fn select(
    store: &SqlStore,
    sql: String,
    values: Vec<Value>,
    act: &'static str,
) -> Result<Vec<StoredDocument>, StoreError> {
    let statement = Statement::from_sql_and_values(store.backend, sql, values);
    let rows = store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(act))?;
    rows.iter().map(|row| document(row, act)).collect()
}

pub(crate) async fn document_ids(store: &SqlStore) -> Result<Vec<DocumentId>, StoreError> {
    const ACT: &str = "list all documents";
    // Index: the primary key.
    let statement = Statement::from_string(
        store.backend,
        "SELECT id FROM documents WHERE purged_at IS NULL ORDER BY id",
    );
    let rows = store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(ACT))?;
    rows.iter()
        .map(|row| Ok(DocumentId(Columns { row, act: ACT }.get(0)?)))
        .collect()
}
