//! Which events stay in memory: the one longest not spoken of cools and leaves.

use super::event::OpenEvent;
use super::lists::part_at;
use super::open_events::OpenEvents;
use model::{EventId, Moment};

impl OpenEvents {
    /// A copy keeps its event warm without adding terms.
    pub(crate) fn touch(&mut self, id: EventId, at: Moment, number: i64) {
        if let Some(event) = self.get_mut(id) {
            event.last_at = event.last_at.max(at);
            event.last_document = model::DocumentId(number);
            let slot = self.slots.get(&id).copied().unwrap_or_default();
            self.spoken.push_back((number, slot));
            self.forget_stale();
        }
    }

    /// The events longest not spoken of cool and leave memory.
    pub(super) fn make_room(&mut self) {
        while self.slots.len() > self.room {
            let Some((number, slot)) = self.spoken.pop_front() else {
                return;
            };
            if self.is_last(number, slot) {
                self.close(slot);
            }
        }
        self.forget_stale();
    }

    pub(super) fn is_last(&self, number: i64, slot: u32) -> bool {
        self.events
            .get(slot as usize)
            .and_then(Option::as_ref)
            .is_some_and(|event| event.last_document.0 == number)
    }

    /// Keeps the order of speech from growing with events that are spoken of all the time.
    fn forget_stale(&mut self) {
        if self.spoken.len() > 2 * self.slots.len() + 64 {
            let mut spoken = std::mem::take(&mut self.spoken);
            spoken.retain(|(number, slot)| self.is_last(*number, *slot));
            self.spoken = spoken;
        }
    }

    pub(super) fn close(&mut self, slot: u32) -> Option<OpenEvent> {
        let event = self.events.get_mut(slot as usize)?.take()?;
        self.slots.remove(&event.id);
        if let Some(id) = self.ids.get_mut(slot as usize) {
            *id = EventId(0);
        }
        self.lists.remove(event.found_by().into_iter(), slot);
        self.free[part_at(slot)].push(slot);
        Some(event)
    }
}
