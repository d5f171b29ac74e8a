//! What `caifeng eval` prints: scores with their intervals, and the worst events.

use super::eval::Gold;
use crate::args::EvalEvents;
use crate::output;
use analysis::score::{Scores, Share};
use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Worst events that are listed.
const WORST_MAX: usize = 10;

/// Everything that is told of one evaluation.
pub(crate) struct Report<'a> {
    pub(crate) args: &'a EvalEvents,
    pub(crate) gold: &'a Gold,
    pub(crate) scores: Scores,
    pub(crate) worst: Vec<Worst>,
    /// Gold documents that were not placed.
    pub(crate) missing: usize,
    /// Documents placed in a second of processor time, where this run placed them.
    pub(crate) rate: Option<f64>,
}

/// One gold event that came out badly.
#[derive(Debug, Serialize)]
pub(crate) struct Worst {
    event: String,
    documents: usize,
    /// Given events its documents went to, with how many each.
    split_over: Vec<(String, usize)>,
    /// Documents of other gold events in the largest of those.
    strangers: usize,
}

pub(crate) fn worst_events(gold: &[String], given: &[String]) -> Vec<Worst> {
    let mut by_gold: HashMap<&String, HashMap<&String, usize>> = HashMap::new();
    let mut given_sizes: HashMap<&String, usize> = HashMap::new();
    for (gold, given) in gold.iter().zip(given) {
        *by_gold.entry(gold).or_default().entry(given).or_insert(0) += 1;
        *given_sizes.entry(given).or_insert(0) += 1;
    }
    let mut worst: Vec<(usize, Worst)> = by_gold
        .into_iter()
        .map(|(event, parts)| {
            let documents: usize = parts.values().sum();
            let mut split_over: Vec<(String, usize)> =
                parts.iter().map(|(id, n)| ((*id).clone(), *n)).collect();
            split_over.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let strangers = split_over
                .first()
                .and_then(|(id, n)| given_sizes.get(id).map(|size| size - n))
                .unwrap_or(0);
            let wrong = documents - split_over.first().map_or(0, |(_, n)| *n) + strangers;
            (
                wrong,
                Worst {
                    event: event.clone(),
                    documents,
                    split_over,
                    strangers,
                },
            )
        })
        .filter(|(wrong, _)| *wrong > 0)
        .collect();
    worst.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.event.cmp(&b.1.event)));
    worst
        .into_iter()
        .take(WORST_MAX)
        .map(|(_, worst)| worst)
        .collect()
}

impl Report<'_> {
    pub(crate) fn json(&self) -> Value {
        let scores = &self.scores;
        json!({
            "gold": self.args.gold, "gold_hash": self.gold.hash, "seed": self.args.seed,
            "documents": scores.documents, "missing": self.missing, "gold_events": scores.gold_events,
            "gold_events_multi": scores.gold_events_multi, "given_events": scores.given_events,
            "b3": share_json(&scores.b3), "b3_multi": share_json(&scores.b3_multi),
            "pairwise": share_json(&scores.pairwise), "ari": scores.ari, "ami": scores.ami,
            "placed_per_cpu_second": self.rate, "worst": self.worst,
        })
    }

    pub(crate) fn print(&self) -> Result<()> {
        let scores = &self.scores;
        output::table(
            &["", "precision", "recall", "F1", "95 % of F1"],
            vec![
                share_row("B³, all documents", &scores.b3),
                share_row("B³, events of two and more", &scores.b3_multi),
                share_row("pairs", &scores.pairwise),
                single_row("adjusted Rand index", scores.ari),
                single_row("adjusted mutual information", scores.ami),
            ],
        )?;
        output::line(&format!(
            "{} documents, {} gold events ({} of two and more), {} given; gold hash {}, seed {}",
            scores.documents,
            scores.gold_events,
            scores.gold_events_multi,
            scores.given_events,
            self.gold.hash,
            self.args.seed
        ))?;
        if self.missing > 0 {
            output::note(&format!(
                "{} gold documents were not placed and are not scored",
                self.missing
            ));
        }
        if let Some(rate) = self.rate {
            output::line(&format!("placed {rate:.0} documents a CPU second"))?;
        }
        self.print_worst()
    }

    fn print_worst(&self) -> Result<()> {
        let rows = self
            .worst
            .iter()
            .map(|worst| {
                let parts: Vec<String> = worst
                    .split_over
                    .iter()
                    .map(|(id, n)| format!("{id}: {n}"))
                    .collect();
                vec![
                    worst.event.clone(),
                    worst.documents.to_string(),
                    parts.join(", "),
                    worst.strangers.to_string(),
                ]
            })
            .collect();
        output::table(
            &["worst events", "documents", "went to", "strangers there"],
            rows,
        )
    }
}

fn share_json(share: &Share) -> Value {
    json!({ "precision": share.precision, "recall": share.recall, "f1": share.f1,
            "f1_interval_95": [share.f1_interval.0, share.f1_interval.1] })
}

fn share_row(name: &str, share: &Share) -> Vec<String> {
    let (low, high) = share.f1_interval;
    let cell = |value: f64| format!("{value:.3}");
    vec![
        name.to_owned(),
        cell(share.precision),
        cell(share.recall),
        cell(share.f1),
        format!("{low:.3}–{high:.3}"),
    ]
}

fn single_row(name: &str, value: f64) -> Vec<String> {
    vec![
        name.to_owned(),
        String::new(),
        String::new(),
        format!("{value:.3}"),
        String::new(),
    ]
}
