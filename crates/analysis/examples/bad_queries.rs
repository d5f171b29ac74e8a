//! How long it takes to say what is wrong with a query, or to make it ready: prints milliseconds,
//! of the best of five. Never a test.
//!
//! ```sh
//! cargo run --release -p analysis --example bad_queries
//! ```

#![allow(
    clippy::print_stdout,
    reason = "a program that measures prints what it found"
)]

use analysis::Gazetteer;
use analysis::query::{Grammar, Matcher, parse};
use model::Moment;
use std::time::Instant;

fn main() {
    let places = Gazetteer::default();
    let grammar = Grammar {
        zone: chrono_tz::Asia::Shanghai,
        now: Moment(1_772_431_500_000),
        places: &places,
    };
    let all: Vec<(&str, String)> = vec![
        (
            "brackets that do not close",
            "(火灾 OR (地震 暴雨".to_owned(),
        ),
        ("a quote that does not close", "\"火灾 暴雨".to_owned()),
        ("100 kB of words", "火灾 ".repeat(14_700)),
        ("100 kB of one word", "火".repeat(34_000)),
        ("100 kB of brackets", "(".repeat(100_000)),
        ("100 kB of NOT", "-".repeat(100_000)),
        ("10,000 OR", ors(10_000)),
        ("499 OR", ors(499)),
        (
            "expression of repeats",
            "/((a{1,1000}){1,1000}){1,1000}/".to_owned(),
        ),
        ("expression that branches", "/(.*)*(.+)+x/".to_owned()),
        ("everything", "*".to_owned()),
        ("time backwards", "date:2026-04..2026-03".to_owned()),
        ("unknown field", "author:王".to_owned()),
    ];
    for (name, query) in all {
        let (mut best, mut said) = (f64::MAX, String::new());
        for _ in 0..5 {
            let began = Instant::now();
            said = match parse(&query, &grammar) {
                Ok(query) => {
                    drop(Matcher::new(query));
                    "ready".to_owned()
                }
                Err(problem) => format!("{problem:?}"),
            };
            best = best.min(began.elapsed().as_secs_f64() * 1_000.0);
        }
        let said: String = said.chars().take(80).collect();
        println!("{name:<28} {best:>9.3} ms  {said}");
    }
}

fn ors(count: usize) -> String {
    let words: Vec<String> = (0..count).map(|number| format!("火灾{number}")).collect();
    words.join(" OR ")
}
