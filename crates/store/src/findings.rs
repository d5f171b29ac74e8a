//! What is remembered beside documents: links, page versions, readings of tables, pictures.

use crate::SqlStore;
use crate::documents::{begin, execute};
use crate::errors::failed;
use crate::rows::{Columns, without_nul};
use crate::sql::{pairs, placeholders};
use crate::visits::query;
use model::{ItemKey, Moment, SourceId};
use ports::{Attachment, StoreError};
use sea_orm::Value;

/// Hashes or keys of one look-up.
const KEYS_PER_QUERY: usize = 400;

pub(crate) async fn seen_links(
    store: &SqlStore,
    source: SourceId,
    hashes: &[i64],
) -> Result<Vec<i64>, StoreError> {
    const ACT: &str = "look up which links were followed";
    let mut seen = Vec::new();
    for chunk in hashes.chunks(KEYS_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT hash FROM seen_links WHERE hash IN ({}) AND source_id = ${} AND tries >= {}",
            placeholders(chunk.len()),
            chunk.len() + 1,
            ports::LINK_TRIES
        );
        let mut values: Vec<Value> = chunk.iter().map(|hash| (*hash).into()).collect();
        values.push(source.0.into());
        for row in query(store, sql, values, ACT).await? {
            seen.push(
                Columns {
                    row: &row,
                    act: ACT,
                }
                .get(0)?,
            );
        }
    }
    Ok(seen)
}

pub(crate) async fn page_version(
    store: &SqlStore,
    source: SourceId,
) -> Result<Option<String>, StoreError> {
    const ACT: &str = "read what a page said last";
    // Index: the primary key, read from its end.
    let sql = "SELECT text FROM page_versions WHERE source_id = $1 ORDER BY at DESC LIMIT 1";
    first_text(store, sql, vec![source.0.into()], ACT).await
}

pub(crate) async fn mapping(store: &SqlStore, columns: &str) -> Result<Option<String>, StoreError> {
    const ACT: &str = "read how such tables are read";
    let sql = "SELECT mapping FROM mappings WHERE columns = $1";
    first_text(store, sql, vec![without_nul(columns).into()], ACT).await
}

pub(crate) async fn keep_mapping(
    store: &SqlStore,
    columns: &str,
    mapping: &str,
    at: Moment,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO mappings (columns, mapping, at) VALUES ($1, $2, $3) \
         ON CONFLICT (columns) DO UPDATE SET mapping = excluded.mapping, at = excluded.at";
    let values = vec![
        without_nul(columns).into(),
        without_nul(mapping).into(),
        at.0.into(),
    ];
    write(store, sql, values, "remember how such tables are read").await
}

pub(crate) async fn add_attachment(
    store: &SqlStore,
    attachment: &Attachment,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO attachments (namespace, external_id, name, media_type, bytes) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (namespace, external_id, name) DO NOTHING";
    let values = vec![
        attachment.key.namespace.into(),
        without_nul(&attachment.key.external_id).into(),
        without_nul(&attachment.name).into(),
        without_nul(&attachment.media_type).into(),
        attachment.bytes.into(),
    ];
    write(store, sql, values, "write down a picture").await
}

pub(crate) async fn attachments(
    store: &SqlStore,
    keys: &[ItemKey],
) -> Result<Vec<Attachment>, StoreError> {
    const ACT: &str = "look up pictures";
    let mut found = Vec::new();
    for chunk in keys.chunks(KEYS_PER_QUERY) {
        // Index: the primary key.
        let sql = format!(
            "SELECT namespace, external_id, name, media_type, bytes FROM attachments \
             WHERE (namespace, external_id) IN (VALUES {})",
            pairs(chunk.len())
        );
        let values = chunk
            .iter()
            .flat_map(|key| [key.namespace.into(), without_nul(&key.external_id).into()])
            .collect();
        for row in query(store, sql, values, ACT).await? {
            let columns = Columns {
                row: &row,
                act: ACT,
            };
            let key = ItemKey {
                namespace: columns.get(0)?,
                external_id: columns.get(1)?,
            };
            found.push(Attachment {
                key,
                name: columns.get(2)?,
                media_type: columns.get(3)?,
                bytes: columns.get(4)?,
            });
        }
    }
    Ok(found)
}

async fn first_text(
    store: &SqlStore,
    sql: &str,
    values: Vec<Value>,
    act: &'static str,
) -> Result<Option<String>, StoreError> {
    let rows = query(store, sql.to_owned(), values, act).await?;
    rows.first()
        .map(|row| Columns { row, act }.get(0))
        .transpose()
}

async fn write(
    store: &SqlStore,
    sql: &str,
    values: Vec<Value>,
    act: &'static str,
) -> Result<(), StoreError> {
    let transaction = begin(store, act).await?;
    execute(&transaction, store.backend, sql.to_owned(), values, act).await?;
    transaction.commit().await.map_err(failed(act))
}
