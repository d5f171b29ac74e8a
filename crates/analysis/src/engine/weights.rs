//! How much each word says: rare words of the stream so far say more.

use crate::understand::Term;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Documents assumed to have been seen before the first, so that a cold start does not take
/// every word for a common one.
const ASSUMED_DOCUMENTS: f32 = 1_500.0;
/// Words whose counts are kept; beyond it counts are halved and those at zero forgotten.
const WORDS_COUNTED_MAX: usize = 1_500_000;
/// Words of a document that are compared: the most telling ones.
pub(crate) const COMPARED_MAX: usize = 160;

/// In how many documents each word stood.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Weights {
    documents: f32,
    #[serde(with = "super::snapshot::sorted_map")]
    counts: FxHashMap<u32, u32>,
}

/// A document's words with unit length in all, sorted by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Weighted {
    pub(crate) by_key: Vec<(u32, f32)>,
    /// The same, heaviest first.
    pub(crate) by_weight: Vec<(u32, f32)>,
}

impl Weighted {
    pub(crate) fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }
}

impl Weights {
    /// Weighs a document's words: (1 + ln tf) · idf, the most telling ones, unit length.
    pub(crate) fn weigh(&self, terms: &[Term]) -> Weighted {
        let all = (self.documents + ASSUMED_DOCUMENTS).ln();
        let mut by_weight: Vec<(u32, f32)> = terms
            .iter()
            .map(|term| {
                let seen = self.counts.get(&term.key).copied().unwrap_or(0) as f32;
                (
                    term.key,
                    (1.0 + term.weight.ln()) * (all - (seen + 1.0).ln()).max(0.0),
                )
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        by_weight.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        by_weight.truncate(COMPARED_MAX);
        let norm = by_weight
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f32>()
            .sqrt();
        for (_, weight) in &mut by_weight {
            *weight /= norm;
        }
        let mut by_key = by_weight.clone();
        by_key.sort_unstable_by_key(|(key, _)| *key);
        Weighted { by_key, by_weight }
    }

    /// Counts a document's words for those that come after it.
    pub(crate) fn count(&mut self, terms: &[Term]) {
        self.documents += 1.0;
        for term in terms {
            *self.counts.entry(term.key).or_insert(0) += 1;
        }
        if self.counts.len() > WORDS_COUNTED_MAX {
            self.documents /= 2.0;
            self.counts.retain(|_, count| {
                *count /= 2;
                *count > 0
            });
        }
    }
}
