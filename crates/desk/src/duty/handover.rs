//! Hand-over notes: drafted, edited, signed by whoever goes and then by whoever comes.

use super::DAY_MS;
use super::board::{OnDuty, is_there, with_people};
use super::draft::{HandoverFacts, draft_handover};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError, NowAsk};
use model::{DutyPost, HOUR_MS, Handover, Moment, Shift, ShiftId, Signature};

/// Letters of the longest note.
const TEXT_CHARS_MAX: usize = 20_000;
/// Heat from which an event is named in the draft: about five documents within an hour.
const HEAT_MIN: f64 = 5.0;
/// Events that are looked at for the draft.
const EVENTS: u64 = 15;
/// Notes of the past that are listed.
const EARLIER: u64 = 10;

/// Who signs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaySign {
    /// Whoever looks signs as the one who goes.
    Off,
    /// Whoever looks signs as the one who comes.
    On,
    /// Somebody else does, or both have.
    No,
}

/// A hand-over as it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverSheet {
    /// The shift that ends; none where nobody is or was on duty.
    pub shift: Option<OnDuty>,
    /// Who is on duty after it.
    pub next: Vec<OnDuty>,
    /// The note, where one is kept.
    pub note: Option<Handover>,
    /// What a new note would begin with.
    pub draft: String,
    /// Whether whoever looks may sign.
    pub may_sign: MaySign,
    /// Notes of the past.
    pub earlier: Vec<Handover>,
}

impl HandoverSheet {
    /// There is nothing to hand over.
    fn of_nobody(earlier: Vec<Handover>) -> Self {
        Self {
            shift: None,
            next: Vec::new(),
            note: None,
            draft: String::new(),
            may_sign: MaySign::No,
            earlier,
        }
    }
}

impl Desk {
    /// The hand-over of a shift; of one's own, or of the one under way, where none is named.
    pub async fn handover_sheet(
        &self,
        actor: &Actor,
        shift: Option<ShiftId>,
    ) -> Result<HandoverSheet, DeskError> {
        actor.must(Act::TakeDuty)?;
        let shift = match shift {
            Some(id) => Some(self.shift(actor, id).await?),
            None => self.ending(actor).await?,
        };
        let earlier = self.store.handovers(EARLIER).await?;
        let Some(shift) = shift else {
            return Ok(HandoverSheet::of_nobody(earlier));
        };
        let people = self.store.people().await?;
        let note = self.store.handover(shift.id).await?;
        let after = self.after(&shift).await?;
        let draft = match &note {
            Some(_) => String::new(),
            None => self.draft_of(&shift).await?,
        };
        let may_sign = match &note {
            Some(note) => self.signs(actor, &shift, note).await?,
            None => MaySign::No,
        };
        Ok(HandoverSheet {
            next: with_people(after, &people),
            shift: with_people(vec![shift], &people).pop(),
            note,
            draft,
            may_sign,
            earlier,
        })
    }

    /// Keeps a note that was at `version`; 0 for the first.
    pub async fn keep_handover(
        &self,
        actor: &Actor,
        shift: ShiftId,
        version: i64,
        text: &str,
    ) -> Result<(), DeskError> {
        actor.must(Act::TakeDuty)?;
        self.shift(actor, shift).await?;
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX {
            return Err(DeskError::refused(
                "duty.note",
                format!("a note has from one to {TEXT_CHARS_MAX} letters"),
            ));
        }
        let note = actor.note(self.clock.now(), "handover.written", shift.to_string(), "");
        Ok(self
            .store
            .keep_handover(shift, &text, version, &note)
            .await?)
    }

    /// Signs the note as it was at `version`.
    pub async fn sign_handover(
        &self,
        actor: &Actor,
        shift: ShiftId,
        version: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::TakeDuty)?;
        let ends = self.shift(actor, shift).await?;
        let note = self.store.handover(shift).await?;
        let may = match &note {
            Some(note) => self.signs(actor, &ends, note).await?,
            None => MaySign::No,
        };
        let (Some(person), false) = (actor.who.person, may == MaySign::No) else {
            return Err(DeskError::refused(
                "duty.sign",
                "whoever goes signs first, then whoever comes",
            ));
        };
        let now = self.clock.now();
        let signature = Signature {
            person,
            name: actor.name.clone(),
            at: now,
        };
        let side = if may == MaySign::Off { "off" } else { "on" };
        let note = actor.note(now, "handover.signed", shift.to_string(), side);
        Ok(self
            .store
            .sign_handover(shift, version, &signature, &note)
            .await?)
    }

    /// How this person may sign. The one whose shift it was goes; where that one cannot be reached, an
    /// arranger signs instead. Whoever is on duty when it ends comes; where nobody is, anybody else.
    async fn signs(
        &self,
        actor: &Actor,
        shift: &Shift,
        note: &Handover,
    ) -> Result<MaySign, DeskError> {
        let people = self.store.people().await?;
        let Some(own) = actor.who.person else {
            return Ok(MaySign::No);
        };
        let there = |shift: &Shift| is_there(shift.is.person, &people);
        match (&note.off, &note.on) {
            (None, _) => {
                let instead = !there(shift) && actor.may(Act::ArrangeDuty);
                let off = shift.is.person == Some(own) || instead;
                Ok(if off { MaySign::Off } else { MaySign::No })
            }
            (Some(off), None) if off.person != own => {
                let after = self.after(shift).await?;
                let comes: Vec<&Shift> = after.iter().filter(|shift| there(shift)).collect();
                let on = comes.is_empty() || comes.iter().any(|one| one.is.person == Some(own));
                Ok(if on { MaySign::On } else { MaySign::No })
            }
            _ => Ok(MaySign::No),
        }
    }

    /// Who is on duty when a shift is over.
    async fn after(&self, shift: &Shift) -> Result<Vec<Shift>, DeskError> {
        let end = shift.is.to;
        let mut after = self.store.shifts(end, Moment(end.0 + 1)).await?;
        after.retain(|one| one.id != shift.id);
        Ok(after)
    }

    /// One's own shift under way, else the officer's, else the last one of an officer within a day.
    async fn ending(&self, actor: &Actor) -> Result<Option<Shift>, DeskError> {
        let now = self.clock.now();
        let shifts = self
            .store
            .shifts(Moment(now.0 - DAY_MS), Moment(now.0 + 1))
            .await?;
        let mine =
            |shift: &&Shift| actor.who.person.is_some() && shift.is.person == actor.who.person;
        let officer = |shift: &&Shift| shift.is.post == DutyPost::Officer;
        let on = |shift: &&Shift| shift.covers(now);
        let found = (shifts.iter().filter(on).find(mine))
            .or_else(|| shifts.iter().filter(on).find(officer))
            .or_else(|| shifts.iter().rev().find(officer));
        Ok(found.cloned())
    }

    async fn draft_of(&self, shift: &Shift) -> Result<String, DeskError> {
        let facts = self.handover_facts(shift).await?;
        let chinese = self
            .office_language()
            .is_none_or(|tag| tag.starts_with("zh"));
        Ok(draft_handover(&facts, chinese))
    }

    /// What a shift leaves behind, as far as the desk knows it.
    async fn handover_facts(&self, shift: &Shift) -> Result<HandoverFacts, DeskError> {
        let since = (self.clock.now().0 - shift.is.from.0).max(HOUR_MS);
        let ask = NowAsk {
            window_hours: since.div_euclid(HOUR_MS) + 1,
            ..NowAsk::open(EVENTS)
        };
        let board = self.now_board(&ask).await?;
        let hot = board
            .by_heat
            .into_iter()
            .filter(|card| card.heat >= HEAT_MIN);
        let silent = self.silent_sources().await?;
        let (cases, promises) = self.cases_left().await?;
        Ok(HandoverFacts {
            events: hot.map(|card| (card.id, card.title, card.heat)).collect(),
            silent: silent.into_iter().map(|source| source.name).collect(),
            alerts: self.alerts_left().await?,
            cases,
            promises,
        })
    }
}
