//! Documents made up of the terms of an input, to fill an engine with.

use analysis::{Features, Term, Understood};
use model::Moment;
use std::collections::HashMap;

/// Documents a term stands in at most to be a telling one.
const TELLING_MAX: u32 = 40;
/// Share of a made-up document's telling terms that are drawn from those others have.
const SHARED: f64 = 0.35;
/// Terms of which made-up telling ones are drawn, and own ones made.
pub(super) const SEED: u64 = 20_261_123;

/// Makes documents up.
pub(super) struct Made<'a> {
    understood: &'a [Understood],
    /// Terms of the input, each as often as it stands there.
    common: Vec<Term>,
    telling: Vec<Term>,
    state: u64,
}

impl<'a> Made<'a> {
    pub(super) fn new(understood: &'a [Understood]) -> Self {
        let mut documents: HashMap<u32, u32> = HashMap::new();
        for term in understood.iter().flat_map(|one| &one.features.terms) {
            *documents.entry(term.key).or_insert(0) += 1;
        }
        let (mut common, mut telling) = (Vec::new(), Vec::new());
        for term in understood.iter().flat_map(|one| &one.features.terms) {
            match documents.get(&term.key) {
                Some(count) if *count > TELLING_MAX => common.push(*term),
                Some(count) if *count > 1 => telling.push(*term),
                _ => {}
            }
        }
        Self {
            understood,
            common,
            telling,
            state: SEED,
        }
    }

    fn draw(&mut self, below: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }

    /// A document with as many terms as one of the input: common ones as common as there, telling
    /// ones partly shared with others, partly its own.
    pub(super) fn next(&mut self, number: i64) -> Features {
        let pattern = self.draw(self.understood.len());
        let pattern = &self.understood[pattern].features;
        let mut features = Features {
            published_at: Some(Moment(number * 1_000)),
            fingerprint: number as u64,
            ..Features::default()
        };
        for term in &pattern.terms {
            let own = term.background < TELLING_MAX as f32;
            let mut drawn = if !own && !self.common.is_empty() {
                let at = self.draw(self.common.len());
                self.common[at]
            } else if self.draw(1_000) < (SHARED * 1_000.0) as usize && !self.telling.is_empty() {
                let at = self.draw(self.telling.len());
                self.telling[at]
            } else {
                Term {
                    key: self.draw(u32::MAX as usize) as u32,
                    ..*term
                }
            };
            (drawn.count, drawn.in_title, drawn.in_lead) =
                (term.count, term.in_title, term.in_lead);
            features.terms.push(drawn);
        }
        features.terms.sort_unstable_by_key(|term| term.key);
        features.terms.dedup_by_key(|term| term.key);
        features
    }
}
