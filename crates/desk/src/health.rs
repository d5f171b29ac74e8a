//! Whether the desk is well.

use crate::{Desk, IndexTask, IndexWork};

/// Well, or what is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthState {
    /// Everything answers.
    Well,
    /// It answers, but not everything is as it should be.
    Degraded,
    /// It cannot do its work.
    Failing,
}

/// What `/healthz` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// In one word.
    pub state: HealthState,
    /// What is wrong and what to do, one sentence each; empty when well.
    pub notes: Vec<String>,
    /// Documents kept.
    pub documents: i64,
    /// The last document that search finds.
    pub indexed_to: i64,
    /// What is being done to the index, if anything.
    pub index_work: Option<IndexWork>,
}

impl Desk {
    /// Asks the store and the index how they are.
    pub async fn health(&self) -> Health {
        let mut health = Health {
            state: HealthState::Well,
            notes: Vec::new(),
            documents: 0,
            indexed_to: 0,
            index_work: self.index_work(),
        };
        match self.store.last_document().await {
            Ok(last) => health.documents = last.0,
            Err(error) => health.note(HealthState::Failing, error.to_string()),
        }
        match self.index.last_committed() {
            Ok(last) => health.indexed_to = last.0,
            Err(error) => health.note(HealthState::Degraded, error.to_string()),
        }
        if let Some(work) = health.index_work {
            let state = match work.task {
                IndexTask::Anew => HealthState::Degraded,
                IndexTask::Words => HealthState::Well,
            };
            health.note(state, work.to_string());
        } else if health.state == HealthState::Well && health.indexed_to < health.documents {
            let behind = health.documents - health.indexed_to;
            health.note(
                HealthState::Well,
                format!("search is {behind} documents behind; it catches up while documents come in, or on the next start"),
            );
        }
        health
    }
}

impl Health {
    fn note(&mut self, state: HealthState, note: String) {
        self.notes.push(note);
        if state == HealthState::Failing || self.state == HealthState::Well {
            self.state = state;
        }
    }
}
