//! Sources, visits, documents, events and the running totals.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// The first tables.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_23_000001_first_light"
    }
}

/// Same words on both: BIGINT, DOUBLE PRECISION and TEXT mean what they should to SQLite too.
const STATEMENTS: &[&str] = &[
    "CREATE TABLE sources (
        id BIGINT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        url TEXT,
        allow_private BIGINT NOT NULL,
        added_at BIGINT NOT NULL,
        removed BIGINT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        visited_at BIGINT,
        last_outcome TEXT,
        failing BIGINT NOT NULL
    )",
    // A file's outlet is one by its name, a fetched source by its address.
    "CREATE UNIQUE INDEX sources_place ON sources (kind, (COALESCE(url, name)))",
    "CREATE TABLE visits (
        id BIGINT PRIMARY KEY,
        source_id BIGINT NOT NULL REFERENCES sources (id),
        at BIGINT NOT NULL,
        outcome TEXT NOT NULL,
        note TEXT NOT NULL,
        bytes BIGINT NOT NULL,
        items BIGINT NOT NULL,
        items_new BIGINT NOT NULL
    )",
    "CREATE INDEX visits_source ON visits (source_id, id)",
    "CREATE TABLE documents (
        id BIGINT PRIMARY KEY,
        namespace BIGINT NOT NULL,
        external_id TEXT NOT NULL,
        source_id BIGINT NOT NULL REFERENCES sources (id),
        url TEXT,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        language TEXT NOT NULL,
        published_at BIGINT NOT NULL,
        time_note TEXT NOT NULL,
        arrived_at BIGINT NOT NULL,
        fingerprint BIGINT NOT NULL,
        places TEXT NOT NULL,
        event_id BIGINT NOT NULL,
        copy_of BIGINT,
        reuses BIGINT,
        reasons TEXT NOT NULL
    )",
    "CREATE UNIQUE INDEX documents_key ON documents (namespace, external_id)",
    "CREATE INDEX documents_event ON documents (event_id, published_at)",
    "CREATE TABLE events (
        id BIGINT PRIMARY KEY,
        title TEXT NOT NULL,
        first_at BIGINT NOT NULL,
        last_at BIGINT NOT NULL,
        documents BIGINT NOT NULL,
        copies BIGINT NOT NULL,
        heat_log DOUBLE PRECISION NOT NULL,
        pulse_log DOUBLE PRECISION NOT NULL
    )",
    "CREATE INDEX events_heat ON events (heat_log, id)",
    "CREATE INDEX events_pulse ON events (pulse_log, id)",
    "CREATE INDEX events_last ON events (last_at, id)",
    // One row: what would take a scan to count.
    "CREATE TABLE totals (
        id BIGINT PRIMARY KEY,
        documents BIGINT NOT NULL,
        copies BIGINT NOT NULL,
        events BIGINT NOT NULL
    )",
    "INSERT INTO totals (id, documents, copies, events) VALUES (1, 0, 0, 0)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in STATEMENTS {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
