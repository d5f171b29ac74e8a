//! Sparse vectors: keys with weights, sorted by key.

use serde::{Deserialize, Serialize};

/// Keys with their weights, sorted by key.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Vector(#[serde(with = "super::bytes::pairs")] pub(crate) Vec<(u32, f32)>);

impl Vector {
    /// Of these pairs, made unit length.
    pub(crate) fn unit(mut pairs: Vec<(u32, f32)>) -> Self {
        let norm = norm(&pairs);
        if norm > 0.0 {
            for (_, weight) in &mut pairs {
                *weight /= norm;
            }
        }
        pairs.sort_unstable_by_key(|(key, _)| *key);
        Self(pairs)
    }

    /// Keeps the heaviest entries.
    pub(crate) fn keep_heaviest(&mut self, most: usize) {
        let pairs = &mut self.0;
        if pairs.len() > most {
            pairs.select_nth_unstable_by(most, heavier);
            pairs.truncate(most);
            pairs.sort_unstable_by_key(|(key, _)| *key);
        }
    }

    /// So many entries, heaviest first.
    pub(crate) fn heaviest(&self, most: usize) -> Vec<(u32, f32)> {
        let mut pairs = Vec::new();
        self.heaviest_into(most, &mut pairs);
        pairs
    }

    /// The same, in place of what stands in `pairs`.
    pub(crate) fn heaviest_into(&self, most: usize, pairs: &mut Vec<(u32, f32)>) {
        pairs.clear();
        pairs.extend_from_slice(&self.0);
        if pairs.len() > most {
            pairs.select_nth_unstable_by(most, heavier);
            pairs.truncate(most);
        }
        pairs.sort_unstable_by(heavier);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn dot(&self, other: &Self) -> f32 {
        let mut sum = 0.0;
        each_common(&self.0, &other.0, |_, x, y| sum += x * y);
        sum
    }
}

/// Entries of a line of memory.
const ENTRIES_A_LINE: usize = 8;

/// Reads one entry of each line, all vectors after one another without looking at what is read: the
/// processor then waits for many lines at a time, and finds them near when they are gone through.
pub(crate) fn fetch<'a>(vectors: impl Iterator<Item = &'a Vector>) {
    let mut read = 0;
    for vector in vectors {
        for (key, _) in vector.0.iter().step_by(ENTRIES_A_LINE) {
            read ^= key;
        }
    }
    std::hint::black_box(read);
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that sorting asks for"
)]
fn heavier(a: &(u32, f32), b: &(u32, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

pub(crate) fn norm(pairs: &[(u32, f32)]) -> f32 {
    pairs
        .iter()
        .map(|(_, weight)| weight * weight)
        .sum::<f32>()
        .sqrt()
}

pub(crate) fn each_common(
    a: &[(u32, f32)],
    b: &[(u32, f32)],
    mut common: impl FnMut(u32, f32, f32),
) {
    let (mut i, mut j) = (0, 0);
    while let (Some((x, wx)), Some((y, wy))) = (a.get(i), b.get(j)) {
        if x == y {
            common(*x, *wx, *wy);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

fn each_of_either(
    a: &[(u32, f32)],
    b: &[(u32, f32)],
    mut each: impl FnMut(u32, Option<f32>, Option<f32>),
) {
    let (mut i, mut j) = (0, 0);
    loop {
        match (a.get(i), b.get(j)) {
            (Some((x, wx)), Some((y, wy))) if x == y => {
                each(*x, Some(*wx), Some(*wy));
                i += 1;
                j += 1;
            }
            (Some((x, wx)), other) if other.is_none_or(|(y, _)| x < y) => {
                each(*x, Some(*wx), None);
                i += 1;
            }
            (_, Some((y, wy))) => {
                each(*y, None, Some(*wy));
                j += 1;
            }
            _ => break,
        }
    }
}

/// What adding to a sum changed: keys it holds now and did not, and the other way.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Change {
    pub(crate) added: Vec<u32>,
    pub(crate) dropped: Vec<u32>,
}

impl Change {
    fn between(before: &Vector, after: &Vector) -> Self {
        let mut change = Self::default();
        each_of_either(&before.0, &after.0, |key, old, new| {
            if old.is_none() {
                change.added.push(key);
            } else if new.is_none() {
                change.dropped.push(key);
            }
        });
        change
    }
}

/// A sum of unit vectors with its length.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Sum {
    pub(crate) terms: Vector,
    pub(crate) norm: f32,
}

impl Sum {
    /// Adds a vector `times` over; beyond `most` terms by half, it is cut back to the heaviest.
    pub(crate) fn add(&mut self, vector: &Vector, times: f32, most: usize) {
        let mut terms = Vec::with_capacity(self.terms.0.len() + vector.0.len());
        if self.terms.is_empty() {
            let weighed = vector.0.iter().map(|(key, weight)| (*key, weight * times));
            terms.extend(weighed.filter(|(_, weight)| *weight > 0.0));
        } else {
            each_of_either(&self.terms.0, &vector.0, |key, old, new| {
                let weight = old.unwrap_or(0.0) + new.unwrap_or(0.0) * times;
                if weight > 0.0 {
                    terms.push((key, weight));
                }
            });
        }
        self.terms = Vector(terms);
        if self.terms.0.len() > most + most / 2 {
            self.terms.keep_heaviest(most);
        }
        self.terms.0.shrink_to_fit();
        self.norm = norm(&self.terms.0);
    }

    /// The same, and what it changed.
    pub(crate) fn change(&mut self, vector: &Vector, times: f32, most: usize) -> Change {
        let mut after = self.clone();
        after.add(vector, times, most);
        let change = Change::between(&self.terms, &after.terms);
        *self = after;
        change
    }

    /// The sum as a unit vector.
    pub(crate) fn direction(&self) -> Vector {
        Vector::unit(self.terms.0.clone())
    }
}
