//! Events: ranked, with their documents and their volume.

use crate::SqlStore;
use crate::documents::select;
use crate::errors::failed;
use crate::rows::{Columns, DOCUMENT_COLUMNS, EVENT_COLUMNS, event};
use crate::sql::placeholders;
use model::{DocumentId, EventId, EventRecord, Moment, VolumeBucket};
use ports::{DocumentPage, EventOrder, StoreError};
use sea_orm::{ConnectionTrait, Statement, Value};

/// Milliseconds in a quarter of an hour.
const QUARTER_MS: i64 = 900_000;
/// Ids of one look-up.
const IDS_PER_QUERY: usize = 400;

pub(crate) async fn events(
    store: &SqlStore,
    ids: &[EventId],
) -> Result<Vec<EventRecord>, StoreError> {
    const ACT: &str = "read events by their ids";
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(IDS_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM events WHERE id IN ({})",
            placeholders(chunk.len())
        );
        let values: Vec<Value> = chunk.iter().map(|id| id.0.into()).collect();
        let statement = Statement::from_sql_and_values(store.backend, sql, values);
        for row in store
            .readers
            .query_all_raw(statement)
            .await
            .map_err(failed(ACT))?
        {
            found.push(event(&row, ACT)?);
        }
    }
    Ok(found)
}

pub(crate) async fn ranked_events(
    store: &SqlStore,
    order: EventOrder,
    as_of: Moment,
    limit: u64,
) -> Result<Vec<EventRecord>, StoreError> {
    const ACT: &str = "rank events";
    // Index: events_heat, events_pulse or events_last, read from its end.
    let column = match order {
        EventOrder::Heat => "heat_log",
        EventOrder::Pulse => "pulse_log",
        EventOrder::Newest => "last_at",
        EventOrder::Opened => "id",
    };
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM events WHERE last_at <= $1 ORDER BY {column} DESC, id DESC LIMIT $2"
    );
    let values = [as_of.0.into(), (limit as i64).into()];
    let statement = Statement::from_sql_and_values(store.backend, sql, values);
    let rows = store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(ACT))?;
    rows.iter().map(|row| event(row, ACT)).collect()
}

pub(crate) async fn event_documents(
    store: &SqlStore,
    id: EventId,
    offset: u64,
    limit: u64,
) -> Result<DocumentPage, StoreError> {
    // Index: documents_event.
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM documents JOIN sources ON sources.id = documents.source_id \
         WHERE documents.event_id = $1 AND {} \
         ORDER BY documents.published_at, documents.id LIMIT $2 OFFSET $3",
        members_of(store, id).await?
    );
    let values = vec![id.0.into(), (limit as i64).into(), (offset as i64).into()];
    let documents = select(store, sql, values, "read an event's documents").await?;
    let heads: Vec<DocumentId> = documents.iter().map(|stored| stored.document.id).collect();
    let mut page = DocumentPage {
        documents,
        copies: Vec::new(),
        copy_counts: Vec::new(),
    };
    if !heads.is_empty() {
        page.copy_counts = copy_counts(store, id, &heads).await?;
    }
    for (head, _) in &page.copy_counts {
        page.copies.extend(copies(store, id, *head).await?);
    }
    Ok(page)
}

/// Which documents of an event are its members: those that are no copies, and where some were purged,
/// copies whose head was.
async fn members_of(store: &SqlStore, id: EventId) -> Result<&'static str, StoreError> {
    // Index: documents_purged.
    let sql = "SELECT 1 FROM documents WHERE event_id = $1 AND purged_at IS NOT NULL LIMIT 1";
    let purged = crate::turn::rows(store, "read an event's documents", sql, [id.0.into()]).await?;
    Ok(if purged.is_empty() {
        "documents.copy_of IS NULL"
    } else {
        // Index: the primary key for heads.
        "documents.purged_at IS NULL AND (documents.copy_of IS NULL OR EXISTS \
         (SELECT 1 FROM documents AS head WHERE head.id = documents.copy_of AND head.purged_at IS NOT NULL))"
    })
}

pub(crate) async fn listed_members(store: &SqlStore, id: EventId) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) FROM documents WHERE documents.event_id = $1 AND {}",
        members_of(store, id).await?
    );
    crate::lists::number(store, &sql, vec![id.0.into()], "count an event's members").await
}

async fn copy_counts(
    store: &SqlStore,
    id: EventId,
    heads: &[DocumentId],
) -> Result<Vec<(DocumentId, i64)>, StoreError> {
    const ACT: &str = "count an event's copies";
    // Index: documents_event.
    let sql = format!(
        "SELECT copy_of, COUNT(*) FROM documents WHERE copy_of IN ({}) AND event_id = ${} \
         GROUP BY copy_of ORDER BY copy_of",
        placeholders(heads.len()),
        heads.len() + 1
    );
    let values: Vec<Value> = heads
        .iter()
        .map(|head| head.0.into())
        .chain([id.0.into()])
        .collect();
    let statement = Statement::from_sql_and_values(store.backend, sql, values);
    let rows = store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(ACT))?;
    rows.iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            Ok((DocumentId(columns.get(0)?), columns.get(1)?))
        })
        .collect()
}

async fn copies(
    store: &SqlStore,
    id: EventId,
    head: DocumentId,
) -> Result<Vec<model::StoredDocument>, StoreError> {
    // Index: documents_event.
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM documents JOIN sources ON sources.id = documents.source_id \
         WHERE documents.event_id = $1 AND documents.copy_of = $2 AND documents.purged_at IS NULL \
         ORDER BY documents.published_at, documents.id LIMIT $3"
    );
    let values = vec![
        id.0.into(),
        head.0.into(),
        (DocumentPage::COPIES_EACH as i64).into(),
    ];
    select(store, sql, values, "read a document's copies").await
}

pub(crate) async fn event_volume(
    store: &SqlStore,
    id: EventId,
) -> Result<Vec<VolumeBucket>, StoreError> {
    const ACT: &str = "count an event's volume";
    // Index: documents_event. Times before 1970 are never kept, so the division rounds down.
    let sql = format!(
        "SELECT published_at / {QUARTER_MS} AS quarter, \
                COUNT(*) - COUNT(copy_of) AS own, COUNT(copy_of) AS copied \
         FROM documents WHERE event_id = $1 GROUP BY published_at / {QUARTER_MS} ORDER BY quarter"
    );
    let statement = Statement::from_sql_and_values(store.backend, sql, [id.0.into()]);
    let rows = store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(ACT))?;
    rows.iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            Ok(VolumeBucket {
                start: Moment(columns.get::<i64>(0)? * QUARTER_MS),
                documents: columns.get(1)?,
                copies: columns.get(2)?,
            })
        })
        .collect()
}

pub(crate) async fn event_sources(store: &SqlStore, id: EventId) -> Result<i64, StoreError> {
    const ACT: &str = "count an event's sources";
    // Index: documents_event.
    let sql = "SELECT COUNT(DISTINCT source_id) FROM documents WHERE event_id = $1";
    let statement = Statement::from_sql_and_values(store.backend, sql, [id.0.into()]);
    let row = store
        .readers
        .query_one_raw(statement)
        .await
        .map_err(failed(ACT))?;
    row.map_or(Ok(0), |row| {
        Columns {
            row: &row,
            act: ACT,
        }
        .get(0)
    })
}
