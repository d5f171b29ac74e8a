//! The roster as the desk asks for it.

use crate::{SqlStore, handovers, roster, shifts, swaps};
use async_trait::async_trait;
use model::{
    DutySettings, Handover, Moment, NewShift, NewSwap, Note, PersonId, SessionHash, Shift, ShiftId,
    Signature, Swap, SwapId, SwapState,
};
use ports::{CalendarAct, DutyStore, StoreError};

#[async_trait]
impl DutyStore for SqlStore {
    async fn duty(&self) -> Result<(DutySettings, i64, i64), StoreError> {
        roster::duty(self).await
    }

    async fn change_duty(
        &self,
        settings: &DutySettings,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError> {
        roster::change_duty(self, settings, version, note).await
    }

    async fn shifts(&self, from: Moment, to: Moment) -> Result<Vec<Shift>, StoreError> {
        shifts::shifts(self, from, to).await
    }

    async fn shift(&self, id: ShiftId) -> Result<Option<Shift>, StoreError> {
        shifts::one(self, id).await
    }

    async fn shifts_of(&self, uids: &[String]) -> Result<Vec<Shift>, StoreError> {
        shifts::shifts_of(self, uids).await
    }

    async fn add_shifts(
        &self,
        shifts: &[NewShift],
        roster: Option<i64>,
        note: &Note,
    ) -> Result<(Vec<ShiftId>, i64), StoreError> {
        shifts::add_shifts(self, shifts, roster, note).await
    }

    async fn change_shift(
        &self,
        id: ShiftId,
        version: i64,
        shift: &NewShift,
        note: &Note,
    ) -> Result<(), StoreError> {
        shifts::change_shift(self, id, version, shift, note).await
    }

    async fn remove_shift(&self, id: ShiftId, version: i64, note: &Note) -> Result<(), StoreError> {
        shifts::remove_shift(self, id, version, note).await
    }

    async fn undo_shift(&self, id: ShiftId, version: i64, note: &Note) -> Result<(), StoreError> {
        shifts::undo_shift(self, id, version, note).await
    }

    async fn undo_shifts(&self, roster: i64, note: &Note) -> Result<u64, StoreError> {
        roster::undo_shifts(self, roster, note).await
    }

    async fn keep_calendar(
        &self,
        acts: &[CalendarAct],
        roster: i64,
        note: &Note,
    ) -> Result<i64, StoreError> {
        roster::keep_calendar(self, acts, roster, note).await
    }

    async fn ask_swap(&self, swap: &NewSwap, note: &Note) -> Result<SwapId, StoreError> {
        swaps::ask(self, swap, note).await
    }

    async fn swaps(&self, since: Option<Moment>) -> Result<Vec<Swap>, StoreError> {
        swaps::swaps(self, since).await
    }

    async fn swap(&self, id: SwapId) -> Result<Option<Swap>, StoreError> {
        swaps::one(self, id).await
    }

    async fn settle_swap(
        &self,
        id: SwapId,
        state: SwapState,
        by: &str,
        note: &Note,
    ) -> Result<(), StoreError> {
        swaps::settle(self, id, state, by, note).await
    }

    async fn handover(&self, shift: ShiftId) -> Result<Option<Handover>, StoreError> {
        handovers::one(self, shift).await
    }

    async fn handovers(&self, limit: u64) -> Result<Vec<Handover>, StoreError> {
        handovers::last(self, limit).await
    }

    async fn keep_handover(
        &self,
        shift: ShiftId,
        text: &str,
        version: i64,
        note: &Note,
    ) -> Result<(), StoreError> {
        handovers::keep(self, shift, text, version, note).await
    }

    async fn sign_handover(
        &self,
        shift: ShiftId,
        version: i64,
        signature: &Signature,
        note: &Note,
    ) -> Result<(), StoreError> {
        handovers::sign(self, shift, version, signature, note).await
    }

    async fn roster_feed(&self, secret: &SessionHash) -> Result<Option<PersonId>, StoreError> {
        swaps::roster_feed(self, secret).await
    }

    async fn renew_roster_feed(
        &self,
        person: PersonId,
        secret: Option<&SessionHash>,
        note: &Note,
    ) -> Result<(), StoreError> {
        swaps::renew_roster_feed(self, person, secret, note).await
    }
}
