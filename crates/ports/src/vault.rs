//! Bytes as they were received, encrypted: captures for a month, attachments for as long as
//! their document, evidence for as long as its case. Never indexed, never shown as they are, captures not at all.

use crate::EvidenceVault;
use model::{Moment, SourceId};
use thiserror::Error;

/// The bytes of one answer, for reading it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// Which source.
    pub source: SourceId,
    /// When it was received.
    pub at: Moment,
    /// Address after redirects.
    pub url: String,
    /// The `Content-Type` header as sent.
    pub content_type: Option<String>,
    /// The bytes, decompressed.
    pub bytes: Vec<u8>,
}

/// Some captures of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CapturePage {
    /// In order.
    pub captures: Vec<Capture>,
    /// Those between them that are damaged.
    pub damaged: u64,
    /// Where the next ones begin; none at the end of the day.
    pub next: Option<u64>,
}

/// Keeps captures and attachments under a key of their own.
pub trait Vault: EvidenceVault {
    /// Keeps captures of a day (counted from 1970-01-01); a crash may lose the last ones.
    fn keep_captures(&self, day: i64, captures: &[Capture]) -> Result<(), VaultError>;
    /// Captures of a day in order, from such a place on (0 is the beginning); damaged ones are left
    /// out and counted. Gives some of them at a time: a day may hold more than the memory.
    fn captures(&self, day: i64, from: u64) -> Result<CapturePage, VaultError>;
    /// Days of which there are captures, sorted.
    fn capture_days(&self) -> Result<Vec<i64>, VaultError>;
    /// Forgets the captures of days before this one.
    fn forget_captures_before(&self, day: i64) -> Result<u64, VaultError>;
    /// Keeps an attachment under the hash of its bytes and gives that name. May be repeated.
    fn keep_attachment(&self, bytes: &[u8]) -> Result<String, VaultError>;
    /// Encrypts a short secret under the vault's key; each time it looks different.
    fn seal(&self, secret: &[u8]) -> Result<Vec<u8>, VaultError>;
    /// The secret again; an error where it was not sealed under this key.
    fn unseal(&self, sealed: &[u8]) -> Result<Vec<u8>, VaultError>;
    /// A number that stands for an author within one source and one period: a hash under a key that
    /// is made of the vault's own for just these. Equal names give equal numbers, and nobody
    /// without the vault's key can try names out.
    fn pseudonym(&self, source: SourceId, period: i64, author: &str) -> Result<i64, VaultError>;
    /// The bytes of an attachment.
    fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, VaultError>;
    /// Forgets an attachment; one that is not there is forgotten already.
    fn forget_attachment(&self, name: &str) -> Result<(), VaultError>;
}

/// The vault could not do it.
#[derive(Debug, Error)]
#[error("the vault cannot {act}: {why}")]
pub struct VaultError {
    /// What was being tried.
    pub act: &'static str,
    /// What happened, and what to do.
    pub why: String,
}
