//! Links that stand in the same place of a repeated structure.

use super::super::item::headline;
use super::selectors::step;
use crate::links::link_target;
use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Links of a page that are looked at.
const LINKS_MAX: usize = 5_000;
/// Links side by side that are different parts of one item, not a list.
const PARTS_MAX: usize = 4;
/// Levels from a link to its item.
const CLIMB_MAX: usize = 12;
/// Words in classes and ids of what is beside the list.
const NAVIGATION: &[&str] = &[
    "nav",
    "menu",
    "foot",
    "header",
    "breadcrumb",
    "crumb",
    "sidebar",
    "aside",
    "pager",
    "pagination",
    "friend",
    "login",
    "share",
    "copyright",
    "toolbar",
    "related",
    "widget",
];

/// Links in the same place, each with its item.
pub(super) struct Group<'a> {
    /// Item and link.
    pub(super) members: Vec<(ElementRef<'a>, ElementRef<'a>)>,
    pub(super) titles: HashSet<String>,
    pub(super) in_navigation: bool,
}

/// All groups of at least three links.
pub(super) fn groups<'a>(page: &'a Html, base: &str, page_url: &str) -> Vec<Group<'a>> {
    let Ok(links) = Selector::parse("a[href]") else {
        return Vec::new();
    };
    let mut places: HashMap<String, Vec<ElementRef>> = HashMap::new();
    let mut steps: HashMap<NodeId, String> = HashMap::new();
    for link in page.select(&links).take(LINKS_MAX) {
        let leads = |href| link_target(href, base, page_url).is_ok();
        if link.value().attr("href").is_some_and(leads) {
            places
                .entry(place(link, &mut steps))
                .or_default()
                .push(link);
        }
    }
    let mut places: Vec<(String, Vec<ElementRef>)> = places.into_iter().collect();
    places.sort_by(|a, b| a.0.cmp(&b.0));
    places
        .into_iter()
        .filter(|(_, links)| links.len() >= 3)
        .filter_map(|(_, links)| group(&links))
        .collect()
}

/// The way from the root to the link: tags and steady classes.
fn place(link: ElementRef, steps: &mut HashMap<NodeId, String>) -> String {
    let mut place = String::new();
    let mut add = |element: ElementRef| {
        let step = steps.entry(element.id()).or_insert_with(|| step(element));
        place.push('/');
        place.push_str(step);
        if matches!(element.value().name(), "td" | "th") {
            let _ = write!(place, ":{}", same_before(element));
        }
    };
    add(link);
    link.ancestors()
        .filter_map(ElementRef::wrap)
        .for_each(&mut add);
    let beside = link.parent().map_or(0, |parent| {
        parent
            .children()
            .filter_map(ElementRef::wrap)
            .filter(|child| child.value().name() == "a")
            .take(PARTS_MAX + 1)
            .count()
    });
    if (2..=PARTS_MAX).contains(&beside) {
        let _ = write!(place, "#{}", same_before(link));
    }
    place
}

fn same_before(element: ElementRef) -> usize {
    let name = element.value().name();
    let before = element
        .prev_siblings()
        .filter_map(ElementRef::wrap)
        .take(50);
    before.filter(|other| other.value().name() == name).count()
}

fn group<'a>(links: &[ElementRef<'a>]) -> Option<Group<'a>> {
    let mut counts: HashMap<NodeId, u32> = HashMap::new();
    for link in links {
        for node in std::iter::once(**link).chain(link.ancestors()) {
            *counts.entry(node.id()).or_default() += 1;
        }
    }
    let heights: Vec<usize> = links.iter().map(|link| height(*link, &counts)).collect();
    let height = mode(&heights)?;
    let mut titles = HashSet::new();
    let mut members = Vec::new();
    for (link, own) in links.iter().zip(&heights) {
        let item = if height == 0 {
            Some(*link)
        } else {
            link.ancestors().nth(height - 1).and_then(ElementRef::wrap)
        };
        let Some(item) = item.filter(|_| *own >= height) else {
            continue;
        };
        let title = headline(item, Some(*link));
        if !title.is_empty() && titles.insert(title) {
            members.push((item, *link));
        }
    }
    let in_navigation = members
        .first()
        .is_some_and(|(item, _)| in_navigation(*item));
    (members.len() >= 3).then_some(Group {
        members,
        titles,
        in_navigation,
    })
}

/// Levels that can be climbed from a link before another link of the group comes in.
fn height(link: ElementRef, counts: &HashMap<NodeId, u32>) -> usize {
    let alone = |id: NodeId| counts.get(&id) == Some(&1);
    link.ancestors()
        .take(CLIMB_MAX)
        .take_while(|node| {
            alone(node.id())
                && ElementRef::wrap(*node)
                    .is_some_and(|element| !matches!(element.value().name(), "body" | "html"))
        })
        .count()
}

fn mode(heights: &[usize]) -> Option<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for height in heights {
        *counts.entry(*height).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(height, count)| (*count, *height))
        .map(|(height, _)| height)
}

fn in_navigation(item: ElementRef) -> bool {
    std::iter::once(*item)
        .chain(item.ancestors())
        .filter_map(ElementRef::wrap)
        .any(|element| {
            let value = element.value();
            if matches!(value.name(), "body" | "html") {
                return false;
            }
            let named = value.classes().chain(value.id()).any(|name| {
                let name = name.to_ascii_lowercase();
                name.split(['-', '_', ' '])
                    .any(|word| NAVIGATION.iter().any(|nav| word.starts_with(nav)))
            });
            matches!(value.name(), "nav" | "footer" | "aside")
                || value.name() == "header"
                    && !value.classes().any(|class| class.starts_with("entry"))
                || named && !is_entry_part(element, item)
        })
}

/// `header.entry-header` and the like stand inside the item itself.
fn is_entry_part(element: ElementRef, item: ElementRef) -> bool {
    element.id() == item.id()
}
