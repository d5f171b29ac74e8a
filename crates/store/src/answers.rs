//! Answers and what everybody could read of them.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::timeline::{self, sealed};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{
    Answer, AnswerId, AnswerKind, AnswerState, AnswerVersion, CaseId, Moment, NewEntry, Note,
    PersonId, SignOff, Wording,
};
use ports::{AnswerStore, StoreError};
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};

const COLUMNS: &str =
    "id, case_id, kind, state, exercise, published_at, record, changed_by, changed_at, version";

/// What of an answer is only shown.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Record {
    wording: Wording,
    next: Option<Wording>,
    next_why: String,
    full: bool,
    drafted_by: Option<PersonId>,
    drafted_name: String,
    reviewed: Option<(String, Moment)>,
    signed: Option<SignOff>,
}

#[async_trait]
impl AnswerStore for SqlStore {
    async fn draft_answer(
        &self,
        answer: &Answer,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<AnswerId, StoreError> {
        let turn = Turn::begin(self, "draft an answer").await?;
        let id = AnswerId(turn.next_id("answers").await?);
        let sql = format!(
            "INSERT INTO answers ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)"
        );
        turn.run(&sql, values(id, answer)).await?;
        let object = id.to_string();
        let entry = NewEntry {
            object: object.clone(),
            ..entry.clone()
        };
        let seal = timeline::append(&turn, answer.case, &[entry]).await?;
        let note = Note {
            object,
            ..note.clone()
        };
        turn.commit_with(&sealed(&note, answer.case, &seal)).await?;
        Ok(id)
    }

    async fn change_answer(
        &self,
        answer: &Answer,
        version: Option<&AnswerVersion>,
        entry: &NewEntry,
        answered: Option<&NewEntry>,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change an answer").await?;
        let sql = "UPDATE answers SET case_id = $2, kind = $3, state = $4, exercise = $5, published_at = $6, \
                   record = $7, changed_by = $8, changed_at = $9, version = version + 1 \
                   WHERE id = $1 AND version = $10";
        let mut values = values(answer.id, answer);
        values.push(answer.version.into());
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict(format!("somebody else changed {} meanwhile", answer.id)));
        }
        if let Some(version) = version {
            publish(&turn, answer, version).await?;
        }
        let mut entries = vec![entry.clone()];
        if let Some(step) = answered
            && is_answered(&turn, answer.case, step).await?
        {
            entries.push(step.clone());
        }
        let seal = timeline::append(&turn, answer.case, &entries).await?;
        turn.commit_with(&sealed(note, answer.case, &seal)).await
    }

    async fn answer(&self, id: AnswerId) -> Result<Option<Answer>, StoreError> {
        let found = select(self, "read an answer", "WHERE id = $1", vec![id.0.into()]);
        Ok(found.await?.pop())
    }

    async fn answers_of(&self, case: CaseId) -> Result<Vec<Answer>, StoreError> {
        // Index: answers_case.
        let rest = "WHERE case_id = $1 ORDER BY id DESC";
        select(self, "list a case's answers", rest, vec![case.0.into()]).await
    }

    async fn public_answers(&self, offset: u64, limit: u64) -> Result<Vec<Answer>, StoreError> {
        // Index: answers_published.
        let rest = format!(
            "WHERE published_at IS NOT NULL AND exercise = 0 \
             ORDER BY published_at DESC, id DESC LIMIT {limit} OFFSET {offset}"
        );
        select(self, "list published answers", &rest, Vec::new()).await
    }

    async fn answer_versions(&self, id: AnswerId) -> Result<Vec<AnswerVersion>, StoreError> {
        const ACT: &str = "list versions of an answer";
        // Index: the primary key.
        let sql = "SELECT number, at, wording, correction, withdrawn FROM answer_versions \
                   WHERE answer_id = $1 ORDER BY number";
        let found = rows(self, ACT, sql, [id.0.into()]).await?;
        (found.iter())
            .map(|row| {
                let columns = Columns { row, act: ACT };
                Ok(AnswerVersion {
                    answer: id,
                    number: columns.get(0)?,
                    at: Moment(columns.get(1)?),
                    wording: serde_json::from_str(&columns.get::<String>(2)?)
                        .map_err(|error| corrupt(ACT, error.to_string()))?,
                    correction: columns.get(3)?,
                    withdrawn: columns.get::<i64>(4)? != 0,
                })
            })
            .collect()
    }
}

/// Keeps what everybody reads from now on; the first time it meets the clocks of the case.
async fn publish(turn: &Turn, answer: &Answer, version: &AnswerVersion) -> Result<(), StoreError> {
    let wording = serde_json::to_string(&version.wording).expect("words are plain texts");
    let sql = "INSERT INTO answer_versions (answer_id, number, at, wording, correction, withdrawn) \
               SELECT CAST($1 AS BIGINT), COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), $3, $4, \
               CAST($5 AS BIGINT) FROM answer_versions WHERE answer_id = $1";
    let values: [Value; 5] = [
        answer.id.0.into(),
        version.at.0.into(),
        without_nul(&wording).into(),
        without_nul(&version.correction).into(),
        i64::from(version.withdrawn).into(),
    ];
    turn.run(sql, values).await?;
    if version.withdrawn {
        return Ok(());
    }
    let full = answer.full.then_some(version.at.0);
    let sql = "UPDATE cases SET first_word_at = COALESCE(first_word_at, $1), \
               full_answer_at = COALESCE(full_answer_at, $2), reply_at = COALESCE(reply_at, $1) \
               WHERE id = $3";
    let values = [version.at.0.into(), full.into(), answer.case.0.into()];
    turn.run(sql, values).await?;
    Ok(())
}

/// A case in handling is answered now; whether it was in handling.
async fn is_answered(turn: &Turn, case: CaseId, step: &NewEntry) -> Result<bool, StoreError> {
    let sql = "UPDATE cases SET state = 'answered', changed_by = $1, changed_at = $2, \
               version = version + 1 WHERE id = $3 AND state = 'handling'";
    let values: [Value; 3] = [
        without_nul(&step.who.name).into(),
        step.at.0.into(),
        case.0.into(),
    ];
    Ok(turn.run(sql, values).await? > 0)
}

fn values(id: AnswerId, answer: &Answer) -> Vec<Value> {
    let record = Record {
        wording: answer.wording.clone(),
        next: answer.next.clone(),
        next_why: answer.next_why.clone(),
        full: answer.full,
        drafted_by: answer.drafted_by,
        drafted_name: answer.drafted_name.clone(),
        reviewed: answer.reviewed.clone(),
        signed: answer.signed.clone(),
    };
    let record = serde_json::to_string(&record).expect("a record is plain texts and numbers");
    vec![
        id.0.into(),
        answer.case.0.into(),
        answer.kind.word().into(),
        answer.state.word().into(),
        i64::from(answer.exercise).into(),
        answer.published_at.map(|at| at.0).into(),
        without_nul(&record).into(),
        without_nul(&answer.changed.0).into(),
        answer.changed.1.0.into(),
    ]
}

async fn select(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Answer>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM answers {rest}");
    let found = rows(store, act, &sql, values).await?;
    found.iter().map(|row| read(row, act)).collect()
}

fn read(row: &QueryResult, act: &'static str) -> Result<Answer, StoreError> {
    let columns = Columns { row, act };
    let id = AnswerId(columns.get(0)?);
    let odd = |what: &str| corrupt(act, format!("the answer {id} is {what:?}"));
    let (kind, state): (String, String) = (columns.get(2)?, columns.get(3)?);
    let record: Record = serde_json::from_str(&columns.get::<String>(6)?)
        .map_err(|error| corrupt(act, format!("the record of {id}: {error}")))?;
    Ok(Answer {
        id,
        case: CaseId(columns.get(1)?),
        kind: AnswerKind::from_word(&kind).ok_or_else(|| odd(&kind))?,
        state: AnswerState::from_word(&state).ok_or_else(|| odd(&state))?,
        exercise: columns.get::<i64>(4)? != 0,
        published_at: columns.get::<Option<i64>>(5)?.map(Moment),
        wording: record.wording,
        next: record.next,
        next_why: record.next_why,
        full: record.full,
        drafted_by: record.drafted_by,
        drafted_name: record.drafted_name,
        reviewed: record.reviewed,
        signed: record.signed,
        changed: (columns.get(7)?, Moment(columns.get(8)?)),
        version: columns.get(9)?,
    })
}
