//! The entry that the lenient reader is at, and the best of what it was offered for each field.

use super::draft::Draft;
use crate::dates::read_time;
use chrono_tz::Tz;
use url::Url;

/// The rank of nothing: any offer is better.
const NOTHING: u8 = u8::MAX;

/// An entry that is being read, with the ranks of the sources of its fields; 0 is best.
#[derive(Debug)]
pub(super) struct Current {
    draft: Draft,
    pub(super) base: Option<Url>,
    title: u8,
    id: u8,
    content: u8,
    summary: u8,
    link: u8,
    time: u8,
}

impl Current {
    pub(super) fn new(base: Option<Url>) -> Self {
        Self {
            draft: Draft::default(),
            base,
            title: NOTHING,
            id: NOTHING,
            content: NOTHING,
            summary: NOTHING,
            link: NOTHING,
            time: NOTHING,
        }
    }

    /// It can be told from other entries.
    pub(super) fn has_own_name(&self) -> bool {
        self.title != NOTHING && (self.id != NOTHING || self.link != NOTHING)
    }

    pub(super) fn draft(self) -> Draft {
        self.draft
    }

    pub(super) fn offer_title(&mut self, text: String, rank: u8) {
        if rank < self.title && !text.trim().is_empty() {
            (self.draft.title, self.title) = (text, rank);
        }
    }

    pub(super) fn offer_content(&mut self, text: String, rank: u8) {
        if rank < self.content && !text.trim().is_empty() {
            (self.draft.content, self.content) = (Some(text), rank);
        }
    }

    pub(super) fn offer_summary(&mut self, text: String, rank: u8) {
        if rank < self.summary && !text.trim().is_empty() {
            (self.draft.summary, self.summary) = (Some(text), rank);
        }
    }

    pub(super) fn offer_id(&mut self, text: &str, rank: u8, is_address: bool) {
        let text = text.trim();
        if rank < self.id && !text.is_empty() {
            (self.draft.id, self.id) = (text.to_owned(), rank);
        }
        if is_address && is_whole(text) {
            self.offer_link(text, 2);
        }
    }

    pub(super) fn offer_link(&mut self, text: &str, rank: u8) {
        let text = text.trim();
        if rank < self.link && !text.is_empty() {
            let base = self.base.as_ref().filter(|_| !is_whole(text));
            let joined = base.and_then(|base| base.join(text).ok());
            self.draft.link = Some(joined.map_or_else(|| text.to_owned(), String::from));
            self.link = rank;
        }
    }

    pub(super) fn offer_time(&mut self, text: &str, rank: u8, zone: Tz) {
        if rank >= self.time {
            return;
        }
        if let Some(time) = read_time(text, zone) {
            (self.draft.time, self.time) = (Some(time), rank);
        }
    }
}

/// It needs no base.
fn is_whole(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// The base that `xml:base` gives.
pub(super) fn based(base: Option<&Url>, given: &str) -> Option<Url> {
    let given = given.trim();
    let joined = match base {
        Some(base) => base.join(given).ok(),
        None => Url::parse(given).ok(),
    };
    joined.or_else(|| base.cloned())
}
