//! Read anew: documents that an older model read are read by the present one, some at a time
//! between two runs of the line. Where it stops it goes on at the next start; what a person said
//! stays. What is read otherwise than before is found by what it is now.

use super::Line;
use super::index_documents::KnownSources;
use super::recover::{entries_again, understand_again};
use crate::DeskError;
use analysis::fold::fold;
use analysis::reading::Reader;
use model::{DocumentId, Reading};
use ports::Store;

/// Documents of one transaction: people who hand something in wait no longer than that takes.
const DOCUMENTS_A_TURN: u64 = 200;

/// What came of reading some documents anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadAnew {
    /// How many were read; 0 where none is left.
    pub read: u64,
    /// Those that are read otherwise than before: the index does not know yet.
    pub changed: Vec<DocumentId>,
}

/// Reads some documents anew. To be called only by whoever holds the line's place as the one writer.
pub async fn read_anew_some(store: &dyn Store) -> Result<ReadAnew, DeskError> {
    let model = Reader::version();
    let stale = store.stale_readings(model, DOCUMENTS_A_TURN).await?;
    let reader = Reader::shipped();
    let mut changed = Vec::new();
    let mut read: Vec<(DocumentId, Reading)> = Vec::with_capacity(stale.len());
    for stored in &stale {
        let document = &stored.document;
        let reading = reader.read(&fold(&document.title), &fold(&document.text));
        let (before, after) = (&document.reading, &reading);
        if before.category != after.category || before.tone != after.tone {
            changed.push(document.id);
        }
        read.push((document.id, reading));
    }
    store.keep_readings(model, &read).await?;
    Ok(ReadAnew {
        read: read.len() as u64,
        changed,
    })
}

impl Line {
    /// Reads some documents anew while there are any. A failure is told and does not stop the line.
    pub(super) fn read_anew(&mut self) {
        if self.all_read {
            return;
        }
        let some = self.handle.block_on(read_anew_some(&*self.ports.store));
        let done = some.and_then(|some| {
            self.index_again(&some.changed)?;
            Ok(some.read == 0)
        });
        self.all_read = done.unwrap_or_else(|error| {
            tracing::warn!(%error, "documents are not read anew before the next start");
            true
        });
    }

    /// Documents that were withdrawn, or are no longer, are found by what is left of them; gives
    /// whether there were any.
    pub(super) fn index_changed_some(&mut self) -> Result<bool, DeskError> {
        if self.behind.is_some() {
            return Ok(false);
        }
        let store = std::sync::Arc::clone(&self.ports.store);
        let changed = self
            .handle
            .block_on(store.to_index_anew(DOCUMENTS_A_TURN))?;
        let ids: Vec<DocumentId> = changed.iter().map(|(id, _)| *id).collect();
        self.index_again(&ids)?;
        self.handle.block_on(store.indexed_anew(&changed))?;
        Ok(!changed.is_empty())
    }

    /// Documents whose reading changed are found by what they are now. Only between two runs.
    pub(super) fn index_again(&mut self, ids: &[DocumentId]) -> Result<(), DeskError> {
        // What the index lacks yet it takes later, as it is then.
        let to = self.indexed_to();
        let ids: Vec<DocumentId> = ids.iter().copied().filter(|id| *id <= to).collect();
        if ids.is_empty() {
            return Ok(());
        }
        self.commit_index()?;
        let stored = self.handle.block_on(self.ports.store.documents(&ids))?;
        let mut sources = KnownSources::new(&self.ports.store, &self.handle);
        let again = understand_again(&self.ports, &self.pool, stored);
        let entries = entries_again(again, &mut sources)?;
        self.ports.index.replace(entries)?;
        self.ports.index.commit(to)?;
        Ok(())
    }
}
