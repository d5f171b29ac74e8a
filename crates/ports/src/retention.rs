//! Documents that are kept for a time, what is left of them, and what holds them.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    CitedBy, DocumentId, DueCount, EventId, Hold, HoldId, HoldOn, KeepDue, KeepRule, KeepRules,
    Moment, NewHold, Note, PurgeDay, PurgedDocument, PurgedSum, SourceId, SourceKind,
};

/// Something of a purged document that lies outside the store and has to go too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LeftOver {
    /// Its entry in the search index.
    Entry(DocumentId),
    /// A file in the vault that nothing else refers to.
    Attachment(String),
    /// Evidence whose key is destroyed already.
    Evidence(String),
}

/// Room on the disk that the records take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DiskUse {
    /// All of it, in bytes.
    pub bytes: u64,
    /// What of it is free to be written again, where that is known.
    pub free_bytes: u64,
    /// Whether free room can be given back in small steps.
    pub in_steps: bool,
}

/// Purges documents. A purge cannot be taken back.
#[async_trait]
pub trait RetentionStore: Send + Sync {
    /// All rules.
    async fn keep_rules(&self) -> Result<KeepRules, StoreError>;
    /// Keeps these rules in place of those for the same.
    async fn change_keep_rules(&self, rules: &[KeepRule], note: &Note) -> Result<(), StoreError>;
    /// All sources with their kinds, removed ones among them: their documents are kept no longer.
    async fn all_sources(&self) -> Result<Vec<(SourceId, SourceKind)>, StoreError>;
    /// How many documents are due.
    async fn count_due(&self, due: &KeepDue) -> Result<DueCount, StoreError>;
    /// Purges at most so many of those that are due, the oldest first, and gives how many. What is
    /// counted of them stays: event, source, times, places, category, tone and fingerprint. `day`
    /// is the number of the day in the office's zone.
    async fn purge(
        &self,
        due: &KeepDue,
        day: i64,
        at: Moment,
        most: u64,
    ) -> Result<u64, StoreError>;
    /// What still has to go elsewhere, at most so many.
    async fn left_over(&self, most: u64) -> Result<Vec<LeftOver>, StoreError>;
    /// It has gone. May be repeated.
    async fn gone(&self, what: &[LeftOver]) -> Result<(), StoreError>;
    /// Which of these were purged.
    async fn purged(&self, ids: &[DocumentId]) -> Result<Vec<PurgedDocument>, StoreError>;
    /// How many of an event's documents were purged, by the days they were kept.
    async fn purged_of(&self, event: EventId) -> Result<Vec<PurgedSum>, StoreError>;
    /// How many members of an event are listed: those that are left, and copies that are left of heads
    /// that were purged.
    async fn listed_members(&self, event: EventId) -> Result<i64, StoreError>;
    /// What was purged on the last days, the last first.
    async fn purge_days(&self, most: u64) -> Result<Vec<PurgeDay>, StoreError>;

    /// How much room the records take on the disk.
    async fn disk_use(&self) -> Result<DiskUse, StoreError>;
    /// Gives a little free room back to the disk; whether there is more. False where the database
    /// cannot do it in steps.
    async fn give_back(&self) -> Result<bool, StoreError>;
    /// Makes room that the database can only give back as a whole reusable, or gives it back.
    /// `whole` writes everything anew: it takes as much free room as the records, and nobody else
    /// can write meanwhile.
    async fn tidy(&self, whole: bool) -> Result<(), StoreError>;
}

/// Which holds are asked for, the last that was placed first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HoldAsk {
    /// On just this.
    pub on: Option<HoldOn>,
    /// That keep this document, be it itself or by its event.
    pub keeps: Option<DocumentId>,
    /// Placed by this kind of record.
    pub cited_by: Option<CitedBy>,
    /// Placed by the record with this number or name.
    pub reference: Option<String>,
    /// Released ones too.
    pub released: bool,
    /// Placed before this one: the rest of a list.
    pub before: Option<HoldId>,
    /// How many are given.
    pub limit: u64,
}

/// Keeps documents from being purged.
#[async_trait]
pub trait HoldStore: Send + Sync {
    /// Places a hold. A thing that is held for the same reference already, that is purged or that is
    /// not there is a `Conflict`.
    async fn hold(&self, hold: &NewHold, note: &Note) -> Result<HoldId, StoreError>;
    /// Releases a hold; one that is released is a `Conflict`. The note's writer and time are kept.
    async fn release(&self, id: HoldId, note: &Note) -> Result<(), StoreError>;
    /// The holds asked for.
    async fn holds(&self, ask: &HoldAsk) -> Result<Vec<Hold>, StoreError>;
    /// Documents that joined events on hold since are held by themselves from now on, wherever they
    /// are moved.
    async fn join_holds(&self) -> Result<(), StoreError>;
}
