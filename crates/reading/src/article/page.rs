//! A page as a flat list: each element with what it holds, in the order of the page, so that all
//! that is inside one is a range.

use super::lines::is_inline;
use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One element or text of a page.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The element; none for text.
    pub(super) element: Option<&'a Element>,
    /// The text; empty for elements.
    pub(super) text: &'a str,
    /// Classes, id and role, in small letters.
    pub(super) names: String,
    /// Place of the element around it; its own for the first.
    pub(super) parent: usize,
    /// Place after the last part inside it.
    pub(super) end: usize,
    /// Bytes of text inside without blanks.
    pub(super) size: usize,
    /// Such bytes inside links.
    pub(super) linked: usize,
    /// Such bytes inside paragraphs that are more than a link or a label.
    pub(super) prose: usize,
    /// Whether it is left out.
    pub(super) dropped: bool,
}

impl Part<'_> {
    /// Its element name; empty for text.
    pub(super) fn name(&self) -> &str {
        self.element.map_or("", Element::name)
    }

    /// An attribute.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.element.and_then(|element| element.attr(name))
    }

    /// The part of its text that is in links.
    pub(super) fn link_density(&self) -> f64 {
        if self.size == 0 {
            return 0.0;
        }
        self.linked as f64 / self.size as f64
    }
}

/// The parts of a page.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    /// In the order of the page; the first holds all.
    pub(super) parts: Vec<Part<'a>>,
}

/// Bytes of a block's own text from which it is a paragraph.
const PROSE_BYTES_MIN: usize = 60;

/// Elements whose content is not read.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math", "select",
    "textarea", "canvas", "audio", "video", "map", "datalist",
];

impl<'a> Page<'a> {
    /// The page below `root` without the `removed` elements and what is never read.
    pub(super) fn of(root: NodeRef<'a, Node>, removed: &HashSet<ego_tree::NodeId>) -> Self {
        let mut page = Self::default();
        page.add(root, 0, removed);
        page.measure();
        page
    }

    fn add(&mut self, node: NodeRef<'a, Node>, parent: usize, removed: &HashSet<ego_tree::NodeId>) {
        let (element, text) = match node.value() {
            Node::Text(text) => (None, &text.text as &str),
            Node::Element(element) => (Some(element), ""),
            Node::Document | Node::Fragment => (None, ""),
            _ => return,
        };
        if element.is_some_and(|element| SILENT.contains(&element.name()))
            || removed.contains(&node.id())
        {
            return;
        }
        let at = self.parts.len();
        self.parts.push(Part {
            element,
            text,
            names: element.map(names_of).unwrap_or_default(),
            parent,
            end: at + 1,
            size: 0,
            linked: 0,
            prose: 0,
            dropped: false,
        });
        // The depth is bounded by the markup that was parsed.
        for child in node.children() {
            self.add(child, at, removed);
        }
        let end = self.parts.len();
        if let Some(part) = self.parts.get_mut(at) {
            part.end = end;
        }
    }

    /// Counts the text inside each part that is not dropped.
    pub(super) fn measure(&mut self) {
        for at in (0..self.parts.len()).rev() {
            let part = &self.parts[at];
            let (mut size, mut linked) = (0, 0);
            if part.dropped {
                let end = part.end;
                for inner in &mut self.parts[at..end] {
                    (inner.size, inner.linked, inner.dropped) = (0, 0, true);
                }
                continue;
            }
            if part.element.is_none() && !part.text.is_empty() {
                size = part
                    .text
                    .bytes()
                    .filter(|b| !b.is_ascii_whitespace())
                    .count();
            }
            for child in self.children(at) {
                size += self.parts[child].size;
                linked += self.parts[child].linked;
            }
            if part.name() == "a" && part.attr("href").is_some_and(|href| !href.starts_with('#')) {
                linked = size;
            }
            let part = &mut self.parts[at];
            (part.size, part.linked) = (size, linked);
        }
        self.measure_prose();
    }

    /// Counts the text in paragraphs: blocks that say more on their own than a link or a label.
    fn measure_prose(&mut self) {
        let mut own: HashMap<usize, (usize, usize)> = HashMap::new();
        for at in 0..self.parts.len() {
            self.parts[at].prose = 0;
            let part = &self.parts[at];
            if part.dropped || part.text.is_empty() || part.size == 0 {
                continue;
            }
            let (block, in_link) = self.block_around(at);
            let block = own.entry(block).or_default();
            block.0 += part.size;
            block.1 += if in_link { part.size } else { 0 };
        }
        for (at, (size, linked)) in own {
            let unlinked = size - linked;
            if unlinked >= PROSE_BYTES_MIN && unlinked * 2 > size {
                self.parts[at].prose = unlinked;
            }
        }
        for at in (1..self.parts.len()).rev() {
            let (prose, parent) = (self.parts[at].prose, self.parts[at].parent);
            self.parts[parent].prose += prose;
        }
    }

    /// The nearest element around a place that begins a line, and whether a link is between.
    pub(super) fn block_around(&self, mut at: usize) -> (usize, bool) {
        let mut linked = false;
        while let Some(part) = self.parts.get(at) {
            if !is_inline(part.name()) || part.parent == at {
                break;
            }
            linked |= part.name() == "a";
            at = part.parent;
        }
        (at, linked)
    }

    /// The places of the parts directly inside one.
    pub(super) fn children(&self, at: usize) -> Children<'_, 'a> {
        Children {
            page: self,
            next: at + 1,
            end: self.parts.get(at).map_or(0, |part| part.end),
        }
    }

    /// The places of all inside one, itself first.
    pub(super) fn inside(&self, at: usize) -> Range<usize> {
        at..self.parts.get(at).map_or(at, |part| part.end)
    }

    /// How many links are inside one.
    pub(super) fn links(&self, at: usize) -> usize {
        self.inside(at)
            .filter(|inner| self.parts[*inner].name() == "a" && self.parts[*inner].size > 0)
            .count()
    }
}

/// The places of the parts directly inside another.
#[derive(Debug)]
pub(super) struct Children<'p, 'a> {
    page: &'p Page<'a>,
    next: usize,
    end: usize,
}

impl Iterator for Children<'_, '_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = self.next;
        if at >= self.end {
            return None;
        }
        self.next = self.page.parts.get(at)?.end;
        Some(at)
    }
}

fn names_of(element: &Element) -> String {
    let mut names = String::new();
    for value in ["class", "id", "role"]
        .iter()
        .filter_map(|name| element.attr(name))
    {
        names.push(' ');
        names.push_str(value);
    }
    names.make_ascii_lowercase();
    names
}
