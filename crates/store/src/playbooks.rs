//! Playbooks: a version is added, none is changed.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{Moment, Note, Playbook, PlaybookId};
use ports::{PlaybookStore, StoreError};
use sea_orm::{QueryResult, Value};

const COLUMNS: &str = "id, version, name, body, changed_by, changed_at";

#[async_trait]
impl PlaybookStore for SqlStore {
    async fn keep_playbook(
        &self,
        playbook: &Playbook,
        note: &Note,
    ) -> Result<PlaybookId, StoreError> {
        let turn = Turn::begin(self, "keep a playbook").await?;
        let id = match playbook.version {
            0 => PlaybookId(turn.next_id("playbooks").await?),
            _ => playbook.id,
        };
        // Index: the primary key.
        let sql = "SELECT COALESCE(MAX(version), 0) FROM playbooks WHERE id = $1";
        let row = turn.row(sql, [id.0.into()]).await?;
        let latest: i64 = row.map_or(Ok(0), |row| turn.columns(&row).get(0))?;
        if latest != playbook.version {
            return Err(turn.conflict(format!("somebody else changed {id} meanwhile")));
        }
        let body = serde_json::to_string(&playbook.body).expect("a playbook is plain texts");
        let sql = format!("INSERT INTO playbooks ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)");
        let values: [Value; 6] = [
            id.0.into(),
            (latest + 1).into(),
            without_nul(&playbook.name).into(),
            without_nul(&body).into(),
            without_nul(&playbook.changed.0).into(),
            playbook.changed.1.0.into(),
        ];
        turn.run(&sql, values).await?;
        let note = Note {
            object: id.to_string(),
            ..note.clone()
        };
        turn.commit_with(&note).await?;
        Ok(id)
    }

    async fn playbooks(&self) -> Result<Vec<Playbook>, StoreError> {
        // Index: the primary key.
        let rest = "WHERE version = (SELECT MAX(p.version) FROM playbooks AS p WHERE p.id = playbooks.id) \
                    ORDER BY name, id";
        select(self, "list playbooks", rest, Vec::new()).await
    }

    async fn playbook_versions(&self, id: PlaybookId) -> Result<Vec<Playbook>, StoreError> {
        // Index: the primary key.
        let rest = "WHERE id = $1 ORDER BY version DESC";
        select(self, "read a playbook", rest, vec![id.0.into()]).await
    }
}

async fn select(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Playbook>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM playbooks {rest}");
    let found = rows(store, act, &sql, values).await?;
    found.iter().map(|row| read(row, act)).collect()
}

fn read(row: &QueryResult, act: &'static str) -> Result<Playbook, StoreError> {
    let columns = Columns { row, act };
    let id = PlaybookId(columns.get(0)?);
    Ok(Playbook {
        id,
        version: columns.get(1)?,
        name: columns.get(2)?,
        body: serde_json::from_str(&columns.get::<String>(3)?)
            .map_err(|error| corrupt(act, format!("the playbook {id}: {error}")))?,
        changed: (columns.get(4)?, Moment(columns.get(5)?)),
    })
}
