//! The sample's answers about cases, tasks and leads.

use crate::case_question::CaseQuestions;
use crate::sample::{NOW, SampleDesk};
use crate::sample_cases::{board_of, case, lead, own_of, sheet_of};
use async_trait::async_trait;
use desk::{
    Actor, CaseBoard, CaseForm, CaseSheet, CaseShow, DeskError, LeadList, OpenCase, OwnTask,
    TellForm,
};
use model::{
    Case, CaseId, CaseSettings, CaseState, ClockKind, EventId, Lead, LeadId, LeadState, Step,
    TaskId, TaskState, UnitId,
};

#[async_trait]
impl CaseQuestions for SampleDesk {
    async fn case_board(&self, _: &Actor, _: CaseShow) -> Result<CaseBoard, DeskError> {
        Ok(board_of(self.0))
    }

    async fn case_sheet(&self, _: &Actor, id: CaseId) -> Result<CaseSheet, DeskError> {
        there("case", id.0)?;
        Ok(sheet_of(self.0))
    }

    async fn cases_of_event(&self, _: EventId) -> Result<Vec<Case>, DeskError> {
        Ok((0..self.0.count().min(2)).map(case).collect())
    }

    async fn open_case(&self, _: &Actor, _: &OpenCase) -> Result<CaseId, DeskError> {
        Ok(CaseId(1))
    }

    async fn change_case(
        &self,
        _: &Actor,
        _: CaseId,
        version: i64,
        _: &CaseForm,
    ) -> Result<(), DeskError> {
        seen(version)
    }

    async fn step_case(
        &self,
        _: &Actor,
        _: CaseId,
        version: i64,
        _: CaseState,
        _: &Step,
    ) -> Result<(), DeskError> {
        seen(version)
    }

    async fn add_case_event(
        &self,
        _: &Actor,
        _: CaseId,
        version: i64,
        _: EventId,
    ) -> Result<(), DeskError> {
        seen(version)
    }

    async fn instruct_case(
        &self,
        _: &Actor,
        _: CaseId,
        version: i64,
        _: &str,
        _: &str,
    ) -> Result<(), DeskError> {
        seen(version)
    }

    async fn said_elsewhere(
        &self,
        _: &Actor,
        _: CaseId,
        version: i64,
        _: ClockKind,
        _: &str,
    ) -> Result<(), DeskError> {
        seen(version)
    }

    async fn comment_case(
        &self,
        _: &Actor,
        _: CaseId,
        _: &str,
        _: Option<(String, Vec<u8>)>,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn case_file(
        &self,
        _: &Actor,
        _: CaseId,
        number: i64,
    ) -> Result<(String, Vec<u8>), DeskError> {
        there("file", number)?;
        Ok((
            "现场.html".to_owned(),
            b"<script>alert(4)</script>".to_vec(),
        ))
    }

    async fn add_task(
        &self,
        _: &Actor,
        _: CaseId,
        version: i64,
        _: Option<UnitId>,
        _: &str,
        _: i64,
    ) -> Result<(), DeskError> {
        seen(version)
    }

    async fn change_task(
        &self,
        _: &Actor,
        _: TaskId,
        version: i64,
        _: TaskState,
        _: &str,
    ) -> Result<CaseId, DeskError> {
        seen(version).map(|()| CaseId(1))
    }

    async fn own_tasks(&self, _: &Actor) -> Result<Vec<OwnTask>, DeskError> {
        Ok(own_of(self.0))
    }

    async fn case_settings(&self, _: &Actor) -> Result<(CaseSettings, i64), DeskError> {
        Ok((CaseSettings::default(), 1))
    }

    async fn change_case_settings(
        &self,
        _: &Actor,
        _: &CaseSettings,
        _: i64,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn tell(&self, _: &str, _: &TellForm) -> Result<String, DeskError> {
        Ok("5ec4-e75e-c4e7-5ec4-e75e".to_owned())
    }

    async fn lead_told(&self, _: &str) -> Result<Lead, DeskError> {
        Ok(lead(1))
    }

    async fn lead_list(
        &self,
        _: &Actor,
        _: Option<LeadState>,
        _: Option<LeadId>,
    ) -> Result<LeadList, DeskError> {
        Ok(LeadList {
            leads: (0..self.0.count()).map(lead).collect(),
            next: None,
        })
    }

    async fn change_lead(
        &self,
        _: &Actor,
        _: LeadId,
        version: i64,
        _: LeadState,
        _: Option<CaseId>,
        _: &str,
    ) -> Result<(), DeskError> {
        seen(version)
    }
}

/// What the sample has: one of each.
fn there(kind: &'static str, id: i64) -> Result<(), DeskError> {
    if id == 1 {
        return Ok(());
    }
    Err(DeskError::NotFound {
        kind,
        id: id.to_string(),
    })
}

/// Version 2 is one that somebody else changed since.
fn seen(version: i64) -> Result<(), DeskError> {
    if version == 2 {
        return Err(DeskError::Overtaken {
            who: "李娜".to_owned(),
            at: NOW,
        });
    }
    Ok(())
}
