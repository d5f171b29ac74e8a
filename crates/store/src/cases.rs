//! Cases. There are few beside documents: some hundred a year.

use crate::SqlStore;
use crate::case_rows::{COLUMNS, select, values};
use crate::case_tasks;
use crate::errors::corrupt;
use crate::lists::Conditions;
use crate::rows::{Columns, without_nul};
use crate::timeline::{self, sealed};
use crate::turn::{Turn, rows};
use async_trait::async_trait;
use model::{
    Case, CaseId, CaseSettings, CaseState, EventId, Moment, NewEntry, Note, Task, TaskId, UnitId,
};
use ports::{CaseAsk, CaseChange, CaseStore, StoreError, Timeline};
use sea_orm::Value;

#[async_trait]
impl CaseStore for SqlStore {
    async fn open_case(&self, change: &CaseChange, note: &Note) -> Result<CaseId, StoreError> {
        let turn = Turn::begin(self, "open a case").await?;
        let id = CaseId(turn.next_id("cases").await?);
        let sql = format!(
            "INSERT INTO cases ({COLUMNS}, entries, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \
             $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, 0, '')"
        );
        turn.run(&sql, values(id, &change.case)).await?;
        if let Some(lead) = change.case.lead {
            crate::leads::take_into(&turn, lead, id, note).await?;
        }
        let note = Note {
            object: id.to_string(),
            ..note.clone()
        };
        finish(turn, id, change, &note).await?;
        Ok(id)
    }

    async fn change_case(&self, change: &CaseChange, note: &Note) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change a case").await?;
        let id = change.case.id;
        // What was said stays said: an answer may have been published since the case was read.
        let sql = "UPDATE cases SET title = $2, state = $3, level = $4, owner = $5, lead_unit = $6, \
                   exercise = $7, opened_at = $8, first_seen_at = $9, confirmed_at = $10, closed_at = $11, \
                   first_word_at = COALESCE(first_word_at, $12), \
                   full_answer_at = COALESCE(full_answer_at, $13), reply_at = COALESCE(reply_at, $14), \
                   record = $15, changed_by = $16, changed_at = $17, version = version + 1 \
                   WHERE id = $1 AND version = $18";
        let mut values = values(id, &change.case);
        values.push(change.case.version.into());
        if turn.run(sql, values).await? == 0 {
            return Err(turn.conflict(format!("somebody else changed {id} meanwhile")));
        }
        finish(turn, id, change, note).await
    }

    async fn add_entry(
        &self,
        case: CaseId,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError> {
        timeline::add_entry(self, case, None, entry, note).await
    }

    async fn add_entry_after(
        &self,
        case: CaseId,
        last: i64,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError> {
        timeline::add_entry(self, case, Some(last), entry, note).await
    }

    async fn case(&self, id: CaseId) -> Result<Option<Case>, StoreError> {
        let found = select(self, "read a case", "WHERE id = $1", vec![id.0.into()]);
        Ok(found.await?.pop())
    }

    async fn cases(&self, ask: &CaseAsk) -> Result<Vec<Case>, StoreError> {
        // Indexes: cases_state, cases_opened, case_events_event or the primary key.
        let mut which = Conditions::default();
        if !ask.states.is_empty() {
            let words: Vec<String> = ask
                .states
                .iter()
                .map(|state| format!("'{}'", state.word()))
                .collect();
            which.words.push(format!("state IN ({})", words.join(", ")));
        }
        if let Some(exercise) = ask.exercise {
            which.add("exercise =", i64::from(exercise), "");
        }
        if let Some(event) = ask.event {
            let inside = "id IN (SELECT case_id FROM case_events WHERE event_id =";
            which.add(inside, event.0, ")");
        }
        if let Some(from) = ask.opened_from {
            which.add("opened_at >=", from.0, "");
        }
        if let Some(before) = ask.before {
            which.add("id <", before.0, "");
        }
        let rest = format!(
            "WHERE {} ORDER BY id DESC LIMIT {}",
            which.joined(),
            ask.limit
        );
        select(self, "list cases", &rest, which.values).await
    }

    async fn timeline(&self, id: CaseId) -> Result<Timeline, StoreError> {
        timeline::timeline(self, id).await
    }

    async fn case_tasks(&self, id: CaseId) -> Result<Vec<Task>, StoreError> {
        case_tasks::of_case(self, id).await
    }

    async fn unit_tasks(&self, unit: UnitId, limit: u64) -> Result<Vec<Task>, StoreError> {
        case_tasks::of_unit(self, unit, limit).await
    }

    async fn task(&self, id: TaskId) -> Result<Option<Task>, StoreError> {
        case_tasks::task(self, id).await
    }

    async fn change_task(
        &self,
        task: &Task,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError> {
        case_tasks::change(self, task, entry, note).await
    }

    async fn count_tasks(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, i64, i64)>, StoreError> {
        case_tasks::count(self, cases).await
    }

    async fn case_settings(&self) -> Result<(CaseSettings, i64), StoreError> {
        const ACT: &str = "read the settings of cases";
        let sql = "SELECT settings, version FROM case_settings WHERE id = 1";
        let found = rows(self, ACT, sql, []).await?;
        let Some(row) = found.first() else {
            return Ok((CaseSettings::default(), 0));
        };
        let columns = Columns { row, act: ACT };
        let settings = serde_json::from_str(&columns.get::<String>(0)?)
            .map_err(|error| corrupt(ACT, error.to_string()))?;
        Ok((settings, columns.get(1)?))
    }

    async fn change_case_settings(
        &self,
        settings: &CaseSettings,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError> {
        let turn = Turn::begin(self, "change the settings of cases").await?;
        let text = serde_json::to_string(settings).expect("settings are plain numbers");
        let touched = if version == 0 {
            let sql = "INSERT INTO case_settings (id, settings, version) VALUES (1, $1, 1)";
            turn.run(sql, [text.into()]).await?
        } else {
            let sql = "UPDATE case_settings SET settings = $1, version = version + 1 \
                       WHERE id = 1 AND version = $2";
            turn.run(sql, [text.into(), version.into()]).await?
        };
        if touched == 0 {
            return Err(turn.conflict("somebody else changed the settings meanwhile"));
        }
        turn.commit_with(note).await
    }

    async fn release_case_holds(
        &self,
        closed_before: Moment,
        note: &Note,
    ) -> Result<u64, StoreError> {
        let turn = Turn::begin(self, "release the holds of closed cases").await?;
        // Indexes: holds_cited, cases_state.
        let which = "SELECT id FROM holds WHERE cited_by = 'case' AND released_at IS NULL AND reference IN \
                     (SELECT 'k' || CAST(id AS TEXT) FROM cases WHERE state = 'closed' AND closed_at < $1)";
        let sql = format!("DELETE FROM hold_documents WHERE hold_id IN ({which})");
        turn.run(&sql, [closed_before.0.into()]).await?;
        let sql =
            format!("UPDATE holds SET released_at = $2, released_by = $3 WHERE id IN ({which})");
        let values: [Value; 3] = [
            closed_before.0.into(),
            note.at.0.into(),
            without_nul(&note.who.name).into(),
        ];
        match turn.run(&sql, values).await? {
            0 => Ok(0),
            released => {
                turn.commit_with(note).await?;
                Ok(released)
            }
        }
    }
}

/// Events with their holds, tasks, timeline, entry in the record of use.
async fn finish(
    turn: Turn,
    id: CaseId,
    change: &CaseChange,
    note: &Note,
) -> Result<(), StoreError> {
    let case = &change.case;
    for event in &case.events {
        let sql = "INSERT INTO case_events (case_id, event_id) VALUES ($1, $2) \
                   ON CONFLICT (case_id, event_id) DO NOTHING";
        turn.run(sql, [id.0.into(), event.0.into()]).await?;
        if case.state != CaseState::Closed && !case.exercise {
            crate::holds::hold_for_case(&turn, *event, id, &case.title, note).await?;
        }
    }
    case_tasks::add(&turn, id, &change.tasks, &case.changed).await?;
    let seal = timeline::append(&turn, id, &change.entries).await?;
    turn.commit_with(&sealed(note, id, &seal)).await
}

/// A case goes with its event where that is merged into another one.
pub(crate) async fn follow_merge(
    turn: &Turn,
    from: EventId,
    into: EventId,
) -> Result<(), StoreError> {
    // Index: case_events_event.
    let sql = "INSERT INTO case_events (case_id, event_id) \
               SELECT case_id, CAST($1 AS BIGINT) FROM case_events WHERE event_id = $2 \
               ON CONFLICT (case_id, event_id) DO NOTHING";
    turn.run(sql, [into.0.into(), from.0.into()]).await?;
    let sql = "DELETE FROM case_events WHERE event_id = $1";
    turn.run(sql, [from.0.into()]).await?;
    Ok(())
}
