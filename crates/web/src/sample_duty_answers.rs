//! A desk of samples answers questions about duty.

use crate::duty_question::DutyQuestions;
use crate::sample::SampleDesk;
use crate::sample_duty::{board, clash, import, plan, sheet, shift};
use async_trait::async_trait;
use chrono::NaiveDate;
use desk::{
    Actor, DeskError, HandoverSheet, RosterBoard, RosterImport, RotationAsk, RotationPlan,
    ShiftEdit, ShiftKept,
};
use model::{DutyPost, DutySettings, PersonId, Shift, ShiftId, SwapId, SwapState};

#[async_trait]
impl DutyQuestions for SampleDesk {
    async fn roster(
        &self,
        _: &Actor,
        first: Option<NaiveDate>,
        _: u16,
    ) -> Result<RosterBoard, DeskError> {
        let board = board(self.0);
        Ok(RosterBoard {
            first: first.unwrap_or(board.first),
            ..board
        })
    }

    async fn shift(&self, _: &Actor, id: ShiftId) -> Result<Shift, DeskError> {
        Ok(Shift {
            id,
            ..shift(1, DutyPost::Officer)
        })
    }

    async fn add_shift(
        &self,
        _: &Actor,
        _: &ShiftEdit,
        confirmed: bool,
    ) -> Result<ShiftKept, DeskError> {
        if confirmed {
            return Ok(ShiftKept::Kept(ShiftId(1)));
        }
        Ok(ShiftKept::Clashes(vec![clash()]))
    }

    async fn change_shift(
        &self,
        _: &Actor,
        id: ShiftId,
        _: i64,
        _: &ShiftEdit,
        _: bool,
    ) -> Result<ShiftKept, DeskError> {
        Ok(ShiftKept::Kept(id))
    }

    async fn remove_shift(&self, _: &Actor, _: ShiftId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn undo_shift(&self, _: &Actor, _: ShiftId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn undo_shifts(&self, _: &Actor, _: i64) -> Result<u64, DeskError> {
        Ok(3)
    }

    async fn ask_swap(
        &self,
        _: &Actor,
        _: ShiftId,
        _: PersonId,
        _: &str,
    ) -> Result<SwapId, DeskError> {
        Ok(SwapId(1))
    }

    async fn settle_swap(&self, _: &Actor, _: SwapId, _: SwapState) -> Result<(), DeskError> {
        Ok(())
    }

    async fn plan_rotation(&self, _: &Actor, _: &RotationAsk) -> Result<RotationPlan, DeskError> {
        Ok(plan(self.0))
    }

    async fn keep_rotation(
        &self,
        _: &Actor,
        _: &RotationAsk,
        roster: i64,
    ) -> Result<(usize, i64), DeskError> {
        Ok((3, roster + 1))
    }

    async fn preview_roster(
        &self,
        _: &Actor,
        _: &[u8],
        _: DutyPost,
    ) -> Result<RosterImport, DeskError> {
        Ok(import(self.0))
    }

    async fn import_roster(
        &self,
        _: &Actor,
        _: &[u8],
        _: DutyPost,
        roster: i64,
    ) -> Result<(RosterImport, i64), DeskError> {
        Ok((import(self.0), roster + 1))
    }

    async fn export_roster(&self, _: &Actor) -> Result<String, DeskError> {
        Ok("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned())
    }

    async fn roster_feed(&self, _: &str) -> Result<String, DeskError> {
        Ok("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned())
    }

    async fn renew_roster_feed(&self, _: &Actor) -> Result<String, DeskError> {
        Ok("5ec4e7".to_owned())
    }

    async fn drop_roster_feed(&self, _: &Actor) -> Result<(), DeskError> {
        Ok(())
    }

    async fn handover_sheet(
        &self,
        _: &Actor,
        _: Option<ShiftId>,
    ) -> Result<HandoverSheet, DeskError> {
        Ok(sheet(self.0))
    }

    async fn keep_handover(&self, _: &Actor, _: ShiftId, _: i64, _: &str) -> Result<(), DeskError> {
        Ok(())
    }

    async fn sign_handover(&self, _: &Actor, _: ShiftId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn duty_settings(&self, _: &Actor) -> Result<(DutySettings, i64), DeskError> {
        Ok((board(self.0).settings, 1))
    }

    async fn change_duty(&self, _: &Actor, _: i64, _: &DutySettings) -> Result<(), DeskError> {
        Ok(())
    }
}
