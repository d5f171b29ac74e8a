//! Catch up: an index that was deleted, damaged or made by another version takes everything that is
//! kept, in order, some documents at a time between two runs, while the line works already. What
//! comes in meanwhile has a higher number and is taken in its turn, so that the commit of the index
//! always says what it holds.

use super::index_documents::KnownSources;
use super::recover::{entries_again, understand_again};
use super::words::mark_of;
use super::{Line, LinePorts};
use crate::{DeskError, IndexTask, IndexWork};
use model::DocumentId;

/// Documents of one turn: people who hand something in wait no longer than that takes.
const DOCUMENTS_A_TURN: u64 = 400;
/// Documents after which what was taken is found, and not taken again after a stop.
const COMMIT_EVERY: i64 = 20_000;
/// Documents that are taken before the line opens: a second's work.
const AT_ONCE: i64 = 2_000;

/// How far an index is that takes what it lacks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind {
    /// The last document it took.
    at: DocumentId,
    /// Documents taken since the last commit.
    since_commit: i64,
}

impl Behind {
    /// How far the index is, where it takes the rest later; and the last document that is not to be
    /// taken before the line opens.
    pub(super) fn of(
        ports: &LinePorts,
        kept: DocumentId,
    ) -> Result<(Option<Self>, DocumentId), DeskError> {
        let mut indexed = ports.index.last_committed()?;
        if indexed > kept {
            // The index knows documents the store does not: an older store was put back.
            ports.index.clear()?;
            indexed = DocumentId(0);
        }
        if indexed.0 == 0 {
            // From here on everything is cut by the present words.
            ports.index.commit_made_with(indexed, &mark_of(ports))?;
        }
        if !ports.index_later || kept.0 - indexed.0 <= AT_ONCE.min(ports.commit_every) {
            return Ok((None, indexed));
        }
        let behind = Self {
            at: indexed,
            since_commit: 0,
        };
        behind.tell(ports, kept);
        Ok((Some(behind), kept))
    }

    fn tell(&self, ports: &LinePorts, last: DocumentId) {
        ports.index_progress.set(Some(IndexWork {
            task: IndexTask::Anew,
            done: self.at.0.unsigned_abs(),
            of: last.0.unsigned_abs(),
        }));
    }
}

impl Line {
    /// The last document that the index took.
    pub(super) fn indexed_to(&self) -> DocumentId {
        let behind = self.behind.as_ref();
        behind.map_or(self.engine.last_document(), |behind| behind.at)
    }

    /// Lets the index take some of what it lacks; gives whether there is more.
    pub(super) fn catch_up_some(&mut self) -> Result<bool, DeskError> {
        let Some(mut behind) = self.behind else {
            return Ok(false);
        };
        let done = self.take_some(&mut behind);
        let last = self.engine.last_document();
        match done {
            Ok(()) if behind.at >= last && behind.since_commit == 0 => {
                self.behind = None;
                self.ports.index_progress.set(None);
            }
            Ok(()) => {
                behind.tell(&self.ports, last);
                self.behind = Some(behind);
            }
            Err(error) => {
                // What was not committed may be gone with a writer that failed.
                let at = self.ports.index.last_committed()?;
                self.behind = Some(Behind {
                    at,
                    since_commit: 0,
                });
                return Err(error);
            }
        }
        Ok(self.behind.is_some())
    }

    fn take_some(&self, behind: &mut Behind) -> Result<(), DeskError> {
        let Self {
            ports,
            handle,
            pool,
            ..
        } = self;
        let page = handle.block_on(ports.store.documents_after(behind.at, DOCUMENTS_A_TURN))?;
        let last = self.engine.last_document();
        let at = page.last().map_or(last, |stored| stored.document.id);
        let mut sources = KnownSources::new(&ports.store, handle);
        let entries = entries_again(understand_again(ports, pool, page), &mut sources)?;
        behind.since_commit += entries.len() as i64;
        ports.index.put(entries)?;
        behind.at = at;
        let due = behind.since_commit >= COMMIT_EVERY.min(ports.commit_every);
        if due || behind.at >= last {
            ports.index.commit(behind.at)?;
            behind.since_commit = 0;
        }
        Ok(())
    }
}
