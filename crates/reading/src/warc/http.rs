//! An archived answer: its status, and its body without what only carried it.

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use model::limits;
use std::io::Read;

/// Codings one around the other.
const CODINGS_MAX: usize = 3;

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Reads an answer, or says what it does wrong.
pub(super) fn answer(block: &[u8]) -> Result<Answer, &'static str> {
    let (head, body) = split(block).ok_or("has no header")?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines
        .next()
        .filter(|line| line.starts_with("HTTP/"))
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .ok_or("does not begin with a status")?;
    let (mut content_type, mut chunked, mut codings) = (None, false, Vec::new());
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => content_type = Some(value.to_owned()),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => {
                codings.extend(
                    value
                        .split(',')
                        .map(|coding| coding.trim().to_ascii_lowercase()),
                );
            }
            _ => {}
        }
    }
    // Some archives keep the header and store the body joined.
    let mut body = if chunked { joined(body) } else { None }.unwrap_or_else(|| body.to_vec());
    for coding in codings.iter().rev().take(CODINGS_MAX) {
        body = decoded(body, coding)?;
    }
    if body.len() > limits::BODY_BYTES_MAX {
        return Err("is too long");
    }
    Ok(Answer {
        status,
        content_type,
        body,
    })
}

fn split(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let find = |end: &[u8]| {
        let at = block.windows(end.len()).position(|window| window == end)?;
        Some((block.get(..at)?, block.get(at + end.len()..)?))
    };
    match (find(b"\r\n\r\n"), find(b"\n\n")) {
        (Some(a), Some(b)) => Some(if a.0.len() <= b.0.len() { a } else { b }),
        (a, b) => a.or(b),
    }
}

/// Joins the chunks of a body. None if it has none; what is broken off is kept so far.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut chunks = 0u64;
    while let Some(end) = body.iter().take(64).position(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(body.get(..end)?);
        let size = line.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            break;
        };
        if size == 0 {
            return Some(out);
        }
        let start = end + 1;
        let stop = start.saturating_add(size).min(body.len());
        out.extend_from_slice(body.get(start..stop)?);
        chunks += 1;
        body = body.get(stop..)?;
        body = body
            .strip_prefix(b"\r\n")
            .or_else(|| body.strip_prefix(b"\n"))
            .unwrap_or(body);
    }
    (chunks > 0).then_some(out)
}

fn decoded(body: Vec<u8>, coding: &str) -> Result<Vec<u8>, &'static str> {
    match coding {
        "" | "identity" => Ok(body),
        // Some archives keep the header and store the body unpacked.
        "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => Ok(body),
        "gzip" | "x-gzip" => unpacked(MultiGzDecoder::new(body.as_slice())),
        "deflate" => unpacked(ZlibDecoder::new(body.as_slice()))
            .or_else(|_| unpacked(DeflateDecoder::new(body.as_slice()))),
        "br" | "zstd" if std::str::from_utf8(&body).is_ok() => Ok(body),
        _ => Err("is packed in a way that cannot be undone"),
    }
}

/// Unpacks within bounds; what is broken off is kept so far.
fn unpacked(packed: impl Read) -> Result<Vec<u8>, &'static str> {
    let mut out = Vec::new();
    let read = packed
        .take(limits::BODY_BYTES_MAX as u64 + 1)
        .read_to_end(&mut out);
    if out.len() > limits::BODY_BYTES_MAX {
        return Err("is too long when unpacked");
    }
    match read {
        Err(_) if out.is_empty() => Err("is packed and cannot be unpacked"),
        _ => Ok(out),
    }
}
