//! Place documents: one after the other, each decision final before the next is looked at.

use super::{Slot, Work};
use crate::DeskError;
use analysis::engine::Engine;
use model::DocumentId;

/// Documents between two snapshots of the engine's state: bounds what has to be placed again
/// after a crash to a few seconds' work.
const DOCUMENTS_PER_SNAPSHOT: i64 = 50_000;

/// Numbers documents and asks the engine.
pub(super) struct PlaceDocuments<'a> {
    engine: &'a mut Engine,
    since_snapshot: i64,
}

impl<'a> PlaceDocuments<'a> {
    pub(super) fn new(engine: &'a mut Engine) -> Self {
        Self { engine, since_snapshot: 0 }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Result<Work, DeskError> {
        let first = self.engine.last_document();
        work.slots = work.slots.into_iter().map(|slot| self.place(slot)).collect();
        let last = self.engine.last_document();
        self.since_snapshot += last.0 - first.0;
        if self.since_snapshot >= DOCUMENTS_PER_SNAPSHOT {
            self.since_snapshot = 0;
            work.snapshot = Some((last, self.engine.snapshot()));
        }
        Ok(work)
    }

    fn place(&mut self, slot: Slot) -> Slot {
        let Slot::Understood(mut understood) = slot else { return slot };
        let id = DocumentId(self.engine.last_document().0 + 1);
        understood.document.id = id;
        let placement = self.engine.place(id, &understood.features, &understood.words);
        Slot::Placed(understood, Box::new(placement))
    }
}
