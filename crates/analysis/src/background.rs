//! In how many documents of ordinary news each word stands: what is rare before anything is seen.
//!
//! `data/words-zh.tsv` is made by `caifeng eval words`: words of two to four letters that stand in
//! at least twenty documents of a news stream, with the number of those; no text.

use crate::terms::key_of;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("../data/words-zh.tsv");
/// Documents that were counted for the table.
pub(crate) const DOCUMENTS: f32 = 11_757.0;

/// In how many documents of the table a term stood.
pub(crate) fn background(key: u32) -> f32 {
    static ONE: OnceLock<FxHashMap<u32, f32>> = OnceLock::new();
    let counts = ONE.get_or_init(|| {
        TABLE
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(word, count)| Some((key_of(word), count.parse().ok()?)))
            .collect()
    });
    counts.get(&key).copied().unwrap_or(0.0)
}
