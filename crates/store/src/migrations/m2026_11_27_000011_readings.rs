//! How documents are read: category and tone with how sure they are, what people put right about
//! them, and how far older documents have been read again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Readings of documents.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_27_000011_readings"
    }
}

const STATEMENTS: &[&str] = &[
    // Thousandths of certainty: 0 is not read yet, 1000 is what a person said.
    "ALTER TABLE documents ADD COLUMN category TEXT NOT NULL DEFAULT 'other'",
    "ALTER TABLE documents ADD COLUMN category_sure BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN tone TEXT NOT NULL DEFAULT 'neutral'",
    "ALTER TABLE documents ADD COLUMN tone_sure BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN toward TEXT",
    "CREATE INDEX documents_reading ON documents (event_id, category, tone)",
    "CREATE TABLE reading_corrections (
        id BIGINT PRIMARY KEY,
        document_id BIGINT NOT NULL REFERENCES documents (id),
        at BIGINT NOT NULL,
        person_id BIGINT,
        who TEXT NOT NULL,
        aspect TEXT NOT NULL,
        was TEXT NOT NULL,
        was_sure BIGINT NOT NULL,
        was_toward TEXT,
        becomes TEXT NOT NULL,
        undone BIGINT NOT NULL
    )",
    "CREATE INDEX reading_corrections_document ON reading_corrections (document_id, id)",
    // One row: the model that documents are read by, and how far those it found here are read.
    "CREATE TABLE reading_pass (
        id BIGINT PRIMARY KEY,
        model BIGINT NOT NULL,
        read_to BIGINT NOT NULL,
        until BIGINT NOT NULL
    )",
    "INSERT INTO reading_pass (id, model, read_to, until) VALUES (1, 0, 0, 0)",
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
