//! Documents that are kept for a time: the rules, what is due, what is left.

use crate::rows::Columns;
use crate::sql::placeholders;
use crate::turn::{Turn, rows};
use crate::{SqlStore, purge, room};
use async_trait::async_trait;
use model::{
    DocumentId, DueCount, EventId, KeepDue, KeepRule, KeepRules, KeepScope, Moment, Note, PurgeDay,
    PurgedDocument, PurgedSum, SourceId, SourceKind,
};
use ports::{DiskUse, LeftOver, RetentionStore, StoreError};
use sea_orm::{QueryResult, Value};

/// Ids of one look-up.
const IDS_PER_QUERY: usize = 400;
/// What keeps document `d`: a hold of its own, or one on its event.
pub(crate) const HELD: &str =
    // Index: hold_documents_document, holds_event.
    "(EXISTS (SELECT 1 FROM hold_documents AS h WHERE h.document_id = d.id) \
      OR EXISTS (SELECT 1 FROM holds AS e WHERE e.event_id = d.event_id AND e.released_at IS NULL))";

#[async_trait]
impl RetentionStore for SqlStore {
    async fn keep_rules(&self) -> Result<KeepRules, StoreError> {
        const ACT: &str = "read how long documents are kept";
        let sql = "SELECT scope, days, before, changed_at FROM keep_rules ORDER BY scope";
        let found = rows(self, ACT, sql, []).await?;
        let mut rules = Vec::with_capacity(found.len());
        for row in &found {
            let columns = Columns { row, act: ACT };
            // What a newer program keeps by other scopes is nothing to purge by.
            if let Some(scope) = KeepScope::from_word(&columns.get::<String>(0)?) {
                rules.push(KeepRule {
                    scope,
                    days: days(columns.get(1)?),
                    before: days(columns.get(2)?),
                    changed_at: Moment(columns.get(3)?),
                });
            }
        }
        Ok(KeepRules(rules))
    }

    async fn change_keep_rules(&self, rules: &[KeepRule], note: &Note) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change how long documents are kept").await?;
        let sql = "INSERT INTO keep_rules (scope, days, before, changed_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (scope) DO UPDATE SET days = excluded.days, before = excluded.before, \
                   changed_at = excluded.changed_at";
        for rule in rules {
            let values: [Value; 4] = [
                rule.scope.word().into(),
                rule.days.map(i64::from).into(),
                rule.before.map(i64::from).into(),
                rule.changed_at.0.into(),
            ];
            turn.run(sql, values).await?;
        }
        turn.commit_with(note).await
    }

    async fn all_sources(&self) -> Result<Vec<(SourceId, SourceKind)>, StoreError> {
        const ACT: &str = "list all sources";
        let sql = "SELECT id, kind FROM sources ORDER BY id";
        let mut sources = Vec::new();
        for row in &rows(self, ACT, sql, []).await? {
            let columns = Columns { row, act: ACT };
            let kind = SourceKind::from_word(&columns.get::<String>(1)?);
            sources.extend(kind.map(|kind| (columns.get(0).map(SourceId), kind)));
        }
        sources
            .into_iter()
            .map(|(id, kind)| Ok((id?, kind)))
            .collect()
    }

    async fn count_due(&self, due: &KeepDue) -> Result<DueCount, StoreError> {
        const ACT: &str = "count the documents that are due";
        let sql = format!(
            "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN {HELD} THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM documents AS d WHERE {}",
            which_due(due)
        );
        let found = rows(self, ACT, &sql, due_values(due)).await?;
        let Some(row) = found.first() else {
            return Ok(DueCount::default());
        };
        let columns = Columns { row, act: ACT };
        let (old, held) = (columns.get::<i64>(0)?, columns.get::<i64>(1)?);
        Ok(DueCount {
            documents: (old - held).unsigned_abs(),
            held: held.unsigned_abs(),
        })
    }

    async fn purge(
        &self,
        due: &KeepDue,
        day: i64,
        at: Moment,
        most: u64,
    ) -> Result<u64, StoreError> {
        purge::purge(self, due, day, at, most).await
    }

    async fn left_over(&self, most: u64) -> Result<Vec<LeftOver>, StoreError> {
        purge::left_over(self, most).await
    }

    async fn gone(&self, what: &[LeftOver]) -> Result<(), StoreError> {
        purge::gone(self, what).await
    }

    async fn purged(&self, ids: &[DocumentId]) -> Result<Vec<PurgedDocument>, StoreError> {
        const ACT: &str = "look up purged documents";
        let mut found = Vec::new();
        for chunk in ids.chunks(IDS_PER_QUERY) {
            // Index: the primary key.
            let sql = format!(
                "SELECT d.id, d.event_id, d.source_id, s.name, d.published_at, d.arrived_at, d.purged_at, \
                 d.purged_days FROM documents AS d JOIN sources AS s ON s.id = d.source_id \
                 WHERE d.id IN ({}) AND d.purged_at IS NOT NULL ORDER BY d.id",
                placeholders(chunk.len())
            );
            let values = chunk.iter().map(|id| id.0.into());
            for row in &rows(self, ACT, &sql, values).await? {
                found.push(purged(row, ACT)?);
            }
        }
        Ok(found)
    }

    async fn purged_of(&self, event: EventId) -> Result<Vec<PurgedSum>, StoreError> {
        const ACT: &str = "count an event's purged documents";
        // Index: documents_purged.
        let sql = "SELECT purged_days, COUNT(*), MAX(purged_at) FROM documents \
                   WHERE event_id = $1 AND purged_at IS NOT NULL GROUP BY purged_days ORDER BY purged_days";
        let found = rows(self, ACT, sql, [event.0.into()]).await?;
        let sum = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            Ok(PurgedSum {
                days: columns.get::<i64>(0)? as u32,
                documents: columns.get::<i64>(1)?.unsigned_abs(),
                last_at: Moment(columns.get(2)?),
            })
        };
        found.iter().map(sum).collect()
    }

    async fn listed_members(&self, event: EventId) -> Result<i64, StoreError> {
        crate::events::listed_members(self, event).await
    }

    async fn purge_days(&self, most: u64) -> Result<Vec<PurgeDay>, StoreError> {
        const ACT: &str = "read what was purged";
        // Index: the primary key, read from its end.
        let sql = "SELECT day, days, COUNT(*), CAST(SUM(documents) AS BIGINT) FROM purges \
                   GROUP BY day, days ORDER BY day DESC, days LIMIT $1";
        let found = rows(self, ACT, sql, [(most as i64).into()]).await?;
        let day = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            Ok(PurgeDay {
                day: columns.get(0)?,
                days: columns.get::<i64>(1)? as u32,
                sources: columns.get::<i64>(2)?.unsigned_abs(),
                documents: columns.get::<i64>(3)?.unsigned_abs(),
            })
        };
        found.iter().map(day).collect()
    }

    async fn disk_use(&self) -> Result<DiskUse, StoreError> {
        room::disk_use(self).await
    }

    async fn give_back(&self) -> Result<bool, StoreError> {
        room::give_back(self).await
    }

    async fn tidy(&self, whole: bool) -> Result<(), StoreError> {
        room::tidy(self, whole).await
    }
}

/// Documents `d` that are old enough, by [`due_values`]. Index: documents_kept; for what stands on
/// hot lists the primary key of hot_ranks too.
pub(crate) fn which_due(due: &KeepDue) -> String {
    let listed = if due.kind == SourceKind::HotList {
        " AND NOT EXISTS (SELECT 1 FROM hot_ranks AS r WHERE r.source_id = d.namespace \
         AND r.external_id = d.external_id AND r.at >= $2)"
    } else {
        ""
    };
    format!("d.source_id = $1 AND d.arrived_at < $2 AND d.purged_at IS NULL{listed}")
}

pub(crate) fn due_values(due: &KeepDue) -> [Value; 2] {
    [due.source.0.into(), due.before.0.into()]
}

/// A number that no rule can have is read as for ever: nothing is purged by mistake.
fn days(stored: Option<i64>) -> Option<u32> {
    stored.map(|days| u32::try_from(days).unwrap_or(0))
}

fn purged(row: &QueryResult, act: &'static str) -> Result<PurgedDocument, StoreError> {
    let columns = Columns { row, act };
    Ok(PurgedDocument {
        id: DocumentId(columns.get(0)?),
        event: EventId(columns.get(1)?),
        source: SourceId(columns.get(2)?),
        source_name: columns.get(3)?,
        published_at: Moment(columns.get(4)?),
        arrived_at: Moment(columns.get(5)?),
        purged_at: Moment(columns.get(6)?),
        days: columns.get::<i64>(7)? as u32,
    })
}
