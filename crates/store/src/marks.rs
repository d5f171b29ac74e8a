//! Documents as they are counted: without their texts.

use crate::SqlStore;
use crate::lists::rows;
use crate::rows::{Columns, places};
use crate::sql::placeholders;
use model::{DocumentId, DocumentMark, EventId, Moment, SourceId};
use ports::StoreError;

/// Ids of one look-up.
const IDS_PER_QUERY: usize = 500;

pub(crate) async fn marks(
    store: &SqlStore,
    ids: &[DocumentId],
) -> Result<Vec<DocumentMark>, StoreError> {
    const ACT: &str = "read what is counted of documents";
    let mut found = Vec::with_capacity(ids.len());
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    for chunk in sorted.chunks(IDS_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT id, event_id, source_id, published_at, places FROM documents WHERE id IN ({}) ORDER BY id",
            placeholders(chunk.len())
        );
        let values = chunk.iter().map(|id| id.0.into()).collect();
        for row in rows(store, sql, values, ACT).await? {
            let columns = Columns {
                row: &row,
                act: ACT,
            };
            found.push(DocumentMark {
                id: DocumentId(columns.get(0)?),
                event: EventId(columns.get(1)?),
                source: SourceId(columns.get(2)?),
                published_at: Moment(columns.get(3)?),
                places: places(&columns.get::<String>(4)?),
            });
        }
    }
    Ok(found)
}
