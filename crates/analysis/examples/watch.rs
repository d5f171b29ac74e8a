//! What ten thousand waiting queries cost on a stream: prints documents a second on one core, with
//! the automaton and, of some, with every query evaluated. Never a test.
//!
//! ```sh
//! cargo run --release -p analysis --example watch -- $CAIFENG_DATA/news-zh/stream.jsonl
//! ```
//! The file is JSON Lines with `title` and `text`; queries are made of words of the table of news.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program that measures: it stops where it cannot go on, and prints what it found"
)]

use analysis::fold::fold;
use analysis::query::{Grammar, Matcher, View, Watch, parse};
use analysis::{Gazetteer, key_of};
use model::{Moment, Query};
use std::time::Instant;

static TABLE: &str = include_str!("../data/words-zh.tsv");
const QUERIES: usize = 10_000;
const DOCUMENTS: usize = 2_000;
const COMPARED: usize = 50;

fn main() {
    let path = std::env::args().nth(1).expect("name a JSON Lines file");
    let documents = documents(&path);
    let places = Gazetteer::default();
    let grammar = Grammar {
        zone: chrono_tz::Asia::Shanghai,
        now: Moment(0),
        places: &places,
    };
    let queries: Vec<Query> = (0..QUERIES)
        .map(|number| parse(&written(number), &grammar).unwrap())
        .collect();
    let watch = Watch::new(queries.clone()).unwrap();
    let began = Instant::now();
    let hits: usize = (documents.iter())
        .map(|folded| watch.matching(&view(folded)).len())
        .sum();
    let rate = documents.len() as f64 / began.elapsed().as_secs_f64();
    println!(
        "{QUERIES} queries, {} documents: {rate:.0} documents a second on one core, {hits} hits",
        documents.len()
    );
    let matchers: Vec<Matcher> = queries.into_iter().map(Matcher::new).collect();
    let began = Instant::now();
    let all = |folded: &String| {
        let holding = matchers
            .iter()
            .filter(|matcher| matcher.matches(&view(folded)));
        holding.count()
    };
    let each: usize = documents.iter().take(COMPARED).map(all).sum();
    let same: usize = (documents.iter().take(COMPARED))
        .map(|folded| watch.matching(&view(folded)).len())
        .sum();
    assert_eq!(each, same, "both find the same");
    let rate = COMPARED as f64 / began.elapsed().as_secs_f64();
    println!("each query by itself: {rate:.0} documents a second, the same hits");
}

/// Folded title and body of each.
fn documents(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().take(DOCUMENTS);
    lines
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let part = |name: &str| fold(value[name].as_str().unwrap_or_default());
            format!("{}\n{}", part("title"), part("text"))
        })
        .collect()
}

fn view(folded: &str) -> View<'_> {
    View {
        folded,
        language: model::Language::Chinese,
        ..View::default()
    }
}

/// A query of two or three words, of one of five forms.
fn written(number: usize) -> String {
    let words: Vec<&str> = TABLE
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    let word = |salt: usize| {
        let key = key_of(&format!("{number} {salt}")) as usize;
        words[key % words.len()]
    };
    match number % 5 {
        0 => format!("{} {}", word(1), word(2)),
        1 => format!("{} ({} OR {})", word(1), word(2), word(3)),
        2 => format!("{} -{}", word(1), word(2)),
        3 => format!("{} NEAR/8 {}", word(1), word(2)),
        _ => format!("title:{} lang:zh", word(1)),
    }
}
