//! A web site on this machine whose answers a test decides, and which remembers what was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What a site answers.
pub(crate) struct Answer {
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn html(body: impl Into<Vec<u8>>) -> Option<Self> {
        Self::of("text/html; charset=utf-8", body)
    }

    pub(crate) fn xml(body: impl Into<Vec<u8>>) -> Option<Self> {
        Self::of("application/xml", body)
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "sites answer with this or with nothing"
    )]
    pub(crate) fn of(kind: &'static str, body: impl Into<Vec<u8>>) -> Option<Self> {
        Some(Self {
            kind,
            body: body.into(),
        })
    }
}

/// A running site.
pub(crate) struct Site {
    pub(crate) address: String,
    pub(crate) requests: Arc<AtomicUsize>,
    pub(crate) heads: Arc<Mutex<Vec<String>>>,
}

/// Starts a site; paths for which there is no answer are missing.
pub(crate) fn site(answer: impl Fn(&str) -> Option<Answer> + Send + Sync + 'static) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let heads = Arc::new(Mutex::new(Vec::new()));
    let (count, seen, answer) = (Arc::clone(&requests), Arc::clone(&heads), Arc::new(answer));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let (count, seen, answer) =
                (Arc::clone(&count), Arc::clone(&seen), Arc::clone(&answer));
            std::thread::spawn(move || {
                let mut head = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                seen.lock().unwrap().push(head);
                count.fetch_add(1, Ordering::SeqCst);
                // A client that goes away is no matter.
                let _ = stream.write_all(&bytes(answer(&path)));
            });
        }
    });
    Site {
        address,
        requests,
        heads,
    }
}

fn bytes(answer: Option<Answer>) -> Vec<u8> {
    let Some(Answer { kind, body }) = answer else {
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .to_vec();
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), &body].concat()
}

/// A county's site: a front page with a list, articles behind it, a feed.
pub(crate) fn county() -> Site {
    site(|path| {
        if let Some(number) = path.strip_prefix("/a/") {
            return Answer::html(article(number));
        }
        match path {
            "/" => Answer::html(front()),
            "/rss.xml" => Answer::xml(
                "<rss version=\"2.0\"><channel><title>青岚县融媒体</title><item><guid>1</guid><title>溪口镇灯会开幕</title>\
                 <description>今年有十二组手扎花灯。</description></item></channel></rss>",
            ),
            "/all.opml" => Answer::xml(
                "<opml version=\"2.0\"><head><title>全县订阅</title></head><body><outline text=\"县直\"><outline type=\"rss\" \
                 text=\"水利局\" xmlUrl=\"https://water.qinglan.example/feed\"/></outline></body></opml>",
            ),
            "/robots.txt" => Answer::of("text/plain", "User-agent: *\nDisallow: /private/\n"),
            _ => None,
        }
    })
}

fn front() -> String {
    let rows: Vec<String> = (1..13)
        .map(|n| {
            format!(
                "<li><a href=\"/a/{n}\">青岚县第{n}次通报：北门外大街恢复通行安排</a><span>2026-03-{n:02}</span></li>"
            )
        })
        .collect();
    format!(
        "<html><head><title>青岚县人民政府</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss.xml\">\
         </head><body><nav><a href=\"/\">首页</a><a href=\"/about\">关于</a></nav><div class=\"list\"><ul>{}</ul></div></body></html>",
        rows.concat()
    )
}

fn article(number: &str) -> String {
    format!(
        "<html><head><title>青岚县第{number}次通报</title></head><body><div class=\"content\"><h1>青岚县第{number}次通报：\
         北门外大街恢复通行安排</h1><p>{}</p><p>{}</p></div></body></html>",
        format!("第{number}号抢修现场，二十余名工人连夜回填路基，过往车辆请绕行东街。").repeat(4),
        "县住建局表示，路面将在明日清晨六点恢复双向通行。".repeat(3)
    )
}
