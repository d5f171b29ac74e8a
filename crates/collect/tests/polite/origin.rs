//! A server that writes down who came, when, and who else was there.

use async_trait::async_trait;
use collect::{AddressPolicy, FetchConfig, GuardedFetcher};
use ports::{FetchError, FetchPlan, Fetched, Fetcher};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// One request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    /// The request's head in small letters.
    pub(crate) head: String,
    pub(crate) at: Instant,
    /// Requests for this path before this one.
    pub(crate) nth: usize,
    /// Requests under way, this one included.
    pub(crate) at_once: usize,
}

/// What a server does with a request: the bytes it sends before it closes the connection.
#[async_trait]
pub(crate) trait Conduct: Send + Sync + 'static {
    async fn answer(&self, seen: &Seen) -> String;
}

#[async_trait]
impl<F: Fn(&Seen) -> String + Send + Sync + 'static> Conduct for F {
    async fn answer(&self, seen: &Seen) -> String {
        self(seen)
    }
}

#[derive(Default)]
struct Book {
    seen: Vec<Seen>,
    paths: HashMap<String, usize>,
    under_way: usize,
}

pub(crate) struct Origin {
    pub(crate) port: u16,
    book: Arc<Mutex<Book>>,
}

impl Origin {
    pub(crate) async fn new(conduct: impl Conduct) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let book = Arc::<Mutex<Book>>::default();
        let (written, conduct) = (Arc::clone(&book), Arc::new(conduct));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&written), Arc::clone(&conduct)));
            }
        });
        Self { port, book }
    }

    /// A server whose robots.txt says this and whose every page is good.
    pub(crate) async fn with_robots(robots: &'static str) -> Self {
        Self::new(move |seen: &Seen| match seen.path.as_str() {
            "/robots.txt" => ok(robots, ""),
            _ => ok("<rss/>", ""),
        })
        .await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.book.lock().unwrap().seen.clone()
    }

    /// The paths that were asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|seen| seen.path == path).count()
    }
}

async fn serve(mut stream: TcpStream, book: Arc<Mutex<Book>>, conduct: Arc<impl Conduct>) {
    let (mut head, mut piece) = (Vec::new(), [0; 1024]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => head.extend_from_slice(&piece[..read]),
            _ => return,
        }
    }
    let seen = book.lock().unwrap().enter(&head);
    let text = conduct.answer(&seen).await;
    book.lock().unwrap().under_way -= 1;
    // A client that has seen enough goes away; that is no error here.
    let _ = stream.write_all(text.as_bytes()).await;
}

impl Book {
    fn enter(&mut self, head: &[u8]) -> Seen {
        let head = String::from_utf8_lossy(head).into_owned();
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let count = self.paths.entry(path.clone()).or_default();
        *count += 1;
        self.under_way += 1;
        let seen = Seen {
            nth: *count - 1,
            path,
            head: head.to_ascii_lowercase(),
            at: Instant::now(),
            at_once: self.under_way,
        };
        self.seen.push(seen.clone());
        seen
    }
}

/// An answer with a status line, further header lines (each with its end) and a body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
}

pub(crate) fn ok(body: &str, headers: &str) -> String {
    answer("200 OK", headers, body)
}

pub(crate) fn redirect(to: &str) -> String {
    answer("302 Found", &format!("Location: {to}\r\n"), "")
}

struct Loopback;

impl AddressPolicy for Loopback {
    fn allows(&self, address: IpAddr) -> bool {
        address == IpAddr::V4(Ipv4Addr::LOCALHOST)
    }
}

/// The usual manners, with the address of this machine taken for a public one.
pub(crate) fn config() -> FetchConfig {
    let mut config = FetchConfig::new("Caifeng/1.2 (+https://desk.qinglan.example/robot)");
    config.policy = Arc::new(Loopback);
    config
}

/// The same without waiting between requests.
pub(crate) fn hasty() -> GuardedFetcher {
    let mut config = config();
    config.pace = Duration::ZERO;
    GuardedFetcher::new(config).unwrap()
}

pub(crate) fn plan(url: String) -> FetchPlan {
    FetchPlan {
        url,
        etag: None,
        last_modified: None,
        allow_private: false,
    }
}

pub(crate) async fn get(
    fetcher: &GuardedFetcher,
    origin: &Origin,
    path: &str,
) -> Result<Fetched, FetchError> {
    fetcher.fetch(&plan(origin.url(path))).await
}

/// Lets a paused clock go on in steps of a millisecond while nobody works, so that it does not
/// leap over a request that is on its way through the machine's network.
pub(crate) fn heartbeat() {
    tokio::spawn(async {
        loop {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
}
