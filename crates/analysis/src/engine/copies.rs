//! Copies: texts seen before, exactly or nearly, whole or in part; and texts rebuilt from older
//! ones.

use super::copy_memory::Remembered;
use super::copy_rules::{closeness, is_copy};
use crate::bulletins::Bulletin;
use crate::sketch::Sketch;
use crate::understand::Features;
use model::{DocumentId, EventId, Reason};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

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
/// Passages of a text that is more than a post.
const LONG_PASSAGES: f32 = 160.0;
/// Difference in closeness that is none.
const ABOUT_AS_CLOSE: f32 = 0.08;

/// A remembered text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) document: DocumentId,
    pub(super) event: EventId,
    /// Whether it is that document's text, not that of a copy with passages of its own.
    pub(super) own: bool,
    pub(super) sketch: Sketch,
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

/// Remembered texts, in a ring: a new one takes the place of the oldest.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct CopyIndex {
    pub(super) texts: Vec<Text>,
    /// Texts remembered so far; the next one's place is this, round the ring.
    pub(super) remembered: u64,
    pub(super) lists: FxHashMap<u32, Vec<u32>>,
    pub(super) exact: FxHashMap<u64, (DocumentId, EventId)>,
    pub(super) exact_order: VecDeque<u64>,
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
    /// such a copy are not remembered, or a text could belong where nothing of it stands; nor are
    /// posts, where a sentence is half a text and leads to the next.
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
        if features.sketch.passages() < LONG_PASSAGES {
            return remembered;
        }
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
}
