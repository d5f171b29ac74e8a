//! One write or one look at the database, under the name of the act.

use crate::SqlStore;
use crate::documents::begin;
use crate::errors::{corrupt, failed};
use crate::rows::Columns;
use model::Note;
use ports::StoreError;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};

/// A write: statements in one transaction, nothing of which is seen before the commit.
pub(crate) struct Turn {
    transaction: DatabaseTransaction,
    backend: DbBackend,
    pub(crate) act: &'static str,
}

impl Turn {
    /// Waits for its turn and begins.
    pub(crate) async fn begin(store: &SqlStore, act: &'static str) -> Result<Self, StoreError> {
        Ok(Self {
            transaction: begin(store, act).await?,
            backend: store.backend,
            act,
        })
    }

    pub(crate) fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.backend
    }

    fn statement(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, sql, values)
    }

    /// Runs a statement; gives the number of rows it touched.
    pub(crate) async fn run(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        self.transaction
            .execute_raw(self.statement(sql, values))
            .await
            .map(|done| done.rows_affected())
            .map_err(failed(self.act))
    }

    /// The first row, if any.
    pub(crate) async fn row(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<QueryResult>, StoreError> {
        self.transaction
            .query_one_raw(self.statement(sql, values))
            .await
            .map_err(failed(self.act))
    }

    /// All rows.
    pub(crate) async fn rows(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        self.transaction
            .query_all_raw(self.statement(sql, values))
            .await
            .map_err(failed(self.act))
    }

    /// The number after the highest in this table. Whoever holds the turn is alone.
    pub(crate) async fn next_id(&self, table: &str) -> Result<i64, StoreError> {
        let sql = format!("SELECT COALESCE(MAX(id), 0) + 1 FROM {table}");
        let row = self.row(&sql, []).await?;
        let row = row.ok_or_else(|| corrupt(self.act, "counting gives no row"))?;
        self.columns(&row).get(0)
    }

    /// The columns of a row of this turn.
    pub(crate) fn columns<'a>(&self, row: &'a QueryResult) -> Columns<'a> {
        Columns { row, act: self.act }
    }

    /// What stands against the write, as an error.
    pub(crate) fn conflict(&self, why: impl Into<String>) -> StoreError {
        StoreError::Conflict {
            act: self.act,
            why: why.into(),
        }
    }

    /// Makes everything of this turn lasting, with its entry in the record of use.
    pub(crate) async fn commit_with(self, note: &Note) -> Result<(), StoreError> {
        crate::audit::append(&self, note).await?;
        self.commit().await
    }

    /// Makes everything of this turn lasting.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(failed(self.act))
    }
}

/// Rows of a question to the readers' connections.
pub(crate) async fn rows(
    store: &SqlStore,
    act: &'static str,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, StoreError> {
    store
        .readers
        .query_all_raw(Statement::from_sql_and_values(store.backend, sql, values))
        .await
        .map_err(failed(act))
}
