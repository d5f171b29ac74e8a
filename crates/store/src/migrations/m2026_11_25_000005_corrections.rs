//! What people put right about events.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Corrections.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_25_000005_corrections"
    }
}

const STATEMENTS: &[&str] = &[
    "ALTER TABLE events ADD COLUMN named BIGINT NOT NULL DEFAULT 0",
    "CREATE TABLE corrections (
        id BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        person_id BIGINT,
        who TEXT NOT NULL,
        body TEXT NOT NULL,
        after_document BIGINT NOT NULL,
        undoes BIGINT,
        undone BIGINT NOT NULL,
        for_engine BIGINT NOT NULL
    )",
    "CREATE INDEX corrections_engine ON corrections (for_engine, id)",
    "CREATE TABLE correction_events (
        event_id BIGINT NOT NULL,
        correction_id BIGINT NOT NULL REFERENCES corrections (id),
        PRIMARY KEY (event_id, correction_id)
    )",
    // An event that was merged into another one: its address still leads somewhere.
    "CREATE TABLE ended_events (
        id BIGINT PRIMARY KEY,
        into_id BIGINT NOT NULL,
        title TEXT NOT NULL,
        named BIGINT NOT NULL
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
