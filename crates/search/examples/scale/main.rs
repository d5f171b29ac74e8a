//! What searching costs over very many posts: indexing, size by field, and the time of five
//! kinds of questions over the last seven days, newest first, and of counting by hour over
//! thirty, by the CPU time of the thread that asks and by the clock. Prints a table; never a test.
//!
//! ```sh
//! cargo run --release -p search --example scale -- 1000000 /scratch/index
//! ```
//! A folder that holds an index of that many posts already is asked again without indexing. With a third
//! number, only as many of the posts go in: the days that are asked then end with the last of them.
//! `-- likeness TEXTS.jsonl.gz` tells how like the posts are to texts that people wrote.
//! `-- beside PROGRAM DATA-DIRECTORY QUESTIONS-A-SECOND FILE…` asks while `caifeng import` works.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program that measures: it stops where it cannot go on, and prints what it found"
)]

mod beside;
mod costs;
mod likeness;
mod posts;

use analysis::Understander;
use costs::Costs;
use model::{DocumentId, Moment, Part, Query};
use ports::{Order, SearchIndex};
use posts::{Chance, DAY_MS, Posts};
use search::{IndexSettings, TantivyIndex};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

pub(crate) const SEED: u64 = 20_260_302;
const BATCH: i64 = 1_000;
const COMMIT_EVERY: i64 = 50_000;
const QUESTIONS: usize = 300;
/// How often each of them is asked, one time after the other.
const ANSWERS: usize = 3;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["likeness", texts] => likeness::tell(texts),
        ["beside", ..] => beside::run(&args[1..]),
        [count, folder] => measure(number(count), number(count), folder),
        [count, folder, first] => measure(number(count), number(first), folder),
        _ => panic!("see the first lines of this program"),
    }
}

fn number(text: &str) -> i64 {
    text.parse().expect("say how many posts")
}

/// Of as many posts as there are in the year, the first ones.
fn measure(year: i64, count: i64, folder: &str) {
    std::fs::create_dir_all(folder).unwrap();
    let posts = Posts::new(year, SEED);
    let understander = Arc::new(Understander::new(&[], None));
    let index =
        TantivyIndex::open(Path::new(folder), IndexSettings::default(), understander).unwrap();
    println!("the first {count} of {year} posts of a year, seed {SEED}, 300 characters each about");
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

/// Any of the posts.
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

fn within(query: Query, days: i64, end_ms: i64) -> Query {
    let from = Some(Moment(end_ms - days * DAY_MS));
    let mut parts = match query {
        Query::And(parts) => parts,
        query => vec![query],
    };
    parts.push(Query::Published(from, None));
    Query::And(parts)
}

fn ask_all(index: &TantivyIndex, posts: &Posts, count: i64, when: &str) {
    let (all, own) = (process_cpu_ms(), costs::thread_cpu_ms());
    for kind in ["term", "and", "phrase", "fragment"] {
        let name = format!("{kind}, 7 days, 20 newest{when}");
        ask_kind(&name, kind, 7, (posts, count), |query| {
            let found = index.find(query, Order::Newest, 0, 20).unwrap();
            found.total
        });
    }
    let name = format!("facets of a term, 30 days{when}");
    ask_kind(&name, "term", 30, (posts, count), |query| {
        index.facets(query).unwrap().total as usize
    });
    println!(
        "all threads together {:.1} CPU s meanwhile, the one that asked {:.1}",
        (process_cpu_ms() - all) / 1_000.0,
        (costs::thread_cpu_ms() - own) / 1_000.0
    );
}

/// Questions of one kind over the last days; `ask` gives the number of hits.
fn ask_kind(
    name: &str,
    kind: &str,
    days: i64,
    (posts, count): (&Posts, i64),
    ask: impl Fn(&Query) -> usize,
) {
    let (mut chance, end) = (Chance(SEED), posts.post(count).at);
    let (mut costs, mut hits) = (Costs::default(), 0);
    for _ in 0..QUESTIONS {
        let query = within(question(kind, posts, count, &mut chance), days, end.0);
        for _ in 0..ANSWERS {
            costs.of(|| hits += ask(&query));
        }
    }
    costs.tell(name, hits, ANSWERS);
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
