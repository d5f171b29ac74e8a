//! The roster in the store.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    DutySettings, Handover, Moment, NewShift, NewSwap, Note, PersonId, SessionHash, Shift, ShiftId,
    Signature, Swap, SwapId, SwapState,
};

/// What a calendar does to the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarAct {
    /// A shift that was not there.
    Add(NewShift),
    /// A shift that the calendar knows newer, as it was at this version.
    Change(ShiftId, i64, NewShift),
    /// A shift that the calendar calls off, as it was at this version, with the calendar's sequence.
    Remove(ShiftId, i64, i64),
}

/// Where shifts, swaps and hand-over notes are kept. Each act is written down with it. Every change
/// of shifts makes the roster's number grow; where a plan was made over an older number, keeping it is a
/// `Conflict`.
#[async_trait]
pub trait DutyStore: Send + Sync {
    /// The rules with their version, and the number of the roster.
    async fn duty(&self) -> Result<(DutySettings, i64, i64), StoreError>;
    /// Keeps rules that were at `version`; `Conflict` where somebody else was quicker.
    async fn change_duty(
        &self,
        settings: &DutySettings,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Shifts that touch this time, in order of their beginning; none that were removed.
    async fn shifts(&self, from: Moment, to: Moment) -> Result<Vec<Shift>, StoreError>;
    /// One shift, also a removed one.
    async fn shift(&self, id: ShiftId) -> Result<Option<Shift>, StoreError>;
    /// Shifts that calendars know by these, also removed ones.
    async fn shifts_of(&self, uids: &[String]) -> Result<Vec<Shift>, StoreError>;
    /// Adds shifts, all or none; with the roster's number after it, by which they can be taken back.
    async fn add_shifts(
        &self,
        shifts: &[NewShift],
        roster: Option<i64>,
        note: &Note,
    ) -> Result<(Vec<ShiftId>, i64), StoreError>;
    /// Changes a shift that was at `version`; `Conflict` says who was quicker.
    async fn change_shift(
        &self,
        id: ShiftId,
        version: i64,
        shift: &NewShift,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Removes a shift that was at `version`; open wishes to swap it end.
    async fn remove_shift(&self, id: ShiftId, version: i64, note: &Note) -> Result<(), StoreError>;
    /// Takes back the last change of a shift, where it is still at `version`.
    async fn undo_shift(&self, id: ShiftId, version: i64, note: &Note) -> Result<(), StoreError>;
    /// Takes back what was added in one step, as far as nobody changed it since; gives how many.
    async fn undo_shifts(&self, roster: i64, note: &Note) -> Result<u64, StoreError>;
    /// Takes a calendar in, all or nothing; gives the roster's number after it.
    async fn keep_calendar(
        &self,
        acts: &[CalendarAct],
        roster: i64,
        note: &Note,
    ) -> Result<i64, StoreError>;
    /// Keeps a wish to swap; `Conflict` where the shift is not theirs or has an open wish already.
    async fn ask_swap(&self, swap: &NewSwap, note: &Note) -> Result<SwapId, StoreError>;
    /// Wishes to swap: open ones, or those asked for since.
    async fn swaps(&self, since: Option<Moment>) -> Result<Vec<Swap>, StoreError>;
    /// One wish.
    async fn swap(&self, id: SwapId) -> Result<Option<Swap>, StoreError>;
    /// Decides an open wish; approving gives the shift to the other one in the same step. `Conflict`
    /// where it is decided already, or the shift is not any more what it was.
    async fn settle_swap(
        &self,
        id: SwapId,
        state: SwapState,
        by: &str,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// The hand-over note of a shift.
    async fn handover(&self, shift: ShiftId) -> Result<Option<Handover>, StoreError>;
    /// The last notes, the newest shift first.
    async fn handovers(&self, limit: u64) -> Result<Vec<Handover>, StoreError>;
    /// Keeps a note that was at `version` (0: there was none); a signature under another text ends.
    /// `Conflict` where somebody else was quicker, or both have signed.
    async fn keep_handover(
        &self,
        shift: ShiftId,
        text: &str,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Signs the note as it was at `version`: who goes first, then who comes.
    async fn sign_handover(
        &self,
        shift: ShiftId,
        version: i64,
        signature: &Signature,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Whose calendar has this secret address.
    async fn roster_feed(&self, secret: &SessionHash) -> Result<Option<PersonId>, StoreError>;
    /// Gives a person's calendar a secret address; an old one works no more. None only ends it.
    async fn renew_roster_feed(
        &self,
        person: PersonId,
        secret: Option<&SessionHash>,
        note: &Note,
    ) -> Result<(), StoreError>;
}
