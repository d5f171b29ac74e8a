//! Hand-over notes: one a shift, signed by who goes and who comes.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{Handover, Moment, Note, PersonId, ShiftId, Signature};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "shift_id, text, off_person, off_name, off_at, on_person, on_name, on_at, changed_by, changed_at, version";

pub(crate) async fn one(store: &SqlStore, shift: ShiftId) -> Result<Option<Handover>, StoreError> {
    const ACT: &str = "read a hand-over note";
    let sql = format!("SELECT {COLUMNS} FROM handovers WHERE shift_id = $1");
    let found = rows(store, ACT, &sql, [shift.0.into()]).await?;
    found.first().map(|row| handover(row, ACT)).transpose()
}

pub(crate) async fn last(store: &SqlStore, limit: u64) -> Result<Vec<Handover>, StoreError> {
    const ACT: &str = "list hand-over notes";
    // Index: handovers_changed.
    let sql =
        format!("SELECT {COLUMNS} FROM handovers ORDER BY changed_at DESC, shift_id DESC LIMIT $1");
    let found = rows(store, ACT, &sql, [(limit as i64).into()]).await?;
    found.iter().map(|row| handover(row, ACT)).collect()
}

pub(crate) async fn keep(
    store: &SqlStore,
    shift: ShiftId,
    text: &str,
    version: i64,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "keep a hand-over note").await?;
    let there = there(&turn, shift, version).await?;
    let values = || -> [Value; 4] {
        [
            without_nul(text).into(),
            without_nul(&note.who.name).into(),
            note.at.0.into(),
            shift.0.into(),
        ]
    };
    match there {
        Some(before) if before.text == text => {}
        Some(before) if before.on.is_some() => {
            return Err(turn.conflict("both have signed it: it stays as it is"));
        }
        Some(_) => {
            // Whoever signed before did not sign this text.
            let sql = "UPDATE handovers SET text = $1, off_person = NULL, off_name = NULL, \
                       off_at = NULL, changed_by = $2, changed_at = $3, version = version + 1 \
                       WHERE shift_id = $4";
            turn.run(sql, values()).await?;
        }
        None => {
            let sql = "INSERT INTO handovers (text, changed_by, changed_at, shift_id, version) \
                       VALUES ($1, $2, $3, $4, 1)";
            turn.run(sql, values()).await?;
        }
    }
    turn.commit_with(note).await
}

pub(crate) async fn sign(
    store: &SqlStore,
    shift: ShiftId,
    version: i64,
    signature: &Signature,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "sign a hand-over note").await?;
    let there = there(&turn, shift, version).await?;
    let before = there.ok_or_else(|| turn.conflict("there is no note to sign"))?;
    let side = match (&before.off, &before.on) {
        (None, _) => "off",
        (Some(off), None) if off.person != signature.person => "on",
        (Some(_), None) => return Err(turn.conflict("somebody else has to sign too")),
        _ => return Err(turn.conflict("both have signed it already")),
    };
    let sql = format!(
        "UPDATE handovers SET {side}_person = $1, {side}_name = $2, {side}_at = $3, \
         version = version + 1 WHERE shift_id = $4"
    );
    let values: [Value; 4] = [
        signature.person.0.into(),
        without_nul(&signature.name).into(),
        signature.at.0.into(),
        shift.0.into(),
    ];
    turn.run(&sql, values).await?;
    turn.commit_with(note).await
}

/// The note, if nobody changed it since `version`; 0 stands for none.
async fn there(turn: &Turn, shift: ShiftId, version: i64) -> Result<Option<Handover>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM handovers WHERE shift_id = $1");
    let row = turn.row(&sql, [shift.0.into()]).await?;
    let found = row.map(|row| handover(&row, turn.act)).transpose()?;
    let now = found.as_ref().map_or(0, |found| found.version);
    if now == version {
        return Ok(found);
    }
    let who = found.map_or(String::new(), |found| found.changed_by);
    Err(turn.conflict(format!("{who} changed the note meanwhile")))
}

fn handover(row: &QueryResult, act: &'static str) -> Result<Handover, StoreError> {
    let columns = Columns { row, act };
    let signature = |first: usize| -> Result<Option<Signature>, StoreError> {
        let person: Option<i64> = columns.get(first)?;
        let name: Option<String> = columns.get(first + 1)?;
        let at: Option<i64> = columns.get(first + 2)?;
        Ok(person.zip(at).map(|(person, at)| Signature {
            person: PersonId(person),
            name: name.unwrap_or_default(),
            at: Moment(at),
        }))
    };
    Ok(Handover {
        shift: ShiftId(columns.get(0)?),
        text: columns.get(1)?,
        off: signature(2)?,
        on: signature(5)?,
        changed_by: columns.get(8)?,
        changed_at: Moment(columns.get(9)?),
        version: columns.get(10)?,
    })
}
