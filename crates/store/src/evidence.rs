//! Evidence of cases. There is little of it beside documents: some pages a case.

use crate::errors::corrupt;
use crate::evidence_rows::{PAGE_COLUMNS, TAKE_COLUMNS, from_hex, hex, page, take};
use crate::rows::{Columns, without_nul};
use crate::timeline::{append, sealed};
use crate::turn::{Turn, rows};
use crate::{SqlStore, evidence_ends as ends, evidence_looks as looks};
use async_trait::async_trait;
use model::{
    CaseId, CaseState, EvidencePage, Moment, NewEntry, NewPage, Note, PageId, Take, TakeId,
};
use ports::{EvidenceStore, PageLook, StoreError};
use sea_orm::Value;

#[async_trait]
impl EvidenceStore for SqlStore {
    async fn attach_page(
        &self,
        new: &NewPage,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<PageId, StoreError> {
        let turn = Turn::begin(self, "attach a page to a case").await?;
        let url = without_nul(&new.url);
        let sql = "SELECT id FROM evidence_pages WHERE case_id = $1 AND url = $2";
        let before = [new.case.0.into(), url.as_str().into()];
        if turn.row(sql, before).await?.is_some() {
            return Err(turn.conflict(format!("{} has {url} already", new.case)));
        }
        let id = PageId(ends::next_id(&turn, "evidence_pages", "last_page").await?);
        let sql = "INSERT INTO evidence_pages (id, case_id, url, document_id, allow_private, added_by, \
                   added_at, watched, due_at, wait_ms, problem, looked_at, gone) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $7, 0, '', NULL, 0)";
        let values: [Value; 7] = [
            id.0.into(),
            new.case.0.into(),
            url.into(),
            new.document.map(|id| id.0).into(),
            i64::from(new.allow_private).into(),
            without_nul(&entry.who.name).into(),
            entry.at.0.into(),
        ];
        turn.run(sql, values).await?;
        let entry = about(entry, id);
        let seal = append(&turn, new.case, &[entry]).await?;
        turn.commit_with(&sealed(note, new.case, &seal)).await?;
        Ok(id)
    }

    async fn watch_page(
        &self,
        id: PageId,
        watched: Option<Moment>,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change whether a page is looked at").await?;
        let sql = "SELECT case_id FROM evidence_pages WHERE id = $1";
        let row = turn.row(sql, [id.0.into()]).await?;
        let row = row.ok_or_else(|| turn.conflict(format!("there is no page {id} any more")))?;
        let case = CaseId(turn.columns(&row).get(0)?);
        let sql = "UPDATE evidence_pages SET watched = $1, due_at = COALESCE($2, due_at), wait_ms = 0 \
                   WHERE id = $3";
        let due: Option<i64> = watched.map(|at| at.0);
        let values = [i64::from(due.is_some()).into(), due.into(), id.0.into()];
        turn.run(sql, values).await?;
        let seal = append(&turn, case, &[about(entry, id)]).await?;
        turn.commit_with(&sealed(note, case, &seal)).await
    }

    async fn evidence_pages(&self, case: CaseId) -> Result<Vec<EvidencePage>, StoreError> {
        // Index: evidence_pages_case.
        let rest = "WHERE case_id = $1 ORDER BY id";
        pages(self, "list a case's pages", rest, vec![case.0.into()]).await
    }

    async fn evidence_page(&self, id: PageId) -> Result<Option<EvidencePage>, StoreError> {
        let found = pages(self, "read a page", "WHERE id = $1", vec![id.0.into()]);
        Ok(found.await?.pop())
    }

    async fn pages_due(&self, now: Moment, most: u64) -> Result<Vec<EvidencePage>, StoreError> {
        // Index: evidence_pages_due, then the primary key of cases.
        let rest = "JOIN cases ON cases.id = evidence_pages.case_id \
                    WHERE watched = 1 AND due_at <= $1 AND cases.state <> $2 \
                    ORDER BY due_at, evidence_pages.id LIMIT $3";
        let closed = CaseState::Closed.word();
        let values = vec![now.0.into(), closed.into(), (most as i64).into()];
        pages(self, "look for pages that are due", rest, values).await
    }

    async fn claim_page(&self, page: &EvidencePage, until: Moment) -> Result<bool, StoreError> {
        let turn = Turn::begin(self, "begin to look at a page").await?;
        let sql = "UPDATE evidence_pages SET due_at = $1 WHERE id = $2 AND due_at = $3";
        let values = [until.0.into(), page.id.0.into(), page.due_at.0.into()];
        let touched = turn.run(sql, values).await?;
        turn.commit().await?;
        Ok(touched > 0)
    }

    async fn keep_look(&self, look: &PageLook, note: &Note) -> Result<Vec<TakeId>, StoreError> {
        looks::keep(self, look, note).await
    }

    async fn takes(&self, page: PageId) -> Result<Vec<Take>, StoreError> {
        // Index: evidence_takes_page.
        let rest = "WHERE page_id = $1 ORDER BY number";
        takes(self, "list takes of a page", rest, page.0).await
    }

    async fn take(&self, id: TakeId) -> Result<Option<Take>, StoreError> {
        let found = takes(self, "read a take", "WHERE id = $1", id.0).await?;
        Ok(found.into_iter().next())
    }

    async fn case_key(&self, case: CaseId) -> Result<Option<Vec<u8>>, StoreError> {
        const ACT: &str = "read the key of a case";
        let sql = "SELECT sealed FROM case_keys WHERE case_id = $1";
        let found = rows(self, ACT, sql, [case.0.into()]).await?;
        let Some(row) = found.first() else {
            return Ok(None);
        };
        let text: Option<String> = Columns { row, act: ACT }.get(0)?;
        text.map(|text| from_hex(&text).ok_or_else(|| corrupt(ACT, "it is no key")))
            .transpose()
    }

    async fn keep_case_key(&self, case: CaseId, key: &[u8]) -> Result<Vec<u8>, StoreError> {
        let turn = Turn::begin(self, "keep a key for a case").await?;
        let sql = "INSERT INTO case_keys (case_id, sealed, destroyed_at) VALUES ($1, $2, NULL) \
                   ON CONFLICT (case_id) DO UPDATE SET sealed = COALESCE(case_keys.sealed, excluded.sealed), \
                   destroyed_at = NULL";
        turn.run(sql, [case.0.into(), hex(key).into()]).await?;
        let sql = "SELECT sealed FROM case_keys WHERE case_id = $1";
        let row = turn.row(sql, [case.0.into()]).await?;
        let row = row.ok_or_else(|| corrupt(turn.act, "it is gone at once"))?;
        let text: String = turn.columns(&row).get(0)?;
        let kept = from_hex(&text).ok_or_else(|| corrupt(turn.act, "it is no key"))?;
        turn.commit().await?;
        Ok(kept)
    }

    async fn evidence_ended(&self, closed_before: Moment) -> Result<Vec<CaseId>, StoreError> {
        ends::ended(self, closed_before).await
    }

    async fn destroy_evidence(
        &self,
        case: CaseId,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<bool, StoreError> {
        ends::destroy(self, case, entry, note).await
    }

    async fn evidence_files(&self) -> Result<Vec<String>, StoreError> {
        ends::files(self).await
    }
}

pub(crate) fn about(entry: &NewEntry, object: impl std::fmt::Display) -> NewEntry {
    NewEntry {
        object: object.to_string(),
        ..entry.clone()
    }
}

async fn pages(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<EvidencePage>, StoreError> {
    let sql = format!("SELECT {PAGE_COLUMNS} FROM evidence_pages {rest}");
    let found = rows(store, act, &sql, values).await?;
    found.iter().map(|row| page(row, act)).collect()
}

async fn takes(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    id: i64,
) -> Result<Vec<Take>, StoreError> {
    let sql = format!("SELECT {TAKE_COLUMNS} FROM evidence_takes {rest}");
    let found = rows(store, act, &sql, [id.into()]).await?;
    found.iter().map(|row| take(row, act)).collect()
}
