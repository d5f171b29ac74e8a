//! How what a model says of a text and what the desk's own seeds say are put together, and how sure
//! the outcome is. A model learned its labels from seeds, so what a seed is worth beside it cannot be
//! learned from the same texts: it is fitted on texts that were labelled by hand (`fit.rs`).

use serde::{Deserialize, Serialize};

/// What each kind of evidence is worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mixing {
    /// The sums of the model.
    pub model: f32,
    /// Seeds speak for this class more than for any other.
    pub clear: f32,
    /// The logarithm of one more than the seeds that speak for it.
    pub seeds: f32,
    /// No seed speaks at all, and this is the class of most texts.
    pub silent: f32,
    /// How sure it is: the odds to this power …
    pub slope: f32,
    /// … times e to this (Platt, "Probabilistic outputs for support vector machines", 1999).
    pub shift: f32,
}

impl Default for Mixing {
    fn default() -> Self {
        Self {
            model: 1.0,
            clear: 0.0,
            seeds: 0.0,
            silent: 0.0,
            slope: 1.0,
            shift: 0.0,
        }
    }
}

/// What speaks for the classes of one text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// Sums of the model, by class.
    pub sums: Vec<f32>,
    /// Seeds by class.
    pub counts: Vec<u32>,
    /// The class that most texts have.
    pub usual: usize,
}

impl Evidence {
    /// The class for which seeds speak more than for any other.
    fn clear(&self) -> Option<usize> {
        let most = self.counts.iter().copied().max().filter(|most| *most > 0)?;
        let mut best = (0..self.counts.len()).filter(|class| self.counts[*class] == most);
        best.next().filter(|_| best.next().is_none())
    }

    /// What [`Mixing`] gives worths to, for every class: sum, clear, seeds, silent.
    pub fn parts(&self) -> impl Iterator<Item = [f32; 4]> {
        let most = self.sums.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
        let clear = self.clear();
        let silent = self.counts.iter().all(|count| *count == 0);
        let one = |is: bool| f32::from(u8::from(is));
        self.sums.iter().enumerate().map(move |(class, sum)| {
            let count = self.counts.get(class).copied().unwrap_or(0);
            [
                sum - most,
                one(clear == Some(class)),
                (count as f32).ln_1p(),
                one(silent && class == self.usual),
            ]
        })
    }
}

impl Mixing {
    /// The likeliest class and its chance, before it is told how sure that is.
    pub fn likeliest(&self, evidence: &Evidence) -> (usize, f32) {
        let worth = [self.model, self.clear, self.seeds, self.silent];
        let scores = (evidence.parts()).map(|parts| {
            parts
                .iter()
                .zip(worth)
                .map(|(part, worth)| part * worth)
                .sum()
        });
        let scores: Vec<f32> = scores.collect();
        let (mut best, mut most) = (0, f32::NEG_INFINITY);
        for (class, score) in scores.iter().enumerate() {
            if *score > most {
                (best, most) = (class, *score);
            }
        }
        let all: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        (best, all.recip())
    }

    /// How sure a chance is: as much as it turned out right on texts labelled by hand.
    pub fn sure(&self, chance: f32) -> f32 {
        (1.0 + (-(self.slope * log_odds(chance) + self.shift)).exp()).recip()
    }
}

/// The logarithm of the odds of a chance; of none and all of it what is next to them.
pub(super) fn log_odds(chance: f32) -> f32 {
    const EDGE: f32 = 1e-4;
    let chance = chance.clamp(EDGE, 1.0 - EDGE);
    (chance / (1.0 - chance)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_win_over_a_model_that_is_little_sure_and_silence_speaks_for_the_usual() {
        let mixing = Mixing {
            model: 0.2,
            clear: 1.0,
            seeds: 2.0,
            silent: 1.5,
            ..Mixing::default()
        };
        let of = |sums: [f32; 3], counts: [u32; 3]| {
            let evidence = Evidence {
                sums: sums.to_vec(),
                counts: counts.to_vec(),
                usual: 2,
            };
            mixing.likeliest(&evidence)
        };
        assert_eq!(of([0.0, 3.0, 0.0], [1, 0, 0]).0, 0);
        assert_eq!(of([0.0, 30.0, 0.0], [1, 0, 0]).0, 1);
        assert_eq!(of([0.0, 3.0, 0.0], [0, 0, 0]).0, 2, "nothing speaks");
        let (tied, surer) = (of([0.0; 3], [1, 1, 0]).1, of([0.0; 3], [2, 1, 0]).1);
        assert!(tied <= 0.5 && surer > tied);
    }

    #[test]
    fn what_is_too_sure_is_told_less_surely_and_nothing_is_beyond_all() {
        let doubting = Mixing {
            slope: 0.5,
            shift: -0.2,
            ..Mixing::default()
        };
        let plain = Mixing::default();
        for chance in [0.0f32, 0.3, 0.8, 0.99, 1.0] {
            assert!((plain.sure(chance) - chance).abs() < 1e-3);
            assert!((0.0..=1.0).contains(&doubting.sure(chance)));
        }
        assert!(doubting.sure(0.99) < 0.95 && doubting.sure(0.99) > doubting.sure(0.9));
    }
}
