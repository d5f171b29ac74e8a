//! `caifeng replay --bench`: what understanding and placing cost, in memory, also with many live
//! events. The live events are made up: their terms are drawn from those of the input, as often
//! as they stand there, and at least three in ten of their telling terms stand in other events too.

use super::gold::each_item;
use crate::args::Replay;
use crate::real::ProcMeter;
use crate::{Ended, output};
use analysis::engine::Engine;
use analysis::{Features, Term, Understander, Understood, Words};
use anyhow::{Result, bail};
use model::{DocumentId, Moment};
use ports::Meter;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Instant;

/// Documents placed for one measurement.
const MEASURED: usize = 10_000;
/// Documents a term stands in at most to be a telling one.
const TELLING_MAX: u32 = 40;
/// Share of a made-up document's telling terms that are drawn from those others have.
const SHARED: f64 = 0.35;
/// Terms of which made-up telling ones are drawn, and own ones made.
const SEED: u64 = 20_261_123;

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
    let live: Vec<Value> = args
        .live
        .iter()
        .map(|live| with_live(&understood, *live))
        .collect();
    let report = json!({
        "documents": understood.len(), "understood_per_cpu_second": understand,
        "placed_per_cpu_second": place, "open_events": engine.open_events(),
        "live": live, "seed": SEED, "peak_rss_bytes": meter.peak_memory_bytes(),
    });
    if args.place.json {
        output::json(&report)?;
        return Ok(Ended::Done);
    }
    output::line(&format!(
        "{} documents; understood {understand:.0}, placed {place:.0} a CPU second; {} events open",
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
    // Measured are the input's own documents and made-up ones in turn.
    let measured: Vec<Features> = (0..MEASURED)
        .map(|at| {
            if at.is_multiple_of(2) {
                let mut features = understood[at / 2 % understood.len()].features.clone();
                features.published_at = Some(Moment(number * 1_000));
                features
            } else {
                made.next(number + at as i64)
            }
        })
        .collect();
    let began = meter.this_thread_ns();
    for features in &measured {
        number += 1;
        engine.place(DocumentId(number), features, &words);
    }
    let spent = meter.this_thread_ns() - began;
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

/// Makes documents up.
struct Made<'a> {
    understood: &'a [Understood],
    /// Terms of the input, each as often as it stands there.
    common: Vec<Term>,
    telling: Vec<Term>,
    state: u64,
}

impl<'a> Made<'a> {
    fn new(understood: &'a [Understood]) -> Self {
        let mut documents: HashMap<u32, u32> = HashMap::new();
        for term in understood.iter().flat_map(|one| &one.features.terms) {
            *documents.entry(term.key).or_insert(0) += 1;
        }
        let (mut common, mut telling) = (Vec::new(), Vec::new());
        for term in understood.iter().flat_map(|one| &one.features.terms) {
            match documents.get(&term.key) {
                Some(count) if *count > TELLING_MAX => common.push(*term),
                Some(count) if *count > 1 => telling.push(*term),
                _ => {}
            }
        }
        Self {
            understood,
            common,
            telling,
            state: SEED,
        }
    }

    fn draw(&mut self, below: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }

    /// A document with as many terms as one of the input: common ones as common as there, telling
    /// ones partly shared with others, partly its own.
    fn next(&mut self, number: i64) -> Features {
        let pattern = self.draw(self.understood.len());
        let pattern = &self.understood[pattern].features;
        let mut features = Features {
            published_at: Some(Moment(number * 1_000)),
            fingerprint: number as u64,
            ..Features::default()
        };
        for term in &pattern.terms {
            let own = term.background < TELLING_MAX as f32;
            let mut drawn = if !own && !self.common.is_empty() {
                let at = self.draw(self.common.len());
                self.common[at]
            } else if self.draw(1_000) < (SHARED * 1_000.0) as usize && !self.telling.is_empty() {
                let at = self.draw(self.telling.len());
                self.telling[at]
            } else {
                Term {
                    key: self.draw(u32::MAX as usize) as u32,
                    ..*term
                }
            };
            (drawn.count, drawn.in_title, drawn.in_lead) =
                (term.count, term.in_title, term.in_lead);
            features.terms.push(drawn);
        }
        features.terms.sort_unstable_by_key(|term| term.key);
        features.terms.dedup_by_key(|term| term.key);
        features
    }
}
