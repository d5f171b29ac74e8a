//! CSS selectors that find exactly the given elements again.

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};
use std::collections::HashSet;

/// Steps of a selector.
const STEPS_MAX: usize = 7;
/// Siblings that are compared for their classes.
const SIBLINGS_MAX: usize = 400;
/// Class names that differ from item to item.
const UNSTEADY: &[&str] = &[
    "odd", "even", "first", "last", "active", "current", "on", "hot", "new", "top", "sticky",
    "selected", "visited", "hover", "alt", "cur",
];
/// Beginnings of such names.
const UNSTEADY_PREFIXES: &[&str] = &[
    "post-",
    "category-",
    "tag-",
    "type-",
    "status-",
    "format-",
    "js-",
    "wow",
    "has-",
];

/// One element as a step of a selector: its tag and the classes it shares with its like.
pub(super) fn step(element: ElementRef) -> String {
    let name = element.value().name();
    let mut step = name.to_owned();
    if matches!(name, "html" | "body") {
        return step;
    }
    let like: Vec<ElementRef> = element
        .parent()
        .into_iter()
        .flat_map(|parent| parent.children().take(SIBLINGS_MAX))
        .filter_map(ElementRef::wrap)
        .filter(|other| other.value().name() == name)
        .collect();
    let steady = element.value().classes().filter(|class| {
        let having = like
            .iter()
            .filter(|other| other.value().classes().any(|own| own == *class));
        is_steady(class) && having.count() * 2 >= like.len()
    });
    for class in steady.take(3) {
        step.push('.');
        step.push_str(class);
    }
    step
}

fn is_steady(name: &str) -> bool {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let digits = name.chars().filter(char::is_ascii_digit).count();
    plain
        && digits <= 2
        && !UNSTEADY.contains(&name)
        && !UNSTEADY_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// The shortest selector that finds all the items and little else.
pub(super) fn item_selector(page: &Html, items: &[ElementRef]) -> Option<String> {
    let wanted: HashSet<NodeId> = items.iter().map(|item| item.id()).collect();
    let first = items.first()?;
    let mut best: Option<(usize, String)> = None;
    for written in ways(*first) {
        let Ok(selector) = Selector::parse(&written) else {
            continue;
        };
        let found: HashSet<NodeId> = page
            .select(&selector)
            .take(items.len() * 2)
            .map(|element| element.id())
            .collect();
        let missed = wanted.difference(&found).count();
        let others = found.difference(&wanted).count();
        let wrong = missed * 2 + others;
        if best.as_ref().is_none_or(|(least, _)| wrong < *least) {
            best = Some((wrong, written));
        }
        if wrong == 0 {
            break;
        }
    }
    best.filter(|(wrong, _)| *wrong <= items.len())
        .map(|(_, written)| written)
}

/// Selectors for an element, the shortest first.
fn ways(element: ElementRef) -> Vec<String> {
    let mut ways = Vec::new();
    let mut way = step(element);
    ways.push(way.clone());
    for above in element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(STEPS_MAX)
    {
        if above.value().name() == "html" {
            break;
        }
        if let Some(id) = above.value().id().filter(|id| is_steady(id)) {
            ways.push(format!("#{id} {}", step(element)));
            ways.push(format!("#{id} > {way}"));
        }
        way = format!("{} > {way}", step(above));
        ways.push(way.clone());
    }
    ways
}

/// A selector that finds, as the first in each item, its part. None if the items differ too much.
pub(super) fn part_selector(parts: &[(ElementRef, ElementRef)]) -> Option<String> {
    let (item, part) = parts.first()?;
    if item == part {
        return None;
    }
    let mut candidates = vec![step(*part)];
    let mut way = numbered(*part);
    candidates.push(way.clone());
    let between = part
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(STEPS_MAX);
    for above in between.take_while(|above| above.id() != item.id()) {
        candidates.push(format!("{} > {}", step(above), step(*part)));
        candidates.push(format!("{} {}", step(above), step(*part)));
        way = format!("{} > {way}", numbered(above));
        candidates.push(way.clone());
    }
    candidates.into_iter().find(|written| {
        let Ok(selector) = Selector::parse(written) else {
            return false;
        };
        let right = parts.iter().filter(|(item, part)| {
            item.select(&selector)
                .next()
                .is_some_and(|found| found == *part)
        });
        right.count() * 10 >= parts.len() * 9
    })
}

fn numbered(element: ElementRef) -> String {
    let name = element.value().name();
    let before = element.prev_siblings().filter_map(ElementRef::wrap);
    let number = before
        .filter(|other| other.value().name() == name)
        .take(SIBLINGS_MAX)
        .count()
        + 1;
    format!("{}:nth-of-type({number})", step(element))
}
