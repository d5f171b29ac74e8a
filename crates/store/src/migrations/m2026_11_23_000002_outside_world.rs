//! Sources of every kind, how they are, what they gave by day, what people changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// The outside world.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_23_000002_outside_world"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE source_states (
        source_id BIGINT PRIMARY KEY REFERENCES sources (id),
        etag TEXT,
        last_modified TEXT,
        visited_at BIGINT,
        read_at BIGINT,
        last_outcome TEXT,
        condition TEXT NOT NULL,
        failures BIGINT NOT NULL,
        interval_ms BIGINT NOT NULL,
        next_at BIGINT,
        usual_entries BIGINT NOT NULL
    )",
    "INSERT INTO source_states (source_id, etag, last_modified, visited_at, read_at, last_outcome, condition,
        failures, interval_ms, next_at, usual_entries)
        SELECT id, etag, last_modified, visited_at, CASE failing WHEN 0 THEN visited_at END, last_outcome,
        CASE WHEN visited_at IS NULL THEN 'new' WHEN failing = 0 THEN 'ok' ELSE 'error' END,
        failing, 0, NULL, 0 FROM sources WHERE kind <> 'file'",
    "ALTER TABLE sources DROP COLUMN etag",
    "ALTER TABLE sources DROP COLUMN last_modified",
    "ALTER TABLE sources DROP COLUMN visited_at",
    "ALTER TABLE sources DROP COLUMN last_outcome",
    "ALTER TABLE sources DROP COLUMN failing",
    "ALTER TABLE sources ADD COLUMN owner TEXT NOT NULL DEFAULT 'unsaid'",
    "ALTER TABLE sources ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sources ADD COLUMN rules TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE sources ADD COLUMN paused BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE visits ADD COLUMN requests BIGINT NOT NULL DEFAULT 1",
    "ALTER TABLE visits ADD COLUMN took_ms BIGINT NOT NULL DEFAULT 0",
    "CREATE TABLE source_days (
        source_id BIGINT NOT NULL REFERENCES sources (id),
        day BIGINT NOT NULL,
        visits BIGINT NOT NULL,
        failures BIGINT NOT NULL,
        requests BIGINT NOT NULL,
        bytes BIGINT NOT NULL,
        took_ms BIGINT NOT NULL,
        items BIGINT NOT NULL,
        delayed BIGINT NOT NULL,
        delay_ms BIGINT NOT NULL,
        PRIMARY KEY (source_id, day)
    )",
    "CREATE INDEX source_days_day ON source_days (day, source_id)",
    "CREATE TABLE seen_links (
        source_id BIGINT NOT NULL REFERENCES sources (id),
        hash BIGINT NOT NULL,
        tries BIGINT NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (source_id, hash)
    )",
    "CREATE TABLE hot_ranks (
        source_id BIGINT NOT NULL REFERENCES sources (id),
        external_id TEXT NOT NULL,
        at BIGINT NOT NULL,
        rank BIGINT NOT NULL,
        heat BIGINT,
        PRIMARY KEY (source_id, external_id, at)
    )",
    "CREATE TABLE page_versions (
        source_id BIGINT NOT NULL REFERENCES sources (id),
        at BIGINT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (source_id, at)
    )",
    "CREATE TABLE source_edits (
        id BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        undone BIGINT NOT NULL
    )",
    "CREATE TABLE source_edit_rows (
        edit_id BIGINT NOT NULL REFERENCES source_edits (id),
        source_id BIGINT NOT NULL REFERENCES sources (id),
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        folder TEXT NOT NULL,
        rules TEXT NOT NULL,
        paused BIGINT NOT NULL,
        removed BIGINT NOT NULL,
        PRIMARY KEY (edit_id, source_id)
    )",
    "CREATE TABLE mappings (
        columns TEXT PRIMARY KEY,
        mapping TEXT NOT NULL,
        at BIGINT NOT NULL
    )",
    "CREATE TABLE attachments (
        namespace BIGINT NOT NULL,
        external_id TEXT NOT NULL,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        bytes BIGINT NOT NULL,
        PRIMARY KEY (namespace, external_id, name)
    )",
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
