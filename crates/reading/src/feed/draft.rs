//! What a reader found, before it is made plain.

use super::{Entry, FeedKind};
use crate::address::canonical_url;
use crate::plain_text::{clean_line, html_to_text};
use model::{Moment, TimeNote, limits};
use xxhash_rust::xxh3::xxh3_128;

/// What one of the readers found; all text is still markup.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) title: Option<String>,
    pub(super) kind: FeedKind,
    /// How many entries the feed lists; not all may be among the drafts.
    pub(super) listed: usize,
    pub(super) drafts: Vec<Draft>,
}

/// One entry as it was found.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) link: Option<String>,
    pub(super) title: String,
    pub(super) content: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) time: Option<(Moment, TimeNote)>,
}

impl Draft {
    /// The entry in plain text; none if it says nothing.
    pub(super) fn entry(&self, base_url: &str) -> Option<Entry> {
        let text = self
            .content
            .as_deref()
            .map(html_to_text)
            .filter(|text| !text.is_empty())
            .or_else(|| self.summary.as_deref().map(html_to_text))
            .unwrap_or_default();
        let title = plain_line(&self.title);
        if title.is_empty() && text.is_empty() {
            return None;
        }
        let url = self
            .link
            .as_deref()
            .and_then(|link| canonical_url(link, Some(base_url)));
        Some(Entry {
            external_id: external_id(&self.id, url.as_deref(), &title, &text),
            url,
            title,
            text,
            published_at: self.time.map(|(at, _)| at),
            time_note: self.time.map_or(TimeNote::Missing, |(_, note)| note),
        })
    }
}

/// Markup as one plain line.
pub(super) fn plain_line(markup: &str) -> String {
    clean_line(&html_to_text(markup))
}

/// The entry's own id, else its address, else a hash of what it says; long ones are hashed.
fn external_id(own: &str, url: Option<&str>, title: &str, text: &str) -> String {
    let own = clean_line(own);
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
