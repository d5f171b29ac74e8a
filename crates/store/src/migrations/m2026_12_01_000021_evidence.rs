//! Evidence of cases: pages, takes, keys; posts that their authors withdrew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Evidence, and withdrawn posts.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_12_01_000021_evidence"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE evidence_pages (
        id BIGINT PRIMARY KEY,
        case_id BIGINT NOT NULL,
        url TEXT NOT NULL,
        document_id BIGINT,
        allow_private BIGINT NOT NULL,
        added_by TEXT NOT NULL,
        added_at BIGINT NOT NULL,
        watched BIGINT NOT NULL,
        due_at BIGINT NOT NULL,
        wait_ms BIGINT NOT NULL,
        problem TEXT NOT NULL,
        looked_at BIGINT,
        gone BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX evidence_pages_case ON evidence_pages (case_id, url)",
    "CREATE INDEX evidence_pages_due ON evidence_pages (watched, due_at)",
    "CREATE INDEX evidence_pages_document ON evidence_pages (document_id)",
    // `record` is JSON of what is only shown, with the names of the files in the vault.
    "CREATE TABLE evidence_takes (
        id BIGINT PRIMARY KEY,
        page_id BIGINT NOT NULL,
        case_id BIGINT NOT NULL,
        number BIGINT NOT NULL,
        at BIGINT NOT NULL,
        kind TEXT NOT NULL,
        record TEXT NOT NULL
    )",
    "CREATE UNIQUE INDEX evidence_takes_page ON evidence_takes (page_id, number)",
    "CREATE INDEX evidence_takes_case ON evidence_takes (case_id)",
    // `sealed` is the case's key under the vault's, in hexadecimal; nothing once it was destroyed.
    "CREATE TABLE case_keys (
        case_id BIGINT PRIMARY KEY,
        sealed TEXT,
        destroyed_at BIGINT,
        last_page BIGINT NOT NULL DEFAULT 0,
        last_take BIGINT NOT NULL DEFAULT 0
    )",
    "ALTER TABLE documents ADD COLUMN withdrawn_at BIGINT",
    "ALTER TABLE documents ADD COLUMN withdrawn_by_person BIGINT",
    "CREATE INDEX documents_withdrawn ON documents (event_id) WHERE withdrawn_at IS NOT NULL",
    "ALTER TABLE events ADD COLUMN untitled BIGINT NOT NULL DEFAULT 0",
    "CREATE TABLE index_anew (document_id BIGINT PRIMARY KEY, revision BIGINT NOT NULL)",
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
