//! A server of many small feeds for benches. Every tenth feed changes each time it is read; the rest
//! answers 304 to its validator. Prints its address, and then those of 64 hostile servers that say
//! nothing, or a byte now and then, or more than anybody wants; serves on. `/span` tells how long it
//! was from the first request of a feed to the last, and begins anew.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Entries of one feed.
const ENTRIES: u64 = 20;
/// Hostile servers.
const HOSTILE: u64 = 64;

/// What the good server knows.
#[derive(Default)]
struct Seen {
    /// Readings of feeds that change.
    reads: AtomicU64,
    /// First and last request of a feed.
    span: Mutex<Option<(Instant, Instant)>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    #[expect(clippy::print_stdout, reason = "the bench reads the address")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    for number in 0..HOSTILE {
        hostile(number).await?;
    }
    let seen = Arc::new(Seen::default());
    loop {
        let (stream, _) = listener.accept().await?;
        let seen = Arc::clone(&seen);
        tokio::spawn(async move {
            // A client that goes away is no matter.
            let _ = serve(stream, &seen).await;
        });
    }
}

async fn serve(mut stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    let mut piece = [0_u8; 4096];
    loop {
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            return Ok(());
        }
        head.extend_from_slice(&piece[..read]);
        if head.ends_with(b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
            stream.write_all(answer(&text, seen).as_bytes()).await?;
            head.clear();
        }
    }
}

fn answer(head: &str, seen: &Seen) -> String {
    let path = head.split(' ').nth(1).unwrap_or_default();
    let mut span = seen.span.lock().unwrap_or_else(PoisonError::into_inner);
    if path == "/span" {
        let words = match span.take() {
            Some((first, last)) => format!("{:.2} s", (last - first).as_secs_f64()),
            None => "no feed was asked for".to_owned(),
        };
        return format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{words}",
            words.len()
        );
    }
    let Some(number) = path
        .strip_prefix("/feed/")
        .and_then(|number| number.parse::<u64>().ok())
    else {
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned();
    };
    let now = Instant::now();
    *span = Some((span.map_or(now, |(first, _)| first), now));
    drop(span);
    let version = if number % 10 == 0 {
        seen.reads.fetch_add(1, Ordering::Relaxed)
    } else {
        0
    };
    let etag = format!("\"{number}-{version}\"");
    if head.contains(&format!("if-none-match: {etag}")) {
        return format!("HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n");
    }
    let body = feed(number, version);
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: {etag}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// One hostile server; a third of them each.
async fn hostile(number: u64) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    #[expect(clippy::print_stdout, reason = "the bench reads the address")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(harm(stream, number % 3));
        }
    });
    Ok(())
}

async fn harm(mut stream: TcpStream, kind: u64) -> std::io::Result<()> {
    let mut head = [0_u8; 4096];
    let read = stream.read(&mut head).await?;
    if head[..read].starts_with(b"GET /robots.txt") {
        let none = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        return stream.write_all(none).await;
    }
    let piece = match kind {
        0 => return std::future::pending().await,
        1 => vec![b'x'],
        _ => vec![b'x'; 64 * 1024],
    };
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    loop {
        stream.write_all(&piece).await?;
        if kind == 1 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn feed(number: u64, version: u64) -> String {
    let mut text = format!("<rss version=\"2.0\"><channel><title>板块 {number}</title>");
    for entry in 0..ENTRIES {
        let id = version * 3 + entry;
        let _ = write!(
            text,
            "<item><guid>{number}-{id}</guid><title>板块 {number} 第 {id} 条消息</title>\
             <link>https://board.qinglan.example/{number}/{id}</link><pubDate>Mon, 02 Mar 2026 14:05:00 +0800</pubDate>\
             <description>&lt;p&gt;编号 {number}-{id}：居民反映路灯不亮，物业正在联系维修，预计两天内恢复。&lt;/p&gt;</description></item>"
        );
    }
    text.push_str("</channel></rss>");
    text
}
