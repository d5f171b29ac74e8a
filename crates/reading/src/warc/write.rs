//! Writing web archives: WARC 1.1 (ISO 28500:2017), plain, one take a file.

use chrono::{DateTime, SecondsFormat};
use model::Moment;
use sha2::{Digest, Sha256};
use url::Url;

/// The version that is written.
const VERSION: &str = "WARC/1.1";
/// The text that the version follows.
const CONFORMS_TO: &str =
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/";

/// One request and the head of its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchivedHop {
    /// The address that was asked.
    pub url: String,
    /// Headers of the request.
    pub sent: Vec<(String, String)>,
    /// The status of the answer.
    pub status: u16,
    /// Headers of the answer.
    pub got: Vec<(String, String)>,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Archived {
    /// Requests and answers; of the last one the body, decoded, where it was read.
    Exchange(Vec<ArchivedHop>, Option<Vec<u8>>),
    /// The bytes of an answer whose head was not kept.
    Resource {
        /// The address.
        url: String,
        /// The type as sent.
        content_type: String,
        /// The body, decoded.
        bytes: Vec<u8>,
    },
    /// The readable text that was made of a page whose bytes are gone.
    Conversion {
        /// The address.
        url: String,
        /// The text.
        text: String,
    },
}

/// A take that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedTake {
    /// Which program wrote it.
    pub software: String,
    /// When it was taken.
    pub at: Moment,
    /// What was taken.
    pub what: Archived,
    /// What is known beside: name and value.
    pub about: Vec<(String, String)>,
}

/// Writes the records of a take. `ids` gives numbers of which none is given twice.
pub fn write_warc(take: &ArchivedTake, ids: &mut dyn FnMut() -> u128) -> Vec<u8> {
    let mut warc = Records {
        out: Vec::new(),
        at: DateTime::from_timestamp_millis(take.at.0)
            .unwrap_or_default()
            .to_rfc3339_opts(SecondsFormat::Secs, true),
        ids,
    };
    warc.about_itself(&take.software);
    let about = match &take.what {
        Archived::Exchange(hops, body) => warc.exchange(hops, body.as_deref()),
        Archived::Resource {
            url,
            content_type,
            bytes,
        } => {
            let headers = [target(url), payload(bytes)];
            Some((
                url.clone(),
                warc.record("resource", &headers, content_type, bytes),
            ))
        }
        Archived::Conversion { url, text } => {
            let headers = [target(url), payload(text.as_bytes())];
            let kind = "text/plain; charset=utf-8";
            let id = warc.record("conversion", &headers, kind, text.as_bytes());
            Some((url.clone(), id))
        }
    };
    if let Some((url, id)) = about {
        let headers = [target(&url), ("WARC-Concurrent-To", id)];
        let block = lines(&take.about);
        warc.record("metadata", &headers, "application/warc-fields", &block);
    }
    warc.out
}

struct Records<'a> {
    out: Vec<u8>,
    at: String,
    ids: &'a mut dyn FnMut() -> u128,
}

impl Records<'_> {
    /// What kind of file it is, and who wrote it.
    fn about_itself(&mut self, software: &str) {
        let fields = [
            ("software".to_owned(), software.to_owned()),
            ("format".to_owned(), "WARC File Format 1.1".to_owned()),
            ("conformsTo".to_owned(), CONFORMS_TO.to_owned()),
        ];
        self.record("warcinfo", &[], "application/warc-fields", &lines(&fields));
    }

    /// Writes a record; gives its id.
    fn record(
        &mut self,
        kind: &str,
        headers: &[(&str, String)],
        content_type: &str,
        block: &[u8],
    ) -> String {
        let id = record_id((self.ids)());
        let first = format!(
            "{VERSION}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {}\r\n",
            self.at
        );
        let line = |(name, value): &(&str, String)| format!("{name}: {}\r\n", clean(value));
        let more: String = headers.iter().map(line).collect();
        let last = format!(
            "WARC-Block-Digest: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
            digest(block),
            clean(content_type),
            block.len()
        );
        self.out.extend([first, more, last].concat().into_bytes());
        self.out.extend_from_slice(block);
        self.out.extend_from_slice(b"\r\n\r\n");
        id
    }

    /// A pair of records for each hop; gives the last address and the id of its answer.
    fn exchange(&mut self, hops: &[ArchivedHop], body: Option<&[u8]>) -> Option<(String, String)> {
        let mut last = None;
        for (number, hop) in (1..).zip(hops) {
            let body = body.filter(|_| number == hops.len());
            let mut headers = vec![target(&hop.url)];
            headers.push(payload(body.unwrap_or_default()));
            if body.is_none() {
                headers.push(("WARC-Truncated", "unspecified".to_owned()));
            }
            let block = [answer_head(hop, body).as_bytes(), body.unwrap_or_default()].concat();
            let kind = "application/http; msgtype=response";
            let id = self.record("response", &headers, kind, &block);
            let headers = [target(&hop.url), ("WARC-Concurrent-To", id.clone())];
            let kind = "application/http; msgtype=request";
            self.record("request", &headers, kind, request_head(hop).as_bytes());
            last = Some((hop.url.clone(), id));
        }
        last
    }
}

fn target(url: &str) -> (&'static str, String) {
    ("WARC-Target-URI", url.to_owned())
}

fn payload(bytes: &[u8]) -> (&'static str, String) {
    ("WARC-Payload-Digest", digest(bytes))
}

/// In hexadecimal, as `sha256sum` and the pages show it.
fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256_hex(bytes))
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let digits = |byte: &u8| format!("{byte:02x}");
    hash.iter().map(digits).collect()
}

/// A number as a UUID of version 4.
fn record_id(bits: u128) -> String {
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let part = |shift: u32, digits: u32| (bits >> shift) & ((1 << (digits * 4)) - 1);
    format!(
        "<urn:uuid:{:08x}-{:04x}-{:04x}-{:04x}-{:012x}>",
        part(96, 8),
        part(80, 4),
        part(64, 4),
        part(48, 4),
        part(0, 12)
    )
}

/// What belongs on one line.
fn clean(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}

fn lines(fields: &[(String, String)]) -> Vec<u8> {
    header_lines(fields).into_bytes()
}

fn header_lines(headers: &[(String, String)]) -> String {
    let line = |(name, value): &(String, String)| format!("{}: {}\r\n", clean(name), clean(value));
    headers.iter().map(line).collect()
}

fn request_head(hop: &ArchivedHop) -> String {
    let url = Url::parse(&hop.url).ok();
    let path = url.as_ref().map_or_else(
        || "/".to_owned(),
        |url| {
            let query = url
                .query()
                .map_or(String::new(), |query| format!("?{query}"));
            format!("{}{query}", url.path())
        },
    );
    let host = url.as_ref().and_then(|url| {
        let port = url.port().map_or(String::new(), |port| format!(":{port}"));
        Some(format!("{}{port}", url.host_str()?))
    });
    format!(
        "GET {} HTTP/1.1\r\nhost: {}\r\n{}\r\n",
        clean(&path),
        host.unwrap_or_default(),
        header_lines(&hop.sent)
    )
}

/// The head of an answer. The body is kept decoded: headers that spoke of how it was carried keep
/// their value under another name, as archives do.
fn answer_head(hop: &ArchivedHop, body: Option<&[u8]>) -> String {
    const CARRIED: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];
    let line = |(name, value): &(String, String)| {
        let carried = CARRIED.contains(&name.to_ascii_lowercase().as_str());
        let before = if carried { "x-archive-orig-" } else { "" };
        format!("{before}{}: {}\r\n", clean(name), clean(value))
    };
    let headers: String = hop.got.iter().map(line).collect();
    format!(
        "HTTP/1.1 {} {}\r\n{headers}content-length: {}\r\n\r\n",
        hop.status,
        reason(hop.status),
        body.map_or(0, <[u8]>::len)
    )
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        404 => "Not Found",
        410 => "Gone",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WarcReader;

    fn written(what: Archived) -> String {
        let take = ArchivedTake {
            software: "Caifeng\r\nX: 1".to_owned(),
            at: Moment(1_772_431_500_000),
            what,
            about: vec![("text-sha256".to_owned(), sha256_hex("积水".as_bytes()))],
        };
        let mut last = 0;
        let bytes = write_warc(&take, &mut || {
            last += 1;
            last
        });
        String::from_utf8(bytes).unwrap()
    }

    fn hop(url: &str, status: u16) -> ArchivedHop {
        ArchivedHop {
            url: url.to_owned(),
            sent: vec![("user-agent".to_owned(), "Caifeng".to_owned())],
            status,
            got: vec![
                ("content-type".to_owned(), "text/html".to_owned()),
                ("content-encoding".to_owned(), "gzip".to_owned()),
            ],
        }
    }

    #[test]
    fn a_take_is_read_back_with_every_hop() {
        let body = "<p>溪口镇积水</p>".as_bytes().to_vec();
        let hops = vec![
            hop("http://a.example/1?x=1", 301),
            hop("http://a.example/2", 200),
        ];
        let text = written(Archived::Exchange(hops, Some(body.clone())));
        assert_eq!(text.matches("WARC/1.1\r\n").count(), 6, "{text}");
        assert!(text.contains("GET /1?x=1 HTTP/1.1\r\nhost: a.example\r\n"));
        assert!(text.contains(&format!(
            "WARC-Payload-Digest: sha256:{}",
            sha256_hex(&body)
        )));
        assert!(
            text.contains("software: CaifengX: 1\r\n"),
            "no line is smuggled in"
        );
        assert!(text.contains("<urn:uuid:00000000-0000-4000-8000-000000000001>"));
        let answers: Vec<_> = WarcReader::new(text.as_bytes()).collect();
        let last = answers[1].as_ref().unwrap();
        assert_eq!((last.status, &last.body), (200, &body));
        assert_eq!(last.at, Some(Moment(1_772_431_500_000)));
        assert_eq!(answers.len(), 2);
    }

    #[test]
    fn what_has_no_head_is_no_answer() {
        for (what, kind) in [
            (
                Archived::Resource {
                    url: "http://a.example/1".to_owned(),
                    content_type: "text/html".to_owned(),
                    bytes: b"<p>1</p>".to_vec(),
                },
                "WARC-Type: resource",
            ),
            (
                Archived::Conversion {
                    url: "http://a.example/1".to_owned(),
                    text: "积水".to_owned(),
                },
                "WARC-Type: conversion",
            ),
        ] {
            let text = written(what);
            assert!(text.contains(kind) && text.contains("WARC-Type: metadata"));
            assert_eq!(WarcReader::new(text.as_bytes()).count(), 0);
        }
        let gone = written(Archived::Exchange(
            vec![hop("http://a.example/1", 410)],
            None,
        ));
        assert!(gone.contains("410 Gone") && gone.contains("WARC-Truncated: unspecified"));
    }
}
