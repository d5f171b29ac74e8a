//! What can go wrong at the desk, in words a person can act on.

use ports::{DiskError, FetchError, IndexError, StoreError, VaultError};
use thiserror::Error;

/// Why the desk could not do what was asked.
#[derive(Debug, Error)]
pub enum DeskError {
    /// There is no such thing.
    #[error("there is no {kind} {id}")]
    NotFound {
        /// Which kind of thing.
        kind: &'static str,
        /// As it was asked for.
        id: String,
    },
    /// The question or the input is wrong.
    #[error("{0}")]
    Invalid(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A request failed.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A file failed.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The desk itself is broken.
    #[error("the desk stopped while trying to {act}: {why}")]
    Broken {
        /// What was being tried.
        act: &'static str,
        /// What happened.
        why: String,
    },
}
