//! What seeds are worth beside a model, fitted on texts labelled by hand of several kinds, none of
//! which a model learned from.
//!
//! How much the model is worth is chosen from a few steps by what comes out on parts that were left
//! out (cross-validation), each kind of text counting alike: the accuracy and the macro F1 together.
//! The other worths are the likeliest ones, given that. How sure the outcome is, is fitted last, on
//! the readings of parts that were left out, so that it is not surer than it turns out right. Where a
//! model is to speak for itself, only what clear seeds add to it is chosen, from a few steps.

use super::learn::Chance;
use super::mixing::{Evidence, Mixing, log_odds};
use std::collections::BTreeMap;

/// What the model may be worth.
const MODEL_WORTHS: [f32; 8] = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8];
/// What seeds that speak clearly may be worth beside a model that speaks for itself.
const CLEAR_WORTHS: [f32; 5] = [0.8, 1.2, 1.6, 2.0, 2.4];
/// Parts that the texts are cut into.
const PARTS: usize = 5;
/// How strongly worths are held near nought, and the last step near doing nothing.
const HELD: f64 = 0.003;
const SURENESS_HELD: f64 = 0.01;
/// Steps of Newton's method at most; it needs about six.
const STEPS_MAX: usize = 30;

/// A text with its class and its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What speaks for its classes.
    pub evidence: Evidence,
    /// Its class.
    pub class: usize,
    /// Its kind; kinds count alike, whatever their number of texts.
    pub kind: String,
}

/// The worths that fit these texts; those that stand where there are too few of them.
pub fn fit(texts: &[Judged], otherwise: Mixing, seed: u64) -> Mixing {
    if texts.len() < PARTS * 4 {
        return otherwise;
    }
    let mut order: Vec<&Judged> = texts.iter().collect();
    Chance(seed).shuffle(&mut order);
    let mut best: Option<(f64, f32, Vec<Read>)> = None;
    for model in MODEL_WORTHS {
        let read = read_left_out(&order, model);
        let merit = merit(&read);
        if best.as_ref().is_none_or(|(most, ..)| merit > *most + 1e-9) {
            best = Some((merit, model, read));
        }
    }
    let Some((_, model, read)) = best else {
        return otherwise;
    };
    let [slope, shift] = sureness(&read);
    Mixing {
        slope,
        shift,
        ..worths(&order, model)
    }
}

/// These worths, with what clear seeds add chosen by what comes out, and as sure as they turn out right.
pub fn fit_clear(texts: &[Judged], mixing: Mixing) -> Mixing {
    if texts.len() < PARTS * 4 {
        return mixing;
    }
    let texts: Vec<&Judged> = texts.iter().collect();
    let weights = weights(&texts);
    let mut best: Option<(f64, Mixing, Vec<Read>)> = None;
    for clear in CLEAR_WORTHS {
        let mixing = Mixing { clear, ..mixing };
        let read: Vec<Read> = (texts.iter().zip(&weights))
            .map(|(text, weight)| Read::by(&mixing, text, *weight))
            .collect();
        let merit = merit(&read);
        if best.as_ref().is_none_or(|(most, ..)| merit > *most + 1e-9) {
            best = Some((merit, mixing, read));
        }
    }
    let Some((_, mixing, read)) = best else {
        return mixing;
    };
    let [slope, shift] = sureness(&read);
    Mixing {
        slope,
        shift,
        ..mixing
    }
}

/// A text as it was read by worths that were fitted without it.
struct Read {
    class: usize,
    given: usize,
    chance: f32,
    /// What it counts, so that kinds count alike.
    weight: f64,
}

impl Read {
    fn by(mixing: &Mixing, text: &Judged, weight: f64) -> Self {
        let (given, chance) = mixing.likeliest(&text.evidence);
        Self {
            class: text.class,
            given,
            chance,
            weight,
        }
    }
}

fn read_left_out(texts: &[&Judged], model: f32) -> Vec<Read> {
    let weights = weights(texts);
    let mut all = Vec::with_capacity(texts.len());
    for part in 0..PARTS {
        let others = texts
            .iter()
            .enumerate()
            .filter(|(at, _)| at % PARTS != part);
        let others: Vec<&Judged> = others.map(|(_, text)| *text).collect();
        let mixing = worths(&others, model);
        for (at, text) in texts.iter().enumerate().skip(part).step_by(PARTS) {
            all.push(Read::by(&mixing, text, weights[at]));
        }
    }
    all
}

/// Accuracy, the mean over the kinds, and the macro F1 of all of them together.
fn merit(read: &[Read]) -> f64 {
    let right = |one: &&Read| one.given == one.class;
    let accuracy: f64 = read.iter().filter(right).map(|one| one.weight).sum();
    // What is right twice, and what is of the class or was read as it.
    let mut classes: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
    for one in read {
        classes.entry(one.class).or_default()[1] += 1.0;
        classes.entry(one.given).or_default()[1] += 1.0;
        if one.class == one.given {
            classes.entry(one.class).or_default()[0] += 2.0;
        }
    }
    classes.retain(|class, _| read.iter().any(|one| one.class == *class));
    let f1: f64 = classes.values().map(|[hits, all]| hits / all).sum();
    accuracy + f1 / classes.len().max(1) as f64
}

fn weights(texts: &[&Judged]) -> Vec<f64> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *kinds.entry(&text.kind).or_default() += 1;
    }
    let all = kinds.len().max(1) as f64;
    let of = |text: &&Judged| 1.0 / (all * kinds[text.kind.as_str()] as f64);
    texts.iter().map(of).collect()
}

/// The likeliest worths of the seeds where the model is worth so much.
fn worths(texts: &[&Judged], model: f32) -> Mixing {
    let weights = weights(texts);
    let parts: Vec<Vec<[f32; 4]>> = (texts.iter())
        .map(|text| text.evidence.parts().collect())
        .collect();
    let found = newton([0.5; 3], |at| {
        let mut slope = Slope::held(at, [0.0; 3], HELD);
        for ((text, parts), weight) in texts.iter().zip(&parts).zip(&weights) {
            let score = |part: &[f32; 4]| {
                let seeds: f64 = (part.iter().skip(1).zip(at))
                    .map(|(x, w)| f64::from(*x) * w)
                    .sum();
                f64::from(model * part[0]) + seeds
            };
            let scores: Vec<f64> = parts.iter().map(score).collect();
            let most = scores.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
            let all: f64 = scores.iter().map(|score| (score - most).exp()).sum();
            let chances = scores.iter().map(|score| (score - most).exp() / all);
            let seeds = parts.iter().map(|[_, rest @ ..]| rest.map(f64::from));
            slope.add_choice(*weight, chances.zip(seeds), text.class);
        }
        slope
    });
    let [clear, seeds, silent] = found.map(|worth| worth as f32);
    Mixing {
        model,
        clear,
        seeds,
        silent,
        ..Mixing::default()
    }
}

/// By how much chances are to be doubted.
fn sureness(read: &[Read]) -> [f32; 2] {
    let found = newton([1.0, 0.0], |at| {
        let mut slope = Slope::held(at, [1.0, 0.0], SURENESS_HELD);
        for one in read {
            let parts = [f64::from(log_odds(one.chance)), 1.0];
            let sure = (1.0 + (-(at[0] * parts[0] + at[1])).exp()).recip();
            let choices = [(sure, parts), (1.0 - sure, [0.0; 2])];
            let right = usize::from(one.given != one.class);
            slope.add_choice(one.weight, choices.into_iter(), right);
        }
        slope
    });
    found.map(|one| one as f32)
}

/// First and second derivatives of a loss.
struct Slope<const N: usize> {
    first: [f64; N],
    second: [[f64; N]; N],
}

impl<const N: usize> Slope<N> {
    /// Of what holds values near `to`.
    fn held(at: &[f64; N], to: [f64; N], held: f64) -> Self {
        let mut slope = Self {
            first: [0.0; N],
            second: [[0.0; N]; N],
        };
        for axis in 0..N {
            slope.first[axis] = held * (at[axis] - to[axis]);
            slope.second[axis][axis] = held + 1e-9;
        }
        slope
    }

    /// Of the logarithm of the chance of the class that is right.
    fn add_choice(
        &mut self,
        weight: f64,
        choices: impl Iterator<Item = (f64, [f64; N])>,
        right: usize,
    ) {
        let choices: Vec<(f64, [f64; N])> = choices.collect();
        let mean = |axis: usize| {
            choices
                .iter()
                .map(|(chance, x)| chance * x[axis])
                .sum::<f64>()
        };
        let means: [f64; N] = std::array::from_fn(mean);
        let own = choices.get(right).map_or([0.0; N], |(_, x)| *x);
        for a in 0..N {
            self.first[a] += weight * (means[a] - own[a]);
            for b in 0..N {
                let both: f64 = choices.iter().map(|(chance, x)| chance * x[a] * x[b]).sum();
                self.second[a][b] += weight * (both - means[a] * means[b]);
            }
        }
    }
}

/// The least of a loss with one valley.
fn newton<const N: usize>(from: [f64; N], slope: impl Fn(&[f64; N]) -> Slope<N>) -> [f64; N] {
    /// How far one step goes at most.
    const FAR: f64 = 2.0;
    let mut at = from;
    for _ in 0..STEPS_MAX {
        let Slope { first, second } = slope(&at);
        let step = solved(second, first);
        let length = step.iter().map(|x| x * x).sum::<f64>().sqrt();
        let scale = if length > FAR { FAR / length } else { 1.0 };
        for (value, step) in at.iter_mut().zip(step) {
            *value -= scale * step;
        }
        if length < 1e-7 {
            break;
        }
    }
    at
}

/// Solves a system of equations by elimination; its matrix is positive.
fn solved<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for row in 0..N {
        for below in row + 1..N {
            let times = matrix[below][row] / matrix[row][row];
            let upper = matrix[row];
            for (value, own) in matrix[below].iter_mut().zip(upper) {
                *value -= times * own;
            }
            right[below] -= times * right[row];
        }
    }
    for row in (0..N).rev() {
        let rest: f64 = (row + 1..N)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - rest) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model is worth this where clear seeds are to be able to answer it.
    const LOUD: Mixing = Mixing {
        model: 0.3,
        clear: 0.0,
        seeds: 0.0,
        silent: 0.0,
        slope: 1.0,
        shift: 0.0,
    };

    /// Texts of two kinds: seeds are right nine times of ten, the model half the time.
    fn texts(model_right: usize) -> Vec<Judged> {
        (0..200usize)
            .map(|n| {
                let class = n % 3;
                let wrong = (class + 1) % 3;
                let says = if n % 10 < model_right { class } else { wrong };
                let seeds = if n % 7 == 0 { wrong } else { class };
                let mut evidence = Evidence {
                    sums: vec![0.0; 3],
                    counts: vec![0; 3],
                    usual: 2,
                };
                evidence.sums[says] = 5.0;
                evidence.counts[seeds] = 1;
                Judged {
                    evidence,
                    class,
                    kind: ["news", "posts"][n / 100].to_owned(),
                }
            })
            .collect()
    }

    #[test]
    fn whoever_is_right_more_often_is_worth_more_and_sureness_is_what_comes_out() {
        for (model_right, least) in [(5, 0.8), (10, 0.99)] {
            let all = texts(model_right);
            let mixing = fit(&all, Mixing::default(), 7);
            assert_eq!(
                mixing,
                fit(&all, Mixing::default(), 7),
                "the same each time"
            );
            let read = all
                .iter()
                .map(|text| (mixing.likeliest(&text.evidence), text.class));
            let (mut hits, mut sure) = (0.0, 0.0);
            for ((given, chance), class) in read {
                hits += f64::from(u8::from(given == class)) / 200.0;
                sure += f64::from(mixing.sure(chance)) / 200.0;
            }
            assert!(hits >= least, "{hits} with {mixing:?}");
            assert!(
                (hits - sure).abs() < 0.06,
                "{sure} sure, {hits} right: {mixing:?}"
            );
        }
    }

    #[test]
    fn clear_seeds_add_more_where_they_are_right_more_often() {
        let [weak, strong] = [10, 5].map(|right| fit_clear(&texts(right), LOUD));
        assert!(weak.clear < strong.clear, "{weak:?} {strong:?}");
        assert!(strong.slope.is_finite() && strong.shift.abs() < 20.0);
    }

    #[test]
    fn few_texts_change_nothing() {
        let few = &texts(5)[..10];
        assert_eq!(fit(few, Mixing::default(), 1), Mixing::default());
        assert_eq!(fit_clear(few, Mixing::default()), Mixing::default());
    }

    #[test]
    fn equations_are_solved() {
        let found = solved([[4.0, 1.0], [1.0, 3.0]], [1.0, 2.0]);
        assert!((found[0] - 1.0 / 11.0).abs() < 1e-12 && (found[1] - 7.0 / 11.0).abs() < 1e-12);
    }
}
