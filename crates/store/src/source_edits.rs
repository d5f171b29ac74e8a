//! Changes of sources, and the changes taken back.

use crate::SqlStore;
use crate::audit::append_in;
use crate::documents::{begin, execute};
use crate::errors::{corrupt, failed};
use crate::rows::{Columns, without_nul};
use crate::sources::rules_text;
use crate::sql::placeholders;
use model::{Note, Reach, SourceEdit, SourceId};
use ports::{EditDone, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};

/// Ids of one statement.
const IDS_PER_QUERY: usize = 400;

pub(crate) async fn edit_sources(
    store: &SqlStore,
    ids: &[SourceId],
    edit: &SourceEdit,
    note: &Note,
) -> Result<EditDone, StoreError> {
    const ACT: &str = "change sources";
    let transaction = begin(store, ACT).await?;
    let backend = store.backend;
    let next = "SELECT COALESCE(MAX(id), 0) + 1 FROM source_edits";
    let row = transaction
        .query_one_raw(Statement::from_string(backend, next))
        .await
        .map_err(failed(ACT))?
        .ok_or_else(|| corrupt(ACT, "counting changes gives no row"))?;
    let id: i64 = Columns {
        row: &row,
        act: ACT,
    }
    .get(0)?;
    let sql = "INSERT INTO source_edits (id, at, undone) VALUES ($1, $2, 0)";
    let values = vec![id.into(), note.at.0.into()];
    execute(&transaction, backend, sql.to_owned(), values, ACT).await?;
    let mut changed = 0;
    for chunk in ids.chunks(IDS_PER_QUERY) {
        changed += edit_chunk(&transaction, backend, id, chunk, edit, ACT).await?;
    }
    if changed > 0 {
        append_in(&transaction, backend, note, ACT).await?;
    }
    transaction.commit().await.map_err(failed(ACT))?;
    Ok(EditDone {
        id,
        sources: changed,
    })
}

/// Remembers how some sources are, then changes them.
async fn edit_chunk(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    edit_id: i64,
    ids: &[SourceId],
    edit: &SourceEdit,
    act: &'static str,
) -> Result<u64, StoreError> {
    let fetched = match edit {
        SourceEdit::Move(_)
        | SourceEdit::Own(_)
        | SourceEdit::Hear(_)
        | SourceEdit::Reread { .. } => "",
        _ => " AND kind <> 'file' AND kind <> 'hand'",
    };
    let which = format!(
        "removed = 0{fetched} AND id IN ({})",
        placeholders(ids.len())
    );
    let ids: Vec<Value> = ids.iter().map(|id| id.0.into()).collect();
    let remember = format!(
        "INSERT INTO source_edit_rows (edit_id, source_id, name, owner, folder, rules, paused, removed, reach) \
         SELECT {edit_id}, id, name, owner, folder, rules, paused, removed, reach FROM sources WHERE {which}"
    );
    let done = transaction
        .execute_raw(Statement::from_sql_and_values(
            backend,
            remember,
            ids.clone(),
        ))
        .await
        .map_err(failed(act))?;
    let n = ids.len();
    let (set, more): (String, Vec<Value>) = match edit {
        SourceEdit::Pause => ("paused = 1".into(), vec![]),
        SourceEdit::Resume => ("paused = 0".into(), vec![]),
        SourceEdit::Remove => ("removed = 1".into(), vec![]),
        SourceEdit::VisitNow => (String::new(), vec![]),
        SourceEdit::Move(folder) => (
            format!("folder = ${}", n + 1),
            vec![without_nul(folder).into()],
        ),
        SourceEdit::Own(owner) => (format!("owner = ${}", n + 1), vec![owner.word().into()]),
        SourceEdit::Hear(reach) => (
            format!("reach = ${}", n + 1),
            vec![reach.map_or("", Reach::word).into()],
        ),
        SourceEdit::Reread { name, owner, rules } => (
            format!("name = ${}, owner = ${}, rules = ${}", n + 1, n + 2, n + 3),
            vec![
                without_nul(name).into(),
                owner.word().into(),
                rules_text(rules).into(),
            ],
        ),
    };
    if !set.is_empty() {
        let values = ids.iter().cloned().chain(more).collect();
        let sql = format!("UPDATE sources SET {set} WHERE {which}");
        execute(transaction, backend, sql, values, act).await?;
    }
    if matches!(edit, SourceEdit::Hear(_)) {
        new_basis(transaction, backend, act).await?;
    }
    if matches!(
        edit,
        SourceEdit::VisitNow | SourceEdit::Resume | SourceEdit::Reread { .. }
    ) {
        // What is read in another way must be sent whole once more.
        let sql = format!(
            "UPDATE source_states SET next_at = NULL{} WHERE source_id IN ({})",
            match edit {
                SourceEdit::Reread { .. } => ", etag = NULL, last_modified = NULL",
                _ => "",
            },
            placeholders(n)
        );
        execute(transaction, backend, sql, ids, act).await?;
    }
    Ok(done.rows_affected())
}

/// Whether taking a change back gives a source another reach.
async fn changes_reach(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    id: i64,
    act: &'static str,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM source_edit_rows AS r JOIN sources AS s ON s.id = r.source_id \
               WHERE r.edit_id = $1 AND r.reach <> s.reach";
    let asked = Statement::from_sql_and_values(backend, sql, [id.into()]);
    let row = transaction
        .query_one_raw(asked)
        .await
        .map_err(failed(act))?;
    let row = row.ok_or_else(|| corrupt(act, "counting changes gives no row"))?;
    Ok(Columns { row: &row, act }.get::<i64>(0)? > 0)
}

/// What voices of a source weigh changes with its reach: heat is reckoned anew.
async fn new_basis(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    act: &'static str,
) -> Result<(), StoreError> {
    let sql = crate::heat::NEW_BASIS.to_owned();
    execute(transaction, backend, sql, Vec::new(), act).await
}

pub(crate) async fn undo_edit(store: &SqlStore, id: i64, note: &Note) -> Result<u64, StoreError> {
    const ACT: &str = "take a change of sources back";
    let transaction = begin(store, ACT).await?;
    let mark = Statement::from_sql_and_values(
        store.backend,
        "UPDATE source_edits SET undone = 1 WHERE id = $1 AND undone = 0",
        [id.into()],
    );
    let marked = transaction.execute_raw(mark).await.map_err(failed(ACT))?;
    if marked.rows_affected() == 0 {
        return Ok(0);
    }
    if changes_reach(&transaction, store.backend, id, ACT).await? {
        new_basis(&transaction, store.backend, ACT).await?;
    }
    let back = Statement::from_sql_and_values(
        store.backend,
        "UPDATE sources SET name = r.name, owner = r.owner, folder = r.folder, rules = r.rules, paused = r.paused, \
         removed = r.removed, reach = r.reach FROM source_edit_rows AS r WHERE r.edit_id = $1 AND r.source_id = sources.id",
        [id.into()],
    );
    let done = transaction.execute_raw(back).await.map_err(failed(ACT))?;
    append_in(&transaction, store.backend, note, ACT).await?;
    transaction.commit().await.map_err(failed(ACT))?;
    Ok(done.rows_affected())
}
