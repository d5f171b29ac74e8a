//! The end of evidence: whose is needed no longer, and destroying it.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::evidence_rows::{TAKE_COLUMNS, take};
use crate::purge::{EVIDENCE, leave_over};
use crate::rows::Columns;
use crate::timeline::{append, sealed};
use crate::turn::{Turn, rows};
use model::{CaseId, CaseState, Moment, NewEntry, Note};
use ports::StoreError;

/// Rows of one statement.
const ROWS_PER_STATEMENT: usize = 200;

/// The number after the highest that was ever given.
pub(crate) async fn next_id(turn: &Turn, table: &str, last: &str) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT COALESCE(MAX(id), 0) + 1 FROM (SELECT MAX(id) AS id FROM {table} \
         UNION ALL SELECT MAX({last}) AS id FROM case_keys) AS given"
    );
    let row = turn.row(&sql, []).await?;
    let row = row.ok_or_else(|| corrupt(turn.act, "counting gives no row"))?;
    turn.columns(&row).get(0)
}

pub(crate) async fn ended(
    store: &SqlStore,
    closed_before: Moment,
) -> Result<Vec<CaseId>, StoreError> {
    const ACT: &str = "look whose evidence is needed no longer";
    // Indexes: cases_state, evidence_pages_case, holds_document, case_events, holds_event. Cases
    // without pages hold nothing; what the case itself holds does not hold its evidence.
    let sql = format!(
        "SELECT c.id FROM cases AS c WHERE c.state = '{}' AND c.closed_at <= $1 \
         AND EXISTS (SELECT 1 FROM evidence_pages AS p WHERE p.case_id = c.id) \
         AND NOT EXISTS (SELECT 1 FROM holds AS h WHERE h.released_at IS NULL \
         AND (h.document_id IN (SELECT p.document_id FROM evidence_pages AS p WHERE p.case_id = c.id) \
         OR h.event_id IN (SELECT e.event_id FROM case_events AS e WHERE e.case_id = c.id)) \
         AND NOT (h.cited_by = 'case' AND h.reference = 'k' || CAST(c.id AS TEXT))) ORDER BY c.id",
        CaseState::Closed.word()
    );
    let found = rows(store, ACT, &sql, [closed_before.0.into()]).await?;
    let ids = found.iter().map(|row| Columns { row, act: ACT }.get(0));
    ids.map(|id| id.map(CaseId)).collect()
}

/// The names of all files in the vault that are known here.
pub(crate) async fn files(store: &SqlStore) -> Result<Vec<String>, StoreError> {
    const ACT: &str = "list the files of evidence";
    let sql = format!("SELECT {TAKE_COLUMNS} FROM evidence_takes ORDER BY id");
    let mut names = Vec::new();
    for row in &rows(store, ACT, &sql, []).await? {
        let take = take(row, ACT)?;
        names.extend(take.files().map(|file| file.name.clone()));
    }
    Ok(names)
}

pub(crate) async fn destroy(
    store: &SqlStore,
    case: CaseId,
    entry: &NewEntry,
    note: &Note,
) -> Result<bool, StoreError> {
    let turn = Turn::begin(store, "destroy the evidence of a case").await?;
    let sql = "SELECT 1 FROM cases WHERE id = $1 AND state = $2 \
               AND EXISTS (SELECT 1 FROM evidence_pages WHERE case_id = $1)";
    let closed = CaseState::Closed.word();
    if turn
        .row(sql, [case.0.into(), closed.into()])
        .await?
        .is_none()
    {
        return Ok(false);
    }
    leave_files(&turn, case).await?;
    // Numbers are not given twice: timelines speak of them.
    let sql = "INSERT INTO case_keys (case_id, sealed, destroyed_at, last_page, last_take) \
               VALUES ($1, NULL, $2, (SELECT COALESCE(MAX(id), 0) FROM evidence_pages), \
               (SELECT COALESCE(MAX(id), 0) FROM evidence_takes)) \
               ON CONFLICT (case_id) DO UPDATE SET sealed = NULL, destroyed_at = excluded.destroyed_at, \
               last_page = excluded.last_page, last_take = excluded.last_take";
    turn.run(sql, [case.0.into(), note.at.0.into()]).await?;
    for table in ["evidence_takes", "evidence_pages"] {
        let sql = format!("DELETE FROM {table} WHERE case_id = $1");
        turn.run(&sql, [case.0.into()]).await?;
    }
    let seal = append(&turn, case, std::slice::from_ref(entry)).await?;
    turn.commit_with(&sealed(note, case, &seal)).await?;
    Ok(true)
}

/// The files are left for the vault to forget.
async fn leave_files(turn: &Turn, case: CaseId) -> Result<(), StoreError> {
    // Index: evidence_takes_case.
    let sql = format!("SELECT {TAKE_COLUMNS} FROM evidence_takes WHERE case_id = $1");
    let mut names = Vec::new();
    for row in &turn.rows(&sql, [case.0.into()]).await? {
        let take = take(row, turn.act)?;
        names.extend(take.files().map(|file| file.name.clone()));
    }
    for chunk in names.chunks(ROWS_PER_STATEMENT) {
        leave_over(turn, EVIDENCE, chunk).await?;
    }
    Ok(())
}
