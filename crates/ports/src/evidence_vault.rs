//! Evidence in the vault: under a key of each case's own, so that it ends with that key.

use crate::VaultError;
use model::Moment;

/// Keeps evidence. Keys are made here and leave only sealed.
pub trait EvidenceVault: Send + Sync {
    /// A new key, sealed under the vault's own.
    fn new_key(&self) -> Result<Vec<u8>, VaultError>;
    /// Keeps bytes under a sealed key; gives the name of the file, which says nothing of them.
    fn keep_evidence(&self, key: &[u8], bytes: &[u8]) -> Result<String, VaultError>;
    /// The bytes again; nothing where there is no such file. An error where the key is another one.
    fn evidence(&self, key: &[u8], name: &str) -> Result<Option<Vec<u8>>, VaultError>;
    /// Forgets a file; one that is not there is forgotten already.
    fn forget_evidence(&self, name: &str) -> Result<(), VaultError>;
    /// Names of files that were written before then, sorted.
    fn evidence_names(&self, written_before: Moment) -> Result<Vec<String>, VaultError>;
}
