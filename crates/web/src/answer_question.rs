//! What pages ask of the desk about answers and playbooks.

use async_trait::async_trait;
use desk::{
    Actor, AnswerReach, AnswerSheet, Desk, DeskError, PlaybookForm, PublicAnswer, SignForm,
};
use model::{AnswerId, AnswerKind, CaseId, Playbook, PlaybookId, Wording};

/// Questions about answers and playbooks.
#[async_trait]
pub trait AnswerQuestions: Send + Sync {
    /// Begins an answer on a case.
    async fn draft_answer(
        &self,
        actor: &Actor,
        case: CaseId,
        kind: AnswerKind,
        full: bool,
        wording: &Wording,
    ) -> Result<AnswerId, DeskError>;
    /// Writes other words.
    async fn reword_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        wording: &Wording,
        why: &str,
    ) -> Result<(), DeskError>;
    /// Says that the words are right.
    async fn review_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
    ) -> Result<(), DeskError>;
    /// Signs off.
    async fn sign_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        form: &SignForm,
    ) -> Result<(), DeskError>;
    /// Publishes what was signed.
    async fn publish_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
    ) -> Result<(), DeskError>;
    /// Takes a published answer back.
    async fn withdraw_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        why: &str,
    ) -> Result<(), DeskError>;
    /// An answer for those who work on it.
    async fn answer_sheet(&self, actor: &Actor, id: AnswerId) -> Result<AnswerSheet, DeskError>;
    /// How far a published answer reaches.
    async fn answer_reach(
        &self,
        actor: &Actor,
        id: AnswerId,
    ) -> Result<Option<AnswerReach>, DeskError>;
    /// Answers that everybody may read, and whether there are more.
    async fn public_answers(&self, page: u64) -> Result<(Vec<PublicAnswer>, bool), DeskError>;
    /// One answer that everybody may read.
    async fn public_answer(&self, id: AnswerId) -> Result<PublicAnswer, DeskError>;
    /// The latest version of each playbook.
    async fn playbooks(&self, actor: &Actor) -> Result<Vec<Playbook>, DeskError>;
    /// All versions of a playbook, the latest first.
    async fn playbook(&self, actor: &Actor, id: PlaybookId) -> Result<Vec<Playbook>, DeskError>;
    /// Keeps a playbook's next version.
    async fn keep_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        version: i64,
        form: &PlaybookForm,
    ) -> Result<PlaybookId, DeskError>;
    /// Starts a playbook on a case.
    async fn start_playbook(
        &self,
        actor: &Actor,
        case: CaseId,
        version: i64,
        playbook: PlaybookId,
    ) -> Result<(), DeskError>;
}

#[async_trait]
impl AnswerQuestions for Desk {
    async fn draft_answer(
        &self,
        actor: &Actor,
        case: CaseId,
        kind: AnswerKind,
        full: bool,
        wording: &Wording,
    ) -> Result<AnswerId, DeskError> {
        Desk::draft_answer(self, actor, case, kind, full, wording).await
    }

    async fn reword_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        wording: &Wording,
        why: &str,
    ) -> Result<(), DeskError> {
        Desk::reword_answer(self, actor, id, version, wording, why).await
    }

    async fn review_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
    ) -> Result<(), DeskError> {
        Desk::review_answer(self, actor, id, version).await
    }

    async fn sign_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        form: &SignForm,
    ) -> Result<(), DeskError> {
        Desk::sign_answer(self, actor, id, version, form).await
    }

    async fn publish_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
    ) -> Result<(), DeskError> {
        Desk::publish_answer(self, actor, id, version).await
    }

    async fn withdraw_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        version: i64,
        why: &str,
    ) -> Result<(), DeskError> {
        Desk::withdraw_answer(self, actor, id, version, why).await
    }

    async fn answer_sheet(&self, actor: &Actor, id: AnswerId) -> Result<AnswerSheet, DeskError> {
        Desk::answer_sheet(self, actor, id).await
    }

    async fn answer_reach(
        &self,
        actor: &Actor,
        id: AnswerId,
    ) -> Result<Option<AnswerReach>, DeskError> {
        Desk::answer_reach(self, actor, id).await
    }

    async fn public_answers(&self, page: u64) -> Result<(Vec<PublicAnswer>, bool), DeskError> {
        Desk::public_answers(self, page).await
    }

    async fn public_answer(&self, id: AnswerId) -> Result<PublicAnswer, DeskError> {
        Desk::public_answer(self, id).await
    }

    async fn playbooks(&self, actor: &Actor) -> Result<Vec<Playbook>, DeskError> {
        Desk::playbooks(self, actor).await
    }

    async fn playbook(&self, actor: &Actor, id: PlaybookId) -> Result<Vec<Playbook>, DeskError> {
        Desk::playbook(self, actor, id).await
    }

    async fn keep_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        version: i64,
        form: &PlaybookForm,
    ) -> Result<PlaybookId, DeskError> {
        Desk::keep_playbook(self, actor, id, version, form).await
    }

    async fn start_playbook(
        &self,
        actor: &Actor,
        case: CaseId,
        version: i64,
        playbook: PlaybookId,
    ) -> Result<(), DeskError> {
        Desk::start_playbook(self, actor, case, version, playbook).await
    }
}
