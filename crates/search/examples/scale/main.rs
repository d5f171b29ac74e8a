//! What searching costs over very many posts: indexing, size by field, and the time of five
//! kinds of questions over the last seven days, newest first, and of counting by hour over
//! thirty. Prints a table; never a test.
//!
//! ```sh
//! cargo run --release -p search --example scale -- 1000000 /scratch/index
//! ```
//! A folder that holds an index of that many posts already is asked again without indexing.
//! `-- likeness TEXTS.jsonl.gz` tells how like the posts are to texts that people wrote.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program that measures: it stops where it cannot go on, and prints what it found"
)]

mod likeness;
mod posts;

use analysis::Understander;
use model::{DocumentId, Moment, Part, Query};
use ports::{Order, SearchIndex};
use posts::{Chance, DAY_MS, END_MS, Posts};
use search::{IndexSettings, TantivyIndex};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

pub(crate) const SEED: u64 = 20_260_302;
const BATCH: i64 = 1_000;
const COMMIT_EVERY: i64 = 50_000;
const QUESTIONS: usize = 300;

fn main() {
    let mut args = std::env::args().skip(1);
    let first = args.next().unwrap_or_default();
    if first == "likeness" {
        return likeness::tell(&args.next().expect("name a file of texts"));
    }
    let count: i64 = first.parse().unwrap_or(1_000_000);
    let folder = args.next().expect("name a folder for the index");
    std::fs::create_dir_all(&folder).unwrap();
    let posts = Posts::new(count, SEED);
    let understander = Arc::new(Understander::new(&[], None));
    let index =
        TantivyIndex::open(Path::new(&folder), IndexSettings::default(), understander).unwrap();
    println!(
        "posts {count}, seed {SEED}, one year, {} characters each about",
        300
    );
    fill(&index, &posts, count);
    sizes(&index, &posts, count);
    println!("memory before asking: {} MB", resident_mb());
    ask_all(&index, &posts, count, "");
    println!("memory after asking: {} MB", resident_mb());
    while_indexing(&index, &posts, count);
    println!("memory at most: {} MB", status_mb("VmHWM"));
}

fn fill(index: &TantivyIndex, posts: &Posts, count: i64) {
    let from = index.last_committed().unwrap().0;
    let (began, cpu) = (Instant::now(), process_cpu_ms());
    let mut first = from + 1;
    while first <= count {
        let last = (first + BATCH - 1).min(count);
        let entries = (first..=last).map(|id| posts.post(id).entry()).collect();
        index.put(entries).unwrap();
        if last % COMMIT_EVERY == 0 || last == count {
            index.commit(DocumentId(last)).unwrap();
        }
        if last % 1_000_000 == 0 {
            println!("  {last} posts after {} s", began.elapsed().as_secs());
        }
        first = last + 1;
    }
    let made = count - from;
    if made > 0 {
        let (wall, cpu) = (
            began.elapsed().as_secs_f64(),
            (process_cpu_ms() - cpu) / 1_000.0,
        );
        println!(
            "indexed {made} posts, making them included: {wall:.0} s, {cpu:.0} CPU s, {:.0} posts a CPU s",
            made as f64 / cpu
        );
    }
}

fn sizes(index: &TantivyIndex, posts: &Posts, count: i64) {
    let sampled = 2_000.min(count);
    let bytes: usize = (1..=sampled).map(|id| posts.post(id).text.len()).sum();
    let raw = bytes as f64 / sampled as f64 * count as f64;
    let space = index.space().unwrap();
    let total: u64 = space.iter().map(|(_, bytes)| bytes).sum();
    println!(
        "raw text {:.0} MB, index {:.0} MB: {:.2} × raw",
        raw / 1e6,
        total as f64 / 1e6,
        total as f64 / raw
    );
    for (name, bytes) in space {
        println!(
            "  {name:<28} {:>9.1} MB  {:.3} × raw",
            bytes as f64 / 1e6,
            bytes as f64 / raw
        );
    }
}

/// Words of a post of the last seven days, and its text.
fn drawn(posts: &Posts, count: i64, chance: &mut Chance) -> posts::Post {
    posts.post(1 + chance.below(count as u64) as i64)
}

fn sequence(text: &str) -> Query {
    Query::Sequence(Part::Whole, text.to_owned())
}

fn question(kind: &str, posts: &Posts, count: i64, chance: &mut Chance) -> Query {
    loop {
        let post = drawn(posts, count, chance);
        let at = chance.below(post.words.len() as u64 - 1) as usize;
        let (one, two) = (&post.words[at], &post.words[at + 1]);
        let chars: Vec<char> = post.text.chars().collect();
        let query = match kind {
            "term" if one.chars().count() > 1 => sequence(one),
            "and" if one.chars().count() > 1 && two.chars().count() > 1 => {
                Query::And(vec![sequence(one), sequence(two)])
            }
            "phrase" => match post.text.find(&format!("{one}{two}")) {
                Some(_) => sequence(&format!("{one}{two}")),
                None => continue,
            },
            "fragment" => {
                let from = chance.below(chars.len() as u64 - 6) as usize;
                sequence(&chars[from..from + 6].iter().collect::<String>())
            }
            _ => continue,
        };
        return query;
    }
}

fn within(query: Query, days: i64) -> Query {
    let from = Some(Moment(END_MS - days * DAY_MS));
    let mut parts = match query {
        Query::And(parts) => parts,
        query => vec![query],
    };
    parts.push(Query::Published(from, None));
    Query::And(parts)
}

fn ask_all(index: &TantivyIndex, posts: &Posts, count: i64, when: &str) {
    for kind in ["term", "and", "phrase", "fragment"] {
        let mut chance = Chance(SEED);
        let (mut costs, mut hits) = (Vec::new(), 0);
        for _ in 0..QUESTIONS {
            let query = within(question(kind, posts, count, &mut chance), 7);
            costs.push(cost(|| {
                hits += index.find(&query, Order::Newest, 0, 20).unwrap().total;
            }));
        }
        tell(&format!("{kind}, 7 days, 20 newest{when}"), &costs, hits);
    }
    let mut chance = Chance(SEED);
    let (mut costs, mut hits) = (Vec::new(), 0);
    for _ in 0..QUESTIONS {
        let query = within(question("term", posts, count, &mut chance), 30);
        costs.push(cost(|| {
            hits += index.facets(&query).unwrap().total as usize;
        }));
    }
    tell(&format!("facets of a term, 30 days{when}"), &costs, hits);
}

/// Milliseconds by the clock: of the first answer, and of the best of three. The system counts
/// CPU time in steps that are longer than most answers; where the machine is quiet, the best is it.
struct Cost {
    first: f64,
    best: f64,
}

fn cost(mut ask: impl FnMut()) -> Cost {
    let mut times = [0.0; 3];
    for time in &mut times {
        let began = Instant::now();
        ask();
        *time = began.elapsed().as_secs_f64() * 1_000.0;
    }
    Cost {
        first: times[0],
        best: times.into_iter().fold(f64::MAX, f64::min),
    }
}

fn tell(name: &str, costs: &[Cost], hits: usize) {
    let mut first: Vec<f64> = costs.iter().map(|cost| cost.first).collect();
    let mut best: Vec<f64> = costs.iter().map(|cost| cost.best).collect();
    first.sort_by(f64::total_cmp);
    best.sort_by(f64::total_cmp);
    let at = |sorted: &[f64], share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    println!(
        "{name:<42} p50 {:>7.2} ms  p99 {:>7.2} ms  (first answers: p50 {:.2}, p99 {:.2}; {} questions, {} hits each)",
        at(&best, 0.5),
        at(&best, 0.99),
        at(&first, 0.5),
        at(&first, 0.99),
        costs.len(),
        hits / costs.len() / 3
    );
}

/// The same questions while posts go in as fast as they can.
fn while_indexing(index: &TantivyIndex, posts: &Posts, count: i64) {
    let more = (count / 20).clamp(10_000, 200_000);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let indexing = scope.spawn(|| {
            let (began, mut id) = (Instant::now(), count);
            while id < count + more && !stop.load(Ordering::Relaxed) {
                let entries = (id + 1..=id + BATCH)
                    .map(|id| posts.post(id).entry())
                    .collect();
                index.put(entries).unwrap();
                id += BATCH;
                if id % 10_000 == 0 {
                    index.commit(DocumentId(id)).unwrap();
                }
            }
            println!(
                "indexed beside the questions: {:.0} posts a second",
                (id - count) as f64 / began.elapsed().as_secs_f64()
            );
        });
        ask_all(index, posts, count, ", indexing");
        stop.store(true, Ordering::Relaxed);
        indexing.join().unwrap();
    });
    // What was added beyond the count is taken out, so that the folder can be asked again.
    let added: Vec<DocumentId> = (count + 1..=count + more + BATCH).map(DocumentId).collect();
    index.remove(&added).unwrap();
    index.commit(DocumentId(count)).unwrap();
}

/// Of all threads, those that have ended included: indexing starts new ones with every commit.
fn process_cpu_ms() -> f64 {
    const MS_A_TICK: f64 = 10.0;
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    // The name of the program stands in brackets and may hold anything.
    let (_, rest) = text.rsplit_once(')').unwrap();
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) * MS_A_TICK
}

fn resident_mb() -> u64 {
    status_mb("VmRSS")
}

fn status_mb(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    let kb = line.split_whitespace().nth(1).unwrap();
    kb.parse::<u64>().unwrap() / 1_024
}
