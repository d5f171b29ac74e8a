//! `caifeng eval words`: the background table of the engine.

use super::gold::each_item;
use crate::args::EvalWords;
use crate::{Ended, output};
use analysis::Understander;
use anyhow::Result;
use std::collections::{BTreeMap, HashSet};

/// Letters a word of the table has: no more, so that the table holds words and no text.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=4;

pub(crate) fn run(args: &EvalWords) -> Result<Ended> {
    let understander = Understander::new(&[], None);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut documents = 0u64;
    each_item(&args.stream, |item| {
        documents += 1;
        let words = understander.understand(item).words;
        let different: HashSet<&str> = words
            .iter()
            .filter(|word| LETTERS.contains(&word.chars().count()))
            .collect();
        for word in different {
            *counts.entry(word.to_owned()).or_insert(0) += 1;
        }
    })?;
    let mut rows: Vec<(String, u32)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= args.least)
        .collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for (word, count) in &rows {
        output::line(&format!("{word}\t{count}"))?;
    }
    output::note(&format!("{} words of {documents} documents", rows.len()));
    Ok(Ended::Done)
}
