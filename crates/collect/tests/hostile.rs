//! Servers that mean harm, and names that lead where they must not.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use async_trait::async_trait;
use collect::{AddressPolicy, FetchConfig, GuardedFetcher, Resolver};
use flate2::{Compression, write::GzEncoder};
use ports::{FetchError, FetchPlan, Fetched, Fetcher};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Stands for a public address in these tests.
const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Stands for a private one.
const PRIVATE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

struct OnlyPublic;

impl AddressPolicy for OnlyPublic {
    fn allows(&self, address: IpAddr) -> bool {
        address == PUBLIC
    }
}

/// Gives the next prepared answer for any name; the last one again and again.
struct Names(Mutex<VecDeque<Vec<IpAddr>>>);

#[async_trait]
impl Resolver for Names {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front()
        } else {
            answers.front().cloned()
        };
        Ok(answer.unwrap_or_default())
    }
}

fn fetcher(answers: &[&[IpAddr]]) -> GuardedFetcher {
    let mut config = FetchConfig::new("Caifeng/test (+https://desk.qinglan.example)");
    config.policy = Arc::new(OnlyPublic);
    config.resolver = Arc::new(Names(Mutex::new(
        answers.iter().map(|answer| answer.to_vec()).collect(),
    )));
    config.total_timeout = Duration::from_secs(20);
    config.body_bytes_max = 1_000_000;
    config.pace = Duration::ZERO;
    // Manners are another matter: here names change their answers at each request.
    config.robots = false;
    GuardedFetcher::new(config).unwrap()
}

/// A server at an address that counts who comes.
struct Server {
    port: u16,
    visitors: Arc<AtomicUsize>,
}

async fn server(at: IpAddr) -> Server {
    let listener = TcpListener::bind((at, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let visitors = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&visitors);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(answer(stream, port));
        }
    });
    Server { port, visitors }
}

async fn answer(mut stream: TcpStream, port: u16) {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => head.extend_from_slice(&piece[..read]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    // A client that has seen enough goes away; that is no error here.
    let _ = misbehave(&mut stream, &path, &head, port).await;
}

async fn misbehave(stream: &mut TcpStream, path: &str, head: &str, port: u16) -> io::Result<()> {
    let ok = |body: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nETag: \"v1\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let redirect = |to: &str| {
        format!(
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    };
    let text = match path {
        "/good" if head.to_ascii_lowercase().contains("if-none-match") => {
            "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
        }
        "/good" => ok("<rss/>"),
        "/moved" => redirect("/good"),
        "/loop" => redirect("/loop"),
        "/to-private-address" => redirect(&format!("http://127.0.0.2:{port}/good")),
        "/to-private-name" => redirect(&format!("http://private.test:{port}/good")),
        "/to-file" => redirect("file:///etc/hostname"),
        "/broken" => {
            "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
        }
        "/lying-long" => "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".to_owned(),
        "/cut" => "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\nonly this"
            .to_owned(),
        "/nonsense" => "SMTP ready\r\n\r\n".to_owned(),
        "/bomb" => return bomb(stream).await,
        "/endless" => return endless(stream, "HTTP/1.1 200 OK\r\n\r\n").await,
        "/picture" => {
            return endless(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: Image/JPEG; q=1\r\n\r\n",
            )
            .await;
        }
        "/headers" => return endless(stream, "HTTP/1.1 200 OK\r\n").await,
        "/slow" => return slow(stream).await,
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
    };
    stream.write_all(text.as_bytes()).await
}

/// A hundred megabytes of nothing, packed into a hundred kilobytes.
async fn bomb(stream: &mut TcpStream) -> io::Result<()> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        packed.write_all(&vec![b' '; 1_000_000])?;
    }
    let packed = packed.finish()?;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        packed.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&packed).await
}

/// Headers or a body without end: until the client hangs up, at most a hundred megabytes.
async fn endless(stream: &mut TcpStream, head: &str) -> io::Result<()> {
    stream.write_all(head.as_bytes()).await?;
    let line = b"x-more: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
        .repeat(1_000);
    for _ in 0..1_400 {
        stream.write_all(&line).await?;
    }
    Ok(())
}

/// A byte now and then, for longer than anybody waits.
async fn slow(stream: &mut TcpStream) -> io::Result<()> {
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        .await?;
    loop {
        stream.write_all(b".").await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn plan(url: String) -> FetchPlan {
    FetchPlan {
        url,
        etag: None,
        last_modified: None,
        allow_private: false,
    }
}

async fn get(fetcher: &GuardedFetcher, server: &Server, path: &str) -> Result<Fetched, FetchError> {
    fetcher
        .fetch(&plan(format!("http://public.test:{}{path}", server.port)))
        .await
}

#[tokio::test]
async fn good_answers_are_read_and_asked_about_again() {
    let (server, fetcher) = (server(PUBLIC).await, fetcher(&[&[PUBLIC]]));
    let Ok(Fetched::Body {
        bytes,
        etag,
        final_url,
        ..
    }) = get(&fetcher, &server, "/moved").await
    else {
        panic!()
    };
    assert_eq!(
        (bytes.as_slice(), etag.as_deref()),
        (&b"<rss/>"[..], Some("\"v1\""))
    );
    assert!(final_url.ends_with("/good"));
    let mut again = plan(format!("http://public.test:{}/good", server.port));
    again.etag = etag;
    assert_eq!(fetcher.fetch(&again).await, Ok(Fetched::Unchanged));
}

#[tokio::test]
async fn every_harm_is_an_error_with_words_and_the_next_request_is_served() {
    let (server, fetcher) = (server(PUBLIC).await, fetcher(&[&[PUBLIC]]));
    for (path, expected) in [
        ("/missing", "status 404"),
        ("/broken", "status 500"),
        ("/loop", "redirects more than 10 times"),
        (
            "/to-private-address",
            "127.0.0.2, which is not a public address",
        ),
        ("/to-file", "not an address the desk can read"),
        ("/lying-long", "more than 1000000 bytes"),
        ("/cut", "could not be read"),
        ("/nonsense", "could not be read"),
        ("/bomb", "more than 1000000 bytes"),
        ("/endless", "more than 1000000 bytes"),
        ("/headers", "could not be read"),
        ("/picture", "of type image/jpeg, not text"),
    ] {
        let error = get(&fetcher, &server, path).await.unwrap_err().to_string();
        assert!(error.contains(expected), "{path}: {error}");
        assert!(
            error.contains("http://") || error.contains("file:"),
            "{path}: the address is named: {error}"
        );
        assert!(
            get(&fetcher, &server, "/good").await.is_ok(),
            "after {path}"
        );
    }
}

#[tokio::test]
async fn a_server_that_drips_is_cut_off() {
    let server = server(PUBLIC).await;
    let mut config = FetchConfig::new("Caifeng/test");
    config.policy = Arc::new(OnlyPublic);
    config.total_timeout = Duration::from_millis(300);
    config.pace = Duration::ZERO;
    let fetcher = GuardedFetcher::new(config).unwrap();
    let error = fetcher
        .fetch(&plan(format!("http://127.0.0.1:{}/slow", server.port)))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::TimedOut { .. }), "{error}");
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_never_dialled() {
    let private = server(PRIVATE).await;
    for answers in [
        &[&[PRIVATE][..]][..],
        &[&[PUBLIC, PRIVATE]],
        &[&[PRIVATE, PUBLIC]],
    ] {
        let fetcher = fetcher(answers);
        let error = fetcher
            .fetch(&plan(format!("http://private.test:{}/good", private.port)))
            .await
            .unwrap_err();
        assert!(
            matches!(error, FetchError::PrivateAddress { .. }),
            "{error}"
        );
    }
    let literal = plan(format!("http://127.0.0.2:{}/good", private.port));
    assert!(matches!(
        fetcher(&[&[PUBLIC]]).fetch(&literal).await,
        Err(FetchError::PrivateAddress { .. })
    ));
    assert_eq!(private.visitors.load(Ordering::SeqCst), 0);
    // Only a source that says so may.
    let allowed = FetchPlan {
        allow_private: true,
        ..literal
    };
    assert!(fetcher(&[&[PRIVATE]]).fetch(&allowed).await.is_ok());
}

#[tokio::test]
async fn a_name_that_changes_its_answer_gains_nothing() {
    let (public, private) = (server(PUBLIC).await, server(PRIVATE).await);
    // Public when first asked, private from then on: what was judged is what is dialled.
    let fetcher = fetcher(&[&[PUBLIC], &[PRIVATE]]);
    assert!(get(&fetcher, &public, "/good").await.is_ok());
    let again = fetcher
        .fetch(&plan(format!("http://other.test:{}/good", private.port)))
        .await;
    assert!(
        matches!(again, Err(FetchError::PrivateAddress { .. })),
        "{again:?}"
    );
    let hop = get(&fetcher, &public, "/to-private-name").await;
    assert!(hop.is_err(), "{hop:?}");
    assert_eq!(private.visitors.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn other_schemes_are_not_read() {
    let fetcher = fetcher(&[&[PUBLIC]]);
    for url in [
        "file:///etc/hostname",
        "ftp://a.example/",
        "gopher://a.example/",
        "data:text/plain,x",
        "x",
        "http://",
    ] {
        let error = fetcher.fetch(&plan(url.to_owned())).await.unwrap_err();
        assert!(
            matches!(error, FetchError::BadAddress { .. }),
            "{url}: {error}"
        );
    }
}
