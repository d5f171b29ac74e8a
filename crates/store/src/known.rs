//! Which items are known already: by what they came with, or by what a purge left of it.

use crate::SqlStore;
use crate::rows::{Columns, placement, without_nul};
use crate::sql::placeholders;
use model::{DocumentId, ItemKey};
use ports::{Known, StoreError};
use sea_orm::Value;
use std::collections::HashMap;

/// Keys of one look-up.
const KEYS_PER_QUERY: usize = 400;

pub(crate) async fn known(store: &SqlStore, keys: &[ItemKey]) -> Result<Vec<Known>, StoreError> {
    let mut by_namespace: HashMap<i64, Vec<(String, &ItemKey)>> = HashMap::new();
    let purged = any_purged(store).await?;
    for key in keys {
        let wanted = by_namespace.entry(key.namespace).or_default();
        let kept = without_nul(&key.external_id);
        if purged {
            // What was purged is still seen before.
            let clean = ItemKey {
                namespace: key.namespace,
                external_id: kept.clone(),
            };
            wanted.push((clean.purged_id(), key));
        }
        wanted.push((kept, key));
    }
    let mut found = Vec::new();
    for (namespace, wanted) in by_namespace {
        for chunk in wanted.chunks(KEYS_PER_QUERY) {
            found.extend(known_in(store, namespace, chunk).await?);
        }
    }
    Ok(found)
}

/// Looks up ids as they are kept; gives them by the key that was asked for.
async fn known_in(
    store: &SqlStore,
    namespace: i64,
    wanted: &[(String, &ItemKey)],
) -> Result<Vec<Known>, StoreError> {
    const ACT: &str = "look up which items are known";
    // Index: documents_key.
    let sql = format!(
        "SELECT external_id, id, fingerprint, event_id, copy_of, reuses, reasons FROM documents \
         WHERE external_id IN ({}) AND namespace = ${}",
        placeholders(wanted.len()),
        wanted.len() + 1
    );
    let mut values: Vec<Value> = wanted.iter().map(|(id, _)| id.as_str().into()).collect();
    values.push(namespace.into());
    let asked: HashMap<&str, &ItemKey> = (wanted.iter())
        .map(|(id, key)| (id.as_str(), *key))
        .collect();
    let mut found = Vec::new();
    for row in crate::turn::rows(store, ACT, &sql, values).await? {
        let columns = Columns {
            row: &row,
            act: ACT,
        };
        let id = DocumentId(columns.get(1)?);
        let kept: String = columns.get(0)?;
        let key = asked.get(kept.as_str());
        found.push(Known {
            key: ItemKey {
                namespace,
                external_id: key.map_or(kept, |key| without_nul(&key.external_id)),
            },
            id,
            fingerprint: columns.get::<i64>(2)?.cast_unsigned(),
            placement: placement(&columns, id, 3)?,
        });
    }
    Ok(found)
}

async fn any_purged(store: &SqlStore) -> Result<bool, StoreError> {
    let sql = "SELECT purged FROM totals WHERE id = 1";
    let purged = crate::lists::number(store, sql, Vec::new(), "see whether anything was purged");
    Ok(purged.await? > 0)
}
