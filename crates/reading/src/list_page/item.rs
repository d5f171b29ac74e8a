//! One item of a list: its link, headline, time and text.

use super::paths::{Path, Paths, Place};
use super::time::list_time;
use super::{Found, ListProblem, scope};
use crate::page_tree::{line_of, text_of};
use chrono_tz::Tz;
use model::{Moment, TimeNote};
use scraper::{ElementRef, Node};

/// Elements of one item that are looked at.
const ELEMENTS_MAX: usize = 2_000;
/// Characters of a text beside the headline that may name a time.
const TIME_CHARS_MAX: usize = 80;

/// Texts of an element that names a time.
const TEXTS_MAX: usize = 20;
/// Nodes of a block that may be a date in parts.
const SMALL_NODES_MAX: usize = 8;

/// Reads items by the rules.
pub(super) struct Reader<'a> {
    pub(super) paths: &'a Paths,
    pub(super) now: Moment,
    pub(super) zone: Tz,
}

impl Reader<'_> {
    pub(super) fn read(&self, item: ElementRef) -> Result<Found, ListProblem> {
        let (link, mut href) = match &self.paths.link {
            None => (default_link(item), None),
            Some(path) => match path.first(item)? {
                Some(Place::Element(element)) => (default_link(element), None),
                Some(Place::Text(href)) => (default_link(item), Some(href)),
                None => (None, None),
            },
        };
        href = href.or_else(|| link?.value().attr("href").map(str::to_owned));
        let title = match &self.paths.title {
            Some(path) => first_line(path, item)?,
            None => headline(item, link),
        };
        let (published_at, time_note) = self.time(item, link)?;
        let text = match &self.paths.text {
            Some(path) => all_text(path, item)?,
            None => String::new(),
        };
        Ok(Found {
            href,
            title,
            text,
            published_at,
            time_note,
        })
    }

    fn time(
        &self,
        item: ElementRef,
        link: Option<ElementRef>,
    ) -> Result<(Option<Moment>, TimeNote), ListProblem> {
        let Some(path) = &self.paths.time else {
            return Ok(match default_time(item, link, self.now, self.zone) {
                Some((_, at, note)) => (Some(at), note),
                None => (None, TimeNote::Missing),
            });
        };
        let texts = match path.first(item)? {
            None => return Ok((None, TimeNote::Missing)),
            Some(Place::Text(text)) => vec![text],
            Some(Place::Element(element)) => {
                let attribute = |name| element.value().attr(name).map(str::to_owned);
                let told = [
                    attribute("datetime"),
                    Some(line_of(element)),
                    Some(element.text().take(TEXTS_MAX).collect::<Vec<_>>().join(" ")),
                    attribute("title"),
                ];
                told.into_iter().flatten().collect()
            }
        };
        let found = texts
            .iter()
            .find_map(|text| list_time(text, false, self.now, self.zone));
        Ok(found.map_or((None, TimeNote::Unreadable), |(at, note)| (Some(at), note)))
    }
}

fn first_line(path: &Path, item: ElementRef) -> Result<String, ListProblem> {
    Ok(match path.first(item)? {
        Some(Place::Element(element)) => {
            uncut(&line_of(element), element.value().attr("title")).to_owned()
        }
        Some(Place::Text(text)) => crate::plain_text::clean_line(&text),
        None => String::new(),
    })
}

fn all_text(path: &Path, item: ElementRef) -> Result<String, ListProblem> {
    let places = path.find(item)?.into_iter().map(|place| match place {
        Place::Element(element) => text_of(element),
        Place::Text(text) => crate::plain_text::html_to_text(&text),
    });
    Ok(places.collect::<Vec<_>>().join("\n"))
}

/// The item itself if it is a link, else the first link in it.
pub(super) fn default_link(item: ElementRef<'_>) -> Option<ElementRef<'_>> {
    below(item).find(|element| is_link(*element))
}

fn is_link(element: ElementRef) -> bool {
    element.value().name() == "a" && element.value().attr("href").is_some()
}

/// The element and those below it.
fn below(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element
        .descendants()
        .filter_map(ElementRef::wrap)
        .take(ELEMENTS_MAX)
}

/// The headline of an item: what its link says, without what else a card holds.
pub(super) fn headline(item: ElementRef, link: Option<ElementRef>) -> String {
    let Some(link) = link else {
        return first_of_text(&text_of(item));
    };
    let said = said_by(link);
    if !said.is_empty() {
        return said;
    }
    let href = link.value().attr("href");
    let twin = below(item)
        .filter(|other| is_link(*other) && other.value().attr("href") == href)
        .map(said_by)
        .find(|said| !said.is_empty());
    let attribute = |element: ElementRef, name| {
        let text = crate::plain_text::clean_line(element.value().attr(name)?);
        (!text.is_empty()).then_some(text)
    };
    twin.or_else(|| attribute(link, "title"))
        .or_else(|| below(link).find_map(|element| attribute(element, "alt")))
        .or_else(|| {
            below(item)
                .find(|element| is_heading(*element))
                .map(line_of)
        })
        .unwrap_or_default()
}

fn is_heading(element: ElementRef) -> bool {
    let named = element.value().classes().any(|class| {
        let class = class.to_ascii_lowercase();
        class.contains("title") || class.contains("headline") || class == "tit" || class == "bt"
    });
    matches!(
        element.value().name(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
    ) || named
}

fn said_by(link: ElementRef) -> String {
    let heading = below(link)
        .skip(1)
        .find(|element| is_heading(*element))
        .map(line_of)
        .filter(|text| !text.is_empty());
    let said = heading.unwrap_or_else(|| {
        let mut said = first_of_text(&text_of(link));
        for part in below(link).skip(1) {
            let text = line_of(part);
            if !text.is_empty() && text.chars().count() <= 24 && is_time(&text) {
                said = said.replace(&text, "");
            }
        }
        said
    });
    let said = said
        .trim_start_matches(|c: char| c.is_whitespace() || "·•▪■◆►●・".contains(c))
        .trim();
    uncut(said, link.value().attr("title")).to_owned()
}

/// The first line that is no time and more than a mark.
fn first_of_text(text: &str) -> String {
    let lines = || text.lines().map(str::trim).filter(|line| !is_time(line));
    lines()
        .find(|line| line.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .or_else(|| lines().next())
        .unwrap_or_default()
        .to_owned()
}

fn is_time(text: &str) -> bool {
    list_time(text, true, Moment(0), Tz::UTC).is_some()
}

/// The whole headline where the page shows its beginning only.
fn uncut<'a>(said: &'a str, whole: Option<&'a str>) -> &'a str {
    let cut = said.ends_with('…') || said.ends_with("...");
    match whole.map(str::trim) {
        Some(whole) if cut && whole.chars().count() >= said.chars().count().saturating_sub(3) => {
            whole
        }
        _ => said,
    }
}

/// The time of an item and the element that names it.
pub(super) fn default_time<'a>(
    item: ElementRef<'a>,
    link: Option<ElementRef<'a>>,
    now: Moment,
    zone: Tz,
) -> Option<(ElementRef<'a>, Moment, TimeNote)> {
    let with =
        |element, found: Option<(Moment, TimeNote)>| found.map(|(at, note)| (element, at, note));
    let elements: Vec<ElementRef> = scope(item).into_iter().flat_map(below).collect();
    let told = elements.iter().find_map(|element| {
        let at = element.value().attr("datetime")?;
        with(*element, list_time(at, false, now, zone))
    });
    let named = || {
        let mut named = elements.iter().filter(|element| is_named_time(**element));
        named.find_map(|element| with(*element, list_time(&line_of(*element), true, now, zone)))
    };
    let alone = || {
        let mut texts = elements.iter().flat_map(|element| own_texts(*element));
        texts.find_map(|(element, text)| with(element, list_time(&text, true, now, zone)))
    };
    let parted = || {
        let mut blocks = elements.iter().filter(|element| is_small(**element));
        blocks.find_map(|element| {
            let parts: Vec<&str> = element.text().collect();
            with(*element, list_time(&parts.join(" "), true, now, zone))
        })
    };
    let beside = || {
        let outside = elements
            .iter()
            .filter(|element| !is_within(**element, link));
        let mut texts = outside.flat_map(|element| own_texts(*element));
        texts.find_map(|(element, text)| with(element, list_time(&text, false, now, zone)))
    };
    told.or_else(named)
        .or_else(alone)
        .or_else(parted)
        .or_else(beside)
}

/// A small block of parts, as `02` above `2026-03`.
fn is_small(element: ElementRef) -> bool {
    let nodes = element.descendants().take(SMALL_NODES_MAX + 1).count();
    (3..=SMALL_NODES_MAX).contains(&nodes)
}

fn is_named_time(element: ElementRef) -> bool {
    element.value().classes().any(|class| {
        let class = class.to_ascii_lowercase();
        ["date", "time", "rq", "sj", "day"]
            .iter()
            .any(|word| class.contains(word))
    })
}

fn is_within(element: ElementRef, link: Option<ElementRef>) -> bool {
    link.is_some_and(|link| {
        element.id() == link.id() || element.ancestors().any(|node| node.id() == link.id())
    })
}

/// The short texts that stand directly in an element.
fn own_texts(element: ElementRef<'_>) -> impl Iterator<Item = (ElementRef<'_>, String)> {
    element
        .children()
        .filter_map(move |node| match node.value() {
            Node::Text(text) => {
                let text = text.trim();
                let fits = text.chars().any(|c| c.is_ascii_digit())
                    && text.chars().take(TIME_CHARS_MAX + 1).count() <= TIME_CHARS_MAX;
                fits.then(|| (element, text.to_owned()))
            }
            _ => None,
        })
}
