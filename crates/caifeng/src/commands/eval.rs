//! `caifeng eval`: how well events are told apart, against gold labels.

use super::eval_report::{Report, worst_events};
use super::intake::open_input;
use crate::args::EvalEvents;
use crate::{Ended, output};
use analysis::Understander;
use analysis::engine::Engine;
use analysis::score::score;
use anyhow::{Context, Result, bail};
use desk::line::{Entry, LineReader};
use model::{DocumentId, Item, Moment, SourceId};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::io::BufRead;
use std::path::Path;

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
    let (given, rate) = match &args.assignments {
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
    let report = Report {
        args,
        gold: &gold,
        scores,
        worst,
        missing,
        rate,
    };
    if args.json {
        output::json(&report.json())?;
    } else {
        report.print()?;
    }
    Ok(if missing > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

/// Labels by id, in order.
pub(crate) struct Gold {
    ids: Vec<String>,
    labels: HashMap<String, String>,
    pub(crate) hash: String,
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
