//! Web archives: the answers in a WARC file, plain or packed record by record.

mod http;
mod members;
mod write;

pub use write::{Archived, ArchivedHop, ArchivedTake, sha256_hex, write_warc};

use crate::address::canonical_url;
use crate::dates::read_time;
use chrono_tz::Tz;
use members::Members;
use model::{Moment, limits};
use std::io::{self, BufRead, BufReader, Read};
use thiserror::Error;

/// Bytes of one line of a header.
const LINE_BYTES_MAX: u64 = 16 * 1024;
/// Lines of one header.
const HEADER_LINES_MAX: usize = 300;
/// Bytes of an answer's own header, beside its body.
const HTTP_HEADER_BYTES_MAX: u64 = 256 * 1024;
/// Problems in a row after which a file is given up.
const PROBLEMS_MAX: u32 = 1_000;

/// One answer as it was archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarcResponse {
    /// The page's address.
    pub url: String,
    /// When it was fetched.
    pub at: Option<Moment>,
    /// Status of the answer.
    pub status: u16,
    /// The content type as sent.
    pub content_type: Option<String>,
    /// The body, unpacked.
    pub body: Vec<u8>,
}

/// What is wrong with a part of an archive; reading goes on after it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WarcProblem {
    /// Bytes between records.
    #[error("{0} bytes that belong to no record were skipped; the archive may be damaged there")]
    Stray(u64),
    /// A record's header.
    #[error("a record is skipped, its header {0}; the archive may be damaged there")]
    Header(&'static str),
    /// Too long a record.
    #[error("{0} is skipped: it is longer than {max} MiB", max = limits::BODY_BYTES_MAX / 1024 / 1024)]
    TooLong(String),
    /// The end is missing.
    #[error("the archive ends within a record; fetch the file again")]
    Cut,
    /// The archived answer itself.
    #[error("{url} is skipped: its answer {why}")]
    Answer {
        /// Which page.
        url: String,
        /// What is wrong.
        why: &'static str,
    },
    /// The file cannot be read on.
    #[error(
        "the archive cannot be read there: {0}; it goes on with the next record that can be found"
    )]
    Reading(String),
}

/// Reads the answers of an archive one by one.
pub struct WarcReader<R: BufRead> {
    input: Input<R>,
    problems: u32,
    /// The first line of a record has been read already.
    in_record: bool,
    done: bool,
}

enum Input<R: BufRead> {
    Plain(R),
    Packed(Box<BufReader<Members<R>>>),
}

impl<R: BufRead> Input<R> {
    fn get(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Plain(input) => input,
            Self::Packed(input) => input.as_mut(),
        }
    }
}

impl<R: BufRead> std::fmt::Debug for WarcReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WarcReader")
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl From<io::Error> for WarcProblem {
    fn from(error: io::Error) -> Self {
        Self::Reading(error.to_string())
    }
}

/// What a record's header says.
#[derive(Default)]
struct Header {
    kind: String,
    url: String,
    at: Option<Moment>,
    content_type: String,
    length: Option<u64>,
}

impl<R: BufRead> WarcReader<R> {
    /// Begins to read; tells by the first bytes whether the file is packed.
    pub fn new(mut input: R) -> Self {
        let packed = input
            .fill_buf()
            .is_ok_and(|bytes| bytes.starts_with(&[0x1f, 0x8b]));
        Self {
            input: if packed {
                Input::Packed(Box::new(BufReader::new(Members::new(input))))
            } else {
                Input::Plain(input)
            },
            problems: 0,
            in_record: false,
            done: false,
        }
    }

    /// The next answer; none at the end.
    fn read(&mut self) -> Result<Option<WarcResponse>, WarcProblem> {
        loop {
            if !self.in_record && !self.seek()? {
                return Ok(None);
            }
            self.in_record = false;
            let header = self.header()?;
            let Some(length) = header.length else {
                return Err(WarcProblem::Header("has no length"));
            };
            let is_answer = header.kind == "response" && header.content_type.contains("http");
            let Some(url) = canonical_url(&header.url, None).filter(|_| is_answer) else {
                self.skip(length)?;
                continue;
            };
            if length > limits::BODY_BYTES_MAX as u64 + HTTP_HEADER_BYTES_MAX {
                self.skip(length)?;
                return Err(WarcProblem::TooLong(url));
            }
            let mut block = Vec::new();
            let read = self.input.get().take(length).read_to_end(&mut block)?;
            if (read as u64) < length {
                self.done = true;
                return Err(WarcProblem::Cut);
            }
            let problem = |why| WarcProblem::Answer {
                url: url.clone(),
                why,
            };
            let answer = http::answer(&block).map_err(problem)?;
            return Ok(Some(WarcResponse {
                url,
                at: header.at,
                status: answer.status,
                content_type: answer.content_type,
                body: answer.body,
            }));
        }
    }

    /// Goes to the next line that begins a record. False at the end.
    fn seek(&mut self) -> Result<bool, WarcProblem> {
        let mut stray = 0u64;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                self.done = true;
                return if stray > 0 {
                    Err(WarcProblem::Stray(stray))
                } else {
                    Ok(false)
                };
            }
            if line.starts_with(b"WARC/") {
                self.in_record = true;
                return if stray > 0 {
                    Err(WarcProblem::Stray(stray))
                } else {
                    Ok(true)
                };
            }
            if !line.trim_ascii().is_empty() {
                stray += line.len() as u64;
            }
        }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.input
            .get()
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn skip(&mut self, length: u64) -> Result<(), WarcProblem> {
        let skipped = io::copy(&mut self.input.get().take(length), &mut io::sink())?;
        if skipped < length {
            self.done = true;
            return Err(WarcProblem::Cut);
        }
        Ok(())
    }

    fn header(&mut self) -> Result<Header, WarcProblem> {
        let mut header = Header::default();
        for _ in 0..HEADER_LINES_MAX {
            let line = self.line()?;
            if line.is_empty() {
                self.done = true;
                return Err(WarcProblem::Cut);
            }
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            if line.is_empty() {
                return Ok(header);
            }
            if let Some((name, value)) = line.split_once(':') {
                header.take(&name.trim().to_ascii_lowercase(), value.trim());
            }
        }
        Err(WarcProblem::Header("is too long"))
    }
}

impl Header {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            // Old wget wrote angle brackets around it.
            "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut self.url),
            "warc-date" => self.at = read_time(value, Tz::UTC).map(|(at, _)| at),
            "content-type" => self.content_type = value.to_ascii_lowercase(),
            "content-length" => self.length = value.parse().ok(),
            _ => {}
        }
    }
}

impl<R: BufRead> Iterator for WarcReader<R> {
    type Item = Result<WarcResponse, WarcProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done || self.problems >= PROBLEMS_MAX {
            return None;
        }
        let next = self.read().transpose();
        match &next {
            Some(Err(_)) => self.problems += 1,
            Some(Ok(_)) => self.problems = 0,
            None => self.done = true,
        }
        next
    }
}

#[cfg(test)]
mod tests;
