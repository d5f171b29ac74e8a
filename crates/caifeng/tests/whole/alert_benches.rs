//! Benches of alerts by the real path: how long one takes, and what a storm costs. Run by
//! `benches/alerts`; never a test.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use super::alerting::{desk, feed};
use super::bench::{Bench, Seeded, items};
use super::browser::Served;
use super::site::{Answer, Site, site};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Feeds of the bench: how many, how many entries each, and how many of those a rule watches for.
const FEEDS: usize = 40;
const ENTRIES: usize = 200;
const WATCHED: usize = 10;
/// Feeds of the storm, one every 1.2 s: 10,000 documents in a minute.
const STORM_FEEDS: usize = 50;

/// When each feed was read, by its number.
type Read = Arc<Mutex<HashMap<usize, Instant>>>;

/// Letters that nothing else is written in, so that each is a matter of its own.
fn letters(seed: usize, count: usize) -> String {
    let mut seeded = Seeded(seed as u64);
    let mut letter = || char::from_u32(0x4e00 + seeded.below(18_000) as u32).unwrap();
    (0..count).map(|_| letter()).collect()
}

/// Whether a rule watches for this entry of a feed; its headline then.
fn watched(number: usize, place: usize) -> Option<String> {
    let name = number * ENTRIES + place;
    place
        .is_multiple_of(ENTRIES / WATCHED)
        .then(|| letters(name, 8))
}

/// A county with many feeds; remembers when each was read.
fn county(read: &Read) -> Site {
    let read = Arc::clone(read);
    site(move |path| {
        let number: usize = path.strip_prefix("/feed/")?.parse().ok()?;
        let common = items(ENTRIES, 7_000 + number as u64);
        let entries: Vec<(String, String)> = (0..ENTRIES)
            .zip(common)
            .map(|(place, line)| {
                let item: serde_json::Value = serde_json::from_str(&line).unwrap();
                let text = item["text"].as_str().unwrap_or_default().to_owned();
                match watched(number, place) {
                    Some(title) => {
                        let text = letters(1_000_000 + number * ENTRIES + place, 120);
                        (title, format!("{text}闸门"))
                    }
                    None => (format!("第{number}期第{place}条"), text),
                }
            })
            .collect();
        let answer = Answer::xml(feed(&entries));
        read.lock().unwrap().insert(number, Instant::now());
        answer
    })
}

/// A county in which everybody speaks of one matter.
fn storm() -> Site {
    site(move |path| {
        let number: usize = path.strip_prefix("/feed/")?.parse().ok()?;
        let entries: Vec<(String, String)> = (0..ENTRIES)
            .map(|place| {
                let name = number * ENTRIES + place;
                let title = format!("青岚水库开始泄洪 {name}");
                let text = format!(
                    "青岚水库今天上午开始泄洪，下游三个村的居民连夜转移，县防汛办说水位仍在上涨。{}",
                    letters(name, 12)
                );
                (title, text)
            })
            .collect();
        Answer::xml(feed(&entries))
    })
}

/// Adds the feeds of a county one after the other.
fn add_feeds(bench: &Bench, site: &Site, feeds: usize, every: Duration) {
    let began = Instant::now();
    for number in 0..feeds {
        let due = every * number as u32;
        std::thread::sleep(due.saturating_sub(began.elapsed()));
        let address = format!("{}/feed/{number}", site.address);
        let name = format!("县台{number}");
        bench.json(&[
            "source",
            "add",
            &address,
            "--name",
            &name,
            "--allow-private",
        ]);
    }
}

/// Alerts and their signals, as the desk tells them.
fn told(bench: &Bench) -> (usize, i64) {
    let alerts = bench.json(&["alerts", "--limit", "100000"]);
    let alerts = alerts.as_array().unwrap();
    let signals = alerts.iter().filter_map(|one| one["signals"].as_i64());
    (alerts.len(), signals.sum())
}

/// Megabytes the desk's process holds at most so far.
fn most_mb(served: &Served) -> u64 {
    let path = format!("/proc/{}/status", served.child.0.id());
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap() / 1024
}

/// Prints how long an alert takes from its source to the receiver at 200 documents a second.
#[test]
#[ignore = "a bench: it prints figures and takes a minute"]
fn alerts_at_two_hundred_documents_a_second() {
    let bench = Bench::new();
    let (served, got) = desk(&bench, "闸门");
    let read = Read::default();
    let site = county(&read);
    let began = Instant::now();
    add_feeds(&bench, &site, FEEDS, Duration::from_secs(1));
    let every = (0..FEEDS).flat_map(|number| (0..ENTRIES).map(move |place| (number, place)));
    let mut waited: BTreeMap<String, usize> = every
        .filter_map(|(number, place)| Some((watched(number, place)?, number)))
        .collect();
    let mut took: Vec<f64> = Vec::new();
    while let Ok(one) = got.recv_timeout(Duration::from_secs(10)) {
        let found = waited
            .keys()
            .find(|title| one.body.contains(*title))
            .cloned();
        if let Some(number) = found.and_then(|title| waited.remove(&title)) {
            let read = read.lock().unwrap()[&number];
            took.push(one.at.duration_since(read).as_secs_f64());
        }
    }
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let (alerts, signals) = told(&bench);
    println!(
        "{} documents in {:.0} s; {} of {} signals, {alerts} alerts, {} of them timed: p50 {:.2} s, p90 {:.2} s, \
         p99 {:.2} s, most {:.2} s; memory at most {} MB",
        FEEDS * ENTRIES,
        began.elapsed().as_secs_f64() - 10.0,
        signals,
        FEEDS * WATCHED,
        took.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        most_mb(&served),
    );
    served.stop();
}

/// Prints what a storm of 10,000 documents in a minute about one matter costs and tells.
#[test]
#[ignore = "a bench: it prints figures and takes more than a minute"]
fn a_storm_of_ten_thousand_documents_in_a_minute() {
    let bench = Bench::new();
    let (served, got) = desk(&bench, "水库");
    let before = most_mb(&served);
    let site = storm();
    let began = Instant::now();
    add_feeds(&bench, &site, STORM_FEEDS, Duration::from_millis(1_200));
    let mut messages = 0;
    while got.recv_timeout(Duration::from_secs(10)).is_ok() {
        messages += 1;
    }
    let (alerts, signals) = told(&bench);
    println!(
        "{} documents in {:.0} s: {alerts} alerts, {signals} signals, {messages} messages; memory at most {} MB, \
         before the storm {before} MB",
        STORM_FEEDS * ENTRIES,
        began.elapsed().as_secs_f64() - 10.0,
        most_mb(&served),
    );
    served.stop();
}
