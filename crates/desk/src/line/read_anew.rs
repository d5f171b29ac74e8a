//! Read anew: documents that an older model read are read by the present one, some at a time
//! between two runs of the line. Where it stops it goes on at the next start; what a person said
//! stays.

use super::Line;
use crate::DeskError;
use analysis::fold::fold;
use analysis::reading::Reader;
use model::{DocumentId, Reading};
use ports::Store;

/// Documents of one transaction: people who hand something in wait no longer than that takes.
const DOCUMENTS_A_TURN: u64 = 200;

/// Reads some documents anew; gives how many, 0 where none is left. To be called only by whoever
/// holds the line's place as the one writer.
pub async fn read_anew_some(store: &dyn Store) -> Result<u64, DeskError> {
    let model = Reader::version();
    let stale = store.stale_readings(model, DOCUMENTS_A_TURN).await?;
    let reader = Reader::shipped();
    let read: Vec<(DocumentId, Reading)> = (stale.iter())
        .map(|stored| {
            let document = &stored.document;
            let reading = reader.read(&fold(&document.title), &fold(&document.text));
            (document.id, reading)
        })
        .collect();
    store.keep_readings(model, &read).await?;
    Ok(read.len() as u64)
}

impl Line {
    /// Reads some documents anew while there are any. A failure is told and does not stop the line.
    pub(super) fn read_anew(&mut self) {
        if self.all_read {
            return;
        }
        match self.handle.block_on(read_anew_some(&*self.ports.store)) {
            Ok(some) => self.all_read = some == 0,
            Err(error) => {
                self.all_read = true;
                tracing::warn!(%error, "documents are not read anew before the next start");
            }
        }
    }
}
