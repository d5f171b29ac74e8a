//! Heat: its settings, what it is reckoned and explained of, and events to be reckoned anew.

use crate::SqlStore;
use crate::documents::{execute, next_revision_in};
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::sql::{insert_sql, pairs};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{
    Document, EventHeat, EventId, HeatBucket, HeatSettings, ItemKey, Moment, Note, Placement,
    RankReading, Reach, SourceId, SourceKind,
};
use ports::{HeatStore, ListReading, StoreError};
use sea_orm::{DatabaseTransaction, DbBackend, QueryResult, Value};
use std::collections::BTreeMap;

/// Milliseconds in a quarter of an hour.
const QUARTER_MS: i64 = 900_000;
/// Rows of one insert.
const ROWS_PER_INSERT: usize = 100;
/// A new basis: all events of an older one are gone through once more, from the first.
pub(crate) const NEW_BASIS: &str =
    "UPDATE heat SET basis = basis + 1, reckoned_to = 0 WHERE id = 1";

#[async_trait]
impl HeatStore for SqlStore {
    async fn heat(&self) -> Result<(HeatSettings, i64), StoreError> {
        const ACT: &str = "read the settings of heat";
        let sql = "SELECT settings, basis FROM heat WHERE id = 1";
        let found = rows(self, ACT, sql, []).await?;
        let row = found
            .first()
            .ok_or_else(|| corrupt(ACT, "the row of heat is missing"))?;
        let columns = Columns { row, act: ACT };
        let settings = serde_json::from_str(&columns.get::<String>(0)?)
            .map_err(|error| corrupt(ACT, error.to_string()))?;
        Ok((settings, columns.get(1)?))
    }

    async fn change_heat(
        &self,
        settings: &HeatSettings,
        basis: i64,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change the settings of heat").await?;
        let text = serde_json::to_string(settings).expect("settings are plain numbers");
        let sql = "UPDATE heat SET settings = $1 WHERE id = 1 AND basis = $2";
        if turn.run(sql, [text.into(), basis.into()]).await? == 0 {
            return Err(turn.conflict("somebody else changed how heat is counted meanwhile"));
        }
        turn.run(NEW_BASIS, []).await?;
        turn.commit_with(note).await
    }

    async fn stale_events(&self, limit: u64) -> Result<Vec<EventId>, StoreError> {
        const ACT: &str = "look for events to be reckoned anew";
        // Index: the primary key, from where the last ones were reckoned.
        let sql = "SELECT events.id FROM heat JOIN events ON events.id > heat.reckoned_to \
                   AND events.heat_basis < heat.basis WHERE heat.id = 1 AND heat.reckoned < heat.basis \
                   ORDER BY events.id LIMIT $1";
        let found = rows(self, ACT, sql, [(limit as i64).into()]).await?;
        let id = |row: &QueryResult| Ok(EventId(Columns { row, act: ACT }.get(0)?));
        found.iter().map(id).collect()
    }

    async fn stale_count(&self, most: u64) -> Result<i64, StoreError> {
        const ACT: &str = "count events to be reckoned anew";
        // Index: the primary key. What lies behind the last one reckoned is mostly stale.
        let sql = "SELECT COUNT(*) FROM (SELECT events.id FROM heat JOIN events \
                   ON events.id > heat.reckoned_to AND events.heat_basis < heat.basis \
                   WHERE heat.id = 1 AND heat.reckoned < heat.basis LIMIT $1) AS stale";
        let found = rows(self, ACT, sql, [(most as i64).into()]).await?;
        let counted = found.first().map(|row| Columns { row, act: ACT }.get(0));
        Ok(counted.transpose()?.unwrap_or(0))
    }

    async fn keep_heat(&self, events: &[EventHeat]) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "keep heat that was reckoned anew").await?;
        let revision = next_revision_in(&turn).await?;
        let sql = "UPDATE events SET heat_log = $1, pulse_log = $2, heat_basis = $3, revision = $4 WHERE id = $5";
        for event in events {
            let values: [Value; 5] = [
                event.heat_log.into(),
                event.pulse_log.into(),
                event.heat_basis.into(),
                revision.into(),
                event.id.0.into(),
            ];
            turn.run(sql, values).await?;
        }
        if let Some(last) = events.iter().max_by_key(|event| event.id) {
            let sql = "UPDATE heat SET reckoned_to = $1 WHERE id = 1 AND basis = $2";
            turn.run(sql, [last.id.0.into(), last.heat_basis.into()])
                .await?;
        }
        turn.commit().await
    }

    async fn heat_reckoned(&self, basis: i64) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "end reckoning heat anew").await?;
        let sql = "UPDATE heat SET reckoned = $1 WHERE id = 1 AND basis = $1";
        turn.run(sql, [basis.into()]).await?;
        turn.commit().await
    }

    async fn heat_buckets(
        &self,
        event: EventId,
        from: Moment,
    ) -> Result<Vec<HeatBucket>, StoreError> {
        const ACT: &str = "read what an event's heat is made of";
        // Index: documents_event, then the primary key of flood_documents. Times before 1970 are never
        // kept, so the division rounds down.
        let sql = "SELECT d.published_at / 900000 AS quarter, s.kind, s.reach, \
                   CAST(CASE WHEN d.copy_of IS NULL THEN 0 ELSE 1 END AS BIGINT) AS copied, \
                   CAST(CASE WHEN f.counts = 0 THEN 1 ELSE 0 END AS BIGINT) AS flooded, \
                   COUNT(*), CAST(SUM(d.published_at % 900000) AS BIGINT) \
                   FROM documents AS d JOIN sources AS s ON s.id = d.source_id \
                   LEFT JOIN flood_documents AS f ON f.document_id = d.id \
                   WHERE d.event_id = $1 AND d.published_at >= $2 \
                   GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
        let found = rows(self, ACT, sql, [event.0.into(), from.0.into()]).await?;
        found.iter().map(|row| bucket(row, ACT)).collect()
    }

    async fn event_readings(
        &self,
        event: EventId,
        from: Moment,
        limit: u64,
    ) -> Result<Vec<ListReading>, StoreError> {
        const ACT: &str = "read how an event stood on hot lists";
        // Index: documents_event, then the primary key of hot_ranks.
        let sql = "SELECT r.at, r.rank, r.places, r.for_ms, s.id, s.name FROM documents AS d \
                   JOIN sources AS s ON s.id = d.source_id AND s.kind = 'hotlist' \
                   JOIN hot_ranks AS r ON r.source_id = d.namespace AND r.external_id = d.external_id \
                   WHERE d.event_id = $1 AND r.at >= $2 ORDER BY r.at DESC, d.id DESC LIMIT $3";
        let values = [event.0.into(), from.0.into(), (limit as i64).into()];
        let found = rows(self, ACT, sql, values).await?;
        let one = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            Ok(ListReading {
                reading: reading(&columns, 0)?,
                source: SourceId(columns.get(4)?),
                name: columns.get(5)?,
            })
        };
        found.iter().rev().map(one).collect()
    }

    async fn readings(&self, keys: &[ItemKey]) -> Result<Vec<(ItemKey, RankReading)>, StoreError> {
        const ACT: &str = "read how matters stood on hot lists";
        let mut found = Vec::new();
        for chunk in keys.chunks(ROWS_PER_INSERT) {
            // Index: the primary key of hot_ranks.
            let sql = format!(
                "SELECT at, rank, places, for_ms, source_id, external_id FROM hot_ranks \
                 WHERE (source_id, external_id) IN (VALUES {}) ORDER BY source_id, external_id, at",
                pairs(chunk.len())
            );
            let values = chunk
                .iter()
                .flat_map(|key| [key.namespace.into(), without_nul(&key.external_id).into()]);
            for row in &rows(self, ACT, &sql, values).await? {
                let columns = Columns { row, act: ACT };
                let key = ItemKey {
                    namespace: columns.get(4)?,
                    external_id: columns.get(5)?,
                };
                found.push((key, reading(&columns, 0)?));
            }
        }
        Ok(found)
    }

    async fn heard(&self, from: Moment, to: Moment) -> Result<Vec<(Moment, i64)>, StoreError> {
        const ACT: &str = "read how much the desk heard";
        // Index: the primary key.
        let sql = "SELECT quarter, documents FROM heard WHERE quarter >= $1 AND quarter < $2 ORDER BY quarter";
        let quarter = |at: Moment| Value::from(at.0.div_euclid(QUARTER_MS));
        let found = rows(self, ACT, sql, [quarter(from), quarter(to)]).await?;
        let one = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            Ok((Moment(columns.get::<i64>(0)? * QUARTER_MS), columns.get(1)?))
        };
        found.iter().map(one).collect()
    }
}

fn bucket(row: &QueryResult, act: &'static str) -> Result<HeatBucket, StoreError> {
    let columns = Columns { row, act };
    Ok(HeatBucket {
        start: Moment(columns.get::<i64>(0)? * QUARTER_MS),
        kind: SourceKind::from_word(&columns.get::<String>(1)?),
        reach: Reach::from_word(&columns.get::<String>(2)?),
        copies: columns.get::<i64>(3)? != 0,
        flooded: columns.get::<i64>(4)? != 0,
        count: columns.get(5)?,
        after_ms: columns.get(6)?,
    })
}

/// A reading of a hot list from four columns beginning at `first`.
pub(crate) fn reading(columns: &Columns, first: usize) -> Result<RankReading, StoreError> {
    Ok(RankReading {
        at: Moment(columns.get(first)?),
        rank: columns.get(first + 1)?,
        places: columns.get(first + 2)?,
        for_ms: columns.get(first + 3)?,
    })
}

/// Counts what a batch adds to what the desk heard, inside the transaction that keeps it.
pub(crate) async fn count_heard(
    transaction: &DatabaseTransaction,
    backend: DbBackend,
    documents: &[(Document, Placement)],
) -> Result<(), StoreError> {
    let mut quarters: BTreeMap<i64, i64> = BTreeMap::new();
    for (document, _) in documents {
        let quarter = document.published_at.0.div_euclid(QUARTER_MS);
        *quarters.entry(quarter).or_default() += 1;
    }
    let quarters: Vec<(i64, i64)> = quarters.into_iter().collect();
    let more =
        " ON CONFLICT (quarter) DO UPDATE SET documents = heard.documents + excluded.documents";
    for chunk in quarters.chunks(ROWS_PER_INSERT) {
        let sql = insert_sql(backend, "heard", "quarter, documents", 2, chunk.len(), more);
        let values = chunk
            .iter()
            .flat_map(|(quarter, count)| [(*quarter).into(), (*count).into()])
            .collect();
        execute(transaction, backend, sql, values, "count what is heard").await?;
    }
    Ok(())
}
