//! A case's way: step by step, with what joins it and what was said about it.

use super::{EVENTS_MAX, entry, instructed, instruction, words};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{CaseId, CaseState, ClockKind, Closing, EntryKind, EventId, Step, TaskState};

impl Desk {
    /// Goes a step on, or back for a reason. Closing and opening again is for those who may close.
    pub async fn step_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        to: CaseState,
        step: &Step,
    ) -> Result<(), DeskError> {
        let mut case = self.case_as_seen(id, version).await?;
        let closing = to == CaseState::Closed || case.state == CaseState::Closed;
        actor.must(if closing {
            Act::CloseCases
        } else {
            Act::HandleCases
        })?;
        let tasks = self.store.case_tasks(id).await?;
        let open = tasks.iter().filter(|task| task.state == TaskState::Open);
        let step = tidied(step, open.count());
        case.check_step(to, &step).map_err(|fault| {
            DeskError::refused(fault.word(), format!("the case cannot go there: {fault:?}"))
        })?;
        let now = self.clock.now();
        let text = told_step(to, &step);
        case.take_step(to, &step, now);
        let entry = entry(actor, now, EntryKind::Stepped, to.word(), text.trim());
        self.keep_case(actor, "case.stepped", case, vec![entry], Vec::new())
            .await
    }

    /// Adds an event to a case: its documents are on hold from now on.
    pub async fn add_case_event(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        event: EventId,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut case = self.case_as_seen(id, version).await?;
        let record = self.event_or_missing(event).await?;
        if case.events.contains(&event) {
            return Ok(());
        }
        if case.events.len() >= EVENTS_MAX {
            return Err(DeskError::refused(
                "case.events",
                "the case has too many events",
            ));
        }
        case.events.push(event);
        if !case.exercise {
            case.first_seen_at = case.first_seen_at.min(record.first_at);
        }
        let entry = entry(actor, self.clock.now(), EntryKind::EventAdded, event, "");
        self.keep_case(actor, "case.changed", case, vec![entry], Vec::new())
            .await
    }

    /// Writes down what a leader said.
    pub async fn instruct_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        by: &str,
        text: &str,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut case = self.case_as_seen(id, version).await?;
        let said = instruction(text, by, self.clock.now())?
            .ok_or_else(|| DeskError::refused("case.words", "write down what was said"))?;
        let entry = instructed(actor, &said);
        case.instruction = Some(said);
        self.keep_case(actor, "case.changed", case, vec![entry], Vec::new())
            .await
    }

    /// Writes down that the office said something elsewhere, at a press conference for one: that
    /// meets the clock which waits for it.
    pub async fn said_elsewhere(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        kind: ClockKind,
        text: &str,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut case = self.case_as_seen(id, version).await?;
        let text = words(text);
        if text.is_empty() {
            return Err(DeskError::refused(
                "case.words",
                "say where and what was said",
            ));
        }
        let now = self.clock.now();
        let said = &mut case.said;
        let moment = match kind {
            ClockKind::FirstWord => &mut said.first_word,
            ClockKind::FullAnswer => &mut said.full_answer,
            ClockKind::Reply => &mut said.reply,
        };
        moment.get_or_insert(now);
        said.first_word.get_or_insert(now);
        let entry = entry(actor, now, EntryKind::SaidElsewhere, kind.word(), &text);
        self.keep_case(actor, "case.changed", case, vec![entry], Vec::new())
            .await
    }
}

fn tidied(step: &Step, open_tasks: usize) -> Step {
    Step {
        reason: words(&step.reason),
        closing: Closing {
            asked: words(&step.closing.asked),
            done: words(&step.closing.done),
        },
        open_tasks,
    }
}

/// The reason, and of a closing both its fields as a change writes them.
fn told_step(to: CaseState, step: &Step) -> String {
    let line = |text: &str| text.replace('\n', " ");
    match to {
        CaseState::Closed => format!(
            "{}\nasked\t\t{}\ndone\t\t{}",
            line(&step.reason),
            line(&step.closing.asked),
            line(&step.closing.done)
        ),
        _ => step.reason.clone(),
    }
}
