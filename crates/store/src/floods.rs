//! Copy-paste floods: what they are found among, and what was found.

use crate::SqlStore;
use crate::documents::next_revision_in;
use crate::errors::corrupt;
use crate::lists::number;
use crate::rows::Columns;
use crate::sql::{insert_sql, placeholders};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{DocumentId, EventHeat, EventId, Flood, FloodRecord, Moment, Reason, SourceId};
use ports::{FloodStore, FloodsOf, FoldedPost, KeptBatch, StoreError};
use sea_orm::{QueryResult, Value};
use std::collections::HashMap;

/// Rows of one insert.
const ROWS_PER_INSERT: usize = 100;
/// Texts that one query asks for.
const HEADS_PER_QUERY: usize = 400;
/// Characters of a text that stand for its headline where it has none.
const LENT_TITLE_CHARS: i64 = 40;

#[async_trait]
impl FloodStore for SqlStore {
    async fn flooded_to(&self) -> Result<DocumentId, StoreError> {
        let sql = "SELECT looked_to FROM flood_watch WHERE id = 1";
        let looked = number(self, sql, Vec::new(), "see where floods were looked for");
        looked.await.map(DocumentId)
    }

    async fn heads_after(
        &self,
        after: DocumentId,
        limit: u64,
    ) -> Result<Vec<(DocumentId, Option<DocumentId>)>, StoreError> {
        const ACT: &str = "read what was folded lately";
        // Index: the primary key.
        let sql = "SELECT id, copy_of FROM documents WHERE id > $1 ORDER BY id LIMIT $2";
        let found = rows(self, ACT, sql, [after.0.into(), (limit as i64).into()]).await?;
        let pair = |row: &QueryResult| {
            let columns = Columns { row, act: ACT };
            let head = columns.get::<Option<i64>>(1)?.map(DocumentId);
            Ok((DocumentId(columns.get(0)?), head))
        };
        found.iter().map(pair).collect()
    }

    async fn crowded(
        &self,
        heads: &[DocumentId],
        copies_min: u64,
    ) -> Result<Vec<DocumentId>, StoreError> {
        const ACT: &str = "find texts that were copied often";
        let mut found = Vec::new();
        for chunk in heads.chunks(HEADS_PER_QUERY) {
            // Index: the primary keys of both, then documents_event by itself.
            let sql = format!(
                "SELECT h.id FROM documents AS h JOIN events AS e ON e.id = h.event_id AND e.copies >= ${least} \
                 WHERE h.id IN ({heads}) AND (SELECT COUNT(*) FROM documents AS d \
                 WHERE d.event_id = h.event_id AND d.copy_of = h.id) >= ${least} ORDER BY h.id",
                heads = placeholders(chunk.len()),
                least = chunk.len() + 1
            );
            let ids = chunk.iter().map(|head| Value::from(head.0));
            let values = ids.chain([(copies_min as i64).into()]).collect::<Vec<_>>();
            for row in rows(self, ACT, &sql, values).await? {
                let columns = Columns {
                    row: &row,
                    act: ACT,
                };
                found.push(DocumentId(columns.get(0)?));
            }
        }
        Ok(found)
    }

    async fn posts_under(
        &self,
        head: DocumentId,
        limit: u64,
    ) -> Result<Vec<FoldedPost>, StoreError> {
        const ACT: &str = "read the copies of a text";
        // Index: documents_event for the event of the head, then the primary key of voices.
        let sql = "SELECT d.id, d.published_at, CAST(LENGTH(d.title) + LENGTH(d.text) AS BIGINT), \
                   d.copy_of, d.reasons, d.source_id, v.voice FROM documents AS d \
                   LEFT JOIN voices AS v ON v.document_id = d.id \
                   WHERE d.event_id = (SELECT event_id FROM documents WHERE id = $1) \
                   AND (d.copy_of = $1 OR d.id = $1) ORDER BY d.published_at DESC, d.id DESC LIMIT $2";
        let found = rows(self, ACT, sql, [head.0.into(), (limit as i64).into()]).await?;
        found.iter().map(|row| post(row, ACT)).collect()
    }

    async fn keep_floods(&self, of: &[FloodsOf]) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "keep copy-paste floods").await?;
        for one in of {
            forget_later(&turn, one).await?;
            for (flood, documents) in &one.floods {
                keep_flood(&turn, flood, documents).await?;
            }
        }
        turn.commit().await
    }

    async fn keep_flooded_heat(
        &self,
        events: &[EventHeat],
        to: DocumentId,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "keep the heat of events with floods").await?;
        if !events.is_empty() {
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
        }
        let sql = "UPDATE flood_watch SET looked_to = $1 WHERE id = 1";
        turn.run(sql, [to.0.into()]).await?;
        turn.commit().await
    }

    async fn floods_of(&self, event: EventId, limit: u64) -> Result<Vec<FloodRecord>, StoreError> {
        // Index: documents_event for the heads, then the primary key of floods.
        let which = "d.event_id = $1 AND d.copy_of IS NULL";
        records(self, which, event.0, limit).await
    }

    async fn latest_floods(
        &self,
        from: Moment,
        limit: u64,
    ) -> Result<Vec<FloodRecord>, StoreError> {
        // Index: floods_last, read from its end.
        records(self, "f.last_at >= $1", from.0, limit).await
    }
}

async fn records(
    store: &SqlStore,
    which: &str,
    value: i64,
    limit: u64,
) -> Result<Vec<FloodRecord>, StoreError> {
    const ACT: &str = "read copy-paste floods";
    let sql = format!(
        "SELECT f.head, f.first_document, f.first_at, f.last_at, f.documents, f.voices, f.at_least, \
         d.event_id, CASE WHEN d.title <> '' THEN d.title ELSE SUBSTR(d.text, 1, {LENT_TITLE_CHARS}) END \
         FROM floods AS f JOIN documents AS d ON d.id = f.head \
         WHERE {which} ORDER BY f.last_at DESC, f.head DESC LIMIT $2"
    );
    let found = rows(store, ACT, &sql, [value.into(), (limit as i64).into()]).await?;
    found.iter().map(|row| record(row, ACT)).collect()
}

fn record(row: &QueryResult, act: &'static str) -> Result<FloodRecord, StoreError> {
    let columns = Columns { row, act };
    Ok(FloodRecord {
        flood: Flood {
            head: DocumentId(columns.get(0)?),
            first: DocumentId(columns.get(1)?),
            first_at: Moment(columns.get(2)?),
            last_at: Moment(columns.get(3)?),
            documents: columns.get(4)?,
            voices: columns.get(5)?,
            at_least: columns.get::<i64>(6)? != 0,
        },
        event: EventId(columns.get(7)?),
        title: columns.get(8)?,
    })
}

fn post(row: &QueryResult, act: &'static str) -> Result<FoldedPost, StoreError> {
    let columns = Columns { row, act };
    let reasons: Vec<Reason> = serde_json::from_str(&columns.get::<String>(4)?)
        .map_err(|error| corrupt(act, error.to_string()))?;
    let shared = reasons.iter().find_map(|reason| match reason {
        Reason::SameText => Some(100),
        Reason::SharedPassages { percent } => Some(*percent),
        _ => None,
    });
    let folded = columns.get::<Option<i64>>(3)?.is_some();
    Ok(FoldedPost {
        document: DocumentId(columns.get(0)?),
        at: Moment(columns.get(1)?),
        letters: columns.get(2)?,
        alike: if folded { shared.unwrap_or(0) } else { 100 },
        source: SourceId(columns.get(5)?),
        voice: columns.get(6)?,
    })
}

/// Forgets the floods of a text that ended at a time or later, with their documents. A flood that
/// goes on is kept anew as a whole.
async fn forget_later(turn: &Turn, of: &FloodsOf) -> Result<(), StoreError> {
    // Index: flood_documents_head.
    let sql = "DELETE FROM flood_documents WHERE head = $1 AND document_id IN \
               (SELECT d.id FROM documents AS d JOIN floods AS f ON f.head = $1 AND f.last_at >= $2 \
                WHERE d.id IN (SELECT document_id FROM flood_documents WHERE head = $1) \
                AND d.published_at >= f.first_at AND d.published_at <= f.last_at)";
    let values: [Value; 2] = [of.head.0.into(), of.from.0.into()];
    turn.run(sql, values.clone()).await?;
    // Index: the primary key.
    let sql = "DELETE FROM floods WHERE head = $1 AND last_at >= $2";
    turn.run(sql, values).await?;
    Ok(())
}

/// Keeps the pseudonyms of a batch, to be forgotten by when their documents arrived.
pub(crate) async fn keep_voices(turn: &Turn, batch: &KeptBatch) -> Result<(), StoreError> {
    let arrived: HashMap<DocumentId, i64> = (batch.documents.iter())
        .map(|(document, _)| (document.id, document.arrived_at.0))
        .collect();
    for chunk in batch.voices.chunks(ROWS_PER_INSERT) {
        let sql = insert_sql(
            turn.backend(),
            "voices",
            "document_id, voice, at",
            3,
            chunk.len(),
            "",
        );
        let values = chunk.iter().flat_map(|(document, voice)| {
            let at = arrived.get(document).copied().unwrap_or(0);
            [document.0.into(), (*voice).into(), at.into()]
        });
        turn.run(&sql, values).await?;
    }
    Ok(())
}

async fn keep_flood(
    turn: &Turn,
    flood: &Flood,
    documents: &[DocumentId],
) -> Result<(), StoreError> {
    let sql = "INSERT INTO floods (head, first_document, first_at, last_at, documents, voices, at_least) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let numbers = [
        flood.head.0,
        flood.first.0,
        flood.first_at.0,
        flood.last_at.0,
        flood.documents,
        flood.voices,
        i64::from(flood.at_least),
    ];
    turn.run(sql, numbers.map(Into::into)).await?;
    let again =
        " ON CONFLICT (document_id) DO UPDATE SET head = excluded.head, counts = excluded.counts";
    for chunk in documents.chunks(ROWS_PER_INSERT) {
        let columns = "document_id, head, counts";
        let sql = insert_sql(
            turn.backend(),
            "flood_documents",
            columns,
            3,
            chunk.len(),
            again,
        );
        let values = chunk.iter().flat_map(|document| {
            let counts = i64::from(*document == flood.first);
            [document.0.into(), flood.head.0.into(), counts.into()]
        });
        turn.run(&sql, values).await?;
    }
    Ok(())
}
