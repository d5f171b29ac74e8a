//! All open events, and how they change.

use super::event::OpenEvent;
use super::evidence::Newcomer;
use super::judge::{COMPARED_IN_FULL_MAX, MostShared};
use super::lists::{Lists, PARTS, part_at};
use super::probe::Probe;
use super::sparse::Change;
use model::EventId;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Events kept open; beyond it the one longest not spoken of cools and leaves memory. Full, they
/// take some 400 MB (measured; see docs/event-engine.md).
pub(crate) const OPEN_MAX: usize = 100_000;
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
    /// The event of each slot, 0 of an empty one: side by side, so that ranking reads little.
    pub(super) ids: Vec<EventId>,
    /// Scratch: weight shared with each slot, zero between calls; slots that have some.
    pub(super) shared: Vec<f32>,
    pub(super) touched: Vec<u32>,
    pub(super) most: MostShared,
    /// Scratch: the document that is compared.
    pub(super) probe: Probe,
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
            ids: Vec::new(),
            shared: Vec::new(),
            touched: Vec::new(),
            most: MostShared::of(COMPARED_IN_FULL_MAX),
            probe: Probe::default(),
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
        let first = event.documents == 0;
        let change = event.add(new);
        self.lists.remove(change.dropped.iter().copied(), slot);
        let listed = new.weighted.by_weight.iter().enumerate();
        let listed = listed.filter(|(rank, (key, _))| {
            first || *rank < REFRESHED_MAX || change.added.binary_search(key).is_ok()
        });
        self.lists.put_all(listed.map(|(_, (key, _))| *key), slot);
        self.spoken.push_back((new.number, slot));
        self.make_room();
    }

    /// Keeps the lists as the event's terms are.
    fn list(&mut self, slot: u32, change: &Change) {
        self.lists.put_all(change.added.iter().copied(), slot);
        self.lists.remove(change.dropped.iter().copied(), slot);
    }

    /// Puts an event into an empty slot of its part; where there is none, a row of slots is added.
    fn open(&mut self, event: OpenEvent) -> u32 {
        let (id, part) = (event.id, part_of(event.id));
        if self.free[part].is_empty() {
            let first = self.events.len() as u32;
            for slot in first..first + PARTS as u32 {
                self.events.push(None);
                self.ids.push(EventId(0));
                self.shared.push(0.0);
                self.free[part_at(slot)].push(slot);
            }
        }
        let slot = self.free[part].pop().unwrap_or_default();
        if let Some(place) = self.events.get_mut(slot as usize) {
            *place = Some(event);
        }
        if let Some(place) = self.ids.get_mut(slot as usize) {
            *place = id;
        }
        self.slots.insert(id, slot);
        slot
    }

    /// Takes a document out of an event; an event without documents closes.
    pub(crate) fn take_out(&mut self, id: EventId, new: &Newcomer) {
        let Some(slot) = self.slots.get(&id).copied() else {
            return;
        };
        let Some(event) = self.events.get_mut(slot as usize).and_then(Option::as_mut) else {
            return;
        };
        let before = event.found_by();
        let change = event.take_out(new);
        let (empty, one) = (event.documents == 0, event.documents == 1);
        if one {
            // Of one document only its heaviest terms are listed.
            let after = event.found_by();
            self.lists.remove(before.into_iter(), slot);
            self.lists.put_all(after.into_iter(), slot);
            return;
        }
        self.list(slot, &change);
        if empty {
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
        let (slot, change, last) = if let Some(home) = self.slots.get(&into).copied() {
            let open = self.events.get_mut(home as usize).and_then(Option::as_mut);
            let Some(open) = open else { return };
            let change = open.absorb(&event);
            (home, change, open.last_document.0)
        } else {
            event.id = into;
            let change = Change {
                added: event.found_by(),
                dropped: Vec::new(),
            };
            let last = event.last_document.0;
            (self.open(event), change, last)
        };
        self.list(slot, &change);
        self.spoken.push_back((last, slot));
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
        let ids = written
            .events
            .iter()
            .map(|event| event.as_ref().map_or(EventId(0), |event| event.id))
            .collect();
        Ok(Self {
            slots,
            ids,
            shared: vec![0.0; written.events.len()],
            touched: Vec::new(),
            most: MostShared::of(COMPARED_IN_FULL_MAX),
            probe: Probe::default(),
            events: written.events,
            free: written.free,
            lists: written.lists,
            spoken: written.spoken.into(),
            room: written.room,
        })
    }
}
