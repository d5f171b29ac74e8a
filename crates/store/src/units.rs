//! Units of the office.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{Note, Unit, UnitId};
use ports::StoreError;

pub(crate) async fn units(store: &SqlStore) -> Result<Vec<Unit>, StoreError> {
    const ACT: &str = "list units";
    let sql = "SELECT id, parent, name, version FROM units WHERE removed = 0 ORDER BY name, id";
    let found = rows(store, ACT, sql, []).await?;
    found
        .iter()
        .map(|row| {
            let columns = Columns { row, act: ACT };
            Ok(Unit {
                id: UnitId(columns.get(0)?),
                parent: columns.get::<Option<i64>>(1)?.map(UnitId),
                name: columns.get(2)?,
                version: columns.get(3)?,
            })
        })
        .collect()
}

pub(crate) async fn add_unit(
    store: &SqlStore,
    name: &str,
    parent: Option<UnitId>,
    note: &Note,
) -> Result<UnitId, StoreError> {
    let turn = Turn::begin(store, "add a unit").await?;
    let id = UnitId(turn.next_id("units").await?);
    stands(&turn, parent).await?;
    let sql = "INSERT INTO units (id, parent, name, version, removed) VALUES ($1, $2, $3, 1, 0)";
    let values = [
        id.0.into(),
        parent.map(|id| id.0).into(),
        without_nul(name).into(),
    ];
    turn.run(sql, values).await?;
    let note = Note {
        object: id.to_string(),
        ..note.clone()
    };
    turn.commit_with(&note).await?;
    Ok(id)
}

pub(crate) async fn change_unit(
    store: &SqlStore,
    unit: &Unit,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change a unit").await?;
    stands(&turn, unit.parent).await?;
    // A unit under itself would be out of the tree.
    let mut above = unit.parent;
    while let Some(id) = above {
        if id == unit.id {
            return Err(turn.conflict("a unit cannot stand under itself"));
        }
        let sql = "SELECT parent FROM units WHERE id = $1";
        let row = turn.row(sql, [id.0.into()]).await?;
        above = match row {
            Some(row) => turn.columns(&row).get::<Option<i64>>(0)?.map(UnitId),
            None => None,
        };
    }
    let sql = "UPDATE units SET name = $1, parent = $2, version = version + 1 \
               WHERE id = $3 AND version = $4 AND removed = 0";
    let values = [
        without_nul(&unit.name).into(),
        unit.parent.map(|id| id.0).into(),
        unit.id.0.into(),
        unit.version.into(),
    ];
    if turn.run(sql, values).await? == 0 {
        return Err(turn.conflict("somebody else changed the unit meanwhile"));
    }
    turn.commit_with(note).await
}

async fn stands(turn: &Turn, unit: Option<UnitId>) -> Result<(), StoreError> {
    let Some(id) = unit else { return Ok(()) };
    let sql = "SELECT id FROM units WHERE id = $1 AND removed = 0";
    match turn.row(sql, [id.0.into()]).await? {
        Some(_) => Ok(()),
        None => Err(turn.conflict(format!("there is no unit {id} any more"))),
    }
}

pub(crate) async fn remove_unit(
    store: &SqlStore,
    id: UnitId,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remove a unit").await?;
    let sql = "SELECT (SELECT COUNT(*) FROM people WHERE unit_id = $1) \
               + (SELECT COUNT(*) FROM units WHERE parent = $1 AND removed = 0)";
    let row = turn.row(sql, [id.0.into()]).await?;
    let left: i64 = row.map_or(Ok(0), |row| turn.columns(&row).get(0))?;
    if left > 0 {
        return Err(turn.conflict("there are people or units in it"));
    }
    let sql = "UPDATE units SET removed = 1, version = version + 1 WHERE id = $1 AND removed = 0";
    if turn.run(sql, [id.0.into()]).await? == 0 {
        return Err(turn.conflict("it is removed already"));
    }
    turn.commit_with(note).await
}
