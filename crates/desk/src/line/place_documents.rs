//! Place documents: one after the other, each decision final before the next is looked at.

use super::{Slot, Work};
use analysis::engine::Engine;
use model::DocumentId;

/// A snapshot writes the whole state, so there is one for several commits of the index.
const COMMITS_PER_SNAPSHOT: i64 = 4;

/// Numbers documents and asks the engine.
pub(super) struct PlaceDocuments<'a> {
    engine: &'a mut Engine,
    since_snapshot: i64,
    snapshot_every: i64,
}

impl<'a> PlaceDocuments<'a> {
    pub(super) fn new(engine: &'a mut Engine, commit_every: i64) -> Self {
        Self {
            engine,
            since_snapshot: 0,
            snapshot_every: commit_every * COMMITS_PER_SNAPSHOT,
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Work {
        let first = self.engine.last_document();
        work.slots = work
            .slots
            .into_iter()
            .map(|slot| self.place(slot))
            .collect();
        let last = self.engine.last_document();
        self.since_snapshot += last.0 - first.0;
        if self.since_snapshot >= self.snapshot_every {
            self.since_snapshot = 0;
            work.snapshot = Some((last, self.engine.snapshot()));
        }
        work
    }

    fn place(&mut self, slot: Slot) -> Slot {
        let Slot::Understood(mut understood) = slot else {
            return slot;
        };
        let id = DocumentId(self.engine.last_document().0 + 1);
        understood.document.id = id;
        let placement = self
            .engine
            .place(id, &understood.features, &understood.words);
        Slot::Placed(understood, Box::new(placement))
    }
}
