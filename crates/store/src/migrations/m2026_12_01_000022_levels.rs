//! Why a level is proposed; word that is held for a person's digest.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Reasons of levels, and what a person was told.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_12_01_000022_levels"
    }
}

const STATEMENTS: &[&str] = &[
    "ALTER TABLE alerts ADD COLUMN level_why TEXT NOT NULL DEFAULT '[]'",
    // What one person was told in a day.
    "CREATE INDEX messages_person ON messages (person_id, since) WHERE person_id IS NOT NULL",
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
