//! The browser's only way out: a proxy on loopback that dials what the guard allows, the very addresses
//! it judged, and carries no more than so many bytes.

use crate::guard::AddressPolicy;
use crate::resolve::Resolver;
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use url::Url;

/// Bytes of a request's head.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Bytes that one picture may cost, both ways.
const BYTES_MAX: i64 = 80 * 1024 * 1024;
/// Connections at a time.
const CONNECTIONS_MAX: usize = 64;
/// Time for a head, and for a connection to stand.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes carried at a time.
const PIECE_BYTES: usize = 16 * 1024;

/// What connections share.
struct Shared {
    policy: Arc<dyn AddressPolicy>,
    resolver: Arc<dyn Resolver>,
    left: AtomicI64,
    reached: Mutex<BTreeSet<String>>,
    refused: Mutex<BTreeSet<String>>,
}

/// A gateway that is open until it is dropped, with all its connections.
pub(super) struct Gateway {
    port: u16,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Gateway {
    pub(super) async fn open(
        policy: Arc<dyn AddressPolicy>,
        resolver: Arc<dyn Resolver>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((IpAddr::from([127, 0, 0, 1]), 0)).await?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            policy,
            resolver,
            left: AtomicI64::new(BYTES_MAX),
            reached: Mutex::default(),
            refused: Mutex::default(),
        });
        let task = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self { port, shared, task })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Whether a host was refused for where it leads.
    pub(super) fn refused(&self, host: &str) -> bool {
        has(&self.shared.refused, host)
    }

    /// Whether a connection to a host stood.
    pub(super) fn reached(&self, host: &str) -> bool {
        has(&self.shared.reached, host)
    }
}

fn has(hosts: &Mutex<BTreeSet<String>>, host: &str) -> bool {
    let hosts = hosts.lock().unwrap_or_else(PoisonError::into_inner);
    hosts.contains(bare(host))
}

fn note(hosts: &Mutex<BTreeSet<String>>, host: &str) {
    let mut hosts = hosts.lock().unwrap_or_else(PoisonError::into_inner);
    hosts.insert(bare(host).to_owned());
}

/// An address of version 6 without its brackets.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut carried = JoinSet::new();
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let Ok((client, _)) = listener.accept().await else {
            return;
        };
        while carried.try_join_next().is_some() {}
        let shared = Arc::clone(&shared);
        carried.spawn(async move {
            let _place = place;
            // A connection that breaks is the browser's to tell.
            let _ = carry(client, &shared).await;
        });
    }
}

/// Where a request goes, and what is sent there first.
struct Wanted {
    host: String,
    port: u16,
    /// Nothing where the browser is told that its tunnel stands.
    first: Option<Vec<u8>>,
}

async fn carry(mut client: TcpStream, shared: &Shared) -> io::Result<()> {
    let head = tokio::time::timeout(PATIENCE, read_head(&mut client)).await??;
    let Some(wanted) = head.and_then(|(head, rest)| wanted(&head, rest)) else {
        return refuse(&mut client, "400 Bad Request").await;
    };
    let dialled = tokio::time::timeout(PATIENCE, dial(&wanted, shared)).await;
    let Ok(Ok(mut server)) = dialled else {
        return refuse(&mut client, "403 Forbidden").await;
    };
    note(&shared.reached, &wanted.host);
    match &wanted.first {
        Some(first) => server.write_all(first).await?,
        None => client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?,
    }
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let up = pour(&mut from_client, &mut to_server, &shared.left);
    let down = pour(&mut from_server, &mut to_client, &shared.left);
    // Where the server has said all, nobody listens to the browser any more.
    tokio::select! {
        done = down => done,
        Err(error) = up => Err(error),
    }
}

async fn refuse(client: &mut TcpStream, why: &str) -> io::Result<()> {
    let answer = format!("HTTP/1.1 {why}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    client.write_all(answer.as_bytes()).await
}

/// The head of a request, and what came behind it.
async fn read_head(client: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    while bytes.len() < HEAD_BYTES_MAX {
        let mut piece = [0; 4096];
        let read = client.read(&mut piece).await?;
        if read == 0 {
            break;
        }
        bytes.extend(piece.iter().take(read));
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), rest)));
        }
    }
    Ok(None)
}

fn wanted(head: &str, rest: Vec<u8>) -> Option<Wanted> {
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    if method == "CONNECT" {
        let (host, port) = target.rsplit_once(':')?;
        return Some(Wanted {
            host: bare(host).to_owned(),
            port: port.parse().ok()?,
            first: None,
        });
    }
    let url = Url::parse(target)
        .ok()
        .filter(|url| url.scheme() == "http")?;
    let query = url
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let mut first = format!("{method} {}{query} HTTP/1.1\r\n", url.path());
    for line in lines.filter(|line| !line.is_empty()) {
        let name = line
            .split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !matches!(
            name.as_str(),
            "connection" | "proxy-connection" | "keep-alive"
        ) {
            first.push_str(line);
            first.push_str("\r\n");
        }
    }
    first.push_str("connection: close\r\n\r\n");
    Some(Wanted {
        host: bare(url.host_str()?).to_owned(),
        port: url.port_or_known_default()?,
        first: Some([first.into_bytes(), rest].concat()),
    })
}

/// Dials the addresses that were judged. One that is not allowed refuses the name as a whole.
async fn dial(wanted: &Wanted, shared: &Shared) -> io::Result<TcpStream> {
    let addresses = match wanted.host.parse::<IpAddr>() {
        Ok(address) => vec![address],
        Err(_) => shared.resolver.resolve(&wanted.host).await?,
    };
    if addresses.iter().any(|one| !shared.policy.allows(*one)) {
        note(&shared.refused, &wanted.host);
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        match TcpStream::connect(SocketAddr::new(address, wanted.port)).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

async fn pour(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    left: &AtomicI64,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        if left.fetch_sub(read as i64, Ordering::Relaxed) < read as i64 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        to.write_all(piece.get(..read).unwrap_or_default()).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_through_a_proxy_becomes_one_to_the_server() {
        let head = "GET http://a.example:8080/x?y=1 HTTP/1.1\r\nHost: a.example:8080\r\n\
                    Proxy-Connection: keep-alive\r\n\r\n";
        let plain = wanted(head, b"rest".to_vec()).unwrap();
        assert_eq!((plain.host.as_str(), plain.port), ("a.example", 8080));
        let first = String::from_utf8(plain.first.unwrap()).unwrap();
        assert_eq!(
            first,
            "GET /x?y=1 HTTP/1.1\r\nHost: a.example:8080\r\nconnection: close\r\n\r\nrest"
        );
        let tunnel = wanted("CONNECT [::1]:443 HTTP/1.1\r\n\r\n", Vec::new()).unwrap();
        assert_eq!((tunnel.host.as_str(), tunnel.port), ("::1", 443));
        assert!(tunnel.first.is_none());
        for bad in [
            "",
            "GET /x HTTP/1.1\r\n\r\n",
            "GET ftp://a/ HTTP/1.1\r\n\r\n",
            "CONNECT a\r\n\r\n",
        ] {
            assert!(wanted(bad, Vec::new()).is_none(), "{bad}");
        }
    }
}
