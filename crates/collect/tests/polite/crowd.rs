//! Many hostile servers at once, and the good ones beside them.

use super::origin::{Conduct, Origin, Seen, config, ok, plan};
use async_trait::async_trait;
use collect::GuardedFetcher;
use ports::{Fetched, Fetcher};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

const HOSTILE: usize = 64;
const GOOD: usize = 200;

/// How a server means harm: each kind keeps a fetch busy for as long as it is let.
#[derive(Clone, Copy)]
enum Harm {
    /// Takes the request and says nothing.
    Silent,
    /// A byte of the answer now and then.
    Loris,
    /// A body just large enough to need a place among the large ones, then nothing more.
    Hoard,
    /// A body without end.
    Endless,
}

const HARMS: [Harm; 4] = [Harm::Silent, Harm::Loris, Harm::Hoard, Harm::Endless];

/// Listens, is well-behaved about robots.txt, and then does harm.
async fn hostile(harm: Harm) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(harmful(stream, harm));
        }
    });
    port
}

async fn harmful(mut stream: TcpStream, harm: Harm) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await?;
    if head[..read].starts_with(b"GET /robots.txt") {
        return stream.write_all(ok("", "").as_bytes()).await;
    }
    let whole = vec![b'x'; 64 * 1024];
    let pieces = match harm {
        Harm::Silent => return std::future::pending().await,
        Harm::Loris => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nX-Slow: ").await?;
            loop {
                stream.write_all(b"x").await?;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Harm::Hoard => 24,
        Harm::Endless => usize::MAX,
    };
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    for _ in 0..pieces {
        stream.write_all(&whole).await?;
    }
    std::future::pending().await
}

struct Good;

#[async_trait]
impl Conduct for Good {
    async fn answer(&self, seen: &Seen) -> String {
        ok(&format!("<rss>{}</rss>", seen.path), "")
    }
}

fn fetch(fetcher: &Arc<GuardedFetcher>, port: u16) -> JoinHandle<bool> {
    let (fetcher, plan) = (
        Arc::clone(fetcher),
        plan(format!("http://127.0.0.1:{port}/feed")),
    );
    tokio::spawn(async move { matches!(fetcher.fetch(&plan).await, Ok(Fetched::Body { .. })) })
}

#[tokio::test]
async fn good_servers_answer_beside_hostile_ones() {
    let mut config = config();
    config.pace = Duration::ZERO;
    // Nobody is freed by the clock before the good ones are through: what they need, they must
    // have without it.
    config.total_timeout = Duration::from_mins(2);
    config.body_bytes_max = 3 * 1024 * 1024;
    let fetcher = Arc::new(GuardedFetcher::new(config).unwrap());
    let mut harmed = Vec::new();
    for harm in HARMS.into_iter().cycle().take(HOSTILE) {
        harmed.push((harm, fetch(&fetcher, hostile(harm).await)));
    }
    let mut good = JoinSet::new();
    for _ in 0..GOOD {
        let origin = Origin::new(Good).await;
        let fetched = fetch(&fetcher, origin.port);
        good.spawn(async move { fetched.await.unwrap() });
    }
    let answered = good.join_all().await;
    assert_eq!(answered.iter().filter(|good| **good).count(), GOOD);
    for (harm, fetch) in &harmed {
        if !matches!(harm, Harm::Endless) {
            assert!(!fetch.is_finished(), "the good ones waited for nobody");
        }
        fetch.abort();
    }
}
