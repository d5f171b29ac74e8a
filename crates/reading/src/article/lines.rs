//! The text of a part of a page, a paragraph on each line.

use super::page::Page;

/// Elements that do not begin a line.
const INLINE: &[&str] = &[
    "", "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "rb", "rt", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
    "nobr",
];

/// One line and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// The place of the element that holds all of it.
    pub(super) at: usize,
    /// The part of it that is in links.
    pub(super) link_density: f64,
    /// Whether it is a heading.
    pub(super) heading: bool,
}

/// Whether an element stands within a line.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// A line that is being put together.
#[derive(Debug, Default)]
struct Open {
    text: String,
    at: usize,
    linked: usize,
    size: usize,
}

/// The lines inside a part, without what is dropped.
pub(super) fn lines(page: &Page<'_>, at: usize) -> Vec<Line> {
    let mut found = Vec::new();
    let mut open = Open::default();
    collect(page, at, &mut open, &mut found);
    close(page, &mut open, &mut found);
    found
}

fn collect(page: &Page<'_>, at: usize, open: &mut Open, found: &mut Vec<Line>) {
    let Some(part) = page.parts.get(at).filter(|part| !part.dropped) else {
        return;
    };
    if part.element.is_none() && !part.text.is_empty() {
        open.at = if open.size == 0 {
            page.block_around(at).0
        } else {
            open.at
        };
        open.size += part.size;
        open.linked += if page.block_around(at).1 {
            part.size
        } else {
            0
        };
        open.text.push_str(part.text);
        return;
    }
    let block = !is_inline(part.name());
    if block {
        close(page, open, found);
    }
    for child in page.children(at) {
        collect(page, child, open, found);
    }
    if block {
        close(page, open, found);
    }
}

fn close(page: &Page<'_>, open: &mut Open, found: &mut Vec<Line>) {
    let text = crate::clean_line(&open.text);
    if !text.is_empty() {
        let name = page.parts.get(open.at).map_or("", |part| part.name());
        found.push(Line {
            text,
            at: open.at,
            link_density: open.linked as f64 / open.size.max(1) as f64,
            heading: matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
        });
    }
    *open = Open::default();
}
