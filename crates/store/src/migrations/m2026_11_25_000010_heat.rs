//! Heat that is weighed: its settings, reach of sources, time at a place of a hot list, and what
//! the whole desk heard by quarter of an hour.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Heat as data.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_25_000010_heat"
    }
}

const STATEMENTS: &[&str] = &[
    "ALTER TABLE sources ADD COLUMN reach TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE source_edit_rows ADD COLUMN reach TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE hot_ranks ADD COLUMN places BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE hot_ranks ADD COLUMN for_ms BIGINT NOT NULL DEFAULT 0",
    "WITH counted AS (SELECT source_id, at, COUNT(*) AS places FROM hot_ranks GROUP BY source_id, at),
        readings AS (SELECT source_id, at, places,
            at - LAG(at) OVER (PARTITION BY source_id ORDER BY at) AS for_ms FROM counted)
        UPDATE hot_ranks SET places = readings.places, for_ms = COALESCE(readings.for_ms, 0)
        FROM readings WHERE readings.source_id = hot_ranks.source_id AND readings.at = hot_ranks.at",
    // What is stored is now an hour: the logarithm times the half-life it was reckoned with.
    "UPDATE events SET heat_log = heat_log * 24, pulse_log = pulse_log * 3",
    "ALTER TABLE events ADD COLUMN heat_basis BIGINT NOT NULL DEFAULT 0",
    "CREATE TABLE heat (
        id BIGINT PRIMARY KEY,
        settings TEXT NOT NULL,
        basis BIGINT NOT NULL,
        reckoned BIGINT NOT NULL,
        reckoned_to BIGINT NOT NULL
    )",
    // Events that are there lack what hot lists add: they are reckoned anew.
    "INSERT INTO heat (id, settings, basis, reckoned, reckoned_to)
        SELECT 1, '{}', 1, CASE WHEN EXISTS (SELECT 1 FROM events) THEN 0 ELSE 1 END, 0",
    "CREATE TABLE heard (
        quarter BIGINT PRIMARY KEY,
        documents BIGINT NOT NULL
    )",
    "INSERT INTO heard (quarter, documents)
        SELECT published_at / 900000, COUNT(*) FROM documents GROUP BY published_at / 900000",
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
