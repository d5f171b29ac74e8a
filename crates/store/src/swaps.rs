//! Wishes to swap a shift, and addresses of calendars.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{
    Moment, NewShift, NewSwap, Note, PersonId, SessionHash, ShiftId, Swap, SwapId, SwapState,
};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

const COLUMNS: &str =
    "id, shift_id, asked_by, to_person, why, asked_at, state, decided_by, decided_at";

pub(crate) async fn ask(
    store: &SqlStore,
    swap: &NewSwap,
    note: &Note,
) -> Result<SwapId, StoreError> {
    let turn = Turn::begin(store, "ask for a swap").await?;
    let sql = "SELECT id FROM shifts WHERE id = $1 AND person_id = $2 AND removed = 0";
    let values: [Value; 2] = [swap.shift.0.into(), swap.asked_by.0.into()];
    if turn.row(sql, values).await?.is_none() {
        return Err(turn.conflict(format!("{} is theirs no more", swap.shift)));
    }
    // Index: swaps_shift.
    let sql = "SELECT id FROM swaps WHERE shift_id = $1 AND state = 'asked'";
    if turn.row(sql, [swap.shift.0.into()]).await?.is_some() {
        return Err(turn.conflict(format!("a swap of {} waits already", swap.shift)));
    }
    let id = turn.next_id("swaps").await?;
    let sql = "INSERT INTO swaps (id, shift_id, asked_by, to_person, why, asked_at, state) \
               VALUES ($1, $2, $3, $4, $5, $6, 'asked')";
    let values: [Value; 6] = [
        id.into(),
        swap.shift.0.into(),
        swap.asked_by.0.into(),
        swap.to.0.into(),
        without_nul(&swap.why).into(),
        note.at.0.into(),
    ];
    turn.run(sql, values).await?;
    turn.commit_with(note).await?;
    Ok(SwapId(id))
}

pub(crate) async fn swaps(
    store: &SqlStore,
    since: Option<Moment>,
) -> Result<Vec<Swap>, StoreError> {
    const ACT: &str = "list swaps";
    // Index: swaps_state or swaps_asked.
    let which = match since {
        Some(_) => "asked_at >= $1",
        None => "state = 'asked'",
    };
    let sql = format!("SELECT {COLUMNS} FROM swaps WHERE {which} ORDER BY asked_at DESC, id DESC");
    let values = since.map(|since| Value::from(since.0));
    let found = rows(store, ACT, &sql, values).await?;
    found.iter().map(|row| swap(row, ACT)).collect()
}

pub(crate) async fn one(store: &SqlStore, id: SwapId) -> Result<Option<Swap>, StoreError> {
    const ACT: &str = "read a swap";
    let sql = format!("SELECT {COLUMNS} FROM swaps WHERE id = $1");
    let found = rows(store, ACT, &sql, [id.0.into()]).await?;
    found.first().map(|row| swap(row, ACT)).transpose()
}

pub(crate) async fn settle(
    store: &SqlStore,
    id: SwapId,
    state: SwapState,
    by: &str,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "decide about a swap").await?;
    let sql = format!("SELECT {COLUMNS} FROM swaps WHERE id = $1 AND state = 'asked'");
    let row = turn.row(&sql, [id.0.into()]).await?;
    let row = row.ok_or_else(|| turn.conflict(format!("{id} is decided already")))?;
    let swap = swap(&row, turn.act)?;
    let sql = "UPDATE swaps SET state = $1, decided_by = $2, decided_at = $3 WHERE id = $4";
    let values: [Value; 4] = [
        state.word().into(),
        without_nul(by).into(),
        note.at.0.into(),
        id.0.into(),
    ];
    turn.run(sql, values).await?;
    if state == SwapState::Approved {
        give(&turn, &swap, note).await?;
    }
    turn.commit_with(note).await
}

/// The other one has the shift now, if it is still what was asked about.
async fn give(turn: &Turn, swap: &Swap, note: &Note) -> Result<(), StoreError> {
    let sql = "SELECT version FROM shifts WHERE id = $1 AND person_id = $2 AND removed = 0";
    let values: [Value; 2] = [swap.said.shift.0.into(), swap.said.asked_by.0.into()];
    let row = turn.row(sql, values).await?;
    let gone = || turn.conflict(format!("{} is theirs no more", swap.said.shift));
    let version: i64 = turn.columns(&row.ok_or_else(gone)?).get(0)?;
    let before = crate::shifts::there(turn, swap.said.shift, version).await?;
    let given = NewShift {
        person: Some(swap.said.to),
        ..before.is.clone()
    };
    crate::shifts::put(turn, &before, (&given, false), None, note).await?;
    crate::roster::next_roster(turn, None).await?;
    Ok(())
}

pub(crate) async fn roster_feed(
    store: &SqlStore,
    secret: &SessionHash,
) -> Result<Option<PersonId>, StoreError> {
    const ACT: &str = "look up a calendar";
    // Index: roster_feeds_secret.
    let sql = "SELECT person_id FROM roster_feeds WHERE secret = $1";
    let found = rows(store, ACT, sql, [secret.0.as_str().into()]).await?;
    let person = |row: &QueryResult| Columns { row, act: ACT }.get(0).map(PersonId);
    found.first().map(person).transpose()
}

pub(crate) async fn renew_roster_feed(
    store: &SqlStore,
    person: PersonId,
    secret: Option<&SessionHash>,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "give a calendar another address").await?;
    let sql = "DELETE FROM roster_feeds WHERE person_id = $1";
    turn.run(sql, [person.0.into()]).await?;
    if let Some(secret) = secret {
        let sql = "INSERT INTO roster_feeds (person_id, secret) VALUES ($1, $2)";
        turn.run(sql, [person.0.into(), secret.0.as_str().into()])
            .await?;
    }
    turn.commit_with(note).await
}

fn swap(row: &QueryResult, act: &'static str) -> Result<Swap, StoreError> {
    let columns = Columns { row, act };
    let state: String = columns.get(6)?;
    let by: Option<String> = columns.get(7)?;
    let at: Option<i64> = columns.get(8)?;
    Ok(Swap {
        id: SwapId(columns.get(0)?),
        said: NewSwap {
            shift: ShiftId(columns.get(1)?),
            asked_by: PersonId(columns.get(2)?),
            to: PersonId(columns.get(3)?),
            why: columns.get(4)?,
        },
        asked_at: Moment(columns.get(5)?),
        state: SwapState::from_word(&state)
            .ok_or_else(|| corrupt(act, format!("{state:?} is no state of a swap")))?,
        decided: by.zip(at.map(Moment)),
    })
}
