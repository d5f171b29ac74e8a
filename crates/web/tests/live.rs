//! Streams of changes over a real desk: who is told what, what a reader that fell behind hears.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;
use testkit::TestDesk;
use tokio::sync::oneshot;
use web::{Closing, WebSettings, router, serve};

/// Longest wait for something that takes a blink.
const PATIENCE: Duration = Duration::from_secs(20);

/// A desk whose pages are served.
struct Served {
    desk: TestDesk,
    address: SocketAddr,
    /// What a browser that signed in sends.
    cookie: String,
    stop: Option<oneshot::Sender<()>>,
    task: Option<tokio::task::JoinHandle<std::io::Result<()>>>,
}

/// The cookie of the first administrator, who set a password.
fn signed_in(test: &TestDesk) -> String {
    let desk = test.desk();
    let caller = desk::Caller::default();
    test.runtime.block_on(async {
        let link = desk.first_link().await.unwrap().unwrap();
        let came = desk
            .set_password(&link.token, "河水涨了两米多深啊真的", &caller)
            .await;
        match came.unwrap() {
            desk::SignIn::Whole(token) => format!("caifeng_session={token}"),
            desk::SignIn::Half(_) => panic!("there is no second step"),
        }
    })
}

impl Served {
    fn new(base_path: &str) -> Self {
        let desk = TestDesk::new();
        let cookie = signed_in(&desk);
        let closing = Closing::default();
        let settings = WebSettings {
            public_url: format!("http://localhost{base_path}"),
            closing: closing.clone(),
            ..WebSettings::default()
        };
        let pages = router(Arc::new(desk.desk()), settings);
        let bind = tokio::net::TcpListener::bind("127.0.0.1:0");
        let listener = desk.runtime.block_on(bind).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = desk.runtime.spawn(serve(listener, pages, closing, async {
            let _ = stopped.await;
        }));
        Self {
            desk,
            address,
            cookie,
            stop: Some(stop),
            task: Some(served),
        }
    }

    fn take(&self, id: &str, title: &str, text: &str) {
        let item = self.desk.item(id, title, text);
        self.desk.take(vec![item], 1).unwrap();
    }

    fn reader(&self, path: &str, more: &str) -> Reader {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (host, cookie) = (self.address, &self.cookie);
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n{more}\r\n"
        )
        .unwrap();
        let mut reader = Reader(BufReader::new(stream));
        let head = reader.until("\r\n");
        assert!(
            head.contains("200 OK") && head.contains("text/event-stream"),
            "{head}"
        );
        reader
    }
}

struct Reader(BufReader<TcpStream>);

impl Reader {
    /// Lines up to one that is this.
    fn until(&mut self, end: &str) -> String {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            assert!(
                self.0.read_line(&mut line).unwrap() > 0,
                "the stream ended: {text}"
            );
            if line == end {
                return text;
            }
            text.push_str(&line);
        }
    }

    /// The next message, as its revision and its data.
    fn message(&mut self) -> (i64, serde_json::Value) {
        let mut found = (None, None);
        while found.0.is_none() || found.1.is_none() {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(id) = line.strip_prefix("id: ") {
                found.0 = id.trim().parse().ok();
            }
            if let Some(data) = line.strip_prefix("data: ") {
                found.1 = serde_json::from_str(data).ok();
            }
        }
        (found.0.unwrap(), found.1.unwrap())
    }
}

fn ids(data: &serde_json::Value) -> Vec<&str> {
    let events = data["events"].as_array().unwrap();
    events
        .iter()
        .map(|event| event["id"].as_str().unwrap())
        .collect()
}

const SAGGING: &str =
    "北门外大街路面塌陷，一辆三轮车滑入坑中，两人被救起送医，市政部门正在抢修围挡。";
const CANTEEN: &str = "二小食堂豆角没有煮熟，十余名学生饭后呕吐，家长连夜赶到学校要求给出说法。";

#[test]
fn readers_are_told_what_they_look_at() {
    let served = Served::new("/desk");
    served.take("a", "路面塌陷", SAGGING);
    let mut all = served.reader("/live?lang=zh-CN&revision=0", "");
    let (first, told) = all.message();
    assert_eq!(
        ids(&told),
        ["e1"],
        "what a page does not show yet is told at once"
    );
    let facts = told["events"][0]["facts"].as_str().unwrap();
    assert!(
        facts.contains("1 篇文档") && facts.contains("\"/desk/events/e1#heat\""),
        "{facts}"
    );

    let mut english = served.reader(&format!("/desk/live?lang=en&revision={first}"), "");
    let mut narrow = served.reader(
        &format!("/live?text=%E9%A3%9F%E5%A0%82&revision={first}"),
        "",
    );
    let mut one = served.reader(&format!("/live?event=e1&revision={first}"), "");
    served.take("b", "食堂豆角没煮熟", CANTEEN);
    for reader in [&mut all, &mut english, &mut narrow] {
        assert_eq!(ids(&reader.message().1), ["e2"]);
    }
    served.take("c", "路面塌陷", SAGGING);
    let (last, told) = one.message();
    assert_eq!(ids(&told), ["e1"], "nothing was told of the other event");
    let facts = english.message().1["events"][0]["facts"].clone();
    assert!(facts.as_str().unwrap().contains("1 copy"), "{facts}");

    // A connection that was lost goes on where it ended, whatever the page said at first.
    let mut again = served.reader("/live?revision=0", &format!("Last-Event-ID: {first}\r\n"));
    let (revision, told) = again.message();
    assert_eq!((revision, ids(&told)), (last, vec!["e2", "e1"]));
}

#[test]
fn a_stream_ends_with_its_session() {
    let served = Served::new("");
    served.take("a", "路面塌陷", SAGGING);
    let mut reader = served.reader("/live?revision=0", "");
    reader.message();
    let desk = served.desk.desk();
    let token = served.cookie.strip_prefix("caifeng_session=").unwrap();
    served.desk.runtime.block_on(async {
        let signed = desk.signed_in(token, "192.0.2.7").await.unwrap().unwrap();
        assert!(desk.still_signed_in(&signed).await.unwrap());
        desk.sign_out(&signed).await.unwrap();
        assert!(!desk.still_signed_in(&signed).await.unwrap());
    });
    // The chunk without length that ends an answer.
    let rest = reader.until("0\r\n");
    assert!(!rest.contains("data:"), "{rest}");
}

#[test]
fn a_slow_reader_hears_everything_at_once_and_streams_end_with_the_desk() {
    let mut served = Served::new("");
    served.take("a", "路面塌陷", SAGGING);
    let mut slow = served.reader("/live?revision=0", "");
    let (mut revision, _) = slow.message();
    for number in 0..40 {
        let text = format!("第{number}号通知：{CANTEEN}{}", "长".repeat(number));
        served.take(&format!("n{number}"), &format!("通知{number}"), &text);
    }
    let newest = served
        .desk
        .runtime
        .block_on(served.desk.store().revision())
        .unwrap();
    let mut messages = 0;
    while revision < newest {
        let (next, _) = slow.message();
        assert!(next > revision, "nothing is told twice");
        revision = next;
        messages += 1;
    }
    assert!(messages <= 40);

    let (stop, task) = (served.stop.take().unwrap(), served.task.take().unwrap());
    stop.send(()).unwrap();
    let ended = served
        .desk
        .runtime
        .block_on(async { tokio::time::timeout(PATIENCE, task).await });
    ended
        .expect("an open page does not hold the desk up")
        .unwrap()
        .unwrap();
}
