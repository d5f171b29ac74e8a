//! `caifeng eval`: how well events are told apart, against gold labels.

use super::eval_report::{Report, worst_events};
use super::gold::{Gold, each_item, read_assignments, read_gold};
use crate::args::{EvalEvents, Given};
use crate::{Ended, output};
use analysis::Understander;
use analysis::engine::Engine;
use analysis::score::score;
use anyhow::{Result, bail};
use model::{DocumentId, Item, Reason};
use std::collections::{HashMap, HashSet};
use std::path::Path;

pub(crate) fn run(args: &EvalEvents) -> Result<Ended> {
    let gold = read_gold(&args.gold, &args.label)?;
    if gold.labels.is_empty() {
        bail!(
            "{} holds no line with an id and a {:?} label",
            args.gold.display(),
            args.label
        );
    }
    let given = match &args.assignments {
        Some(path) => GivenEvents {
            events: read_assignments(path, field_of(args.given))?,
            ..GivenEvents::default()
        },
        None => place(args, &gold)?,
    };
    let scored: Vec<(&String, &String, &String)> = gold
        .ids
        .iter()
        .filter_map(|id| Some((id, gold.labels.get(id)?, given.events.get(id)?)))
        .collect();
    let missing = gold.ids.len() - scored.len();
    let gold_labels: Vec<String> = scored.iter().map(|(_, gold, _)| (*gold).clone()).collect();
    let given_labels: Vec<String> = scored.iter().map(|(.., given)| (*given).clone()).collect();
    let scores = score(&gold_labels, &given_labels, args.seed);
    let worst = worst_events(&scored, &given.reasons);
    let rate = given.rate;
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

/// What each document was given.
#[derive(Default)]
struct GivenEvents {
    events: HashMap<String, String>,
    reasons: HashMap<String, Vec<Reason>>,
    rate: Option<f64>,
}

fn field_of(given: Given) -> &'static str {
    match given {
        Given::Event => "event",
        Given::Story => "story",
    }
}

/// Items to place: the stream up to the last gold document, then gold ones it does not hold.
pub(super) fn items_of(stream: Option<&Path>, gold: &[&Path], ids: &[String]) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let mut wanted: HashSet<&str> = ids.iter().map(String::as_str).collect();
    if let Some(stream) = stream {
        each_item(stream, |item| {
            if !wanted.is_empty() {
                wanted.remove(item.key.external_id.as_str());
                items.push(item);
            }
        })?;
    }
    let before = items.len();
    for path in gold {
        if wanted.is_empty() || path.extension().is_some_and(|extension| extension == "tsv") {
            continue;
        }
        each_item(path, |item| {
            if wanted.contains(item.key.external_id.as_str()) {
                items.push(item);
            }
        })?;
    }
    if let Some(rest) = items.get_mut(before..) {
        rest.sort_by_key(|item| item.published_at);
    }
    Ok(items)
}

/// Begins cold, places the stream up to the last gold document, and gives the event of each.
fn place(args: &EvalEvents, gold: &Gold) -> Result<GivenEvents> {
    let items = items_of(args.stream.as_deref(), &[&args.gold], &gold.ids)?;
    let understander = Understander::new(&[], None);
    let mut engine = Engine::new();
    let mut placed = Vec::new();
    let mut spent = 0u64;
    for (number, item) in (1i64..).zip(items) {
        let id = item.key.external_id.clone();
        let understood = understander.understand(item);
        let began = ports::Meter::this_thread_ns(&crate::real::ProcMeter);
        let placement = engine.place(DocumentId(number), &understood.features, &understood.words);
        spent += ports::Meter::this_thread_ns(&crate::real::ProcMeter) - began;
        if gold.labels.contains_key(&id) {
            placed.push((id, placement));
        }
    }
    let mut given = GivenEvents {
        rate: Some(engine.last_document().0 as f64 / (spent as f64 / 1e9).max(1e-9)),
        ..GivenEvents::default()
    };
    for (id, placement) in placed {
        let event = match args.given {
            Given::Event => placement.event,
            Given::Story => engine.story_of(placement.event),
        };
        given.events.insert(id.clone(), event.to_string());
        given.reasons.insert(id, placement.reasons);
    }
    Ok(given)
}
