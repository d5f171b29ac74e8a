//! The settings of the office: one record.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::Columns;
use crate::turn::{Turn, rows};
use model::{Note, OfficeSettings};
use ports::StoreError;

pub(crate) async fn office(store: &SqlStore) -> Result<(OfficeSettings, i64), StoreError> {
    const ACT: &str = "read the settings";
    let sql = "SELECT settings, version FROM office WHERE id = 1";
    let found = rows(store, ACT, sql, []).await?;
    let Some(row) = found.first() else {
        return Ok((OfficeSettings::default(), 0));
    };
    let columns = Columns { row, act: ACT };
    let settings = serde_json::from_str(&columns.get::<String>(0)?)
        .map_err(|error| corrupt(ACT, error.to_string()))?;
    Ok((settings, columns.get(1)?))
}

pub(crate) async fn change_office(
    store: &SqlStore,
    settings: &OfficeSettings,
    version: i64,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change the settings").await?;
    let text = serde_json::to_string(settings).expect("settings are plain texts and numbers");
    let touched = if version == 0 {
        let sql = "INSERT INTO office (id, settings, version) VALUES (1, $1, 1)";
        turn.run(sql, [text.into()]).await?
    } else {
        let sql =
            "UPDATE office SET settings = $1, version = version + 1 WHERE id = 1 AND version = $2";
        turn.run(sql, [text.into(), version.into()]).await?
    };
    if touched == 0 {
        return Err(turn.conflict("somebody else changed the settings meanwhile"));
    }
    turn.commit_with(note).await
}
