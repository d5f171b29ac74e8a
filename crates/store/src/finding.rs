//! What a search asks: documents of events, heat of documents.

use crate::SqlStore;
use crate::rows::Columns;
use crate::sql::placeholders;
use crate::turn::rows;
use async_trait::async_trait;
use model::{DocumentId, EventId};
use ports::{FindingStore, StoreError};
use sea_orm::Value;

/// Ids of one look-up.
const IDS_PER_QUERY: usize = 400;

#[async_trait]
impl FindingStore for SqlStore {
    async fn documents_of(
        &self,
        events: &[EventId],
        limit: u64,
    ) -> Result<Vec<DocumentId>, StoreError> {
        const ACT: &str = "list the documents of events";
        let mut found = Vec::new();
        for chunk in events.chunks(IDS_PER_QUERY) {
            let left = limit.saturating_sub(found.len() as u64);
            if left == 0 {
                break;
            }
            // Index: documents_event.
            let sql = format!(
                "SELECT id FROM documents WHERE event_id IN ({}) LIMIT ${}",
                placeholders(chunk.len()),
                chunk.len() + 1
            );
            let ids = chunk.iter().map(|id| Value::from(id.0));
            let values: Vec<Value> = ids.chain([(left as i64).into()]).collect();
            for row in rows(self, ACT, &sql, values).await? {
                let columns = Columns {
                    row: &row,
                    act: ACT,
                };
                found.push(DocumentId(columns.get(0)?));
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    async fn heat_of(
        &self,
        documents: &[DocumentId],
    ) -> Result<Vec<(DocumentId, f64)>, StoreError> {
        const ACT: &str = "look up the heat of documents";
        let mut found = Vec::with_capacity(documents.len());
        for chunk in documents.chunks(IDS_PER_QUERY) {
            // Index: the primary keys of both.
            let sql = format!(
                "SELECT documents.id, events.heat_log FROM documents \
                 JOIN events ON events.id = documents.event_id WHERE documents.id IN ({})",
                placeholders(chunk.len())
            );
            let values: Vec<Value> = chunk.iter().map(|id| id.0.into()).collect();
            for row in rows(self, ACT, &sql, values).await? {
                let columns = Columns {
                    row: &row,
                    act: ACT,
                };
                found.push((DocumentId(columns.get(0)?), columns.get(1)?));
            }
        }
        Ok(found)
    }
}
