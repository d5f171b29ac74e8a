//! The event engine: documents in arrival order in, decisions out.
//!
//! Contract: deterministic (same input, same output, any number of threads elsewhere); state is
//! explicit, serialisable and bounded; a decision is final before the next document is looked at;
//! what people put right is input, and is never overruled.
//!
//! How it decides. A text seen before, exactly or nearly, is a copy ([`copies`]). Otherwise its
//! terms are weighed by how rare they are ([`weights`]), events that share its heaviest terms are
//! found through bounded lists ([`lists`]), what speaks for each is counted ([`evidence`]) and
//! combined to one number ([`combiner`]). The surest event at or above the threshold takes the
//! document; otherwise it opens one. Events that open or grow are linked to stories ([`stories`]);
//! a second look proposes merges and splits ([`second_look`]).

mod bytes;
mod combiner;
mod cooling;
mod copies;
mod copy_memory;
mod copy_rules;
mod corrections;
mod entrance;
mod event;
mod evidence;
mod finding;
mod judge;
mod lists;
mod open_events;
mod placing;
mod probe;
mod reasons;
mod second_look;
mod side_by_side;
mod snapshot;
mod sparse;
mod stories;
mod story_memory;
mod weights;

pub use corrections::Correction;
pub use evidence::{EVIDENCE, EVIDENCE_NAMES, Evidence};
pub use model::Proposal;
pub use second_look::Settled;
pub use side_by_side::PlacedAndLinked;
pub use snapshot::SnapshotError;
pub use stories::StoryLink;

use crate::segment::Words;
use crate::understand::Features;
use copies::{CopyIndex, Likeness};
use corrections::Corrections;
use entrance::Entrance;
use evidence::Newcomer;
use model::{Act, DocumentId, EventId, Moment, Placement};
use open_events::OpenEvents;
use placing::{Placing, Told, Unsettled};
use second_look::SecondLook;
use stories::Stories;
use weights::{Weighted, Weights};

/// How sure it must be that a document belongs to an event.
pub const JOIN_THRESHOLD: f32 = 0.45;
/// How much surer for a text of hardly any terms, and terms from which nothing is added.
const SHORT_THRESHOLD: f32 = 0.4;
const LONG_TERMS: f32 = 32.0;
/// Links told at one time; more wait for nobody and are dropped, oldest first.
const LINKS_MAX: usize = 100_000;

/// A document that arrives.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Its number: above that of the document before.
    pub id: DocumentId,
    /// What it is placed by.
    pub features: &'a Features,
    /// The words its features were made of.
    pub words: &'a Words,
}

/// Places documents into events. One writer; feed it in arrival order.
#[derive(Debug, Clone, Default)]
pub struct Engine {
    last: i64,
    weights: Weights,
    copies: CopyIndex,
    events: OpenEvents,
    stories: Stories,
    corrections: Corrections,
    second_look: SecondLook,
    /// Links made since they were last taken; not part of the state.
    links: Vec<StoryLink>,
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        self.snapshot() == other.snapshot()
    }
}

impl Engine {
    /// An engine that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// An engine that keeps up to so many events open.
    pub fn with_room(events: usize) -> Self {
        Self {
            events: OpenEvents::with_room(events),
            ..Self::default()
        }
    }

    /// The last document placed; 0 at first.
    pub fn last_document(&self) -> DocumentId {
        DocumentId(self.last)
    }

    /// How many events are open in memory.
    pub fn open_events(&self) -> usize {
        self.events.len()
    }

    /// Whether an event is open in memory. One that has cooled is recalled by adding to it.
    pub fn is_open(&self, event: EventId) -> bool {
        self.events.holds(event)
    }

    /// The story an event belongs to: the event that began it.
    pub fn story_of(&self, event: EventId) -> EventId {
        self.stories.of(event)
    }

    /// Takes the links of events to stories that were made since the last time.
    pub fn take_links(&mut self) -> Vec<StoryLink> {
        std::mem::take(&mut self.links)
    }

    /// The candidates of a document with their evidence, as the decision would see them.
    pub fn candidates(&mut self, id: DocumentId, features: &Features) -> Vec<(EventId, Evidence)> {
        let weighted = self.weights.weigh(features);
        let new = newcomer(id, features, &weighted);
        let weighed = self.events.weighed(&new, None);
        weighed
            .into_iter()
            .map(|one| (one.event, one.evidence))
            .collect()
    }

    /// The head this text would be folded under, and its event.
    pub fn copy_of(&self, features: &Features) -> Option<(DocumentId, EventId)> {
        match self.copies.closest(features) {
            Likeness::Copy { head, event, .. } => Some((head, event)),
            Likeness::Reuse { .. } | Likeness::None => None,
        }
    }

    /// The older text this one was rebuilt from, where it is no copy.
    pub fn reuse_of(&self, features: &Features) -> Option<DocumentId> {
        match self.copies.closest(features) {
            Likeness::Reuse { of, .. } => Some(of),
            Likeness::Copy { .. } | Likeness::None => None,
        }
    }

    /// Decides for one document. `words` are those its features were made of.
    pub fn place(&mut self, id: DocumentId, features: &Features, words: &Words) -> Placement {
        let (placement, link) = self.place_and_link(&Arrival {
            id,
            features,
            words,
        });
        self.keep_link(link);
        placement
    }

    fn place_and_link(&mut self, arrival: &Arrival) -> (Placement, Option<StoryLink>) {
        let entered = self.entrance().enter(arrival.id, arrival.features);
        let placed = self
            .placing()
            .place(arrival, entered, &mut Unsettled::default());
        let event = placed.placement.event;
        if let Some(remembered) = &placed.settle {
            self.copies.settle(remembered, event);
        }
        self.last = arrival.id.0;
        let link = self.tell(arrival.id, arrival.features, event, placed.told);
        (placed.placement, link)
    }

    /// Takes a decision that was made before, so that the state is as it was after it. This is
    /// how the state is made anew from what is kept: the machine never overrules the record.
    pub fn follow(&mut self, id: DocumentId, features: &Features, placement: &Placement) {
        let event = self.corrections.resolve(placement.event);
        self.last = id.0;
        if let Act::CopyOf(head) = placement.act {
            self.copies.remember_copy(head, event, features);
            self.placing().fold(id, features, event);
        } else {
            let weighted = self.weights.weigh(features);
            self.weights.count(features);
            self.copies.remember(id, event, features);
            let told = self.placing().take_in(id, features, weighted, event);
            let link = self.tell(id, features, event, told);
            self.keep_link(link);
        }
    }

    fn entrance(&mut self) -> Entrance<'_> {
        Entrance {
            weights: &mut self.weights,
            copies: &mut self.copies,
        }
    }

    fn placing(&mut self) -> Placing<'_> {
        Placing {
            events: &mut self.events,
            second_look: &mut self.second_look,
        }
    }

    fn tell(
        &mut self,
        id: DocumentId,
        features: &Features,
        event: EventId,
        told: Option<Told>,
    ) -> Option<StoryLink> {
        let told = told?;
        let new = newcomer(id, features, &told.weighted);
        let link = self.stories.hear(event, &new, told.sum);
        self.weights.reuse(told.weighted);
        link
    }

    fn keep_link(&mut self, link: Option<StoryLink>) {
        if self.links.len() < LINKS_MAX {
            self.links.extend(link);
        }
    }
}

/// How sure it must be of a text with so many terms: a short post says little, and is soon like
/// another.
fn needed(weighted: &Weighted) -> f32 {
    let short = 1.0 - (weighted.all.0.len() as f32 / LONG_TERMS).min(1.0);
    JOIN_THRESHOLD + short * SHORT_THRESHOLD
}

fn newcomer<'a>(id: DocumentId, features: &'a Features, weighted: &'a Weighted) -> Newcomer<'a> {
    Newcomer {
        weighted,
        places: &features.places,
        days: &features.days,
        session: features.bulletin,
        at: published(features),
        number: id.0,
    }
}

fn published(features: &Features) -> Moment {
    features.published_at.unwrap_or(Moment(0))
}

fn percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests;
