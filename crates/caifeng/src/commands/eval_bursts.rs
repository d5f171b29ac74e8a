//! `caifeng eval bursts`: how often an hour is called a burst where there is none, and how many
//! planted bursts are found. Topics are the commonest words of a stream.

use super::gold::each_item;
use crate::args::EvalBursts;
use crate::{Ended, output};
use analysis::Understander;
use analysis::bursts::{HISTORY_MIN, judge_hour};
use anyhow::{Result, bail};
use model::HOUR_MS;
use serde_json::json;
use std::collections::{BTreeMap, HashSet};

/// Planted bursts: so many times what is usual, and so many documents more.
const PLANTED: [(f64, f64); 3] = [(2.0, 3.0), (3.0, 5.0), (5.0, 8.0)];
/// Hours between two planted bursts of one topic.
const PLANTED_EVERY: usize = 100;

/// Judged hours of one way of making counts.
#[derive(Default)]
struct Tally {
    hours: u64,
    bursts: u64,
}

impl Tally {
    fn a_day(&self) -> f64 {
        self.bursts as f64 * 24.0 / self.hours.max(1) as f64
    }
}

pub(crate) fn run(args: &EvalBursts) -> Result<Ended> {
    let topics = counts_of(args)?;
    if topics.is_empty() {
        bail!("{} holds no words", args.stream.display());
    }
    let mut state = args.seed;
    let (mut drawn, mut real) = (Tally::default(), Tally::default());
    let mut planted = PLANTED.map(|_| Tally::default());
    for counts in &topics {
        let usual = profile(counts);
        let quiet: Vec<u32> = (0..counts.len())
            .map(|hour| poisson(usual[hour % usual.len()], &mut state))
            .collect();
        for at in HISTORY_MIN..counts.len() {
            judge(&mut real, &counts[..at], counts[at], args.rate);
            judge(&mut drawn, &quiet[..at], quiet[at], args.rate);
            if at.is_multiple_of(PLANTED_EVERY) {
                for (tally, (times, more)) in planted.iter_mut().zip(PLANTED) {
                    let count = (usual[at % usual.len()] * times + more).ceil() as u32;
                    judge(tally, &quiet[..at], count, args.rate);
                }
            }
        }
    }
    let found: Vec<f64> = planted
        .iter()
        .map(|tally| tally.bursts as f64 / tally.hours.max(1) as f64)
        .collect();
    if args.json {
        return output::json(&json!({
            "topics": topics.len(), "stated_a_day": args.rate, "false_alarms_a_day": drawn.a_day(),
            "bursts_a_day_in_the_stream": real.a_day(), "planted_found": found, "seed": args.seed,
        }))
        .map(|()| Ended::Done);
    }
    output::table(
        &["", ""],
        vec![
            vec!["topics".to_owned(), topics.len().to_string()],
            vec![
                "stated false alarms a day and topic".to_owned(),
                format!("{:.3}", args.rate),
            ],
            vec![
                "measured, on counts drawn without bursts".to_owned(),
                format!("{:.4}", drawn.a_day()),
            ],
            vec![
                "bursts a day and topic in the stream".to_owned(),
                format!("{:.4}", real.a_day()),
            ],
            vec![
                "found of hours at 2 × usual + 3".to_owned(),
                format!("{:.3}", found[0]),
            ],
            vec![
                "found of hours at 3 × usual + 5".to_owned(),
                format!("{:.3}", found[1]),
            ],
            vec![
                "found of hours at 5 × usual + 8".to_owned(),
                format!("{:.3}", found[2]),
            ],
        ],
    )?;
    Ok(Ended::Done)
}

fn judge(tally: &mut Tally, history: &[u32], count: u32, rate: f64) {
    tally.hours += 1;
    tally.bursts += u64::from(judge_hour(history, count, rate).burst);
}

/// Hourly counts of the commonest words.
fn counts_of(args: &EvalBursts) -> Result<Vec<Vec<u32>>> {
    let understander = Understander::new(&[], None);
    let mut hours: BTreeMap<String, BTreeMap<i64, u32>> = BTreeMap::new();
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    each_item(&args.stream, |item| {
        let Some(at) = item.published_at else {
            return;
        };
        let hour = at.0.div_euclid(HOUR_MS);
        first = first.min(hour);
        last = last.max(hour);
        let words = understander.understand(item).words;
        let different: HashSet<&str> = words
            .iter()
            .take(words.in_title)
            .filter(|word| word.chars().count() >= 2)
            .collect();
        for word in different {
            *hours
                .entry(word.to_owned())
                .or_default()
                .entry(hour)
                .or_insert(0) += 1;
        }
    })?;
    let mut topics: Vec<(u32, String)> = hours
        .iter()
        .map(|(word, hours)| (hours.values().sum(), word.clone()))
        .collect();
    topics.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(topics
        .into_iter()
        .take(args.topics)
        .filter_map(|(_, word)| hours.get(&word))
        .map(|hours| {
            (first..=last)
                .map(|hour| hours.get(&hour).copied().unwrap_or(0))
                .collect()
        })
        .collect())
}

/// Mean of each hour of the week: what counts without bursts are drawn from.
fn profile(counts: &[u32]) -> Vec<f64> {
    const WEEK: usize = 7 * 24;
    (0..WEEK)
        .map(|hour| {
            let same: Vec<u32> = counts.iter().skip(hour).step_by(WEEK).copied().collect();
            same.iter().map(|count| f64::from(*count)).sum::<f64>() / same.len().max(1) as f64
        })
        .collect()
}

/// SplitMix64: the seed is an argument.
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

fn poisson(mean: f64, state: &mut u64) -> u32 {
    let bound = (-mean).exp();
    let (mut count, mut product) = (0, uniform(state));
    while product > bound {
        product *= uniform(state);
        count += 1;
    }
    count
}
