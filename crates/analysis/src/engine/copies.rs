//! Copies: texts seen before, exactly or nearly, whole or in part; and texts rebuilt from older
//! ones.

use super::copy_rules::{closeness, is_copy};
use crate::bulletins::Bulletin;
use crate::sketch::Sketch;
use crate::understand::Features;
use model::{DocumentId, EventId, Reason};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Texts whose passages are remembered; the oldest are forgotten first.
const TEXTS_MAX: usize = 60_000;
/// Fingerprints remembered for exact copies.
const FINGERPRINTS_MAX: usize = 600_000;
/// Passages of a text that find it.
const FINDING_MAX: usize = 16;
/// A passage that stands in more texts than this is boilerplate and finds none.
const LIST_MAX: usize = 200;
/// Texts compared in full.
const COMPARED_MAX: usize = 8;
/// Passages in common that make a comparison worth while.
const COMMON_MIN: u16 = 2;
/// Share of passages in common from which a text counts as rebuilt from an older one.
const REUSE_SHARE: f32 = 0.3;
/// Passages below which a share says nothing.
const REUSE_PASSAGES_MIN: usize = 10;
/// Share of a copy's passages found in its head below which the copy's own are remembered too.
const PART_OF_HEAD: f32 = 0.8;
/// Difference in closeness that is none.
const ABOUT_AS_CLOSE: f32 = 0.08;

/// A remembered text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Text {
    document: DocumentId,
    event: EventId,
    /// Whether it is that document's text, not that of a copy with passages of its own.
    own: bool,
    sketch: Sketch,
    pub(super) numbers: Vec<u32>,
    pub(super) opening: Vec<u32>,
    pub(super) marks: Vec<u32>,
    pub(super) session: Option<Bulletin>,
}

/// What an older text is to a new one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Likeness {
    Copy {
        head: DocumentId,
        event: EventId,
        reason: Reason,
    },
    Reuse {
        of: DocumentId,
        reason: Reason,
    },
    None,
}

/// Where a document was remembered, so that its event can be told later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Remembered {
    head: DocumentId,
    fingerprint: u64,
    slot: Option<u32>,
}

impl Remembered {
    fn of(head: DocumentId, features: &Features) -> Self {
        Self {
            head,
            fingerprint: features.fingerprint,
            slot: None,
        }
    }
}

/// Remembered texts, in a ring: a new one takes the place of the oldest.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct CopyIndex {
    texts: Vec<Text>,
    /// Texts remembered so far; the next one's place is this, round the ring.
    remembered: u64,
    lists: FxHashMap<u32, Vec<u32>>,
    exact: FxHashMap<u64, (DocumentId, EventId)>,
    exact_order: VecDeque<u64>,
}

impl CopyIndex {
    /// The older text this one repeats or reuses.
    pub(crate) fn closest(&self, features: &Features) -> Likeness {
        if features.sketch.hashes().is_empty() && features.terms.is_empty() {
            return Likeness::None;
        }
        if let Some((head, event)) = self.exact.get(&features.fingerprint) {
            return Likeness::Copy {
                head: *head,
                event: *event,
                reason: Reason::SameText,
            };
        }
        let mut copies: Vec<(f32, f32, &Text)> = Vec::new();
        let mut reuse: Option<(f32, DocumentId)> = None;
        for text in self.candidates(&features.sketch) {
            let overlap = features.sketch.overlap(&text.sketch);
            let share = overlap.first_in_second.max(overlap.second_in_first);
            if is_copy(overlap, features, text) {
                copies.push((closeness(overlap, features, text), share, text));
            } else if share >= REUSE_SHARE
                && overlap.compared >= REUSE_PASSAGES_MIN
                && reuse.is_none_or(|(best, _)| share > best)
            {
                reuse = Some((share, text.document));
            }
        }
        let reason = |share: f32| Reason::SharedPassages {
            percent: (share * 100.0).round() as u8,
        };
        let best = copies
            .iter()
            .map(|(close, ..)| *close)
            .fold(0.0f32, f32::max);
        // The earliest of those that are about as close is the head.
        let head = copies
            .iter()
            .filter(|(close, ..)| *close >= best - ABOUT_AS_CLOSE)
            .min_by_key(|(_, _, text)| text.document);
        match (head, reuse) {
            (Some((_, share, text)), _) => Likeness::Copy {
                head: text.document,
                event: text.event,
                reason: reason(*share),
            },
            (None, Some((share, of))) => Likeness::Reuse {
                of,
                reason: reason(share),
            },
            (None, None) => Likeness::None,
        }
    }

    /// Texts with the most finding passages in common, most first.
    fn candidates(&self, sketch: &Sketch) -> impl Iterator<Item = &Text> {
        let mut common: FxHashMap<u32, u16> = FxHashMap::default();
        // All are looked up before they are gone through: see `lists`.
        let lists: Vec<&Vec<u32>> = sketch
            .hashes()
            .iter()
            .filter_map(|hash| self.lists.get(hash).filter(|list| list.len() <= LIST_MAX))
            .collect();
        for slot in lists.into_iter().flatten() {
            *common.entry(*slot).or_insert(0) += 1;
        }
        let mut slots: Vec<(u16, u32)> = common
            .into_iter()
            .filter(|(_, n)| *n >= COMMON_MIN)
            .map(|(slot, n)| (n, slot))
            .collect();
        slots.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        slots.truncate(COMPARED_MAX);
        slots
            .into_iter()
            .filter_map(|(_, slot)| self.texts.get(slot as usize))
    }

    /// Remembers a text that is no copy.
    pub(crate) fn remember(
        &mut self,
        document: DocumentId,
        event: EventId,
        features: &Features,
    ) -> Remembered {
        let mut remembered = Remembered::of(document, features);
        if !(features.sketch.hashes().is_empty() && features.terms.is_empty()) {
            self.remember_exact(features.fingerprint, document, event);
            remembered.slot = Some(self.put_text(document, event, features, true));
        }
        remembered
    }

    /// Remembers that this text belongs under `head`; and, where it is a copy of the head itself but
    /// for a good part something else, its passages, so that copies of it belong there too. Copies of
    /// such a copy are not remembered, or a text could belong where nothing of it stands.
    pub(crate) fn remember_copy(
        &mut self,
        head: DocumentId,
        event: EventId,
        features: &Features,
    ) -> Remembered {
        let mut remembered = Remembered::of(head, features);
        if self.exact.contains_key(&features.fingerprint) {
            return remembered;
        }
        self.remember_exact(features.fingerprint, head, event);
        let more = self
            .candidates(&features.sketch)
            .filter(|text| text.own && text.document == head)
            .any(|text| {
                let overlap = features.sketch.overlap(&text.sketch);
                overlap.first_in_second < PART_OF_HEAD && is_copy(overlap, features, text)
            });
        if more {
            remembered.slot = Some(self.put_text(head, event, features, false));
        }
        remembered
    }

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
    fn put_text(
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
    fn remember_exact(&mut self, fingerprint: u64, head: DocumentId, event: EventId) {
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
