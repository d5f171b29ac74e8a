//! Opening evidence: for a reason that is written down, with who and which piece, before anything is
//! shown.

use crate::actor::Actor;
use crate::cases::{entry, line, note_of};
use crate::{Act, Desk, DeskError};
use model::{CaseId, EntryKind, SealedFile, Take, TakeId};
use reading::{difference, sha256_hex};

/// Letters of a reason that says something.
const REASON_CHARS_MIN: usize = 4;
/// Letters of the longest reason.
const REASON_CHARS_MAX: usize = 500;

/// A piece of a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The readable text.
    Text,
    /// The records.
    Warc,
    /// The picture.
    Shot,
}

impl Piece {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Text, Self::Warc, Self::Shot];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Warc => "warc",
            Self::Shot => "shot",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|piece| piece.word() == word)
    }
}

/// A piece of evidence that somebody opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedEvidence {
    /// The take.
    pub take: Take,
    /// The address of its page.
    pub url: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What two takes of a page do not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceDifference {
    /// The older one.
    pub older: Take,
    /// The newer one.
    pub newer: Take,
    /// The address of their page.
    pub url: String,
    /// Lines in their order, led by `+ ` and `− `; what is the same between them is `…`. Nothing where
    /// they say the same.
    pub text: String,
}

impl Desk {
    /// Opens a piece of a take.
    pub async fn open_evidence(
        &self,
        actor: &Actor,
        id: TakeId,
        piece: Piece,
        reason: &str,
    ) -> Result<OpenedEvidence, DeskError> {
        let reason = may_open(actor, reason)?;
        let take = self.take_or_missing(id).await?;
        let file = match piece {
            Piece::Text => &take.said.text,
            Piece::Warc => &take.said.warc,
            Piece::Shot => take.said.shot.as_ref().ok_or_else(|| DeskError::NotFound {
                kind: "picture",
                id: id.to_string(),
            })?,
        };
        let bytes = self.open_file(take.case, file).await?;
        let url = self.page_or_missing(take.page).await?.url;
        self.opened(actor, take.case, id, piece.word(), &reason)
            .await?;
        Ok(OpenedEvidence { take, url, bytes })
    }

    /// Opens what two takes of a page do not share.
    pub async fn open_difference(
        &self,
        actor: &Actor,
        older: TakeId,
        newer: TakeId,
        reason: &str,
    ) -> Result<EvidenceDifference, DeskError> {
        let reason = may_open(actor, reason)?;
        let older = self.take_or_missing(older).await?;
        let newer = self.take_or_missing(newer).await?;
        if older.page != newer.page {
            return Err(DeskError::refused(
                "evidence.two_pages",
                "these are takes of two pages; compare takes of one",
            ));
        }
        let before = self.open_file(older.case, &older.said.text).await?;
        let after = self.open_file(newer.case, &newer.said.text).await?;
        let (before, after) = (
            String::from_utf8_lossy(&before),
            String::from_utf8_lossy(&after),
        );
        let text = difference(&before, &after).text;
        let url = self.page_or_missing(newer.page).await?.url;
        let piece = format!("diff {} {}", older.id, newer.id);
        self.opened(actor, newer.case, newer.id, &piece, &reason)
            .await?;
        Ok(EvidenceDifference {
            older,
            newer,
            url,
            text,
        })
    }

    /// The bytes of a file of evidence, which must be the ones that were taken.
    pub(super) async fn open_file(
        &self,
        case: CaseId,
        file: &SealedFile,
    ) -> Result<Vec<u8>, DeskError> {
        let gone = || DeskError::NotFound {
            kind: "evidence",
            id: format!("{case}: it was destroyed"),
        };
        let key = self.store.case_key(case).await?.ok_or_else(gone)?;
        let name = file.name.clone();
        let found = self
            .in_vault(move |vault| Ok(vault.evidence(&key, &name)?))
            .await?;
        let bytes = found.ok_or_else(gone)?;
        if sha256_hex(&bytes) != file.sha256 {
            return Err(DeskError::Broken {
                act: "open evidence",
                why: format!("{} is not as it was taken; restore a backup", file.name),
            });
        }
        Ok(bytes)
    }

    /// Writes down who opened what, and why; on the timeline of the case too.
    async fn opened(
        &self,
        actor: &Actor,
        case: CaseId,
        take: TakeId,
        piece: &str,
        reason: &str,
    ) -> Result<(), DeskError> {
        let text = format!("{piece}\n{reason}");
        let said = entry(
            actor,
            self.clock.now(),
            EntryKind::EvidenceOpened,
            take,
            &text,
        );
        let note = note_of(actor, "evidence.opened", take, &said);
        Ok(self.store.add_entry(case, &said, &note).await?)
    }
}

fn may_open(actor: &Actor, reason: &str) -> Result<String, DeskError> {
    actor.must(Act::SeeCases)?;
    actor.must(Act::OpenEvidence)?;
    let reason = line(reason, REASON_CHARS_MAX);
    if reason.chars().count() < REASON_CHARS_MIN {
        return Err(DeskError::refused(
            "evidence.reason",
            "say in a few words why you need to see it",
        ));
    }
    Ok(reason)
}
