//! What came of looking at a page, kept whole or not at all.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::evidence::about;
use crate::evidence_ends::next_id;
use crate::evidence_rows::{TAKE_COLUMNS, take_values};
use crate::rows::without_nul;
use crate::timeline::{append, sealed};
use crate::turn::Turn;
use model::{NewEntry, Note, TakeId};
use ports::{PageLook, StoreError};
use sea_orm::Value;

pub(crate) async fn keep(
    store: &SqlStore,
    look: &PageLook,
    note: &Note,
) -> Result<Vec<TakeId>, StoreError> {
    let turn = Turn::begin(store, "keep what came of looking at a page").await?;
    let (page, case) = (&look.page, look.page.case);
    if !look.takes.is_empty() {
        let sql = "SELECT 1 FROM case_keys WHERE case_id = $1 AND sealed IS NOT NULL";
        if turn.row(sql, [case.0.into()]).await?.is_none() {
            return Err(turn.conflict(format!("the evidence of {case} was destroyed meanwhile")));
        }
    }
    let sql = "UPDATE evidence_pages SET due_at = $1, wait_ms = $2, problem = $3, looked_at = $4, \
               gone = $5 WHERE id = $6";
    let values: [Value; 6] = [
        page.due_at.0.into(),
        page.wait_ms.into(),
        without_nul(&page.problem).into(),
        page.looked_at.map(|at| at.0).into(),
        i64::from(page.gone).into(),
        page.id.0.into(),
    ];
    if turn.run(sql, values).await? == 0 {
        return Err(turn.conflict(format!("there is no page {} any more", page.id)));
    }
    let (ids, mut entries) = keep_takes(&turn, look).await?;
    entries.extend(look.entries.iter().map(|entry| about(entry, page.id)));
    if entries.is_empty() {
        turn.commit().await?;
        return Ok(ids);
    }
    let seal = append(&turn, case, &entries).await?;
    turn.commit_with(&sealed(note, case, &seal)).await?;
    Ok(ids)
}

/// The rows of takes; their numbers, and the entries about them.
async fn keep_takes(
    turn: &Turn,
    look: &PageLook,
) -> Result<(Vec<TakeId>, Vec<NewEntry>), StoreError> {
    let (page, case) = (look.page.id, look.page.case);
    let (mut ids, mut entries) = (Vec::new(), Vec::new());
    for (new, entry) in &look.takes {
        let id = next_id(turn, "evidence_takes", "last_take").await?;
        let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM evidence_takes WHERE page_id = $1";
        let row = turn.row(sql, [page.0.into()]).await?;
        let row = row.ok_or_else(|| corrupt(turn.act, "counting gives no row"))?;
        let number: i64 = turn.columns(&row).get(0)?;
        let sql = format!(
            "INSERT INTO evidence_takes ({TAKE_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        );
        turn.run(&sql, take_values(id, page, case, number, new))
            .await?;
        ids.push(TakeId(id));
        entries.push(about(entry, TakeId(id)));
    }
    Ok((ids, entries))
}
