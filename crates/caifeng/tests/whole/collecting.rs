//! Collecting from a real HTTP server on this machine.

use super::bench::{Bench, stderr};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

const FEED: &str = r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>青岚县融媒体</title>
<item><guid>n1</guid><title>北门外大街路面塌陷</title><link>https://news.qinglan.example/1</link><author>a@b.c (某某)</author>
<pubDate>Mon, 02 Mar 2026 14:05:00 +0800</pubDate><description>&lt;p&gt;昨夜路面塌陷，一辆三轮车滑入坑中。&lt;/p&gt;</description></item>
<item><guid>n2</guid><title>溪口镇灯会开幕</title><pubDate>Mon, 02 Mar 2026 15:05:00 +0800</pubDate>
<description>今年有十二组手扎花灯。</description></item></channel></rss>"#;

/// Serves fixed answers by path, and remembers the requests.
struct Site {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

fn site() -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
            seen.lock().unwrap().push(head.clone());
            let _ = stream.write_all(&answer(&head));
        }
    });
    Site { address, requests }
}

fn answer(head: &str) -> Vec<u8> {
    let path = head.split(' ').nth(1).unwrap_or_default();
    let bodies: HashMap<&str, (&str, Vec<u8>)> = HashMap::from([
        (
            "/feed.xml",
            ("application/rss+xml", FEED.as_bytes().to_vec()),
        ),
        (
            "/page",
            (
                "text/html",
                b"<!doctype html><html><body>hello</body></html>".to_vec(),
            ),
        ),
        ("/cut", ("text/xml", FEED.as_bytes()[..300].to_vec())),
    ]);
    if path == "/feed.xml" && head.to_ascii_lowercase().contains("if-none-match: \"v1\"") {
        return b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec();
    }
    if path == "/away" {
        return b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
    }
    let Some((kind, body)) = bodies.get(path) else {
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .to_vec();
    };
    let mut bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: \"v1\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

#[test]
fn a_feed_is_collected_once_and_then_only_asked_whether_it_changed() {
    let (bench, site) = (Bench::new(), site());
    let url = format!("{}/feed.xml", site.address);
    bench.json(&[
        "source",
        "add",
        &url,
        "--name",
        "青岚县融媒体中心",
        "--allow-private",
    ]);
    let first = bench.json(&["collect", "--once"]);
    assert_eq!(
        (
            &first["visits"][0]["outcome"],
            &first["visits"][0]["items_new"]
        ),
        (&"read".into(), &2.into())
    );
    let second = bench.json(&["collect", "--once"]);
    assert_eq!(second["visits"][0]["outcome"], "unchanged", "{second}");
    assert_eq!(second["summary"]["documents"], 0);
    let hits = bench.json(&["search", "三轮车"]);
    assert_eq!(hits[0]["title"], "北门外大街路面塌陷");
    assert_eq!(hits[0]["source"], "青岚县融媒体中心");
    assert_eq!(hits[0]["published_at"], "2026-03-02T14:05:00+08:00");
    let agent = site.requests.lock().unwrap()[0].to_ascii_lowercase();
    assert!(agent.contains("user-agent: caifeng/"), "{agent}");
    assert_eq!(bench.json(&["doctor"])["ok"], true);
    for entry in ["caifeng.db", "caifeng.db-wal"] {
        let bytes = std::fs::read(bench.data().join(entry)).unwrap_or_default();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("某某"),
            "an author's name entered {entry}"
        );
    }
}

#[test]
fn a_bad_source_is_told_and_does_not_stop_the_others() {
    let (bench, site) = (Bench::new(), site());
    for path in ["page", "cut", "missing", "away", "feed.xml"] {
        let url = format!("{}/{path}", site.address);
        let private = if path == "away" {
            ""
        } else {
            "--allow-private"
        };
        let mut args = vec!["source", "add", &url];
        args.extend((!private.is_empty()).then_some(private));
        bench.json(&args);
    }
    let output = bench.run(&["collect", "--once", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let collected: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let note = |path: &str| {
        let visits = collected["visits"].as_array().unwrap();
        let visit = visits
            .iter()
            .find(|visit| visit["name"].as_str().unwrap().ends_with(path))
            .unwrap();
        format!(
            "{} {}",
            visit["outcome"].as_str().unwrap(),
            visit["note"].as_str().unwrap()
        )
    };
    assert!(note("/page").contains("web page"), "{}", note("/page"));
    assert!(note("/cut").contains("leniently"), "{}", note("/cut"));
    assert!(note("/missing").contains("404"), "{}", note("/missing"));
    assert!(
        note("/away").contains("not a public address"),
        "{}",
        note("/away")
    );
    assert!(
        note("/feed.xml").starts_with("read"),
        "{}",
        note("/feed.xml")
    );
    assert_eq!(collected["summary"]["documents"], 3);
    let list = bench.json(&["source", "list"]);
    assert_eq!(
        list.as_array()
            .unwrap()
            .iter()
            .filter(|source| source["failing"] == true)
            .count(),
        3
    );
}

#[test]
fn an_address_is_checked_without_keeping_anything() {
    let (bench, site) = (Bench::new(), site());
    let checked = bench.json(&[
        "source",
        "check",
        &format!("{}/feed.xml", site.address),
        "--allow-private",
    ]);
    assert_eq!(
        (&checked["ok"], &checked["entries"], &checked["title"]),
        (&true.into(), &2.into(), &"青岚县融媒体".into())
    );
    let output = bench.run(&["source", "check", &format!("{}/feed.xml", site.address)]);
    assert_eq!(output.status.code(), Some(3), "loopback is private");
    assert!(!bench.data().exists());
    let output = bench.run(&["source", "check", "ftp://example.org/feed"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("http://"), "{}", stderr(&output));
}
