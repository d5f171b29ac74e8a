//! A second look at events that changed: which are one, and which documents stray. Only proposed;
//! what a person parted is not proposed to be joined again.

use super::Engine;
use super::evidence::Newcomer;
use super::judge::judge;
use super::sparse::Vector;
use super::weights::{COMPARED_MAX, MEMBER_TERMS_MAX, Weighted};
use model::{DocumentId, EventId, Proposal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How sure it must be that two events are one.
const MERGE_SURE: f32 = 0.93;
/// Likeness to every other member below which a document strays.
const STRAY_LIKENESS: f32 = 0.05;
/// Members that an event must have before one can stray.
const STRAY_MEMBERS_MIN: usize = 3;
/// Events remembered as changed; beyond it the oldest are not looked at again.
const CHANGED_MAX: usize = 20_000;
/// Proposals remembered, so that none is made twice.
const PROPOSED_MAX: usize = 50_000;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct SecondLook {
    changed: Vec<EventId>,
    proposed: BTreeSet<(i64, i64)>,
}

impl SecondLook {
    pub(crate) fn changed(&mut self, event: EventId) {
        if self.changed.last() != Some(&event) {
            self.changed.push(event);
        }
        if self.changed.len() > CHANGED_MAX {
            self.changed.drain(..CHANGED_MAX / 2);
        }
    }

    /// Whether this was not proposed before; it is remembered as proposed now.
    fn is_new(&mut self, a: i64, b: i64) -> bool {
        if self.proposed.len() >= PROPOSED_MAX {
            self.proposed.pop_first();
        }
        self.proposed.insert((a, b))
    }
}

impl Engine {
    /// Looks again at the events that changed since the last look.
    pub fn look_again(&mut self) -> Vec<Proposal> {
        let mut changed = std::mem::take(&mut self.second_look.changed);
        changed.sort_unstable();
        changed.dedup();
        let mut proposals = Vec::new();
        for event in changed {
            if let Some(merge) = self.merge_of(event) {
                proposals.push(merge);
            }
            if let Some(split) = self.stray_of(event) {
                proposals.push(split);
            }
        }
        proposals
    }

    fn merge_of(&mut self, id: EventId) -> Option<Proposal> {
        let event = self.events.get(id)?;
        let weighted = as_document(&event.all.terms, &event.title.terms, &event.head.terms);
        let (places, days) = (event.places.clone(), event.days.clone());
        let event_session = event.session;
        let new = Newcomer {
            weighted: &weighted,
            places: &places,
            days: &days,
            session: event_session,
            at: event.last_at,
            number: event.last_document.0,
        };
        let weighed = self.events.weighed(&new, Some(id));
        let best = judge(&new, &weighed).into_iter().next()?;
        let (from, into) = (id.max(best.event), id.min(best.event));
        if best.score < MERGE_SURE || self.corrections.are_apart(from, into) {
            return None;
        }
        self.second_look
            .is_new(from.0, into.0)
            .then_some(Proposal::Merge {
                from,
                into,
                percent: super::percent(best.score),
                needed: super::percent(MERGE_SURE),
                hours: best.hours_apart,
            })
    }

    fn stray_of(&mut self, id: EventId) -> Option<Proposal> {
        let event = self.events.get(id)?;
        if event.members.len() < STRAY_MEMBERS_MIN {
            return None;
        }
        let (likeness, document) = event
            .members
            .iter()
            .map(|member| {
                let closest = event
                    .members
                    .iter()
                    .filter(|other| other.document != member.document)
                    .map(|other| member.top.dot(&other.top))
                    .fold(0.0f32, f32::max);
                (closest, member.document)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        if likeness >= STRAY_LIKENESS || document.0 == id.0 || self.is_pinned(document) {
            return None;
        }
        self.second_look
            .is_new(id.0, -document.0)
            .then_some(Proposal::Split {
                event: id,
                documents: vec![document],
                percent: super::percent(likeness),
            })
    }
}

/// Where documents belong once proposals are accepted.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    merged: BTreeMap<EventId, EventId>,
    parted: BTreeSet<DocumentId>,
}

impl Settled {
    /// Accepts these proposals, in order.
    pub fn of(proposals: &[Proposal]) -> Self {
        let mut settled = Self::default();
        for proposal in proposals {
            match proposal {
                Proposal::Merge { from, into, .. } => {
                    let (a, b) = (settled.end_of(*from), settled.end_of(*into));
                    if a != b {
                        settled.merged.insert(a.max(b), a.min(b));
                    }
                }
                Proposal::Split { documents, .. } => settled.parted.extend(documents),
            }
        }
        settled
    }

    /// The event that goes on where this one was merged.
    pub fn end_of(&self, mut event: EventId) -> EventId {
        // Ends always have smaller numbers, so this comes to an end.
        while let Some(into) = self.merged.get(&event) {
            event = *into;
        }
        event
    }

    /// The event of a document that was placed in `event`; `head` is the document itself, or the
    /// one it is a copy of.
    pub fn event_of(&self, head: DocumentId, event: EventId) -> EventId {
        if self.parted.contains(&head) {
            EventId(head.0)
        } else {
            self.end_of(event)
        }
    }
}

/// An event's sums as if they were one document.
fn as_document(all: &Vector, title: &Vector, head: &Vector) -> Weighted {
    let most = |vector: &Vector, most: usize| {
        let mut vector = vector.clone();
        vector.keep_heaviest(most);
        Vector::unit(vector.0)
    };
    let all = most(all, COMPARED_MAX);
    Weighted {
        by_weight: all.heaviest(COMPARED_MAX),
        title: most(title, 32),
        head: most(head, 64),
        top: most(&all, MEMBER_TERMS_MAX),
        all,
    }
}
