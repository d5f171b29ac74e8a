//! Rules, what they saw, and what people are told of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Rules, signals, alerts.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_30_000018_alerts"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE rules (
        id BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        watched TEXT NOT NULL,
        query TEXT NOT NULL,
        sensitivity TEXT NOT NULL,
        number DOUBLE PRECISION NOT NULL,
        level TEXT NOT NULL,
        cool_down_minutes BIGINT NOT NULL,
        channels TEXT NOT NULL,
        paused BIGINT NOT NULL,
        owner BIGINT NOT NULL,
        owner_name TEXT NOT NULL,
        made_at BIGINT NOT NULL,
        office_held TEXT,
        approved_by TEXT,
        approved_at BIGINT,
        removed_at BIGINT,
        version BIGINT NOT NULL
    )",
    "CREATE TABLE alerts (
        id BIGINT PRIMARY KEY,
        about TEXT NOT NULL,
        rule_id BIGINT NOT NULL,
        rule_name TEXT NOT NULL,
        title TEXT NOT NULL,
        why TEXT NOT NULL,
        proposed TEXT NOT NULL,
        level TEXT,
        state TEXT NOT NULL,
        signals BIGINT NOT NULL,
        first_at BIGINT NOT NULL,
        last_at BIGINT NOT NULL,
        told_at BIGINT,
        held TEXT,
        steps BIGINT NOT NULL,
        taken_by BIGINT,
        taken_by_name TEXT,
        taken_at BIGINT,
        assessment TEXT NOT NULL,
        version BIGINT NOT NULL
    )",
    // Of one matter one alert is open.
    "CREATE UNIQUE INDEX alerts_open ON alerts (about) WHERE state <> 'closed'",
    "CREATE INDEX alerts_state ON alerts (state, last_at)",
    "CREATE INDEX alerts_told ON alerts (told_at)",
    "CREATE INDEX alerts_about ON alerts (about, id)",
    "CREATE TABLE signals (
        id BIGINT PRIMARY KEY,
        alert_id BIGINT NOT NULL,
        rule_id BIGINT NOT NULL,
        rule_name TEXT NOT NULL,
        document_id BIGINT,
        at BIGINT NOT NULL,
        why TEXT NOT NULL,
        level TEXT NOT NULL
    )",
    "CREATE INDEX signals_alert ON signals (alert_id, id)",
    "CREATE TABLE watch_marks (
        id BIGINT PRIMARY KEY,
        last_document BIGINT NOT NULL,
        last_revision BIGINT NOT NULL
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
