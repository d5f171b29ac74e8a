//! Shifts added, changed, removed, and all of that taken back.

use super::board::takes_duty;
use super::cover::{Clash, clashes};
use super::rotation::with_planned;
use super::{NOTE_CHARS_MAX, beginning};
use crate::actor::Actor;
use crate::people::tokens::hex;
use crate::{Act, Desk, DeskError};
use model::{DutyPost, HOUR_MS, Moment, NewShift, Person, PersonId, Shift, ShiftId};
use ports::Random;

/// Hours of the longest shift: a month.
const HOURS_MAX: i64 = 24 * 31;

/// A shift as somebody writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftEdit {
    /// Its first instant.
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
    /// Whose it is; nobody means vacant.
    pub person: Option<PersonId>,
    /// As what.
    pub post: DutyPost,
    /// What else there is to know.
    pub note: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShiftKept {
    /// It is kept.
    Kept(ShiftId),
    /// Nothing is kept yet: it would stand in the way of others.
    Clashes(Vec<Clash>),
}

/// What calendars will know a new shift by.
pub(super) fn new_uid(random: &dyn Random) -> String {
    let bytes: Vec<u8> = (0..2).flat_map(|_| random.bits().to_be_bytes()).collect();
    format!("{}@caifeng", hex(&bytes))
}

impl Desk {
    /// One shift, also a removed one.
    pub async fn shift(&self, actor: &Actor, id: ShiftId) -> Result<Shift, DeskError> {
        actor.must(Act::SeeDuty)?;
        let found = self.store.shift(id).await?;
        found.ok_or_else(|| DeskError::NotFound {
            kind: "shift",
            id: id.to_string(),
        })
    }

    /// Adds a shift. Where it would stand in the way of others it is kept only once that is confirmed.
    pub async fn add_shift(
        &self,
        actor: &Actor,
        edit: &ShiftEdit,
        confirmed: bool,
    ) -> Result<ShiftKept, DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let shift = NewShift {
            uid: new_uid(&*self.random),
            sequence: 0,
            ..self.checked_shift(edit).await?
        };
        let clashes = self.clashes_of(&shift, None).await?;
        if !confirmed && !clashes.is_empty() {
            return Ok(ShiftKept::Clashes(clashes));
        }
        let note = actor.note(self.clock.now(), "duty.added", "", self.told(&shift));
        let (ids, _) = self.store.add_shifts(&[shift], None, &note).await?;
        Ok(ShiftKept::Kept(ids.first().copied().unwrap_or_default()))
    }

    /// Changes a shift that was at `version`.
    pub async fn change_shift(
        &self,
        actor: &Actor,
        id: ShiftId,
        version: i64,
        edit: &ShiftEdit,
        confirmed: bool,
    ) -> Result<ShiftKept, DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let before = self.shift(actor, id).await?;
        let shift = NewShift {
            uid: before.is.uid.clone(),
            sequence: before.is.sequence + 1,
            ..self.checked_shift(edit).await?
        };
        let clashes = self.clashes_of(&shift, Some(id)).await?;
        if !confirmed && !clashes.is_empty() {
            return Ok(ShiftKept::Clashes(clashes));
        }
        let details = format!("{} → {}", self.told(&before.is), self.told(&shift));
        let note = actor.note(self.clock.now(), "duty.changed", id.to_string(), details);
        self.store.change_shift(id, version, &shift, &note).await?;
        Ok(ShiftKept::Kept(id))
    }

    /// Removes a shift that was at `version`.
    pub async fn remove_shift(
        &self,
        actor: &Actor,
        id: ShiftId,
        version: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let before = self.shift(actor, id).await?;
        let details = self.told(&before.is);
        let note = actor.note(self.clock.now(), "duty.removed", id.to_string(), details);
        Ok(self.store.remove_shift(id, version, &note).await?)
    }

    /// Takes back the last change of a shift, as long as nobody changed it since `version`.
    pub async fn undo_shift(
        &self,
        actor: &Actor,
        id: ShiftId,
        version: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let note = actor.note(self.clock.now(), "duty.undone", id.to_string(), "");
        Ok(self.store.undo_shift(id, version, &note).await?)
    }

    /// Takes back what was added in one step, as far as nobody changed it since.
    pub async fn undo_shifts(&self, actor: &Actor, roster: i64) -> Result<u64, DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let note = actor.note(self.clock.now(), "duty.undone", "", roster.to_string());
        Ok(self.store.undo_shifts(roster, &note).await?)
    }

    async fn checked_shift(&self, edit: &ShiftEdit) -> Result<NewShift, DeskError> {
        if edit.from >= edit.to {
            return Err(DeskError::refused(
                "duty.order",
                "a shift ends after it begins",
            ));
        }
        if edit.to.0 - edit.from.0 > HOURS_MAX * HOUR_MS {
            return Err(DeskError::refused(
                "duty.long",
                "a shift lasts a month at most",
            ));
        }
        if let Some(person) = edit.person {
            self.can_take(person).await?;
        }
        Ok(NewShift {
            from: edit.from,
            to: edit.to,
            person: edit.person,
            post: edit.post,
            note: beginning(&edit.note, NOTE_CHARS_MAX),
            uid: String::new(),
            sequence: 0,
        })
    }

    /// The person, if they may be put on duty.
    pub(super) async fn can_take(&self, id: PersonId) -> Result<Person, DeskError> {
        let person = self.store.person(id).await?.filter(takes_duty);
        person.ok_or_else(|| {
            DeskError::refused(
                "duty.takes",
                "somebody chosen is disabled or has no role that takes duty",
            )
        })
    }

    /// Whose way a shift would stand in; `but` is the one it takes the place of.
    pub(super) async fn clashes_of(
        &self,
        shift: &NewShift,
        but: Option<ShiftId>,
    ) -> Result<Vec<Clash>, DeskError> {
        let mut there = self.store.shifts(shift.from, shift.to).await?;
        there.retain(|one| Some(one.id) != but);
        let mut found = clashes(&with_planned(&there, std::slice::from_ref(shift)));
        found.retain(|clash| clash.first.0 < 0 || clash.second.0 < 0);
        Ok(found)
    }

    /// A shift as the record of use tells it.
    pub(super) fn told(&self, shift: &NewShift) -> String {
        let zone = self.time_zone();
        let at = |at: Moment| {
            chrono::DateTime::from_timestamp_millis(at.0).map_or_else(String::new, |at| {
                at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
            })
        };
        let person = shift.person.map_or("-".to_owned(), |id| id.to_string());
        format!(
            "{} {person} {}–{}",
            shift.post.word(),
            at(shift.from),
            at(shift.to)
        )
    }
}
