//! What units do in cases: given, done, dropped.

use super::{TITLE_CHARS_MAX, entry, line, not_found, note_of, overtaken, words};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{CaseId, EntryKind, HOUR_MS, Moment, NewTask, Task, TaskId, TaskState, UnitId};

/// Tasks of a unit that are shown.
const OWN_SHOWN: u64 = 200;
/// Hours that a task may have at most: a year.
const HOURS_MAX: i64 = 8_760;

/// A task of one's own unit, with the case it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTask {
    /// The task.
    pub task: Task,
    /// What the case is called.
    pub case_title: String,
    /// Whether it is an exercise.
    pub exercise: bool,
}

impl Desk {
    /// Gives a unit something to do within so many hours.
    pub async fn add_task(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        unit: Option<UnitId>,
        title: &str,
        hours: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let case = self.case_as_seen(id, version).await?;
        let title = line(title, TITLE_CHARS_MAX);
        if title.is_empty() || !(1..=HOURS_MAX).contains(&hours) {
            return Err(DeskError::refused(
                "task.what",
                "say what is to be done, and within how many hours (1 to 8760)",
            ));
        }
        let units = self.store.units().await?;
        let found = units.iter().find(|one| Some(one.id) == unit);
        if unit.is_some() && found.is_none() {
            return Err(not_found("unit", unit.unwrap_or_default()));
        }
        let now = self.clock.now();
        let name = found.map_or("", |unit| unit.name.as_str());
        let entry = entry(actor, now, EntryKind::TaskAdded, name, &title);
        let task = NewTask {
            unit,
            title,
            due_at: Moment(now.0.saturating_add(hours * HOUR_MS)),
        };
        self.keep_case(actor, "case.changed", case, vec![entry], vec![task])
            .await
    }

    /// Ends a task, or opens it again. Whoever does not handle cases may do so with their own unit's.
    pub async fn change_task(
        &self,
        actor: &Actor,
        id: TaskId,
        version: i64,
        state: TaskState,
        said: &str,
    ) -> Result<Task, DeskError> {
        let found = self.store.task(id).await?;
        let mut task = found.ok_or_else(|| not_found("task", id))?;
        may_end(actor, &task, state)?;
        if task.version != version {
            return Err(overtaken(&task.changed));
        }
        let said = words(said);
        if state != TaskState::Open && said.is_empty() {
            return Err(DeskError::refused(
                "task.note",
                "say what was done, or why it is not needed",
            ));
        }
        let now = self.clock.now();
        task.state = state;
        task.note = said;
        task.ended_at = (state != TaskState::Open).then_some(now);
        task.changed = (actor.name.clone(), now);
        self.keep_task(actor, &task).await?;
        Ok(task)
    }

    /// Keeps a task as it has become, with its entry on the case's timeline.
    async fn keep_task(&self, actor: &Actor, task: &Task) -> Result<(), DeskError> {
        let text = format!("{}\n{}", task.said.title, task.note);
        let object = format!("{} {}", task.id, task.state.word());
        let kind = EntryKind::TaskChanged;
        let entry = entry(actor, task.changed.1, kind, object.as_str(), text.trim());
        let note = note_of(actor, "task.changed", task.id, &entry);
        let kept = self.store.change_task(task, &entry, &note).await;
        match kept.map_err(DeskError::from) {
            Err(error) if error.is_conflict() => {
                let now = self.store.task(task.id).await?;
                Err(now.map_or(error, |task| overtaken(&task.changed)))
            }
            kept => kept,
        }
    }

    /// Open tasks of one's own unit.
    pub async fn own_tasks(&self, actor: &Actor) -> Result<Vec<OwnTask>, DeskError> {
        actor.must(Act::DoTasks)?;
        let Some(unit) = actor.unit else {
            return Ok(Vec::new());
        };
        let mut own = Vec::new();
        for task in self.store.unit_tasks(unit, OWN_SHOWN).await? {
            let case = self.store.case(task.case).await?;
            let (case_title, exercise) =
                case.map_or_else(Default::default, |case| (case.title, case.exercise));
            own.push(OwnTask {
                task,
                case_title,
                exercise,
            });
        }
        Ok(own)
    }
}

/// Whoever handles cases ends any task; a unit says of its own that it is done.
fn may_end(actor: &Actor, task: &Task, state: TaskState) -> Result<(), DeskError> {
    if actor.may(Act::HandleCases) {
        return Ok(());
    }
    actor.must(Act::DoTasks)?;
    let own = actor.unit.is_some() && actor.unit == task.said.unit;
    if own && state != TaskState::Dropped {
        return Ok(());
    }
    Err(DeskError::Denied {
        who: actor.who.name.clone(),
        act: Act::HandleCases.word(),
    })
}
