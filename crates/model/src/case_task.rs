//! What one unit does in a case.

use crate::{CaseId, Moment, TaskId, UnitId};

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// It is to be done.
    Open,
    /// It was done.
    Done,
    /// It is not needed any more.
    Dropped,
}

impl TaskState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Done, Self::Dropped];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A task that is to be given to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// Who does it; none where a role of a playbook is not given to a unit yet.
    pub unit: Option<UnitId>,
    /// What is to be done.
    pub title: String,
    /// Until when.
    pub due_at: Moment,
}

/// A task as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: TaskId,
    /// Of which case.
    pub case: CaseId,
    /// What it is.
    pub said: NewTask,
    /// How it stands.
    pub state: TaskState,
    /// What was done, or why it is not needed.
    pub note: String,
    /// When it was done or dropped.
    pub ended_at: Option<Moment>,
    /// Who changed it last, and when.
    pub changed: (String, Moment),
    /// Counts its changes.
    pub version: i64,
}

impl Task {
    /// Whether its time is over and it is open.
    pub fn is_late(&self, now: Moment) -> bool {
        self.state == TaskState::Open && now > self.said.due_at
    }
}
