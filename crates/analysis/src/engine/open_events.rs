//! All open events, and which of them a document may belong to.

use super::event::OpenEvent;
use super::evidence::{Newcomer, evidence};
use super::judge::{Candidate, Match, judge, keep_most_shared};
use super::lists::{Lists, PARTS, part_at};
use super::probe::Probe;
use super::sparse::each_common;
use super::weights::Weighted;
use model::{EventId, Place};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Events kept open; beyond it the one longest not spoken of cools and leaves memory. Full, they
/// take some 600 MB (measured; see docs/event-engine.md).
pub(crate) const OPEN_MAX: usize = 100_000;
/// Terms of a document that find events: its heaviest.
const FINDING_MAX: usize = 40;
/// Terms of a document that keep an event findable when it joins.
const REFRESHED_MAX: usize = 12;

/// All open events.
#[derive(Debug, Clone)]
pub(crate) struct OpenEvents {
    pub(super) events: Vec<Option<OpenEvent>>,
    /// Empty slots, by part.
    pub(super) free: [Vec<u32>; PARTS],
    pub(super) slots: FxHashMap<EventId, u32>,
    pub(super) lists: Lists,
    /// Events in the order they were last spoken of; an entry whose document is no longer the
    /// event's last is stale.
    pub(super) spoken: VecDeque<(i64, u32)>,
    pub(super) room: usize,
    /// Scratch: weight shared with each slot, zero between calls.
    shared: Vec<f32>,
}

impl Default for OpenEvents {
    fn default() -> Self {
        Self::with_room(OPEN_MAX)
    }
}

/// The part an event belongs to: by its number alone, wherever it is kept.
pub(crate) fn part_of(event: EventId) -> usize {
    ((event.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % PARTS
}

impl OpenEvents {
    pub(crate) fn with_room(room: usize) -> Self {
        Self {
            events: Vec::new(),
            free: std::array::from_fn(|_| Vec::new()),
            slots: FxHashMap::default(),
            lists: Lists::default(),
            spoken: VecDeque::new(),
            room,
            shared: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn holds(&self, event: EventId) -> bool {
        self.slots.contains_key(&event)
    }

    pub(crate) fn get(&self, id: EventId) -> Option<&OpenEvent> {
        self.events.get(*self.slots.get(&id)? as usize)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, id: EventId) -> Option<&mut OpenEvent> {
        self.events
            .get_mut(*self.slots.get(&id)? as usize)?
            .as_mut()
    }

    /// The candidates with their evidence, highest cosine first. `parts` says which parts are
    /// looked into; all of them together give what one look into all gives.
    pub(crate) fn evidence(&mut self, new: &Newcomer, parts: &[usize]) -> Vec<Candidate> {
        let found = self.candidates(new.weighted, parts);
        let probe = Probe::new(new.weighted);
        found
            .into_iter()
            .filter_map(|(weight, slot)| {
                let event = self.events.get(slot as usize)?.as_ref()?;
                Some(Candidate {
                    event: event.id,
                    last_at: event.last_at,
                    weight,
                    evidence: evidence(new, &probe, event),
                    session: event.session,
                })
            })
            .collect()
    }

    /// The closest events, closest first; at most two.
    pub(crate) fn closest(&mut self, new: &Newcomer) -> Vec<Match> {
        let all: Vec<usize> = (0..PARTS).collect();
        let found = self.evidence(new, &all);
        let mut matches = judge(new, found);
        matches.truncate(2);
        matches
    }

    /// Slots that share most by weight with the document.
    fn candidates(&mut self, document: &Weighted, parts: &[usize]) -> Vec<(f32, u32)> {
        let mut touched: Vec<u32> = Vec::new();
        let mut shared = std::mem::take(&mut self.shared);
        let every = parts.len() == PARTS;
        for (key, weight) in document.by_weight.iter().take(FINDING_MAX) {
            let mut last = u32::MAX;
            for slot in self.lists.found(*key) {
                let Some(sum) = shared.get_mut(slot as usize) else {
                    continue;
                };
                if slot == last || !(every || parts.contains(&part_at(slot))) {
                    continue;
                }
                last = slot;
                if *sum == 0.0 {
                    touched.push(slot);
                }
                *sum += weight * weight;
            }
        }
        let mut found: Vec<(f32, EventId, u32)> = touched
            .iter()
            .filter_map(|slot| {
                let event = self.events.get(*slot as usize)?.as_ref()?;
                Some((*shared.get(*slot as usize)?, event.id, *slot))
            })
            .collect();
        for slot in touched {
            if let Some(sum) = shared.get_mut(slot as usize) {
                *sum = 0.0;
            }
        }
        self.shared = shared;
        keep_most_shared(&mut found);
        found
            .into_iter()
            .map(|(weight, _, slot)| (weight, slot))
            .collect()
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

    /// Adds a document to an event; opens it, or recalls it under its old id, if it is not in memory.
    pub(crate) fn add(&mut self, id: EventId, new: &Newcomer) {
        if new.weighted.is_empty() {
            return;
        }
        let slot = match self.slots.get(&id) {
            Some(slot) => *slot,
            None => self.open(OpenEvent::new(id, new.at)),
        };
        let Some(event) = self.events.get_mut(slot as usize).and_then(Option::as_mut) else {
            return;
        };
        let mut keys = event.add(new);
        for (key, _) in new.weighted.by_weight.iter().take(REFRESHED_MAX) {
            if !keys.contains(key) && !self.lists.finds(*key, slot) {
                keys.push(*key);
            }
        }
        self.list(slot, &keys);
        self.spoken.push_back((new.number, slot));
        self.make_room();
    }

    fn list(&mut self, slot: u32, keys: &[u32]) {
        for key in keys {
            self.lists.put(*key, slot);
        }
    }

    /// Puts an event into an empty slot of its part; where there is none, a row of slots is added.
    fn open(&mut self, event: OpenEvent) -> u32 {
        let (id, part) = (event.id, part_of(event.id));
        if self.free[part].is_empty() {
            let first = self.events.len() as u32;
            for slot in first..first + PARTS as u32 {
                self.events.push(None);
                self.shared.push(0.0);
                self.free[part_at(slot)].push(slot);
            }
        }
        let slot = self.free[part].pop().unwrap_or_default();
        if let Some(place) = self.events.get_mut(slot as usize) {
            *place = Some(event);
        }
        self.slots.insert(id, slot);
        slot
    }

    /// Takes a document out of an event; an event without documents closes.
    pub(crate) fn take_out(&mut self, id: EventId, new: &Newcomer) {
        let Some(event) = self.get_mut(id) else {
            return;
        };
        event.take_out(new);
        if event.documents == 0
            && let Some(slot) = self.slots.get(&id).copied()
        {
            self.close(slot);
        }
    }

    /// Puts all of one event into another.
    pub(crate) fn merge(&mut self, from: EventId, into: EventId) {
        let Some(slot) = self.slots.get(&from).copied() else {
            return;
        };
        let Some(mut event) = self.close(slot) else {
            return;
        };
        if let Some(home) = self.slots.get(&into).copied() {
            let open = self.events.get_mut(home as usize).and_then(Option::as_mut);
            let Some(open) = open else { return };
            let keys = open.absorb(&event);
            let last = open.last_document.0;
            self.list(home, &keys);
            self.spoken.push_back((last, home));
        } else {
            event.id = into;
            let keys: Vec<u32> = event.all.terms.0.iter().map(|(key, _)| *key).collect();
            let last = event.last_document.0;
            let slot = self.open(event);
            self.list(slot, &keys);
            self.spoken.push_back((last, slot));
        }
    }
}

/// The state as it is written: events in slot order, what finds them, in which order they cool.
#[derive(Serialize, Deserialize)]
struct Written {
    events: Vec<Option<OpenEvent>>,
    free: [Vec<u32>; PARTS],
    lists: Lists,
    spoken: Vec<(i64, u32)>,
    room: usize,
}

impl Serialize for OpenEvents {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let spoken: Vec<(i64, u32)> = self
            .spoken
            .iter()
            .filter(|(number, slot)| self.is_last(*number, *slot))
            .copied()
            .collect();
        (&self.events, &self.free, &self.lists, spoken, self.room).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OpenEvents {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let slots = (0u32..)
            .zip(&written.events)
            .filter_map(|(slot, event)| Some((event.as_ref()?.id, slot)))
            .collect();
        Ok(Self {
            slots,
            shared: vec![0.0; written.events.len()],
            events: written.events,
            free: written.free,
            lists: written.lists,
            spoken: written.spoken.into(),
            room: written.room,
        })
    }
}
