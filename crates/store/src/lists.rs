//! Documents and events as people ask for them: what changed, since when, first seen where.

use crate::SqlStore;
use crate::documents::select;
use crate::errors::failed;
use crate::rows::{Columns, DOCUMENT_COLUMNS, EVENT_COLUMN_COUNT, EVENT_COLUMNS, event};
use crate::sql::placeholders;
use model::{DocumentId, EventId, EventRecord, Moment, SourceId, StoredDocument, VolumeBucket};
use ports::{DocumentAsk, FirstSeen, StoreError};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

/// Rows of a statement.
pub(crate) async fn rows(
    store: &SqlStore,
    sql: String,
    values: Vec<Value>,
    act: &'static str,
) -> Result<Vec<QueryResult>, StoreError> {
    let statement = Statement::from_sql_and_values(store.backend, sql, values);
    store
        .readers
        .query_all_raw(statement)
        .await
        .map_err(failed(act))
}

/// One number, or 0 where there is none.
pub(crate) async fn number(
    store: &SqlStore,
    sql: &str,
    values: Vec<Value>,
    act: &'static str,
) -> Result<i64, StoreError> {
    let found = rows(store, sql.to_owned(), values, act).await?;
    found
        .first()
        .map_or(Ok(0), |row| Columns { row, act }.get(0))
}

/// Conditions with their values, numbered as they come.
#[derive(Default)]
pub(crate) struct Conditions {
    pub(crate) words: Vec<String>,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    pub(crate) fn add(&mut self, before: &str, value: impl Into<Value>, after: &str) {
        self.values.push(value.into());
        self.words
            .push(format!("{before} ${}{after}", self.values.len()));
    }

    fn add_some(&mut self, before: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.add(before, value, "");
        }
    }

    pub(crate) fn joined(&self) -> String {
        if self.words.is_empty() {
            "1 = 1".to_owned()
        } else {
            self.words.join(" AND ")
        }
    }
}

pub(crate) async fn events_opened_after(
    store: &SqlStore,
    after: DocumentId,
    most: u64,
) -> Result<i64, StoreError> {
    // Index: the primary key.
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM events WHERE id > $1 LIMIT $2) AS opened";
    let values = vec![after.0.into(), (most as i64).into()];
    number(store, sql, values, "count the events that were opened").await
}

pub(crate) async fn event_volumes(
    store: &SqlStore,
    ids: &[EventId],
    from: Moment,
    step_ms: i64,
) -> Result<Vec<(EventId, VolumeBucket)>, StoreError> {
    const ACT: &str = "count the volumes of events";
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Index: documents_event, which holds all that is counted.
    let (from, step) = (from.0, step_ms.max(1));
    let sql = format!(
        "SELECT event_id, (published_at - {from}) / {step} AS step, \
                COUNT(*) - COUNT(copy_of) AS own, COUNT(copy_of) AS copied \
         FROM documents WHERE event_id IN ({}) AND published_at >= {from} \
         GROUP BY event_id, (published_at - {from}) / {step} ORDER BY event_id, step",
        placeholders(ids.len())
    );
    let values = ids.iter().map(|id| id.0.into()).collect();
    let found = rows(store, sql, values, ACT).await?;
    found
        .iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            let bucket = VolumeBucket {
                start: Moment(from + columns.get::<i64>(1)? * step),
                documents: columns.get(2)?,
                copies: columns.get(3)?,
            };
            Ok((EventId(columns.get(0)?), bucket))
        })
        .collect()
}

pub(crate) async fn first_seen(
    store: &SqlStore,
    id: EventId,
    limit: u64,
) -> Result<Vec<FirstSeen>, StoreError> {
    const ACT: &str = "find who spoke of an event first";
    // Index: documents_event, which holds all that is counted.
    let sql = "SELECT seen.source_id, sources.name, seen.first, seen.spoken FROM \
               (SELECT source_id, MIN(published_at) AS first, COUNT(*) AS spoken FROM documents \
                WHERE event_id = $1 GROUP BY source_id) AS seen \
               JOIN sources ON sources.id = seen.source_id ORDER BY seen.first, seen.source_id LIMIT $2";
    let values = vec![id.0.into(), (limit as i64).into()];
    let found = rows(store, sql.to_owned(), values, ACT).await?;
    found
        .iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            Ok(FirstSeen {
                source: SourceId(columns.get(0)?),
                name: columns.get(1)?,
                at: Moment(columns.get(2)?),
                documents: columns.get(3)?,
            })
        })
        .collect()
}

pub(crate) async fn first_document(
    store: &SqlStore,
    id: EventId,
) -> Result<Option<StoredDocument>, StoreError> {
    // Index: documents_event.
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM documents JOIN sources ON sources.id = documents.source_id \
         WHERE documents.event_id = $1 AND documents.purged_at IS NULL \
         ORDER BY documents.published_at, documents.id LIMIT 1"
    );
    let values = vec![id.0.into()];
    Ok(select(store, sql, values, "read an event's first document")
        .await?
        .pop())
}

pub(crate) async fn list_documents(
    store: &SqlStore,
    ask: &DocumentAsk,
) -> Result<Vec<StoredDocument>, StoreError> {
    // Index: documents_event, documents_reading, documents_source, documents_copies or the primary
    // key. Numbers are chosen first, so that only the rows of one page are read.
    let chosen = chosen(ask);
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM documents JOIN sources ON sources.id = documents.source_id \
         WHERE documents.id IN (SELECT id FROM documents WHERE {} ORDER BY id DESC LIMIT {}) \
         ORDER BY documents.id DESC",
        chosen.joined(),
        ask.limit
    );
    select(store, sql, chosen.values, "list documents").await
}

/// What documents of a list have in common.
fn chosen(ask: &DocumentAsk) -> Conditions {
    let mut chosen = Conditions::default();
    match ask.event {
        Some(event) => {
            chosen.add("event_id =", event.0, "");
            // Index: documents_purged, so that the rows of the others need not be looked at.
            let purged =
                "id NOT IN (SELECT id FROM documents WHERE purged_at IS NOT NULL AND event_id =";
            chosen.add(purged, event.0, ")");
        }
        None => chosen.words.push("purged_at IS NULL".to_owned()),
    }
    chosen.add_some("source_id =", ask.source.map(|id| id.0));
    chosen.add_some("copy_of =", ask.copies_of.map(|id| id.0));
    chosen.add_some("id >", ask.after.map(|id| id.0));
    chosen.add_some("id <", ask.before.map(|id| id.0));
    chosen.add_some("category =", ask.category.map(model::Category::word));
    chosen.add_some("tone =", ask.tone.map(model::Tone::word));
    if let Some(place) = ask.place {
        // Of one event the rows are few enough to look at each.
        let code = format!("%,{},%", place.0);
        chosen.add("(',' || places || ',') LIKE", code, "");
    }
    if let Some(head) = ask.flood {
        // Index: flood_documents_head.
        let of = "id IN (SELECT document_id FROM flood_documents WHERE head =";
        chosen.add(of, head.0, ")");
    }
    if ask.copies {
        chosen.words.push("copy_of IS NOT NULL".to_owned());
    }
    chosen
}

pub(crate) async fn copies_of(
    store: &SqlStore,
    event: EventId,
    head: DocumentId,
) -> Result<i64, StoreError> {
    // Index: documents_event, which holds all that is counted.
    let sql = "SELECT COUNT(*) FROM documents WHERE event_id = $1 AND copy_of = $2";
    let values = vec![event.0.into(), head.0.into()];
    number(store, sql, values, "count a document's copies").await
}

pub(crate) async fn arrived_by(store: &SqlStore, at: Moment) -> Result<DocumentId, StoreError> {
    // Index: documents_arrived.
    let sql =
        "SELECT id FROM documents WHERE arrived_at <= $1 ORDER BY arrived_at DESC, id DESC LIMIT 1";
    let values = vec![at.0.into()];
    number(store, sql, values, "find what had arrived by then")
        .await
        .map(DocumentId)
}

pub(crate) async fn revision(store: &SqlStore) -> Result<i64, StoreError> {
    let sql = "SELECT revision FROM totals WHERE id = 1";
    number(store, sql, Vec::new(), "see whether events changed").await
}

pub(crate) async fn events_changed_after(
    store: &SqlStore,
    revision: i64,
    limit: u64,
) -> Result<Vec<(i64, EventRecord)>, StoreError> {
    const ACT: &str = "read the events that changed";
    // Index: events_revision.
    let sql = format!(
        "SELECT {EVENT_COLUMNS}, revision FROM events WHERE revision > $1 ORDER BY revision, id LIMIT $2"
    );
    let values = vec![revision.into(), (limit as i64).into()];
    let found = rows(store, sql, values, ACT).await?;
    found
        .iter()
        .map(|row| {
            Ok((
                Columns { row, act: ACT }.get(EVENT_COLUMN_COUNT)?,
                event(row, ACT)?,
            ))
        })
        .collect()
}

pub(crate) async fn newest_published(store: &SqlStore) -> Result<Option<Moment>, StoreError> {
    const ACT: &str = "find the newest document";
    // Index: events_last. An event's last document is the latest of its own.
    let sql = "SELECT MAX(last_at) FROM events".to_owned();
    let found = rows(store, sql, Vec::new(), ACT).await?;
    let newest: Option<i64> = found
        .first()
        .map_or(Ok(None), |row| Columns { row, act: ACT }.get(0))?;
    Ok(newest.map(Moment))
}
