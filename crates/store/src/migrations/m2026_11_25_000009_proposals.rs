//! What the desk would change, and which events follow from one another.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Proposals and stories.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_25_000009_proposals"
    }
}

const STATEMENTS: &[&str] = &[
    // A merge: the event that would end, and the one that would go on. A split: the event, and the
    // first document that strays.
    "CREATE TABLE proposals (
        id BIGINT PRIMARY KEY,
        made_at BIGINT NOT NULL,
        kind TEXT NOT NULL,
        event_id BIGINT NOT NULL,
        other_id BIGINT NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL,
        person_id BIGINT,
        who TEXT,
        decided_at BIGINT,
        correction_id BIGINT
    )",
    // Whatever became of it, nothing is proposed twice.
    "CREATE UNIQUE INDEX proposals_once ON proposals (kind, event_id, other_id)",
    "CREATE INDEX proposals_event ON proposals (event_id, state, id)",
    "CREATE INDEX proposals_other ON proposals (kind, other_id, state, id)",
    "CREATE INDEX proposals_state ON proposals (state, id)",
    "CREATE TABLE story_links (
        event_id BIGINT PRIMARY KEY,
        story_id BIGINT NOT NULL,
        percent BIGINT NOT NULL,
        at BIGINT NOT NULL
    )",
    "CREATE INDEX story_links_story ON story_links (story_id, event_id)",
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
