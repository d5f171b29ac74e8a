//! What does the page of an article say: title, text, time, outlet, address.

mod about;
mod address_day;
mod choose;
mod endings;
mod lines;
mod markup;
mod page;
mod page_time;
mod prune;
mod tidy;
mod words;

pub use page_time::read_page_time;

use crate::binary::{file_kind, is_noise};
use about::About;
use chrono_tz::Tz;
use ego_tree::NodeId;
use model::{ArticleRules, Moment, TimeNote};
use page::Page;
use scraper::{Html, Selector};
use std::collections::HashSet;

/// The page of an article, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The headline, without the name of the site; may be empty.
    pub title: String,
    /// The text: paragraphs on lines, without the headline; may be empty.
    pub text: String,
    /// When it was published, if the page says so.
    pub published_at: Option<Moment>,
    /// What became of that time.
    pub time_note: TimeNote,
    /// The address the page gives itself, or the one it was read from.
    pub url: Option<String>,
    /// The outlet it names.
    pub outlet: Option<String>,
    /// What was wrong, in words.
    pub warnings: Vec<String>,
}

/// Reads the page of an article. `rules` override what is found by itself.
pub fn read_article(
    bytes: &[u8],
    content_type: Option<&str>,
    page_url: &str,
    now: Moment,
    zone: Tz,
    rules: &ArticleRules,
) -> Article {
    if let Some(kind) = file_kind(bytes) {
        return no_page(kind);
    }
    let decoded = crate::decode(bytes, content_type);
    if is_noise(&decoded.text) {
        return no_page("a file");
    }
    let parts = markup::take_apart(&decoded.text);
    let document = Html::parse_document(&parts.html);
    let mut about = about::about(&document, &parts, page_url, now, zone);
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    by_rules(&mut about, &document, rules, &mut warnings, |time| {
        read_page_time(time, now, zone)
    });
    let removed = removed(&document, &rules.remove, &mut warnings);
    let text = said(&document, rules.text.as_deref(), &mut warnings)
        .unwrap_or_else(|| main_text(&document, &removed));
    let (published_at, time_note) = match about.time {
        Some((at, note)) => (Some(at), note),
        None => (None, TimeNote::Missing),
    };
    Article {
        title: about.title,
        text,
        published_at,
        time_note,
        url: about.url,
        outlet: about.outlet,
        warnings,
    }
}

/// Headline and time where the rules say, instead of where they are found by themselves.
fn by_rules(
    about: &mut About,
    document: &Html,
    rules: &ArticleRules,
    warnings: &mut Vec<String>,
    read_time: impl Fn(&str) -> Option<(Moment, TimeNote)>,
) {
    if let Some(title) = said(document, rules.title.as_deref(), warnings) {
        about.title = title.replace('\n', " ");
    }
    if let Some(time) = said(document, rules.time.as_deref(), warnings) {
        about.time = read_time(&time).or(about.time);
    }
}

/// A file that is no page says nothing, and what it is.
fn no_page(kind: &str) -> Article {
    Article {
        time_note: TimeNote::Missing,
        warnings: vec![format!("it is {kind}, not a page of text")],
        ..Article::default()
    }
}

/// The main text, found by itself.
fn main_text(document: &Html, removed: &HashSet<NodeId>) -> String {
    let mut page = Page::of(document.tree.root(), removed);
    prune::prune(&mut page);
    let at = choose::choose(&page);
    prune::prune_lists(&mut page, at);
    let title = title_of(document);
    tidy::tidy(lines::lines(&page, at), &title)
        .into_iter()
        .map(|line| line.text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What the elements of a rule say; none where there is no rule, or nothing is found.
fn said(document: &Html, rule: Option<&str>, warnings: &mut Vec<String>) -> Option<String> {
    let rule = rule.filter(|rule| !rule.trim().is_empty())?;
    let Ok(selector) = Selector::parse(rule) else {
        warnings.push(format!("{rule:?} is no CSS selector; it is not used"));
        return None;
    };
    let texts: Vec<String> = document
        .select(&selector)
        .map(|element| crate::html_to_text(&element.html()))
        .filter(|text| !text.is_empty())
        .collect();
    if texts.is_empty() {
        warnings.push(format!("nothing on the page matches {rule:?}"));
        return None;
    }
    Some(texts.join("\n"))
}

/// The elements that rules take out.
fn removed(document: &Html, rules: &[String], warnings: &mut Vec<String>) -> HashSet<NodeId> {
    let mut found = HashSet::new();
    for rule in rules.iter().filter(|rule| !rule.trim().is_empty()) {
        match Selector::parse(rule) {
            Ok(selector) => found.extend(document.select(&selector).map(|element| element.id())),
            Err(_) => warnings.push(format!("{rule:?} is no CSS selector; it is not used")),
        }
    }
    found
}

fn title_of(document: &Html) -> String {
    let Ok(h1) = Selector::parse("h1") else {
        return String::new();
    };
    document
        .select(&h1)
        .next()
        .map(|e| crate::clean_line(&e.text().collect::<String>()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
