//! Who is on duty: rules, shifts, swaps, hand-over notes, addresses of calendars.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// The roster.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_30_000017_duty"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE duty (
        id BIGINT PRIMARY KEY,
        settings TEXT NOT NULL,
        version BIGINT NOT NULL,
        roster BIGINT NOT NULL
    )",
    "INSERT INTO duty (id, settings, version, roster) VALUES (1, '{}', 1, 1)",
    "CREATE TABLE shifts (
        id BIGINT PRIMARY KEY,
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        person_id BIGINT,
        post TEXT NOT NULL,
        note TEXT NOT NULL,
        uid TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        removed BIGINT NOT NULL,
        before TEXT,
        roster BIGINT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        version BIGINT NOT NULL
    )",
    "CREATE INDEX shifts_ends ON shifts (ends_at)",
    "CREATE UNIQUE INDEX shifts_uid ON shifts (uid)",
    "CREATE INDEX shifts_roster ON shifts (roster)",
    "CREATE TABLE swaps (
        id BIGINT PRIMARY KEY,
        shift_id BIGINT NOT NULL,
        asked_by BIGINT NOT NULL,
        to_person BIGINT NOT NULL,
        why TEXT NOT NULL,
        asked_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        decided_by TEXT,
        decided_at BIGINT
    )",
    "CREATE INDEX swaps_shift ON swaps (shift_id)",
    "CREATE INDEX swaps_state ON swaps (state, asked_at)",
    "CREATE INDEX swaps_asked ON swaps (asked_at)",
    "CREATE TABLE handovers (
        shift_id BIGINT PRIMARY KEY,
        text TEXT NOT NULL,
        off_person BIGINT,
        off_name TEXT,
        off_at BIGINT,
        on_person BIGINT,
        on_name TEXT,
        on_at BIGINT,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        version BIGINT NOT NULL
    )",
    "CREATE INDEX handovers_changed ON handovers (changed_at)",
    "CREATE TABLE roster_feeds (
        person_id BIGINT PRIMARY KEY,
        secret TEXT NOT NULL
    )",
    "CREATE UNIQUE INDEX roster_feeds_secret ON roster_feeds (secret)",
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
