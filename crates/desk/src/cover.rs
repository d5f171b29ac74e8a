//! What is personal in texts is covered on its way out: on pages, in exports, on the command line.

use crate::actor::Actor;
use crate::documents::DocumentSheet;
use crate::{Act, Desk, DeskError};
use analysis::{is_personal, masked};
use model::{DocumentId, EventRecord, Reason, StoredDocument, WITHDRAWN_TITLE};
use std::borrow::Cow;

/// Characters of a reason for opening at least.
const REASON_CHARS_MIN: usize = 4;

/// Something with texts in it.
pub(crate) trait Covered: Sized {
    /// The same with what is personal hidden.
    fn covered(self) -> Self;
}

impl Covered for String {
    fn covered(self) -> Self {
        match masked(&self) {
            Cow::Borrowed(_) => self,
            Cow::Owned(hidden) => hidden,
        }
    }
}

impl Covered for StoredDocument {
    fn covered(self) -> Self {
        let mut stored = withheld(self);
        stored.document.title = stored.document.title.covered();
        stored.document.text = stored.document.text.covered();
        for reason in &mut stored.placement.reasons {
            if let Reason::SharedWords { words } = reason {
                *words = std::mem::take(words).covered();
            }
        }
        stored
    }
}

impl Covered for EventRecord {
    fn covered(mut self) -> Self {
        self.title = title_of(&self);
        self
    }
}

/// The title of an event as it is shown: none that its author took back.
pub(crate) fn title_of(event: &EventRecord) -> String {
    if event.withdrawn {
        return WITHDRAWN_TITLE.to_owned();
    }
    event.title.clone().covered()
}

/// What an author took back has no text, outside of cases.
pub(crate) fn withheld(mut stored: StoredDocument) -> StoredDocument {
    if stored.withdrawn.is_some() {
        WITHDRAWN_TITLE.clone_into(&mut stored.document.title);
        stored.document.text.clear();
        for reason in &mut stored.placement.reasons {
            if let Reason::SharedWords { words } = reason {
                words.clear();
            }
        }
    }
    stored
}

impl<T: Covered> Covered for Vec<T> {
    fn covered(self) -> Self {
        self.into_iter().map(Covered::covered).collect()
    }
}

impl<T: Covered> Covered for Option<T> {
    fn covered(self) -> Self {
        self.map(Covered::covered)
    }
}

/// Whether anything of a document is hidden.
pub(crate) fn hides(document: &StoredDocument) -> bool {
    is_personal(&document.document.title) || is_personal(&document.document.text)
}

impl Desk {
    /// One document with nothing hidden, for a reason that is written down first.
    pub async fn open_document(
        &self,
        actor: &Actor,
        id: DocumentId,
        reason: &str,
    ) -> Result<DocumentSheet, DeskError> {
        actor.must(Act::OpenMasked)?;
        let reason = reading::clean_line(reason);
        if reason.chars().count() < REASON_CHARS_MIN {
            return Err(DeskError::refused(
                "open.reason",
                "say in a few words why you need to see it",
            ));
        }
        let sheet = self.whole_document_sheet(id).await?;
        let note = actor.note(self.clock.now(), "document.opened", id.to_string(), reason);
        self.store.note(&[note]).await?;
        Ok(sheet)
    }
}
