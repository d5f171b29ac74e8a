//! Sources: added and listed.

use crate::SqlStore;
use crate::audit::append_in;
use crate::documents::{begin, execute};
use crate::errors::{corrupt, failed};
use crate::rows::{Columns, without_nul};
use model::{
    Condition, Moment, NewSource, Note, Owner, Reach, Source, SourceId, SourceKind, SourceState,
};
use ports::{AddedSource, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};

const COLUMNS: &str = "sources.id, kind, name, url, allow_private, added_at, owner, folder, rules, paused, etag, \
    last_modified, visited_at, read_at, last_outcome, condition, failures, interval_ms, next_at, usual_entries, reach";
const FROM: &str = "FROM sources LEFT JOIN source_states ON source_states.source_id = sources.id";

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
    let removed: i64 = Columns { row: &row, act }.get(21)?;
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

pub(crate) fn rules_text(rules: &model::SourceRules) -> String {
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
        reach: Reach::from_word(&columns.get::<String>(20)?),
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
