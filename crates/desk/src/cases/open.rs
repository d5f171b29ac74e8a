//! Opening a case: from an event, a lead, an instruction.

use super::{OpenCase, TITLE_CHARS_MAX, entry, instructed, instruction, line, not_found};
use crate::actor::Actor;
use crate::cover::Covered;
use crate::{Act, Desk, DeskError};
use model::{Case, CaseId, CaseState, EntryKind, Instruction, Moment, NewEntry, Said};
use ports::CaseChange;

impl Desk {
    /// Opens a case.
    pub async fn open_case(&self, actor: &Actor, ask: &OpenCase) -> Result<CaseId, DeskError> {
        actor.must(Act::HandleCases)?;
        let now = self.clock.now();
        let (title, first_seen_at) = self.beginning_of(ask, now).await?;
        let instruction = instruction(&ask.instruction, &ask.instructed_by, now)?;
        let entries = first_entries(actor, ask, &title, instruction.as_ref(), now);
        let note = actor.note(now, "case.opened", "", title.clone());
        let case = new_case(actor, ask, title, instruction, (first_seen_at, now));
        let change = CaseChange {
            case,
            entries,
            tasks: Vec::new(),
        };
        let opened = self.store.open_case(&change, &note).await;
        opened.map_err(|error| match DeskError::from(error) {
            error if error.is_conflict() => {
                DeskError::refused("lead.has_case", "the lead belongs to a case already")
            }
            error => error,
        })
    }

    /// What it is called, and when it was first seen.
    async fn beginning_of(
        &self,
        ask: &OpenCase,
        now: Moment,
    ) -> Result<(String, Moment), DeskError> {
        let mut title = line(&ask.title, TITLE_CHARS_MAX);
        let mut first_seen_at = now;
        if let Some(event) = ask.event {
            let event = self.event_or_missing(event).await?.covered();
            first_seen_at = first_seen_at.min(event.first_at);
            if title.is_empty() {
                title = line(&event.title, TITLE_CHARS_MAX);
            }
        }
        if let Some(id) = ask.lead {
            let lead = self.store.lead(id).await?;
            let lead = lead.ok_or_else(|| not_found("lead", id))?;
            first_seen_at = first_seen_at.min(lead.at);
            if title.is_empty() {
                title = line(&lead.text, LEAD_TITLE_CHARS);
            }
        }
        if title.is_empty() {
            return Err(DeskError::refused("case.title", "a case needs a title"));
        }
        // The matter of an exercise is seen when the exercise begins.
        Ok((title, if ask.exercise { now } else { first_seen_at }))
    }
}

/// Characters of a lead that name a case.
const LEAD_TITLE_CHARS: usize = 40;

fn first_entries(
    actor: &Actor,
    ask: &OpenCase,
    title: &str,
    instruction: Option<&Instruction>,
    now: Moment,
) -> Vec<NewEntry> {
    let mut entries = vec![entry(actor, now, EntryKind::Opened, "", title)];
    let event = ask.event;
    entries.extend(event.map(|id| entry(actor, now, EntryKind::EventAdded, id, "")));
    let lead = ask.lead;
    entries.extend(lead.map(|id| entry(actor, now, EntryKind::LeadAttached, id, "")));
    entries.extend(instruction.map(|said| instructed(actor, said)));
    entries
}

fn new_case(
    actor: &Actor,
    ask: &OpenCase,
    title: String,
    instruction: Option<Instruction>,
    (first_seen_at, now): (Moment, Moment),
) -> Case {
    Case {
        id: CaseId(0),
        title,
        state: CaseState::New,
        level: None,
        owner: actor.who.person,
        lead_unit: actor.unit,
        events: ask.event.into_iter().collect(),
        exercise: ask.exercise,
        opened_at: now,
        first_seen_at,
        confirmed_at: None,
        closed_at: None,
        instruction,
        said: Said::default(),
        closing: None,
        lead: ask.lead,
        playbook: None,
        changed: (actor.name.clone(), now),
        version: 0,
    }
}
