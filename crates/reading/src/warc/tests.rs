use super::*;
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::io::Write;

fn record(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-02T06:05:00Z\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(bytes).unwrap();
    packing.finish().unwrap()
}

fn answers() -> Vec<Vec<u8>> {
    let plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>one";
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n4;x=1\r\n two\r\n0\r\n\r\n";
    let gzip = [
        &b"HTTP/1.0 404 No\r\nContent-Encoding: gzip\r\n\r\n"[..],
        &packed(b"three"),
    ]
    .concat();
    vec![
        record("warcinfo", "", b"x: y"),
        record("request", "http://q.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "http://q.example/1", plain),
        record("response", "<http://q.example/2>", chunked),
        record("response", "http://q.example/3", &gzip),
        record("response", "dns:q.example", b"127.0.0.1"),
    ]
}

fn bodies(bytes: &[u8]) -> (Vec<String>, usize) {
    let mut found = (Vec::new(), 0);
    for next in WarcReader::new(bytes) {
        match next {
            Ok(answer) => found.0.push(String::from_utf8(answer.body).unwrap()),
            Err(problem) => {
                found.1 += 1;
                assert!(problem.to_string().len() > 20);
            }
        }
    }
    found
}

#[test]
fn answers_are_read_plain_and_packed() {
    let expected = ["<p>one", "two two", "three"].map(str::to_owned).to_vec();
    let plain = answers().concat();
    assert_eq!(bodies(&plain), (expected.clone(), 0));
    let members: Vec<u8> = answers().iter().flat_map(|record| packed(record)).collect();
    assert_eq!(bodies(&members), (expected.clone(), 0));
    assert_eq!(bodies(&packed(&plain)), (expected, 0));
    let first = WarcReader::new(plain.as_slice()).next().unwrap().unwrap();
    assert_eq!(
        (first.url.as_str(), first.status),
        ("http://q.example/1", 200)
    );
    assert_eq!(
        (first.at, first.content_type.as_deref()),
        (Some(Moment(1_772_431_500_000)), Some("text/html"))
    );
}

#[test]
fn broken_records_are_told_and_passed() {
    let mut parts = answers();
    parts.insert(
        3,
        b"noise\r\nmore noise\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n".to_vec(),
    );
    parts.insert(
        5,
        record("response", "http://q.example/x", b"no http\r\n\r\n"),
    );
    let (found, problems) = bodies(&parts.concat());
    assert_eq!((found.len(), problems), (3, 4));
    let mut members: Vec<Vec<u8>> = answers().iter().map(|record| packed(record)).collect();
    let broken = members[2].len() / 2;
    members[2].truncate(broken);
    let (found, problems) = bodies(&members.concat());
    assert!(!found.is_empty() && problems >= 1, "{found:?} {problems}");
    let plain = answers().concat();
    let cut = plain.len() - 250;
    assert_eq!(bodies(&plain[..cut]).1, 1);
}

#[test]
fn long_records_are_bounded() {
    let head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nWARC-Target-URI: http://q.example/\r\nContent-Length: ";
    let endless = format!("{head}{}\r\n\r\nx", u64::MAX);
    assert_eq!(bodies(endless.as_bytes()).1, 1);
    let bomb = [
        &b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n"[..],
        &packed(&vec![0; 30 * 1024 * 1024]),
    ]
    .concat();
    assert_eq!(
        bodies(&record("response", "http://q.example/", &bomb)),
        (vec![], 1)
    );
}

proptest! {
    #[test]
    fn any_bytes_end(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        text in "(WARC/1.0\r?\n|Content-Length: [0-9]{0,3}\r\n|WARC-Type: response\r\n|Content-Type: application/http\r\n|WARC-Target-URI: http://a.example\r\n|\r\n|HTTP/1.1 200 OK\r\n|Transfer-Encoding: chunked\r\n|[0-9a-f]{1,4}\r\n){0,30}",
        at in 0usize..600,
    ) {
        bodies_of_anything(&bytes);
        bodies_of_anything(text.as_bytes());
        let mut members: Vec<u8> = answers().iter().flat_map(|record| packed(record)).collect();
        for (at, byte) in (at..members.len()).zip(&bytes) {
            members[at] = *byte;
        }
        bodies_of_anything(&members);
    }
}

fn bodies_of_anything(bytes: &[u8]) {
    assert!(WarcReader::new(bytes).take(5_000).count() < 5_000);
}
