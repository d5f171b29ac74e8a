//! Corrections in the store: what people put right, with everything that follows from it.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    Correction, CorrectionId, CorrectionRecord, DocumentId, EventId, EventRecord, MemberFacts,
    Note, ProposalId,
};

/// A correction with everything it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptCorrection {
    /// What was put right.
    pub correction: Correction,
    /// The correction it takes back.
    pub undoes: Option<CorrectionId>,
    /// The proposal that a person accepted by it.
    pub accepts: Option<ProposalId>,
    /// The last document that was placed before it.
    pub after_document: DocumentId,
    /// Every document that moves, copies too, with its new event.
    pub moves: Vec<(DocumentId, EventId)>,
    /// New state of every event it touches that goes on.
    pub events: Vec<EventRecord>,
    /// Events that end, with where they went.
    pub ended: Vec<(EventId, EventId)>,
    /// What is written down of it.
    pub note: Note,
}

/// Where corrections are kept.
#[async_trait]
pub trait CorrectionStore: Send + Sync {
    /// Keeps a correction whole or not at all, with what becomes of proposals. `Conflict` where a
    /// document is not where the correction takes it from, where what it takes back was taken back
    /// already, or where what it accepts is not open any more.
    async fn keep_correction(&self, kept: &KeptCorrection) -> Result<CorrectionId, StoreError>;
    /// One correction.
    async fn correction(&self, id: CorrectionId) -> Result<Option<CorrectionRecord>, StoreError>;
    /// Corrections of an event, the last one first.
    async fn corrections_of(
        &self,
        event: EventId,
        limit: u64,
    ) -> Result<Vec<CorrectionRecord>, StoreError>;
    /// Corrections after so many that move documents or merge events, in order: for the engine.
    async fn corrections_for_engine(&self, taken: u64)
    -> Result<Vec<CorrectionRecord>, StoreError>;
    /// Where an event went that is no more.
    async fn ended_event(&self, id: EventId) -> Result<Option<EventId>, StoreError>;
    /// What is needed of all members of an event to reckon it anew, by document.
    async fn member_facts(&self, id: EventId) -> Result<Vec<MemberFacts>, StoreError>;
}
