//! An item: one entry as the source gave it.

use crate::{Moment, SourceId, TimeNote};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What makes an item one and the same on every visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ItemKey {
    /// The source for items of a feed; [`ItemKey::FILE`] for lines of a file, whose ids are the desk's own.
    pub namespace: i64,
    /// The id the source or the file gave.
    pub external_id: String,
}

impl ItemKey {
    /// Namespace of ids that came in files: one for the whole desk, so that an id means one document.
    pub const FILE: i64 = 0;

    /// Key of a line in a file.
    pub fn of_file(external_id: impl Into<String>) -> Self {
        Self {
            namespace: Self::FILE,
            external_id: external_id.into(),
        }
    }

    /// What a purged document is known by: a hash in place of the id, which is often an address. An
    /// item that comes again is still seen before.
    pub fn purged_id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.namespace.to_le_bytes());
        hash.update(self.external_id.as_bytes());
        let mut id = String::from("~");
        for byte in hash.finalize().iter().take(PURGED_ID_BYTES) {
            write!(id, "{byte:02x}").expect("writing to a string cannot fail");
        }
        id
    }
}

/// Bytes of the hash: two of a billion documents meet with a chance of one in 10^20.
const PURGED_ID_BYTES: usize = 16;

/// One entry as the source gave it, already plain text. Author names are not part of it: they
/// are dropped where the source is read and never travel further. What may stand for one is a number
/// that only tells voices apart, and is forgotten after a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What makes it the same item next time.
    pub key: ItemKey,
    /// Where it was read.
    pub source: SourceId,
    /// Its own address, if it has one.
    pub url: Option<String>,
    /// Headline as plain text; may be empty.
    pub title: String,
    /// Body as plain text; may be empty.
    pub text: String,
    /// The published time that was claimed, if it could be read.
    pub published_at: Option<Moment>,
    /// What is known of that time so far.
    pub time_note: TimeNote,
    /// When the desk saw it first.
    pub arrived_at: Moment,
    /// Its author's pseudonym, where the source gives an author: see `Vault::pseudonym`.
    pub voice: Option<i64>,
}
