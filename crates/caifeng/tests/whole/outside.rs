//! The outside world with real HTTP and real files: sites, subscriptions, tables, archives, kills.

use super::bench::{Bench, Seeded, stderr};
use super::site::{Answer, county, site};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::sync::atomic::Ordering;

#[test]
fn a_site_is_discovered_added_read_and_politely_left() {
    let (bench, site) = (Bench::new(), county());
    let front = format!("{}/", site.address);
    let found = bench.json(&["source", "discover", &front, "--allow-private"]);
    let kinds: Vec<&str> = found["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["feed", "list"]);
    assert!(!bench.data().exists(), "looking keeps nothing");
    bench.json(&[
        "source",
        "discover",
        &front,
        "--allow-private",
        "--add",
        "2",
    ]);
    let private = format!("{}/private/notes", site.address);
    bench.json(&["source", "add", &private, "--allow-private"]);
    let output = bench.run(&["collect", "--once", "--json"]);
    let collected: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(collected["summary"]["documents"], 12, "{collected}");
    let heads = site.heads.lock().unwrap().join("");
    assert!(!heads.contains("GET /private"), "robots.txt is obeyed");
    assert!(heads.to_lowercase().contains("user-agent: caifeng/"));
    let failing = bench.json(&["source", "list", "--state", "error"]);
    assert!(
        failing[0]["last_outcome"]
            .as_str()
            .unwrap()
            .contains("robots.txt")
    );
    let hits = bench.json(&["search", "连夜回填路基"]);
    assert_eq!(hits.as_array().unwrap().len(), 12);
    let checked = bench.json(&["source", "check", "s1"]);
    assert!(checked["requests"].as_array().unwrap().len() > 2);
    assert!(checked["found"][0]["chars"].as_i64().unwrap() > 100);
    let reread = bench.json(&["reread"]);
    assert_eq!(
        (&reread["documents"], &reread["damaged"]),
        (&0.into(), &0.into())
    );
    assert!(reread["captures"].as_i64().unwrap() >= 13);
    let vault = fs::read_dir(bench.data().join("vault/captures")).unwrap();
    for entry in vault.flatten() {
        let bytes = fs::read(entry.path()).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("北门外"),
            "captures are sealed"
        );
    }
}

#[test]
fn selectors_that_would_be_passed_over_are_refused() {
    let bench = Bench::new();
    let page = "https://www.qinglan.example/notice/";
    for (reading, words) in [
        (&["--kind", "list", "--time", "span"][..], "--item"),
        (&["--item", "ul.list li"], "--kind list"),
        (&["--kind", "list", "--xpath"], "--item"),
    ] {
        let args: Vec<&str> = ["source", "add", page]
            .iter()
            .chain(reading)
            .copied()
            .collect();
        let output = bench.run(&args);
        assert_eq!(output.status.code(), Some(1), "{reading:?}");
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    assert_eq!(bench.json(&["source", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn thousands_of_subscriptions_come_in_and_changes_are_taken_back() {
    let bench = Bench::new();
    let outlines: Vec<String> = (0..5_000)
        .map(|n| {
            format!("<outline type=\"rss\" text=\"板块 {n}\" xmlUrl=\"https://board{n}.qinglan.example/feed\"/>")
        })
        .collect();
    let opml = format!(
        "<opml version=\"2.0\"><head><title>全部</title></head><body><outline text=\"论坛\">{}</outline></body></opml>",
        outlines.concat()
    );
    let path = bench.path("all.opml");
    fs::write(&path, opml).unwrap();
    let imported = bench.json(&["source", "import", path.to_str().unwrap()]);
    assert_eq!(
        (&imported["added"], &imported["there"]),
        (&5_000.into(), &0.into())
    );
    let again = bench.json(&["source", "import", path.to_str().unwrap()]);
    assert_eq!(
        (&again["added"], &again["there"]),
        (&0.into(), &5_000.into())
    );
    let board = bench.json(&["source", "list", "--folder", "论坛", "--text", "板块 77"]);
    assert_eq!(board.as_array().unwrap().len(), 11);
    let paused = bench.json(&["source", "pause", "s1", "s2", "s3"]);
    assert_eq!(
        bench
            .json(&["source", "list", "--state", "paused"])
            .as_array()
            .unwrap()
            .len(),
        3
    );
    bench.json(&["source", "undo", &paused["change"].to_string()]);
    assert!(
        bench
            .json(&["source", "list", "--state", "paused"])
            .as_array()
            .unwrap()
            .is_empty()
    );
    let out = bench.path("out.opml");
    bench.run(&["source", "export", out.to_str().unwrap()]);
    let text = fs::read_to_string(&out).unwrap();
    assert_eq!(text.matches("xmlUrl").count(), 5_000);
    let moved = bench.json(&["source", "move", "媒体/县级", "s9"]);
    assert_eq!(moved["sources"], 1);
    let nothing = bench.run(&["source", "undo", "999"]);
    assert!(stderr(&nothing).contains("no change 999"));
}

#[test]
fn a_hotline_table_is_shown_first_then_read_without_its_persons() {
    let bench = Bench::new();
    let rows = "工单编号,来电人,联系电话,诉求标题,诉求内容,来电时间\n\
                G1,某甲,13800000000,路灯不亮,北门外大街路灯三天不亮,2026-03-02 09:00\n\
                G2,某乙,13900000000,停水,东街突然停水没有通知,2026-03-02 10:30\n\
                G3,某丙,13700000000,,,2026-03-02 11:00\n";
    let path = bench.path("12345.csv");
    // As spreadsheets of such offices write it.
    let (gbk, _, _) = encoding_rs::GBK.encode(rows);
    fs::write(&path, gbk).unwrap();
    let file = path.to_str().unwrap();
    let shown = bench.json(&["import", file, "--dry-run"]);
    assert_eq!((&shown["rows"], &shown["refused"]), (&3.into(), &1.into()));
    assert_eq!(shown["mapping"]["text"], "诉求内容");
    assert_eq!(shown["private_columns"].as_array().unwrap().len(), 2);
    assert_eq!(bench.json(&["source", "list"]).as_array().unwrap().len(), 0);
    let shown = bench.run(&["import", file, "--dry-run"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        shown.contains("2026-03-02 09:00"),
        "the office's own time: {shown}"
    );
    let wrong = bench.run(&["import", file, "--map", "text=联系电话"]);
    assert!(stderr(&wrong).contains("persons"), "{}", stderr(&wrong));
    let output = bench.run(&[
        "import",
        file,
        "--map",
        "title=诉求内容",
        "--source",
        "12345热线",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(3), "one row says nothing");
    let again = bench.json(&["import", "--dry-run", file]);
    assert_eq!(
        again["mapping"]["title"], "诉求内容",
        "the reading is remembered"
    );
    let hits = bench.json(&["search", "突然停水 source:12345"]);
    assert_eq!(hits[0]["published_at"], "2026-03-02T10:30:00+08:00");
    for entry in ["caifeng.db", "caifeng.db-wal"] {
        let bytes = fs::read(bench.data().join(entry)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("13800000000") && !text.contains("某甲"),
            "{entry}"
        );
    }
}

#[test]
fn a_web_archive_and_single_pages_are_read() {
    let bench = Bench::new();
    let page = |n: usize| {
        format!(
            "<html><head><title>第{n}次通报</title></head><body><div class=\"content\"><p>{}</p></div></body></html>",
            format!("第{n}号抢修现场，二十余名工人连夜回填路基，过往车辆请绕行东街。").repeat(5)
        )
    };
    let mut warc = Vec::new();
    for n in 1..4 {
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}",
            page(n)
        );
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.qinglan.example/{n}\r\n\
             WARC-Date: 2026-03-02T06:05:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        );
        warc.extend_from_slice(record.as_bytes());
    }
    warc.extend_from_slice(b"WARC/1.0\r\nbroken");
    let path = bench.path("pages.warc");
    fs::write(&path, warc).unwrap();
    let output = bench.run(&["import", path.to_str().unwrap(), "--json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["documents"], 3, "{summary} {}", stderr(&output));
    let mut files = Vec::new();
    for n in 1..3 {
        let file = bench.path(&format!("{n}.html"));
        fs::write(&file, page(n)).unwrap();
        files.push(file.to_str().unwrap().to_owned());
    }
    let extract = |args: &[&str]| {
        let output = std::process::Command::new(super::bench::BINARY)
            .arg("extract")
            .args(args)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let one: Value = serde_json::from_str(&extract(&[
        &files[0],
        "--url",
        "https://www.qinglan.example/2026/0302/1.html",
        "--json",
    ]))
    .unwrap();
    assert_eq!(
        (&one["language"], &one["title"]),
        (&"zh".into(), &"第1次通报".into())
    );
    assert!(one["text"].as_str().unwrap().contains("回填路基"));
    let mut keys: Vec<&String> = one.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["language", "published_at", "text", "title"]);
    let more: Value = serde_json::from_str(&extract(&[
        &files[0],
        "--url",
        "https://www.qinglan.example/2026/0302/1.html",
        "--json",
        "--more",
    ]))
    .unwrap();
    assert_eq!(
        more["url"], "https://www.qinglan.example/2026/0302/1.html",
        "{more}"
    );
    let two = extract(&[&files[0], &files[1], "--json"]);
    assert_eq!(two.lines().count(), 2);
    assert!(
        two.lines()
            .all(|line| serde_json::from_str::<Value>(line).is_ok())
    );
}

/// SIGKILL while a round goes on: what comes out in the end is what the feeds hold, once each.
#[test]
fn kills_during_a_round_lose_nothing_and_double_nothing() {
    const FEEDS: usize = 40;
    const ENTRIES: usize = 12;
    const KILLS: usize = 12;
    let site = site(|path| {
        let number = path.strip_prefix("/feed/")?;
        let items: Vec<String> = (0..ENTRIES)
            .map(|n| {
                format!("<item><guid>{number}-{n}</guid><title>板块{number}第{n}条</title><description>居民反映{number}号楼第{n}盏路灯不亮。</description></item>")
            })
            .collect();
        Answer::xml(format!(
            "<rss version=\"2.0\"><channel><title>板块{number}</title>{}</channel></rss>",
            items.concat()
        ))
    });
    let bench = Bench::new();
    let opml: Vec<String> = (0..FEEDS)
        .map(|n| {
            format!(
                "<outline type=\"rss\" text=\"{n}\" xmlUrl=\"{}/feed/{n}\"/>",
                site.address
            )
        })
        .collect();
    let path = bench.path("feeds.opml");
    fs::write(
        &path,
        format!(
            "<opml version=\"2.0\"><body>{}</body></opml>",
            opml.concat()
        ),
    )
    .unwrap();
    bench.json(&[
        "source",
        "import",
        path.to_str().unwrap(),
        "--allow-private",
    ]);
    let mut seeded = Seeded(29);
    for _ in 0..KILLS {
        let until = site.requests.load(Ordering::SeqCst) + 1 + seeded.below(FEEDS + FEEDS / 2);
        let mut child = bench
            .command(&["collect", "--once"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while site.requests.load(Ordering::SeqCst) < until && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
    }
    bench.json(&["collect", "--once"]);
    let doctor = bench.json(&["doctor"]);
    assert_eq!(doctor["ok"], true, "{doctor}");
    let hits = bench.json(&["search", "路灯不亮", "--limit", "1000"]);
    let hits = hits.as_array().unwrap();
    let titles: BTreeSet<&str> = hits
        .iter()
        .map(|hit| hit["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        (hits.len(), titles.len()),
        (FEEDS * ENTRIES, FEEDS * ENTRIES)
    );
    let list = bench.json(&["source", "list"]);
    let given: i64 = list
        .as_array()
        .unwrap()
        .iter()
        .map(|source| {
            source["items_today"].as_i64().unwrap() + source["items_yesterday"].as_i64().unwrap()
        })
        .sum();
    assert_eq!(
        given,
        (FEEDS * ENTRIES) as i64,
        "each entry is counted once for its source"
    );
}

#[test]
fn something_is_brought_from_the_command_line() {
    let bench = Bench::new();
    let first = bench.json(&[
        "bring",
        "--text",
        "东街路口又塌了一块，交警已到场",
        "--heard",
        "网格群",
    ]);
    assert_eq!(first["before"], false);
    let again = bench.json(&[
        "bring",
        "--text",
        "东街路口又塌了一块，交警已到场",
        "--heard",
        "网格群",
    ]);
    assert_eq!(
        (&again["before"], &again["document"]),
        (&true.into(), &first["document"])
    );
    let hits = bench.json(&["search", "交警已到场"]);
    assert_eq!(hits[0]["source"], "人工提供");
    let vast = bench.path("vast.jpg");
    let file = fs::File::create(&vast).unwrap();
    file.set_len(50_000_000).unwrap();
    let refused = bench.run(&["bring", "--picture", vast.to_str().unwrap()]);
    assert!(!refused.status.success());
    assert!(stderr(&refused).contains("12 MiB"), "{}", stderr(&refused));
    let nothing = bench.run(&["bring"]);
    assert!(stderr(&nothing).contains("nothing was brought"));
    let list = bench.json(&["source", "list"]);
    assert_eq!(list[0]["kind"], "hand");
}
