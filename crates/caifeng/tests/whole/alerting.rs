//! From a source to the person on duty: a feed that is visited, a rule, a receiver that checks what
//! it is sent.

use super::bench::{Bench, Seeded, items};
use super::browser::{PATIENCE, Served, serve};
use super::site::{Answer, Site, site};
use super::visitor::Visitor;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const SECRET: &str = "河水涨了";

/// What a receiver was sent, and when.
pub(super) struct Got {
    pub(super) at: Instant,
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
}

/// A receiver of webhooks: its address, and what it gets.
fn receiver() -> (String, Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let (sender, got) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            let sender = sender.clone();
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                while let Some(one) = read_one(&mut reader) {
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                    if reader.get_mut().write_all(answer).is_err() || sender.send(one).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (address, got)
}

pub(super) fn read_one(reader: &mut BufReader<std::net::TcpStream>) -> Option<Got> {
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    let length: usize = headers.get("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Got {
        at: Instant::now(),
        headers,
        body: String::from_utf8(body).ok()?,
    })
}

fn signature(body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let mut hex = String::new();
    for byte in mac.finalize().into_bytes() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// A desk with a channel to a receiver and a rule.
fn desk(bench: &Bench, query: &str) -> (Served, Receiver<Got>) {
    let served = serve(bench, &[]);
    let (address, got) = receiver();
    let visitor = Visitor::set_up(&served);
    let (status, page) = visitor.send(
        "/settings/channels",
        &[
            ("name", "值班群"),
            ("kind", "webhook"),
            ("address", &address),
            ("secret", SECRET),
            ("allow_private", "1"),
            ("per_minute", "6000"),
        ],
    );
    assert_eq!(status, 303, "{page}");
    let made = bench.json(&[
        "rules",
        "add",
        "汛情",
        query,
        "--level",
        "orange",
        "--channel",
        "n1",
        "--cool-down",
        "0",
    ]);
    assert_eq!(made["id"], "r1");
    (served, got)
}

pub(super) fn feed(entries: &[(String, String)]) -> String {
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>县台</title>",
    );
    for (number, (title, text)) in entries.iter().enumerate() {
        let _ = write!(
            feed,
            "<item><guid>{title}{number}</guid><title>{title}</title><description>{text}</description></item>"
        );
    }
    feed + "</channel></rss>"
}

#[test]
fn what_a_rule_watches_for_reaches_the_receiver_signed() {
    let bench = Bench::new();
    let (served, got) = desk(&bench, "水库");
    let entries = [
        (
            "青岚水库开始泄洪".to_owned(),
            "下游三个村的居民连夜转移，县防汛办说水位仍在上涨。".to_owned(),
        ),
        (
            "县图书馆新馆开门".to_owned(),
            "图书馆新馆今日开门，藏书三十万册。".to_owned(),
        ),
    ];
    let site = site(move |_| Answer::xml(feed(&entries)));
    bench.json(&[
        "source",
        "add",
        &site.address,
        "--name",
        "县台",
        "--allow-private",
    ]);
    let first = got.recv_timeout(PATIENCE).unwrap();
    assert!(first.body.contains("青岚水库开始泄洪"), "{}", first.body);
    assert!(first.body.contains("/alerts/a1"), "{}", first.body);
    assert_eq!(first.headers["x-caifeng-signature"], signature(&first.body));
    assert!(first.headers["idempotency-key"].starts_with("alert/a1/n1/"));
    let alerts = bench.json(&["alerts"]);
    assert_eq!(alerts.as_array().unwrap().len(), 1);
    assert_eq!(
        (&alerts[0]["state"], &alerts[0]["level"]),
        (&"open".into(), &"orange".into())
    );
    let more = got.recv_timeout(Duration::from_millis(500));
    assert!(matches!(more, Err(RecvTimeoutError::Timeout)), "told once");
    served.stop();
}

/// Feeds of the bench: how many, how many entries each, and how many of those a rule watches for.
const FEEDS: usize = 40;
const ENTRIES: usize = 200;
const WATCHED: usize = 10;

/// A county with many feeds; remembers when each was read.
fn county(read: &Arc<Mutex<HashMap<usize, Instant>>>) -> Site {
    let read = Arc::clone(read);
    site(move |path| {
        let number: usize = path.strip_prefix("/feed/")?.parse().ok()?;
        let common = items(ENTRIES, 7_000 + number as u64);
        let entries: Vec<(String, String)> = (0..ENTRIES)
            .zip(common)
            .map(|(place, line)| {
                let item: serde_json::Value = serde_json::from_str(&line).unwrap();
                let text = item["text"].as_str().unwrap_or_default().to_owned();
                if place % (ENTRIES / WATCHED) == 0 {
                    let name = number * ENTRIES + place;
                    (
                        format!("闸门{name}号{}", letters(name, 8)),
                        letters(name, 120),
                    )
                } else {
                    (format!("第{number}期第{place}条"), text)
                }
            })
            .collect();
        let answer = Answer::xml(feed(&entries));
        read.lock().unwrap().insert(number, Instant::now());
        answer
    })
}

/// Letters that nothing else is written in, so that each is a matter of its own.
fn letters(seed: usize, count: usize) -> String {
    let mut seeded = Seeded(seed as u64);
    let mut letter = || char::from_u32(0x4e00 + seeded.below(18_000) as u32).unwrap();
    (0..count).map(|_| letter()).collect()
}

/// Prints how long an alert takes from its source to the receiver at 200 documents a second. Run by
/// `benches/alerts`.
#[test]
#[ignore = "a bench: it prints figures and takes a minute"]
#[expect(clippy::print_stdout, reason = "a bench prints what it measured")]
fn alerts_at_two_hundred_documents_a_second() {
    let bench = Bench::new();
    let (served, got) = desk(&bench, "闸门");
    let read = Arc::new(Mutex::new(HashMap::new()));
    let site = county(&read);
    let began = Instant::now();
    for number in 0..FEEDS {
        let due = Duration::from_secs(number as u64);
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
    let mut took: Vec<f64> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    while let Ok(one) = got.recv_timeout(Duration::from_secs(10)) {
        let named = one.body.split("闸门").nth(1).unwrap_or_default();
        let digits: String = named.chars().take_while(char::is_ascii_digit).collect();
        let Ok(name) = digits.parse::<usize>() else {
            continue;
        };
        if seen.insert(name) {
            let read = read.lock().unwrap()[&(name / ENTRIES)];
            took.push(one.at.duration_since(read).as_secs_f64());
        }
    }
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!(
        "{} documents in {:.0} s, {} alerts of {}: p50 {:.2} s, p90 {:.2} s, p99 {:.2} s, most {:.2} s",
        FEEDS * ENTRIES,
        began.elapsed().as_secs_f64() - 10.0,
        took.len(),
        FEEDS * WATCHED,
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
    served.stop();
}
