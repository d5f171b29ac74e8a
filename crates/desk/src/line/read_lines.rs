//! Read lines: JSON Lines, one item a line. A broken line is told with its number and skipped.

use super::{Entry, InputBatch};
use crate::voices::pseudonym;
use model::{Item, ItemKey, Moment, SourceId, TimeNote, limits};
use ports::Vault;
use reading::{canonical_url, clean_line, clean_text, read_time};
use serde::Deserialize;
use std::io::{BufRead, ErrorKind, Read};
use std::sync::Arc;

/// One line as it is written. Other fields are not read at all; an author becomes a pseudonym or
/// nothing before the line has become an item.
#[derive(Debug, Deserialize)]
pub struct RawItem {
    id: Id,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    published_at: Option<Time>,
    #[serde(default)]
    author: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Time {
    Text(String),
    Number(f64),
}

/// Reads batches of items from JSON Lines.
pub struct LineReader<R, S> {
    input: R,
    line: u64,
    bytes: u64,
    zone: chrono_tz::Tz,
    now: Moment,
    default_source: String,
    source_of: S,
    buffer: Vec<u8>,
    ended: bool,
    vault: Option<Arc<dyn Vault>>,
}

impl<R, S> std::fmt::Debug for LineReader<R, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LineReader")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

impl<R: BufRead, S: FnMut(&str) -> Result<SourceId, String>> LineReader<R, S> {
    /// Reads from `input`; times without a zone are in `zone`, arrival is `now`, lines without a
    /// source count for `default_source`; `source_of` gives the id of a source by its name.
    pub fn new(
        input: R,
        zone: chrono_tz::Tz,
        now: Moment,
        default_source: String,
        source_of: S,
    ) -> Self {
        Self {
            input,
            line: 0,
            bytes: 0,
            zone,
            now,
            default_source,
            source_of,
            buffer: Vec::new(),
            ended: false,
            vault: None,
        }
    }

    /// The same, telling authors apart by pseudonyms under the key of this vault.
    #[must_use]
    pub fn with_voices(mut self, vault: Arc<dyn Vault>) -> Self {
        self.vault = Some(vault);
        self
    }

    /// The next batch, or none at the end.
    pub fn next_batch(&mut self) -> Option<InputBatch> {
        let mut batch = InputBatch::default();
        let mut chars = 0;
        while !self.ended
            && batch.entries.len() < limits::BATCH_DOCUMENTS_MAX
            && chars < limits::BATCH_CHARS_MAX
        {
            let Some(entry) = self.next_entry() else {
                break;
            };
            if let Entry::Item(_, item) = &entry {
                chars += item.text.len() / 3;
            }
            batch.entries.push(entry);
        }
        batch.bytes_read = self.bytes;
        (!batch.entries.is_empty()).then_some(batch)
    }

    fn next_entry(&mut self) -> Option<Entry> {
        loop {
            match self.read_line() {
                Ok(0) => {
                    self.ended = true;
                    return None;
                }
                Ok(_) => {}
                Err(why) => {
                    self.ended = true;
                    self.line += 1;
                    return Some(Entry::Broken(self.line, why));
                }
            }
            self.line += 1;
            if self.buffer.len() > limits::LINE_BYTES_MAX {
                let why = format!(
                    "the line is longer than {} bytes; split the text",
                    limits::LINE_BYTES_MAX
                );
                return Some(Entry::Broken(self.line, why));
            }
            if !self.buffer.trim_ascii().is_empty() {
                let item = self.item();
                let line = self.line;
                return Some(item.map_or_else(
                    |why| Entry::Broken(line, why),
                    |item| Entry::Item(line, Box::new(item)),
                ));
            }
        }
    }

    /// Reads one line into the buffer, at most one byte more than is allowed; the rest of a
    /// longer one is passed over.
    fn read_line(&mut self) -> Result<usize, String> {
        self.buffer.clear();
        let most = limits::LINE_BYTES_MAX as u64 + 1;
        let told = |error: std::io::Error| match error.kind() {
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                format!("the input cannot be unpacked from here on: {error}")
            }
            _ => format!("the input cannot be read from here on: {error}"),
        };
        let mut read = self
            .input
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut self.buffer)
            .map_err(told)?;
        if self.buffer.len() as u64 == most && self.buffer.last() != Some(&b'\n') {
            read += skip_line(&mut self.input).map_err(told)?;
        }
        self.bytes += read as u64;
        Ok(read)
    }

    fn item(&mut self) -> Result<Item, String> {
        let bytes = self
            .buffer
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.buffer);
        let raw: RawItem = serde_json::from_slice(bytes).map_err(|error| {
            format!("not an item: {error}; a line is {{\"id\", \"url\"?, \"source\"?, \"title\", \"text\", \"published_at\"?}}")
        })?;
        let external_id = match raw.id {
            Id::Text(id) => id,
            Id::Number(id) => id.to_string(),
        };
        if external_id.is_empty() || external_id.chars().count() > limits::EXTERNAL_ID_CHARS_MAX {
            return Err(format!(
                "the id must have 1 to {} characters",
                limits::EXTERNAL_ID_CHARS_MAX
            ));
        }
        if raw.title.is_none() && raw.text.is_none() {
            return Err(
                "the line has neither \"title\" nor \"text\"; give at least one of them".to_owned(),
            );
        }
        let source = raw
            .source
            .as_deref()
            .map(clean_line)
            .filter(|name| !name.is_empty());
        let name: String = source
            .unwrap_or_else(|| self.default_source.clone())
            .chars()
            .take(limits::SOURCE_NAME_CHARS_MAX)
            .collect();
        let (published_at, time_note) = self.time(raw.published_at);
        let source = (self.source_of)(&name)?;
        let author = raw.author.as_ref().and_then(serde_json::Value::as_str);
        let at = published_at.unwrap_or(self.now);
        Ok(Item {
            key: ItemKey::of_file(external_id),
            source,
            url: raw.url.and_then(|url| canonical_url(&url, None)),
            title: clean_line(&raw.title.unwrap_or_default()),
            text: clean_text(&raw.text.unwrap_or_default()),
            published_at,
            time_note,
            arrived_at: self.now,
            voice: (self.vault.as_deref()).and_then(|vault| pseudonym(vault, source, at, author?)),
        })
    }

    fn time(&self, claimed: Option<Time>) -> (Option<Moment>, TimeNote) {
        let text = match claimed {
            None => return (None, TimeNote::Missing),
            Some(Time::Text(text)) if text.trim().is_empty() => return (None, TimeNote::Missing),
            Some(Time::Text(text)) => text,
            Some(Time::Number(number)) => format!("{number:.0}"),
        };
        match read_time(&text, self.zone) {
            Some((at, note)) => (Some(at), note),
            None => (None, TimeNote::Unreadable),
        }
    }
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<usize> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        skipped += used;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}
