//! Place documents: one after the other, each decision final before the next is looked at.

use super::look_again::{Looks, Said};
use super::{Slot, Work};
use analysis::Understood;
use analysis::engine::{Arrival, Engine};
use model::{DocumentId, Placement};

/// A snapshot writes the whole state, so there is one for several commits of the index.
const COMMITS_PER_SNAPSHOT: i64 = 4;

/// Cores from which a second one helps to place: with fewer, all are busy understanding, and placing
/// waits for them rather than they for it.
const CORES_TO_SPARE: usize = 5;

/// Numbers documents and asks the engine.
pub(super) struct PlaceDocuments<'a> {
    engine: &'a mut Engine,
    looks: &'a mut Looks,
    since_snapshot: i64,
    snapshot_every: i64,
    /// Whether a second core helps.
    beside: bool,
}

impl<'a> PlaceDocuments<'a> {
    pub(super) fn new(
        engine: &'a mut Engine,
        looks: &'a mut Looks,
        commit_every: i64,
        cores: usize,
    ) -> Self {
        Self {
            engine,
            looks,
            since_snapshot: 0,
            snapshot_every: commit_every * COMMITS_PER_SNAPSHOT,
            beside: cores >= CORES_TO_SPARE,
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Work {
        let first = self.engine.last_document();
        let mut next = first.0;
        for slot in &mut work.slots {
            if let Slot::Understood(understood) = slot {
                next += 1;
                understood.document.id = DocumentId(next);
            }
        }
        let mut said = Said::default();
        let mut placements = self.place_all(&work.slots, &mut said).into_iter();
        work.slots = work
            .slots
            .into_iter()
            .map(|slot| match slot {
                Slot::Understood(understood) => match placements.next() {
                    Some(placement) => Slot::Placed(understood, Box::new(placement)),
                    None => Slot::Understood(understood),
                },
                other => other,
            })
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

    /// Places what was understood, from one second look to the next.
    fn place_all(&mut self, slots: &[Slot], said: &mut Said) -> Vec<Placement> {
        let mut placements = Vec::new();
        let mut run: Vec<&Understood> = Vec::new();
        for slot in slots {
            let Slot::Understood(understood) = slot else {
                continue;
            };
            run.push(understood);
            let arrived = understood.document.arrived_at;
            if self.looks.is_due(understood.document.id, arrived) {
                self.place_run(&run, said, &mut placements);
                run.clear();
                said.look_again(self.engine, arrived);
            }
        }
        self.place_run(&run, said, &mut placements);
        placements
    }

    fn place_run(&mut self, run: &[&Understood], said: &mut Said, placements: &mut Vec<Placement>) {
        let arrivals: Vec<Arrival> = run
            .iter()
            .map(|understood| Arrival {
                id: understood.document.id,
                features: &understood.features,
                words: &understood.words,
            })
            .collect();
        let placed = self.engine.place_all(&arrivals, self.beside);
        for ((placement, link), understood) in placed.into_iter().zip(run) {
            if let Some(link) = link {
                said.link(&link, understood.document.arrived_at);
            }
            placements.push(placement);
        }
    }
}
