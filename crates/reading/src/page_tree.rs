//! A page as a tree whose depth is bounded, and what its parts say.

use crate::plain_text::clean_text;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

/// Bytes of a page that are looked at.
const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Counted elements open inside one another; deeper ones are read as if side by side.
const DEPTH_MAX: usize = 300;
/// Bytes of one tag: longer ones carry whole pictures, or attributes without end.
const TAG_BYTES_MAX: usize = 8 * 1024;
/// Nodes of one element from which its text is read.
const NODES_MAX: usize = 20_000;

/// Elements that hold nothing, or that the parser closes by itself where the next one begins:
/// they never nest without others that are counted.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
    "optgroup", "html", "head", "body",
];
/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "noscript"];
/// Elements whose content is not read.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select",
];
/// Elements inside a line: all others begin and end one.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "u", "var", "img", "input", "wbr",
];

/// Parses a page; any text becomes some tree in bounded time.
pub(crate) fn parse_page(html: &str) -> Html {
    Html::parse_document(&bounded(html))
}

/// The markup without tags that would nest too deeply or are too long, and cut where it is too long.
pub(crate) fn bounded(html: &str) -> String {
    let mut end = PAGE_BYTES_MAX.min(html.len());
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = html.get(..end).unwrap_or_default();
    let mut out = String::with_capacity(rest.len());
    let mut depth = 0usize;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let (tag, after) = tag.split_at(tag_end(tag));
        if keeps(tag, &mut depth) {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where the tag ends: a comment and raw content count as one tag.
fn tag_end(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |end| end + 3);
    }
    let end = tag.find('>').map_or(tag.len(), |end| end + 1);
    let name = name_of(tag.get(1..end).unwrap_or_default());
    if !RAW.contains(&name.as_str()) {
        return end;
    }
    let close = format!("</{name}");
    let rest = tag.get(end..).unwrap_or_default();
    match find_ignoring_case(rest, &close) {
        Some(at) => end + at,
        None => tag.len(),
    }
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    text.windows(what.len())
        .position(|window| window.eq_ignore_ascii_case(what))
}

fn name_of(tag: &str) -> String {
    tag.chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(16)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether the tag stays, counting how deep it stands.
fn keeps(tag: &str, depth: &mut usize) -> bool {
    let closing = tag.starts_with("</");
    let name = name_of(tag.get(if closing { 2 } else { 1 }..).unwrap_or_default());
    if RAW.contains(&name.as_str()) {
        return closing || tag.find('>').is_none_or(|end| end <= TAG_BYTES_MAX);
    }
    if name.is_empty() {
        return true;
    }
    if UNCOUNTED.contains(&name.as_str()) {
        return tag.len() <= TAG_BYTES_MAX;
    }
    if closing {
        *depth = depth.saturating_sub(1);
        return true;
    }
    if !tag.ends_with("/>") {
        *depth += 1;
    }
    *depth <= DEPTH_MAX && tag.len() <= TAG_BYTES_MAX
}

/// What an element says: blocks are lines, blanks are single.
pub(crate) fn text_of(element: ElementRef) -> String {
    let mut text = String::new();
    let mut silent = 0usize;
    for edge in element.traverse().take(NODES_MAX) {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(piece) if opens && silent == 0 => text.push_str(piece),
            Node::Element(element) => {
                if SILENT.contains(&element.name()) {
                    silent = if opens {
                        silent + 1
                    } else {
                        silent.saturating_sub(1)
                    };
                }
                if !INLINE.contains(&element.name()) && !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
    clean_text(&text)
}

/// What an element says, in one line.
pub(crate) fn line_of(element: ElementRef) -> String {
    text_of(element).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Selector;

    #[test]
    fn voids_and_scripts_do_not_count_as_depth() {
        let html = format!(
            "<body>{}<script>for(i=0;i<n;i++)if(a<b){{}}</script>{}<!-- {} --><div><a href=x>雨</a></div>",
            "<br>".repeat(1_000),
            "<li>一<p>二".repeat(1_000),
            "<div>".repeat(1_000)
        );
        let page = parse_page(&html);
        let link = Selector::parse("div > a[href]").unwrap();
        assert_eq!(page.select(&link).map(line_of).collect::<Vec<_>>(), ["雨"]);
    }

    #[test]
    fn deep_wide_and_long_pages_are_bounded() {
        for html in [
            "<div>".repeat(500_000),
            "<ul><li>".repeat(300_000),
            format!("<a {}>", "b c d ".repeat(300_000)),
            "<table><tr><td>".repeat(200_000),
            "<script>".repeat(200_000),
            "<b><p>".repeat(200_000),
        ] {
            parse_page(&html);
        }
    }
}
