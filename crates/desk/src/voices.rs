//! Pseudonyms: what tells one voice from another within one source and thirty days, and nothing else.
//!
//! It is made where an item is read, kept apart from the document, used only to count distinct voices,
//! and forgotten after thirty days; nothing shows, searches, exports or groups by it.

use crate::retention::VOICE_DAYS;
use model::{Moment, SourceId};
use ports::Vault;

const DAY_MS: i64 = 86_400_000;

/// The pseudonym of an author; none where there is no name, or the vault has no key at hand.
pub fn pseudonym(vault: &dyn Vault, source: SourceId, at: Moment, author: &str) -> Option<i64> {
    let author = author.trim();
    if author.is_empty() {
        return None;
    }
    let period = at.0.div_euclid(DAY_MS * i64::from(VOICE_DAYS));
    vault.pseudonym(source, period, author).ok()
}
