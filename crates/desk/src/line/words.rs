//! User words in use: what documents are cut by from here on, and what the index was made with.
//!
//! What is in use is kept beside the engine's snapshots. A change is taken into use between two runs,
//! after a snapshot was written: what the engine took before is never cut otherwise when it
//! recovers, and what comes after is cut by the words that were in use when it came.

use super::recut::{Left, Recut};
use super::{Line, LinePorts};
use crate::DeskError;
use crate::user_words::dictionary_text;
use analysis::user_words as words;
use serde::{Deserialize, Serialize};

/// Name of the file that says what is in use.
const KEPT_FILE: &str = "user-words.json";
/// How often the dictionary is looked at.
const LOOK_EVERY_MS: i64 = 2_000;
/// An instant before all others.
const NEVER: i64 = i64::MIN / 2;

/// What is in use, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Folded and sorted.
    pub(super) words: Vec<String>,
    /// What the index said of its words when this was written.
    pub(super) index_made_with: String,
    /// What the index is still to take by these words.
    pub(super) recut: Option<Recut>,
}

/// The words of a line.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) kept: Kept,
    pub(super) left: Option<Left>,
    /// When upkeep failed last.
    pub(super) failed_at: i64,
    /// When the dictionary was looked at last.
    looked_at: i64,
    /// The words it held then: a change counts once it was seen twice, so that a file is not read
    /// while somebody writes it.
    seen: Vec<String>,
    /// Whether a change is known to be whole.
    told: bool,
    /// Whether it was said that the dictionary cannot be read.
    unreadable: bool,
}

impl Words {
    /// Compares what is in use with what the index says of itself.
    pub(super) fn settle(ports: &LinePorts, mut kept: Kept) -> Result<Self, DeskError> {
        let (said, mark) = (ports.index.made_with()?, words::mark(&kept.words));
        if said == mark {
            kept.recut = None;
        } else if said.is_empty() {
            // It was made before this was written down, perhaps by the very words.
            kept.recut = Some(Recut::and(None, kept.words.clone()));
        } else if kept.recut.is_none() || said != kept.index_made_with {
            kept.recut = Some(Recut {
                words: None,
                after: 0,
            });
        }
        kept.index_made_with = said;
        save(ports, &kept)?;
        Ok(Self {
            seen: kept.words.clone(),
            kept,
            left: None,
            failed_at: NEVER,
            looked_at: NEVER,
            told: false,
            unreadable: false,
        })
    }

    /// Lets the next look come at once, and believe what it sees.
    pub(super) fn look_soon(&mut self) {
        (self.looked_at, self.failed_at, self.told) = (NEVER, NEVER, true);
    }
}

/// What was in use at the last stop, taken into use again; at first what the dictionary says.
pub(super) fn kept(ports: &LinePorts) -> Result<Kept, DeskError> {
    let bytes = ports.disk.read(KEPT_FILE)?;
    let read = bytes.and_then(|bytes| {
        serde_json::from_slice::<Kept>(&bytes)
            .inspect_err(
                |error| tracing::warn!(%error, "{KEPT_FILE} cannot be read and is made anew"),
            )
            .ok()
    });
    let kept = match read {
        Some(kept) => kept,
        None => Kept {
            words: written(ports).unwrap_or_else(|error| {
                tracing::warn!(%error, "no user words are in use");
                Vec::new()
            }),
            ..Kept::default()
        },
    };
    take(ports, &kept.words);
    Ok(kept)
}

/// What stands for the words in use.
pub(super) fn mark_of(ports: &LinePorts) -> String {
    words::mark(ports.understander.now().user_words())
}

pub(super) fn save(ports: &LinePorts, kept: &Kept) -> Result<(), DeskError> {
    let bytes = serde_json::to_vec(kept).map_err(|error| DeskError::Broken {
        act: "write down the user words in use",
        why: error.to_string(),
    })?;
    if ports.disk.read(KEPT_FILE)?.as_ref() != Some(&bytes) {
        ports.disk.write_whole(KEPT_FILE, &bytes)?;
    }
    Ok(())
}

fn take(ports: &LinePorts, words: &[String]) {
    let now = ports.understander.now();
    if now.user_words() != words {
        ports.understander.exchange(now.with_user_words(words));
    }
}

/// The words that the dictionary holds.
fn written(ports: &LinePorts) -> Result<Vec<String>, DeskError> {
    Ok(match &ports.dictionary {
        Some(disk) => words::read(&dictionary_text(&**disk)?).folded,
        None => ports.understander.now().user_words().to_vec(),
    })
}

impl Line {
    /// Takes the dictionary into use as it is.
    pub(super) fn take_words_as_written(&mut self) -> Result<(), DeskError> {
        match self.written_or_told() {
            Some(written) => self.take_words(written),
            None => Ok(()),
        }
    }

    /// The words that the dictionary holds; where it cannot be read, that is said once, and what is in
    /// use stays.
    fn written_or_told(&mut self) -> Option<Vec<String>> {
        let written = written(&self.ports);
        if let Err(error) = &written
            && !self.words.unreadable
        {
            tracing::warn!(%error, "the user words stay as they are");
        }
        self.words.unreadable = written.is_err();
        written.ok()
    }

    /// Looks at the dictionary every few seconds, and takes into use what somebody changed.
    pub(super) fn look_at_words(&mut self) -> Result<(), DeskError> {
        let now = self.ports.clock.now().0;
        if (0..LOOK_EVERY_MS).contains(&(now - self.words.looked_at)) {
            return Ok(());
        }
        self.words.looked_at = now;
        let Some(written) = self.written_or_told() else {
            return Ok(());
        };
        let whole = self.words.told || written == self.words.seen;
        self.words.told = false;
        self.words.seen.clone_from(&written);
        if whole {
            self.take_words(written)?;
        }
        Ok(())
    }

    /// Takes words into use, where they are others. Only between two runs.
    fn take_words(&mut self, written: Vec<String>) -> Result<(), DeskError> {
        let kept = &self.words.kept;
        let changed = words::changed(&kept.words, &written);
        if changed.is_empty() {
            return Ok(());
        }
        let next = Kept {
            recut: Some(Recut::and(kept.recut.as_ref(), changed)),
            index_made_with: self.ports.index.made_with()?,
            words: written,
        };
        self.finish()?;
        save(&self.ports, &next)?;
        take(&self.ports, &next.words);
        (self.words.kept, self.words.left) = (next, None);
        Ok(())
    }
}
