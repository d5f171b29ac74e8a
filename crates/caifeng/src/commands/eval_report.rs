//! What `caifeng eval` prints: scores with their intervals, and the worst events.

use super::gold::Gold;
use super::why::in_short;
use crate::args::EvalEvents;
use crate::output;
use analysis::score::{Scores, Share};
use anyhow::Result;
use model::Reason;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Worst events that are listed.
const WORST_MAX: usize = 10;
/// Given events named in the table of one gold event; the JSON has all.
const PARTS_SHOWN: usize = 6;
/// Strayed documents told of one event.
const STRAYED_MAX: usize = 5;

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
    /// Documents that went elsewhere, with the reasons told then.
    strayed: Vec<Strayed>,
}

impl Worst {
    /// The given events with the most of its documents, and how many more there are.
    fn parts(&self) -> String {
        let shown = self.split_over.iter().take(PARTS_SHOWN);
        let mut parts: Vec<String> = shown.map(|(id, n)| format!("{id}: {n}")).collect();
        let more = self.split_over.len() - parts.len();
        if more > 0 {
            parts.push(format!("{more} more"));
        }
        parts.join(", ")
    }
}

/// A document that did not go where most of its event went.
#[derive(Debug, Clone, Serialize)]
struct Strayed {
    id: String,
    event: String,
    why: String,
}

/// The gold events that came out worst. Rows are id, gold label and what was given.
pub(crate) fn worst_events(
    rows: &[(&String, &String, &String)],
    reasons: &HashMap<String, Vec<Reason>>,
) -> Vec<Worst> {
    let mut by_gold: BTreeMap<&String, Vec<(&String, &String)>> = BTreeMap::new();
    let mut given_sizes: HashMap<&String, usize> = HashMap::new();
    for (id, gold, given) in rows {
        by_gold.entry(gold).or_default().push((id, given));
        *given_sizes.entry(given).or_insert(0) += 1;
    }
    let mut worst: Vec<(usize, Worst)> = by_gold
        .into_iter()
        .map(|(event, members)| worst_of(event, &members, &given_sizes, reasons))
        .filter(|(wrong, _)| *wrong > 0)
        .collect();
    worst.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.event.cmp(&b.1.event)));
    worst
        .into_iter()
        .take(WORST_MAX)
        .map(|(_, worst)| worst)
        .collect()
}

fn worst_of(
    event: &str,
    members: &[(&String, &String)],
    given_sizes: &HashMap<&String, usize>,
    reasons: &HashMap<String, Vec<Reason>>,
) -> (usize, Worst) {
    let mut parts: BTreeMap<&String, usize> = BTreeMap::new();
    for (_, given) in members {
        *parts.entry(given).or_insert(0) += 1;
    }
    let mut split_over: Vec<(String, usize)> =
        parts.iter().map(|(id, n)| ((*id).clone(), *n)).collect();
    split_over.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let (home, most) = split_over.first().cloned().unwrap_or_default();
    let strangers = given_sizes.get(&home).map_or(0, |size| size - most);
    let strayed = members
        .iter()
        .filter(|(_, given)| **given != home)
        .take(STRAYED_MAX)
        .map(|(id, given)| Strayed {
            id: (*id).clone(),
            event: (*given).clone(),
            why: reasons
                .get(*id)
                .map(|all| in_short(all))
                .unwrap_or_default(),
        })
        .collect();
    let worst = Worst {
        event: event.to_owned(),
        documents: members.len(),
        split_over,
        strangers,
        strayed,
    };
    (members.len() - most + strangers, worst)
}

impl Report<'_> {
    pub(crate) fn json(&self) -> Value {
        let scores = &self.scores;
        json!({
            "gold": self.args.gold, "gold_hash": self.gold.hash, "label": self.args.label, "seed": self.args.seed,
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
                vec![
                    worst.event.clone(),
                    worst.documents.to_string(),
                    worst.parts(),
                    worst.strangers.to_string(),
                    worst
                        .strayed
                        .iter()
                        .map(|one| format!("{} → {}: {}", one.id, one.event, one.why))
                        .collect::<Vec<_>>()
                        .join("; "),
                ]
            })
            .collect();
        output::table(
            &[
                "worst events",
                "documents",
                "went to",
                "strangers there",
                "strayed, and why",
            ],
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
