//! Place documents: one after the other, each decision final before the next is looked at.

use super::look_again::{Looks, Said};
use super::{Slot, Work};
use analysis::engine::Engine;
use model::DocumentId;

/// A snapshot writes the whole state, so there is one for several commits of the index.
const COMMITS_PER_SNAPSHOT: i64 = 4;

/// Numbers documents and asks the engine.
pub(super) struct PlaceDocuments<'a> {
    engine: &'a mut Engine,
    looks: &'a mut Looks,
    since_snapshot: i64,
    snapshot_every: i64,
}

impl<'a> PlaceDocuments<'a> {
    pub(super) fn new(engine: &'a mut Engine, looks: &'a mut Looks, commit_every: i64) -> Self {
        Self {
            engine,
            looks,
            since_snapshot: 0,
            snapshot_every: commit_every * COMMITS_PER_SNAPSHOT,
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Work {
        let first = self.engine.last_document();
        let mut said = Said::default();
        work.slots = work
            .slots
            .into_iter()
            .map(|slot| self.place(slot, &mut said))
            .collect();
        work.said = said;
        let last = self.engine.last_document();
        self.since_snapshot += last.0 - first.0;
        if self.since_snapshot >= self.snapshot_every {
            self.since_snapshot = 0;
            work.snapshot = Some((last, self.engine.snapshot()));
        }
        work
    }

    fn place(&mut self, slot: Slot, said: &mut Said) -> Slot {
        let Slot::Understood(mut understood) = slot else {
            return slot;
        };
        let id = DocumentId(self.engine.last_document().0 + 1);
        understood.document.id = id;
        let placement = self
            .engine
            .place(id, &understood.features, &understood.words);
        self.looks
            .after(self.engine, id, understood.document.arrived_at, said);
        Slot::Placed(understood, Box::new(placement))
    }
}
