//! Answers, leads and playbooks in the store.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Answer, AnswerId, AnswerVersion, CaseId, Lead, LeadId, LeadState, Moment, NewEntry, Note,
    Playbook, PlaybookId, SessionHash,
};

/// Where answers are kept. Every version that everybody could read stays.
#[async_trait]
pub trait AnswerStore: Send + Sync {
    /// Keeps a draft, whose number is given it here.
    async fn draft_answer(
        &self,
        answer: &Answer,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<AnswerId, StoreError>;
    /// Keeps an answer as it has become, with the version that everybody can read from now on, if
    /// there is a new one. The first one meets the clocks of the case. A case that is in handling is
    /// answered with it where the entry that says so is given; a case that is not stays where it
    /// is. `Conflict` where somebody else changed the answer since it was read.
    async fn change_answer(
        &self,
        answer: &Answer,
        version: Option<&AnswerVersion>,
        entry: &NewEntry,
        answered: Option<&NewEntry>,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// One answer.
    async fn answer(&self, id: AnswerId) -> Result<Option<Answer>, StoreError>;
    /// Answers of a case, the last first.
    async fn answers_of(&self, case: CaseId) -> Result<Vec<Answer>, StoreError>;
    /// Answers that everybody can read, withdrawn ones among them, the last published first.
    async fn public_answers(&self, offset: u64, limit: u64) -> Result<Vec<Answer>, StoreError>;
    /// What everybody could read of an answer, in order.
    async fn answer_versions(&self, id: AnswerId) -> Result<Vec<AnswerVersion>, StoreError>;
}

/// Where leads are kept. Of a receipt code only the hash is.
#[async_trait]
pub trait LeadStore: Send + Sync {
    /// Keeps a lead, whose number is given it here.
    async fn keep_lead(&self, lead: &Lead, receipt: &SessionHash) -> Result<LeadId, StoreError>;
    /// The lead with this receipt.
    async fn lead_at(&self, receipt: &SessionHash) -> Result<Option<Lead>, StoreError>;
    /// One lead.
    async fn lead(&self, id: LeadId) -> Result<Option<Lead>, StoreError>;
    /// Leads in this state or any, the last first.
    async fn leads(
        &self,
        state: Option<LeadState>,
        before: Option<LeadId>,
        limit: u64,
    ) -> Result<Vec<Lead>, StoreError>;
    /// How many were told since then, counted up to `most`.
    async fn leads_since(&self, at: Moment, most: u64) -> Result<u64, StoreError>;
    /// Keeps a lead as it has become, with an entry on its case's timeline where it joined one.
    /// `Conflict` where somebody else changed it since.
    async fn change_lead(
        &self,
        lead: &Lead,
        entry: Option<&NewEntry>,
        note: &Note,
    ) -> Result<(), StoreError>;
}

/// Where playbooks are kept. Every version stays.
#[async_trait]
pub trait PlaybookStore: Send + Sync {
    /// Keeps a playbook's next version: the version it carries is the one that was read, 0 of a new
    /// one. `Conflict` where there is a later one.
    async fn keep_playbook(
        &self,
        playbook: &Playbook,
        note: &Note,
    ) -> Result<PlaybookId, StoreError>;
    /// The latest version of each, by name.
    async fn playbooks(&self) -> Result<Vec<Playbook>, StoreError>;
    /// All versions of one, the latest first.
    async fn playbook_versions(&self, id: PlaybookId) -> Result<Vec<Playbook>, StoreError>;
}
