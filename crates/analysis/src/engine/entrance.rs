//! What a document meets first: whether it is a copy, and what its terms weigh. Both depend on the
//! documents before it, not on the events these were placed in.

use super::Arrival;
use super::copies::{CopyIndex, Likeness};
use super::copy_memory::Remembered;
use super::weights::{Weighted, Weights};
use crate::understand::Features;
use model::{DocumentId, EventId, Reason};

/// What is known of a document before its event is looked for.
#[derive(Debug)]
pub(super) enum Entered {
    /// A copy. The event is that of its head, or the head's own number where that is not settled.
    Copy {
        head: DocumentId,
        event: EventId,
        reason: Reason,
        remembered: Remembered,
    },
    /// A text of its own.
    New {
        weighted: Weighted,
        reuse: Option<(DocumentId, Reason)>,
        remembered: Remembered,
    },
}

/// Copies and weights, while a document enters.
pub(super) struct Entrance<'a> {
    pub(super) weights: &'a mut Weights,
    pub(super) copies: &'a mut CopyIndex,
}

impl Entrance<'_> {
    /// Takes a document in. Until its event is settled, its own number stands for that.
    pub(super) fn enter(&mut self, id: DocumentId, features: &Features) -> Entered {
        let reuse = match self.copies.closest(features) {
            Likeness::Copy {
                head,
                event,
                reason,
            } => {
                return Entered::Copy {
                    head,
                    event,
                    reason,
                    remembered: self.copies.remember_copy(head, event, features),
                };
            }
            Likeness::Reuse { of, reason } => Some((of, reason)),
            Likeness::None => None,
        };
        let weighted = self.weights.weigh(features);
        self.weights.count(features);
        Entered::New {
            weighted,
            reuse,
            remembered: self.copies.remember(id, EventId(id.0), features),
        }
    }

    /// The same for many.
    pub(super) fn enter_all(&mut self, arrivals: &[Arrival]) -> Vec<Entered> {
        arrivals
            .iter()
            .map(|arrival| self.enter(arrival.id, arrival.features))
            .collect()
    }
}
