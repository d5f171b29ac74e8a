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
pub(crate) const EVIDENCE: &str = "evidence";
/// Rows of one statement.
const ROWS_PER_STATEMENT: usize = 200;

/// What stays of a document: what is counted.
const COUNTED: &str = "id, namespace, source_id, language, published_at, time_note, arrived_at, \
    fingerprint, places, event_id, copy_of, reuses, category, category_sure, tone, tone_sure";
/// The row that is left: that, a hash for its id, when it was purged and under which days.
const LEFT_COLUMNS: usize = 22;

/// A document that is purged, with what it was known by and what is left of it.
struct Chosen {
    id: DocumentId,
    key: ItemKey,
    row: Vec<Value>,
}

pub(crate) async fn purge(
    store: &SqlStore,
    due: &KeepDue,
    day: i64,
    at: Moment,
    most: u64,
) -> Result<u64, StoreError> {
    let choose = choose(due);
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
        chosen.push(left_of(&turn.columns(row), due, at)?);
    }
    for chunk in chosen.chunks(ROWS_PER_STATEMENT) {
        forget_beside(&turn, chunk).await?;
        forget_attachments(&turn, chunk).await?;
        leave_counts(&turn, chunk).await?;
        let entries: Vec<String> = chunk.iter().map(|one| one.id.0.to_string()).collect();
        leave_over(&turn, ENTRY, &entries).await?;
    }
    if due.kind == SourceKind::HotList {
        leave_places(&turn, &chosen).await?;
    }
    account(&turn, due, day, chosen.len() as i64).await?;
    turn.commit().await?;
    Ok(chosen.len() as u64)
}

/// The oldest that are due and not held.
fn choose(due: &KeepDue) -> String {
    format!(
        "SELECT d.external_id, {} FROM documents AS d WHERE {} AND NOT {HELD} \
         ORDER BY d.arrived_at LIMIT $3",
        COUNTED.replace(", ", ", d.").replacen("id", "d.id", 1),
        which_due(due)
    )
}

/// What is left of a row that holds the id it was known by and then [`COUNTED`].
fn left_of(columns: &Columns, due: &KeepDue, at: Moment) -> Result<Chosen, StoreError> {
    let whole = |place| columns.get::<i64>(place).map(Value::from);
    let text = |place| columns.get::<String>(place).map(Value::from);
    let number = |place| columns.get::<Option<i64>>(place).map(Value::from);
    let key = ItemKey {
        namespace: columns.get(2)?,
        external_id: columns.get(0)?,
    };
    Ok(Chosen {
        id: DocumentId(columns.get(1)?),
        row: vec![
            whole(1)?,
            whole(2)?,
            whole(3)?,
            text(4)?,
            whole(5)?,
            text(6)?,
            whole(7)?,
            whole(8)?,
            text(9)?,
            whole(10)?,
            number(11)?,
            number(12)?,
            text(13)?,
            whole(14)?,
            text(15)?,
            whole(16)?,
            key.purged_id().into(),
            String::new().into(),
            String::new().into(),
            "[]".into(),
            at.0.into(),
            i64::from(due.days).into(),
        ],
        key,
    })
}

/// The rows that are left take the place of the documents. They are written anew, not changed: SQLite
/// never frees a page whose rows only became shorter.
async fn leave_counts(turn: &Turn, chunk: &[Chosen]) -> Result<(), StoreError> {
    // Index: the primary key.
    let sql = format!(
        "DELETE FROM documents WHERE id IN ({})",
        placeholders(chunk.len())
    );
    turn.run(&sql, chunk.iter().map(|one| one.id.0.into()))
        .await?;
    let columns = format!("{COUNTED}, external_id, title, text, reasons, purged_at, purged_days");
    let sql = insert_sql(
        turn.backend(),
        "documents",
        &columns,
        LEFT_COLUMNS,
        chunk.len(),
        "",
    );
    let values = chunk.iter().flat_map(|one| one.row.iter().cloned());
    turn.run(&sql, values).await?;
    Ok(())
}

/// Places on lists count in heat and have days of their own; the matter's name goes.
async fn leave_places(turn: &Turn, chosen: &[Chosen]) -> Result<(), StoreError> {
    // Index: the primary key.
    let sql = "UPDATE hot_ranks SET external_id = $1 WHERE source_id = $2 AND external_id = $3";
    for one in chosen {
        let values: [Value; 3] = [
            one.key.purged_id().into(),
            one.key.namespace.into(),
            one.key.external_id.as_str().into(),
        ];
        turn.run(sql, values).await?;
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
        let values = chunk.iter().map(|one| one.id.0.into());
        turn.run(&sql, values).await?;
    }
    Ok(())
}

/// Pictures that came with them; a file that another document has too stays.
async fn forget_attachments(turn: &Turn, chunk: &[Chosen]) -> Result<(), StoreError> {
    let keys: Vec<Value> = chunk
        .iter()
        .flat_map(|one| {
            [
                one.key.namespace.into(),
                one.key.external_id.as_str().into(),
            ]
        })
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
        // Indexes: attachments_name, case_entries_file.
        let sql = "SELECT 1 FROM attachments WHERE name = $1 \
                   UNION ALL SELECT 1 FROM case_entries WHERE file_name = $1 LIMIT 1";
        if turn.row(sql, [name.as_str().into()]).await?.is_none() {
            alone.push(name);
        }
    }
    leave_over(turn, ATTACHMENT, &alone).await
}

pub(crate) async fn leave_over(
    turn: &Turn,
    kind: &str,
    names: &[String],
) -> Result<(), StoreError> {
    if names.is_empty() {
        return Ok(());
    }
    let end = " ON CONFLICT (kind, name) DO NOTHING";
    let sql = insert_sql(
        turn.backend(),
        "purge_leftovers",
        "kind, name",
        2,
        names.len(),
        end,
    );
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
        match columns.get::<String>(0)?.as_str() {
            ATTACHMENT => found.push(LeftOver::Attachment(name)),
            EVIDENCE => found.push(LeftOver::Evidence(name)),
            _ => found.extend(name.parse().ok().map(|id| LeftOver::Entry(DocumentId(id)))),
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
                LeftOver::Evidence(name) => [EVIDENCE.into(), name.as_str().into()],
            })
            .collect();
        turn.run(&sql, values).await?;
    }
    turn.commit().await
}
