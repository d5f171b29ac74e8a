//! A document's terms, laid out to be looked up: one pass over an event's terms then finds all
//! that is shared. A place that holds nothing weighs nothing, so that sums are taken without
//! asking what was found: whether a term is shared is what a processor cannot foresee.

use super::sparse::Vector;
use super::weights::Weighted;

/// Places for terms: a power of two, many times the terms that are compared, so that most are
/// found or missed at the first place.
const PLACES: usize = 1024;
const PLACE_BITS: u32 = PLACES.trailing_zeros();

/// A term, with what it weighs in the document. Key 0 marks an empty place.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    key: u32,
    all: f32,
}

/// What the document gives to one term besides.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parts {
    pub(crate) title: f32,
    pub(crate) head: f32,
    pub(crate) top: f32,
}

/// Open addressing.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    places: Box<[Place; PLACES]>,
    parts: Box<[Parts; PLACES]>,
    /// Places that are taken.
    taken: Vec<u16>,
}

impl Default for Probe {
    fn default() -> Self {
        Self {
            places: Box::new([Place::default(); PLACES]),
            parts: Box::new([Parts::default(); PLACES]),
            taken: Vec::new(),
        }
    }
}

impl Probe {
    /// Lays out a document in place of the one before.
    pub(crate) fn lay_out(&mut self, document: &Weighted) {
        self.lay_out_one(&document.all);
        for (key, weight) in &document.title.0 {
            self.parts_of(*key).title = *weight;
        }
        for (key, weight) in &document.head.0 {
            self.parts_of(*key).head = *weight;
        }
        for (key, weight) in &document.top.0 {
            self.parts_of(*key).top = *weight;
        }
    }

    /// Lays out one vector alone.
    pub(crate) fn lay_out_one(&mut self, vector: &Vector) {
        for place in self.taken.drain(..) {
            self.places[usize::from(place)] = Place::default();
            self.parts[usize::from(place)] = Parts::default();
        }
        for (key, weight) in &vector.0 {
            let place = self.take(*key);
            self.places[place].all = *weight;
        }
    }

    fn parts_of(&mut self, key: u32) -> &mut Parts {
        let place = self.take(key);
        &mut self.parts[place]
    }

    /// The place of a key; an empty one becomes its own.
    fn take(&mut self, key: u32) -> usize {
        let place = self.place(key);
        if self.places[place].key != key || key == 0 {
            self.places[place].key = key;
            self.taken.push(place as u16);
        }
        place
    }

    /// The place of a key, or the empty one where it would stand.
    fn place(&self, key: u32) -> usize {
        let mut place = (key.wrapping_mul(0x9e37_79b9) >> (32 - PLACE_BITS)) as usize % PLACES;
        loop {
            let here = self.places[place].key;
            if here == key || here == 0 {
                return place;
            }
            place = (place + 1) % PLACES;
        }
    }

    /// What a term weighs in the document: nothing where it does not hold it.
    pub(crate) fn weight(&self, key: u32) -> f32 {
        self.places[self.place(key)].all
    }

    /// The same in its parts.
    pub(crate) fn parts(&self, key: u32) -> Parts {
        self.parts[self.place(key)]
    }

    /// Both.
    pub(crate) fn weight_and_parts(&self, key: u32) -> (f32, Parts) {
        let place = self.place(key);
        (self.places[place].all, self.parts[place])
    }

    /// Whether the document holds a term.
    pub(crate) fn holds(&self, key: u32) -> bool {
        self.places[self.place(key)].key == key
    }

    /// Sum of the products of weights with those of a vector.
    pub(crate) fn dot(&self, vector: &Vector) -> f32 {
        let mut sum = 0.0;
        for (key, theirs) in &vector.0 {
            sum += self.weight(*key) * theirs;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_laid_out_before_is_gone_and_crowded_keys_are_told_apart() {
        // Keys one step of the table apart meet at the same places.
        let crowded = |first: u32| -> Vector {
            let step = 0x144c_bc89u32;
            Vector(
                (0..300)
                    .map(|at| {
                        (
                            first
                                .wrapping_add(step.wrapping_mul(at % 3))
                                .wrapping_add(at),
                            1.0 + at as f32,
                        )
                    })
                    .collect(),
            )
        };
        let mut probe = Probe::default();
        probe.lay_out_one(&crowded(7));
        for (key, weight) in &crowded(7).0 {
            assert!(probe.holds(*key));
            assert!((probe.weight(*key) - weight).abs() < f32::EPSILON);
        }
        probe.lay_out_one(&Vector(vec![(9, 0.5)]));
        let left = crowded(7)
            .0
            .iter()
            .filter(|(key, _)| *key != 9 && probe.holds(*key))
            .count();
        assert_eq!(left, 0);
        assert!((probe.dot(&Vector(vec![(9, 2.0), (10, 3.0)])) - 1.0).abs() < f32::EPSILON);
    }
}
