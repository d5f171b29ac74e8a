//! How well readings hit gold labels: accuracy with its interval, F1 of every class, and what is
//! left where only the sure ones count.

use super::learn::Chance;
use std::collections::BTreeMap;

/// Samples of the bootstrap.
const SAMPLES: usize = 1_000;

/// One text: what it is, what it was read as, how sure.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// The gold class.
    pub gold: String,
    /// The class that was read.
    pub given: String,
    /// How sure.
    pub sure: f32,
}

/// One class.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ClassMarks {
    /// Texts that are of it.
    pub gold: usize,
    /// Texts that were read as it.
    pub given: usize,
    /// Both.
    pub hits: usize,
}

impl ClassMarks {
    /// Of those read as it, the share that are.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.given)
    }

    /// Of those that are, the share that was read so.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.gold)
    }

    /// Their harmonic mean.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

/// What is left where a reading has to be so sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// How sure it has to be.
    pub least: f32,
    /// Share of texts that are.
    pub covered: f64,
    /// Accuracy of those.
    pub accuracy: f64,
}

/// Readings that are about equally sure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// How many.
    pub texts: usize,
    /// How sure they are on average.
    pub sure: f64,
    /// Share of them that are right.
    pub accuracy: f64,
}

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Marks {
    /// Texts.
    pub texts: usize,
    /// Share that was read right.
    pub accuracy: f64,
    /// 95 % of it, by bootstrap over the texts.
    pub interval: (f64, f64),
    /// Mean F1 of the classes that gold texts have.
    pub macro_f1: f64,
    /// How sure readings were on average: as much as they are right, where that is well told.
    pub mean_sure: f64,
    /// By class.
    pub classes: BTreeMap<String, ClassMarks>,
    /// At 0.5, 0.7 and 0.9.
    pub covers: Vec<Cover>,
    /// Ten bins of equal width, the least sure first.
    pub bins: Vec<Bin>,
    /// Expected calibration error: by how much sureness and accuracy differ in a bin, on average
    /// (Guo et al., "On calibration of modern neural networks", 2017).
    pub calibration_error: f64,
}

/// Marks readings; chance comes from a seed.
pub fn mark(all: &[Marked], seed: u64) -> Marks {
    let hits: Vec<bool> = all.iter().map(|one| one.gold == one.given).collect();
    let right = |hits: &[bool]| hits.iter().filter(|hit| **hit).count();
    let mut classes: BTreeMap<String, ClassMarks> = BTreeMap::new();
    for one in all {
        classes.entry(one.gold.clone()).or_default().gold += 1;
        classes.entry(one.given.clone()).or_default().given += 1;
        if one.gold == one.given {
            classes.entry(one.gold.clone()).or_default().hits += 1;
        }
    }
    let real: Vec<f64> = (classes.values())
        .filter(|class| class.gold > 0)
        .map(ClassMarks::f1)
        .collect();
    let bins = bins(all);
    let differ = |bin: &Bin| (bin.sure - bin.accuracy).abs() * bin.texts as f64;
    Marks {
        calibration_error: bins.iter().map(differ).sum::<f64>() / all.len().max(1) as f64,
        bins,
        texts: all.len(),
        accuracy: share(right(&hits), all.len()),
        interval: interval(&hits, seed),
        macro_f1: real.iter().sum::<f64>() / real.len().max(1) as f64,
        mean_sure: all.iter().map(|one| f64::from(one.sure)).sum::<f64>() / all.len().max(1) as f64,
        classes,
        covers: [0.5, 0.7, 0.9].map(|least| cover(all, least)).to_vec(),
    }
}

fn cover(all: &[Marked], least: f32) -> Cover {
    let sure: Vec<&Marked> = all.iter().filter(|one| one.sure >= least).collect();
    let right = sure.iter().filter(|one| one.gold == one.given).count();
    Cover {
        least,
        covered: share(sure.len(), all.len()),
        accuracy: share(right, sure.len()),
    }
}

fn bins(all: &[Marked]) -> Vec<Bin> {
    /// Bins.
    const BINS: usize = 10;
    let mut bins = vec![Bin::default(); BINS];
    for one in all {
        let at = (one.sure * BINS as f32) as usize;
        let Some(bin) = bins.get_mut(at.min(BINS - 1)) else {
            continue;
        };
        bin.texts += 1;
        bin.sure += f64::from(one.sure);
        bin.accuracy += f64::from(u8::from(one.gold == one.given));
    }
    for bin in &mut bins {
        bin.sure /= bin.texts.max(1) as f64;
        bin.accuracy /= bin.texts.max(1) as f64;
    }
    bins
}

fn interval(hits: &[bool], seed: u64) -> (f64, f64) {
    let mut chance = Chance(seed);
    let mut drawn: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let right = (0..hits.len())
                .filter(|_| hits.get(chance.below(hits.len())).copied().unwrap_or(false))
                .count();
            share(right, hits.len())
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let at = |of: usize| drawn.get(of).copied().unwrap_or(0.0);
    (at(SAMPLES / 40), at(SAMPLES - 1 - SAMPLES / 40))
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_is_counted_by_class_and_by_sureness() {
        let one = |gold: &str, given: &str, sure: f32| Marked {
            gold: gold.to_owned(),
            given: given.to_owned(),
            sure,
        };
        let marks = mark(
            &[
                one("fire", "fire", 0.95),
                one("fire", "flood", 0.4),
                one("flood", "flood", 0.75),
                one("other", "other", 0.55),
            ],
            7,
        );
        assert!((marks.accuracy - 0.75).abs() < 1e-9);
        let fire = marks.classes["fire"];
        assert!((fire.precision() - 1.0).abs() < 1e-9 && (fire.recall() - 0.5).abs() < 1e-9);
        assert!((marks.macro_f1 - (2.0 / 3.0 + 2.0 / 3.0 + 1.0) / 3.0).abs() < 1e-9);
        let at = |at: usize| (marks.covers[at].covered, marks.covers[at].accuracy);
        assert_eq!(at(0), (0.75, 1.0));
        assert_eq!(at(2), (0.25, 1.0));
        let off = (0.05 + 0.4 + 0.25 + 0.45) / 4.0;
        assert!((marks.calibration_error - off).abs() < 1e-6, "{marks:?}");
        let bin = marks.bins[7];
        assert!(bin.texts == 1 && (bin.sure - 0.75).abs() < 1e-6 && bin.accuracy > 0.99);
        assert!(marks.interval.0 < 0.75 && marks.interval.1 > 0.75);
        assert_eq!(
            marks,
            mark(
                &[
                    one("fire", "fire", 0.95),
                    one("fire", "flood", 0.4),
                    one("flood", "flood", 0.75),
                    one("other", "other", 0.55),
                ],
                7
            )
        );
    }

    #[test]
    fn nothing_is_marked_as_nothing() {
        let marks = mark(&[], 1);
        assert_eq!((marks.texts, marks.classes.len()), (0, 0));
    }
}
