//! Markup to plain text; text without what only formats or hides.

use crate::simple_markup::simple_text;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// Bytes of markup that are looked at: longer fragments are cut there.
const MARKUP_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Elements open inside one another that are kept apart; deeper ones are read as if side by side,
/// because a tree of a hundred thousand levels takes quadratic time to build.
const DEPTH_MAX: usize = 400;

/// Elements whose content is not read.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math", "select",
];
/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// What a fragment of HTML says, as plain text: blocks are lines, blanks are single.
pub fn html_to_text(html: &str) -> String {
    if !html.bytes().any(|byte| matches!(byte, b'<' | b'&')) {
        return clean_text(html);
    }
    if html.len() <= MARKUP_BYTES_MAX
        && let Some(text) = simple_text(html)
    {
        return clean_text(&text);
    }
    careful_text(html)
}

/// The same through a tree, as a browser builds it.
pub(crate) fn careful_text(html: &str) -> String {
    let bounded = bounded_markup(html);
    let document = Html::parse_fragment(&bounded);
    let mut text = String::with_capacity(bounded.len() / 2);
    let mut silent_depth = 0usize;
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(piece) if silent_depth == 0 => text.push_str(piece),
                Node::Element(element) => {
                    silent_depth += usize::from(SILENT.contains(&element.name()));
                    line_break(&mut text, element.name());
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    silent_depth -= usize::from(SILENT.contains(&element.name()));
                    line_break(&mut text, element.name());
                }
            }
        }
    }
    clean_text(&text)
}

/// Whether the element begins and ends a line.
pub(crate) fn is_block(element: &str) -> bool {
    BLOCKS.contains(&element)
}

fn line_break(text: &mut String, element: &str) {
    if is_block(element) && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The fragment without tags that would nest too deeply, and cut where it is too long.
fn bounded_markup(html: &str) -> String {
    let end = (0..=MARKUP_BYTES_MAX.min(html.len()))
        .rev()
        .find(|end| html.is_char_boundary(*end))
        .unwrap_or(0);
    let html = html.get(..end).unwrap_or_default();
    let mut out = String::with_capacity(html.len());
    let mut depth = 0usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
            out.push_str(tag);
        } else {
            let opens = tag.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic())
                && !tag.ends_with("/>")
                && !is_void(tag);
            depth += usize::from(opens);
            if !opens || depth <= DEPTH_MAX {
                out.push_str(tag);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether the tag is of an element without content, which nothing nests in.
fn is_void(tag: &str) -> bool {
    let name = tag.trim_start_matches('<');
    let end = name
        .bytes()
        .position(|byte| !byte.is_ascii_alphabetic())
        .unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default();
    ["br", "img", "hr", "wbr", "input"]
        .iter()
        .any(|void| void.eq_ignore_ascii_case(name))
}

/// Text without controls and marks that reorder it; blanks single, lines kept.
pub fn clean_text(text: &str) -> String {
    cleaned(text, true)
}

/// A headline: one line, without controls and marks that reorder it.
pub fn clean_line(text: &str) -> String {
    cleaned(text, false)
}

fn cleaned(text: &str, keeps_lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_usual(c)).unwrap_or(rest.len());
        let (usual, special) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if !usual.is_empty() {
            out.extend(gap.take());
            out.push_str(usual);
        }
        let mut special = special.chars();
        match special.next() {
            Some(c) if c.is_whitespace() && !out.is_empty() => {
                let ends_line = keeps_lines && is_line_end(c);
                gap = Some(if ends_line || gap == Some('\n') {
                    '\n'
                } else {
                    ' '
                });
            }
            Some(c) if !c.is_whitespace() && !is_hidden(c) => {
                out.extend(gap.take());
                out.push(c);
            }
            _ => {}
        }
        rest = special.as_str();
    }
    out
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}'
    )
}

/// Neither blank nor hidden, as nearly all characters are.
fn is_usual(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{3001}'..='\u{fefe}')
}

/// Controls, and marks that turn the direction of what follows.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_lines() {
        for (html, expected) in [
            (
                "<p>昨夜大雨。</p><p>路面 &amp; 桥梁</p>",
                "昨夜大雨。\n路面 & 桥梁",
            ),
            ("a<br>b<br/>c", "a\nb\nc"),
            ("<script>alert(1)</script>雨<style>p{}</style>", "雨"),
            ("plain  text\n\n next", "plain text\nnext"),
            ("<b>粗</b>体", "粗体"),
            ("&lt;script&gt;", "<script>"),
            ("\u{202e}evil\u{202c}", "evil"),
            ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n2"),
            ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
            ("", ""),
            ("<p", ""),
        ] {
            assert_eq!(html_to_text(html), expected, "{html}");
        }
    }

    #[test]
    fn deep_and_long_markup_is_bounded() {
        let deep = format!("{}雨{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(html_to_text(&deep), "雨");
        let bold = "<b>".repeat(50_000);
        assert_eq!(html_to_text(&format!("{bold}雨")), "雨");
        let breaks = "<table><tr><td>雨<br></td></tr></table>".repeat(1_000);
        assert_eq!(html_to_text(&breaks).lines().count(), 1_000);
        let long = "<p>雨</p>".repeat(1_000_000);
        assert!(html_to_text(&long).len() > 1_000_000);
    }

    proptest! {
        #[test]
        fn any_markup_becomes_text(html in "[<>/a-z &;#\"'=!\\-雨]{0,200}") {
            let text = html_to_text(&html);
            prop_assert!(!text.chars().any(is_hidden) || text.contains('\n'));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC{0,80}") {
            prop_assert_eq!(clean_line(&clean_line(&text)), clean_line(&text));
            prop_assert_eq!(clean_text(&clean_text(&text)), clean_text(&text));
        }
    }
}
