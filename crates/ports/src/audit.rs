//! The record of use in the store: it only grows.

use crate::StoreError;
use async_trait::async_trait;
use model::{AuditEntry, AuditId, AuditSeal, Moment, Note, PersonId};

/// Which entries are asked for. Everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditAsk {
    /// By this person.
    pub person: Option<PersonId>,
    /// This act.
    pub act: String,
    /// About this object.
    pub object: String,
    /// Not before.
    pub from: Option<Moment>,
    /// Before.
    pub to: Option<Moment>,
    /// Only entries with a smaller number.
    pub before: Option<AuditId>,
    /// At most this many.
    pub limit: u64,
}

/// Where the record of use is kept.
#[async_trait]
pub trait AuditStore: Send + Sync {
    /// Writes entries down, in this order, all or none.
    async fn note(&self, notes: &[Note]) -> Result<(), StoreError>;
    /// Entries, newest first.
    async fn audit(&self, ask: &AuditAsk) -> Result<Vec<AuditEntry>, StoreError>;
    /// Entries after this one in order, at most `limit`: for checking the chain.
    async fn audit_after(&self, after: AuditId, limit: u64) -> Result<Vec<AuditEntry>, StoreError>;
    /// The end of the chain; none where nothing was written down.
    async fn audit_seal(&self) -> Result<Option<AuditSeal>, StoreError>;
}
