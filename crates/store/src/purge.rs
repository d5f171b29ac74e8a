//! Purging: of a document only what is counted is left, in one transaction with what still has to
//! go elsewhere.

use crate::SqlStore;
use crate::retention::{HELD, due_values, which_due};
use crate::rows::Columns;
use crate::sql::{insert_sql, pairs, placeholders};
use crate::turn::{Turn, rows};
use model::{DocumentId, ItemKey, KeepDue, Moment, SourceKind};
use ports::{LeftOver, StoreError};
use sea_orm::Value;

const ENTRY: &str = "entry";
const ATTACHMENT: &str = "attachment";
/// Rows of one statement.
const ROWS_PER_STATEMENT: usize = 200;

/// A document that is purged, with what it was known by.
type Chosen = (DocumentId, ItemKey);

pub(crate) async fn purge(
    store: &SqlStore,
    due: &KeepDue,
    day: i64,
    at: Moment,
    most: u64,
) -> Result<u64, StoreError> {
    let choose = format!(
        "SELECT d.id, d.namespace, d.external_id FROM documents AS d WHERE {} AND NOT {HELD} \
         ORDER BY d.arrived_at LIMIT $3",
        which_due(due)
    );
    let values = |most: u64| {
        let [source, before] = due_values(due);
        [source, before, (most as i64).into()]
    };
    // Most sources have nothing due on most days: that is seen without taking a turn.
    let seen = rows(store, "look for documents that are due", &choose, values(1)).await?;
    if seen.is_empty() || most == 0 {
        return Ok(0);
    }
    let turn = Turn::begin(store, "purge documents").await?;
    let mut chosen: Vec<Chosen> = Vec::new();
    for row in &turn.rows(&choose, values(most)).await? {
        let columns = turn.columns(row);
        let key = ItemKey {
            namespace: columns.get(1)?,
            external_id: columns.get(2)?,
        };
        chosen.push((DocumentId(columns.get(0)?), key));
    }
    leave_counts(&turn, due, &chosen, at).await?;
    for chunk in chosen.chunks(ROWS_PER_STATEMENT) {
        forget_beside(&turn, chunk).await?;
        forget_attachments(&turn, chunk).await?;
        let entries: Vec<String> = chunk.iter().map(|(id, _)| id.0.to_string()).collect();
        leave_over(&turn, ENTRY, &entries).await?;
    }
    account(&turn, due, day, chosen.len() as i64).await?;
    turn.commit().await?;
    Ok(chosen.len() as u64)
}

/// The documents themselves: what is counted of them stays.
async fn leave_counts(
    turn: &Turn,
    due: &KeepDue,
    chosen: &[Chosen],
    at: Moment,
) -> Result<(), StoreError> {
    let sql = "UPDATE documents SET external_id = $1, url = NULL, title = '', text = '', reasons = '[]', \
               toward = NULL, purged_at = $2, purged_days = $3 WHERE id = $4";
    for (id, key) in chosen {
        let known_by = key.purged_id();
        let values: [Value; 4] = [
            known_by.as_str().into(),
            at.0.into(),
            i64::from(due.days).into(),
            id.0.into(),
        ];
        turn.run(sql, values).await?;
        if due.kind == SourceKind::HotList {
            // Places on lists count in heat and have days of their own; the matter's name goes.
            let sql =
                "UPDATE hot_ranks SET external_id = $1 WHERE source_id = $2 AND external_id = $3";
            let values: [Value; 3] = [
                known_by.into(),
                key.namespace.into(),
                key.external_id.as_str().into(),
            ];
            turn.run(sql, values).await?;
        }
    }
    Ok(())
}

/// Pseudonyms, and what people put right about readings.
async fn forget_beside(turn: &Turn, chunk: &[Chosen]) -> Result<(), StoreError> {
    for table in ["voices", "reading_corrections"] {
        // Index: the primary key; reading_corrections_document.
        let sql = format!(
            "DELETE FROM {table} WHERE document_id IN ({})",
            placeholders(chunk.len())
        );
        let values = chunk.iter().map(|(id, _)| id.0.into());
        turn.run(&sql, values).await?;
    }
    Ok(())
}

/// Pictures that came with them; a file that another document has too stays.
async fn forget_attachments(turn: &Turn, chunk: &[Chosen]) -> Result<(), StoreError> {
    let keys: Vec<Value> = chunk
        .iter()
        .flat_map(|(_, key)| [key.namespace.into(), key.external_id.as_str().into()])
        .collect();
    // Index: the primary key.
    let which = format!(
        "(namespace, external_id) IN (VALUES {})",
        pairs(chunk.len())
    );
    let sql = format!("SELECT DISTINCT name FROM attachments WHERE {which}");
    let mut names: Vec<String> = Vec::new();
    for row in &turn.rows(&sql, keys.clone()).await? {
        names.push(turn.columns(row).get(0)?);
    }
    if names.is_empty() {
        return Ok(());
    }
    turn.run(&format!("DELETE FROM attachments WHERE {which}"), keys)
        .await?;
    let mut alone = Vec::new();
    for name in names {
        // Index: attachments_name.
        let sql = "SELECT 1 FROM attachments WHERE name = $1 LIMIT 1";
        if turn.row(sql, [name.as_str().into()]).await?.is_none() {
            alone.push(name);
        }
    }
    leave_over(turn, ATTACHMENT, &alone).await
}

async fn leave_over(turn: &Turn, kind: &str, names: &[String]) -> Result<(), StoreError> {
    if names.is_empty() {
        return Ok(());
    }
    let end = " ON CONFLICT (kind, name) DO NOTHING";
    let sql = insert_sql("purge_leftovers", "kind, name", 2, names.len(), end);
    let values: Vec<Value> = names
        .iter()
        .flat_map(|name| [kind.into(), name.as_str().into()])
        .collect();
    turn.run(&sql, values).await?;
    Ok(())
}

async fn account(turn: &Turn, due: &KeepDue, day: i64, purged: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO purges (day, source_id, days, documents) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (day, source_id, days) DO UPDATE SET documents = purges.documents + excluded.documents";
    let values: [Value; 4] = [
        day.into(),
        due.source.0.into(),
        i64::from(due.days).into(),
        purged.into(),
    ];
    turn.run(sql, values).await?;
    let sql = "UPDATE totals SET purged = purged + $1 WHERE id = 1";
    turn.run(sql, [purged.into()]).await?;
    Ok(())
}

pub(crate) async fn left_over(store: &SqlStore, most: u64) -> Result<Vec<LeftOver>, StoreError> {
    const ACT: &str = "look what purged documents left elsewhere";
    // Index: the primary key.
    let sql = "SELECT kind, name FROM purge_leftovers ORDER BY kind, name LIMIT $1";
    let mut found = Vec::new();
    for row in &rows(store, ACT, sql, [(most as i64).into()]).await? {
        let columns = Columns { row, act: ACT };
        let name: String = columns.get(1)?;
        if columns.get::<String>(0)? == ATTACHMENT {
            found.push(LeftOver::Attachment(name));
        } else if let Ok(id) = name.parse() {
            found.push(LeftOver::Entry(DocumentId(id)));
        }
    }
    Ok(found)
}

pub(crate) async fn gone(store: &SqlStore, what: &[LeftOver]) -> Result<(), StoreError> {
    if what.is_empty() {
        return Ok(());
    }
    let turn = Turn::begin(store, "note that purged documents are gone everywhere").await?;
    for chunk in what.chunks(ROWS_PER_STATEMENT) {
        let sql = format!(
            "DELETE FROM purge_leftovers WHERE (kind, name) IN (VALUES {})",
            pairs(chunk.len())
        );
        let values: Vec<Value> = chunk
            .iter()
            .flat_map(|one| match one {
                LeftOver::Entry(id) => [ENTRY.into(), id.0.to_string().into()],
                LeftOver::Attachment(name) => [ATTACHMENT.into(), name.as_str().into()],
            })
            .collect();
        turn.run(&sql, values).await?;
    }
    turn.commit().await
}
