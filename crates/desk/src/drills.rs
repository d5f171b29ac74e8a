//! Exercises: what the script brings in comes when its time has come, and is looked back on.

use crate::actor::Actor;
use crate::cases::{entry, note_of};
use crate::{Desk, DeskError};
use model::{
    Case, CaseEntry, CaseState, EntryKind, Moment, NewEntry, PlaybookBody, PlaybookStep, Who,
};
use ports::{CaseAsk, StoreError};

/// Exercises that run at once at most.
const RUNNING_MAX: u64 = 100;
/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;

/// An input of an exercise with its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrillInput {
    /// Its number in the script, from 1, in order of time.
    pub number: usize,
    /// What it brings in.
    pub text: String,
    /// When it was to come.
    pub planned: Moment,
    /// When it came.
    pub came: Option<Moment>,
    /// When somebody did or said something after it for the first time.
    pub answered: Option<Moment>,
}

impl Desk {
    /// Brings what is due by the clock into the exercises that run; gives how much. May be repeated:
    /// what came does not come again.
    pub async fn bring_inputs(&self) -> Result<usize, DeskError> {
        let open = CaseState::ALL.into_iter();
        let ask = CaseAsk {
            states: open.filter(|state| *state != CaseState::Closed).collect(),
            exercise: Some(true),
            limit: RUNNING_MAX,
            ..CaseAsk::default()
        };
        let mut brought = 0;
        for case in self.store.cases(&ask).await? {
            brought += self.bring_into(&case).await?;
        }
        Ok(brought)
    }

    async fn bring_into(&self, case: &Case) -> Result<usize, DeskError> {
        let now = self.clock.now();
        let timeline = self.store.timeline(case.id).await?;
        let inputs = self.drill_inputs(case, &timeline.entries).await?;
        let due = inputs
            .iter()
            .filter(|input| input.came.is_none() && input.planned <= now);
        let (mut last, mut brought) = (timeline.last, 0);
        for input in due {
            let said = NewEntry {
                who: Who::desk(),
                ..entry(
                    &Actor::desk(),
                    now,
                    EntryKind::Scripted,
                    input.number,
                    &input.text,
                )
            };
            let note = note_of(&Actor::desk(), "case.input", case.id, &said);
            match (self.store.add_entry_after(case.id, last, &said, &note)).await {
                Ok(()) => (last, brought) = (last + 1, brought + 1),
                // Somebody wrote in this very moment: the next look brings it.
                Err(StoreError::Conflict { .. }) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(brought)
    }

    /// The inputs of an exercise's playbook, in order of time; none of a matter that is real.
    pub(crate) async fn drill_inputs(
        &self,
        case: &Case,
        entries: &[CaseEntry],
    ) -> Result<Vec<DrillInput>, DeskError> {
        let Some((id, version)) = case.playbook.filter(|_| case.exercise) else {
            return Ok(Vec::new());
        };
        let versions = self.store.playbook_versions(id).await?;
        let playbook = versions.into_iter().find(|one| one.version == version);
        Ok(playbook.map_or_else(Vec::new, |playbook| inputs(&playbook.body, entries)))
    }
}

/// A script beside what came of it. Pure.
fn inputs(body: &PlaybookBody, entries: &[CaseEntry]) -> Vec<DrillInput> {
    let started = (entries.iter()).find(|one| one.said.kind == EntryKind::PlaybookStarted);
    let Some(started) = started else {
        return Vec::new();
    };
    let mut steps: Vec<&PlaybookStep> = body.steps.iter().filter(|step| step.scripted).collect();
    steps.sort_by_key(|step| step.minutes);
    let with_times = (1..).zip(steps).map(|(number, step)| {
        let came = (entries.iter()).find(|one| is_input(one, number));
        DrillInput {
            number,
            text: match step.role.as_str() {
                "" => step.text.clone(),
                role => format!("{role}: {}", step.text),
            },
            planned: Moment(started.said.at.0 + step.minutes * MINUTE_MS),
            came: came.map(|one| one.said.at),
            answered: came.and_then(|one| first_act_after(one, entries)),
        }
    });
    with_times.collect()
}

fn is_input(one: &CaseEntry, number: usize) -> bool {
    one.said.kind == EntryKind::Scripted && one.said.object == number.to_string()
}

/// The first thing that a person did or said after an entry.
fn first_act_after(input: &CaseEntry, entries: &[CaseEntry]) -> Option<Moment> {
    let after = entries.iter().filter(|one| one.number > input.number);
    let mut acts = after.filter(|one| one.said.kind != EntryKind::Scripted);
    acts.next().map(|one| one.said.at)
}
