//! The rules of the roster, its number, and what is done to many shifts at once.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::shifts::{changed_in, insert, put, remove, take_back, there};
use crate::turn::{Turn, rows};
use model::{DutySettings, Note};
use ports::{CalendarAct, StoreError};
use sea_orm::Value;

pub(crate) async fn duty(store: &SqlStore) -> Result<(DutySettings, i64, i64), StoreError> {
    const ACT: &str = "read the rules of duty";
    let sql = "SELECT settings, version, roster FROM duty WHERE id = 1";
    let found = rows(store, ACT, sql, []).await?;
    let row = found
        .first()
        .ok_or_else(|| corrupt(ACT, "the row of duty is missing"))?;
    let columns = Columns { row, act: ACT };
    let settings = serde_json::from_str(&columns.get::<String>(0)?)
        .map_err(|error| corrupt(ACT, error.to_string()))?;
    Ok((settings, columns.get(1)?, columns.get(2)?))
}

pub(crate) async fn change_duty(
    store: &SqlStore,
    settings: &DutySettings,
    version: i64,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change the rules of duty").await?;
    let text = serde_json::to_string(settings).expect("settings are plain data");
    let sql = "UPDATE duty SET settings = $1, version = version + 1 WHERE id = 1 AND version = $2";
    if turn.run(sql, [text.into(), version.into()]).await? == 0 {
        return Err(turn.conflict("somebody else changed the rules of duty meanwhile"));
    }
    turn.commit_with(note).await
}

pub(crate) async fn undo_shifts(
    store: &SqlStore,
    roster: i64,
    note: &Note,
) -> Result<u64, StoreError> {
    let turn = Turn::begin(store, "take back what was done to shifts in one step").await?;
    next_roster(&turn, None).await?;
    // Index: shifts_roster.
    let sql = "UPDATE shifts SET removed = 1, version = version + 1, sequence = sequence + 1, \
               changed_by = $1, changed_at = $2 WHERE roster = $3 AND version = 1 AND removed = 0";
    let values: [Value; 3] = [
        without_nul(&note.who.name).into(),
        note.at.0.into(),
        roster.into(),
    ];
    let mut back = turn.run(sql, values).await?;
    for shift in changed_in(&turn, roster).await? {
        take_back(&turn, &shift, note).await?;
        back += 1;
    }
    turn.commit_with(note).await?;
    Ok(back)
}

pub(crate) async fn keep_calendar(
    store: &SqlStore,
    acts: &[CalendarAct],
    roster: i64,
    note: &Note,
) -> Result<i64, StoreError> {
    let turn = Turn::begin(store, "take a calendar in").await?;
    let number = next_roster(&turn, Some(roster)).await?;
    let mut id = turn.next_id("shifts").await?;
    for act in acts {
        match act {
            CalendarAct::Add(shift) => {
                insert(&turn, id, shift, number, note).await?;
                id += 1;
            }
            CalendarAct::Change(id, version, shift) => {
                let before = there(&turn, *id, *version).await?;
                put(&turn, &before, (shift, false), Some(number), note).await?;
            }
            CalendarAct::Remove(id, version, sequence) => {
                let called_off = Some((number, *sequence));
                remove(&turn, *id, *version, called_off, note).await?;
            }
        }
    }
    turn.commit_with(note).await?;
    Ok(number)
}

/// The roster's next number; where a plan was made over an older one, that plan is out of date.
pub(crate) async fn next_roster(turn: &Turn, planned: Option<i64>) -> Result<i64, StoreError> {
    let row = turn
        .row("SELECT roster FROM duty WHERE id = 1", [])
        .await?
        .ok_or_else(|| corrupt(turn.act, "the row of duty is missing"))?;
    let now: i64 = turn.columns(&row).get(0)?;
    if planned.is_some_and(|planned| planned != now) {
        return Err(turn.conflict("somebody else changed the roster meanwhile"));
    }
    turn.run("UPDATE duty SET roster = roster + 1 WHERE id = 1", [])
        .await?;
    Ok(now + 1)
}
