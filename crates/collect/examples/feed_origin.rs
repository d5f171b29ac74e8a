//! A server of many small feeds for benches: `feed_origin FEEDS`. Every tenth feed changes each
//! time it is read; the rest answers 304 to its validator. Prints its address and serves on.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Entries of one feed.
const ENTRIES: u64 = 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    #[expect(clippy::print_stdout, reason = "the bench reads the address")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    let reads = Arc::new(AtomicU64::new(0));
    loop {
        let (stream, _) = listener.accept().await?;
        let reads = Arc::clone(&reads);
        tokio::spawn(async move {
            // A client that goes away is no matter.
            let _ = serve(stream, &reads).await;
        });
    }
}

async fn serve(mut stream: TcpStream, reads: &AtomicU64) -> std::io::Result<()> {
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
            stream.write_all(answer(&text, reads).as_bytes()).await?;
            head.clear();
        }
    }
}

fn answer(head: &str, reads: &AtomicU64) -> String {
    let path = head.split(' ').nth(1).unwrap_or_default();
    let Some(number) = path
        .strip_prefix("/feed/")
        .and_then(|number| number.parse::<u64>().ok())
    else {
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned();
    };
    let version = if number % 10 == 0 {
        reads.fetch_add(1, Ordering::Relaxed)
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
