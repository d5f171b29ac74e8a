//! Who is on duty: shifts, swaps of them, the chain along which word goes, hand-over notes.

use crate::{Moment, PersonId, ShiftId, SwapId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// As what somebody is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyPost {
    /// 值班员: the one whom word reaches first. There should always be one, and only one.
    Officer,
    /// 带班领导: answers for the shift.
    Leader,
    /// 副班: stands in.
    Deputy,
}

impl DutyPost {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Officer, Self::Leader, Self::Deputy];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Leader => "leader",
            Self::Deputy => "deputy",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|post| post.word() == word)
    }
}

/// What a shift is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShift {
    /// Its first instant.
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
    /// Who is on duty; nobody yet means vacant.
    pub person: Option<PersonId>,
    /// As what.
    pub post: DutyPost,
    /// What else there is to know.
    pub note: String,
    /// What calendars know it by; never used for another shift.
    pub uid: String,
    /// Counts its changes as calendars do (RFC 5545, SEQUENCE).
    pub sequence: i64,
}

/// A shift as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its number.
    pub id: ShiftId,
    /// What it is made of.
    pub is: NewShift,
    /// Whether it was removed: it can be put back.
    pub removed: bool,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Moment,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i64,
}

impl Shift {
    /// Whether it is under way at this instant.
    pub fn covers(&self, at: Moment) -> bool {
        !self.removed && self.is.from <= at && at < self.is.to
    }
}

/// What became of a wish to swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SwapState {
    /// It waits for an answer.
    Asked,
    /// The other one has the shift now.
    Approved,
    /// It stays as it was.
    Declined,
    /// Whoever asked does not want it any more.
    Withdrawn,
}

impl SwapState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Approved, Self::Declined, Self::Withdrawn];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Somebody wants another one to take their shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSwap {
    /// The shift.
    pub shift: ShiftId,
    /// Whose it is.
    pub asked_by: PersonId,
    /// Who should take it.
    pub to: PersonId,
    /// Why.
    pub why: String,
}

/// A wish to swap as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Its number.
    pub id: SwapId,
    /// What is wanted.
    pub said: NewSwap,
    /// When it was asked for.
    pub asked_at: Moment,
    /// What became of it.
    pub state: SwapState,
    /// Who decided, and when.
    pub decided: Option<(String, Moment)>,
}

/// Whom a step of the chain reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Whoever is on duty at this post.
    Post(DutyPost),
    /// Always this person.
    Person(PersonId),
}

/// One step of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainStep {
    /// Minutes after the first word without anybody acknowledging.
    pub after_minutes: u32,
    /// Who is told then.
    pub whom: Whom,
}

/// Rules of the roster: data that people change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DutySettings {
    /// Minutes after local midnight at which shifts change, in order.
    pub borders: Vec<u16>,
    /// Holidays, as `2026-10-01`.
    pub holidays: BTreeSet<String>,
    /// Weekend days that are worked nevertheless (调休), as `2026-10-10`.
    pub workdays: BTreeSet<String>,
    /// Who is told, and after how many minutes without anybody acknowledging.
    pub chain: Vec<ChainStep>,
    /// Days within which gaps are told before they happen.
    pub ahead_days: u16,
}

impl Default for DutySettings {
    fn default() -> Self {
        let step = |after_minutes, post| ChainStep {
            after_minutes,
            whom: Whom::Post(post),
        };
        Self {
            borders: vec![8 * 60, 20 * 60],
            holidays: BTreeSet::new(),
            workdays: BTreeSet::new(),
            chain: vec![
                step(0, DutyPost::Officer),
                step(10, DutyPost::Deputy),
                step(20, DutyPost::Leader),
            ],
            ahead_days: 14,
        }
    }
}

/// Somebody who signed a hand-over note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub person: PersonId,
    /// Their name then.
    pub name: String,
    /// When.
    pub at: Moment,
}

/// What one shift leaves to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The shift that ends.
    pub shift: ShiftId,
    /// The note.
    pub text: String,
    /// Whoever goes.
    pub off: Option<Signature>,
    /// Whoever comes; nothing changes after that.
    pub on: Option<Signature>,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Moment,
    /// Counts its changes.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_words_read_back() {
        for post in DutyPost::ALL {
            assert_eq!(DutyPost::from_word(post.word()), Some(post));
        }
        for state in SwapState::ALL {
            assert_eq!(SwapState::from_word(state.word()), Some(state));
        }
        assert_eq!(DutyPost::from_word("king"), None);
    }

    #[test]
    fn a_shift_covers_its_first_instant_and_not_the_one_after() {
        let mut shift = Shift {
            id: ShiftId(1),
            is: NewShift {
                from: Moment(10),
                to: Moment(20),
                person: None,
                post: DutyPost::Officer,
                note: String::new(),
                uid: "a".to_owned(),
                sequence: 0,
            },
            removed: false,
            changed_by: String::new(),
            changed_at: Moment(0),
            version: 1,
        };
        let at: Vec<i64> = (0..30).filter(|at| shift.covers(Moment(*at))).collect();
        assert_eq!((at.first(), at.last()), (Some(&10), Some(&19)));
        shift.removed = true;
        assert!(!shift.covers(Moment(15)));
    }
}
