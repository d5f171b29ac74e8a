//! How well a grouping agrees with a gold one.
//!
//! B³ after Bagga & Baldwin, "Algorithms for scoring coreference chains", 1998; adjusted Rand
//! index after Hubert & Arabie, 1985; adjusted mutual information after Vinh et al., 2010.
//! Intervals are percentile bootstraps over documents, with a seed that is an argument.

use rustc_hash::FxHashMap;

/// Draws of the bootstrap.
const DRAWS: usize = 1_000;

/// Precision, recall and their harmonic mean, with the 95 % interval of the latter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Share {
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// F1.
    pub f1: f64,
    /// 95 % interval of F1.
    pub f1_interval: (f64, f64),
}

/// All scores of one grouping.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// Documents scored.
    pub documents: usize,
    /// Gold events.
    pub gold_events: usize,
    /// Gold events with at least two documents.
    pub gold_events_multi: usize,
    /// Events given.
    pub given_events: usize,
    /// B³ over all documents.
    pub b3: Share,
    /// B³ averaged over documents whose gold event has at least two.
    pub b3_multi: Share,
    /// Over pairs of documents.
    pub pairwise: Share,
    /// Adjusted Rand index.
    pub ari: f64,
    /// Adjusted mutual information, arithmetic mean.
    pub ami: f64,
}

/// Counts that one document contributes.
#[derive(Clone, Copy)]
struct Row {
    both: f64,
    given: f64,
    gold: f64,
}

/// Scores `given` against `gold`: one label a document each, in the same order.
pub fn score(gold: &[String], given: &[String], seed: u64) -> Scores {
    let gold = numbered(gold);
    let given = numbered(given);
    let pairs: Vec<(u32, u32)> = gold.iter().copied().zip(given.iter().copied()).collect();
    let gold_sizes = sizes(&gold);
    let given_sizes = sizes(&given);
    let both = count(pairs.iter().copied());
    let row = |pair: &(u32, u32)| Row {
        both: f64::from(both[pair]),
        given: f64::from(given_sizes[&pair.1]),
        gold: f64::from(gold_sizes[&pair.0]),
    };
    let rows: Vec<Row> = pairs.iter().map(row).collect();
    let multi: Vec<Row> = rows.iter().copied().filter(|row| row.gold >= 2.0).collect();
    Scores {
        documents: rows.len(),
        gold_events: gold_sizes.len(),
        gold_events_multi: gold_sizes.values().filter(|size| **size >= 2).count(),
        given_events: given_sizes.len(),
        b3: share(&rows, b3_of, seed),
        b3_multi: share(&multi, b3_of, seed),
        pairwise: share(&rows, pairwise_of, seed),
        ari: adjusted_rand(&both, &gold_sizes, &given_sizes, rows.len()),
        ami: adjusted_mutual_information(&both, &gold_sizes, &given_sizes, rows.len()),
    }
}

fn share(rows: &[Row], of: fn(&mut dyn Iterator<Item = Row>) -> (f64, f64), seed: u64) -> Share {
    if rows.is_empty() {
        return Share::default();
    }
    let (precision, recall) = of(&mut rows.iter().copied());
    let mut state = seed;
    let mut draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut drawn =
                (0..rows.len()).map(|_| rows[(next(&mut state) % rows.len() as u64) as usize]);
            let (precision, recall) = of(&mut drawn);
            harmonic(precision, recall)
        })
        .collect();
    draws.sort_unstable_by(f64::total_cmp);
    let f1_interval = (draws[DRAWS / 40], draws[DRAWS - 1 - DRAWS / 40]);
    Share {
        precision,
        recall,
        f1: harmonic(precision, recall),
        f1_interval,
    }
}

fn b3_of(rows: &mut dyn Iterator<Item = Row>) -> (f64, f64) {
    let (mut precision, mut recall, mut n) = (0.0, 0.0, 0.0);
    for row in rows {
        precision += row.both / row.given;
        recall += row.both / row.gold;
        n += 1.0;
    }
    (precision / n, recall / n)
}

fn pairwise_of(rows: &mut dyn Iterator<Item = Row>) -> (f64, f64) {
    let (mut both, mut given, mut gold) = (0.0, 0.0, 0.0);
    for row in rows {
        both += row.both - 1.0;
        given += row.given - 1.0;
        gold += row.gold - 1.0;
    }
    (ratio(both, given), ratio(both, gold))
}

/// No pairs asked for and none given is agreement.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 1.0 } else { part / whole }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 {
        0.0
    } else {
        2.0 * a * b / (a + b)
    }
}

fn numbered(labels: &[String]) -> Vec<u32> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    labels
        .iter()
        .map(|label| {
            let next = numbers.len() as u32;
            *numbers.entry(label).or_insert(next)
        })
        .collect()
}

fn sizes(labels: &[u32]) -> FxHashMap<u32, u32> {
    let mut sizes = FxHashMap::default();
    for label in labels {
        *sizes.entry(*label).or_insert(0) += 1;
    }
    sizes
}

fn count(pairs: impl Iterator<Item = (u32, u32)>) -> FxHashMap<(u32, u32), u32> {
    let mut counts = FxHashMap::default();
    for pair in pairs {
        *counts.entry(pair).or_insert(0) += 1;
    }
    counts
}

fn adjusted_rand(
    both: &FxHashMap<(u32, u32), u32>,
    gold: &FxHashMap<u32, u32>,
    given: &FxHashMap<u32, u32>,
    n: usize,
) -> f64 {
    let pairs = |size: &u32| f64::from(*size) * (f64::from(*size) - 1.0) / 2.0;
    let index: f64 = both.values().map(pairs).sum();
    let gold_pairs: f64 = gold.values().map(pairs).sum();
    let given_pairs: f64 = given.values().map(pairs).sum();
    let all = pairs(&(n as u32));
    let expected = if all == 0.0 {
        0.0
    } else {
        gold_pairs * given_pairs / all
    };
    let most = f64::midpoint(gold_pairs, given_pairs);
    if (most - expected).abs() < f64::EPSILON {
        1.0
    } else {
        (index - expected) / (most - expected)
    }
}

fn adjusted_mutual_information(
    both: &FxHashMap<(u32, u32), u32>,
    gold: &FxHashMap<u32, u32>,
    given: &FxHashMap<u32, u32>,
    n: usize,
) -> f64 {
    let n_f = n as f64;
    let entropy = |sizes: &FxHashMap<u32, u32>| -> f64 {
        sizes
            .values()
            .map(|size| f64::from(*size) / n_f)
            .map(|p| -p * p.ln())
            .sum()
    };
    let information: f64 = both
        .iter()
        .map(|((a, b), size)| {
            let size = f64::from(*size);
            size / n_f * (n_f * size / (f64::from(gold[a]) * f64::from(given[b]))).ln()
        })
        .sum();
    let most = f64::midpoint(entropy(gold), entropy(given));
    let expected = expected_information(gold, given, n);
    if (most - expected).abs() < 1e-12 {
        1.0
    } else {
        (information - expected) / (most - expected)
    }
}

/// Mutual information that two groupings of these sizes have by chance.
fn expected_information(gold: &FxHashMap<u32, u32>, given: &FxHashMap<u32, u32>, n: usize) -> f64 {
    let factorials = log_factorials(n);
    let (gold, given) = (histogram(gold), histogram(given));
    let mut expected = 0.0;
    for (a, a_count) in &gold {
        for (b, b_count) in &given {
            let fixed = factorials[*a] + factorials[*b] + factorials[n - a] + factorials[n - b]
                - factorials[n];
            let mut sum = 0.0;
            for k in (a + b).saturating_sub(n).max(1)..=*a.min(b) {
                let chance = fixed
                    - factorials[k]
                    - factorials[a - k]
                    - factorials[b - k]
                    - factorials[n + k - a - b];
                let k = k as f64;
                sum += k / n as f64 * (n as f64 * k / (*a as f64 * *b as f64)).ln() * chance.exp();
            }
            expected += sum * f64::from(*a_count) * f64::from(*b_count);
        }
    }
    expected
}

fn histogram(sizes: &FxHashMap<u32, u32>) -> Vec<(usize, u32)> {
    let mut counts: FxHashMap<usize, u32> = FxHashMap::default();
    for size in sizes.values() {
        *counts.entry(*size as usize).or_insert(0) += 1;
    }
    let mut counts: Vec<(usize, u32)> = counts.into_iter().collect();
    counts.sort_unstable();
    counts
}

fn log_factorials(n: usize) -> Vec<f64> {
    let mut sums = vec![0.0; n + 1];
    for i in 1..=n {
        sums[i] = sums[i - 1] + (i as f64).ln();
    }
    sums
}

/// SplitMix64: the seed is an argument, so the interval repeats.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn perfect_agreement_scores_one() {
        let scores = score(&labels("a a b c c c"), &labels("1 1 2 3 3 3"), 7);
        for value in [
            scores.b3.f1,
            scores.b3_multi.f1,
            scores.pairwise.f1,
            scores.ari,
            scores.ami,
        ] {
            assert!((value - 1.0).abs() < 1e-9, "{scores:?}");
        }
        assert_eq!((scores.gold_events, scores.gold_events_multi), (3, 2));
    }

    #[test]
    fn a_hand_computed_case() {
        // Gold {1,2,3} {4,5}, given {1,2} {3,4,5}.
        let scores = score(&labels("a a a b b"), &labels("x x y y y"), 7);
        assert!(
            (scores.b3.precision - (1.0 + 1.0 + 1.0 / 3.0 + 2.0 / 3.0 + 2.0 / 3.0) / 5.0).abs()
                < 1e-9
        );
        assert!(
            (scores.b3.recall - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0 + 1.0) / 5.0).abs() < 1e-9
        );
        assert!((scores.pairwise.precision - 0.5).abs() < 1e-9);
        assert!((scores.pairwise.recall - 0.5).abs() < 1e-9);
        assert!((scores.ari - 1.0 / 6.0).abs() < 1e-9, "{}", scores.ari);
    }

    #[test]
    fn chance_scores_about_nothing_when_adjusted() {
        let gold: Vec<String> = (0..400).map(|i| (i / 4).to_string()).collect();
        let given: Vec<String> = (0..400).map(|i| (i * 7 % 100).to_string()).collect();
        let scores = score(&gold, &given, 7);
        assert!(
            scores.ari.abs() < 0.05 && scores.ami.abs() < 0.15,
            "{scores:?}"
        );
    }

    #[test]
    fn the_interval_holds_the_value_and_repeats() {
        let gold: Vec<String> = (0..200).map(|i| (i / 3).to_string()).collect();
        let given: Vec<String> = (0..200).map(|i| (i / 4).to_string()).collect();
        let scores = score(&gold, &given, 42);
        let (low, high) = scores.b3.f1_interval;
        assert!(low <= scores.b3.f1 && scores.b3.f1 <= high);
        assert_eq!(score(&gold, &given, 42), scores);
    }
}
