//! Searches that people saved.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Saved searches.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_27_000014_saved_searches"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE saved_searches (
        id BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        made_by BIGINT NOT NULL,
        made_by_name TEXT NOT NULL,
        made_at BIGINT NOT NULL,
        office_held TEXT,
        approved_by TEXT,
        approved_at BIGINT,
        secret TEXT NOT NULL
    )",
    "CREATE UNIQUE INDEX saved_searches_secret ON saved_searches (secret)",
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
