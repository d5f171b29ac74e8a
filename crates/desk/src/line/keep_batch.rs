//! Keep a batch: documents, their places, their events and the visits that gave them in one
//! transaction. From here on nothing of it can be lost.

use super::pace_source::settle;
use super::score_event::EventScores;
use super::{LinePorts, Outcome, Slot, Work};
use crate::DeskError;
use analysis::Understood;
use model::{Document, DocumentId, ItemKey, Moment, Placement, SourceId, TimeNote};
use ports::{Clock, KeptBatch, Known, Store, Vault};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Public ids kept at hand to name the heads of copies; older ones are asked of the store.
const IDS_AT_HAND_MAX: usize = 100_000;

/// Writes batches to the store.
pub(super) struct KeepBatch {
    store: Arc<dyn Store>,
    handle: Handle,
    vault: Arc<dyn Vault>,
    clock: Arc<dyn Clock>,
    /// The day of the last captures, and of the last look for old ones.
    captured_on: Option<i64>,
    scores: EventScores,
    ids: RecentIds,
    given: HashMap<SourceId, Given>,
}

/// What a source gave since its visit began: a long visit comes in several batches.
#[derive(Default)]
struct Given {
    new: i64,
    /// When it was published, and how long it took from there, where that is believed.
    delays: Vec<(Moment, i64)>,
}

impl Given {
    fn count(&mut self, document: &Document) {
        self.new += 1;
        if matches!(document.time_note, TimeNote::Given | TimeNote::ZoneAssumed) {
            let took = (document.arrived_at.0 - document.published_at.0).max(0);
            self.delays.push((document.published_at, took));
        }
    }

    /// How many delays count for a source added then, and their sum.
    fn delays_since(&self, added_at: Moment) -> (i64, i64) {
        self.delays
            .iter()
            .filter(|(published, _)| *published >= added_at)
            .fold((0, 0), |(count, sum), (_, took)| (count + 1, sum + took))
    }
}

impl KeepBatch {
    pub(super) fn new(ports: &LinePorts, handle: &Handle) -> Self {
        Self {
            store: Arc::clone(&ports.store),
            handle: handle.clone(),
            vault: Arc::clone(&ports.vault),
            clock: Arc::clone(&ports.clock),
            captured_on: None,
            scores: EventScores::new(&ports.store, handle),
            ids: RecentIds::default(),
            given: HashMap::new(),
        }
    }

    pub(super) fn step(&mut self, mut work: Work) -> Result<Work, DeskError> {
        let mut batch = KeptBatch::default();
        for slot in &mut work.slots {
            if let Slot::Placed(understood, placement) = slot {
                let document = std::mem::take(&mut understood.document);
                let voice = understood.voice.map(|voice| (document.id, voice));
                batch.voices.extend(voice);
                batch
                    .documents
                    .push((document, Placement::clone(placement)));
            }
        }
        (batch.proposals, batch.links) = work.said.take();
        batch.visits = self.visits(&mut work, &batch);
        batch.events = self.scores.changes(&batch.documents, &mut batch.visits)?;
        self.keep_captures(&mut work);
        if !batch.documents.is_empty() || !batch.visits.is_empty() {
            self.handle.block_on(self.store.keep_batch(&batch))?;
        }
        for (document, _) in &batch.documents {
            self.ids
                .push(document.id, public_id(&document.key, document.id));
        }
        work.visits = std::mem::take(&mut batch.visits);
        put_back(&mut work, batch);
        self.name_heads(&mut work)?;
        Ok(work)
    }

    /// The visits of this batch, with what they gave, and when their sources are due again.
    fn visits(&mut self, work: &mut Work, batch: &KeptBatch) -> Vec<model::Visit> {
        let mut visits = std::mem::take(&mut work.visits);
        if visits.is_empty() && self.given.is_empty() && !work.collected {
            return visits;
        }
        for (document, _) in &batch.documents {
            self.given
                .entry(document.source)
                .or_default()
                .count(document);
        }
        for visit in &mut visits {
            let given = self.given.remove(&visit.source).unwrap_or_default();
            visit.items_new = given.new;
            visit.delays = given.delays_since(visit.added_at);
            settle(visit);
        }
        visits
    }

    /// Captures serve only for reading again: where they cannot be kept, the rest goes on. On a new
    /// day those that are too old are forgotten, for a desk may run for months.
    fn keep_captures(&mut self, work: &mut Work) {
        let captures = std::mem::take(&mut work.captures);
        let Some(day) = work.day.filter(|_| !captures.is_empty()) else {
            return;
        };
        if let Err(error) = self.vault.keep_captures(day, &captures) {
            tracing::warn!(%error, "captures are not kept");
        }
        if self.captured_on.replace(day) != Some(day) {
            let forgetting =
                crate::retention::forget_old(&*self.store, &*self.vault, day, self.clock.now());
            if let Err(error) = self.handle.block_on(forgetting) {
                tracing::warn!(%error, "what is too old is not forgotten");
            }
        }
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
