//! Saved searches. There are few: a desk has dozens.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{Moment, Note, PersonId, SavedSearch, SavedSearchId, SessionHash};
use ports::{SavedStore, StoreError};
use sea_orm::{QueryResult, Value};

const COLUMNS: &str =
    "id, name, query, made_by, made_by_name, made_at, office_held, approved_by, approved_at";

#[async_trait]
impl SavedStore for SqlStore {
    async fn save_search(
        &self,
        search: &SavedSearch,
        secret: &SessionHash,
        note: &Note,
    ) -> Result<SavedSearchId, StoreError> {
        let turn = Turn::begin(self, "save a search").await?;
        let id = turn.next_id("saved_searches").await?;
        let sql = "INSERT INTO saved_searches (id, name, query, made_by, made_by_name, made_at, \
                   office_held, secret) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values: [Value; 8] = [
            id.into(),
            without_nul(&search.name).into(),
            without_nul(&search.query).into(),
            search.made_by.0.into(),
            without_nul(&search.made_by_name).into(),
            search.made_at.0.into(),
            search.office_held.as_deref().map(without_nul).into(),
            secret.0.as_str().into(),
        ];
        turn.run(sql, values).await?;
        turn.commit_with(note).await?;
        Ok(SavedSearchId(id))
    }

    async fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        const ACT: &str = "list saved searches";
        let sql = format!("SELECT {COLUMNS} FROM saved_searches ORDER BY name, id");
        let found = rows(self, ACT, &sql, []).await?;
        found.iter().map(|row| search(row, ACT)).collect()
    }

    async fn saved_search_at(
        &self,
        secret: &SessionHash,
    ) -> Result<Option<SavedSearch>, StoreError> {
        const ACT: &str = "look up a saved search";
        // Index: saved_searches_secret.
        let sql = format!("SELECT {COLUMNS} FROM saved_searches WHERE secret = $1");
        let found = rows(self, ACT, &sql, [secret.0.as_str().into()]).await?;
        found.first().map(|row| search(row, ACT)).transpose()
    }

    async fn approve_search(
        &self,
        id: SavedSearchId,
        by: &str,
        at: Moment,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "approve a saved search").await?;
        let sql = "UPDATE saved_searches SET approved_by = $1, approved_at = $2 \
                   WHERE id = $3 AND office_held IS NOT NULL AND approved_at IS NULL";
        let values: [Value; 3] = [without_nul(by).into(), at.0.into(), id.0.into()];
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict("it is gone or waits for nobody"));
        }
        turn.commit_with(note).await
    }

    async fn renew_search(
        &self,
        id: SavedSearchId,
        secret: &SessionHash,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "give a saved search another address").await?;
        let sql = "UPDATE saved_searches SET secret = $1 WHERE id = $2";
        let values: [Value; 2] = [secret.0.as_str().into(), id.0.into()];
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict("it is gone"));
        }
        turn.commit_with(note).await
    }

    async fn drop_search(&self, id: SavedSearchId, note: &Note) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "drop a saved search").await?;
        let sql = "DELETE FROM saved_searches WHERE id = $1";
        if turn.run(sql, [id.0.into()]).await? == 0 {
            return Err(turn.conflict("it is gone already"));
        }
        turn.commit_with(note).await
    }
}

fn search(row: &QueryResult, act: &'static str) -> Result<SavedSearch, StoreError> {
    let columns = Columns { row, act };
    let approved_by: Option<String> = columns.get(7)?;
    let approved_at: Option<i64> = columns.get(8)?;
    Ok(SavedSearch {
        id: SavedSearchId(columns.get(0)?),
        name: columns.get(1)?,
        query: columns.get(2)?,
        made_by: PersonId(columns.get(3)?),
        made_by_name: columns.get(4)?,
        made_at: Moment(columns.get(5)?),
        office_held: columns.get(6)?,
        approved: approved_by.zip(approved_at.map(Moment)),
    })
}
