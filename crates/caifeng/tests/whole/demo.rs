//! The demonstration as a whole: its sites over real HTTP, read by the real desk.

use super::bench::{Bench, lines};
use super::visitor::Visitor;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Until when something must have come about; far longer than it takes.
const DEADLINE: Duration = Duration::from_mins(3);
/// Stories that must be found as events.
const STORIES: usize = 15;

/// A running demonstration that ends with the test.
pub(super) struct Running {
    child: Child,
    pub(super) address: String,
    analyst: Visitor,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn start(bench: &Bench, speed: &str) -> Running {
    let mut child = bench
        .command(&["demo", "--listen", "127.0.0.1:0", "--speed", speed])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().strip_prefix("listening on http://");
    let address = address.unwrap_or_else(|| panic!("{line:?}")).to_owned();
    Running {
        analyst: Visitor::come_as(&format!("http://{address}"), ANALYST),
        address,
        child,
    }
}

/// The number of the analyst in the county's office.
const ANALYST: &str = "2";

impl Running {
    /// A page in Chinese, as the analyst sees it.
    fn get(&self, path: &str) -> String {
        let joiner = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{joiner}lang=zh-CN");
        self.analyst.get(&path).1
    }

    pub(super) fn documents(&self) -> i64 {
        let health: Value = serde_json::from_str(&get(&self.address, "/healthz").1).unwrap();
        health["documents"].as_i64().unwrap()
    }

    /// Ends it as Ctrl-C does.
    pub(super) fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.child.wait().unwrap().success());
    }
}

/// Head and body of an answer.
fn get(address: &str, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Language: zh-CN\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// Asks until the answer is good.
pub(super) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < DEADLINE, "{what} did not come about");
        std::thread::yield_now();
    }
}

fn sources(bench: &Bench) -> BTreeMap<String, Value> {
    let list = bench.json(&["source", "list"]);
    let list = list.as_array().unwrap().iter();
    list.map(|source| (source["name"].as_str().unwrap().to_owned(), source.clone()))
        .collect()
}

fn encoded(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}

#[test]
fn a_county_lives_and_is_read() {
    let bench = Bench::new();
    let demo = start(&bench, "300");
    let history = demo.documents();
    until("new documents", || {
        (demo.documents() > history + 20).then_some(())
    });
    every_kind_of_site_is_read(&bench, &demo);
    anybody_comes_in(&demo);
    demo.stop();

    // It goes on where it stopped, with the same sources.
    let kept = bench.json(&["doctor"])["documents"].as_i64().unwrap();
    assert!(kept > history + 20);
    let again = start(&bench, "1200");
    until("more documents", || {
        (again.documents() > kept).then_some(())
    });
    let labels = bench.path("labels.jsonl");
    bench.run(&["demo", "--write-labels", labels.to_str().unwrap()]);
    let labels = lines(&labels);
    history_is_in(&again, &labels);
    assert_eq!(sources(&bench).len(), 14);
    again.stop();
    let finding = bench.json(&["doctor"]);
    assert_eq!(finding["ok"], true, "{finding}");
    let found = finding["documents"].as_i64().unwrap() as usize;
    assert!(
        found <= labels.len(),
        "{found} documents of {} posts",
        labels.len()
    );
}

fn history_is_in(demo: &Running, labels: &[Value]) {
    assert!(demo.documents() > 2_000);
    let now = demo.get("/");
    assert!(
        now.matches("class=\"card\"").count() >= STORIES,
        "events are shown"
    );
    assert!(now.contains("虚构演示"), "it says that it is invented");
    assert!(demo.analyst.get("/?lang=en").1.contains("are invented"));
    let mut firsts: BTreeMap<&str, &str> = BTreeMap::new();
    for line in labels {
        let (label, title) = (
            line["event"].as_str().unwrap(),
            line["title"].as_str().unwrap(),
        );
        let is_quotable = !label.starts_with("noise/") && !title.is_empty() && !title.contains('"');
        if is_quotable {
            firsts.entry(label).or_insert(title);
        }
    }
    let mut events = BTreeSet::new();
    for title in firsts.values() {
        let page = demo.get(&format!("/search?q={}", encoded(&format!("\"{title}\""))));
        if let Some((_, rest)) = page.split_once("href=\"/events/e") {
            events.insert(rest.split('"').next().unwrap_or_default().to_owned());
        }
    }
    assert!(
        events.len() >= STORIES,
        "{} of {}",
        events.len(),
        firsts.len()
    );
}

/// One button for each role, a tour for whoever comes first, and only what the role may do.
fn anybody_comes_in(demo: &Running) {
    let (_, door) = get(&demo.address, "/sign-in");
    assert_eq!(door.matches("name=\"person\"").count(), 10);
    assert!(
        door.contains("审计员") && door.contains("虚构演示"),
        "{door}"
    );
    let desk = format!("http://{}", demo.address);
    let leader = Visitor::come_as(&desk, "4");
    assert_eq!(leader.get("/").0, 200);
    assert_eq!(leader.get("/sources").0, 403);
    let tour = leader.get("/?tour=1&lang=zh-CN").1;
    assert!(tour.contains("导览 · 1/3"), "{tour}");
    assert_eq!(leader.get("/tour/2").0, 303);
    assert_eq!(leader.send("/tour/end", &[("back", "/")]).0, 303);
    let nobody = ["0", "11", "x"].map(|person| {
        let body = format!("person={person}");
        let arguments = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", &body];
        let address = format!("{desk}/sign-in/demonstration");
        let output = Command::new("curl").args(arguments).arg(address).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    });
    assert_eq!(nobody, ["404", "404", "400"]);
}

fn every_kind_of_site_is_read(bench: &Bench, demo: &Running) {
    let ports = std::fs::read_to_string(bench.data().join("demo.json")).unwrap();
    let state: Value = serde_json::from_str(&ports).unwrap();
    let (head, _) = get(&format!("127.0.0.1:{}", state["ports"]["gov"]), "/");
    assert!(
        head.to_lowercase().contains("content-type: text/html\r\n"),
        "{head}"
    );
    // What was visited over HTTP has made requests.
    let visited = |name: &str| {
        let source = sources(bench).remove(name).unwrap();
        (source["requests"].as_i64().unwrap_or(0) > 0).then_some(source)
    };
    for name in [
        "青岚县人民政府网",
        "岚桥论坛",
        "岚圈广场",
        "青岚热榜",
        "青岚县人民医院",
    ] {
        let source = until(name, || visited(name));
        assert_eq!(source["failing"], false, "{source}");
    }
    let found = demo.get(&format!(
        "/search?q={}",
        encoded("source:青岚县人民政府网 通告")
    ));
    assert!(found.contains("青岚县人民政府网") && found.contains("<mark>"));
    let broken = until("the broken feed", || visited("青岚教育公告栏"));
    let words = broken["last_outcome"].as_str().unwrap();
    assert!(words.contains("leniently"), "{words}");
    // The slow one takes its time; what stands after it in the list was read all the same.
    let slow = until("the slow feed", || visited("望川晚报·县域"));
    assert_eq!(slow["failing"], false, "{slow}");
}
