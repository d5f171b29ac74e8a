//! Pictures by a real Chromium of pages of this machine, some of which mean harm.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use async_trait::async_trait;
use collect::{AddressPolicy, BrowserConfig, BrowserPhotographer, Resolver};
use ports::{Photographer, ShotError, ShotPlan};
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Stands for a public address in these tests.
const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Stands for a private one.
const PRIVATE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
/// How a PNG file begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

struct OnlyPublic;

impl AddressPolicy for OnlyPublic {
    fn allows(&self, address: IpAddr) -> bool {
        address == PUBLIC
    }
}

/// `public.test` and `private.test` lead where they say.
struct Names;

#[async_trait]
impl Resolver for Names {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        match name {
            "public.test" => Ok(vec![PUBLIC]),
            "private.test" => Ok(vec![PRIVATE]),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// The browser of this machine.
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the test command says where programs are"
)]
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join("chromium"));
    let found = places.find(|place| place.is_file());
    if found.is_none() {
        println!("SKIPPED: pictures: there is no chromium on this machine");
    }
    found
}

fn photographer(program: PathBuf, seconds: u64) -> BrowserPhotographer {
    BrowserPhotographer::new(BrowserConfig {
        // Tests may run as root, under which Chromium's sandbox does not start.
        sandbox: false,
        time_limit: Duration::from_secs(seconds),
        resolver: Arc::new(Names),
        policy: Arc::new(OnlyPublic),
        ..BrowserConfig::new(program, "Caifeng/test (+https://desk.qinglan.example)")
    })
}

/// A server that counts who comes; `/never` does not end.
async fn server(at: IpAddr, page: String) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((at, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let visitors = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&visitors);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(answer(stream, page.clone()));
        }
    });
    (port, visitors)
}

async fn answer(mut stream: TcpStream, page: String) {
    let mut head = vec![0; 8_192];
    let read = stream.read(&mut head).await.unwrap_or(0);
    let head = String::from_utf8_lossy(&head[..read]).into_owned();
    if head.contains(" /never ") {
        // Nobody answers; the connection stands until the browser is ended.
        let _ = stream.read(&mut [0; 1]).await;
        return;
    }
    let text = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    let _ = stream.write_all(text.as_bytes()).await;
}

fn plan(url: String) -> ShotPlan {
    ShotPlan {
        url,
        allow_private: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_drawn_and_reaches_nothing_private() {
    let Some(program) = browser() else {
        return;
    };
    let (private, secret) = server(PRIVATE, "secret".to_owned()).await;
    let page = format!(
        "<body style=\"background:#c00\"><h1>北门外大街塌陷</h1>\
         <img src=\"http://127.0.0.2:{private}/a.png\"><img src=\"http://private.test:{private}/b.png\">\
         <script>fetch('http://127.0.0.2:{private}/c');new WebSocket('ws://127.0.0.2:{private}/d')</script></body>"
    );
    let (public, visitors) = server(PUBLIC, page).await;
    let url = format!("http://public.test:{public}/");
    let picture = photographer(program, 60)
        .photograph(&plan(url))
        .await
        .unwrap();
    assert!(picture.starts_with(PNG) && picture.len() > 2_000);
    let width = u32::from_be_bytes(picture[16..20].try_into().unwrap());
    assert_eq!(width, 1_280);
    assert!(visitors.load(Ordering::SeqCst) >= 1);
    assert_eq!(
        secret.load(Ordering::SeqCst),
        0,
        "the guard holds for all that a page asks for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_page_is_not_drawn_and_one_that_never_ends_is_ended() {
    let Some(program) = browser() else {
        return;
    };
    let (private, secret) = server(PRIVATE, "secret".to_owned()).await;
    let url = format!("http://private.test:{private}/");
    let refused = photographer(program.clone(), 60)
        .photograph(&plan(url))
        .await;
    match refused {
        Err(ShotError::Failed { why }) => assert!(why.contains("not public"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(secret.load(Ordering::SeqCst), 0);
    let (public, _) = server(PUBLIC, "<p>x</p>".to_owned()).await;
    let url = format!("http://public.test:{public}/never");
    let ended = photographer(program, 4).photograph(&plan(url)).await;
    assert_eq!(ended, Err(ShotError::TimedOut { seconds: 4 }));
}

#[tokio::test]
async fn without_a_browser_that_is_said() {
    let nowhere = PathBuf::from("nowhere/chromium");
    let result = photographer(nowhere, 1)
        .photograph(&plan("http://public.test/".to_owned()))
        .await;
    assert_eq!(result, Err(ShotError::NoBrowser));
    let file = photographer(PathBuf::from("nowhere"), 1)
        .photograph(&plan("file:///etc/hostname".to_owned()))
        .await;
    assert!(matches!(file, Err(ShotError::Failed { .. })));
}
