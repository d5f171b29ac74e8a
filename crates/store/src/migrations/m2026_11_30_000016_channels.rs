//! Channels, and the outbox.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Word that leaves the house.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_30_000016_channels"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE channels (
        id BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        settings TEXT NOT NULL,
        words TEXT NOT NULL,
        unit_id BIGINT,
        paused BIGINT NOT NULL,
        removed_at BIGINT,
        version BIGINT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        sent_at BIGINT,
        failed_at BIGINT,
        last_error TEXT NOT NULL
    )",
    // Grave is 1 to 4, and 5 for word without a level. Messages to a channel that is not there are kept
    // all the same: whoever writes them down must not fail for it.
    "CREATE TABLE messages (
        id BIGINT PRIMARY KEY,
        message_key TEXT NOT NULL,
        channel_id BIGINT NOT NULL,
        person_id BIGINT,
        level TEXT,
        grave BIGINT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        page TEXT,
        due_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        tries BIGINT NOT NULL,
        parts_sent BIGINT NOT NULL,
        since BIGINT NOT NULL,
        next_at BIGINT NOT NULL,
        last_error TEXT,
        sent_at BIGINT
    )",
    "CREATE UNIQUE INDEX messages_key ON messages (message_key)",
    // What is due, the gravest first.
    "CREATE INDEX messages_waiting ON messages (channel_id, grave, id) WHERE state = 'waiting'",
    "CREATE INDEX messages_dead ON messages (channel_id, id) WHERE state = 'dead'",
    "CREATE INDEX messages_state ON messages (state, id)",
    // What was sent long ago is forgotten.
    "CREATE INDEX messages_sent ON messages (sent_at) WHERE state = 'sent'",
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
