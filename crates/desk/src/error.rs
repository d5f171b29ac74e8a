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
    /// What was asked is refused for a reason that the catalogue has words for.
    #[error("{words}")]
    Refused {
        /// Its word in the catalogue.
        word: &'static str,
        /// The same in English.
        words: String,
    },
    /// Somebody may not do this.
    #[error("{who} may not do this ({act}); an administrator can give the role for it")]
    Denied {
        /// Who.
        who: String,
        /// The act, as its word in the catalogue.
        act: &'static str,
    },
    /// Too many tries.
    #[error("too many tries; the next one counts in {seconds} seconds")]
    Wait {
        /// How long to wait.
        seconds: i64,
    },
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
    /// Somebody else changed it since it was read.
    #[error("{who} changed it since you opened it; look at it again, then change it")]
    Overtaken {
        /// Who.
        who: String,
        /// When.
        at: model::Moment,
    },
    /// The desk itself is broken.
    #[error("the desk stopped while trying to {act}: {why}")]
    Broken {
        /// What was being tried.
        act: &'static str,
        /// What happened.
        why: String,
    },
}

impl DeskError {
    /// A refusal with its word in the catalogue.
    pub(crate) fn refused(word: &'static str, words: impl Into<String>) -> Self {
        Self::Refused {
            word,
            words: words.into(),
        }
    }

    /// Whether somebody else changed the thing meanwhile.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict { .. }))
    }
}
