//! How much each term says: rare terms say more. What is rare is known from a background table
//! and from the stream so far.

use super::sparse::Vector;
use crate::background::DOCUMENTS;
use crate::segment::WordKind;
use crate::terms::Term;
use crate::understand::Features;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Documents the background table counts for: enough to steady a cold start, few enough that the
/// stream's own counts soon lead.
const BACKGROUND_DOCUMENTS: f32 = 4_000.0;
/// Documents of the background table from which a word is common everywhere.
const COMMON: f32 = 60.0;
/// Words whose counts are kept; beyond it counts are halved and those at zero forgotten.
const WORDS_COUNTED_MAX: usize = 1_500_000;
/// What a term gains by standing in the headline, in the first sentences.
const TITLE_BONUS: f32 = 2.0;
const LEAD_BONUS: f32 = 0.5;
/// Deeds and qualities tell happenings apart less than things do, names more.
const DEED_WEIGHT: f32 = 0.8;
const NAME_WEIGHT: f32 = 1.2;
/// Terms of a document that are compared: the most telling ones.
pub(crate) const COMPARED_MAX: usize = 128;
/// Terms of a document by which it is remembered as a member of its event.
pub(crate) const MEMBER_TERMS_MAX: usize = 48;
/// Terms of a document by which its event is found: its heaviest.
pub(crate) const LISTED_MAX: usize = 32;
/// Terms of a headline, and of headline and first sentences, that are compared.
const TITLE_TERMS_MAX: usize = 32;
const HEAD_TERMS_MAX: usize = 64;

/// In how many documents each word stood.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Weights {
    documents: f32,
    #[serde(with = "super::bytes::counts")]
    counts: FxHashMap<u32, u32>,
    #[serde(skip)]
    scratch: Scratch,
}

/// Room for the terms of one document, used again for the next.
#[derive(Debug, Clone, Default)]
struct Scratch {
    seen: Vec<u32>,
    weighed: Vec<Weighing>,
    picked: Vec<Weighing>,
    ranks: Vec<u64>,
    /// Documents that nobody asks for any more.
    spare: Vec<Weighted>,
}

/// Spare documents kept.
const SPARE_MAX: usize = 256;

/// A document's terms, weighed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighted {
    /// The heaviest, heaviest first: what finds events, and by what an event is found.
    pub(crate) by_weight: Vec<(u32, f32)>,
    /// The same, sorted by key.
    pub(crate) all: Vector,
    /// Those of the headline, unit length, sorted by key.
    pub(crate) title: Vector,
    /// Those of the headline and the first sentences, unit length, sorted by key.
    pub(crate) head: Vector,
    /// The heaviest, unit length, sorted by key.
    pub(crate) top: Vector,
}

impl Weighted {
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Weights {
    /// Weighs a document's terms.
    pub(crate) fn weigh(&mut self, features: &Features) -> Weighted {
        let mut room = std::mem::take(&mut self.scratch);
        self.weigh_all(features, &mut room);
        keep_heaviest(&mut room.weighed, &mut room.ranks, COMPARED_MAX);
        let mut weighted = room.spare.pop().unwrap_or_default();
        let mut pick = |wanted: fn(&Weighing) -> bool, most: usize, into: &mut Vector| {
            room.picked.clear();
            room.picked
                .extend(room.weighed.iter().filter(|one| wanted(one)));
            keep_heaviest(&mut room.picked, &mut room.ranks, most);
            unit(&room.picked, into);
        };
        pick(|_| true, COMPARED_MAX, &mut weighted.all);
        pick(|one| one.in_title, TITLE_TERMS_MAX, &mut weighted.title);
        pick(
            |one| one.in_title || one.in_lead,
            HEAD_TERMS_MAX,
            &mut weighted.head,
        );
        pick(|_| true, MEMBER_TERMS_MAX, &mut weighted.top);
        let Weighted { all, by_weight, .. } = &mut weighted;
        all.heaviest_into(LISTED_MAX, by_weight);
        self.scratch = room;
        weighted
    }

    /// Takes back what [`Self::weigh`] gave: its memory serves a document to come.
    pub(crate) fn reuse(&mut self, weighted: Weighted) {
        if self.scratch.spare.len() < SPARE_MAX {
            self.scratch.spare.push(weighted);
        }
    }

    /// What each term weighs; those that say nothing are left out.
    fn weigh_all(&self, features: &Features, room: &mut Scratch) {
        let all = (self.documents + BACKGROUND_DOCUMENTS).ln();
        // Counts are fetched first, all of them: the processor then waits for many at a time.
        room.seen.clear();
        room.seen.extend(features.terms.iter().map(|term| {
            if is_common(term) {
                0
            } else {
                self.counts.get(&term.key).copied().unwrap_or(0)
            }
        }));
        room.weighed.clear();
        for (term, seen) in features.terms.iter().zip(&room.seen) {
            let weight = weight(term, *seen, all);
            if weight > 0.0 {
                room.weighed.push(Weighing {
                    weight,
                    key: term.key,
                    in_title: term.in_title,
                    in_lead: term.in_lead,
                });
            }
        }
    }

    /// Counts a document's terms for those that come after it.
    pub(crate) fn count(&mut self, features: &Features) {
        self.documents += 1.0;
        for term in features.terms.iter().filter(|term| !is_common(term)) {
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

/// What a term weighs that stood in so many documents of `all`, the logarithm of their number.
fn weight(term: &Term, seen: u32, all: f32) -> f32 {
    let rarity = if is_common(term) {
        // What is common everywhere is not counted anew.
        (DOCUMENTS / (term.background + 1.0)).ln()
    } else {
        let before = term.background * (BACKGROUND_DOCUMENTS / DOCUMENTS);
        all - (seen as f32 + before + 1.0).ln()
    };
    let rarity = rarity.max(0.0);
    let mut said = 1.0 + f32::from(term.count).ln();
    if term.in_title {
        said += TITLE_BONUS;
    }
    if term.in_lead {
        said += LEAD_BONUS;
    }
    said * rarity * kind_weight(term.kind)
}

/// A term with what it weighs, more than nothing.
#[derive(Debug, Clone, Copy)]
struct Weighing {
    weight: f32,
    key: u32,
    in_title: bool,
    in_lead: bool,
}

impl Weighing {
    /// Greater for what is heavier, of equals for the smaller key.
    fn rank(&self) -> u64 {
        u64::from(self.weight.to_bits()) << 32 | u64::from(!self.key)
    }
}

/// Keeps the heaviest; what is sorted by key stays so.
fn keep_heaviest(weighed: &mut Vec<Weighing>, ranks: &mut Vec<u64>, most: usize) {
    if weighed.len() > most {
        ranks.clear();
        ranks.extend(weighed.iter().map(Weighing::rank));
        let (_, bound, _) = ranks.select_nth_unstable_by(most, |a, b| b.cmp(a));
        let bound = *bound;
        weighed.retain(|one| one.rank() > bound);
    }
}

fn norm_of(weighed: &[Weighing]) -> f32 {
    weighed
        .iter()
        .map(|one| one.weight * one.weight)
        .sum::<f32>()
        .sqrt()
}

/// Unit length, in the order given: sorted by key.
fn unit(weighed: &[Weighing], into: &mut Vector) {
    let norm = norm_of(weighed);
    into.0.clear();
    into.0
        .extend(weighed.iter().map(|one| (one.key, one.weight / norm)));
}

/// Whether a term is common everywhere.
pub(crate) fn is_common(term: &Term) -> bool {
    term.background >= COMMON
}

fn kind_weight(kind: WordKind) -> f32 {
    match kind {
        WordKind::Plain | WordKind::Number => 1.0,
        WordKind::Deed => DEED_WEIGHT,
        WordKind::Person | WordKind::Place | WordKind::Name => NAME_WEIGHT,
    }
}
