//! Evidence: pages of a case as they were, and what the author took back.

use crate::{CaseId, DocumentId, Moment, PageId, TakeId};

/// What stands in place of a title whose author has withdrawn the post, in both languages: it also
/// goes where no page is drawn.
pub const WITHDRAWN_TITLE: &str = "［已撤回 withdrawn］";

/// A page that was attached to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidencePage {
    /// Its number.
    pub id: PageId,
    /// Of which case.
    pub case: CaseId,
    /// Its address.
    pub url: String,
    /// The document that was read from it, where there is one.
    pub document: Option<DocumentId>,
    /// Whether private addresses may be dialled for it, as for the source it came from.
    pub allow_private: bool,
    /// Who attached it, and when.
    pub added: (String, Moment),
    /// Whether it is looked at again.
    pub watched: bool,
    /// When it is looked at next.
    pub due_at: Moment,
    /// How long it was waited since the last look; grows while nothing changes.
    pub wait_ms: i64,
    /// What went wrong at the last look; empty where nothing did.
    pub problem: String,
    /// When it was last looked at.
    pub looked_at: Option<Moment>,
    /// Whether the page was gone, or said that its author withdrew it, at the last look.
    pub gone: bool,
}

/// A page that is to be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPage {
    /// To which case.
    pub case: CaseId,
    /// Its address.
    pub url: String,
    /// The document that was read from it.
    pub document: Option<DocumentId>,
    /// Whether private addresses may be dialled for it.
    pub allow_private: bool,
}

/// What a take was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TakeKind {
    /// The bytes that were received when the document was collected.
    Capture,
    /// The text of the document as it was kept: its bytes are gone.
    Kept,
    /// A visit to the page.
    Visit,
}

impl TakeKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Capture, Self::Kept, Self::Visit];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Kept => "kept",
            Self::Visit => "visit",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Bytes in the vault under the case's own key, with the hash they have in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// Its name in the vault; says nothing of what is in it.
    pub name: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub bytes: i64,
}

/// A page as it was once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTake {
    /// When it was so.
    pub at: Moment,
    /// What it was made of.
    pub kind: TakeKind,
    /// The status of the answer; 0 where there was none.
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub final_url: String,
    /// Whether it said that the page is gone or withdrawn.
    pub gone: bool,
    /// SHA-256 of the body, in hexadecimal.
    pub payload_sha256: String,
    /// The records.
    pub warc: SealedFile,
    /// The readable text.
    pub text: SealedFile,
    /// The picture of it, where a browser made one.
    pub shot: Option<SealedFile>,
    /// Why there is no picture; a word of the catalogue, then perhaps a colon and what happened.
    pub no_shot: String,
}

/// A take as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// Its number.
    pub id: TakeId,
    /// Of which page.
    pub page: PageId,
    /// Of which case.
    pub case: CaseId,
    /// Its number among those of the page, from 1.
    pub number: i64,
    /// What was taken.
    pub said: NewTake,
}

impl Take {
    /// Its files in the vault.
    pub fn files(&self) -> impl Iterator<Item = &SealedFile> {
        let said = &self.said;
        [Some(&said.warc), Some(&said.text), said.shot.as_ref()]
            .into_iter()
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for kind in TakeKind::ALL {
            assert_eq!(TakeKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(TakeKind::from_word(""), None);
    }
}
