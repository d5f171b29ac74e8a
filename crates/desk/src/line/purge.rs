//! Purge: documents that the office keeps no longer go, some at a time between two runs of the line.
//! First from the records, where only what is counted is left; then from the index and the vault; then
//! the room is given back to the disk. Where it stops it goes on the next time.

use super::{Line, LinePorts};
use crate::DeskError;
use crate::retention::{all_due, told};
use model::{DocumentId, KeepDue, Moment, Note, Who};
use ports::LeftOver;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::runtime::Handle;

/// Documents of one transaction: people who hand something in wait no longer than that takes.
const DOCUMENTS_A_TURN: u64 = 500;
/// Purged documents that may wait for the index: each commit of it looks through all its segments.
const ENTRIES_A_TURN: u64 = 20_000;

/// Bytes that records and index take on the disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// The database.
    pub database: u64,
    /// The index.
    pub index: u64,
}

/// What came of a purge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// How many documents went, by the days they were kept.
    pub by_days: BTreeMap<u32, u64>,
    /// Room that was taken before.
    pub before: Room,
    /// Room that is taken now.
    pub after: Room,
}

impl Purged {
    /// How many documents went.
    pub fn documents(&self) -> u64 {
        self.by_days.values().sum()
    }
}

/// How far a purge is.
#[derive(Debug)]
enum Stage {
    Records,
    Elsewhere,
    Room,
    Done,
}

/// A purge under way.
#[derive(Debug)]
pub(super) struct Purging {
    stage: Stage,
    day: i64,
    now: Moment,
    /// The next one last.
    due: Vec<KeepDue>,
    /// Purged since the index was last told.
    waiting: u64,
    /// Whether whoever purges waits for the index to be written anew.
    at_once: bool,
    who: Who,
    purged: Purged,
}

/// When the line purges beside its work: once a day.
#[derive(Debug, Default)]
pub(super) struct PurgeWatch {
    day: Option<i64>,
    purging: Option<Purging>,
}

impl Line {
    /// Purges some documents where any are due. A failure is told and does not stop the line.
    pub(super) fn purge_some(&mut self) {
        let today = analysis::day_number(self.ports.clock.now(), self.ports.time_zone);
        let under_way = match self.purges.purging.take() {
            Some(purging) => Ok(purging),
            None if self.purges.day == Some(today) => return,
            None => {
                self.purges.day = Some(today);
                self.begin_purge(Who::desk(), false)
            }
        };
        let done = under_way.and_then(|mut purging| {
            self.step(&mut purging)?;
            Ok((!matches!(purging.stage, Stage::Done)).then_some(purging))
        });
        match done {
            Ok(purging) => self.purges.purging = purging,
            Err(error) => tracing::warn!(%error, "the purge goes on tomorrow"),
        }
    }

    /// Purges all that is due, until `stop` is set; `tell` hears how many documents went so far. What
    /// is under way is finished either way.
    pub fn purge(
        &mut self,
        who: Who,
        mut tell: impl FnMut(u64),
        stop: &AtomicBool,
    ) -> Result<Purged, DeskError> {
        let mut purging = self.begin_purge(who, true)?;
        while !matches!(purging.stage, Stage::Done) {
            if stop.load(Ordering::Relaxed) {
                purging.due.clear();
            }
            self.step(&mut purging)?;
            tell(purging.purged.documents());
        }
        Ok(purging.purged)
    }

    fn begin_purge(&mut self, who: Who, at_once: bool) -> Result<Purging, DeskError> {
        let now = self.ports.clock.now();
        let store = &*self.ports.store;
        let mut due = self.handle.block_on(async {
            store.join_holds().await?;
            crate::cases::release_ended(store, now).await?;
            crate::evidence::end_evidence(store, &*self.ports.vault, now).await?;
            all_due(store, now).await
        })?;
        due.reverse();
        if !due.is_empty() {
            // The engine never has to follow again what is purged now: it needs the texts for it.
            self.finish()?;
        }
        let before = self.room()?;
        Ok(Purging {
            stage: Stage::Records,
            day: analysis::day_number(now, self.ports.time_zone),
            now,
            due,
            waiting: 0,
            at_once,
            who,
            purged: Purged {
                before,
                after: before,
                ..Purged::default()
            },
        })
    }

    /// One bounded piece of the work.
    fn step(&mut self, purging: &mut Purging) -> Result<(), DeskError> {
        purging.stage = match purging.stage {
            Stage::Records => self.purge_records(purging)?,
            Stage::Elsewhere => {
                let last = self.engine.last_document();
                if clear_elsewhere(&self.ports, &self.handle, last)? {
                    Stage::Elsewhere
                } else if !purging.due.is_empty() {
                    purging.waiting = 0;
                    Stage::Records
                } else if purging.purged.documents() == 0 {
                    Stage::Done
                } else {
                    self.ports.index.shrink(purging.at_once)?;
                    Stage::Room
                }
            }
            Stage::Room if self.handle.block_on(self.ports.store.give_back())? => Stage::Room,
            Stage::Room => {
                self.end_purge(purging)?;
                Stage::Done
            }
            Stage::Done => Stage::Done,
        };
        Ok(())
    }

    /// One transaction of the source whose turn it is.
    fn purge_records(&self, purging: &mut Purging) -> Result<Stage, DeskError> {
        if let Some(due) = purging.due.last() {
            let (day, now) = (purging.day, purging.now);
            let turn = self.ports.store.purge(due, day, now, DOCUMENTS_A_TURN);
            let went = self.handle.block_on(turn)?;
            if went > 0 {
                *purging.purged.by_days.entry(due.days).or_default() += went;
            }
            purging.waiting += went;
            if went < DOCUMENTS_A_TURN {
                purging.due.pop();
            }
        }
        let enough = purging.due.is_empty() || purging.waiting >= ENTRIES_A_TURN;
        Ok(if enough {
            Stage::Elsewhere
        } else {
            Stage::Records
        })
    }

    fn end_purge(&self, purging: &mut Purging) -> Result<(), DeskError> {
        let store = &*self.ports.store;
        self.handle.block_on(store.tidy(false))?;
        purging.purged.after = self.room()?;
        let note = Note {
            at: self.ports.clock.now(),
            who: purging.who.clone(),
            act: "documents.purged".to_owned(),
            object: String::new(),
            details: told(&purging.purged),
        };
        self.handle.block_on(store.note(&[note]))?;
        Ok(())
    }

    /// Bytes that records and index take now.
    pub fn room(&self) -> Result<Room, DeskError> {
        Ok(Room {
            database: self.handle.block_on(self.ports.store.disk_use())?.bytes,
            index: self.ports.index.bytes()?,
        })
    }
}

/// Takes purged documents out of the index and the vault; whether any were left there. After a crash
/// this is where a purge goes on.
pub(super) fn clear_elsewhere(
    ports: &LinePorts,
    handle: &Handle,
    last: DocumentId,
) -> Result<bool, DeskError> {
    let left = handle.block_on(ports.store.left_over(ENTRIES_A_TURN))?;
    if left.is_empty() {
        return Ok(false);
    }
    let mut entries = Vec::new();
    for one in &left {
        match one {
            LeftOver::Entry(id) => entries.push(*id),
            LeftOver::Attachment(name) => ports
                .vault
                .forget_attachment(name)
                .map_err(|error| DeskError::Invalid(error.to_string()))?,
            LeftOver::Evidence(name) => ports.vault.forget_evidence(name)?,
        }
    }
    if !entries.is_empty() {
        ports.index.remove(&entries)?;
        ports.index.commit(last)?;
    }
    handle.block_on(ports.store.gone(&left))?;
    Ok(true)
}
