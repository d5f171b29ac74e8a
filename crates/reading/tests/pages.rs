//! Real pages with marked text: how much of the text is read, and how fast.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use chrono_tz::Asia::Shanghai;
use flate2::read::GzDecoder;
use model::{ArticleRules, Moment};
use reading::extraction_score::{self, Scores};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// 2026-03-02T14:05:00+08:00
const NOW: Moment = Moment(1_772_431_500_000);
/// Seed of the intervals.
const SEED: u64 = 20_260_302;

#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the test command says where the data lies"
)]
fn data(what: &str) -> Option<PathBuf> {
    let folder = std::env::var("CAIFENG_DATA")
        .ok()
        .filter(|folder| !folder.is_empty());
    if folder.is_none() {
        println!("SKIPPED: {what}: CAIFENG_DATA is not set");
    }
    folder.map(PathBuf::from)
}

struct Marked {
    text: String,
    url: String,
    html: Vec<u8>,
}

fn marked_pages(folder: &Path) -> Vec<Marked> {
    let truth = fs::read(folder.join("ground-truth.json")).unwrap();
    let truth: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&truth).unwrap();
    let field = |value: &serde_json::Value, name: &str| -> String {
        value
            .get(name)
            .and_then(|v| v.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    truth
        .into_iter()
        .map(|(id, value)| {
            let packed = fs::read(folder.join(format!("html/{id}.html.gz"))).unwrap();
            let mut html = Vec::new();
            GzDecoder::new(packed.as_slice())
                .read_to_end(&mut html)
                .unwrap();
            let (text, url) = (field(&value, "articleBody"), field(&value, "url"));
            Marked { text, url, html }
        })
        .collect()
}

/// Marked and read texts, and the time that reading took.
fn read_all(pages: &[Marked]) -> (Vec<(String, String)>, Duration) {
    let begin = Instant::now();
    let read: Vec<String> = pages
        .iter()
        .map(|page| {
            let rules = ArticleRules::default();
            reading::read_article(&page.html, None, &page.url, NOW, Shanghai, &rules).text
        })
        .collect();
    let took = begin.elapsed();
    let marked = pages.iter().map(|page| page.text.clone());
    (marked.zip(read).collect(), took)
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what the test is run for"
)]
fn measured(set: &str, floor: f64, score: impl Fn(&[(String, String)]) -> Scores) {
    let Some(data) = data(set) else { return };
    let pages = marked_pages(&data.join("pages").join(set));
    let (pairs, took) = read_all(&pages);
    let scores = score(&pairs);
    let single: Vec<Scores> = pairs
        .iter()
        .map(|pair| score(std::slice::from_ref(pair)))
        .collect();
    let (low, high) = extraction_score::interval(pairs.len(), SEED, |drawn| {
        let drawn: Vec<&Scores> = drawn.iter().filter_map(|at| single.get(*at)).collect();
        let mean = |of: fn(&Scores) -> f64| {
            drawn.iter().map(|scores| of(scores)).sum::<f64>() / drawn.len() as f64
        };
        if set == "zh" {
            return mean(|scores| scores.f1);
        }
        let (p, r) = (
            mean(|scores| scores.precision),
            mean(|scores| scores.recall),
        );
        2.0 * p * r / (p + r)
    });
    println!(
        "{set}: {} pages, precision {:.4}, recall {:.4}, F1 {:.4} ({low:.4} to {high:.4}), {:.0} pages a second",
        pages.len(),
        scores.precision,
        scores.recall,
        scores.f1,
        pages.len() as f64 / took.as_secs_f64(),
    );
    assert!(
        scores.f1 >= floor,
        "{set}: F1 {:.4} below {floor}",
        scores.f1
    );
}

#[test]
fn chinese_pages_are_read() {
    measured("zh", 0.99, extraction_score::chinese);
}

#[test]
fn english_pages_are_read() {
    measured("en", 0.97, extraction_score::english);
}
