//! A forgiving scanner of tags: it never refuses, and what is no tag is text.

use super::ends::{doctype_end, tag_end};
use std::borrow::Cow;

/// What is not as XML asks, and at which byte.
pub(super) type Fault = (&'static str, usize);

/// A piece of markup.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'a> {
    /// A tag that opens an element, or is one.
    Open(Tag<'a>),
    /// A tag that closes an element.
    Close(Tag<'a>),
    /// Text with its references.
    Text(&'a str),
    /// Text that stands for itself.
    Literal(&'a str),
    /// The inside of a document type with its declarations.
    Doctype(&'a str),
}

/// A tag as it stands in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// From `<` to `>`.
    pub(super) raw: &'a str,
    /// As it stands, with its prefix.
    pub(super) name: &'a str,
    attributes: &'a str,
    /// It ends in `/>`.
    pub(super) is_empty: bool,
}

impl<'a> Tag<'a> {
    /// Prefix and name without it, in lower case.
    pub(super) fn names(&self) -> (Cow<'a, str>, Cow<'a, str>) {
        match self.prefixed() {
            Some((prefix, local)) => (lower(prefix), lower(local)),
            None => (Cow::Borrowed(""), lower(self.name)),
        }
    }

    /// Prefix and name, if it has a prefix.
    pub(super) fn prefixed(&self) -> Option<(&'a str, &'a str)> {
        let colon = self.name.bytes().position(|byte| byte == b':')?;
        let (prefix, local) = self.name.split_at_checked(colon)?;
        Some((prefix, local.get(1..)?))
    }

    /// Its attributes with their raw values.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes {
            rest: self.attributes,
        }
    }

    /// The value of an attribute, named in any case, with its prefix or without.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&'a str> {
        if self.attributes.is_empty() {
            return None;
        }
        self.attributes()
            .find(|(name, _)| {
                let local = name.rsplit(':').next().unwrap_or(name);
                name.eq_ignore_ascii_case(wanted) || local.eq_ignore_ascii_case(wanted)
            })
            .map(|(_, value)| value)
    }
}

/// Goes through the attributes of a tag.
#[derive(Debug)]
pub(super) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let separates = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '=');
        let rest = self.rest.trim_start_matches(separates);
        if rest.is_empty() {
            return None;
        }
        let (name, rest) = split_at(rest, rest.find(separates).unwrap_or(rest.len()));
        let Some(after) = rest.trim_start().strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => {
                let (_, inside) = split_at(after, 1);
                split_at(inside, inside.find(quote).unwrap_or(inside.len()))
            }
            None => split_at(
                after,
                after.find(char::is_whitespace).unwrap_or(after.len()),
            ),
        };
        self.rest = rest;
        Some((name, value))
    }
}

/// Goes through a text token by token, in time that grows with its length only.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    rest: &'a str,
    bytes: usize,
    /// The first thing that is not as XML asks.
    pub(super) fault: Option<Fault>,
    comments_end: bool,
    seen_doctype: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            bytes: text.len(),
            fault: None,
            comments_end: true,
            seen_doctype: false,
        }
    }

    /// Where the scanner is.
    pub(super) fn at(&self) -> usize {
        self.bytes - self.rest.len()
    }

    fn blame(&mut self, what: &'static str) {
        let at = self.at();
        self.fault.get_or_insert((what, at));
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (piece, rest) = split_at(self.rest, bytes);
        self.rest = rest;
        piece
    }

    /// Text up to the next `<` behind the first character.
    fn text(&mut self) -> Token<'a> {
        if self.rest.starts_with('<') {
            self.blame("a bare angle bracket");
        }
        let (_, behind) = split_at(self.rest, first_char_bytes(self.rest));
        let skipped = self.rest.len() - behind.len();
        let end = behind
            .find('<')
            .map_or(self.rest.len(), |end| end + skipped);
        Token::Text(self.take(end))
    }

    /// What begins with `<!`; none if it says nothing.
    fn declaration(&mut self) -> Option<Token<'a>> {
        let rest = self.rest;
        if begins(rest, "<![cdata[") {
            let (_, inside) = split_at(rest, 9);
            let end = inside.find("]]>").unwrap_or_else(|| {
                self.blame("CDATA without an end");
                inside.len()
            });
            self.take(9);
            let text = self.take(end);
            self.take(3);
            return Some(Token::Literal(text));
        }
        if rest.starts_with("<!--") && self.comments_end {
            if let Some(end) = rest.find("-->") {
                self.take(end + 3);
                return None;
            }
            self.comments_end = false;
            self.blame("a comment without an end");
        }
        if begins(rest, "<!doctype") && !self.seen_doctype {
            self.seen_doctype = true;
            let doctype = self.take(doctype_end(rest));
            return Some(Token::Doctype(doctype));
        }
        let end = if rest.starts_with("<!--") {
            4
        } else {
            rest.find('>').map_or(rest.len(), |end| end + 1)
        };
        self.take(end);
        None
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let closes = self.rest.starts_with("</");
        let (end, complete) = tag_end(self.rest);
        if !complete {
            self.blame("a tag without an end");
        }
        if !complete && end == self.rest.len() {
            // The text is cut within the tag.
            self.rest = "";
            return None;
        }
        let raw = self.take(end);
        let inside = raw.trim_start_matches(['<', '/']);
        let inside = inside.strip_suffix('>').unwrap_or(inside);
        let is_empty = !closes && inside.ends_with('/');
        let name_end = inside
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '=' | '"'))
            .unwrap_or(inside.len());
        let (name, attributes) = split_at(inside, name_end);
        let tag = Tag {
            raw,
            name,
            attributes: attributes.strip_suffix('/').unwrap_or(attributes),
            is_empty,
        };
        Some(if closes {
            Token::Close(tag)
        } else {
            Token::Open(tag)
        })
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.rest.is_empty() {
            let second = self.rest.as_bytes().get(1).copied().unwrap_or_default();
            let token = match second {
                _ if !self.rest.starts_with('<') => Some(self.text()),
                b'!' => self.declaration(),
                b'?' => {
                    let end = self.rest.find('>').map_or(self.rest.len(), |end| end + 1);
                    self.take(end);
                    None
                }
                b'/' | b'_' | b':' => self.tag(),
                letter if letter.is_ascii_alphabetic() || letter >= 0x80 => self.tag(),
                _ => Some(self.text()),
            };
            if token.is_some() {
                return token;
            }
        }
        None
    }
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether the text begins so, in any case.
fn begins(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(beginning))
}

fn first_char_bytes(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Splits at a boundary of characters; at the end where the place is none.
fn split_at(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests;
