//! Cases in the store, with their tasks and their timeline.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Case, CaseEntry, CaseId, CaseSettings, CaseState, EventId, Moment, NewEntry, NewTask, Note,
    Task, TaskId, UnitId,
};

/// A case as it is to be, with what is written on its timeline and what units are given to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    /// The case; its version is the one that was read.
    pub case: Case,
    /// In this order.
    pub entries: Vec<NewEntry>,
    /// In this order.
    pub tasks: Vec<NewTask>,
}

/// Which cases are asked for, the last that was opened first. Everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseAsk {
    /// In one of these states; none means any.
    pub states: Vec<CaseState>,
    /// Exercises only, or none of them.
    pub exercise: Option<bool>,
    /// About this event.
    pub event: Option<EventId>,
    /// Opened at this time or later.
    pub opened_from: Option<Moment>,
    /// Opened before this one: the rest of a list.
    pub before: Option<CaseId>,
    /// How many are given.
    pub limit: u64,
}

/// A case's timeline, with how long it must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// In order.
    pub entries: Vec<CaseEntry>,
    /// How many the case says there are.
    pub last: i64,
}

/// Where cases are kept. Each act is written down with it, and what is written down carries the end
/// of the case's chain: whoever rewrites a timeline has to rewrite the record of use too.
#[async_trait]
pub trait CaseStore: Send + Sync {
    /// Opens a case, whose number is given it here. Its events are put on hold with it unless it is
    /// an exercise; the lead it grew from is with it. A lead that has a case already is a `Conflict`.
    async fn open_case(&self, change: &CaseChange, note: &Note) -> Result<CaseId, StoreError>;
    /// Keeps a case as it has become. `Conflict` where somebody else changed it since it was read.
    /// Events of a case that is not closed are on hold. What was said once stays said.
    async fn change_case(&self, change: &CaseChange, note: &Note) -> Result<(), StoreError>;
    /// Adds to the end of a case's timeline.
    async fn add_entry(
        &self,
        case: CaseId,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// The same where the timeline ends with the entry of this number; `Conflict` where it grew.
    async fn add_entry_after(
        &self,
        case: CaseId,
        last: i64,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// One case.
    async fn case(&self, id: CaseId) -> Result<Option<Case>, StoreError>;
    /// The cases asked for.
    async fn cases(&self, ask: &CaseAsk) -> Result<Vec<Case>, StoreError>;
    /// A case's timeline.
    async fn timeline(&self, id: CaseId) -> Result<Timeline, StoreError>;
    /// Tasks of a case, by when they are due.
    async fn case_tasks(&self, id: CaseId) -> Result<Vec<Task>, StoreError>;
    /// Open tasks of a unit, by when they are due.
    async fn unit_tasks(&self, unit: UnitId, limit: u64) -> Result<Vec<Task>, StoreError>;
    /// One task.
    async fn task(&self, id: TaskId) -> Result<Option<Task>, StoreError>;
    /// Keeps a task as it has become; `Conflict` where somebody else changed it since.
    async fn change_task(
        &self,
        task: &Task,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// How many tasks of these cases are open, and how many there are; cases without any are left out.
    async fn count_tasks(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, i64, i64)>, StoreError>;
    /// How long what may take, with the version of that.
    async fn case_settings(&self) -> Result<(CaseSettings, i64), StoreError>;
    /// Keeps other settings; `Conflict` where somebody else changed them since.
    async fn change_case_settings(
        &self,
        settings: &CaseSettings,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Releases the holds of cases that were closed before then; gives how many. May be repeated.
    async fn release_case_holds(
        &self,
        closed_before: Moment,
        note: &Note,
    ) -> Result<u64, StoreError>;
}
