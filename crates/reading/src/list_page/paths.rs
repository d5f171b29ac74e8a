//! The rules of a list, understood: where its parts stand in the tree.

use super::ListProblem;
use crate::links::link_target;
use crate::page_tree::line_of;
use crate::xpath::{Xpath, XpathFound};
use ego_tree::NodeRef;
use model::{ListRules, PathLanguage, limits};
use scraper::{ElementRef, Html, Node, Selector};

/// Characters of one rule.
const PATH_CHARS_MAX: usize = 1_000;
/// Words of a link that leads to the next page of a list.
const NEXT_WORDS: &[&str] = &[
    "下一页",
    "下页",
    "后一页",
    "下一頁",
    "下頁",
    "next",
    "next page",
    "next »",
    "next ›",
    "older posts",
    "›",
    "»",
    ">",
    ">>",
    "下一页>",
    "下一页>>",
    "下一页»",
    "下一页 ›",
];

/// One place on the page, or what an expression says of it.
pub(super) enum Place<'a> {
    Element(ElementRef<'a>),
    Text(String),
}

/// One rule.
pub(super) struct Path {
    part: &'static str,
    written: String,
    way: Way,
}

enum Way {
    Css(Selector),
    Xpath(Xpath),
}

impl Path {
    fn new(part: &'static str, written: &str, language: PathLanguage) -> Result<Self, ListProblem> {
        let problem = |why: String| ListProblem::Rule {
            part,
            path: written.chars().take(200).collect(),
            why,
        };
        if written.chars().count() > PATH_CHARS_MAX {
            return Err(problem(format!(
                "it is longer than {PATH_CHARS_MAX} characters"
            )));
        }
        let way = match language {
            PathLanguage::Xpath => {
                Way::Xpath(Xpath::parse(written).map_err(|error| problem(error.to_string()))?)
            }
            _ => Way::Css(Selector::parse(written).map_err(|error| problem(error.to_string()))?),
        };
        Ok(Self {
            part,
            written: written.to_owned(),
            way,
        })
    }

    /// The places in and below an element, in their order; the element itself if nothing below
    /// it fits.
    pub(super) fn find<'a>(&self, within: ElementRef<'a>) -> Result<Vec<Place<'a>>, ListProblem> {
        let selector = match &self.way {
            Way::Css(selector) => selector,
            Way::Xpath(_) => return self.find_from(*within),
        };
        let below = within.select(selector).take(limits::ENTRIES_PER_VISIT_MAX);
        let mut places: Vec<Place> = below.map(Place::Element).collect();
        if places.is_empty() && selector.matches(&within) {
            places.push(Place::Element(within));
        }
        Ok(places)
    }

    /// The places that an expression finds from a node on.
    fn find_from<'a>(&self, node: NodeRef<'a, Node>) -> Result<Vec<Place<'a>>, ListProblem> {
        let Way::Xpath(xpath) = &self.way else {
            return Ok(Vec::new());
        };
        let found = xpath.find(node).map_err(|error| ListProblem::Rule {
            part: self.part,
            path: self.written.clone(),
            why: error.to_string(),
        })?;
        let places = found.into_iter().map(|found| match found {
            XpathFound::Element(element) => Place::Element(element),
            XpathFound::Text(text) => Place::Text(text),
        });
        Ok(places.collect())
    }

    /// The first of the places.
    pub(super) fn first<'a>(
        &self,
        within: ElementRef<'a>,
    ) -> Result<Option<Place<'a>>, ListProblem> {
        if let Way::Css(selector) = &self.way
            && let Some(place) = within.select(selector).next()
        {
            return Ok(Some(Place::Element(place)));
        }
        Ok(self.find(within)?.into_iter().next())
    }
}

/// All rules of a list.
pub(super) struct Paths {
    item: Path,
    pub(super) item_written: String,
    pub(super) link: Option<Path>,
    pub(super) title: Option<Path>,
    pub(super) time: Option<Path>,
    pub(super) text: Option<Path>,
    next: Option<Path>,
}

impl Paths {
    pub(super) fn new(rules: &ListRules) -> Result<Self, ListProblem> {
        let path = |part, written: &Option<String>| {
            let written = written
                .as_deref()
                .map(str::trim)
                .filter(|path| !path.is_empty());
            written
                .map(|path| Path::new(part, path, rules.language))
                .transpose()
        };
        Ok(Self {
            item: Path::new("item", rules.item.trim(), rules.language)?,
            item_written: rules.item.clone(),
            link: path("link", &rules.link)?,
            title: path("title", &rules.title)?,
            time: path("time", &rules.time)?,
            text: path("text", &rules.text)?,
            next: path("next", &rules.next)?,
        })
    }

    /// The elements that are items.
    pub(super) fn items<'a>(
        &self,
        root: ElementRef<'a>,
    ) -> Result<Vec<ElementRef<'a>>, ListProblem> {
        let places = match &self.item.way {
            Way::Css(_) => self.item.find(root)?,
            Way::Xpath(_) => self.item.find_from(root.tree().root())?,
        };
        let elements = places.into_iter().filter_map(|place| match place {
            Place::Element(element) => Some(element),
            Place::Text(_) => None,
        });
        Ok(elements.collect())
    }
}

/// The link to the next page: by its rule, else where the page says so itself.
pub(super) fn next_page(
    page: &Html,
    paths: &Paths,
    base: &str,
    page_url: &str,
) -> Result<Option<String>, ListProblem> {
    if let Some(path) = &paths.next {
        let href = match path.first(page.root_element())? {
            Some(Place::Element(element)) => href_of(element),
            Some(Place::Text(href)) => Some(href),
            None => None,
        };
        return Ok(href.and_then(|href| link_target(&href, base, page_url).ok()));
    }
    Ok(next_by_itself(page, base, page_url))
}

fn href_of(element: ElementRef) -> Option<String> {
    if let Some(href) = element.value().attr("href") {
        return Some(href.to_owned());
    }
    let links = Selector::parse("a[href]").ok()?;
    let link = element.select(&links).next()?;
    link.value().attr("href").map(str::to_owned)
}

fn next_by_itself(page: &Html, base: &str, page_url: &str) -> Option<String> {
    let target =
        |element: ElementRef| link_target(element.value().attr("href")?, base, page_url).ok();
    let told = Selector::parse(r#"link[rel~="next"][href], a[rel~="next"][href]"#).ok()?;
    if let Some(url) = page.select(&told).find_map(target) {
        return Some(url);
    }
    let links = Selector::parse("a[href]").ok()?;
    let says_next = |link: &ElementRef| {
        let says = |words: &str| NEXT_WORDS.contains(&words.trim().to_lowercase().as_str());
        says(&line_of(*link)) || link.value().attr("title").is_some_and(says)
    };
    // A pager stands below its list; a slider's arrows stand above.
    let found: Vec<ElementRef> = page.select(&links).filter(says_next).collect();
    found.into_iter().rev().find_map(target)
}

impl std::fmt::Debug for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.part, self.written)
    }
}
