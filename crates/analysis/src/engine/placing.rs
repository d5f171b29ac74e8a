//! Deciding on the event of a document that entered, and keeping the events as that says.

use super::entrance::Entered;
use super::evidence::Newcomer;
use super::open_events::OpenEvents;
use super::reasons::{reasons_to_join, runner_up};
use super::second_look::SecondLook;
use super::sparse::Vector;
use super::weights::{Weighted, is_common};
use super::{Arrival, needed, newcomer, published};
use crate::understand::Features;
use model::{Act, DocumentId, EventId, Placement, Reason};
use rustc_hash::FxHashMap;

/// Events that documents were placed in and that the copies do not know yet.
pub(super) type Unsettled = FxHashMap<DocumentId, EventId>;

/// Events, while a document is placed.
pub(super) struct Placing<'a> {
    pub(super) events: &'a mut OpenEvents,
    pub(super) second_look: &'a mut SecondLook,
}

/// A document that was placed.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) placement: Placement,
    /// Where the copies have to learn its event.
    pub(super) settle: Option<super::copy_memory::Remembered>,
    pub(super) told: Option<Told>,
}

/// What the stories hear of a document.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) weighted: Weighted,
    /// The terms of its event where that was known before.
    pub(super) sum: Option<Vector>,
}

impl Placing<'_> {
    /// Decides for one document. `unsettled` holds the events of documents before it.
    pub(super) fn place(
        &mut self,
        arrival: &Arrival,
        entered: Entered,
        unsettled: &mut Unsettled,
    ) -> Placed {
        match entered {
            Entered::Copy {
                head,
                event,
                reason,
                remembered,
            } => {
                let home = unsettled.get(&head).copied().unwrap_or(event);
                self.fold(arrival.id, arrival.features, home);
                Placed {
                    placement: copy_of(head, home, reason),
                    settle: (home != event).then_some(remembered),
                    told: None,
                }
            }
            Entered::New {
                weighted,
                reuse,
                remembered,
            } => {
                let mut placement = self.decide(arrival, &weighted);
                if let Some((of, reason)) = reuse {
                    placement.reuses = Some(of);
                    placement.reasons.push(reason);
                }
                self.place_new(arrival, weighted, placement, remembered, unsettled)
            }
        }
    }

    fn place_new(
        &mut self,
        arrival: &Arrival,
        weighted: Weighted,
        placement: Placement,
        remembered: super::copy_memory::Remembered,
        unsettled: &mut Unsettled,
    ) -> Placed {
        let event = placement.event;
        let elsewhere = event.0 != arrival.id.0;
        if elsewhere {
            unsettled.insert(arrival.id, event);
        }
        Placed {
            told: self.take_in(arrival.id, arrival.features, weighted, event),
            placement,
            settle: elsewhere.then_some(remembered),
        }
    }

    fn decide(&mut self, arrival: &Arrival, weighted: &Weighted) -> Placement {
        let Arrival {
            id,
            features,
            words,
        } = *arrival;
        let matches = self.events.closest(&newcomer(id, features, weighted));
        let joined = matches
            .first()
            .filter(|best| best.score >= needed(weighted))
            .filter(|best| {
                features.bulletin.is_some() || self.shares_more(best.event, weighted, features)
            });
        let (act, event, mut reasons) = match joined {
            Some(best) => (
                Act::Join,
                best.event,
                reasons_to_join(self.events, best, weighted, features, words),
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
        Placement {
            act,
            event,
            reuses: None,
            reasons,
        }
    }

    /// Whether there is more in common than one word that is common everywhere: a notice is not
    /// about every other notice.
    fn shares_more(&self, event: EventId, weighted: &Weighted, features: &Features) -> bool {
        match self.events.shared_terms(event, weighted, 2).as_slice() {
            [one] => features
                .terms
                .iter()
                .any(|term| term.key == *one && !is_common(term)),
            shared => !shared.is_empty(),
        }
    }

    /// A copy adds no terms, and keeps its event warm.
    pub(super) fn fold(&mut self, id: DocumentId, features: &Features, event: EventId) {
        self.events.touch(event, published(features), id.0);
    }

    /// Adds a document to an event; what the stories hear of it.
    pub(super) fn take_in(
        &mut self,
        id: DocumentId,
        features: &Features,
        weighted: Weighted,
        event: EventId,
    ) -> Option<Told> {
        let known = self.events.holds(event);
        let new: Newcomer = newcomer(id, features, &weighted);
        self.events.add(event, &new);
        if weighted.is_empty() {
            return None;
        }
        self.second_look.changed(event);
        let open = known.then(|| self.events.get(event)).flatten();
        Some(Told {
            sum: open.map(|open| open.all.direction()),
            weighted,
        })
    }
}

fn copy_of(head: DocumentId, event: EventId, reason: Reason) -> Placement {
    Placement {
        act: Act::CopyOf(head),
        event,
        reuses: None,
        reasons: vec![reason],
    }
}
