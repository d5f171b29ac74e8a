//! The record of use: appended to, read, never changed.

use crate::SqlStore;
use crate::documents::execute;
use crate::errors::failed;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{AuditEntry, AuditId, AuditSeal, Moment, Note, PersonId, Who};
use ports::{AuditAsk, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};

const COLUMNS: &str = "id, at, person_id, who, address, act, object, details, hash";

/// Adds an entry to the end of the chain, in the transaction of what it tells of.
pub(crate) async fn append(turn: &Turn, note: &Note) -> Result<(), StoreError> {
    append_in(turn.transaction(), turn.backend(), note, turn.act).await
}

/// The same in a transaction that was begun elsewhere.
pub(crate) async fn append_in(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    note: &Note,
    act: &'static str,
) -> Result<(), StoreError> {
    // Index: the primary key, read from its end.
    let last = Statement::from_string(
        backend,
        "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1",
    );
    let last = transaction.query_one_raw(last).await.map_err(failed(act))?;
    let (before, hash) = match &last {
        Some(row) => {
            let columns = Columns { row, act };
            (columns.get::<i64>(0)?, columns.get::<String>(1)?)
        }
        None => (0, String::new()),
    };
    let id = AuditId(before + 1);
    let note = clean(note);
    let values: Vec<Value> = vec![
        id.0.into(),
        note.at.0.into(),
        note.who.person.map(|id| id.0).into(),
        note.who.name.as_str().into(),
        note.who.address.as_str().into(),
        note.act.as_str().into(),
        note.object.as_str().into(),
        note.details.as_str().into(),
        AuditEntry::hash_of(&hash, id, &note).into(),
    ];
    let sql = format!("INSERT INTO audit ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    execute(transaction, backend, sql, values, act).await
}

/// As the database gives it back: what is hashed is what is kept.
fn clean(note: &Note) -> Note {
    Note {
        at: note.at,
        who: Who {
            person: note.who.person,
            name: without_nul(&note.who.name),
            address: without_nul(&note.who.address),
        },
        act: without_nul(&note.act),
        object: without_nul(&note.object),
        details: without_nul(&note.details),
    }
}

pub(crate) async fn note(store: &SqlStore, notes: &[Note]) -> Result<(), StoreError> {
    if notes.is_empty() {
        return Ok(());
    }
    let turn = Turn::begin(store, "write down what was done").await?;
    for note in notes {
        append(&turn, note).await?;
    }
    turn.commit().await
}

pub(crate) async fn audit(store: &SqlStore, ask: &AuditAsk) -> Result<Vec<AuditEntry>, StoreError> {
    const ACT: &str = "read the record of use";
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut must = |condition: &str, value: Value| {
        values.push(value);
        conditions.push(condition.replace('?', &format!("${}", values.len())));
    };
    // Indexes: audit_person, audit_object, audit_act, audit_at; else the primary key.
    if let Some(person) = ask.person {
        must("person_id = ?", person.0.into());
    }
    if !ask.object.is_empty() {
        must("object = ?", ask.object.as_str().into());
    }
    if !ask.act.is_empty() {
        must("act = ?", ask.act.as_str().into());
    }
    if let Some(from) = ask.from {
        must("at >= ?", from.0.into());
    }
    if let Some(to) = ask.to {
        must("at < ?", to.0.into());
    }
    if let Some(before) = ask.before {
        must("id < ?", before.0.into());
    }
    let condition = if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM audit{condition} ORDER BY id DESC LIMIT {}",
        ask.limit
    );
    let found = rows(store, ACT, &sql, values).await?;
    found.iter().map(|row| entry(row, ACT)).collect()
}

pub(crate) async fn audit_after(
    store: &SqlStore,
    after: AuditId,
    limit: u64,
) -> Result<Vec<AuditEntry>, StoreError> {
    const ACT: &str = "read the record of use in order";
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE id > $1 ORDER BY id LIMIT {limit}");
    let found = rows(store, ACT, &sql, [after.0.into()]).await?;
    found.iter().map(|row| entry(row, ACT)).collect()
}

pub(crate) async fn audit_seal(store: &SqlStore) -> Result<Option<AuditSeal>, StoreError> {
    const ACT: &str = "read the end of the record of use";
    let sql = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";
    let found = rows(store, ACT, sql, []).await?;
    let Some(row) = found.first() else {
        return Ok(None);
    };
    let columns = Columns { row, act: ACT };
    Ok(Some(AuditSeal {
        id: AuditId(columns.get(0)?),
        hash: columns.get(1)?,
    }))
}

fn entry(row: &QueryResult, act: &'static str) -> Result<AuditEntry, StoreError> {
    let columns = Columns { row, act };
    Ok(AuditEntry {
        id: AuditId(columns.get(0)?),
        note: Note {
            at: Moment(columns.get(1)?),
            who: Who {
                person: columns.get::<Option<i64>>(2)?.map(PersonId),
                name: columns.get(3)?,
                address: columns.get(4)?,
            },
            act: columns.get(5)?,
            object: columns.get(6)?,
            details: columns.get(7)?,
        },
        hash: columns.get(8)?,
    })
}
