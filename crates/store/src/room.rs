//! Room on the disk: how much records take, and giving it back.
//!
//! SQLite gives free pages back in small steps where the file was made for it; a file of an older
//! version is written anew once. PostgreSQL keeps its files as large as they ever were: a plain
//! VACUUM lets new records use the room again and cuts off only what is free at the very end; all of
//! it goes back only when the tables are written anew.

use crate::SqlStore;
use crate::errors::failed;
use crate::rows::Columns;
use crate::turn::rows;
use ports::{DiskUse, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::fs;
use std::path::PathBuf;

/// Pages that one step gives back: 8 MiB, so that nobody waits long for a turn.
const PAGES_A_STEP: u32 = 2_000;
/// SQLite's word for a file whose free pages can be given back in steps.
const IN_STEPS: i64 = 2;
/// Tables of which a purge leaves much that is free.
const PURGED_TABLES: &[&str] = &["documents", "voices", "attachments", "hot_ranks"];

pub(crate) async fn disk_use(store: &SqlStore) -> Result<DiskUse, StoreError> {
    const ACT: &str = "see how much room records take";
    if store.backend != DbBackend::Sqlite {
        let sql = "SELECT pg_database_size(current_database())";
        return Ok(DiskUse {
            bytes: number(store, sql, ACT).await?.unsigned_abs(),
            free_bytes: 0,
            in_steps: false,
        });
    }
    let page = number(store, "PRAGMA page_size", ACT).await?;
    let free = number(store, "PRAGMA freelist_count", ACT).await?;
    Ok(DiskUse {
        bytes: file_bytes(store).await?,
        free_bytes: (page * free).unsigned_abs(),
        in_steps: number(store, "PRAGMA auto_vacuum", ACT).await? == IN_STEPS,
    })
}

/// The file with its log.
async fn file_bytes(store: &SqlStore) -> Result<u64, StoreError> {
    const ACT: &str = "find the database's file";
    let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let found = rows(store, ACT, sql, []).await?;
    let Some(row) = found.first() else {
        return Ok(0);
    };
    let path: String = Columns { row, act: ACT }.get(0)?;
    Ok(["", "-wal"]
        .iter()
        .filter_map(|end| fs::metadata(PathBuf::from(format!("{path}{end}"))).ok())
        .map(|file| file.len())
        .sum())
}

pub(crate) async fn give_back(store: &SqlStore) -> Result<bool, StoreError> {
    const ACT: &str = "give free room back to the disk";
    if store.backend != DbBackend::Sqlite || !disk_use(store).await?.in_steps {
        return Ok(false);
    }
    if number(store, "PRAGMA freelist_count", ACT).await? == 0 {
        fold(store, ACT).await?;
        return Ok(false);
    }
    // Gives a row for each page: all have to be read for all to be given back.
    let step = format!("PRAGMA incremental_vacuum({PAGES_A_STEP})");
    store
        .writer
        .query_all_raw(Statement::from_string(store.backend, step))
        .await
        .map_err(failed(ACT))?;
    // The file is cut when its log is folded into it.
    fold(store, ACT).await?;
    Ok(number(store, "PRAGMA freelist_count", ACT).await? > 0)
}

pub(crate) async fn tidy(store: &SqlStore, whole: bool) -> Result<(), StoreError> {
    const ACT: &str = "write the database anew";
    let run = |sql: String| async move {
        let done = store.writer.execute_unprepared(&sql).await;
        done.map(|_| ()).map_err(failed(ACT))
    };
    if store.backend == DbBackend::Sqlite {
        if whole {
            // A file of an older version can give room back in steps from then on.
            run("PRAGMA auto_vacuum = INCREMENTAL".to_owned()).await?;
            run("VACUUM".to_owned()).await?;
        }
        return fold(store, ACT).await;
    }
    let how = if whole {
        "(FULL, ANALYZE)"
    } else {
        "(ANALYZE)"
    };
    for table in PURGED_TABLES {
        run(format!("VACUUM {how} {table}")).await?;
    }
    Ok(())
}

/// Folds the log into the file and empties it; where readers still need it, it is done later.
async fn fold(store: &SqlStore, act: &'static str) -> Result<(), StoreError> {
    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
    store
        .writer
        .query_all_raw(Statement::from_string(store.backend, sql))
        .await
        .map(|_| ())
        .map_err(failed(act))
}

async fn number(store: &SqlStore, sql: &str, act: &'static str) -> Result<i64, StoreError> {
    // Asked of the writer's connection: it sees what it has just given back.
    let row = store
        .writer
        .query_one_raw(Statement::from_string(store.backend, sql))
        .await
        .map_err(failed(act))?;
    row.map_or(Ok(0), |row| Columns { row: &row, act }.get(0))
}
