//! Feeds: RSS, Atom and JSON Feed to entries of plain text. Authors are not read out.
//!
//! Our own reader takes well-formed XML at several times the speed of feed-rs, and reads what is
//! not well-formed as far as it can. feed-rs is asked for JSON, and for a second opinion: what it
//! accepts in spite of our doubts is taken as it reads it.

mod current;
mod draft;
mod ends;
mod entities;
mod fields;
mod json;
mod lenient;
mod nesting;
mod open;
mod problem;
mod scan;
mod strict;

use crate::charset::decode;
use chrono_tz::Tz;
use draft::{Reading, plain_line};
use model::{Moment, TimeNote, limits};
use problem::what_it_is;
use thiserror::Error;

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
    /// Its entries in their order, without those that say nothing.
    pub entries: Vec<Entry>,
    /// How many more entries it has without a word: an address, a picture or a date alone.
    pub wordless: usize,
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
///
/// A feed that is not well-formed is read as far as it can be, with a warning that says so.
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
    let own = read_ourselves(text, base_url, zone);
    let mut feed = match own {
        Some((feed, None)) if finds(&feed) > (0, 0) => feed,
        own => second_opinion(own, text, base_url, zone)?,
    };
    feed.warnings.splice(0..0, decoded.warning);
    Ok(feed)
}

/// What our own readers find, and what is wrong with the text.
fn read_ourselves(text: &str, base_url: &str, zone: Tz) -> Option<(Feed, Option<String>)> {
    if text.starts_with(['{', '[']) {
        let feed = feed_of(&json::read(text, zone)?, base_url);
        return Some((feed, Some("not as JSON Feed asks".to_owned())));
    }
    let (reading, fault) = lenient::read(text, base_url, zone)?;
    let fault = fault.map(|(what, at)| format!("not well-formed XML ({what} at byte {at})"));
    Some((feed_of(&reading, base_url), fault))
}

/// The feed as the strict reader reads it, or our own reading where that finds more.
fn second_opinion(
    own: Option<(Feed, Option<String>)>,
    text: &str,
    base_url: &str,
    zone: Tz,
) -> Result<Feed, FeedProblem> {
    let strict = strict::read(text, base_url, zone).map(|reading| feed_of(&reading, base_url));
    let (feed, fault) = match (strict, own) {
        (Ok(strict), Some(own)) if strict.entries.is_empty() && finds(&own.0) > finds(&strict) => {
            own
        }
        (Ok(strict), _) => return Ok(strict),
        (Err(_), Some(own)) if finds(&own.0) > (0, 0) => own,
        (Err(why), _) => return Err(what_it_is(text, base_url, &why)),
    };
    let mut feed = feed;
    if let Some(fault) = fault {
        feed.warnings.insert(0, format!("{fault}; read leniently"));
    }
    Ok(feed)
}

/// How much a reading is worth: entries first.
fn finds(feed: &Feed) -> (usize, usize) {
    (feed.entries.len(), feed.wordless)
}

/// The reading in plain text.
fn feed_of(reading: &Reading, base_url: &str) -> Feed {
    let mut warnings = Vec::new();
    if reading.listed > limits::ENTRIES_PER_VISIT_MAX {
        warnings.push(format!(
            "it lists {} entries; only the first {} are read",
            reading.listed,
            limits::ENTRIES_PER_VISIT_MAX
        ));
    }
    let title = reading.title.as_deref().map(plain_line);
    let entries: Vec<Entry> = reading
        .drafts
        .iter()
        .filter_map(|draft| draft.entry(base_url))
        .collect();
    Feed {
        title: title.filter(|title| !title.is_empty()),
        kind: reading.kind,
        wordless: reading.drafts.len() - entries.len(),
        entries,
        warnings,
    }
}

#[cfg(test)]
mod tests;
