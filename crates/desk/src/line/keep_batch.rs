//! Keep a batch: documents, their places and their events in one transaction, then the visit
//! that gave them. From here on nothing of it can be lost.

use super::score_event::EventScores;
use super::{LinePorts, Outcome, Slot, Work};
use crate::DeskError;
use analysis::Understood;
use model::{DocumentId, ItemKey, Placement};
use ports::{KeptBatch, Known, Store};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Public ids kept at hand to name the heads of copies; older ones are asked of the store.
const IDS_AT_HAND_MAX: usize = 100_000;

/// Writes batches to the store.
pub(super) struct KeepBatch {
    store: Arc<dyn Store>,
    handle: Handle,
    scores: EventScores,
    ids: RecentIds,
}

impl KeepBatch {
    pub(super) fn new(ports: &LinePorts, handle: &Handle) -> Self {
        Self {
            store: Arc::clone(&ports.store),
            handle: handle.clone(),
            scores: EventScores::new(&ports.store, handle),
            ids: RecentIds::default(),
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Result<Work, DeskError> {
        let mut batch = KeptBatch::default();
        for slot in &mut work.slots {
            if let Slot::Placed(understood, placement) = slot {
                let document = std::mem::take(&mut understood.document);
                batch
                    .documents
                    .push((document, Placement::clone(placement)));
            }
        }
        if !batch.documents.is_empty() {
            batch.events = self.scores.changes(&batch.documents)?;
            self.handle.block_on(self.store.keep_batch(&batch))?;
        }
        for (document, _) in &batch.documents {
            self.ids
                .push(document.id, public_id(&document.key, document.id));
        }
        put_back(&mut work, batch);
        self.record_visit(&mut work)?;
        self.name_heads(&mut work)?;
        Ok(work)
    }

    /// A visit is written down after what it gave: a crash between the two reads the source again.
    fn record_visit(&self, work: &mut Work) -> Result<(), DeskError> {
        let fresh = work
            .slots
            .iter()
            .filter(|slot| matches!(slot, Slot::Placed(..)))
            .count();
        let Some(visit) = &mut work.visit else {
            return Ok(());
        };
        visit.items_new = fresh as i64;
        self.handle.block_on(self.store.record_visit(visit))?;
        Ok(())
    }

    /// Asks the store for the ids of heads that are not at hand.
    fn name_heads(&mut self, work: &mut Work) -> Result<(), DeskError> {
        let mut missing: Vec<DocumentId> = work
            .slots
            .iter()
            .filter_map(placement_of)
            .flat_map(|placement| [placement.copy_of(), placement.reuses])
            .flatten()
            .filter(|id| self.ids.get(*id).is_none())
            .collect();
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            let documents = self.handle.block_on(self.store.documents(&missing))?;
            self.ids.remember_old(
                documents
                    .iter()
                    .map(|stored| (stored.document.id, stored.public_id())),
            );
        }
        work.heads = self.ids.named(work.slots.iter().filter_map(placement_of));
        Ok(())
    }
}

/// Documents travel on to the index with their words.
fn put_back(work: &mut Work, batch: KeptBatch) {
    let mut kept = batch.documents.into_iter();
    for slot in &mut work.slots {
        if let Slot::Placed(understood, _) = slot
            && let Some((document, _)) = kept.next()
        {
            understood.document = document;
        }
    }
}

fn placement_of(slot: &Slot) -> Option<&Placement> {
    match slot {
        Slot::Placed(_, placement) => Some(placement),
        Slot::Before(known) => Some(&known.placement),
        _ => None,
    }
}

/// Public ids of the newest documents, and of older ones that were asked for.
#[derive(Default)]
struct RecentIds {
    first: i64,
    recent: VecDeque<Box<str>>,
    old: HashMap<DocumentId, Box<str>>,
}

impl RecentIds {
    fn push(&mut self, id: DocumentId, public: String) {
        if self.recent.is_empty() {
            self.first = id.0;
        }
        self.recent.push_back(public.into_boxed_str());
        if self.recent.len() > IDS_AT_HAND_MAX {
            self.recent.pop_front();
            self.first += 1;
        }
    }

    fn remember_old(&mut self, ids: impl Iterator<Item = (DocumentId, String)>) {
        if self.old.len() > IDS_AT_HAND_MAX {
            self.old.clear();
        }
        self.old
            .extend(ids.map(|(id, public)| (id, public.into_boxed_str())));
    }

    fn get(&self, id: DocumentId) -> Option<&str> {
        let recent = usize::try_from(id.0 - self.first)
            .ok()
            .and_then(|index| self.recent.get(index));
        recent.or_else(|| self.old.get(&id)).map(AsRef::as_ref)
    }

    fn named<'a>(
        &self,
        placements: impl Iterator<Item = &'a Placement>,
    ) -> HashMap<DocumentId, String> {
        placements
            .flat_map(|placement| [placement.copy_of(), placement.reuses])
            .flatten()
            .filter_map(|id| Some((id, self.get(id)?.to_owned())))
            .collect()
    }
}

/// The id other programs know a document by.
fn public_id(key: &ItemKey, id: DocumentId) -> String {
    if key.namespace == ItemKey::FILE {
        key.external_id.clone()
    } else {
        id.to_string()
    }
}

/// What the caller is told of a document that is kept now.
pub(super) fn outcome_now(
    understood: &Understood,
    placement: &Placement,
    heads: &HashMap<DocumentId, String>,
) -> Outcome {
    outcome(
        &understood.document.key,
        understood.document.id,
        placement,
        heads,
        false,
    )
}

/// What the caller is told of one that was kept before.
pub(super) fn outcome_before(known: &Known, heads: &HashMap<DocumentId, String>) -> Outcome {
    outcome(&known.key, known.id, &known.placement, heads, true)
}

fn outcome(
    key: &ItemKey,
    document: DocumentId,
    placement: &Placement,
    heads: &HashMap<DocumentId, String>,
    before: bool,
) -> Outcome {
    let named = |id: DocumentId| heads.get(&id).cloned().unwrap_or_else(|| id.to_string());
    Outcome::Kept {
        id: key.external_id.clone(),
        document,
        event: placement.event,
        copy_of: placement.copy_of().map(named),
        reuses: placement.reuses.map(named),
        before,
    }
}
