//! Evidence in the store: pages of cases, their takes, the keys they lie under, and posts that their
//! authors withdrew.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    CaseId, DocumentId, EventId, EvidencePage, Moment, NewEntry, NewPage, NewTake, Note, PageId,
    Take, TakeId,
};

/// What came of looking at a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLook {
    /// The page as it is from now on: when it is due, what went wrong, whether it is gone.
    pub page: EvidencePage,
    /// What was taken, each with its entry for the timeline, whose object becomes the take's number.
    pub takes: Vec<(NewTake, NewEntry)>,
    /// What else happened.
    pub entries: Vec<NewEntry>,
}

/// Where evidence is kept; its bytes lie in the vault under names that stand here.
#[async_trait]
pub trait EvidenceStore: Send + Sync {
    /// Attaches a page; one that the case has already is a `Conflict`.
    async fn attach_page(
        &self,
        page: &NewPage,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<PageId, StoreError>;
    /// Lets a page be looked at again from then on, or no longer.
    async fn watch_page(
        &self,
        id: PageId,
        watched: Option<Moment>,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Pages of a case, in the order they were attached.
    async fn evidence_pages(&self, case: CaseId) -> Result<Vec<EvidencePage>, StoreError>;
    /// One page.
    async fn evidence_page(&self, id: PageId) -> Result<Option<EvidencePage>, StoreError>;
    /// Pages of open cases that are due, the longest due first.
    async fn pages_due(&self, now: Moment, most: u64) -> Result<Vec<EvidencePage>, StoreError>;
    /// Says that one is looking at it until then; false where somebody else does, or it changed since.
    async fn claim_page(&self, page: &EvidencePage, until: Moment) -> Result<bool, StoreError>;
    /// Keeps what came of a look, whole or not at all. A case without a key is a `Conflict`: its
    /// evidence was destroyed meanwhile.
    async fn keep_look(&self, look: &PageLook, note: &Note) -> Result<Vec<TakeId>, StoreError>;
    /// Takes of a page, the first one first.
    async fn takes(&self, page: PageId) -> Result<Vec<Take>, StoreError>;
    /// One take.
    async fn take(&self, id: TakeId) -> Result<Option<Take>, StoreError>;
    /// The sealed key of a case; none where there is none, or it was destroyed.
    async fn case_key(&self, case: CaseId) -> Result<Option<Vec<u8>>, StoreError>;
    /// Keeps a sealed key for a case that has none; gives the one that is kept.
    async fn keep_case_key(&self, case: CaseId, sealed: &[u8]) -> Result<Vec<u8>, StoreError>;
    /// Cases with evidence that were closed before then and of which nothing else holds a page or an
    /// event.
    async fn evidence_ended(&self, closed_before: Moment) -> Result<Vec<CaseId>, StoreError>;
    /// Destroys the evidence of a case that is still closed: key, pages and takes; its files are left
    /// over for the vault. False where there was none, or the case was opened again.
    async fn destroy_evidence(
        &self,
        case: CaseId,
        entry: &NewEntry,
        note: &Note,
    ) -> Result<bool, StoreError>;
    /// The names of all files in the vault that are known here.
    async fn evidence_files(&self) -> Result<Vec<String>, StoreError>;
}

/// Posts that their authors withdrew.
#[async_trait]
pub trait WithdrawnStore: Send + Sync {
    /// Marks a document as withdrawn, or no longer; false where it was so already, is not there, or a
    /// person said otherwise than the desk does now. Its event counts as changed.
    async fn mark_withdrawn(
        &self,
        id: DocumentId,
        withdrawn: bool,
        by_person: bool,
        note: &Note,
    ) -> Result<bool, StoreError>;
    /// How many documents of an event are withdrawn, and when the last one was.
    async fn withdrawn_of(&self, event: EventId) -> Result<(i64, Option<Moment>), StoreError>;
    /// Documents that the index has to take anew, with the revision of their change, at most so many.
    async fn to_index_anew(&self, most: u64) -> Result<Vec<(DocumentId, i64)>, StoreError>;
    /// It has, as they were at that revision.
    async fn indexed_anew(&self, taken: &[(DocumentId, i64)]) -> Result<(), StoreError>;
}
