//! Cases: matters being handled, from what was seen to the matter settled.

use crate::{CaseId, EventId, LeadId, Level, Moment, PersonId, PlaybookId, UnitId};
use serde::{Deserialize, Serialize};

/// How far a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseState {
    /// 新建: somebody opened it.
    New,
    /// 已研判: its level is known and the matter is confirmed.
    Assessed,
    /// 处置中: units work on it.
    Handling,
    /// 已回应: the office said something in public.
    Answered,
    /// 已跟进: what was promised was looked after.
    FollowedUp,
    /// 已办结: the matter is settled.
    Closed,
}

impl CaseState {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::Assessed,
        Self::Handling,
        Self::Answered,
        Self::FollowedUp,
        Self::Closed,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Assessed => "assessed",
            Self::Handling => "handling",
            Self::Answered => "answered",
            Self::FollowedUp => "followed_up",
            Self::Closed => "closed",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Where it may go from here; the straight way first. Every other way asks for a reason.
    pub fn steps(self) -> &'static [Self] {
        match self {
            Self::New => &[Self::Assessed],
            Self::Assessed => &[Self::Handling, Self::Closed],
            Self::Handling => &[Self::Answered, Self::FollowedUp],
            Self::Answered => &[Self::FollowedUp, Self::Handling],
            Self::FollowedUp => &[Self::Closed, Self::Handling],
            Self::Closed => &[Self::Handling],
        }
    }

    /// Whether this step asks for a reason: all but the straight way on, and opening again.
    pub fn step_needs_reason(self, to: Self) -> bool {
        self == Self::Closed || self.steps().first() != Some(&to)
    }
}

/// What a case closes with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// What people asked.
    pub asked: String,
    /// What was done about it.
    pub done: String,
}

/// What a leader said, as it was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// The words.
    pub text: String,
    /// Who said them, as written.
    pub by: String,
    /// When they were written down.
    pub at: Moment,
}

/// When the office said what the clocks wait for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The first authoritative word.
    pub first_word: Option<Moment>,
    /// The first full answer, such as a press conference.
    pub full_answer: Option<Moment>,
    /// The reply.
    pub reply: Option<Moment>,
}

/// A case as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number.
    pub id: CaseId,
    /// What people call it.
    pub title: String,
    /// How far it is.
    pub state: CaseState,
    /// How grave it is, once it was assessed.
    pub level: Option<Level>,
    /// Who looks after it.
    pub owner: Option<PersonId>,
    /// The unit that leads.
    pub lead_unit: Option<UnitId>,
    /// The events it is about.
    pub events: Vec<EventId>,
    /// Whether it is an exercise: marked everywhere, and in no figure.
    pub exercise: bool,
    /// When it was opened.
    pub opened_at: Moment,
    /// When the earliest of its events was first seen; without one, when it was opened.
    pub first_seen_at: Moment,
    /// When somebody confirmed the matter.
    pub confirmed_at: Option<Moment>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// What a leader said.
    pub instruction: Option<Instruction>,
    /// When the office said what.
    pub said: Said,
    /// What it closes with.
    pub closing: Option<Closing>,
    /// The lead it grew from.
    pub lead: Option<LeadId>,
    /// The playbook that was started on it, and at which version.
    pub playbook: Option<(PlaybookId, i64)>,
    /// Who changed it last, and when.
    pub changed: (String, Moment),
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i64,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepFault {
    /// It does not lead there from here.
    NotFromHere,
    /// It asks for a reason.
    Reason,
    /// The level is not known yet.
    Level,
    /// What was asked or what was done about it is not said.
    Closing,
    /// A unit still has something to do.
    OpenTasks,
}

impl StepFault {
    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotFromHere => "case.not_from_here",
            Self::Reason => "case.reason",
            Self::Level => "case.level",
            Self::Closing => "case.closing",
            Self::OpenTasks => "case.open_tasks",
        }
    }
}

/// A step that somebody wants to take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// Why.
    pub reason: String,
    /// What it closes with.
    pub closing: Closing,
    /// Tasks that are open.
    pub open_tasks: usize,
}

impl Case {
    /// Whether this step may be taken: the one table of the office's ways.
    pub fn check_step(&self, to: CaseState, step: &Step) -> Result<(), StepFault> {
        if !self.state.steps().contains(&to) {
            return Err(StepFault::NotFromHere);
        }
        if self.state.step_needs_reason(to) && step.reason.trim().is_empty() {
            return Err(StepFault::Reason);
        }
        if to == CaseState::Assessed && self.level.is_none() {
            return Err(StepFault::Level);
        }
        if to == CaseState::Closed {
            let closing = &step.closing;
            if closing.asked.trim().is_empty() || closing.done.trim().is_empty() {
                return Err(StepFault::Closing);
            }
            if step.open_tasks > 0 {
                return Err(StepFault::OpenTasks);
            }
        }
        Ok(())
    }

    /// Takes a step that was checked.
    pub fn take_step(&mut self, to: CaseState, step: &Step, now: Moment) {
        self.state = to;
        if to == CaseState::Assessed && self.confirmed_at.is_none() {
            self.confirmed_at = Some(now);
        }
        self.closed_at = (to == CaseState::Closed).then_some(now);
        if to == CaseState::Closed {
            self.closing = Some(step.closing.clone());
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn case(state: CaseState) -> Case {
        Case {
            id: CaseId(1),
            title: "路面塌陷".into(),
            state,
            level: Some(Level::Yellow),
            owner: None,
            lead_unit: None,
            events: Vec::new(),
            exercise: false,
            opened_at: Moment(0),
            first_seen_at: Moment(0),
            confirmed_at: None,
            closed_at: None,
            instruction: None,
            said: Said::default(),
            closing: None,
            lead: None,
            playbook: None,
            changed: (String::new(), Moment(0)),
            version: 1,
        }
    }

    #[test]
    fn the_table_of_steps_is_this_and_no_other() {
        use CaseState::{Answered, Assessed, Closed, FollowedUp, Handling, New};
        let straight = [
            (New, Assessed),
            (Assessed, Handling),
            (Handling, Answered),
            (Answered, FollowedUp),
            (FollowedUp, Closed),
        ];
        let for_a_reason = [
            (Assessed, Closed),
            (Handling, FollowedUp),
            (Answered, Handling),
            (FollowedUp, Handling),
            (Closed, Handling),
        ];
        let closing = Closing {
            asked: "何时修好".into(),
            done: "已修好".into(),
        };
        for from in CaseState::ALL {
            for to in CaseState::ALL {
                let plain = Step {
                    closing: closing.clone(),
                    ..Step::default()
                };
                let reasoned = Step {
                    reason: "群众仍有疑问".into(),
                    ..plain.clone()
                };
                let found = case(from).check_step(to, &plain);
                let expected = if straight.contains(&(from, to)) {
                    Ok(())
                } else if for_a_reason.contains(&(from, to)) {
                    Err(StepFault::Reason)
                } else {
                    Err(StepFault::NotFromHere)
                };
                assert_eq!(found, expected, "{from:?} → {to:?}");
                let either = straight.contains(&(from, to)) || for_a_reason.contains(&(from, to));
                assert_eq!(case(from).check_step(to, &reasoned).is_ok(), either);
            }
        }
    }

    #[test]
    fn it_closes_on_the_matter_settled_and_on_nothing_else() {
        let whole = Closing {
            asked: "何时修好".into(),
            done: "已修好".into(),
        };
        let case = case(CaseState::FollowedUp);
        for (asked, done) in [("", "已修好"), ("何时修好", " "), ("", "")] {
            let step = Step {
                closing: Closing {
                    asked: asked.into(),
                    done: done.into(),
                },
                reason: "x".into(),
                open_tasks: 0,
            };
            assert_eq!(
                case.check_step(CaseState::Closed, &step),
                Err(StepFault::Closing)
            );
        }
        let mut step = Step {
            closing: whole.clone(),
            reason: String::new(),
            open_tasks: 1,
        };
        assert_eq!(
            case.check_step(CaseState::Closed, &step),
            Err(StepFault::OpenTasks)
        );
        step.open_tasks = 0;
        assert_eq!(case.check_step(CaseState::Closed, &step), Ok(()));
        let mut closed = case.clone();
        closed.take_step(CaseState::Closed, &step, Moment(9));
        assert_eq!(
            (closed.closed_at, closed.closing),
            (Some(Moment(9)), Some(whole))
        );
    }

    #[test]
    fn assessing_needs_a_level_and_confirms() {
        let mut unknown = case(CaseState::New);
        unknown.level = None;
        let step = Step::default();
        assert_eq!(
            unknown.check_step(CaseState::Assessed, &step),
            Err(StepFault::Level)
        );
        unknown.take_step(CaseState::Assessed, &step, Moment(7));
        assert_eq!(unknown.confirmed_at, Some(Moment(7)));
    }
}
