//! Opening: connections with the right manners, migrations with a backup first.

use crate::SqlStore;
use crate::documents::begin;
use crate::errors::{failed, is_locked};
use crate::migrations::Migrator;
use ports::StoreError;
use sea_orm::sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous,
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use sea_orm_migration::MigratorTrait;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Readers beside the one writer of SQLite.
const READERS: u32 = 4;
/// Connections to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 8;
/// How long one process waits for another's write.
const BUSY_SECONDS: u64 = 30;
/// Between two tries to open a file that another process holds.
const LOCKED_PAUSE_MS: u64 = 20;
/// Pages of the writer's cache, in KiB: indexes are random; this much keeps a batch in memory.
const WRITER_CACHE_KIB: u32 = 64 * 1024;
/// Pages of each reader's cache, in KiB.
const READER_CACHE_KIB: u32 = 8 * 1024;
/// Pages of the log after which it is folded into the file.
const CHECKPOINT_PAGES: u32 = 4_000;

/// Where records are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreTarget {
    /// In this file.
    Sqlite(PathBuf),
    /// On this server: `postgres://…`.
    Postgres(String),
}

/// Opens the store, bringing an older database forward; one from a newer program is refused.
pub async fn open(target: &StoreTarget) -> Result<SqlStore, StoreError> {
    match target {
        StoreTarget::Sqlite(path) => open_sqlite(path).await,
        StoreTarget::Postgres(url) => open_postgres(url).await,
    }
}

async fn open_sqlite(path: &Path) -> Result<SqlStore, StoreError> {
    const ACT: &str = "open the database";
    let existed = path.exists();
    let writer = connect(sqlite_options(path, 1, WRITER_CACHE_KIB))
        .await
        .map_err(failed(ACT))?;
    let readers = connect(sqlite_options(path, READERS, READER_CACHE_KIB))
        .await
        .map_err(failed(ACT))?;
    let store = SqlStore {
        backend: writer.get_database_backend(),
        writer,
        readers,
    };
    migrate(&store, existed.then_some(path)).await?;
    Ok(store)
}

async fn open_postgres(url: &str) -> Result<SqlStore, StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .sqlx_logging(false);
    let pool = connect(options)
        .await
        .map_err(failed("connect to PostgreSQL"))?;
    let store = SqlStore {
        backend: pool.get_database_backend(),
        writer: pool.clone(),
        readers: pool,
    };
    migrate(&store, None).await?;
    Ok(store)
}

async fn connect(mut options: ConnectOptions) -> Result<DatabaseConnection, sea_orm::DbErr> {
    options.acquire_timeout(Duration::from_secs(BUSY_SECONDS));
    let mut tries = BUSY_SECONDS * 1_000 / LOCKED_PAUSE_MS;
    loop {
        match Database::connect(options.clone()).await {
            // A new file is taken whole to be made one with a log, and SQLite does not wait for that.
            Err(error) if is_locked(&error) && tries > 0 => {
                tokio::time::sleep(Duration::from_millis(LOCKED_PAUSE_MS)).await;
                tries -= 1;
            }
            done => return done,
        }
    }
}

/// WAL, so that readers go on while one writes; FULL, so that what is acknowledged survives a
/// power cut.
fn sqlite_options(path: &Path, connections: u32, cache_kib: u32) -> ConnectOptions {
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite://named-by-path");
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |_| {
            SqliteConnectOptions::new()
                .filename(&path)
                .create_if_missing(true)
                // Holds for a new file; an older one is written anew by `caifeng purge --compact`.
                .auto_vacuum(SqliteAutoVacuum::Incremental)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(BUSY_SECONDS))
                .pragma("cache_size", format!("-{cache_kib}"))
                .pragma("temp_store", "memory")
                // What is purged is overwritten where its page stays in use.
                .pragma("secure_delete", "fast")
                .pragma("wal_autocheckpoint", CHECKPOINT_PAGES.to_string())
        });
    options
}

/// Brings the database forward. `file` is an SQLite file that was there before: it is copied
/// beside itself first. Everything happens in one transaction, so that neither a kill nor a second
/// process at the same moment leaves half a database.
async fn migrate(store: &SqlStore, file: Option<&Path>) -> Result<(), StoreError> {
    const ACT: &str = "bring the database up to this version";
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    // Most starts find nothing to do, and need not wait for a writer to learn it.
    if let Ok(applied) = applied(&store.readers, store.backend).await
        && refuse_newer(&applied, &known)? == known.len()
    {
        return Ok(());
    }
    let transaction = begin(store, ACT).await?;
    Migrator::install(&transaction).await.map_err(failed(ACT))?;
    let applied = applied(&transaction, store.backend).await?;
    let done = refuse_newer(&applied, &known)?;
    if let (Some(file), false) = (file, applied.is_empty() || done == known.len()) {
        let beside = file.with_extension(format!("db.before-{}", known.len()));
        tracing::info!(backup = %beside.display(), "the database is copied before it is brought forward");
        if !beside.exists() {
            crate::checks::copy_to(store, &beside).await?;
        }
    }
    Migrator::up(&transaction, None)
        .await
        .map_err(failed(ACT))?;
    transaction.commit().await.map_err(failed(ACT))
}

/// How many migrations the database has seen; one that this program does not know is refused.
fn refuse_newer(applied: &BTreeSet<String>, known: &[String]) -> Result<usize, StoreError> {
    match applied.iter().find(|name| !known.contains(name)) {
        Some(newer) => Err(StoreError::Unsupported {
            act: "open the database",
            why: format!("it was written by a newer Caifeng (it has {newer}); use that version"),
        }),
        None => Ok(applied.len()),
    }
}

/// Names of the migrations the database has seen.
async fn applied<C: ConnectionTrait>(
    connection: &C,
    backend: DbBackend,
) -> Result<BTreeSet<String>, StoreError> {
    const ACT: &str = "read the database's version";
    let statement = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    let rows = connection
        .query_all_raw(statement)
        .await
        .map_err(failed(ACT))?;
    rows.iter()
        .map(|row| row.try_get_by_index(0).map_err(failed(ACT)))
        .collect()
}
