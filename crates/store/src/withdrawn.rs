//! Posts that their authors withdrew. The row keeps its text, so that a mark can be taken back;
//! whoever reads it knows, and shows none.

use crate::SqlStore;
use crate::documents::next_revision_in;
use crate::rows::Columns;
use crate::sql::pairs;
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{DocumentId, EventId, EventRecord, Moment, Note};
use ports::{StoreError, WithdrawnStore};
use sea_orm::Value;

/// Rows of one statement.
const ROWS_PER_STATEMENT: usize = 200;

#[async_trait]
impl WithdrawnStore for SqlStore {
    async fn mark_withdrawn(
        &self,
        id: DocumentId,
        withdrawn: bool,
        by_person: bool,
        note: &Note,
    ) -> Result<bool, StoreError> {
        let turn = Turn::begin(self, "mark a document as withdrawn").await?;
        // What a person said stays until a person says otherwise. Index: the primary key.
        let (now, person) = (if withdrawn { "NULL" } else { "NOT NULL" }, by_person);
        let free = if person {
            ""
        } else {
            " AND COALESCE(withdrawn_by_person, 0) = 0"
        };
        let sql = format!(
            "UPDATE documents SET withdrawn_at = $1, withdrawn_by_person = $2 \
             WHERE id = $3 AND purged_at IS NULL AND withdrawn_at IS {now}{free}"
        );
        let values: [Value; 3] = [
            withdrawn.then_some(note.at.0).into(),
            i64::from(person).into(),
            id.0.into(),
        ];
        if turn.run(&sql, values).await? == 0 {
            return Ok(false);
        }
        retitle(&turn, EventId(id.0)).await?;
        let revision = next_revision_in(&turn).await?;
        let sql = "UPDATE events SET revision = $1 WHERE id = $2 \
                   OR id = (SELECT event_id FROM documents WHERE id = $2)";
        turn.run(sql, [revision.into(), id.0.into()]).await?;
        let sql = "INSERT INTO index_anew (document_id, revision) VALUES ($1, $2) \
                   ON CONFLICT (document_id) DO UPDATE SET revision = excluded.revision";
        turn.run(sql, [id.0.into(), revision.into()]).await?;
        turn.commit_with(note).await?;
        Ok(true)
    }

    async fn withdrawn_of(&self, event: EventId) -> Result<(i64, Option<Moment>), StoreError> {
        const ACT: &str = "count an event's withdrawn documents";
        // Index: documents_withdrawn.
        let sql = "SELECT COUNT(*), MAX(withdrawn_at) FROM documents \
                   WHERE event_id = $1 AND withdrawn_at IS NOT NULL";
        let found = rows(self, ACT, sql, [event.0.into()]).await?;
        let Some(row) = found.first() else {
            return Ok((0, None));
        };
        let columns = Columns { row, act: ACT };
        let last: Option<i64> = columns.get(1)?;
        Ok((columns.get(0)?, last.map(Moment)))
    }

    async fn to_index_anew(&self, most: u64) -> Result<Vec<(DocumentId, i64)>, StoreError> {
        const ACT: &str = "look what the index has to take anew";
        // Index: the primary key.
        let sql = "SELECT document_id, revision FROM index_anew ORDER BY document_id LIMIT $1";
        let found = rows(self, ACT, sql, [(most as i64).into()]).await?;
        let ids = found.iter().map(|row| {
            let columns = Columns { row, act: ACT };
            Ok((DocumentId(columns.get(0)?), columns.get(1)?))
        });
        ids.collect()
    }

    async fn indexed_anew(&self, taken: &[(DocumentId, i64)]) -> Result<(), StoreError> {
        if taken.is_empty() {
            return Ok(());
        }
        let turn = Turn::begin(self, "note what the index took anew").await?;
        for chunk in taken.chunks(ROWS_PER_STATEMENT) {
            // What changed again since is taken once more.
            let sql = format!(
                "DELETE FROM index_anew WHERE (document_id, revision) IN (VALUES {})",
                pairs(chunk.len())
            );
            let each = |(id, revision): &(DocumentId, i64)| [id.0.into(), (*revision).into()];
            turn.run(&sql, chunk.iter().flat_map(each)).await?;
        }
        turn.commit().await
    }
}

/// Events whose title is that of the post that opened them show whether its author withdrew it.
async fn retitle(turn: &Turn, event: EventId) -> Result<(), StoreError> {
    // Index: both primary keys.
    let sql = "UPDATE events SET untitled = CASE WHEN named = 0 AND EXISTS (SELECT 1 FROM documents \
               WHERE documents.id = events.id AND documents.withdrawn_at IS NOT NULL) \
               THEN 1 ELSE 0 END WHERE id = $1";
    turn.run(sql, [event.0.into()]).await?;
    Ok(())
}

/// The same for events that were changed.
pub(crate) async fn retitle_all(turn: &Turn, events: &[EventRecord]) -> Result<(), StoreError> {
    for event in events {
        retitle(turn, event.id).await?;
    }
    Ok(())
}
