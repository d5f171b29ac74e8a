//! Cases with their tasks and timelines, answers, leads, playbooks.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// Cases, answers, leads, playbooks.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m2026_11_30_000019_cases"
    }
}

const STATEMENTS: &[&str] = &[
    // `record` is JSON of what is only shown; `entries` and `seal` are the end of the timeline.
    "CREATE TABLE cases (
        id BIGINT PRIMARY KEY,
        title TEXT NOT NULL,
        state TEXT NOT NULL,
        level TEXT,
        owner BIGINT,
        lead_unit BIGINT,
        exercise BIGINT NOT NULL,
        opened_at BIGINT NOT NULL,
        first_seen_at BIGINT NOT NULL,
        confirmed_at BIGINT,
        closed_at BIGINT,
        first_word_at BIGINT,
        full_answer_at BIGINT,
        reply_at BIGINT,
        record TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        version BIGINT NOT NULL,
        entries BIGINT NOT NULL,
        seal TEXT NOT NULL
    )",
    "CREATE INDEX cases_state ON cases (state, id)",
    "CREATE INDEX cases_opened ON cases (opened_at)",
    "CREATE TABLE case_events (
        case_id BIGINT NOT NULL,
        event_id BIGINT NOT NULL,
        PRIMARY KEY (case_id, event_id)
    )",
    "CREATE INDEX case_events_event ON case_events (event_id)",
    "CREATE TABLE case_entries (
        case_id BIGINT NOT NULL,
        number BIGINT NOT NULL,
        at BIGINT NOT NULL,
        person_id BIGINT,
        who TEXT NOT NULL,
        kind TEXT NOT NULL,
        object TEXT NOT NULL,
        text TEXT NOT NULL,
        file_name TEXT,
        file_title TEXT,
        hash TEXT NOT NULL,
        PRIMARY KEY (case_id, number)
    )",
    "CREATE INDEX case_entries_file ON case_entries (file_name)",
    "CREATE TABLE case_tasks (
        id BIGINT PRIMARY KEY,
        case_id BIGINT NOT NULL,
        unit_id BIGINT,
        title TEXT NOT NULL,
        due_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        note TEXT NOT NULL,
        ended_at BIGINT,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        version BIGINT NOT NULL
    )",
    "CREATE INDEX case_tasks_case ON case_tasks (case_id, due_at)",
    "CREATE INDEX case_tasks_unit ON case_tasks (unit_id, state, due_at)",
    "CREATE TABLE case_settings (id BIGINT PRIMARY KEY, settings TEXT NOT NULL, version BIGINT NOT NULL)",
    "CREATE TABLE answers (
        id BIGINT PRIMARY KEY,
        case_id BIGINT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        exercise BIGINT NOT NULL,
        published_at BIGINT,
        record TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        version BIGINT NOT NULL
    )",
    "CREATE INDEX answers_case ON answers (case_id, id)",
    "CREATE INDEX answers_published ON answers (published_at)",
    "CREATE TABLE answer_versions (
        answer_id BIGINT NOT NULL,
        number BIGINT NOT NULL,
        at BIGINT NOT NULL,
        wording TEXT NOT NULL,
        correction TEXT NOT NULL,
        withdrawn BIGINT NOT NULL,
        PRIMARY KEY (answer_id, number)
    )",
    "CREATE TABLE leads (
        id BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        text TEXT NOT NULL,
        place TEXT NOT NULL,
        link TEXT NOT NULL,
        state TEXT NOT NULL,
        reply TEXT NOT NULL,
        case_id BIGINT,
        receipt TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        version BIGINT NOT NULL
    )",
    "CREATE UNIQUE INDEX leads_receipt ON leads (receipt)",
    "CREATE INDEX leads_state ON leads (state, id)",
    "CREATE INDEX leads_at ON leads (at)",
    "CREATE TABLE playbooks (
        id BIGINT NOT NULL,
        version BIGINT NOT NULL,
        name TEXT NOT NULL,
        body TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at BIGINT NOT NULL,
        PRIMARY KEY (id, version)
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
