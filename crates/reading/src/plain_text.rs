//! HTML to plain text: what a reader would see, without layout.

use crate::clean::{Lines, clean_text};
use crate::entities::resolve_each;
use crate::markup::{Dialect, Piece, Pieces};

/// Elements that begin and end a line.
const BLOCKS: [&str; 45] = [
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary",
    "table", "tbody", "tr", "ul", "xmp",
];

/// Elements whose inside is not for the reader, apart from those that hold no markup at all.
const DROPPED: [&str; 3] = ["noscript", "template", "head"];

/// The text of an HTML fragment or page: blocks and `br` become line breaks; scripts, styles and
/// the head are dropped; references are resolved; whitespace is collapsed; control characters and
/// marks that turn the reading direction are removed. Takes time in proportion to the input.
pub fn plain_text(html: &str) -> String {
    let marked_up = Pieces::of(html, Dialect::Html).any(|piece| !matches!(piece, Piece::Text(_)));
    if !marked_up {
        return unmarked(html);
    }
    let mut reader = Reader::default();
    for piece in Pieces::of(html, Dialect::Html) {
        reader.take(piece);
    }
    reader.lines.finish()
}

/// Text without a single tag: its own line breaks are all the layout it has.
fn unmarked(text: &str) -> String {
    let mut resolved = String::with_capacity(text.len());
    resolve_each(text, |shown| resolved.push(if shown == '\u{a0}' { ' ' } else { shown }));
    clean_text(&resolved)
}

#[derive(Debug, Default)]
struct Reader {
    lines: Lines,
    /// The dropped element we are in, and how deep.
    dropped: Option<(&'static str, u32)>,
}

impl Reader {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(tag) => self.open(&tag.name.to_ascii_lowercase(), tag.empty),
            Piece::Close(name) => self.close(&name.to_ascii_lowercase()),
            Piece::Text(_) | Piece::Literal(_) if self.dropped.is_some() => {}
            Piece::Text(text) => resolve_each(text, |shown| self.lines.push(shown)),
            Piece::Literal(text) => text.chars().for_each(|shown| self.lines.push(shown)),
        }
    }

    fn open(&mut self, name: &str, empty: bool) {
        match &mut self.dropped {
            // A page that never closes its head still begins its body.
            Some(("head", _)) if name == "body" => self.dropped = None,
            Some((dropped, depth)) => *depth += u32::from(*dropped == name && !empty),
            None => {
                if let Some(dropped) = DROPPED.iter().find(|dropped| **dropped == name && !empty) {
                    self.dropped = Some((dropped, 1));
                }
                self.part(name);
            }
        }
    }

    fn close(&mut self, name: &str) {
        match &mut self.dropped {
            Some((dropped, depth)) if *dropped == name => {
                *depth -= 1;
                if *depth == 0 {
                    self.dropped = None;
                }
            }
            Some(_) => {}
            None => self.part(name),
        }
    }

    fn part(&mut self, name: &str) {
        if BLOCKS.binary_search(&name).is_ok() {
            self.lines.line_break();
        } else if matches!(name, "td" | "th") {
            self.lines.space();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_sorted_for_the_search() {
        assert!(BLOCKS.is_sorted());
    }

    #[test]
    fn markup_becomes_lines() {
        let table = [
            ("<p>一段。</p><p>二段&amp;三。</p>", "一段。\n二段&三。"),
            ("a<br>b<BR/>c", "a\nb\nc"),
            ("<b>粗</b>体<i>斜</i>", "粗体斜"),
            ("<script>alert(1)</script>x<style>p{}</style>", "x"),
            ("<SCRIPT>if (a</b) '</scr'</SCRIPT >y", "y"),
            ("<head><title>t</title></head><body>z", "z"),
            ("<head><title>t<body>z</body>", "z"),
            ("<noscript><img></noscript>q<template><p>no</p></template>", "q"),
            ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
            ("<a href='x>y'>link</a>", "link"),
            ("<p>a\n  b&nbsp;&nbsp;c</p>", "a b c"),
            ("<p>x\u{202e}y&#8238;z&#x200f;</p>", "xyz"),
            ("<!-- no --><p>yes<![CDATA[ & <b>]]></p>", "yes & <b>"),
            ("1 < 2 &lt; 3", "1 < 2 < 3"),
            ("only text\n\nwith lines", "only text\n\nwith lines"),
            ("<p>cut off <a href=\"", "cut off"),
            ("<script>never closed", ""),
            ("<!-- never closed", ""),
            ("", ""),
            ("<", "<"),
            ("</", "</"),
            ("<p>&", "&"),
            ("a<中>b", "a<中>b"),
        ];
        for (given, wanted) in table {
            assert_eq!(plain_text(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn hostile_shapes_end() {
        let shapes = [
            "<div>".repeat(100_000),
            "<b a=1>".repeat(100_000),
            "<a ".repeat(500_000),
            "<a b=\"".repeat(300_000),
            "<script>".repeat(300_000),
            "<!--".repeat(300_000),
            "</".repeat(500_000),
            "&".repeat(1_000_000),
            "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".repeat(50_000),
            "<template>".repeat(100_000),
            "<script></scrip".repeat(100_000),
            format!("<p {}>", "a=1 ".repeat(500_000)),
        ];
        for shape in shapes {
            plain_text(&shape);
        }
    }
}
