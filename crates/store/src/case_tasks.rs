//! What units do in cases.

use crate::SqlStore;
use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use crate::sql::placeholders;
use crate::timeline::{self, sealed};
use crate::turn::{Turn, rows};
use model::{CaseId, Moment, NewEntry, NewTask, Note, Task, TaskId, TaskState, UnitId};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

const COLUMNS: &str =
    "id, case_id, unit_id, title, due_at, state, note, ended_at, changed_by, changed_at, version";

pub(crate) async fn add(
    turn: &Turn,
    case: CaseId,
    tasks: &[NewTask],
    changed: &(String, Moment),
) -> Result<(), StoreError> {
    if tasks.is_empty() {
        return Ok(());
    }
    let first = turn.next_id("case_tasks").await?;
    for (id, task) in (first..).zip(tasks) {
        let sql = format!(
            "INSERT INTO case_tasks ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, 'open', '', NULL, $6, $7, 1)"
        );
        let values: [Value; 7] = [
            id.into(),
            case.0.into(),
            task.unit.map(|id| id.0).into(),
            without_nul(&task.title).into(),
            task.due_at.0.into(),
            without_nul(&changed.0).into(),
            changed.1.0.into(),
        ];
        turn.run(&sql, values).await?;
    }
    Ok(())
}

pub(crate) async fn change(
    store: &SqlStore,
    task: &Task,
    entry: &NewEntry,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change a task").await?;
    let sql = "UPDATE case_tasks SET unit_id = $1, title = $2, due_at = $3, state = $4, note = $5, \
               ended_at = $6, changed_by = $7, changed_at = $8, version = version + 1 \
               WHERE id = $9 AND version = $10";
    let values: [Value; 10] = [
        task.said.unit.map(|id| id.0).into(),
        without_nul(&task.said.title).into(),
        task.said.due_at.0.into(),
        task.state.word().into(),
        without_nul(&task.note).into(),
        task.ended_at.map(|at| at.0).into(),
        without_nul(&task.changed.0).into(),
        task.changed.1.0.into(),
        task.id.0.into(),
        task.version.into(),
    ];
    if turn.run(sql, values).await? == 0 {
        return Err(turn.conflict(format!("somebody else changed {} meanwhile", task.id)));
    }
    let seal = timeline::append(&turn, task.case, std::slice::from_ref(entry)).await?;
    turn.commit_with(&sealed(note, task.case, &seal)).await
}

async fn select(
    store: &SqlStore,
    act: &'static str,
    rest: &str,
    id: i64,
) -> Result<Vec<Task>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM case_tasks {rest}");
    let found = rows(store, act, &sql, [id.into()]).await?;
    found.iter().map(|row| read(row, act)).collect()
}

pub(crate) async fn task(store: &SqlStore, id: TaskId) -> Result<Option<Task>, StoreError> {
    Ok(select(store, "read a task", "WHERE id = $1", id.0)
        .await?
        .pop())
}

pub(crate) async fn of_case(store: &SqlStore, id: CaseId) -> Result<Vec<Task>, StoreError> {
    // Index: case_tasks_case.
    let rest = "WHERE case_id = $1 ORDER BY due_at, id";
    select(store, "list a case's tasks", rest, id.0).await
}

pub(crate) async fn of_unit(
    store: &SqlStore,
    unit: UnitId,
    limit: u64,
) -> Result<Vec<Task>, StoreError> {
    // Index: case_tasks_unit.
    let rest = format!("WHERE unit_id = $1 AND state = 'open' ORDER BY due_at, id LIMIT {limit}");
    select(store, "list a unit's tasks", &rest, unit.0).await
}

pub(crate) async fn count(
    store: &SqlStore,
    cases: &[CaseId],
) -> Result<Vec<(CaseId, i64, i64)>, StoreError> {
    const ACT: &str = "count tasks";
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    // Index: case_tasks_case.
    let sql = format!(
        "SELECT case_id, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), COUNT(*) \
         FROM case_tasks WHERE case_id IN ({}) GROUP BY case_id",
        placeholders(cases.len())
    );
    let ids = cases.iter().map(|id| Value::from(id.0));
    let found = rows(store, ACT, &sql, ids).await?;
    (found.iter())
        .map(|row| {
            let columns = Columns { row, act: ACT };
            Ok((CaseId(columns.get(0)?), columns.get(1)?, columns.get(2)?))
        })
        .collect()
}

fn read(row: &QueryResult, act: &'static str) -> Result<Task, StoreError> {
    let columns = Columns { row, act };
    let id = TaskId(columns.get(0)?);
    let word: String = columns.get(5)?;
    let state = TaskState::from_word(&word)
        .ok_or_else(|| corrupt(act, format!("the task {id} is {word:?}")))?;
    Ok(Task {
        id,
        case: CaseId(columns.get(1)?),
        said: NewTask {
            unit: columns.get::<Option<i64>>(2)?.map(UnitId),
            title: columns.get(3)?,
            due_at: Moment(columns.get(4)?),
        },
        state,
        note: columns.get(6)?,
        ended_at: columns.get::<Option<i64>>(7)?.map(Moment),
        changed: (columns.get(8)?, Moment(columns.get(9)?)),
        version: columns.get(10)?,
    })
}
