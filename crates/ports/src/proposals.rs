//! Proposals and stories in the store: what the desk would change, and which events follow from
//! one another.

use crate::StoreError;
use async_trait::async_trait;
use model::{EventId, EventRecord, NewProposal, Note, ProposalId, ProposalRecord, StoryLink};

/// An event of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryEvent {
    /// The event.
    pub event: EventRecord,
    /// How alike it is to the story, in percent; none where it began it.
    pub percent: Option<u8>,
}

/// The story of an event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Story {
    /// How alike the event itself is to the story; none where it began it.
    pub percent: Option<u8>,
    /// Its other events, the last one opened first.
    pub events: Vec<StoryEvent>,
    /// Whether there are more of them.
    pub more: bool,
}

/// Where proposals and links of stories are kept. Those of the line come with their batch.
#[async_trait]
pub trait ProposalStore: Send + Sync {
    /// Keeps what was seen while the engine was made anew. Repeating it changes nothing: what was
    /// proposed before, whatever became of it, is not proposed again.
    async fn keep_proposals(
        &self,
        proposals: &[NewProposal],
        links: &[StoryLink],
    ) -> Result<(), StoreError>;
    /// One proposal.
    async fn proposal(&self, id: ProposalId) -> Result<Option<ProposalRecord>, StoreError>;
    /// Open proposals, the last one first, those before `before` where it is given.
    async fn open_proposals(
        &self,
        before: Option<ProposalId>,
        limit: u64,
    ) -> Result<Vec<ProposalRecord>, StoreError>;
    /// Proposals whatever became of them, in order, those after `after`.
    async fn proposals_after(
        &self,
        after: ProposalId,
        limit: u64,
    ) -> Result<Vec<ProposalRecord>, StoreError>;
    /// How many are open, counted up to `most`.
    async fn open_proposal_count(&self, most: u64) -> Result<i64, StoreError>;
    /// Open proposals that speak of an event, the last one first.
    async fn open_proposals_of(
        &self,
        event: EventId,
        limit: u64,
    ) -> Result<Vec<ProposalRecord>, StoreError>;
    /// A person says no. `Conflict` where it is not open any more.
    async fn decline_proposal(&self, id: ProposalId, note: &Note) -> Result<(), StoreError>;
    /// The story of an event with at most so many of its other events.
    async fn story_of(&self, event: EventId, limit: u64) -> Result<Story, StoreError>;
}
