//! Counting, checking, copying, closing.

use crate::SqlStore;
use crate::errors::failed;
use crate::rows::Columns;
use ports::{Counts, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use std::path::Path;

pub(crate) async fn counts(store: &SqlStore) -> Result<Counts, StoreError> {
    const ACT: &str = "count what is kept";
    let sql = "SELECT documents, copies, events, (SELECT COUNT(*) FROM sources WHERE removed = 0) FROM totals WHERE id = 1";
    let row = one(store, sql, ACT).await?;
    let columns = Columns {
        row: &row,
        act: ACT,
    };
    Ok(Counts {
        documents: columns.get(0)?,
        copies: columns.get(1)?,
        events: columns.get(2)?,
        sources: columns.get(3)?,
    })
}

/// What should hold: a query that counts what breaks it, and what that is in words.
const RULES: &[(&str, &str)] = &[
    (
        "SELECT COALESCE(MAX(id), 0) - COUNT(*) FROM documents",
        "numbers of documents have gaps",
    ),
    (
        "SELECT COUNT(*) FROM documents LEFT JOIN events ON events.id = documents.event_id WHERE events.id IS NULL",
        "documents belong to events that are not there",
    ),
    (
        "SELECT COUNT(*) FROM documents JOIN documents AS head ON head.id = documents.copy_of \
         WHERE head.event_id <> documents.event_id OR head.copy_of IS NOT NULL OR head.id >= documents.id",
        "copies lie in another event than their head, or under another copy",
    ),
    (
        "SELECT COUNT(*) FROM documents LEFT JOIN documents AS head ON head.id = documents.copy_of \
         WHERE documents.copy_of IS NOT NULL AND head.id IS NULL",
        "copies lie under heads that are not there",
    ),
    (
        "SELECT COUNT(*) FROM events JOIN (SELECT event_id, COUNT(*) - COUNT(copy_of) AS own, COUNT(copy_of) AS copied \
         FROM documents GROUP BY event_id) AS counted ON counted.event_id = events.id \
         WHERE counted.own <> events.documents OR counted.copied <> events.copies",
        "events count other documents than they have",
    ),
    (
        "SELECT ABS(totals.documents - (SELECT COUNT(*) FROM documents)) \
         + ABS(totals.events - (SELECT COUNT(*) FROM events)) FROM totals WHERE id = 1",
        "totals differ from what is kept",
    ),
];

pub(crate) async fn integrity(store: &SqlStore) -> Result<Vec<String>, StoreError> {
    const ACT: &str = "check the database";
    let mut problems = Vec::new();
    if store.backend == DbBackend::Sqlite {
        let check = Statement::from_string(store.backend, "PRAGMA quick_check");
        for row in store
            .readers
            .query_all_raw(check)
            .await
            .map_err(failed(ACT))?
        {
            let said: String = Columns {
                row: &row,
                act: ACT,
            }
            .get(0)?;
            if said != "ok" {
                problems.push(format!("SQLite finds: {said}"));
            }
        }
    }
    for (sql, words) in RULES {
        let row = one(store, sql, ACT).await?;
        let broken: i64 = Columns {
            row: &row,
            act: ACT,
        }
        .get(0)?;
        if broken != 0 {
            problems.push(format!("{words} ({broken})"));
        }
    }
    Ok(problems)
}

pub(crate) async fn copy_to(store: &SqlStore, path: &Path) -> Result<(), StoreError> {
    const ACT: &str = "copy the database";
    if store.backend != DbBackend::Sqlite {
        let why = "records are kept in PostgreSQL; use pg_dump for them".to_owned();
        return Err(StoreError::Unsupported { act: ACT, why });
    }
    let Some(path) = path.to_str() else {
        let why = format!("the path {} is not valid UTF-8", path.display());
        return Err(StoreError::Unsupported { act: ACT, why });
    };
    let statement = Statement::from_sql_and_values(store.backend, "VACUUM INTO $1", [path.into()]);
    store
        .readers
        .execute_raw(statement)
        .await
        .map(|_| ())
        .map_err(failed(ACT))
}

pub(crate) async fn close(store: &SqlStore) -> Result<(), StoreError> {
    const ACT: &str = "close the database";
    store.readers.clone().close().await.map_err(failed(ACT))?;
    if store.backend == DbBackend::Sqlite {
        store
            .writer
            .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
            .await
            .map_err(failed(ACT))?;
    }
    store.writer.clone().close().await.map_err(failed(ACT))
}

async fn one(store: &SqlStore, sql: &str, act: &'static str) -> Result<QueryResult, StoreError> {
    let row = store
        .readers
        .query_one_raw(Statement::from_string(store.backend, sql))
        .await
        .map_err(failed(act))?;
    row.ok_or_else(|| crate::errors::corrupt(act, "a count gives no row"))
}
