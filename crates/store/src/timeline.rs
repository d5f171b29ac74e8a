//! Timelines of cases: appended to, read, never changed.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{CaseEntry, CaseFile, CaseId, EntryKind, Moment, NewEntry, Note, PersonId, Who};
use ports::{StoreError, Timeline};
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "number, at, person_id, who, kind, object, text, file_name, file_title, hash";

/// Adds entries to the end of a case's timeline; gives the end of its chain.
pub(crate) async fn append(
    turn: &Turn,
    case: CaseId,
    entries: &[NewEntry],
) -> Result<String, StoreError> {
    let sql = "SELECT entries, seal FROM cases WHERE id = $1";
    let row = turn.row(sql, [case.0.into()]).await?;
    let row = row.ok_or_else(|| turn.conflict(format!("there is no case {case}")))?;
    let (mut number, mut seal): (i64, String) = {
        let columns = turn.columns(&row);
        (columns.get(0)?, columns.get(1)?)
    };
    for said in entries.iter().map(clean) {
        number += 1;
        seal = CaseEntry::hash_of(&seal, case, number, &said);
        let file = said.file.as_ref();
        let values: [Value; 11] = [
            case.0.into(),
            number.into(),
            said.at.0.into(),
            said.who.person.map(|id| id.0).into(),
            said.who.name.as_str().into(),
            said.kind.word().into(),
            said.object.as_str().into(),
            said.text.as_str().into(),
            file.map(|file| file.name.clone()).into(),
            file.map(|file| file.title.clone()).into(),
            seal.as_str().into(),
        ];
        let sql = format!(
            "INSERT INTO case_entries (case_id, {COLUMNS}) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        );
        turn.run(&sql, values).await?;
    }
    let sql = "UPDATE cases SET entries = $1, seal = $2 WHERE id = $3";
    let values = [number.into(), seal.as_str().into(), case.0.into()];
    turn.run(sql, values).await?;
    Ok(seal)
}

/// As the database gives it back: what is hashed is what is kept.
fn clean(said: &NewEntry) -> NewEntry {
    NewEntry {
        at: said.at,
        kind: said.kind,
        who: Who {
            person: said.who.person,
            name: without_nul(&said.who.name),
            address: String::new(),
        },
        object: without_nul(&said.object),
        text: without_nul(&said.text),
        file: said.file.as_ref().map(|file| CaseFile {
            name: without_nul(&file.name),
            title: without_nul(&file.title),
        }),
    }
}

/// The note of an act with the end of a timeline in it: the record of use vouches for both.
pub(crate) fn sealed(note: &Note, case: CaseId, seal: &str) -> Note {
    Note {
        details: format!("{} [{case} {seal}]", note.details),
        ..note.clone()
    }
}

pub(crate) async fn add_entry(
    store: &SqlStore,
    case: CaseId,
    last: Option<i64>,
    entry: &NewEntry,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "write on a case's timeline").await?;
    if let Some(last) = last {
        let sql = "SELECT 1 FROM cases WHERE id = $1 AND entries = $2";
        let same = turn.row(sql, [case.0.into(), last.into()]).await?;
        if same.is_none() {
            return Err(turn.conflict(format!("something was written on {case} meanwhile")));
        }
    }
    let seal = append(&turn, case, std::slice::from_ref(entry)).await?;
    turn.commit_with(&sealed(note, case, &seal)).await
}

pub(crate) async fn timeline(store: &SqlStore, id: CaseId) -> Result<Timeline, StoreError> {
    const ACT: &str = "read a case's timeline";
    let sql = "SELECT entries FROM cases WHERE id = $1";
    let found = rows(store, ACT, sql, [id.0.into()]).await?;
    let last = found.first().map(|row| Columns { row, act: ACT }.get(0));
    let last = last.transpose()?.unwrap_or(0);
    // Index: the primary key. Written since the count was read: looked at next time.
    let sql = format!(
        "SELECT {COLUMNS} FROM case_entries WHERE case_id = $1 AND number <= $2 ORDER BY number"
    );
    let found = rows(store, ACT, &sql, [id.0.into(), last.into()]).await?;
    let entries: Result<Vec<_>, _> = found.iter().map(|row| entry(row, id, ACT)).collect();
    Ok(Timeline {
        entries: entries?,
        last,
    })
}

fn entry(row: &QueryResult, case: CaseId, act: &'static str) -> Result<CaseEntry, StoreError> {
    let columns = Columns { row, act };
    let word: String = columns.get(4)?;
    let kind = EntryKind::from_word(&word)
        .ok_or_else(|| corrupt(act, format!("an entry of {case} is {word:?}")))?;
    let name: Option<String> = columns.get(7)?;
    let title: Option<String> = columns.get(8)?;
    let said = NewEntry {
        at: Moment(columns.get(1)?),
        who: Who {
            person: columns.get::<Option<i64>>(2)?.map(PersonId),
            name: columns.get(3)?,
            address: String::new(),
        },
        kind,
        object: columns.get(5)?,
        text: columns.get(6)?,
        file: name
            .zip(title)
            .map(|(name, title)| CaseFile { name, title }),
    };
    Ok(CaseEntry {
        case,
        number: columns.get(0)?,
        said,
        hash: columns.get(9)?,
    })
}
