//! What citizens and volunteers tell.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::lists::Conditions;
use crate::rows::{Columns, without_nul};
use crate::timeline::{self, sealed};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{CaseId, Lead, LeadId, LeadState, Moment, NewEntry, Note, SessionHash};
use ports::{LeadStore, StoreError};
use sea_orm::{QueryResult, Value};

const COLUMNS: &str =
    "id, at, text, place, link, state, reply, case_id, changed_by, changed_at, version";

#[async_trait]
impl LeadStore for SqlStore {
    async fn keep_lead(&self, lead: &Lead, receipt: &SessionHash) -> Result<LeadId, StoreError> {
        let turn = Turn::begin(self, "keep a lead").await?;
        let id = turn.next_id("leads").await?;
        let sql = format!(
            "INSERT INTO leads ({COLUMNS}, receipt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)"
        );
        let values: [Value; 11] = [
            id.into(),
            lead.at.0.into(),
            without_nul(&lead.text).into(),
            without_nul(&lead.place).into(),
            without_nul(&lead.link).into(),
            lead.state.word().into(),
            without_nul(&lead.reply).into(),
            lead.case.map(|id| id.0).into(),
            without_nul(&lead.changed.0).into(),
            lead.changed.1.0.into(),
            receipt.0.as_str().into(),
        ];
        turn.run(&sql, values).await?;
        turn.commit().await?;
        Ok(LeadId(id))
    }

    async fn lead_at(&self, receipt: &SessionHash) -> Result<Option<Lead>, StoreError> {
        // Index: leads_receipt.
        let values = vec![receipt.0.as_str().into()];
        let found = select(self, "look up a receipt", "WHERE receipt = $1", values);
        Ok(found.await?.pop())
    }

    async fn lead(&self, id: LeadId) -> Result<Option<Lead>, StoreError> {
        let found = select(self, "read a lead", "WHERE id = $1", vec![id.0.into()]);
        Ok(found.await?.pop())
    }

    async fn leads(
        &self,
        state: Option<LeadState>,
        before: Option<LeadId>,
        limit: u64,
    ) -> Result<Vec<Lead>, StoreError> {
        // Index: leads_state or the primary key.
        let mut which = Conditions::default();
        if let Some(state) = state {
            which.add("state =", state.word(), "");
        }
        if let Some(before) = before {
            which.add("id <", before.0, "");
        }
        let rest = format!("WHERE {} ORDER BY id DESC LIMIT {limit}", which.joined());
        select(self, "list leads", &rest, which.values).await
    }

    async fn leads_since(&self, at: Moment, most: u64) -> Result<u64, StoreError> {
        const ACT: &str = "count leads";
        // Index: leads_at.
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT id FROM leads WHERE at >= $1 LIMIT {most}) AS late"
        );
        let found = rows(self, ACT, &sql, [at.0.into()]).await?;
        let count = found
            .first()
            .map(|row| Columns { row, act: ACT }.get::<i64>(0));
        Ok(count.transpose()?.unwrap_or(0).unsigned_abs())
    }

    async fn change_lead(
        &self,
        lead: &Lead,
        entry: Option<&NewEntry>,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change a lead").await?;
        let sql = "UPDATE leads SET state = $1, reply = $2, case_id = $3, changed_by = $4, changed_at = $5, \
                   version = version + 1 WHERE id = $6 AND version = $7";
        let values: [Value; 7] = [
            lead.state.word().into(),
            without_nul(&lead.reply).into(),
            lead.case.map(|id| id.0).into(),
            without_nul(&lead.changed.0).into(),
            lead.changed.1.0.into(),
            lead.id.0.into(),
            lead.version.into(),
        ];
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict(format!("somebody else changed {} meanwhile", lead.id)));
        }
        match (lead.case, entry) {
            (Some(case), Some(entry)) => {
                let seal = timeline::append(&turn, case, std::slice::from_ref(entry)).await?;
                turn.commit_with(&sealed(note, case, &seal)).await
            }
            _ => turn.commit_with(note).await,
        }
    }
}

/// A case that is being opened takes the lead it grew from.
pub(crate) async fn take_into(
    turn: &Turn,
    lead: LeadId,
    case: CaseId,
    note: &Note,
) -> Result<(), StoreError> {
    let sql = "UPDATE leads SET state = 'handling', case_id = $1, changed_by = $2, changed_at = $3, \
               version = version + 1 WHERE id = $4 AND case_id IS NULL";
    let values: [Value; 4] = [
        case.0.into(),
        without_nul(&note.who.name).into(),
        note.at.0.into(),
        lead.0.into(),
    ];
    match turn.run(sql, values).await? {
        0 => Err(turn.conflict(format!("{lead} has a case already, or is not there"))),
        _ => Ok(()),
    }
}

async fn select(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Lead>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM leads {rest}");
    let found = rows(store, act, &sql, values).await?;
    found.iter().map(|row| read(row, act)).collect()
}

fn read(row: &QueryResult, act: &'static str) -> Result<Lead, StoreError> {
    let columns = Columns { row, act };
    let id = LeadId(columns.get(0)?);
    let word: String = columns.get(5)?;
    let state = LeadState::from_word(&word)
        .ok_or_else(|| corrupt(act, format!("the lead {id} is {word:?}")))?;
    Ok(Lead {
        id,
        at: Moment(columns.get(1)?),
        text: columns.get(2)?,
        place: columns.get(3)?,
        link: columns.get(4)?,
        state,
        reply: columns.get(6)?,
        case: columns.get::<Option<i64>>(7)?.map(CaseId),
        changed: (columns.get(8)?, Moment(columns.get(9)?)),
        version: columns.get(10)?,
    })
}
