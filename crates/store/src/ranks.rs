//! Places on hot lists read back: of one matter, of a whole list.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::sql::pairs;
use crate::visits::query;
use model::{ItemKey, Moment, RankAt, SourceId};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

/// Keys of one look-up.
const KEYS_PER_QUERY: usize = 200;

pub(crate) async fn ranks(
    store: &SqlStore,
    source: SourceId,
    external_id: &str,
    limit: u64,
) -> Result<Vec<RankAt>, StoreError> {
    const ACT: &str = "read the places of a matter on a hot list";
    // Index: the primary key, read from its end.
    let sql = "SELECT at, rank, heat FROM hot_ranks WHERE source_id = $1 AND external_id = $2 ORDER BY at DESC LIMIT $3";
    let values = vec![
        source.0.into(),
        without_nul(external_id).into(),
        (limit as i64).into(),
    ];
    let rows = query(store, sql.to_owned(), values, ACT).await?;
    rows.iter().rev().map(|row| rank_at(row, ACT)).collect()
}

pub(crate) async fn ranked_at(
    store: &SqlStore,
    source: SourceId,
) -> Result<Option<Moment>, StoreError> {
    const ACT: &str = "ask when a hot list was last read";
    // Index: hot_ranks_at, its end.
    let sql = "SELECT MAX(at) FROM hot_ranks WHERE source_id = $1";
    let rows = query(store, sql.to_owned(), vec![source.0.into()], ACT).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let at: Option<i64> = Columns { row, act: ACT }.get(0)?;
    Ok(at.map(Moment))
}

pub(crate) async fn ranks_between(
    store: &SqlStore,
    source: SourceId,
    from: Moment,
    to: Moment,
    limit: u64,
) -> Result<Vec<(String, RankAt)>, StoreError> {
    const ACT: &str = "read the places on a hot list";
    // Index: hot_ranks_at, read from its end.
    let sql = "SELECT at, rank, heat, external_id FROM hot_ranks WHERE source_id = $1 AND at >= $2 \
         AND at < $3 ORDER BY at DESC, rank DESC LIMIT $4";
    let values = vec![
        source.0.into(),
        from.0.into(),
        to.0.into(),
        (limit as i64).into(),
    ];
    let rows = query(store, sql.to_owned(), values, ACT).await?;
    rows.iter()
        .rev()
        .map(|row| {
            let matter: String = Columns { row, act: ACT }.get(3)?;
            Ok((matter, rank_at(row, ACT)?))
        })
        .collect()
}

pub(crate) async fn ranked(store: &SqlStore, keys: &[ItemKey]) -> Result<Vec<ItemKey>, StoreError> {
    const ACT: &str = "ask which documents stood on hot lists";
    let mut found = Vec::new();
    for chunk in keys.chunks(KEYS_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT DISTINCT source_id, external_id FROM hot_ranks WHERE (source_id, external_id) IN (VALUES {})",
            pairs(chunk.len())
        );
        let values: Vec<Value> = chunk
            .iter()
            .flat_map(|key| [key.namespace.into(), without_nul(&key.external_id).into()])
            .collect();
        for row in query(store, sql, values, ACT).await? {
            let columns = Columns {
                row: &row,
                act: ACT,
            };
            found.push(ItemKey {
                namespace: columns.get(0)?,
                external_id: columns.get(1)?,
            });
        }
    }
    Ok(found)
}

fn rank_at(row: &QueryResult, act: &'static str) -> Result<RankAt, StoreError> {
    let columns = Columns { row, act };
    Ok(RankAt {
        at: Moment(columns.get(0)?),
        rank: columns.get(1)?,
        heat: columns.get(2)?,
    })
}
