//! `caifeng replay --bench`: what understanding and placing cost, in memory, also with many live
//! events. The live events are made up: their terms are drawn from those of the input, as often
//! as they stand there, and at least three in ten of their telling terms stand in other events too.

use super::gold::each_item;
use super::made_up::{Made, SEED};
use crate::args::Replay;
use crate::real::ProcMeter;
use crate::{Ended, output};
use analysis::engine::{Arrival, Engine};
use analysis::{Features, Understander, Understood, Words};
use anyhow::{Result, bail};
use model::{DocumentId, Moment};
use ports::Meter;
use serde_json::{Value, json};
use std::time::Instant;

/// Documents placed for one measurement.
const MEASURED: usize = 10_000;
/// Documents placed at a time on two cores.
const A_RUN: usize = 1_000;

pub(super) fn run(args: &Replay) -> Result<Ended> {
    let understander = Understander::new(&[], None);
    let meter = ProcMeter;
    let mut items = Vec::new();
    each_item(&args.input, |item| items.push(item))?;
    if items.is_empty() {
        bail!("{} holds no items", args.input.display());
    }
    let began = meter.this_thread_ns();
    let understood: Vec<Understood> = items
        .into_iter()
        .map(|item| {
            let mut one = understander.understand(item);
            one.document.text = String::new();
            one.folded = String::new();
            one
        })
        .collect();
    let understand = rate(understood.len(), meter.this_thread_ns() - began);
    let mut engine = Engine::new();
    let began = meter.this_thread_ns();
    for (number, one) in (1i64..).zip(&understood) {
        engine.place(DocumentId(number), &one.features, &one.words);
    }
    let place = rate(understood.len(), meter.this_thread_ns() - began);
    let features: Vec<(&Features, &Words)> = understood
        .iter()
        .map(|one| (&one.features, &one.words))
        .collect();
    let two_cores = on_two_cores(&mut Engine::new(), 1, &features);
    let live: Vec<Value> = args
        .live
        .iter()
        .map(|live| with_live(&understood, *live))
        .collect();
    let report = json!({
        "documents": understood.len(), "understood_per_cpu_second": understand,
        "placed_per_cpu_second": place, "placed_per_second_on_two_cores": two_cores,
        "open_events": engine.open_events(),
        "live": live, "seed": SEED, "peak_rss_bytes": meter.peak_memory_bytes(),
    });
    if args.place.json {
        output::json(&report)?;
        return Ok(Ended::Done);
    }
    output::line(&format!(
        "{} documents; understood {understand:.0}, placed {place:.0} a CPU second; placed {two_cores:.0} \
         a second on two cores; {} events open",
        understood.len(),
        engine.open_events()
    ))?;
    let rows = live
        .iter()
        .map(|one| {
            let number = |name: &str| one[name].as_f64().unwrap_or_default();
            vec![
                format!("{:.0}", number("live_events")),
                format!("{:.0}", number("placed_per_cpu_second")),
                format!("{:.1}", number("microseconds")),
                format!("{:.0}", number("placed_per_second_on_two_cores")),
                format!("{:.0}", number("megabytes")),
                format!("{:.2}", number("snapshot_seconds")),
                format!("{:.2}", number("restore_seconds")),
            ]
        })
        .collect();
    if !live.is_empty() {
        output::table(
            &[
                "live events",
                "placed/CPU s",
                "µs each",
                "placed/s on two cores",
                "MB for them",
                "snapshot, s",
                "restore, s",
            ],
            rows,
        )?;
        output::line(&format!("seed {SEED}"))?;
    }
    Ok(Ended::Done)
}

fn rate(documents: usize, spent_ns: u64) -> f64 {
    documents as f64 / (spent_ns as f64 / 1e9).max(1e-9)
}

/// Documents placed a second of the clock, with a second core beside, as many at a time as lie between
/// two second looks.
fn on_two_cores(engine: &mut Engine, first: i64, documents: &[(&Features, &Words)]) -> f64 {
    let arrivals: Vec<Arrival> = (first..)
        .zip(documents)
        .map(|(number, (features, words))| Arrival {
            id: DocumentId(number),
            features,
            words,
        })
        .collect();
    let began = Instant::now();
    for run in arrivals.chunks(A_RUN) {
        engine.place_all(run, true);
    }
    documents.len() as f64 / began.elapsed().as_secs_f64().max(1e-9)
}

/// Fills an engine with so many events, then measures.
fn with_live(understood: &[Understood], live: usize) -> Value {
    let meter = ProcMeter;
    let before = resident_bytes();
    let mut engine = Engine::with_room(live.max(1));
    let mut made = Made::new(understood);
    let words = Words::default();
    let mut number = 0i64;
    // Made-up documents open an event nearly always; those that do not are replaced by more.
    while engine.open_events() < live && number < live as i64 * 3 {
        number += 1;
        engine.place(DocumentId(number), &made.next(number), &words);
    }
    let filled = resident_bytes();
    // Measured are the input's own documents and made-up ones in turn: a first round one by one, a
    // second on two cores.
    let mut round = |round: usize, number: i64| -> Vec<Features> {
        (0..MEASURED)
            .map(|at| {
                if at.is_multiple_of(2) {
                    let at = (MEASURED / 2 * round + at / 2) % understood.len();
                    let mut features = understood[at].features.clone();
                    features.published_at = Some(Moment(number * 1_000));
                    features
                } else {
                    made.next(number + at as i64)
                }
            })
            .collect()
    };
    let measured = round(0, number);
    let began = meter.this_thread_ns();
    for features in &measured {
        number += 1;
        engine.place(DocumentId(number), features, &words);
    }
    let spent = meter.this_thread_ns() - began;
    let measured = round(1, number);
    let with_words: Vec<(&Features, &Words)> = measured.iter().map(|one| (one, &words)).collect();
    let two_cores = on_two_cores(&mut engine, number + 1, &with_words);
    let began = Instant::now();
    let bytes = engine.snapshot();
    let snapshot = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let restored = Engine::restore(&bytes)
        .map(|engine| engine.open_events())
        .unwrap_or_default();
    json!({
        "live_events": engine.open_events(), "restored_events": restored,
        "placed_per_cpu_second": rate(MEASURED, spent),
        "microseconds": spent as f64 / 1e3 / MEASURED as f64,
        "placed_per_second_on_two_cores": two_cores,
        "megabytes": filled.saturating_sub(before) as f64 / 1e6, "snapshot_bytes": bytes.len(),
        "snapshot_seconds": snapshot, "restore_seconds": began.elapsed().as_secs_f64(),
    })
}

/// Memory the process holds now, in bytes.
fn resident_bytes() -> u64 {
    const PAGE_BYTES: u64 = 4_096;
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|line| line.split(' ').nth(1)?.parse::<u64>().ok())
        .unwrap_or(0)
        * PAGE_BYTES
}
