//! Shifts. A desk has a few a day.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::roster::next_roster;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{DutyPost, Moment, NewShift, Note, PersonId, Shift, ShiftId};
use ports::StoreError;
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};

const COLUMNS: &str = "id, starts_at, ends_at, person_id, post, note, uid, sequence, removed, changed_by, changed_at, version";

/// A shift before its last change, by which that is taken back.
#[derive(Serialize, Deserialize)]
struct Before {
    is: NewShift,
    removed: bool,
}

pub(crate) async fn shifts(
    store: &SqlStore,
    from: Moment,
    to: Moment,
) -> Result<Vec<Shift>, StoreError> {
    const ACT: &str = "read the roster";
    // Index: shifts_ends.
    let sql = format!(
        "SELECT {COLUMNS} FROM shifts WHERE ends_at > $1 AND starts_at < $2 AND removed = 0 \
         ORDER BY starts_at, id"
    );
    let found = rows(store, ACT, &sql, [from.0.into(), to.0.into()]).await?;
    found.iter().map(|row| shift(row, ACT)).collect()
}

pub(crate) async fn one(store: &SqlStore, id: ShiftId) -> Result<Option<Shift>, StoreError> {
    const ACT: &str = "read a shift";
    let sql = format!("SELECT {COLUMNS} FROM shifts WHERE id = $1");
    let found = rows(store, ACT, &sql, [id.0.into()]).await?;
    found.first().map(|row| shift(row, ACT)).transpose()
}

pub(crate) async fn shifts_of(store: &SqlStore, uids: &[String]) -> Result<Vec<Shift>, StoreError> {
    const ACT: &str = "look up shifts of a calendar";
    let mut all = Vec::new();
    for chunk in uids.chunks(100) {
        // Index: shifts_uid.
        let sql = format!(
            "SELECT {COLUMNS} FROM shifts WHERE uid IN ({}) ORDER BY id",
            crate::sql::placeholders(chunk.len())
        );
        let values = chunk.iter().map(|uid| without_nul(uid).into());
        let found = rows(store, ACT, &sql, values).await?;
        for row in &found {
            all.push(shift(row, ACT)?);
        }
    }
    Ok(all)
}

pub(crate) async fn add_shifts(
    store: &SqlStore,
    shifts: &[NewShift],
    roster: Option<i64>,
    note: &Note,
) -> Result<(Vec<ShiftId>, i64), StoreError> {
    let turn = Turn::begin(store, "add shifts").await?;
    let number = next_roster(&turn, roster).await?;
    let mut ids = Vec::with_capacity(shifts.len());
    let first = turn.next_id("shifts").await?;
    for (id, shift) in (first..).zip(shifts) {
        insert(&turn, id, shift, number, note).await?;
        ids.push(ShiftId(id));
    }
    turn.commit_with(note).await?;
    Ok((ids, number))
}

pub(crate) async fn change_shift(
    store: &SqlStore,
    id: ShiftId,
    version: i64,
    shift: &NewShift,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change a shift").await?;
    next_roster(&turn, None).await?;
    let before = there(&turn, id, version).await?;
    if before.removed {
        return Err(turn.conflict(format!("{id} was removed by {}", before.changed_by)));
    }
    put(&turn, &before, (shift, false), None, note).await?;
    turn.commit_with(note).await
}

pub(crate) async fn remove_shift(
    store: &SqlStore,
    id: ShiftId,
    version: i64,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remove a shift").await?;
    next_roster(&turn, None).await?;
    remove(&turn, id, version, None, note).await?;
    turn.commit_with(note).await
}

pub(crate) async fn undo_shift(
    store: &SqlStore,
    id: ShiftId,
    version: i64,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "take back a change of a shift").await?;
    next_roster(&turn, None).await?;
    let now = there(&turn, id, version).await?;
    take_back(&turn, &now, note).await?;
    turn.commit_with(note).await
}

/// Gives a shift the state it had before its last change.
pub(crate) async fn take_back(turn: &Turn, now: &Shift, note: &Note) -> Result<(), StoreError> {
    let sql = "SELECT before FROM shifts WHERE id = $1";
    let row = turn.row(sql, [now.id.0.into()]).await?;
    let kept: Option<String> = match &row {
        Some(row) => turn.columns(row).get(0)?,
        None => None,
    };
    let before = match kept {
        Some(text) => {
            serde_json::from_str(&text).map_err(|error| corrupt(turn.act, error.to_string()))?
        }
        // It was added only: taking that back removes it.
        None => Before {
            is: now.is.clone(),
            removed: true,
        },
    };
    put(turn, now, (&before.is, before.removed), None, note).await
}

/// The shifts whose last change was made in this step.
pub(crate) async fn changed_in(turn: &Turn, roster: i64) -> Result<Vec<Shift>, StoreError> {
    // Index: shifts_changed_in.
    let sql = format!("SELECT {COLUMNS} FROM shifts WHERE changed_in = $1 ORDER BY id");
    let found = turn.rows(&sql, [roster.into()]).await?;
    found.iter().map(|row| shift(row, turn.act)).collect()
}

/// The shift, if nobody changed it since `version`.
pub(crate) async fn there(turn: &Turn, id: ShiftId, version: i64) -> Result<Shift, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM shifts WHERE id = $1");
    let row = turn.row(&sql, [id.0.into()]).await?;
    let row = row.ok_or_else(|| turn.conflict(format!("{id} is not there")))?;
    let found = shift(&row, turn.act)?;
    if found.version != version {
        return Err(turn.conflict(format!("{} changed {id} meanwhile", found.changed_by)));
    }
    Ok(found)
}

pub(crate) async fn remove(
    turn: &Turn,
    id: ShiftId,
    version: i64,
    called_off: Option<(i64, i64)>,
    note: &Note,
) -> Result<(), StoreError> {
    let before = there(turn, id, version).await?;
    if before.removed {
        return Err(turn.conflict(format!("{id} was removed by {}", before.changed_by)));
    }
    // Whatever is done later is newer than what called it off.
    let sequence = called_off.map_or(0, |(_, sequence)| sequence);
    let shift = NewShift {
        sequence: sequence.max(before.is.sequence + 1),
        ..before.is.clone()
    };
    let roster = called_off.map(|(roster, _)| roster);
    put(turn, &before, (&shift, true), roster, note).await
}

/// Keeps a shift's new state over the one it had; a wish to swap what was, ends. `roster` is the
/// number of a step that changes many, by which all of it is taken back.
pub(crate) async fn put(
    turn: &Turn,
    before: &Shift,
    (is, removed): (&NewShift, bool),
    roster: Option<i64>,
    note: &Note,
) -> Result<(), StoreError> {
    let kept = Before {
        is: before.is.clone(),
        removed: before.removed,
    };
    let kept = serde_json::to_string(&kept).expect("a shift is plain data");
    let sql = "UPDATE shifts SET starts_at = $1, ends_at = $2, person_id = $3, post = $4, note = $5, \
               sequence = $6, removed = $7, before = $8, changed_by = $9, changed_at = $10, \
               changed_in = $11, version = version + 1 WHERE id = $12";
    let values: [Value; 12] = [
        is.from.0.into(),
        is.to.0.into(),
        is.person.map(|id| id.0).into(),
        is.post.word().into(),
        without_nul(&is.note).into(),
        is.sequence.max(before.is.sequence + 1).into(),
        i64::from(removed).into(),
        kept.into(),
        without_nul(&note.who.name).into(),
        note.at.0.into(),
        roster.into(),
        before.id.0.into(),
    ];
    turn.run(sql, values).await?;
    if removed || is.person != before.is.person {
        end_swaps(turn, before.id, note).await?;
    }
    Ok(())
}

/// Wishes to swap what is not any more what it was, end.
async fn end_swaps(turn: &Turn, shift: ShiftId, note: &Note) -> Result<(), StoreError> {
    // Index: swaps_shift.
    let sql = "UPDATE swaps SET state = 'withdrawn', decided_by = $1, decided_at = $2 \
               WHERE shift_id = $3 AND state = 'asked'";
    let values: [Value; 3] = [
        without_nul(&note.who.name).into(),
        note.at.0.into(),
        shift.0.into(),
    ];
    turn.run(sql, values).await?;
    Ok(())
}

pub(crate) async fn insert(
    turn: &Turn,
    id: i64,
    shift: &NewShift,
    roster: i64,
    note: &Note,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO shifts (id, starts_at, ends_at, person_id, post, note, uid, sequence, \
               removed, roster, changed_by, changed_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, 1)";
    let values: [Value; 11] = [
        id.into(),
        shift.from.0.into(),
        shift.to.0.into(),
        shift.person.map(|id| id.0).into(),
        shift.post.word().into(),
        without_nul(&shift.note).into(),
        without_nul(&shift.uid).into(),
        shift.sequence.into(),
        roster.into(),
        without_nul(&note.who.name).into(),
        note.at.0.into(),
    ];
    turn.run(sql, values).await?;
    Ok(())
}

fn shift(row: &QueryResult, act: &'static str) -> Result<Shift, StoreError> {
    let columns = Columns { row, act };
    let person: Option<i64> = columns.get(3)?;
    let post: String = columns.get(4)?;
    Ok(Shift {
        id: ShiftId(columns.get(0)?),
        is: NewShift {
            from: Moment(columns.get(1)?),
            to: Moment(columns.get(2)?),
            person: person.map(PersonId),
            post: DutyPost::from_word(&post)
                .ok_or_else(|| corrupt(act, format!("{post:?} is no post")))?,
            note: columns.get(5)?,
            uid: columns.get(6)?,
            sequence: columns.get(7)?,
        },
        removed: columns.get::<i64>(8)? != 0,
        changed_by: columns.get(9)?,
        changed_at: Moment(columns.get(10)?),
        version: columns.get(11)?,
    })
}
