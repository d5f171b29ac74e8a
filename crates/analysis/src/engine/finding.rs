//! Which open events a document may belong to.

use super::event::OpenEvent;
use super::evidence::{Evidence, Newcomer, cosine, evidence, is_same_day};
use super::judge::{Candidate, Match, judge, shortlist};
use super::lists::{PARTS, part_at};
use super::open_events::OpenEvents;
use super::sparse::{each_common, fetch};
use super::weights::Weighted;
use model::{EventId, Place};

/// Terms of a document that find events: its heaviest.
const FINDING_MAX: usize = 20;
/// All parts.
pub(crate) const EVERY_PART: [usize; PARTS] = [0, 1, 2, 3, 4, 5, 6, 7];

impl OpenEvents {
    /// Lays out a document that candidates are then found for.
    pub(crate) fn probe(&mut self, document: &Weighted) {
        self.probe.lay_out(document);
    }

    /// The events that share most with the document laid out. `parts` says which parts are looked
    /// into; all of them together give what one look into all gives.
    pub(crate) fn candidates(&mut self, new: &Newcomer, parts: &[usize]) -> Vec<Candidate> {
        let most = self.most_shared(new.weighted, parts);
        let (events, probe) = (&self.events, &self.probe);
        let events: Vec<(f32, &OpenEvent)> = most
            .iter()
            .filter_map(|(weight, _, slot)| Some((*weight, events.get(*slot as usize)?.as_ref()?)))
            .collect();
        fetch(events.iter().map(|(_, event)| &event.all.terms));
        events
            .iter()
            .map(|(weight, event)| Candidate {
                event: event.id,
                last_at: event.last_at,
                weight: *weight,
                cosine: cosine(probe, event),
                same_day: is_same_day(new, event),
                session: event.session,
                evidence: Evidence::default(),
            })
            .collect()
    }

    /// Fills in what speaks for and against each candidate of the document laid out.
    pub(crate) fn weigh_up(&self, new: &Newcomer, shortlist: &mut [Candidate]) {
        let events = shortlist.iter().filter_map(|one| self.get(one.event));
        fetch(events.flat_map(OpenEvent::parts));
        for candidate in shortlist {
            if let Some(event) = self.get(candidate.event) {
                candidate.evidence = evidence(new, &self.probe, event, &candidate.evidence);
            }
        }
    }

    /// The events that may take a document, with their evidence, highest cosine first; one is
    /// left out.
    pub(crate) fn weighed(&mut self, new: &Newcomer, but: Option<EventId>) -> Vec<Candidate> {
        self.probe(new.weighted);
        let mut found = self.candidates(new, &EVERY_PART);
        found.retain(|one| Some(one.event) != but);
        let mut found = shortlist(found);
        self.weigh_up(new, &mut found);
        found
    }

    /// The closest events, closest first; at most two.
    pub(crate) fn closest(&mut self, new: &Newcomer) -> Vec<Match> {
        let mut matches = judge(new, &self.weighed(new, None));
        matches.truncate(2);
        matches
    }

    /// Slots that share most by weight with the document.
    fn most_shared(&mut self, document: &Weighted, parts: &[usize]) -> Vec<(f32, EventId, u32)> {
        let every = parts.len() == PARTS;
        let shared = &mut self.shared;
        // Lists are looked up first, all of them: the processor then waits for many at a time.
        let mut found = [(0.0, &[][..]); FINDING_MAX];
        for (place, (key, weight)) in found.iter_mut().zip(&document.by_weight) {
            *place = (weight * weight, self.lists.found(*key));
        }
        let all: usize = found.iter().map(|(_, slots)| slots.len()).sum();
        if self.touched.len() <= all {
            self.touched.resize(all + 1, 0);
        }
        let mut touched = 0;
        for (gain, slots) in found {
            for slot in slots {
                let wanted = every || parts.contains(&part_at(*slot));
                let Some(sum) = shared.get_mut(*slot as usize).filter(|_| wanted) else {
                    continue;
                };
                // Written always, counted where it is new: no branch to be foreseen.
                self.touched[touched] = *slot;
                touched += usize::from(*sum == 0.0);
                *sum += gain;
            }
        }
        for slot in self.touched.iter().take(touched).copied() {
            if let Some(sum) = shared.get_mut(slot as usize) {
                self.most.offer(std::mem::take(sum), slot);
            }
        }
        self.most.take(&self.ids)
    }

    /// Keys of the terms that weigh most in common, most telling first.
    pub(crate) fn shared_terms(
        &self,
        event: EventId,
        document: &Weighted,
        most: usize,
    ) -> Vec<u32> {
        let Some(event) = self.get(event) else {
            return Vec::new();
        };
        let mut shared: Vec<(u32, f32)> = Vec::new();
        each_common(&document.all.0, &event.all.terms.0, |key, a, b| {
            shared.push((key, a * b));
        });
        shared.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shared.truncate(most);
        shared.into_iter().map(|(key, _)| key).collect()
    }

    /// Places of the document that the event has too.
    pub(crate) fn shared_places(&self, event: EventId, places: &[Place]) -> Vec<Place> {
        let Some(event) = self.get(event) else {
            return Vec::new();
        };
        places
            .iter()
            .copied()
            .filter(|place| event.places.contains(place))
            .collect()
    }
}
