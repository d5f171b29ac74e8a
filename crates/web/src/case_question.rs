//! What pages ask of the desk about cases, tasks and leads.

use async_trait::async_trait;
use desk::{
    Actor, CaseBoard, CaseForm, CaseSheet, CaseShow, Desk, DeskError, LeadList, OpenCase, OwnTask,
    TellForm,
};
use model::{
    Case, CaseId, CaseSettings, CaseState, ClockKind, EventId, Lead, LeadId, LeadState, Step,
    TaskId, TaskState, UnitId,
};

/// Questions about cases.
#[async_trait]
pub trait CaseQuestions: Send + Sync {
    /// The board of cases.
    async fn case_board(&self, actor: &Actor, show: CaseShow) -> Result<CaseBoard, DeskError>;
    /// Everything about one case.
    async fn case_sheet(&self, actor: &Actor, id: CaseId) -> Result<CaseSheet, DeskError>;
    /// The cases that an event is in.
    async fn cases_of_event(&self, event: EventId) -> Result<Vec<Case>, DeskError>;
    /// Opens a case.
    async fn open_case(&self, actor: &Actor, ask: &OpenCase) -> Result<CaseId, DeskError>;
    /// Changes title, level, owner or leading unit.
    async fn change_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        form: &CaseForm,
    ) -> Result<(), DeskError>;
    /// Goes a step on, or back.
    async fn step_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        to: CaseState,
        step: &Step,
    ) -> Result<(), DeskError>;
    /// Adds an event to a case.
    async fn add_case_event(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        event: EventId,
    ) -> Result<(), DeskError>;
    /// Writes down what a leader said.
    async fn instruct_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        by: &str,
        text: &str,
    ) -> Result<(), DeskError>;
    /// Writes down that the office said something elsewhere.
    async fn said_elsewhere(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        kind: ClockKind,
        text: &str,
    ) -> Result<(), DeskError>;
    /// Says something on a case, perhaps with a file.
    async fn comment_case(
        &self,
        actor: &Actor,
        id: CaseId,
        text: &str,
        file: Option<(String, Vec<u8>)>,
    ) -> Result<(), DeskError>;
    /// A file of a case.
    async fn case_file(
        &self,
        actor: &Actor,
        id: CaseId,
        number: i64,
    ) -> Result<(String, Vec<u8>), DeskError>;
    /// Gives a unit something to do.
    async fn add_task(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        unit: Option<UnitId>,
        title: &str,
        hours: i64,
    ) -> Result<(), DeskError>;
    /// Ends a task, or opens it again.
    async fn change_task(
        &self,
        actor: &Actor,
        id: TaskId,
        version: i64,
        state: TaskState,
        said: &str,
    ) -> Result<CaseId, DeskError>;
    /// Open tasks of one's own unit.
    async fn own_tasks(&self, actor: &Actor) -> Result<Vec<OwnTask>, DeskError>;
    /// How long what may take.
    async fn case_settings(&self, actor: &Actor) -> Result<(CaseSettings, i64), DeskError>;
    /// Changes how long what may take.
    async fn change_case_settings(
        &self,
        actor: &Actor,
        settings: &CaseSettings,
        version: i64,
    ) -> Result<(), DeskError>;
    /// Takes what somebody tells.
    async fn tell(&self, address: &str, form: &TellForm) -> Result<String, DeskError>;
    /// What became of a lead.
    async fn lead_told(&self, receipt: &str) -> Result<Lead, DeskError>;
    /// Leads, the last first.
    async fn lead_list(
        &self,
        actor: &Actor,
        state: Option<LeadState>,
        before: Option<LeadId>,
    ) -> Result<LeadList, DeskError>;
    /// Says what becomes of a lead.
    async fn change_lead(
        &self,
        actor: &Actor,
        id: LeadId,
        version: i64,
        state: LeadState,
        case: Option<CaseId>,
        reply: &str,
    ) -> Result<(), DeskError>;
}

#[async_trait]
impl CaseQuestions for Desk {
    async fn case_board(&self, actor: &Actor, show: CaseShow) -> Result<CaseBoard, DeskError> {
        Desk::case_board(self, actor, show).await
    }

    async fn case_sheet(&self, actor: &Actor, id: CaseId) -> Result<CaseSheet, DeskError> {
        Desk::case_sheet(self, actor, id).await
    }

    async fn cases_of_event(&self, event: EventId) -> Result<Vec<Case>, DeskError> {
        Desk::cases_of_event(self, event).await
    }

    async fn open_case(&self, actor: &Actor, ask: &OpenCase) -> Result<CaseId, DeskError> {
        Desk::open_case(self, actor, ask).await
    }

    async fn change_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        form: &CaseForm,
    ) -> Result<(), DeskError> {
        Desk::change_case(self, actor, id, version, form).await
    }

    async fn step_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        to: CaseState,
        step: &Step,
    ) -> Result<(), DeskError> {
        Desk::step_case(self, actor, id, version, to, step).await
    }

    async fn add_case_event(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        event: EventId,
    ) -> Result<(), DeskError> {
        Desk::add_case_event(self, actor, id, version, event).await
    }

    async fn instruct_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        by: &str,
        text: &str,
    ) -> Result<(), DeskError> {
        Desk::instruct_case(self, actor, id, version, by, text).await
    }

    async fn said_elsewhere(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        kind: ClockKind,
        text: &str,
    ) -> Result<(), DeskError> {
        Desk::said_elsewhere(self, actor, id, version, kind, text).await
    }

    async fn comment_case(
        &self,
        actor: &Actor,
        id: CaseId,
        text: &str,
        file: Option<(String, Vec<u8>)>,
    ) -> Result<(), DeskError> {
        Desk::comment_case(self, actor, id, text, file).await
    }

    async fn case_file(
        &self,
        actor: &Actor,
        id: CaseId,
        number: i64,
    ) -> Result<(String, Vec<u8>), DeskError> {
        Desk::case_file(self, actor, id, number).await
    }

    async fn add_task(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        unit: Option<UnitId>,
        title: &str,
        hours: i64,
    ) -> Result<(), DeskError> {
        Desk::add_task(self, actor, id, version, unit, title, hours).await
    }

    async fn change_task(
        &self,
        actor: &Actor,
        id: TaskId,
        version: i64,
        state: TaskState,
        said: &str,
    ) -> Result<CaseId, DeskError> {
        Ok(Desk::change_task(self, actor, id, version, state, said)
            .await?
            .case)
    }

    async fn own_tasks(&self, actor: &Actor) -> Result<Vec<OwnTask>, DeskError> {
        Desk::own_tasks(self, actor).await
    }

    async fn case_settings(&self, actor: &Actor) -> Result<(CaseSettings, i64), DeskError> {
        Desk::case_settings(self, actor).await
    }

    async fn change_case_settings(
        &self,
        actor: &Actor,
        settings: &CaseSettings,
        version: i64,
    ) -> Result<(), DeskError> {
        Desk::change_case_settings(self, actor, settings, version).await
    }

    async fn tell(&self, address: &str, form: &TellForm) -> Result<String, DeskError> {
        Desk::tell(self, address, form).await
    }

    async fn lead_told(&self, receipt: &str) -> Result<Lead, DeskError> {
        Desk::lead_told(self, receipt).await
    }

    async fn lead_list(
        &self,
        actor: &Actor,
        state: Option<LeadState>,
        before: Option<LeadId>,
    ) -> Result<LeadList, DeskError> {
        Desk::lead_list(self, actor, state, before).await
    }

    async fn change_lead(
        &self,
        actor: &Actor,
        id: LeadId,
        version: i64,
        state: LeadState,
        case: Option<CaseId>,
        reply: &str,
    ) -> Result<(), DeskError> {
        Desk::change_lead(self, actor, id, version, state, case, reply).await
    }
}
