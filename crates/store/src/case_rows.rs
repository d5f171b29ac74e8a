//! Cases to rows and back.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::turn::rows;
use model::{
    Case, CaseId, CaseState, Closing, EventId, Instruction, LeadId, Level, Moment, PersonId,
    PlaybookId, Said, UnitId,
};
use ports::StoreError;
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};

pub(crate) const COLUMNS: &str = "id, title, state, level, owner, lead_unit, exercise, opened_at, first_seen_at, \
    confirmed_at, closed_at, first_word_at, full_answer_at, reply_at, record, changed_by, changed_at, version";

/// What of a case is only shown.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Record {
    instruction: Option<Instruction>,
    closing: Option<Closing>,
    lead: Option<LeadId>,
    playbook: Option<(PlaybookId, i64)>,
}

/// The columns up to when it was changed.
pub(crate) fn values(id: CaseId, case: &Case) -> Vec<Value> {
    let record = Record {
        instruction: case.instruction.clone(),
        closing: case.closing.clone(),
        lead: case.lead,
        playbook: case.playbook,
    };
    let record = serde_json::to_string(&record).expect("a record is plain texts and numbers");
    let at = |moment: Option<Moment>| Value::from(moment.map(|at| at.0));
    vec![
        id.0.into(),
        without_nul(&case.title).into(),
        case.state.word().into(),
        case.level.map(|level| level.word().to_owned()).into(),
        case.owner.map(|id| id.0).into(),
        case.lead_unit.map(|id| id.0).into(),
        i64::from(case.exercise).into(),
        case.opened_at.0.into(),
        case.first_seen_at.0.into(),
        at(case.confirmed_at),
        at(case.closed_at),
        at(case.said.first_word),
        at(case.said.full_answer),
        at(case.said.reply),
        without_nul(&record).into(),
        without_nul(&case.changed.0).into(),
        case.changed.1.0.into(),
    ]
}

pub(crate) async fn select(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    values: Vec<Value>,
) -> Result<Vec<Case>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM cases {rest}");
    let found = rows(store, act, &sql, values).await?;
    let cases: Result<Vec<Case>, StoreError> = found.iter().map(|row| case(row, act)).collect();
    let mut cases = cases?;
    for case in &mut cases {
        // Index: the primary key.
        let sql = "SELECT event_id FROM case_events WHERE case_id = $1 ORDER BY event_id";
        for row in rows(store, act, sql, [case.id.0.into()]).await? {
            case.events
                .push(EventId(Columns { row: &row, act }.get(0)?));
        }
    }
    Ok(cases)
}

fn case(row: &QueryResult, act: &'static str) -> Result<Case, StoreError> {
    let columns = Columns { row, act };
    let id = CaseId(columns.get(0)?);
    let word: String = columns.get(2)?;
    let state = CaseState::from_word(&word)
        .ok_or_else(|| corrupt(act, format!("the case {id} is {word:?}")))?;
    let record: Record = serde_json::from_str(&columns.get::<String>(14)?)
        .map_err(|error| corrupt(act, format!("the record of {id}: {error}")))?;
    let at = |index| Ok(columns.get::<Option<i64>>(index)?.map(Moment));
    let level: Option<String> = columns.get(3)?;
    Ok(Case {
        id,
        title: columns.get(1)?,
        state,
        level: level.as_deref().and_then(Level::from_word),
        owner: columns.get::<Option<i64>>(4)?.map(PersonId),
        lead_unit: columns.get::<Option<i64>>(5)?.map(UnitId),
        events: Vec::new(),
        exercise: columns.get::<i64>(6)? != 0,
        opened_at: Moment(columns.get(7)?),
        first_seen_at: Moment(columns.get(8)?),
        confirmed_at: at(9)?,
        closed_at: at(10)?,
        said: Said {
            first_word: at(11)?,
            full_answer: at(12)?,
            reply: at(13)?,
        },
        instruction: record.instruction,
        closing: record.closing,
        lead: record.lead,
        playbook: record.playbook,
        changed: (columns.get(15)?, Moment(columns.get(16)?)),
        version: columns.get(17)?,
    })
}
