//! How near is a read text to the text that a person marked? Scores for pages whose text is known.

use std::collections::HashMap;
use std::hash::Hash;

/// Words or characters in one shingle.
const SHINGLE: usize = 4;
/// Resamples of one interval.
const RESAMPLES: usize = 1_000;

/// How well a set of pages was read; every figure between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Mean part of what was read that belongs to the text.
    pub precision: f64,
    /// Mean part of the text that was read.
    pub recall: f64,
    /// Both in one figure.
    pub f1: f64,
    /// The F1 of each page.
    pub per_page: Vec<f64>,
}

/// Scores of pages in languages that write blanks; pairs of marked and read text. The measure of
/// the article extraction benchmark: means of precision and recall, and the F1 of these means.
pub fn english(pairs: &[(String, String)]) -> Scores {
    let pages: Vec<(f64, f64)> = pairs
        .iter()
        .map(|(marked, read)| precision_recall(&counted(&words(marked)), &counted(&words(read))))
        .collect();
    let (precision, recall) = means(&pages);
    Scores {
        precision,
        recall,
        f1: harmonic(precision, recall),
        per_page: pages.iter().map(|(p, r)| harmonic(*p, *r)).collect(),
    }
}

/// Scores of pages in languages without blanks; pairs of marked and read text. The mean of the
/// pages' own F1 over characters.
pub fn chinese(pairs: &[(String, String)]) -> Scores {
    let marks = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let pages: Vec<(f64, f64)> = pairs
        .iter()
        .map(|(marked, read)| precision_recall(&counted(&marks(marked)), &counted(&marks(read))))
        .collect();
    let (precision, recall) = means(&pages);
    let per_page: Vec<f64> = pages.iter().map(|(p, r)| harmonic(*p, *r)).collect();
    Scores {
        precision,
        recall,
        f1: mean(&per_page),
        per_page,
    }
}

/// The interval that holds a figure with 95 %: `figure` of resampled pages (indices into a set of
/// `pages`), the same for the same seed.
pub fn interval(pages: usize, seed: u64, figure: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    if pages == 0 {
        return (0.0, 0.0);
    }
    let mut state = seed;
    let mut found: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn: Vec<usize> = (0..pages)
                .map(|_| (split_mix(&mut state) % pages as u64) as usize)
                .collect();
            figure(&drawn)
        })
        .collect();
    found.sort_by(f64::total_cmp);
    let at = |part: f64| -> f64 {
        let index = (part * (RESAMPLES - 1) as f64).round() as usize;
        found.get(index).copied().unwrap_or_default()
    };
    (at(0.025), at(0.975))
}

/// The next number of the splitmix64 generator.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Each run of four with the times it occurs; fewer than four are one run.
fn counted<T: Eq + Hash>(tokens: &[T]) -> HashMap<&[T], u64> {
    let mut counts = HashMap::new();
    if tokens.is_empty() {
        return counts;
    }
    for shingle in tokens.windows(SHINGLE.min(tokens.len())) {
        *counts.entry(shingle).or_insert(0) += 1;
    }
    counts
}

fn precision_recall<T: Eq + Hash>(
    marked: &HashMap<&[T], u64>,
    read: &HashMap<&[T], u64>,
) -> (f64, f64) {
    let total = |counts: &HashMap<&[T], u64>| counts.values().sum::<u64>();
    let both: u64 = read
        .iter()
        .map(|(shingle, times)| (*times).min(marked.get(shingle).copied().unwrap_or(0)))
        .sum();
    let (extra, missing) = (total(read) - both, total(marked) - both);
    let part = |wrong: u64, other: u64| match (both, wrong) {
        (0, 0) => f64::from(u8::from(other == 0)),
        _ => both as f64 / (both + wrong) as f64,
    };
    (part(extra, missing), part(missing, extra))
}

fn means(pages: &[(f64, f64)]) -> (f64, f64) {
    let firsts: Vec<f64> = pages.iter().map(|(p, _)| *p).collect();
    let seconds: Vec<f64> = pages.iter().map(|(_, r)| *r).collect();
    (mean(&firsts), mean(&seconds))
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 {
        return 0.0;
    }
    2.0 * precision * recall / (precision + recall)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(marked: &str, read: &str) -> Vec<(String, String)> {
        vec![(marked.to_owned(), read.to_owned())]
    }

    fn is(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn english_counts_runs_of_four_words() {
        let scores = english(&pair("a b c d e", "a, b c d"));
        is(scores.precision, 1.0);
        is(scores.recall, 0.5);
        is(scores.f1, 2.0 / 3.0);
        is(english(&pair("one two", "one two")).f1, 1.0);
        is(english(&pair("", "")).f1, 1.0);
        is(english(&pair("one two three four", "")).f1, 0.0);
        // Repetitions count.
        is(english(&pair("a a a a", "a a a a a")).precision, 0.5);
    }

    #[test]
    fn chinese_counts_runs_of_four_characters() {
        is(
            chinese(&pair("青岚县 昨夜\n大雨", "青岚县昨夜大雨")).f1,
            1.0,
        );
        is(chinese(&pair("青岚县昨夜", "青岚县昨")).recall, 0.5);
        is(chinese(&[]).f1, 0.0);
    }

    #[test]
    fn intervals_are_the_same_for_the_same_seed() {
        let values = [0.5, 0.9, 1.0, 0.7];
        let figure = |drawn: &[usize]| drawn.iter().map(|i| values[*i]).sum::<f64>() / 4.0;
        let (low, high) = interval(4, 7, figure);
        assert!(low < 0.775 && 0.775 < high && low >= 0.5 && high <= 1.0);
        assert_eq!(interval(4, 7, figure), (low, high));
        assert_eq!(interval(0, 7, figure), (0.0, 0.0));
    }
}
