//! List pages: the entries that a page of links lists, by rules or found by themselves.

mod item;
mod json;
mod paths;
mod propose;
mod time;

use crate::charset::decode;
use crate::links::{LeftOut, link_target};
use crate::page_tree::parse_page;
use chrono_tz::Tz;
use item::Reader;
use model::{ListRules, Moment, PathLanguage, TimeNote, limits};
use paths::{Paths, next_page};
pub use propose::{ListProposal, propose_list};
use scraper::{ElementRef, Html, Selector};
use std::collections::HashSet;
use thiserror::Error;

/// Items inside items that are still read: more makes reading quadratic.
const NESTED_MAX: usize = 4;
/// Characters of a text that a list itself carries.
const TEXT_CHARS_MAX: usize = 20_000;

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// The page it leads to.
    pub url: Option<String>,
    /// Its headline.
    pub title: String,
    /// What the list itself says of it; often nothing.
    pub text: String,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// What is known of that time.
    pub time_note: TimeNote,
}

/// What a list page lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListPage {
    /// Its entries in their order.
    pub entries: Vec<ListEntry>,
    /// The next page of the list.
    pub next: Option<String>,
    /// What stood among the entries and was not taken.
    pub left_out: Vec<LeftOut>,
}

/// Why a list cannot be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ListProblem {
    /// Nothing came.
    #[error("the answer is empty; try again later, or check the address")]
    Empty,
    /// The rules do not say where the entries are.
    #[error("the rules name no entries; say where each entry of the list stands")]
    NoItems,
    /// One of the rules cannot be understood.
    #[error("the rule for the {part}, {path:?}, cannot be read: {why}; correct it")]
    Rule {
        /// Which rule: item, link, title, time, text or next.
        part: &'static str,
        /// The rule as it is written.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The rules lead to nothing.
    #[error(
        "the page has nothing at {0:?}; it may have been rebuilt, or shows its list by script only: propose new rules, or look for a feed"
    )]
    Nothing(String),
    /// A JSON list that is no JSON.
    #[error("the answer is no JSON: {0}; check that the address leads to the list's data")]
    NoJson(String),
}

/// Reads a list page. `content_type` is the header as sent, `page_url` resolves relative links,
/// times without a zone are in `zone`, times without a year are the last such before `now`.
pub fn read_list(
    bytes: &[u8],
    content_type: Option<&str>,
    page_url: &str,
    rules: &ListRules,
    now: Moment,
    zone: Tz,
) -> Result<ListPage, ListProblem> {
    if rules.item.trim().is_empty() {
        return Err(ListProblem::NoItems);
    }
    let decoded = decode(bytes, content_type);
    if decoded.text.trim().is_empty() {
        return Err(ListProblem::Empty);
    }
    if rules.language == PathLanguage::Dots {
        return json::read(&decoded.text, page_url, rules, now, zone);
    }
    let paths = Paths::new(rules)?;
    let page = parse_page(&decoded.text);
    read_tree(&page, page_url, &paths, now, zone)
}

fn read_tree(
    page: &Html,
    page_url: &str,
    paths: &Paths,
    now: Moment,
    zone: Tz,
) -> Result<ListPage, ListProblem> {
    let base = base_of(page, page_url);
    let items = paths.items(page.root_element())?;
    if items.is_empty() {
        return Err(ListProblem::Nothing(paths.item_written.clone()));
    }
    let reader = Reader { paths, now, zone };
    let mut gathered = Gathered::new(&base, page_url);
    let mut found = Vec::new();
    let ids: HashSet<_> = items.iter().map(|item| item.id()).collect();
    for item in items.iter().take(limits::ENTRIES_PER_VISIT_MAX) {
        let outer = item.ancestors().filter(|node| ids.contains(&node.id()));
        if outer.take(NESTED_MAX).count() < NESTED_MAX {
            found.push(reader.read(*item)?);
        }
    }
    // Where items are links, one without is a heading or a line between them.
    let linked = found.iter().filter(|found| found.href.is_some()).count();
    gathered.needs_link = linked * 2 > found.len();
    for found in found {
        gathered.add(found);
    }
    let next = next_page(page, paths, &base, page_url)?;
    Ok(gathered.into_page(next))
}

/// Where relative links start: the page's own `base`, else its address.
fn base_of(page: &Html, page_url: &str) -> String {
    let own = Selector::parse("base[href]").ok().and_then(|selector| {
        let href = page.select(&selector).next()?.value().attr("href")?;
        crate::address::canonical_url(href, Some(page_url))
    });
    own.unwrap_or_else(|| page_url.to_owned())
}

/// What an item says, before its link is looked at.
#[derive(Debug, Clone, Default)]
struct Found {
    href: Option<String>,
    title: String,
    text: String,
    published_at: Option<Moment>,
    time_note: TimeNote,
}

/// The entries so far, each link once.
struct Gathered<'a> {
    base: &'a str,
    page_url: &'a str,
    needs_link: bool,
    seen: HashSet<String>,
    page: ListPage,
}

impl<'a> Gathered<'a> {
    fn new(base: &'a str, page_url: &'a str) -> Self {
        Self {
            base,
            page_url,
            needs_link: false,
            seen: HashSet::new(),
            page: ListPage::default(),
        }
    }

    fn add(&mut self, found: Found) {
        let url = found
            .href
            .as_deref()
            .map(|href| link_target(href, self.base, self.page_url));
        let why = match &url {
            Some(Err(why)) => Some(*why),
            None if self.needs_link => Some("it has no link"),
            _ if found.title.is_empty() && found.text.is_empty() => Some("it has no headline"),
            Some(Ok(url)) if self.seen.contains(url) => Some("the same link stands before it"),
            _ => None,
        };
        if let Some(why) = why {
            let what = [found.title, found.href.unwrap_or_default()];
            let what = what.into_iter().find(|what| !what.is_empty());
            self.page.left_out.push(LeftOut {
                what: what.unwrap_or_default().chars().take(200).collect(),
                why: why.to_owned(),
            });
            return;
        }
        let url = url.and_then(Result::ok);
        self.seen.extend(url.clone());
        self.page.entries.push(ListEntry {
            url,
            title: found.title.chars().take(limits::TITLE_CHARS_MAX).collect(),
            text: found.text.chars().take(TEXT_CHARS_MAX).collect(),
            published_at: found.published_at,
            time_note: found.time_note,
        });
    }

    fn into_page(mut self, next: Option<String>) -> ListPage {
        self.page.next = next;
        self.page
    }
}

/// The element and what belongs to it after it: a term's definition, a headline's summary.
fn scope(item: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    const HEADS: [&str; 7] = ["dt", "h1", "h2", "h3", "h4", "h5", "h6"];
    const AFTER_MAX: usize = 4;
    let mut scope = vec![item];
    if HEADS.contains(&item.value().name()) {
        let after = item.next_siblings().filter_map(ElementRef::wrap);
        scope.extend(
            after
                .take(AFTER_MAX)
                .take_while(|element| !HEADS.contains(&element.value().name())),
        );
    }
    scope
}

#[cfg(test)]
mod tests;
