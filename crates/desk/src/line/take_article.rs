//! Take what came of a followed page into what a visit gathers.

use super::follow_links::Followed;
use super::read_answer::Link;
use super::report::LeftOut;
use super::visit_source::Gathered;
use model::{Moment, SeenLink, Source, SourceKind, TimeNote};
use ports::FetchError;
use reading::{Article, Entry, address_hash};

/// Warnings of one visit to which those of its pages are added: many pages say the same.
const PAGE_WARNINGS_MAX: usize = 8;

/// Takes what came of a page into what gathers.
pub(super) fn take_article(source: &Source, one: Followed, gathered: &mut Gathered, now: Moment) {
    gathered.log.exchanges.extend(one.log.exchanges);
    let hash = address_hash(&one.link.url);
    let (article, capture) = match one.article {
        // A picture or a document behind a headline: the headline and the address are kept.
        Err(error @ FetchError::NotText { .. }) if !one.link.title.is_empty() => {
            gathered.answer.left_out.push(LeftOut {
                what: one.link.url.clone(),
                why: error.to_string(),
            });
            (Article::default(), None)
        }
        Err(error) => return take_failure(&error, one.link, hash, gathered),
        Ok((article, capture)) => (article, Some(capture)),
    };
    gathered.findings.links.push(SeenLink {
        hash,
        failed: false,
    });
    if let Some(capture) = capture {
        gathered.bytes += capture.bytes.len() as i64;
        gathered.captures.push(capture);
    }
    take_warnings(&article.warnings, &mut gathered.answer.warnings);
    let entry = entry_of(source, one.link, article, now);
    if entry.text.is_empty() && entry.title.is_empty() {
        gathered.links_seen += 1;
        gathered.answer.left_out.push(LeftOut {
            what: entry.url.unwrap_or_default(),
            why: "no text was found on the page".to_owned(),
        });
        return;
    }
    gathered.answer.entries.push(entry);
}

fn take_warnings(of_page: &[String], warnings: &mut Vec<String>) {
    for warning in of_page {
        if warnings.len() < PAGE_WARNINGS_MAX && !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
}

/// A page that could not be had.
fn take_failure(error: &FetchError, link: Link, hash: i64, gathered: &mut Gathered) {
    gathered.pages_failed += 1;
    // A server that asks for patience says nothing of the page.
    if !matches!(error, FetchError::Busy { .. }) {
        gathered
            .findings
            .links
            .push(SeenLink { hash, failed: true });
    }
    gathered.answer.left_out.push(LeftOut {
        what: link.url,
        why: error.to_string(),
    });
}

/// The page's own words, and the list's where the page has none.
fn entry_of(source: &Source, link: Link, article: Article, now: Moment) -> Entry {
    let url = article.url.or_else(|| Some(link.url.clone()));
    let (published_at, time_note) = match (link.published_at, article.published_at) {
        // A feed knows its own times; a list often gives the day only.
        (Some(at), _) if source.kind == SourceKind::Feed => (Some(at), link.time_note),
        (_, Some(at)) if at <= Moment(now.0 + model::HOUR_MS) => (Some(at), article.time_note),
        (Some(at), _) => (Some(at), link.time_note),
        (None, at) => (at, article.time_note),
    };
    let text = if article.text.chars().count() >= link.text.chars().count() {
        article.text
    } else {
        link.text
    };
    Entry {
        external_id: url.clone().unwrap_or_else(|| link.url.clone()),
        url,
        title: if article.title.is_empty() {
            link.title
        } else {
            article.title
        },
        text,
        published_at: published_at.or(link
            .changed_at
            .filter(|_| source.kind == SourceKind::Sitemap)),
        time_note: if published_at.is_none() && link.changed_at.is_none() {
            TimeNote::Missing
        } else {
            time_note
        },
    }
}
