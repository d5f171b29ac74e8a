//! Copies: texts seen before, exactly or nearly; and texts rebuilt from older ones.

use crate::sketch::{Overlap, Sketch};
use crate::understand::Features;
use model::{DocumentId, EventId, Reason};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Texts whose passages are remembered; the oldest are forgotten first.
const TEXTS_MAX: usize = 60_000;
/// How many are forgotten at once, so that the lists are rebuilt rarely.
const FORGOTTEN_AT_ONCE: usize = 6_000;
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
/// Resemblance from which a text is a copy.
const COPY_RESEMBLANCE: f32 = 0.45;
/// Share of a text's passages found in an older one from which it is a (shortened) copy.
const COPY_CONTAINMENT: f32 = 0.8;
/// Passages below which containment says nothing.
const CONTAINMENT_PASSAGES_MIN: usize = 8;
/// Passages below which resemblance says nothing.
const RESEMBLANCE_PASSAGES_MIN: usize = 6;
/// Resemblance at which different numbers no longer make two short texts different.
const SAME_DESPITE_NUMBERS: f32 = 0.97;
/// Share of passages in common from which a text counts as rebuilt from an older one.
const REUSE_SHARE: f32 = 0.3;
/// Passages below which a share says nothing.
const REUSE_PASSAGES_MIN: usize = 10;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Text {
    document: DocumentId,
    event: EventId,
    sketch: Sketch,
    numbers: Option<u32>,
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

/// Remembered texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct CopyIndex {
    texts: Vec<Text>,
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
        let mut reuse: Option<(f32, DocumentId)> = None;
        let mut copy: Option<(f32, &Text)> = None;
        for text in self.candidates(&features.sketch) {
            let overlap = features.sketch.overlap(&text.sketch);
            let share = overlap.first_in_second.max(overlap.second_in_first);
            if is_copy(overlap, features.numbers, text.numbers) {
                if copy.is_none_or(|(best, _)| share > best) {
                    copy = Some((share, text));
                }
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
        match (copy, reuse) {
            (Some((share, text)), _) => Likeness::Copy {
                head: text.document,
                event: text.event,
                reason: reason(share),
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
        for hash in sketch.hashes() {
            let list = self.lists.get(hash).filter(|list| list.len() <= LIST_MAX);
            for slot in list.into_iter().flatten() {
                *common.entry(*slot).or_insert(0) += 1;
            }
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
    pub(crate) fn remember(&mut self, document: DocumentId, event: EventId, features: &Features) {
        if features.sketch.hashes().is_empty() && features.terms.is_empty() {
            return;
        }
        self.remember_exact(features.fingerprint, document, event);
        let slot = self.texts.len() as u32;
        for hash in features.sketch.hashes().iter().take(FINDING_MAX) {
            self.lists.entry(*hash).or_default().push(slot);
        }
        self.texts.push(Text {
            document,
            event,
            sketch: features.sketch.clone(),
            numbers: features.numbers,
        });
        if self.texts.len() > TEXTS_MAX {
            self.texts.drain(..FORGOTTEN_AT_ONCE);
            self.rebuild();
        }
    }

    /// Remembers that this very text belongs under `head`.
    pub(crate) fn remember_exact(&mut self, fingerprint: u64, head: DocumentId, event: EventId) {
        if self.exact.insert(fingerprint, (head, event)).is_none() {
            self.exact_order.push_back(fingerprint);
        }
        if self.exact_order.len() > FINGERPRINTS_MAX
            && let Some(oldest) = self.exact_order.pop_front()
        {
            self.exact.remove(&oldest);
        }
    }

    fn rebuild(&mut self) {
        self.lists.clear();
        for (slot, text) in (0u32..).zip(&self.texts) {
            for hash in text.sketch.hashes().iter().take(FINDING_MAX) {
                self.lists.entry(*hash).or_default().push(slot);
            }
        }
    }
}

fn is_copy(overlap: Overlap, new_numbers: Option<u32>, old_numbers: Option<u32>) -> bool {
    let other_numbers =
        new_numbers.is_some() && old_numbers.is_some() && new_numbers != old_numbers;
    if other_numbers && overlap.resemblance < SAME_DESPITE_NUMBERS {
        return false;
    }
    (overlap.resemblance >= COPY_RESEMBLANCE && overlap.compared >= RESEMBLANCE_PASSAGES_MIN)
        || (overlap.first_in_second >= COPY_CONTAINMENT
            && overlap.compared >= CONTAINMENT_PASSAGES_MIN)
}

impl Serialize for CopyIndex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let exact: Vec<(u64, (DocumentId, EventId))> = self
            .exact_order
            .iter()
            .filter_map(|fingerprint| Some((*fingerprint, *self.exact.get(fingerprint)?)))
            .collect();
        (&self.texts, exact).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CopyIndex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (Vec<Text>, Vec<(u64, (DocumentId, EventId))>);
        let (texts, exact) = Parts::deserialize(deserializer)?;
        let exact_order = exact.iter().map(|(fingerprint, _)| *fingerprint).collect();
        let mut index = Self {
            texts,
            lists: FxHashMap::default(),
            exact: exact.into_iter().collect(),
            exact_order,
        };
        index.rebuild();
        Ok(index)
    }
}
