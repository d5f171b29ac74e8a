//! A document's terms, laid out to be looked up: one pass over an event's terms then finds all
//! that is shared.

use super::sparse::Vector;
use super::weights::Weighted;

/// Places for terms: a power of two, at least twice the terms that are compared.
const PLACES: usize = 512;

/// What a document gives to one term.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Found {
    pub(crate) all: f32,
    pub(crate) title: f32,
    pub(crate) head: f32,
    pub(crate) top: f32,
}

/// Open addressing; key 0 marks an empty place.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    keys: Box<[u32; PLACES]>,
    found: Box<[Found; PLACES]>,
}

impl Default for Probe {
    fn default() -> Self {
        Self {
            keys: Box::new([0; PLACES]),
            found: Box::new([Found::default(); PLACES]),
        }
    }
}

impl Probe {
    /// Lays out a document in place of the one before.
    pub(crate) fn lay_out(&mut self, document: &Weighted) {
        self.keys.fill(0);
        self.found.fill(Found::default());
        self.each(&document.all, |found| &mut found.all);
        self.each(&document.title, |found| &mut found.title);
        self.each(&document.head, |found| &mut found.head);
        self.each(&document.top, |found| &mut found.top);
    }

    /// Lays out one vector alone.
    pub(crate) fn lay_out_one(&mut self, vector: &Vector) {
        self.keys.fill(0);
        self.found.fill(Found::default());
        self.each(vector, |found| &mut found.all);
    }

    fn each(&mut self, vector: &Vector, field: fn(&mut Found) -> &mut f32) {
        for (key, weight) in &vector.0 {
            *field(self.entry(*key)) = *weight;
        }
    }

    fn entry(&mut self, key: u32) -> &mut Found {
        let mut place = start(key);
        while self.keys[place] != key && self.keys[place] != 0 {
            place = (place + 1) % PLACES;
        }
        self.keys[place] = key;
        &mut self.found[place]
    }

    pub(crate) fn get(&self, key: u32) -> Option<&Found> {
        let mut place = start(key);
        loop {
            let here = self.keys[place];
            if here == key {
                return Some(&self.found[place]);
            }
            if here == 0 {
                return None;
            }
            place = (place + 1) % PLACES;
        }
    }
}

fn start(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9) >> 23) as usize % PLACES
}
