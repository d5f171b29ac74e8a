//! Markup cut into pieces, once from front to back, without a tree: what nests a hundred thousand
//! deep costs no more than what lies flat. Serves HTML and, with `Dialect::Xml`, XML.

/// Which rules of cutting apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Scripts and the like are skipped whole.
    Html,
    /// No element is special.
    Xml,
}

/// One piece of markup. Comments, declarations and instructions are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text, references unresolved.
    Text(&'a str),
    /// The inside of a CDATA section: nothing in it is resolved.
    Literal(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, by name.
    Close(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Its name as written.
    pub(crate) name: &'a str,
    /// What stands between the name and the `>`, without a closing `/`.
    pub(crate) attributes: &'a str,
    /// Whether it closes itself.
    pub(crate) empty: bool,
}

/// Elements whose inside is not markup and not text to be read.
const RAW: [&str; 6] = ["script", "style", "iframe", "noembed", "noframes", "xmp"];

/// The pieces of a text, in order. What breaks off in the middle of a tag ends there.
#[derive(Debug)]
pub(crate) struct Pieces<'a> {
    rest: &'a str,
    dialect: Dialect,
    broken_off: bool,
}

impl<'a> Pieces<'a> {
    /// Cuts `text`.
    pub(crate) fn of(text: &'a str, dialect: Dialect) -> Self {
        Self { rest: text, dialect, broken_off: false }
    }

    /// Whether the text ended inside a tag, a comment or a section.
    pub(crate) fn broken_off(&self) -> bool {
        self.broken_off
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Everything before `end`, which is skipped too; without it the text has broken off.
    fn until(&mut self, end: &str) -> &'a str {
        if let Some((inside, rest)) = self.rest.split_once(end) {
            self.rest = rest;
            return inside;
        }
        self.broken_off = true;
        std::mem::take(&mut self.rest)
    }

    fn text(&mut self) -> Option<Piece<'a>> {
        let end = next_markup(self.rest);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!text.is_empty()).then_some(Piece::Text(text))
    }

    /// What begins with `<!` or `<?`: only CDATA says something.
    fn declaration(&mut self) -> Option<Piece<'a>> {
        if self.rest.starts_with("<!--") {
            self.skip(4);
            // `<!-->` and `<!--->` are whole comments in HTML; in XML they do not occur.
            if self.rest.starts_with('>') || self.rest.starts_with("->") {
                self.until(">");
            } else {
                self.until("-->");
            }
            return None;
        }
        if self.rest.starts_with("<![CDATA[") {
            self.skip(9);
            return Some(Piece::Literal(self.until("]]>")));
        }
        if self.dialect == Dialect::Xml && self.rest.starts_with("<!DOCTYPE") {
            self.doctype();
        } else if self.dialect == Dialect::Xml && self.rest.starts_with("<?") {
            self.until("?>");
        } else {
            self.until(">");
        }
        None
    }

    /// A document type may hold declarations in brackets, with `>` in them.
    fn doctype(&mut self) {
        let end = self.rest.find(['>', '[']);
        if end.is_some_and(|at| self.rest.as_bytes().get(at) == Some(&b'[')) {
            self.until("]");
            // An entity whose text holds a bracket ends the subset early; the rest is then text
            // before the root, which nobody reads.
        }
        self.until(">");
    }

    fn close(&mut self) -> Piece<'a> {
        self.skip(2);
        let inside = self.until(">");
        Piece::Close(name_of(inside))
    }

    fn open(&mut self) -> Option<Piece<'a>> {
        self.skip(1);
        let Some(end) = tag_end(self.rest) else {
            self.broken_off = true;
            self.rest = "";
            return None;
        };
        let inside = self.rest.get(..end).unwrap_or_default();
        self.skip(end + 1);
        let name = name_of(inside);
        let attributes = inside.get(name.len()..).unwrap_or_default().trim();
        let without_slash = attributes.strip_suffix('/');
        let tag = Tag {
            name: name.strip_suffix('/').unwrap_or(name),
            attributes: without_slash.unwrap_or(attributes).trim_end(),
            empty: without_slash.is_some() || name.ends_with('/'),
        };
        if self.dialect == Dialect::Html && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(tag.name)) {
            self.skip_raw(tag.name);
        }
        Some(Piece::Open(tag))
    }

    /// Skips to the end tag of an element whose inside is not markup.
    fn skip_raw(&mut self, name: &str) {
        while let Some(at) = self.rest.find("</") {
            let from = self.rest.get(at + 2..).unwrap_or_default();
            let same = from.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if same {
                self.skip(at);
                return;
            }
            self.rest = from;
        }
        self.rest = "";
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let piece = if next_markup(self.rest) > 0 {
                self.text()
            } else {
                match self.rest.as_bytes().get(1) {
                    Some(b'/') => Some(self.close()),
                    Some(b'!' | b'?') => self.declaration(),
                    _ => self.open(),
                }
            };
            if piece.is_some() {
                return piece;
            }
        }
        None
    }
}

/// Where the next tag, comment or declaration begins; a `<` before anything else is text.
fn next_markup(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('<')) {
        let at = from + at;
        let begins = match bytes.get(at + 1) {
            Some(b'/') => bytes.get(at + 2).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80 || *byte == b'_'),
            Some(b'!' | b'?') => true,
            Some(byte) => byte.is_ascii_alphabetic() || *byte == b'_',
            None => false,
        };
        if begins {
            return at;
        }
        from = at + 1;
    }
    text.len()
}

/// Where the `>` of a tag stands: not inside a quoted value.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace()),
        }
    }
    None
}

fn name_of(inside: &str) -> &str {
    inside.split(|at: char| at.is_ascii_whitespace() || at == '/').next().unwrap_or_default()
}

/// The attributes of a tag as name and raw value, in order; a bare name has an empty value.
pub(crate) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|at: char| at.is_ascii_whitespace() || at == '/' || at == '=');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|at: char| at.is_ascii_whitespace() || at == '=' || at == '/');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => {
                let inside = value.get(1..).unwrap_or_default();
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            None => value.split_at(value.find(|at: char| at.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_order() {
        let html = "a < b<p class='x>y'>t<br/><!-- <b> --><![CDATA[<i>]]></p\n>e<script>if(a<b)</script>";
        let pieces: Vec<_> = Pieces::of(html, Dialect::Html).collect();
        let tag = |name, attributes, empty| Piece::Open(Tag { name, attributes, empty });
        assert_eq!(
            pieces,
            [
                Piece::Text("a < b"),
                tag("p", "class='x>y'", false),
                Piece::Text("t"),
                tag("br", "", true),
                Piece::Literal("<i>"),
                Piece::Close("p"),
                Piece::Text("e"),
                tag("script", "", false),
                Piece::Close("script"),
            ]
        );
    }

    #[test]
    fn attributes_are_read_in_every_spelling() {
        let given = r#"a="1" b = '2"' c=3 d /e=f"#;
        let read: Vec<_> = attributes(given).collect();
        assert_eq!(read, [("a", "1"), ("b", "2\""), ("c", "3"), ("d", ""), ("e", "f")]);
    }

    #[test]
    fn a_text_that_breaks_off_is_told() {
        for broken in ["a<b c='", "<!-- x", "<![CDATA[x", "<a", "x</a"] {
            let mut pieces = Pieces::of(broken, Dialect::Xml);
            while pieces.next().is_some() {}
            assert!(pieces.broken_off(), "{broken}");
        }
    }
}
