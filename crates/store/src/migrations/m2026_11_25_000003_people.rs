//! People, units, sessions, settings, and the record of use.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// People.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_25_000003_people"
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE units (
        id BIGINT PRIMARY KEY,
        parent BIGINT REFERENCES units (id),
        name TEXT NOT NULL,
        version BIGINT NOT NULL,
        removed BIGINT NOT NULL
    )",
    "CREATE TABLE people (
        id BIGINT PRIMARY KEY,
        login TEXT NOT NULL,
        name TEXT NOT NULL,
        unit_id BIGINT REFERENCES units (id),
        roles TEXT NOT NULL,
        mail TEXT NOT NULL,
        phone TEXT NOT NULL,
        language TEXT,
        disabled BIGINT NOT NULL,
        password TEXT,
        code_secret TEXT,
        code_step BIGINT NOT NULL,
        added_at BIGINT NOT NULL,
        signed_in_at BIGINT,
        looked_at BIGINT,
        look_since BIGINT,
        look_last BIGINT,
        version BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX people_login ON people (login)",
    "CREATE TABLE recovery_codes (
        person_id BIGINT NOT NULL REFERENCES people (id),
        hash TEXT NOT NULL,
        PRIMARY KEY (person_id, hash)
    )",
    "CREATE TABLE login_failures (
        key TEXT PRIMARY KEY,
        count BIGINT NOT NULL,
        until BIGINT NOT NULL
    )",
    "CREATE TABLE sessions (
        id BIGINT PRIMARY KEY,
        hash TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES people (id),
        form_token TEXT NOT NULL,
        half BIGINT NOT NULL,
        began_at BIGINT NOT NULL,
        used_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        address TEXT NOT NULL,
        agent TEXT NOT NULL
    )",
    "CREATE UNIQUE INDEX sessions_hash ON sessions (hash)",
    "CREATE INDEX sessions_person ON sessions (person_id)",
    "CREATE INDEX sessions_ends ON sessions (ends_at)",
    "CREATE TABLE one_time_links (
        hash TEXT PRIMARY KEY,
        person_id BIGINT NOT NULL REFERENCES people (id),
        purpose TEXT NOT NULL,
        at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL
    )",
    "CREATE INDEX one_time_links_person ON one_time_links (person_id)",
    "CREATE TABLE office (
        id BIGINT PRIMARY KEY,
        settings TEXT NOT NULL,
        version BIGINT NOT NULL
    )",
    "CREATE TABLE audit (
        id BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        person_id BIGINT,
        who TEXT NOT NULL,
        address TEXT NOT NULL,
        act TEXT NOT NULL,
        object TEXT NOT NULL,
        details TEXT NOT NULL,
        hash TEXT NOT NULL
    )",
    "CREATE INDEX audit_at ON audit (at)",
    "CREATE INDEX audit_person ON audit (person_id, id)",
    "CREATE INDEX audit_object ON audit (object, id)",
    "CREATE INDEX audit_act ON audit (act, id)",
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
