//! What a calendar changed and removed is taken back with what it added: a shift knows the step that
//! changed it last.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Undo of a calendar.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_12_01_000023_undo"
    }
}

const STATEMENTS: &[&str] = &[
    "ALTER TABLE shifts ADD COLUMN changed_in BIGINT",
    "CREATE INDEX shifts_changed_in ON shifts (changed_in)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
        Ok(())
    }
}
