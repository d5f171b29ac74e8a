//! Sources: added, listed, changed, and the changes taken back.

use crate::SqlStore;
use crate::audit::append_in;
use crate::documents::{begin, execute};
use crate::errors::{corrupt, failed};
use crate::rows::{Columns, without_nul};
use crate::sql::placeholders;
use model::{
    Condition, Moment, NewSource, Note, Owner, Source, SourceEdit, SourceId, SourceKind,
    SourceState,
};
use ports::{AddedSource, EditDone, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};

const COLUMNS: &str = "sources.id, kind, name, url, allow_private, added_at, owner, folder, rules, paused, etag, \
    last_modified, visited_at, read_at, last_outcome, condition, failures, interval_ms, next_at, usual_entries";
const FROM: &str = "FROM sources LEFT JOIN source_states ON source_states.source_id = sources.id";
/// Ids of one statement.
const IDS_PER_QUERY: usize = 400;

pub(crate) async fn add_sources(
    store: &SqlStore,
    sources: &[NewSource],
    note: Option<&Note>,
) -> Result<Vec<AddedSource>, StoreError> {
    const ACT: &str = "add a source";
    let transaction = begin(store, ACT).await?;
    let mut added = Vec::with_capacity(sources.len());
    for source in sources {
        let before = find(&transaction, store.backend, source, ACT).await?;
        let was_there = before.as_ref().is_some_and(|(_, removed)| !removed);
        match before {
            Some((source_before, _)) => {
                read_again(&transaction, store.backend, source, source_before.id, ACT).await?;
            }
            None => insert(&transaction, store.backend, source, ACT).await?,
        }
        let (source, _) = find(&transaction, store.backend, source, ACT)
            .await?
            .ok_or_else(|| corrupt(ACT, "the source is gone as soon as it was added"))?;
        added.push(AddedSource { source, was_there });
    }
    let fresh = added.iter().filter(|one| !one.was_there);
    if let (Some(note), Some(first)) = (note, fresh.map(|one| one.source.id).next()) {
        let note = Note {
            object: first.to_string(),
            ..note.clone()
        };
        append_in(&transaction, store.backend, &note, ACT).await?;
    }
    transaction.commit().await.map_err(failed(ACT))?;
    Ok(added)
}

/// The source of the same kind and place, and whether it was removed.
async fn find(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    source: &NewSource,
    act: &'static str,
) -> Result<Option<(Source, bool)>, StoreError> {
    let place = source.url.as_deref().unwrap_or(&source.name);
    // Index: sources_place.
    let sql =
        format!("SELECT {COLUMNS}, removed {FROM} WHERE kind = $1 AND COALESCE(url, name) = $2");
    let values = [source.kind.word().into(), without_nul(place).into()];
    let row = transaction
        .query_one_raw(Statement::from_sql_and_values(backend, sql, values))
        .await
        .map_err(failed(act))?;
    let Some(row) = row else { return Ok(None) };
    let removed: i64 = Columns { row: &row, act }.get(20)?;
    Ok(Some((source_of(&row, act)?, removed != 0)))
}

async fn read_again(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    source: &NewSource,
    id: SourceId,
    act: &'static str,
) -> Result<(), StoreError> {
    let sql = "UPDATE sources SET removed = 0, allow_private = $1 WHERE id = $2";
    let values = vec![i64::from(source.allow_private).into(), id.0.into()];
    execute(transaction, backend, sql.to_owned(), values, act).await
}

async fn insert(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    source: &NewSource,
    act: &'static str,
) -> Result<(), StoreError> {
    let values: Vec<Value> = vec![
        source.kind.word().into(),
        without_nul(&source.name).into(),
        source.url.as_deref().map(without_nul).into(),
        i64::from(source.allow_private).into(),
        source.added_at.0.into(),
        source.owner.word().into(),
        without_nul(&source.folder).into(),
        rules_text(&source.rules).into(),
    ];
    let sql = "INSERT INTO sources (id, kind, name, url, allow_private, added_at, removed, owner, folder, rules, paused) \
         SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, 0, $6, $7, $8, 0 FROM sources";
    execute(transaction, backend, sql.to_owned(), values, act).await
}

pub(crate) async fn sources(store: &SqlStore) -> Result<Vec<Source>, StoreError> {
    const ACT: &str = "list sources";
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE removed = 0 ORDER BY sources.id");
    let rows = store
        .readers
        .query_all_raw(Statement::from_string(store.backend, sql))
        .await
        .map_err(failed(ACT))?;
    rows.iter().map(|row| source_of(row, ACT)).collect()
}

pub(crate) async fn source(store: &SqlStore, id: SourceId) -> Result<Option<Source>, StoreError> {
    const ACT: &str = "read a source";
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE sources.id = $1");
    let row = store
        .readers
        .query_one_raw(Statement::from_sql_and_values(
            store.backend,
            sql,
            [id.0.into()],
        ))
        .await
        .map_err(failed(ACT))?;
    row.map(|row| source_of(&row, ACT)).transpose()
}

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
        SourceEdit::Move(_) | SourceEdit::Own(_) | SourceEdit::Reread { .. } => "",
        _ => " AND kind <> 'file' AND kind <> 'hand'",
    };
    let which = format!(
        "removed = 0{fetched} AND id IN ({})",
        placeholders(ids.len())
    );
    let ids: Vec<Value> = ids.iter().map(|id| id.0.into()).collect();
    let remember = format!(
        "INSERT INTO source_edit_rows (edit_id, source_id, name, owner, folder, rules, paused, removed) \
         SELECT {edit_id}, id, name, owner, folder, rules, paused, removed FROM sources WHERE {which}"
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
    let back = Statement::from_sql_and_values(
        store.backend,
        "UPDATE sources SET name = r.name, owner = r.owner, folder = r.folder, rules = r.rules, paused = r.paused, \
         removed = r.removed FROM source_edit_rows AS r WHERE r.edit_id = $1 AND r.source_id = sources.id",
        [id.into()],
    );
    let done = transaction.execute_raw(back).await.map_err(failed(ACT))?;
    append_in(&transaction, store.backend, note, ACT).await?;
    transaction.commit().await.map_err(failed(ACT))?;
    Ok(done.rows_affected())
}

fn rules_text(rules: &model::SourceRules) -> String {
    serde_json::to_string(rules).expect("rules are plain texts and numbers")
}

fn source_of(row: &QueryResult, act: &'static str) -> Result<Source, StoreError> {
    let columns = Columns { row, act };
    let word: String = columns.get(1)?;
    let rules: String = columns.get(8)?;
    Ok(Source {
        id: SourceId(columns.get(0)?),
        kind: SourceKind::from_word(&word)
            .ok_or_else(|| corrupt(act, format!("a source's kind is {word:?}")))?,
        name: columns.get(2)?,
        url: columns.get(3)?,
        allow_private: columns.get::<i64>(4)? != 0,
        added_at: Moment(columns.get(5)?),
        owner: Owner::from_word(&columns.get::<String>(6)?),
        folder: columns.get(7)?,
        rules: serde_json::from_str(&rules)
            .map_err(|error| corrupt(act, format!("the rules of a source: {error}")))?,
        paused: columns.get::<i64>(9)? != 0,
        state: state_of(&columns)?,
    })
}

fn state_of(columns: &Columns) -> Result<SourceState, StoreError> {
    let Some(word) = columns.get::<Option<String>>(15)? else {
        return Ok(SourceState::default());
    };
    Ok(SourceState {
        etag: columns.get(10)?,
        last_modified: columns.get(11)?,
        visited_at: columns.get::<Option<i64>>(12)?.map(Moment),
        read_at: columns.get::<Option<i64>>(13)?.map(Moment),
        last_outcome: columns.get(14)?,
        condition: Condition::from_word(&word),
        failures: columns.get::<i64>(16)? as u32,
        interval_ms: columns.get(17)?,
        next_at: columns.get::<Option<i64>>(18)?.map(Moment),
        usual_entries: columns.get(19)?,
    })
}
