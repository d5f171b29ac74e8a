//! Cases: opened from events, leads and instructions, handled step by step, closed on the matter
//! settled. Every act is written on the case's timeline.

mod board;
mod fields;
mod files;
mod open;
mod settings;
mod steps;
mod tasks;

pub(crate) use settings::release_ended;

pub use board::{CaseBoard, CaseFigures, CaseRow, CaseSheet, CaseShow};
pub use tasks::OwnTask;

use crate::actor::Actor;
use crate::{Desk, DeskError};
use model::{
    Case, CaseId, EntryKind, EventId, Instruction, LeadId, Level, Moment, NewEntry, NewTask, Note,
    PersonId, UnitId, Who, limits,
};
use ports::CaseChange;

/// Characters of a title at most.
const TITLE_CHARS_MAX: usize = 200;
/// Characters of a comment, a reason, an instruction at most.
const WORDS_CHARS_MAX: usize = 4_000;
/// Events of one case at most: a matter of more is a topic.
const EVENTS_MAX: usize = 100;

/// A case that is to be opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenCase {
    /// What to call it; nothing means as its event.
    pub title: String,
    /// The event it grows from.
    pub event: Option<EventId>,
    /// The lead it grows from.
    pub lead: Option<LeadId>,
    /// What a leader said, and who that was.
    pub instruction: String,
    /// Who said it.
    pub instructed_by: String,
    /// Whether it is an exercise.
    pub exercise: bool,
}

/// What people change of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseForm {
    /// What to call it.
    pub title: String,
    /// How grave it is.
    pub level: Option<Level>,
    /// Who looks after it.
    pub owner: Option<PersonId>,
    /// The unit that leads.
    pub lead_unit: Option<UnitId>,
}

impl Desk {
    pub(super) async fn event_or_missing(
        &self,
        id: EventId,
    ) -> Result<model::EventRecord, DeskError> {
        let event = self.store.event(id).await?;
        event.ok_or_else(|| not_found("event", id))
    }

    /// A case, or that there is none.
    pub(crate) async fn case_or_missing(&self, id: CaseId) -> Result<Case, DeskError> {
        let case = self.store.case(id).await?;
        case.ok_or_else(|| not_found("case", id))
    }

    /// A case as somebody saw it: where it changed since, they are told who changed it.
    pub(crate) async fn case_as_seen(&self, id: CaseId, version: i64) -> Result<Case, DeskError> {
        let case = self.case_or_missing(id).await?;
        if case.version == version {
            Ok(case)
        } else {
            Err(overtaken(&case.changed))
        }
    }

    /// Keeps a case as it has become. Who came first is told to whoever came second.
    pub(crate) async fn keep_case(
        &self,
        actor: &Actor,
        act: &str,
        mut case: Case,
        entries: Vec<NewEntry>,
        tasks: Vec<NewTask>,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        case.changed = (actor.name.clone(), now);
        let id = case.id;
        let words: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
        let note = actor.note(now, act, id.to_string(), words.join(" · "));
        let change = CaseChange {
            case,
            entries,
            tasks,
        };
        match self.store.change_case(&change, &note).await {
            Ok(()) => Ok(()),
            Err(error) => match DeskError::from(error) {
                error if error.is_conflict() => {
                    Err(overtaken(&self.case_or_missing(id).await?.changed))
                }
                error => Err(error),
            },
        }
    }
}

fn instruction(text: &str, by: &str, at: Moment) -> Result<Option<Instruction>, DeskError> {
    let (text, by) = (words(text), line(by, limits::NAME_CHARS_MAX));
    match (text.is_empty(), by.is_empty()) {
        (true, _) => Ok(None),
        (false, true) => Err(DeskError::refused("case.by", "say whose words they are")),
        (false, false) => Ok(Some(Instruction { text, by, at })),
    }
}

fn instructed(actor: &Actor, said: &Instruction) -> NewEntry {
    let text = format!("{}\n{}", said.by, said.text);
    entry(actor, said.at, EntryKind::Instructed, "", &text)
}

/// An entry of a timeline, under the name that people know.
pub(crate) fn entry(
    actor: &Actor,
    at: Moment,
    kind: EntryKind,
    object: impl std::fmt::Display + Copy,
    text: &str,
) -> NewEntry {
    NewEntry {
        at,
        who: Who {
            person: actor.who.person,
            name: actor.name.clone(),
            address: String::new(),
        },
        kind,
        object: object.to_string(),
        text: text.to_owned(),
        file: None,
    }
}

/// An act on something of a case, for the record of use.
pub(crate) fn note_of(
    actor: &Actor,
    act: &str,
    object: impl std::fmt::Display + Copy,
    said: &NewEntry,
) -> Note {
    actor.note(said.at, act, object.to_string(), said.text.clone())
}

pub(crate) fn overtaken(changed: &(String, Moment)) -> DeskError {
    DeskError::Overtaken {
        who: changed.0.clone(),
        at: changed.1,
    }
}

pub(crate) fn not_found(kind: &'static str, id: impl std::fmt::Display + Copy) -> DeskError {
    DeskError::NotFound {
        kind,
        id: id.to_string(),
    }
}

pub(crate) fn line(text: &str, most: usize) -> String {
    reading::clean_line(text).chars().take(most).collect()
}

/// Words of several lines; tabulators part fields on a timeline and are blanks here.
pub(crate) fn words(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', " ");
    text.trim().chars().take(WORDS_CHARS_MAX).collect()
}
