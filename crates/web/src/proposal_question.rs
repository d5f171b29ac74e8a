//! What pages ask of the desk about what it would change, and about stories.

use async_trait::async_trait;
use desk::line::Corrected;
use desk::{Actor, Desk, DeskError, EventStory, ProposalCard, ProposalList};
use model::{EventId, ProposalId};

/// Questions about proposals and stories.
#[async_trait]
pub trait ProposalQuestions: Send + Sync {
    /// Open proposals, the last one first, those before `before` where it is given.
    async fn open_proposals(
        &self,
        before: Option<ProposalId>,
        limit: u64,
    ) -> Result<ProposalList, DeskError>;
    /// How many are open.
    async fn open_proposal_count(&self) -> Result<i64, DeskError>;
    /// Open proposals that speak of an event.
    async fn proposals_of(&self, event: EventId) -> Result<Vec<ProposalCard>, DeskError>;
    /// The other events of an event's story.
    async fn story_of(&self, event: EventId) -> Result<EventStory, DeskError>;
    /// Does what a proposal says.
    async fn accept_proposal(&self, actor: &Actor, id: ProposalId) -> Result<Corrected, DeskError>;
    /// Says no to a proposal.
    async fn decline_proposal(&self, actor: &Actor, id: ProposalId) -> Result<(), DeskError>;
}

#[async_trait]
impl ProposalQuestions for Desk {
    async fn open_proposals(
        &self,
        before: Option<ProposalId>,
        limit: u64,
    ) -> Result<ProposalList, DeskError> {
        Desk::open_proposals(self, before, limit).await
    }

    async fn open_proposal_count(&self) -> Result<i64, DeskError> {
        Desk::open_proposal_count(self).await
    }

    async fn proposals_of(&self, event: EventId) -> Result<Vec<ProposalCard>, DeskError> {
        Desk::proposals_of(self, event).await
    }

    async fn story_of(&self, event: EventId) -> Result<EventStory, DeskError> {
        Desk::story_of(self, event).await
    }

    async fn accept_proposal(&self, actor: &Actor, id: ProposalId) -> Result<Corrected, DeskError> {
        Desk::accept_proposal(self, actor, id).await
    }

    async fn decline_proposal(&self, actor: &Actor, id: ProposalId) -> Result<(), DeskError> {
        Desk::decline_proposal(self, actor, id).await
    }
}
