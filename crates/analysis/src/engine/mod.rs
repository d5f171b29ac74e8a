//! The event engine: documents in arrival order in, decisions out.
//!
//! Contract: deterministic (same input, same output, any number of threads elsewhere); state is
//! explicit, serialisable and bounded; a decision is final before the next document is looked at.
//!
//! How it decides. A text seen before, exactly or nearly, is a copy ([`copies`]). Otherwise its
//! words are weighed by how rare they are in the stream so far ([`weights`]) and compared with
//! the open events' summed words ([`open_events`]): cosine, fading with the hours since the
//! event's last document (first-story detection after Allan et al., "Topic detection and
//! tracking pilot study", 1998, with inverted lists and an exact prefix bound). The closest
//! event at or above the threshold takes it; otherwise it opens one.

mod copies;
mod corrections;
mod open_events;
mod snapshot;
mod sparse;
mod weights;

pub use corrections::Correction;
pub use snapshot::SnapshotError;

use crate::segment::Words;
use crate::understand::Features;
use copies::{CopyIndex, Likeness};
use model::{Act, DocumentId, EventId, Moment, Placement, Reason};
use open_events::{Match, OpenEvents};
use weights::{Weighted, Weights};

/// Cosine, faded, from which a document joins an event.
pub const JOIN_THRESHOLD: f32 = 0.25;
/// A runner-up below this is not worth telling.
const RUNNER_UP_MIN: f32 = 0.10;
/// Shared words told in a reason.
const WORDS_TOLD_MAX: usize = 6;

/// Places documents into events. One writer; feed it in arrival order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Engine {
    last: i64,
    weights: Weights,
    copies: CopyIndex,
    events: OpenEvents,
}

impl Engine {
    /// An engine that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last document placed; 0 at first.
    pub fn last_document(&self) -> DocumentId {
        DocumentId(self.last)
    }

    /// How many events are open in memory.
    pub fn open_events(&self) -> usize {
        self.events.len()
    }

    /// Decides for one document. `words` are those its features were made of.
    pub fn place(&mut self, id: DocumentId, features: &Features, words: &Words) -> Placement {
        let weighted = self.weights.weigh(&features.terms);
        let placement = self.decide(id, features, words, &weighted);
        self.apply(id, features, &weighted, &placement);
        placement
    }

    /// Takes a decision that was made before, so that the state is as it was after it. This is
    /// how the state is made anew from what is kept: the machine never overrules the record.
    pub fn follow(&mut self, id: DocumentId, features: &Features, placement: &Placement) {
        let weighted = self.weights.weigh(&features.terms);
        self.apply(id, features, &weighted, placement);
    }

    fn decide(
        &mut self,
        id: DocumentId,
        features: &Features,
        words: &Words,
        weighted: &Weighted,
    ) -> Placement {
        let (reuses, reuse_reason) = match self.copies.closest(features) {
            Likeness::Copy {
                head,
                event,
                reason,
            } => {
                return Placement {
                    act: Act::CopyOf(head),
                    event,
                    reuses: None,
                    reasons: vec![reason],
                };
            }
            Likeness::Reuse { of, reason } => (Some(of), Some(reason)),
            Likeness::None => (None, None),
        };
        let matches = self
            .events
            .closest(weighted, &features.places, published(features));
        let joined = matches.first().filter(|best| best.score >= JOIN_THRESHOLD);
        let (act, event, mut reasons) = match joined {
            Some(best) => (
                Act::Join,
                best.event,
                self.reasons_to_join(best, weighted, features, words),
            ),
            None if weighted.is_empty() => (Act::Open, EventId(id.0), vec![Reason::NoText]),
            None => (Act::Open, EventId(id.0), vec![Reason::NothingClose]),
        };
        let second = if joined.is_some() {
            matches.get(1)
        } else {
            matches.first()
        };
        reasons.extend(second.and_then(runner_up));
        reasons.extend(reuse_reason);
        Placement {
            act,
            event,
            reuses,
            reasons,
        }
    }

    fn reasons_to_join(
        &self,
        best: &Match,
        weighted: &Weighted,
        features: &Features,
        words: &Words,
    ) -> Vec<Reason> {
        let mut reasons = vec![Reason::Similarity {
            percent: percent(best.score),
            needed: percent(JOIN_THRESHOLD),
        }];
        let shared = self
            .events
            .shared_terms(best.event, weighted, WORDS_TOLD_MAX);
        let told: Vec<String> = shared
            .iter()
            .filter_map(|key| word_of(*key, features, words))
            .collect();
        if !told.is_empty() {
            reasons.push(Reason::SharedWords { words: told });
        }
        let places = self.events.shared_places(best.event, &features.places);
        if !places.is_empty() {
            reasons.push(Reason::SharedPlaces { places });
        }
        reasons.push(Reason::HoursApart {
            hours: best.hours_apart,
        });
        reasons
    }

    fn apply(
        &mut self,
        id: DocumentId,
        features: &Features,
        weighted: &Weighted,
        placement: &Placement,
    ) {
        self.last = id.0;
        let at = published(features);
        if let Act::CopyOf(head) = placement.act {
            self.copies
                .remember_exact(features.fingerprint, head, placement.event);
            self.events.touch(placement.event, at);
            return;
        }
        self.weights.count(&features.terms);
        self.events
            .add(placement.event, weighted, &features.places, at);
        self.copies.remember(id, placement.event, features);
    }
}

fn published(features: &Features) -> Moment {
    features.published_at.unwrap_or(Moment(0))
}

/// The word behind a key, as the document writes it.
fn word_of(key: u32, features: &Features, words: &Words) -> Option<String> {
    let index = features
        .terms
        .binary_search_by_key(&key, |term| term.key)
        .ok()?;
    let (start, length) = features.terms.get(index)?.at;
    words
        .joined
        .get(start as usize..(start + length) as usize)
        .map(str::to_owned)
}

fn runner_up(other: &Match) -> Option<Reason> {
    (other.score >= RUNNER_UP_MIN).then(|| Reason::RunnerUp {
        event: other.event,
        percent: percent(other.score),
    })
}

fn percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests;
