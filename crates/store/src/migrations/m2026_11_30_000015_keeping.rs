//! How long documents are kept, what was purged, and what is on hold.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Retention of documents.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_30_000015_keeping"
    }
}

const STATEMENTS: &[&str] = &[
    "ALTER TABLE documents ADD COLUMN purged_at BIGINT",
    "ALTER TABLE documents ADD COLUMN purged_days BIGINT",
    "ALTER TABLE totals ADD COLUMN purged BIGINT NOT NULL DEFAULT 0",
    // The oldest of a source that are still there: purged ones leave the index.
    "CREATE INDEX documents_kept ON documents (source_id, arrived_at) WHERE purged_at IS NULL",
    "CREATE INDEX documents_purged ON documents (event_id, purged_days, id) WHERE purged_at IS NOT NULL",
    "CREATE INDEX attachments_name ON attachments (name)",
    // Days: 0 is for ever, NULL of a source is as its kind.
    "CREATE TABLE keep_rules (
        scope TEXT PRIMARY KEY,
        days BIGINT,
        before BIGINT,
        changed_at BIGINT NOT NULL
    )",
    "CREATE TABLE purges (
        day BIGINT NOT NULL,
        source_id BIGINT NOT NULL REFERENCES sources (id),
        days BIGINT NOT NULL,
        documents BIGINT NOT NULL,
        PRIMARY KEY (day, source_id, days)
    )",
    // What lies outside the database and has to go too.
    "CREATE TABLE purge_leftovers (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (kind, name)
    )",
    "CREATE TABLE holds (
        id BIGINT PRIMARY KEY,
        document_id BIGINT,
        event_id BIGINT,
        cited_by TEXT NOT NULL,
        reference TEXT NOT NULL,
        reason TEXT NOT NULL,
        placed_at BIGINT NOT NULL,
        placed_by TEXT NOT NULL,
        released_at BIGINT,
        released_by TEXT
    )",
    "CREATE INDEX holds_document ON holds (document_id) WHERE document_id IS NOT NULL",
    "CREATE INDEX holds_event ON holds (event_id) WHERE event_id IS NOT NULL",
    "CREATE INDEX holds_cited ON holds (cited_by, reference)",
    // Documents that unreleased holds keep.
    "CREATE TABLE hold_documents (
        hold_id BIGINT NOT NULL REFERENCES holds (id),
        document_id BIGINT NOT NULL REFERENCES documents (id),
        PRIMARY KEY (hold_id, document_id)
    )",
    "CREATE INDEX hold_documents_document ON hold_documents (document_id)",
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
