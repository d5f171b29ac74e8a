//! Recut: after the user words changed, documents that hold a word which was added or removed are cut
//! again and replaced in the index, some at a time between two runs. All others are cut as they
//! were. Where it stops it goes on at the next start; done twice it gives the same.

use super::words::{Kept, mark_of, save};
use super::{Line, LinePorts};
use crate::{DeskError, IndexTask, IndexWork};
use model::{DocumentId, Part, Query};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Documents of one turn: people who hand something in wait no longer than that takes.
const DOCUMENTS_A_TURN: usize = 200;
/// Words that one question asks the index for.
const WORDS_AT_ONCE: usize = 200;

/// What is to be cut again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recut {
    /// Documents that hold one of these words; all where it is not known how they were cut.
    pub(super) words: Option<Vec<String>>,
    /// The last document that is done.
    pub(super) after: i64,
}

impl Recut {
    /// The same with more words, from the first document on.
    pub(super) fn and(before: Option<&Self>, changed: Vec<String>) -> Self {
        let words = match before {
            None => Some(changed),
            Some(before) => before.words.as_ref().map(|words| {
                let both: BTreeSet<String> = words.iter().cloned().chain(changed).collect();
                both.into_iter().collect()
            }),
        };
        Self { words, after: 0 }
    }

    /// Documents that are left.
    fn documents(&self, ports: &LinePorts) -> Result<Vec<DocumentId>, DeskError> {
        let mut found = BTreeSet::new();
        match &self.words {
            None => found.extend(ports.index.ids()?),
            Some(words) => {
                for some in words.chunks(WORDS_AT_ONCE) {
                    let each = some.iter().cloned();
                    let each = each.map(|word| Query::Sequence(Part::Whole, word));
                    found.extend(ports.index.matching(&Query::Or(each.collect()))?);
                }
            }
        }
        Ok(found.into_iter().filter(|id| id.0 > self.after).collect())
    }
}

/// Documents to be cut again, looked up once.
#[derive(Debug)]
pub(super) struct Left {
    ids: Vec<DocumentId>,
    done: usize,
}

impl Line {
    /// Cuts some documents again; gives whether there are more. An index that lacks documents takes
    /// those first.
    pub(super) fn recut_some(&mut self) -> Result<bool, DeskError> {
        let Some(recut) = self.words.kept.recut.clone() else {
            return Ok(false);
        };
        if self.behind.is_some() {
            return Ok(false);
        }
        let mut left = if let Some(left) = self.words.left.take() {
            left
        } else {
            self.commit_index()?;
            let ids = recut.documents(&self.ports)?;
            Left { ids, done: 0 }
        };
        let to = left.ids.len().min(left.done + DOCUMENTS_A_TURN);
        let turn = left.ids.get(left.done..to).unwrap_or_default().to_vec();
        let Some(last) = turn.last() else {
            self.all_recut()?;
            return Ok(false);
        };
        self.index_again(&turn)?;
        let kept = Kept {
            recut: Some(Recut {
                after: last.0,
                ..recut
            }),
            ..self.words.kept.clone()
        };
        save(&self.ports, &kept)?;
        self.words.kept = kept;
        left.done = to;
        self.ports.index_progress.set(Some(IndexWork {
            task: IndexTask::Words,
            done: left.done as u64,
            of: left.ids.len() as u64,
        }));
        self.words.left = Some(left);
        Ok(true)
    }

    /// The index says which words it is made with now.
    fn all_recut(&mut self) -> Result<(), DeskError> {
        let last = self.indexed_to();
        let mark = mark_of(&self.ports);
        self.ports.index.commit_made_with(last, &mark)?;
        let kept = Kept {
            recut: None,
            ..self.words.kept.clone()
        };
        save(&self.ports, &kept)?;
        self.words.kept = kept;
        self.ports.index_progress.set(None);
        Ok(())
    }
}
