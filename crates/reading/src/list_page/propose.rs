//! Rules for a list page that has none: the repeated links that look most like its list.

mod groups;
mod selectors;

use super::item::{default_link, default_time, headline};
use super::{ListEntry, Paths, base_of, read_tree};
use crate::charset::decode;
use crate::page_tree::parse_page;
use chrono_tz::Tz;
use groups::{Group, groups};
use model::{ListRules, Moment};
use scraper::{ElementRef, Html};
use selectors::{item_selector, part_selector};
use std::collections::HashSet;
use url::Url;

/// Proposals that are given.
const PROPOSALS_MAX: usize = 5;
/// Groups that are looked at closely.
const GROUPS_MAX: usize = 12;
/// Entries beyond which a list is no better.
const ENTRIES_ENOUGH: usize = 40;
/// Headlines of a list have this many characters, mostly; more are no better.
const TITLE_CHARS_ENOUGH: usize = 24;
/// Shorter ones are the names of sections.
const TITLE_CHARS_FEW: usize = 6;
/// Characters from which a text beside a headline is a summary.
const SUMMARY_CHARS_MIN: usize = 15;

/// Rules that would read a list from a page, and what they read.
#[derive(Debug, Clone, PartialEq)]
pub struct ListProposal {
    /// The rules.
    pub rules: ListRules,
    /// What they find on this page.
    pub entries: Vec<ListEntry>,
    /// How much it looks like the page's main list; only to be compared.
    pub score: f64,
}

/// Proposes rules for the lists of a page, the most likely first.
pub fn propose_list(
    bytes: &[u8],
    content_type: Option<&str>,
    page_url: &str,
    now: Moment,
    zone: Tz,
) -> Vec<ListProposal> {
    let decoded = decode(bytes, content_type);
    let page = parse_page(&decoded.text);
    let base = base_of(&page, page_url);
    let mut groups = groups(&page, &base, page_url);
    groups.sort_by_key(|group| std::cmp::Reverse(rough_worth(group)));
    groups.truncate(GROUPS_MAX);
    let mut proposals: Vec<ListProposal> = groups
        .iter()
        .filter_map(|group| proposal(&page, group, page_url, now, zone))
        .collect();
    proposals.sort_by(|a, b| b.score.total_cmp(&a.score));
    distinct(proposals)
}

/// Titles say much about a group before its selectors are sought.
fn rough_worth(group: &Group) -> usize {
    let chars: usize = group
        .titles
        .iter()
        .map(|title| title.chars().count().min(TITLE_CHARS_ENOUGH))
        .filter(|chars| *chars >= TITLE_CHARS_FEW)
        .sum();
    if group.in_navigation {
        chars / 8
    } else {
        chars
    }
}

fn proposal(
    page: &Html,
    group: &Group,
    page_url: &str,
    now: Moment,
    zone: Tz,
) -> Option<ListProposal> {
    let items: Vec<ElementRef> = group.members.iter().map(|(item, _)| *item).collect();
    let mut rules = ListRules {
        item: item_selector(page, &items)?,
        ..ListRules::default()
    };
    if group
        .members
        .iter()
        .any(|(item, link)| default_link(*item) != Some(*link))
    {
        rules.link = Some(part_selector(&group.members)?);
    }
    rules.time = part_selector(&times(group, now, zone));
    rules.text = part_selector(&summaries(group));
    let paths = Paths::new(&rules).ok()?;
    let entries = read_tree(page, page_url, &paths, now, zone).ok()?.entries;
    let score = score(group, &entries, page_url);
    (entries.len() >= 3 && score > 0.0).then_some(ListProposal {
        rules,
        entries,
        score,
    })
}

type Part<'a> = (ElementRef<'a>, ElementRef<'a>);

/// The elements that name the times, where most items have one.
fn times<'a>(group: &Group<'a>, now: Moment, zone: Tz) -> Vec<Part<'a>> {
    let found = group.members.iter().filter_map(|(item, link)| {
        let (element, _, _) = default_time(*item, Some(*link), now, zone)?;
        Some((*item, element))
    });
    most(found.filter(|(item, time)| item != time).collect(), group)
}

/// The longest text beside the headline, where most items have one.
fn summaries<'a>(group: &Group<'a>) -> Vec<Part<'a>> {
    let found = group.members.iter().filter_map(|(item, link)| {
        let title = headline(*item, Some(*link));
        let texts = item
            .descendants()
            .skip(1)
            .filter_map(ElementRef::wrap)
            .take(200);
        let own = |element: &ElementRef| {
            let text: String = element
                .children()
                .filter_map(|node| node.value().as_text().map(|text| text.trim()))
                .collect();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let title = if text.contains(title.as_str()) {
                title.as_str()
            } else {
                ""
            };
            letters(&text) - letters(title)
        };
        texts
            .filter(|element| element != link && !element.value().name().starts_with('h'))
            .map(|element| (own(&element), element))
            .filter(|(chars, _)| *chars >= SUMMARY_CHARS_MIN)
            .max_by_key(|(chars, _)| *chars)
            .map(|(_, element)| (*item, element))
    });
    most(found.collect(), group)
}

fn most<'a>(found: Vec<Part<'a>>, group: &Group<'a>) -> Vec<Part<'a>> {
    if found.len() * 2 > group.members.len() {
        found
    } else {
        Vec::new()
    }
}

/// Number × length of headlines × same host × times × not inside navigation.
fn score(group: &Group, entries: &[ListEntry], page_url: &str) -> f64 {
    let mut lengths: Vec<usize> = entries.iter().map(|entry| width(&entry.title)).collect();
    lengths.sort_unstable();
    let typical = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let share = |count: usize| count as f64 / entries.len().max(1) as f64;
    let host = |text: &str| Url::parse(text).ok()?.host_str().map(str::to_owned);
    let home = host(page_url);
    let at_home = entries
        .iter()
        .filter(|entry| entry.url.as_deref().and_then(host) == home)
        .count();
    let dated = entries
        .iter()
        .filter(|entry| entry.published_at.is_some())
        .count();
    let titles: HashSet<&str> = entries.iter().map(|entry| entry.title.as_str()).collect();
    let mut score = (entries.len().min(ENTRIES_ENOUGH) as f64).sqrt()
        * typical.min(TITLE_CHARS_ENOUGH) as f64
        * (0.4 + 0.6 * share(at_home))
        * (0.5 + 0.5 * share(dated))
        * share(titles.len()).powi(2);
    if typical < TITLE_CHARS_FEW {
        score *= 0.1;
    }
    if group.in_navigation {
        score *= 0.15;
    }
    score
}

/// Chinese characters count one, others a half; a number alone is no headline.
fn width(title: &str) -> usize {
    if !title.chars().any(char::is_alphabetic) {
        return 0;
    }
    title
        .chars()
        .map(|c| if c.is_ascii() { 1 } else { 2 })
        .sum::<usize>()
        / 2
}

/// Without those that read mostly what a better one reads.
fn distinct(proposals: Vec<ListProposal>) -> Vec<ListProposal> {
    let mut kept: Vec<ListProposal> = Vec::new();
    for proposal in proposals {
        let said: HashSet<&str> = proposal.entries.iter().flat_map(both).collect();
        let told = kept.iter().any(|better| {
            let is_said = |entry: &&ListEntry| both(entry).any(|part| said.contains(part));
            better.entries.iter().filter(is_said).count() * 2 > proposal.entries.len()
        });
        if !told && kept.len() < PROPOSALS_MAX {
            kept.push(proposal);
        }
    }
    kept
}

fn both(entry: &ListEntry) -> impl Iterator<Item = &str> {
    [Some(entry.title.as_str()), entry.url.as_deref()]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests;
