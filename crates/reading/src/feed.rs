//! Feeds: RSS, Atom and JSON Feed to entries of plain text. Authors are not read out.

use crate::address::canonical_url;
use crate::charset::decode;
use crate::dates::read_time;
use crate::plain_text::{clean_line, html_to_text};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use feed_rs::model::{Entry as RawEntry, Feed as RawFeed, FeedType, Text};
use feed_rs::parser::Builder;
use model::{Moment, TimeNote, limits};
use scraper::{Html, Selector};
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_128;

/// What kind of feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS of any version.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// A feed as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// What it calls itself.
    pub title: Option<String>,
    /// What kind.
    pub kind: FeedKind,
    /// Its entries in their order.
    pub entries: Vec<Entry>,
    /// What was not as it should be.
    pub warnings: Vec<String>,
}

/// One entry as plain text.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What makes it the same entry next time.
    pub external_id: String,
    /// Its own address.
    pub url: Option<String>,
    /// Headline.
    pub title: String,
    /// Body: the content, else the summary.
    pub text: String,
    /// When it was published, or last changed.
    pub published_at: Option<Moment>,
    /// What is known of that time.
    pub time_note: TimeNote,
}

/// Why bytes are no feed, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeedProblem {
    /// Nothing came.
    #[error("the answer is empty; try again later, or check the address")]
    Empty,
    /// A page.
    #[error("this is a web page, not a feed; {0}")]
    Page(String),
    /// A list of subscriptions.
    #[error("this is an OPML list of subscriptions, not a feed; add the feeds it lists")]
    Opml,
    /// Something else, or broken.
    #[error(
        "this cannot be read as RSS, Atom or JSON Feed: {0}; check that the address leads to a feed"
    )]
    Unreadable(String),
}

/// Reads a feed. `content_type` is the header as sent, `base_url` resolves relative links, times
/// without a zone are in `zone`.
pub fn read_feed(
    bytes: &[u8],
    content_type: Option<&str>,
    base_url: &str,
    zone: Tz,
) -> Result<Feed, FeedProblem> {
    let decoded = decode(bytes, content_type);
    let text = decoded
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Err(FeedProblem::Empty);
    }
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    let raw = match parse(&in_utf8(text), base_url, zone) {
        Ok(raw) => raw,
        Err(why) => return Err(what_it_is(text, base_url, &why)),
    };
    if raw.entries.len() > limits::ENTRIES_PER_VISIT_MAX {
        warnings.push(format!(
            "it lists {} entries; only the first {} are read",
            raw.entries.len(),
            limits::ENTRIES_PER_VISIT_MAX
        ));
    }
    Ok(Feed {
        title: raw
            .title
            .as_ref()
            .map(plain)
            .filter(|title| !title.is_empty()),
        kind: match raw.feed_type {
            FeedType::Atom => FeedKind::Atom,
            FeedType::JSON => FeedKind::Json,
            FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => FeedKind::Rss,
        },
        entries: raw
            .entries
            .iter()
            .take(limits::ENTRIES_PER_VISIT_MAX)
            .map(|entry| entry_of(entry, base_url))
            .filter(|entry| !entry.title.is_empty() || !entry.text.is_empty())
            .collect(),
        warnings,
    })
}

/// The last defence against a defect of the parser: a panic becomes a refusal.
fn parse(text: &str, base_url: &str, zone: Tz) -> Result<RawFeed, String> {
    let parse = || {
        let parser = Builder::new()
            .base_uri(Some(base_url))
            .timestamp_parser(move |text| time_with_note(text, zone))
            .id_generator(|_, _, _| String::new())
            .build();
        parser
            .parse(text.as_bytes())
            .map_err(|error| error.to_string())
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .unwrap_or_else(|_| Err("its structure breaks the reader".to_owned()))
}

/// The parser hands on an instant only; a time whose zone was assumed is marked by one nanosecond.
fn time_with_note(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let (at, note) = read_time(text, zone)?;
    let at = DateTime::from_timestamp_millis(at.0)?;
    Some(if note == TimeNote::ZoneAssumed {
        at + TimeDelta::nanoseconds(1)
    } else {
        at
    })
}

/// The text is UTF-8 by now; a declaration of something else would mislead the parser.
fn in_utf8(text: &str) -> String {
    let end = match text.strip_prefix("<?xml").and_then(|_| text.find("?>")) {
        Some(end) => end + 2,
        None => return text.to_owned(),
    };
    let version = if text.get(..end).is_some_and(|head| head.contains("1.1")) {
        "1.1"
    } else {
        "1.0"
    };
    format!(
        "<?xml version=\"{version}\" encoding=\"utf-8\"?>{}",
        text.get(end..).unwrap_or_default()
    )
}

fn entry_of(raw: &RawEntry, base_url: &str) -> Entry {
    let content = raw
        .content
        .as_ref()
        .and_then(|content| content.body.as_deref());
    let text = content
        .map(html_to_text)
        .filter(|text| !text.is_empty())
        .or_else(|| {
            raw.summary
                .as_ref()
                .map(|summary| html_to_text(&summary.content))
        })
        .unwrap_or_default();
    let title = raw.title.as_ref().map(plain).unwrap_or_default();
    let link = raw
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or_else(|| raw.links.first());
    let url = link.and_then(|link| canonical_url(&link.href, Some(base_url)));
    let published = raw.published.or(raw.updated);
    let note = match published {
        Some(at) if at.nanosecond() % 1_000_000 == 1 => TimeNote::ZoneAssumed,
        Some(_) => TimeNote::Given,
        None => TimeNote::Missing,
    };
    Entry {
        external_id: external_id(raw, url.as_deref(), &title, &text),
        url,
        title,
        text,
        published_at: published.map(|at| Moment(at.timestamp_millis())),
        time_note: note,
    }
}

/// The entry's own id, else its address, else a hash of what it says; long ones are hashed.
fn external_id(raw: &RawEntry, url: Option<&str>, title: &str, text: &str) -> String {
    let own = clean_line(&raw.id);
    let id = if own.is_empty() {
        url.unwrap_or_default().to_owned()
    } else {
        own
    };
    match id.chars().count() {
        0 => format!("{:032x}", xxh3_128(format!("{title}\n{text}").as_bytes())),
        1..=limits::EXTERNAL_ID_CHARS_MAX => id,
        _ => format!("{:032x}", xxh3_128(id.as_bytes())),
    }
}

fn plain(text: &Text) -> String {
    clean_line(&html_to_text(&text.content))
}

/// Says what the bytes are instead of a feed.
fn what_it_is(text: &str, base_url: &str, why: &str) -> FeedProblem {
    let beginning: String = text
        .chars()
        .take(2_000)
        .flat_map(char::to_lowercase)
        .collect();
    if beginning.contains("<opml") {
        return FeedProblem::Opml;
    }
    if beginning.contains("<html") || beginning.contains("<!doctype html") {
        let advice = match linked_feed(text, base_url) {
            Some(url) => format!("its feed is at {url}"),
            None => "look for an RSS link on it and give that address".to_owned(),
        };
        return FeedProblem::Page(advice);
    }
    FeedProblem::Unreadable(clean_line(why))
}

/// The feed that a page links to.
fn linked_feed(page: &str, base_url: &str) -> Option<String> {
    const HEAD_CHARS: usize = 100_000;
    let head: String = page.chars().take(HEAD_CHARS).collect();
    let selector = Selector::parse(r#"link[rel~="alternate"][href]"#).ok()?;
    let document = Html::parse_document(&head);
    document
        .select(&selector)
        .filter(|link| {
            let kind = link.value().attr("type").unwrap_or_default();
            ["rss", "atom", "feed+json"]
                .iter()
                .any(|word| kind.contains(word))
        })
        .find_map(|link| canonical_url(link.value().attr("href")?, Some(base_url)))
}

#[cfg(test)]
mod tests;
