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
mod open_events;
mod snapshot;
mod weights;

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
        self.last = id.0;
        let at = features.published_at.unwrap_or(Moment(0));
        let likeness = self.copies.closest(features);
        if let Likeness::Copy {
            head,
            event,
            reason,
        } = likeness
        {
            self.copies
                .remember_exact(features.fingerprint, head, event);
            self.events.touch(event, at);
            return Placement {
                act: Act::CopyOf(head),
                event,
                reuses: None,
                reasons: vec![reason],
            };
        }
        let weighted = self.weights.weigh(&features.terms);
        self.weights.count(&features.terms);
        let matches = self.events.closest(&weighted, &features.places, at);
        let (reuses, reuse_reason) = match likeness {
            Likeness::Reuse { of, reason } => (Some(of), Some(reason)),
            _ => (None, None),
        };
        let mut placement = match matches.first() {
            Some(best) if best.score >= JOIN_THRESHOLD => {
                self.join(best, matches.get(1), &weighted, features, words, at)
            }
            best => self.open(id, best, &weighted, features, at),
        };
        placement.reuses = reuses;
        placement.reasons.extend(reuse_reason);
        self.copies.remember(id, placement.event, features);
        placement
    }

    fn join(
        &mut self,
        best: &Match,
        second: Option<&Match>,
        weighted: &Weighted,
        features: &Features,
        words: &Words,
        at: Moment,
    ) -> Placement {
        let event = best.event;
        let mut reasons = vec![Reason::Similarity {
            percent: percent(best.score),
            needed: percent(JOIN_THRESHOLD),
        }];
        let shared = self.events.shared_terms(event, weighted, WORDS_TOLD_MAX);
        let told: Vec<String> = shared
            .iter()
            .filter_map(|key| {
                features
                    .terms
                    .binary_search_by_key(key, |term| term.key)
                    .ok()
            })
            .filter_map(|index| features.terms.get(index))
            .filter_map(|term| {
                words
                    .joined
                    .get(term.at.0 as usize..(term.at.0 + term.at.1) as usize)
            })
            .map(str::to_owned)
            .collect();
        if !told.is_empty() {
            reasons.push(Reason::SharedWords { words: told });
        }
        let places = self.events.shared_places(event, &features.places);
        if !places.is_empty() {
            reasons.push(Reason::SharedPlaces { places });
        }
        reasons.push(Reason::HoursApart {
            hours: best.hours_apart,
        });
        reasons.extend(second.and_then(runner_up));
        self.events.join(event, weighted, &features.places, at);
        Placement {
            act: Act::Join,
            event,
            reuses: None,
            reasons,
        }
    }

    fn open(
        &mut self,
        id: DocumentId,
        best: Option<&Match>,
        weighted: &Weighted,
        features: &Features,
        at: Moment,
    ) -> Placement {
        let event = EventId(id.0);
        let mut reasons = vec![if weighted.is_empty() {
            Reason::NoText
        } else {
            Reason::NothingClose
        }];
        reasons.extend(best.and_then(runner_up));
        self.events.open(event, weighted, &features.places, at);
        Placement {
            act: Act::Open,
            event,
            reuses: None,
            reasons,
        }
    }
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
