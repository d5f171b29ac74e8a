//! Seeded chance: the same seed tells the same fortnight.

/// SplitMix64: small, and the same on every machine and in every version.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// A chance of its own for one part of the county: what is added to one story leaves the
    /// others as they were.
    pub(super) fn of(seed: u64, part: &str) -> Self {
        Self(seed ^ xxhash_rust::xxh3::xxh3_64(part.as_bytes()))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where there is none.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        (self.bits() % bound as u64) as usize
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// From 0 to just under 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something with this share of cases happens.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of these.
    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// Draws one after the other without putting back; shuffled anew when all were drawn.
#[derive(Debug, Clone)]
pub(super) struct Deck {
    size: usize,
    left: Vec<usize>,
}

impl Deck {
    pub(super) fn of(size: usize) -> Self {
        Self {
            size,
            left: Vec::new(),
        }
    }

    /// The number of the next card; none of an empty deck.
    pub(super) fn draw(&mut self, chance: &mut Chance) -> Option<usize> {
        if self.left.is_empty() {
            self.left = (0..self.size).collect();
            for last in (1..self.left.len()).rev() {
                self.left.swap(last, chance.below(last + 1));
            }
        }
        self.left.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deck_gives_every_card_before_it_repeats_one() {
        let mut chance = Chance::of(7, "a deck");
        let mut deck = Deck::of(5);
        let mut first: Vec<usize> = (0..5).filter_map(|_| deck.draw(&mut chance)).collect();
        first.sort_unstable();
        assert_eq!(first, [0, 1, 2, 3, 4]);
        assert_eq!(Deck::of(0).draw(&mut chance), None);
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| -> Vec<usize> {
            let mut chance = Chance::of(seed, "a story");
            (0..20).map(|_| chance.between(3, 9)).collect()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(draw(3).iter().all(|number| (3..=9).contains(number)));
    }
}
