//! User words as people see and change them. They are kept in one file, which an operator may also
//! edit by hand; the line takes it into use.

use crate::actor::Actor;
use crate::line::Handed;
use crate::{Act, Desk, DeskError, FaultyLine, WordFault};
use analysis::user_words::{self as words, Dictionary};
use model::limits;
use ports::{Disk, DiskError};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Name of the file.
pub const DICTIONARY_FILE: &str = "dictionary.txt";
/// Bytes of the file: its words at their longest, and as much again for notes.
pub(crate) const DICTIONARY_BYTES_MAX: usize =
    limits::USER_WORDS_MAX * limits::USER_WORD_CHARS_MAX * 4 * 2;
/// Changes that can be taken back by their number.
const CHANGES_REMEMBERED: usize = 50;
/// Words named in the record of use; their number is always told.
const WORDS_NAMED: usize = 200;

/// The file with who may write it: one at a time, with the changes made since the start.
pub(crate) struct OpenDictionary {
    disk: Arc<dyn Disk>,
    changes: Mutex<VecDeque<WordsChanged>>,
}

/// The user words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordBook {
    /// As they are written, in their order.
    pub words: Vec<String>,
    /// Lines of the file that are no words.
    pub faulty: Vec<FaultyLine>,
}

/// A change of user words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordsChanged {
    /// Its number since the start, for taking it back; 0 where nothing changed.
    pub id: usize,
    /// Words that were added.
    pub added: Vec<String>,
    /// Words that were removed.
    pub removed: Vec<String>,
}

/// The text of the file; nothing where there is none.
pub(crate) fn dictionary_text(disk: &dyn Disk) -> Result<String, DiskError> {
    let bytes = disk.read(DICTIONARY_FILE)?.unwrap_or_default();
    if bytes.len() > DICTIONARY_BYTES_MAX {
        let why = format!("it is larger than {DICTIONARY_BYTES_MAX} bytes; shorten it");
        return Err(DiskError {
            act: "read",
            name: DICTIONARY_FILE.to_owned(),
            source: std::io::Error::new(std::io::ErrorKind::FileTooLarge, why),
        });
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl Desk {
    /// The same desk with the folder of its dictionary.
    #[must_use]
    pub fn with_dictionary(mut self, disk: Arc<dyn Disk>) -> Self {
        self.dictionary = Some(OpenDictionary {
            disk,
            changes: Mutex::default(),
        });
        self
    }

    /// The user words.
    pub fn word_book(&self) -> Result<WordBook, DeskError> {
        let open = self.open_dictionary()?;
        let read = words::read(&dictionary_text(&*open.disk)?);
        Ok(WordBook {
            words: read.written,
            faulty: read.faulty,
        })
    }

    /// Adds the words on the lines of one text and removes those on the lines of another: all or
    /// none. Where a line to be added is no word, all such lines are told.
    pub async fn change_words(
        &self,
        actor: &Actor,
        add: &str,
        remove: &str,
    ) -> Result<Result<WordsChanged, Vec<FaultyLine>>, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let open = self.open_dictionary()?;
        let mut changes = open.changes.lock().await;
        let text = dictionary_text(&*open.disk)?;
        let (mut change, after) = match worked_out(&text, add, remove) {
            Ok(done) => done,
            Err(faulty) => return Ok(Err(faulty)),
        };
        if change.added.is_empty() && change.removed.is_empty() {
            return Ok(Ok(change));
        }
        self.write_words(actor, open, &change, &after).await?;
        change.id = changes.back().map_or(0, |last| last.id) + 1;
        changes.push_back(change.clone());
        if changes.len() > CHANGES_REMEMBERED {
            changes.pop_front();
        }
        Ok(Ok(change))
    }

    /// Takes a change back.
    pub async fn undo_words(&self, actor: &Actor, id: usize) -> Result<WordsChanged, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let open = self.open_dictionary()?;
        let change = {
            let changes = open.changes.lock().await;
            let found = changes.iter().find(|change| change.id == id);
            found.cloned().ok_or_else(|| {
                DeskError::refused(
                    "words.forgotten",
                    "this change was made before the last start; add or remove the words by hand",
                )
            })?
        };
        let (add, remove) = (change.removed.join("\n"), change.added.join("\n"));
        let undone = self.change_words(actor, &add, &remove).await?;
        undone.map_err(|faulty| DeskError::Invalid(told(&faulty)))
    }

    /// Writes the entry, then the file, and lets the line know. The entry comes first: no change is
    /// without one.
    async fn write_words(
        &self,
        actor: &Actor,
        open: &OpenDictionary,
        change: &WordsChanged,
        after: &(String, usize, usize),
    ) -> Result<(), DeskError> {
        let (text, before, now) = after;
        let details = format!("{before} → {now}{}", named(change));
        let note = |details: String| actor.note(self.clock.now(), "words.changed", "", details);
        self.store.note(&[note(details)]).await?;
        if let Err(error) = open.disk.write_whole(DICTIONARY_FILE, text.as_bytes()) {
            let details = format!("{now} → {before}: {error}");
            self.store.note(&[note(details)]).await?;
            return Err(error.into());
        }
        if let Some(hand) = &self.hand {
            // A line that is busy or not there sees the file by itself.
            let _ = hand.try_send(Handed::Words);
        }
        Ok(())
    }

    fn open_dictionary(&self) -> Result<&OpenDictionary, DeskError> {
        self.dictionary.as_ref().ok_or_else(|| DeskError::Broken {
            act: "read the user words",
            why: "this desk was opened without its dictionary".to_owned(),
        })
    }
}

/// What changes, and the text after it with how many words there were and are.
type WorkedOut = (WordsChanged, (String, usize, usize));

fn worked_out(text: &str, add: &str, remove: &str) -> Result<WorkedOut, Vec<FaultyLine>> {
    let before = words::read(text);
    let asked = words::read(add);
    if !asked.faulty.is_empty() {
        return Err(asked.faulty);
    }
    let gone: BTreeSet<String> = remove
        .lines()
        .filter_map(words::said)
        .map(words::key)
        .collect();
    let known: BTreeSet<&String> = before.folded.iter().collect();
    // A line that is no word can be removed too.
    let faulty = before.faulty.iter().map(|line| line.text.clone());
    let faulty = faulty.filter(|text| gone.contains(&words::key(text)));
    let change = WordsChanged {
        id: 0,
        removed: only(&before, |folded| gone.contains(folded))
            .into_iter()
            .chain(faulty)
            .collect(),
        added: only(&asked, |folded| {
            gone.contains(folded) || !known.contains(folded)
        }),
    };
    let after = words::with(&words::without(text, &gone), &change.added);
    let read = words::read(&after);
    let full = read
        .faulty
        .iter()
        .filter(|line| line.fault == WordFault::TooMany);
    let full: Vec<FaultyLine> = full.cloned().collect();
    if !change.added.is_empty() && !full.is_empty() {
        return Err(full);
    }
    let counts = (before.folded.len(), read.folded.len());
    Ok((change, (after, counts.0, counts.1)))
}

/// Words as they are written whose folded form is wanted.
fn only(dictionary: &Dictionary, wanted: impl Fn(&String) -> bool) -> Vec<String> {
    let written = dictionary.written.iter();
    written
        .filter(|word| wanted(&words::key(word)))
        .cloned()
        .collect()
}

fn named(change: &WordsChanged) -> String {
    let list = |sign: &str, words: &[String]| {
        if words.is_empty() {
            return String::new();
        }
        let first: Vec<&str> = words.iter().take(WORDS_NAMED).map(String::as_str).collect();
        let more = if words.len() > WORDS_NAMED {
            " …"
        } else {
            ""
        };
        format!("; {sign}{}: {}{more}", words.len(), first.join(" "))
    };
    format!("{}{}", list("+", &change.added), list("−", &change.removed))
}

/// Faulty lines in one sentence each.
pub(crate) fn told(faulty: &[FaultyLine]) -> String {
    let lines = faulty.iter().map(|line| {
        format!(
            "line {}, {:?}: {}",
            line.number,
            line.text,
            line.fault.message()
        )
    });
    lines.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_and_go_in_one_change() {
        let text = "# 说明\n路面塌陷险情\n山月村\n";
        let (change, (after, before, now)) =
            worked_out(text, "溪口古街\n山月村\n", "路面塌陷险情\n没有的词").unwrap();
        assert_eq!(change.added, ["溪口古街"]);
        assert_eq!(change.removed, ["路面塌陷险情"]);
        assert_eq!(after, "# 说明\n山月村\n溪口古街\n");
        assert_eq!((before, now), (2, 2));
        assert_eq!(named(&change), "; +1: 溪口古街; −1: 路面塌陷险情");
        let (same, (unchanged, ..)) = worked_out(text, "山月村", "").unwrap();
        assert_eq!((same, unchanged.as_str()), (WordsChanged::default(), text));
    }

    #[test]
    fn what_is_no_word_is_refused_with_all_its_lines() {
        let faulty = worked_out("", "路面塌陷险情\n雨\nrain", "").unwrap_err();
        let said = told(&faulty);
        assert!(
            said.contains("line 2, \"雨\"") && said.contains("line 3, \"rain\""),
            "{said}"
        );
    }
}
