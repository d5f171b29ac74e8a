//! Texts in memory: which are remembered, what finds them, and how they are written.

use super::copies::{CopyIndex, Text};
use crate::sketch::Sketch;
use crate::understand::Features;
use model::{DocumentId, EventId};
use serde::{Deserialize, Serialize};

/// Texts whose passages are remembered; the oldest are forgotten first.
const TEXTS_MAX: usize = 60_000;
/// Fingerprints remembered for exact copies.
const FINGERPRINTS_MAX: usize = 600_000;
/// Passages of a text that find it.
const FINDING_MAX: usize = 16;

/// Where a document was remembered, so that its event can be told later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Remembered {
    pub(super) head: DocumentId,
    pub(super) fingerprint: u64,
    pub(super) slot: Option<u32>,
}

impl Remembered {
    pub(super) fn of(head: DocumentId, features: &Features) -> Self {
        Self {
            head,
            fingerprint: features.fingerprint,
            slot: None,
        }
    }
}

impl CopyIndex {
    /// What was remembered belongs to this event.
    pub(crate) fn settle(&mut self, remembered: &Remembered, to: EventId) {
        if let Some((head, event)) = self.exact.get_mut(&remembered.fingerprint)
            && *head == remembered.head
        {
            *event = to;
        }
        let slot = remembered.slot.map(|slot| slot as usize);
        if let Some(text) = slot.and_then(|slot| self.texts.get_mut(slot))
            && text.document == remembered.head
        {
            text.event = to;
        }
    }

    /// Gives the slot.
    pub(super) fn put_text(
        &mut self,
        document: DocumentId,
        event: EventId,
        features: &Features,
        own: bool,
    ) -> u32 {
        self.put(Text {
            document,
            event,
            own,
            sketch: features.sketch.clone(),
            numbers: features.numbers.clone(),
            opening: features.opening.clone(),
            marks: features.marks.clone(),
            session: features.bulletin,
        })
    }

    /// Copies of these texts belong to another event from now on.
    pub(crate) fn rehome(&mut self, whose: impl Fn(DocumentId, EventId) -> bool, to: EventId) {
        for text in &mut self.texts {
            if whose(text.document, text.event) {
                text.event = to;
            }
        }
        for (head, event) in self.exact.values_mut() {
            if whose(*head, *event) {
                *event = to;
            }
        }
    }

    fn put(&mut self, text: Text) -> u32 {
        let slot = (self.remembered % TEXTS_MAX as u64) as u32;
        self.remembered += 1;
        self.list(slot, &text.sketch);
        match self.texts.get_mut(slot as usize) {
            Some(oldest) => {
                let oldest = std::mem::replace(oldest, text);
                self.unlist(slot, &oldest.sketch);
            }
            None => self.texts.push(text),
        }
        slot
    }

    fn list(&mut self, slot: u32, sketch: &Sketch) {
        for hash in sketch.hashes().iter().take(FINDING_MAX) {
            self.lists.entry(*hash).or_default().push(slot);
        }
    }

    /// Takes a text out of the lists. Where the new text in its place shares a passage, the slot
    /// stands in that list twice, the old one first.
    fn unlist(&mut self, slot: u32, sketch: &Sketch) {
        for hash in sketch.hashes().iter().take(FINDING_MAX) {
            let Some(list) = self.lists.get_mut(hash) else {
                continue;
            };
            if let Some(at) = list.iter().position(|other| *other == slot) {
                list.remove(at);
            }
            if list.is_empty() {
                self.lists.remove(hash);
            }
        }
    }

    /// Remembers that this very text belongs under `head`.
    pub(super) fn remember_exact(&mut self, fingerprint: u64, head: DocumentId, event: EventId) {
        if self.exact.insert(fingerprint, (head, event)).is_none() {
            self.exact_order.push_back(fingerprint);
        }
        if self.exact_order.len() > FINGERPRINTS_MAX
            && let Some(oldest) = self.exact_order.pop_front()
        {
            self.exact.remove(&oldest);
        }
    }
}

impl Serialize for CopyIndex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let exact: Vec<(u64, (DocumentId, EventId))> = self
            .exact_order
            .iter()
            .filter_map(|fingerprint| Some((*fingerprint, *self.exact.get(fingerprint)?)))
            .collect();
        (self.remembered, &self.texts, exact).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CopyIndex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (u64, Vec<Text>, Vec<(u64, (DocumentId, EventId))>);
        let (remembered, texts, exact) = Parts::deserialize(deserializer)?;
        let mut index = Self {
            remembered,
            exact_order: exact.iter().map(|(fingerprint, _)| *fingerprint).collect(),
            exact: exact.into_iter().collect(),
            ..Self::default()
        };
        // Listed oldest first, as they were: once the ring is full it begins at the next place.
        let full = texts.len() == TEXTS_MAX;
        let oldest = if full {
            (remembered % TEXTS_MAX as u64) as usize
        } else {
            0
        };
        for place in (oldest..texts.len()).chain(0..oldest) {
            if let Some(text) = texts.get(place) {
                index.list(place as u32, &text.sketch);
            }
        }
        index.texts = texts;
        Ok(index)
    }
}
