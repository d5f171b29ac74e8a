//! Comments on cases, with files that lie encrypted in the vault.

use super::{entry, line, not_found, note_of, words};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{CaseFile, CaseId, EntryKind, NewEntry, limits};

impl Desk {
    /// Says something on a case, perhaps with a file. Nobody has to have seen the latest state for it.
    pub async fn comment_case(
        &self,
        actor: &Actor,
        id: CaseId,
        text: &str,
        file: Option<(String, Vec<u8>)>,
    ) -> Result<(), DeskError> {
        actor.must(Act::SeeCases)?;
        self.case_or_missing(id).await?;
        let text = words(text);
        if text.is_empty() && file.is_none() {
            return Err(DeskError::refused(
                "case.words",
                "say something, or add a file",
            ));
        }
        let file = match file {
            Some((title, bytes)) => Some(self.keep_file(&title, &bytes)?),
            None => None,
        };
        let said = entry(actor, self.clock.now(), EntryKind::Commented, "", &text);
        let said = NewEntry { file, ..said };
        let note = note_of(actor, "case.commented", id, &said);
        Ok(self.store.add_entry(id, &said, &note).await?)
    }

    fn keep_file(&self, title: &str, bytes: &[u8]) -> Result<CaseFile, DeskError> {
        if bytes.len() > limits::PICTURE_BYTES_MAX {
            return Err(DeskError::refused(
                "case.file",
                "the file has more than 12 MiB",
            ));
        }
        let vault = self.vault.as_ref().ok_or_else(|| DeskError::Broken {
            act: "keep a file",
            why: "this desk has no vault".to_owned(),
        })?;
        // Only the last part of what a browser calls a path.
        let title = title.rsplit(['/', '\\']).next().unwrap_or_default();
        let title = line(title, limits::NAME_CHARS_MAX);
        Ok(CaseFile {
            name: vault.keep_attachment(bytes)?,
            title: if title.is_empty() {
                "file".to_owned()
            } else {
                title
            },
        })
    }

    /// A file of a case, for taking along; that is written down.
    pub async fn case_file(
        &self,
        actor: &Actor,
        id: CaseId,
        number: i64,
    ) -> Result<(String, Vec<u8>), DeskError> {
        actor.must(Act::SeeCases)?;
        let missing = || not_found("file", number);
        let entries = self.store.timeline(id).await?.entries;
        let mut entries = entries.into_iter();
        let entry = entries.find(|entry| entry.number == number);
        let file = entry
            .and_then(|entry| entry.said.file)
            .ok_or_else(missing)?;
        let vault = self.vault.as_ref().ok_or_else(missing)?;
        let bytes = vault.attachment(&file.name)?.ok_or_else(missing)?;
        let details = format!("{number} {}", file.title);
        self.saw(actor, "case.file_seen", &id.to_string(), &details)
            .await?;
        Ok((file.title, bytes))
    }
}
