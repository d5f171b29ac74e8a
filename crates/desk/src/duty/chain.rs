//! The chain along which word goes until somebody acknowledges it.

use super::board::{Reached, reached};
use crate::{Desk, DeskError};
use model::{DutySettings, Moment, Person, PersonId, Shift, Whom};

/// One step of the chain, as it holds at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationStep {
    /// Minutes after the first word without anybody acknowledging.
    pub after_minutes: u32,
    /// Whom the settings mean.
    pub whom: Whom,
    /// Who that is, and can be reached. Nobody means that the step reaches nobody.
    pub persons: Vec<PersonId>,
    /// Who that is but cannot be reached, and why; a post that nobody holds has no person.
    pub unreached: Vec<(Option<PersonId>, Reached)>,
}

impl EscalationStep {
    /// Whether nobody hears of it.
    pub fn reaches_nobody(&self) -> bool {
        self.persons.is_empty()
    }
}

/// The chain at an instant, over the settings and the roster. Pure.
pub(super) fn steps(
    settings: &DutySettings,
    shifts: &[Shift],
    people: &[Person],
    at: Moment,
) -> Vec<EscalationStep> {
    let step = |step: &model::ChainStep| {
        let meant: Vec<Option<PersonId>> = match step.whom {
            Whom::Person(person) => vec![Some(person)],
            Whom::Post(post) => {
                let on = shifts
                    .iter()
                    .filter(|shift| shift.is.post == post && shift.covers(at));
                let on: Vec<Option<PersonId>> = on.map(|shift| shift.is.person).collect();
                if on.is_empty() { vec![None] } else { on }
            }
        };
        let mut told = EscalationStep {
            after_minutes: step.after_minutes,
            whom: step.whom,
            persons: Vec::new(),
            unreached: Vec::new(),
        };
        for person in meant {
            match (person, reached(person, people)) {
                (Some(person), Reached::Yes) if !told.persons.contains(&person) => {
                    told.persons.push(person);
                }
                (_, Reached::Yes) => {}
                (person, why) => told.unreached.push((person, why)),
            }
        }
        told
    };
    settings.chain.iter().map(step).collect()
}

impl Desk {
    /// Whom word reaches at an instant, step by step, and where a step reaches nobody.
    pub async fn escalation(&self, at: Moment) -> Result<Vec<EscalationStep>, DeskError> {
        let (settings, _, _) = self.store.duty().await?;
        let shifts = self.store.shifts(at, Moment(at.0 + 1)).await?;
        let people = self.store.people().await?;
        Ok(steps(&settings, &shifts, &people, at))
    }
}
