//! From a source to the person on duty: a feed that is visited, a rule, a receiver that checks what
//! it is sent.

use super::bench::Bench;
use super::browser::{PATIENCE, Served, serve};
use super::site::{Answer, site};
use super::visitor::Visitor;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const SECRET: &str = "河水涨了";

/// What a receiver was sent, and when.
pub(crate) struct Got {
    pub(crate) at: Instant,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
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
pub(crate) fn desk(bench: &Bench, query: &str) -> (Served, Receiver<Got>) {
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

pub(crate) fn feed(entries: &[(String, String)]) -> String {
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
    assert!(first.headers["idempotency-key"].starts_with("alert/a1/orange/n1/"));
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
