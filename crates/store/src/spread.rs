//! What spread is drawn of, and looks of people at events.

use crate::SqlStore;
use crate::rows::{Columns, places};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{DocumentId, EventId, Look, Moment, PersonId, SourceId};
use ports::{EventStep, SpreadStore, StoreError};
use sea_orm::QueryResult;

#[async_trait]
impl SpreadStore for SqlStore {
    async fn event_steps(&self, event: EventId, limit: u64) -> Result<Vec<EventStep>, StoreError> {
        const ACT: &str = "read how an event spread";
        // Index: documents_event.
        let sql = "SELECT id, source_id, published_at, copy_of, reuses, places FROM documents \
                   WHERE event_id = $1 ORDER BY published_at, id LIMIT $2";
        let found = rows(self, ACT, sql, [event.0.into(), (limit as i64).into()]).await?;
        found.iter().map(|row| step(row, ACT)).collect()
    }

    async fn event_look(
        &self,
        person: PersonId,
        event: EventId,
    ) -> Result<Option<Look>, StoreError> {
        const ACT: &str = "read somebody's last look at an event";
        // Index: the primary key.
        let sql = "SELECT since, last, at FROM event_looks WHERE person_id = $1 AND event_id = $2";
        let found = rows(self, ACT, sql, [person.0.into(), event.0.into()]).await?;
        let look = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            Ok(Look {
                since: DocumentId(columns.get(0)?),
                last: DocumentId(columns.get(1)?),
                at: Moment(columns.get(2)?),
            })
        };
        found.first().map(look).transpose()
    }

    async fn looked_at_event(
        &self,
        person: PersonId,
        event: EventId,
        look: &Look,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "remember a look at an event").await?;
        let sql = "INSERT INTO event_looks (person_id, event_id, since, last, at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, event_id) DO UPDATE \
                   SET since = excluded.since, last = excluded.last, at = excluded.at";
        let numbers = [person.0, event.0, look.since.0, look.last.0, look.at.0];
        turn.run(sql, numbers.map(Into::into)).await?;
        turn.commit().await
    }
}

fn step(row: &QueryResult, act: &'static str) -> Result<EventStep, StoreError> {
    let columns = Columns { row, act };
    Ok(EventStep {
        document: DocumentId(columns.get(0)?),
        source: SourceId(columns.get(1)?),
        at: Moment(columns.get(2)?),
        copy_of: columns.get::<Option<i64>>(3)?.map(DocumentId),
        reuses: columns.get::<Option<i64>>(4)?.map(DocumentId),
        places: places(&columns.get::<String>(5)?),
    })
}
