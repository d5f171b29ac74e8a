//! What live pages need: a revision on events, what events are chosen by, indexes for lists.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Live pages.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_25_000004_live_pages"
    }
}

const STATEMENTS: &[&str] = &[
    "ALTER TABLE totals ADD COLUMN revision BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE events ADD COLUMN revision BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE events ADD COLUMN facets TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX events_revision ON events (revision, id)",
    // Everything that is counted of an event lies in the index: its documents need not be read.
    "DROP INDEX documents_event",
    "CREATE INDEX documents_event ON documents (event_id, published_at, copy_of, source_id)",
    "CREATE INDEX documents_source ON documents (source_id, id)",
    "CREATE INDEX documents_arrived ON documents (arrived_at, id)",
    "CREATE INDEX documents_copies ON documents (id) WHERE copy_of IS NOT NULL",
];

/// Facets of the events that are there, from their documents.
fn fill(backend: DbBackend) -> String {
    let joined = match backend {
        DbBackend::Postgres => "STRING_AGG(word, ' ')",
        _ => "GROUP_CONCAT(word, ' ')",
    };
    format!(
        "UPDATE events SET facets = COALESCE((SELECT ' ' || {joined} || ' ' FROM ( \
         SELECT 's' || source_id AS word FROM documents WHERE event_id = events.id \
         UNION SELECT 'k' || sources.kind FROM documents JOIN sources ON sources.id = documents.source_id \
         WHERE event_id = events.id \
         UNION SELECT 'l' || language FROM documents WHERE event_id = events.id \
         UNION SELECT 'p' || REPLACE(places, ',', ' p') FROM documents \
         WHERE event_id = events.id AND places <> '') AS words), '')"
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in STATEMENTS {
            connection.execute_unprepared(statement).await?;
        }
        let fill = fill(connection.get_database_backend());
        connection.execute_unprepared(&fill).await?;
        Ok(())
    }
}
