//! The store of what people put right and what the desk proposes, method by method.

use crate::{SqlStore, corrections, proposals, stories};
use async_trait::async_trait;
use model::{
    CorrectionId, CorrectionRecord, EventId, MemberFacts, NewProposal, Note, ProposalId,
    ProposalRecord, StoryLink,
};
use ports::{CorrectionStore, KeptCorrection, ProposalStore, StoreError, Story};

#[async_trait]
impl CorrectionStore for SqlStore {
    async fn keep_correction(&self, kept: &KeptCorrection) -> Result<CorrectionId, StoreError> {
        corrections::keep_correction(self, kept).await
    }

    async fn correction(&self, id: CorrectionId) -> Result<Option<CorrectionRecord>, StoreError> {
        corrections::correction(self, id).await
    }

    async fn corrections_of(
        &self,
        event: EventId,
        limit: u64,
    ) -> Result<Vec<CorrectionRecord>, StoreError> {
        corrections::corrections_of(self, event, limit).await
    }

    async fn corrections_for_engine(
        &self,
        taken: u64,
    ) -> Result<Vec<CorrectionRecord>, StoreError> {
        corrections::corrections_for_engine(self, taken).await
    }

    async fn ended_event(&self, id: EventId) -> Result<Option<EventId>, StoreError> {
        corrections::ended_event(self, id).await
    }

    async fn member_facts(&self, id: EventId) -> Result<Vec<MemberFacts>, StoreError> {
        corrections::member_facts(self, id).await
    }
}

#[async_trait]
impl ProposalStore for SqlStore {
    async fn keep_proposals(
        &self,
        proposals: &[NewProposal],
        links: &[StoryLink],
    ) -> Result<(), StoreError> {
        proposals::keep_proposals(self, proposals, links).await
    }

    async fn proposal(&self, id: ProposalId) -> Result<Option<ProposalRecord>, StoreError> {
        proposals::proposal(self, id).await
    }

    async fn open_proposals(
        &self,
        before: Option<ProposalId>,
        limit: u64,
    ) -> Result<Vec<ProposalRecord>, StoreError> {
        proposals::open_proposals(self, before, limit).await
    }

    async fn proposals_after(
        &self,
        after: ProposalId,
        limit: u64,
    ) -> Result<Vec<ProposalRecord>, StoreError> {
        proposals::proposals_after(self, after, limit).await
    }

    async fn open_proposal_count(&self, most: u64) -> Result<i64, StoreError> {
        proposals::open_proposal_count(self, most).await
    }

    async fn open_proposals_of(
        &self,
        event: EventId,
        limit: u64,
    ) -> Result<Vec<ProposalRecord>, StoreError> {
        proposals::open_proposals_of(self, event, limit).await
    }

    async fn decline_proposal(&self, id: ProposalId, note: &Note) -> Result<(), StoreError> {
        proposals::decline_proposal(self, id, note).await
    }

    async fn story_of(&self, event: EventId, limit: u64) -> Result<Story, StoreError> {
        stories::story_of(self, event, limit).await
    }
}
