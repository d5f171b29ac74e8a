//! `caifeng eval`: how well events are told apart, against gold labels.

use super::intake::open_input;
use crate::args::EvalEvents;
use crate::{Ended, output};
use analysis::Understander;
use analysis::engine::Engine;
use analysis::score::{Scores, Share, score};
use anyhow::{Context, Result, bail};
use desk::line::{Entry, LineReader};
use model::{DocumentId, Item, Moment, SourceId};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::io::BufRead;
use std::path::Path;

/// Worst events that are listed.
const WORST_MAX: usize = 10;
/// Arrival of documents without a published time, which are only scored.
const ARRIVED: Moment = Moment(1_700_000_000_000);

pub(crate) fn run(args: &EvalEvents) -> Result<Ended> {
    let gold = read_gold(&args.gold, &args.label)?;
    if gold.labels.is_empty() {
        bail!(
            "{} holds no line with an id and a {:?} label",
            args.gold.display(),
            args.label
        );
    }
    let (given, seconds) = match &args.assignments {
        Some(path) => (read_assignments(path)?, None),
        None => place(args, &gold)?,
    };
    let scored: Vec<(&String, &String)> = gold
        .ids
        .iter()
        .filter_map(|id| Some((gold.labels.get(id)?, given.get(id)?)))
        .collect();
    let missing = gold.ids.len() - scored.len();
    let gold_labels: Vec<String> = scored.iter().map(|(gold, _)| (*gold).clone()).collect();
    let given_labels: Vec<String> = scored.iter().map(|(_, given)| (*given).clone()).collect();
    let scores = score(&gold_labels, &given_labels, args.seed);
    let worst = worst_events(&gold_labels, &given_labels);
    print(args, &gold, &scores, &worst, missing, seconds)?;
    Ok(if missing > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

/// Labels by id, in order.
struct Gold {
    ids: Vec<String>,
    labels: HashMap<String, String>,
    hash: String,
}

fn each_line(path: &Path, mut each: impl FnMut(&[u8])) -> Result<()> {
    let (mut reader, _) = open_input(path)?;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader
            .read_until(b'\n', &mut line)
            .with_context(|| format!("cannot read {}", path.display()))?;
        if read == 0 {
            return Ok(());
        }
        each(&line);
    }
}

fn read_gold(path: &Path, label: &str) -> Result<Gold> {
    let mut gold = Gold {
        ids: Vec::new(),
        labels: HashMap::new(),
        hash: String::new(),
    };
    let mut hasher = std::hash::DefaultHasher::new();
    each_line(path, |line| {
        hasher.write(line);
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        let (Some(id), Some(label)) = (text(&value, "id"), text(&value, label)) else {
            return;
        };
        if gold.labels.insert(id.clone(), label).is_none() {
            gold.ids.push(id);
        }
    })?;
    gold.hash = format!("{:016x}", hasher.finish());
    Ok(gold)
}

fn read_assignments(path: &Path) -> Result<HashMap<String, String>> {
    let mut given = HashMap::new();
    each_line(path, |line| {
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        if let (Some(id), Some(event)) = (text(&value, "id"), text(&value, "event")) {
            given.insert(id, event);
        }
    })?;
    Ok(given)
}

fn text(value: &Value, field: &str) -> Option<String> {
    match value.get(field)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Begins cold, places the stream up to the last gold document, and gives the event of each.
fn place(args: &EvalEvents, gold: &Gold) -> Result<(HashMap<String, String>, Option<f64>)> {
    let mut items = Vec::new();
    let mut wanted: HashSet<&str> = gold.ids.iter().map(String::as_str).collect();
    if let Some(stream) = &args.stream {
        each_item(stream, |item| {
            if !wanted.is_empty() {
                wanted.remove(item.key.external_id.as_str());
                items.push(item);
            }
        })?;
    }
    if !wanted.is_empty() {
        let before = items.len();
        each_item(&args.gold, |item| {
            if wanted.contains(item.key.external_id.as_str()) {
                items.push(item);
            }
        })?;
        if let Some(rest) = items.get_mut(before..) {
            rest.sort_by_key(|item| item.published_at);
        }
    }
    let understander = Understander::new(&[], None);
    let mut engine = Engine::new();
    let mut given = HashMap::new();
    let mut spent = 0u64;
    for (number, item) in (1i64..).zip(items) {
        let id = item.key.external_id.clone();
        let understood = understander.understand(item);
        let began = ports::Meter::this_thread_ns(&crate::real::ProcMeter);
        let placement = engine.place(DocumentId(number), &understood.features, &understood.words);
        spent += ports::Meter::this_thread_ns(&crate::real::ProcMeter) - began;
        given.insert(id, placement.event.to_string());
    }
    let rate = engine.last_document().0 as f64 / (spent as f64 / 1e9).max(1e-9);
    Ok((given, Some(rate)))
}

fn each_item(path: &Path, mut each: impl FnMut(Item)) -> Result<()> {
    let (reader, _) = open_input(path)?;
    let mut lines = LineReader::new(
        reader,
        chrono_tz::UTC,
        ARRIVED,
        "gold".to_owned(),
        |_: &str| Ok(SourceId(1)),
    );
    while let Some(batch) = lines.next_batch() {
        for entry in batch.entries {
            match entry {
                Entry::Item(_, mut item) => {
                    item.arrived_at = item.published_at.unwrap_or(ARRIVED);
                    each(*item);
                }
                Entry::Broken(line, why) => {
                    output::note(&format!("{}, line {line}: {why}", path.display()));
                }
            }
        }
    }
    Ok(())
}

/// One gold event that came out badly.
#[derive(Debug, Serialize)]
struct Worst {
    event: String,
    documents: usize,
    /// Given events its documents went to, with how many each.
    split_over: Vec<(String, usize)>,
    /// Documents of other gold events in the largest of those.
    strangers: usize,
}

fn worst_events(gold: &[String], given: &[String]) -> Vec<Worst> {
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

fn print(
    args: &EvalEvents,
    gold: &Gold,
    scores: &Scores,
    worst: &[Worst],
    missing: usize,
    rate: Option<f64>,
) -> Result<()> {
    let share = |share: &Share| {
        json!({ "precision": share.precision, "recall": share.recall, "f1": share.f1,
                "f1_interval_95": [share.f1_interval.0, share.f1_interval.1] })
    };
    if args.json {
        return output::json(&json!({
            "gold": args.gold, "gold_hash": gold.hash, "seed": args.seed, "documents": scores.documents,
            "missing": missing, "gold_events": scores.gold_events, "gold_events_multi": scores.gold_events_multi,
            "given_events": scores.given_events, "b3": share(&scores.b3), "b3_multi": share(&scores.b3_multi),
            "pairwise": share(&scores.pairwise), "ari": scores.ari, "ami": scores.ami,
            "placed_per_cpu_second": rate, "worst": worst,
        }));
    }
    let row = |name: &str, share: &Share| {
        let (low, high) = share.f1_interval;
        let cell = |value: f64| format!("{value:.3}");
        vec![
            name.to_owned(),
            cell(share.precision),
            cell(share.recall),
            cell(share.f1),
            format!("{low:.3}–{high:.3}"),
        ]
    };
    let single = |name: &str, value: f64| {
        vec![
            name.to_owned(),
            String::new(),
            String::new(),
            format!("{value:.3}"),
            String::new(),
        ]
    };
    output::table(
        &["", "precision", "recall", "F1", "95 % of F1"],
        vec![
            row("B³, all documents", &scores.b3),
            row("B³, events of two and more", &scores.b3_multi),
            row("pairs", &scores.pairwise),
            single("adjusted Rand index", scores.ari),
            single("adjusted mutual information", scores.ami),
        ],
    )?;
    output::line(&format!(
        "{} documents, {} gold events ({} of two and more), {} given; gold hash {}, seed {}",
        scores.documents,
        scores.gold_events,
        scores.gold_events_multi,
        scores.given_events,
        gold.hash,
        args.seed
    ))?;
    if missing > 0 {
        output::note(&format!(
            "{missing} gold documents were not placed and are not scored"
        ));
    }
    if let Some(rate) = rate {
        output::line(&format!("placed {rate:.0} documents a CPU second"))?;
    }
    let rows = worst
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
