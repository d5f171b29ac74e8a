//! Topics, rules that name one, and routes of their alerts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Topics and routes.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_12_01_000020_topics"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE topics (
        id BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        narrowed TEXT NOT NULL,
        notes TEXT NOT NULL,
        unit_id BIGINT,
        owner BIGINT NOT NULL,
        owner_name TEXT NOT NULL,
        made_at BIGINT NOT NULL,
        asked_by BIGINT NOT NULL,
        office_held TEXT,
        approved_by TEXT,
        approved_at BIGINT,
        archived_at BIGINT,
        changed_by TEXT NOT NULL,
        version BIGINT NOT NULL
    )",
    // A name means one topic.
    "CREATE UNIQUE INDEX topics_name ON topics (name) WHERE archived_at IS NULL",
    "CREATE TABLE routes (
        id BIGINT PRIMARY KEY,
        route_of TEXT NOT NULL,
        channel_id BIGINT NOT NULL,
        words TEXT NOT NULL,
        everyones BIGINT NOT NULL,
        made_by TEXT NOT NULL,
        made_at BIGINT NOT NULL,
        removed_at BIGINT
    )",
    "ALTER TABLE rules ADD COLUMN topic_id BIGINT",
    // Who wrote the question as it stands; nothing means the owner.
    "ALTER TABLE rules ADD COLUMN asked_by BIGINT",
    // What the rules of a topic saw.
    "CREATE INDEX rules_topic ON rules (topic_id) WHERE topic_id IS NOT NULL",
    "CREATE INDEX alerts_rule ON alerts (rule_id, id)",
    "CREATE INDEX signals_rule ON signals (rule_id, alert_id)",
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
