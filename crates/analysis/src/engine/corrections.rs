//! What people put right. The engine takes it as input, and neither overrules it nor draws
//! conclusions from it about anything else.

use super::Engine;
use super::evidence::Newcomer;
use crate::understand::Features;
use model::{DocumentId, EventId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that a person put right. Undoing is another correction: a split undoes a merge, a
/// move back undoes a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Correction {
    /// Documents belong to another event; to one of their own where `to` is the first of them.
    /// One document is a move, several are a split.
    Move {
        /// The documents, heads of copies only: their copies go with them.
        documents: Vec<DocumentId>,
        /// Where they were.
        from: EventId,
        /// Where they belong.
        to: EventId,
    },
    /// Two events are one.
    Merge {
        /// The event that ends.
        from: EventId,
        /// The event that goes on.
        into: EventId,
    },
}

/// All that people put right, for ever.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Corrections {
    /// How many were taken.
    pub(crate) taken: u64,
    /// Events of documents that a person placed.
    pinned: BTreeMap<DocumentId, EventId>,
    /// Events that were merged, and where they went.
    merged: BTreeMap<EventId, EventId>,
    /// Events that a person parted: never proposed to be merged.
    apart: BTreeSet<(EventId, EventId)>,
}

impl Corrections {
    /// Where an event went.
    pub(crate) fn resolve(&self, mut event: EventId) -> EventId {
        for _ in 0..64 {
            match self.merged.get(&event) {
                Some(into) => event = *into,
                None => break,
            }
        }
        event
    }

    pub(crate) fn are_apart(&self, a: EventId, b: EventId) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }

    pub(crate) fn is_pinned(&self, document: DocumentId) -> bool {
        self.pinned.contains_key(&document)
    }
}

impl Engine {
    /// How many corrections were taken: the next one to take is the one after.
    pub fn corrections_taken(&self) -> u64 {
        self.corrections.taken
    }

    /// Whether a person placed this document.
    pub fn is_pinned(&self, document: DocumentId) -> bool {
        self.corrections.is_pinned(document)
    }

    /// Takes a correction. `features` gives those of the moved documents; a document without them
    /// is moved all the same, only its terms stay where they were.
    pub fn correct(&mut self, correction: &Correction, features: &[(DocumentId, Features)]) {
        self.corrections.taken += 1;
        match correction {
            Correction::Move {
                documents,
                from,
                to,
            } => {
                self.part(*from, *to);
                for document in documents {
                    self.corrections.pinned.insert(*document, *to);
                    self.copies.rehome(|head, _| head == *document, *to);
                }
                for (document, features) in features {
                    if documents.contains(document) {
                        self.relocate(*document, features, *from, *to);
                    }
                }
            }
            Correction::Merge { from, into } => {
                let into = self.corrections.resolve(*into);
                if *from == into {
                    return;
                }
                self.corrections.merged.insert(*from, into);
                self.corrections
                    .apart
                    .remove(&(into.min(*from), into.max(*from)));
                self.copies.rehome(|_, event| event == *from, into);
                self.stories.merge(*from, into);
                self.events.merge(*from, into);
                self.second_look.changed(into);
            }
        }
    }

    fn part(&mut self, from: EventId, to: EventId) {
        // An event that was merged away can be opened again by taking its documents out.
        self.corrections.merged.remove(&to);
        self.corrections.apart.insert((from.min(to), from.max(to)));
    }

    fn relocate(&mut self, document: DocumentId, features: &Features, from: EventId, to: EventId) {
        let weighted = self.weights.weigh(features);
        let new = Newcomer {
            weighted: &weighted,
            places: &features.places,
            days: &features.days,
            session: features.bulletin,
            at: super::published(features),
            number: document.0,
        };
        self.events.take_out(from, &new);
        self.events.add(to, &new);
    }
}
