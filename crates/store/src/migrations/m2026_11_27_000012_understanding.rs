//! Copy-paste floods with their documents, pseudonyms that voices are counted by, and looks of
//! people at single events.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// What events say, and who says it how often.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_27_000012_understanding"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE floods (
        head BIGINT NOT NULL,
        first_document BIGINT NOT NULL,
        first_at BIGINT NOT NULL,
        last_at BIGINT NOT NULL,
        documents BIGINT NOT NULL,
        voices BIGINT NOT NULL,
        at_least BIGINT NOT NULL,
        PRIMARY KEY (head, first_document)
    )",
    "CREATE INDEX floods_last ON floods (last_at)",
    // The first document of a flood counts in heat, the others may be left out.
    "CREATE TABLE flood_documents (
        document_id BIGINT PRIMARY KEY,
        head BIGINT NOT NULL,
        counts BIGINT NOT NULL
    )",
    "CREATE INDEX flood_documents_head ON flood_documents (head)",
    "CREATE TABLE flood_watch (
        id BIGINT PRIMARY KEY,
        looked_to BIGINT NOT NULL
    )",
    "INSERT INTO flood_watch (id, looked_to) VALUES (1, 0)",
    "CREATE TABLE voices (
        document_id BIGINT PRIMARY KEY,
        voice BIGINT NOT NULL,
        at BIGINT NOT NULL
    )",
    "CREATE INDEX voices_at ON voices (at)",
    "CREATE TABLE event_looks (
        person_id BIGINT NOT NULL,
        event_id BIGINT NOT NULL,
        since BIGINT NOT NULL,
        last BIGINT NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (person_id, event_id)
    )",
    "CREATE INDEX event_looks_at ON event_looks (at)",
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
