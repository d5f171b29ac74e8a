//! What bytes are that are no feed.

use super::FeedProblem;
use crate::address::canonical_url;
use crate::plain_text::clean_line;
use scraper::{Html, Selector};

/// Characters in which the beginning is looked for.
const BEGINNING_CHARS: usize = 2_000;
/// Characters of a reader's complaint that are told.
const COMPLAINT_CHARS: usize = 160;

/// Says what the bytes are instead of a feed.
pub(super) fn what_it_is(text: &str, base_url: &str, why: &str) -> FeedProblem {
    let beginning: String = text
        .chars()
        .take(BEGINNING_CHARS)
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
    FeedProblem::Unreadable(clean_line(why).chars().take(COMPLAINT_CHARS).collect())
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
