//! A fast way from simple markup to text, without building a tree.
//!
//! It takes only fragments in which a tree would change nothing: known elements, rightly nested or
//! left open, and well-known references. Anything else is left to the careful way.

/// Elements open inside one another that are followed.
const DEPTH_MAX: usize = 60;

/// Elements without content.
const VOID: &[&str] = &["br", "img", "hr", "wbr"];
/// Elements within a line that change nothing but its looks.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var",
];
/// Elements that begin a line and close a paragraph; none has other rules of nesting.
const PLAIN_BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "div",
    "figcaption",
    "figure",
    "footer",
    "header",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "ul",
];
/// Headings: they do not stand inside one another.
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// References that are usual in feeds.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("times", '×'),
    ("yen", '¥'),
    ("euro", '€'),
    ("raquo", '»'),
    ("laquo", '«'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
];

/// The text of simple markup, not yet cleaned; none if the markup is not that simple.
pub(crate) fn simple_text(html: &str) -> Option<String> {
    let mut reader = Reader {
        out: String::with_capacity(html.len()),
        open: Vec::new(),
    };
    let mut rest = html;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'<' | b'&' | 0)) {
        let (before, special) = rest.split_at_checked(at)?;
        reader.out.push_str(before);
        rest = match special.as_bytes() {
            [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/', ..] => reader.tag(special)?,
            [b'<', b'!', b'-', b'-', ..] => after_comment(special)?,
            [b'<', b'!' | b'?', ..] | [0, ..] => return None,
            [b'&', ..] => reader.reference(special)?,
            _ => {
                reader.out.push('<');
                special.get(1..)?
            }
        };
    }
    reader.out.push_str(rest);
    Some(reader.out)
}

/// An element, as far as its rules of nesting go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Element {
    name: &'static str,
    kind: Kind,
}

impl Element {
    fn begins_line(self) -> bool {
        match self.kind {
            Kind::Block | Kind::Heading | Kind::Item => true,
            Kind::Void => matches!(self.name, "br" | "hr"),
            Kind::Inline => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Void,
    Inline,
    Block,
    Heading,
    Item,
}

struct Reader {
    out: String,
    open: Vec<Element>,
}

impl Reader {
    /// Takes a tag from the beginning of the text and gives what follows it.
    fn tag<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let closes = text.starts_with("</");
        let inside = text.get(if closes { 2 } else { 1 }..)?;
        let name_end = inside.bytes().position(|b| !b.is_ascii_alphanumeric())?;
        let (name, attributes) = inside.split_at_checked(name_end)?;
        if !attributes.starts_with(['>', '/', ' ', '\n', '\t']) {
            return None;
        }
        let element = element(name)?;
        let rest = after_attributes(attributes)?;
        if closes {
            self.close(element)?;
        } else {
            self.open(element)?;
        }
        if element.begins_line() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        Some(rest)
    }

    fn open(&mut self, element: Element) -> Option<()> {
        let closes_paragraph = matches!(element.kind, Kind::Block | Kind::Heading | Kind::Item)
            || element.name == "hr";
        if closes_paragraph && self.top() == Some("p") {
            self.open.pop();
        }
        let is_open = |wanted: &dyn Fn(&Element) -> bool| self.open.iter().any(wanted);
        let clashes = match element.kind {
            _ if closes_paragraph && is_open(&|open| open.name == "p") => true,
            Kind::Heading => is_open(&|open| open.kind == Kind::Heading),
            Kind::Inline => element.name == "a" && is_open(&|open| open.name == "a"),
            Kind::Item | Kind::Void | Kind::Block => false,
        };
        if element.kind == Kind::Item {
            if self.top() == Some("li") {
                self.open.pop();
            } else if !matches!(self.top(), Some("ul" | "ol"))
                && self.open.iter().any(|open| open.name == "li")
            {
                return None;
            }
        }
        if clashes || self.open.len() >= DEPTH_MAX {
            return None;
        }
        if element.kind != Kind::Void {
            self.open.push(element);
        }
        Some(())
    }

    /// Closes the innermost element, or the list around an item that was left open.
    fn close(&mut self, element: Element) -> Option<()> {
        let left_open = self.top() == Some("li") && matches!(element.name, "ul" | "ol")
            || self.top() == Some("p") && matches!(element.kind, Kind::Block | Kind::Item);
        if left_open && self.top() != Some(element.name) {
            self.open.pop();
        }
        (self.open.pop()? == element).then_some(())
    }

    fn top(&self) -> Option<&'static str> {
        self.open.last().map(|element| element.name)
    }

    /// Takes a reference from the beginning of the text and gives what follows it.
    fn reference<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let after = text.get(1..)?;
        if !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#') {
            self.out.push('&');
            return Some(after);
        }
        let end = after.bytes().take(12).position(|b| b == b';')?;
        let name = after.get(..end)?;
        self.out.push(referred(name)?);
        after.get(end + 1..)
    }
}

fn element(name: &str) -> Option<Element> {
    let kinds = [
        (INLINE, Kind::Inline),
        (PLAIN_BLOCKS, Kind::Block),
        (VOID, Kind::Void),
        (&["li"], Kind::Item),
        (HEADINGS, Kind::Heading),
    ];
    kinds.into_iter().find_map(|(names, kind)| {
        let name = names
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))?;
        Some(Element { name, kind })
    })
}

/// What follows the end of the tag; none where its quotes are not those of values.
fn after_attributes(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = b' ';
    loop {
        match *bytes.get(at)? {
            b'>' => return text.get(at + 1..),
            quote @ (b'"' | b'\'') if before == b'=' => {
                at += 1 + bytes.get(at + 1..)?.iter().position(|b| *b == quote)?;
                before = quote;
            }
            b'"' | b'\'' | b'<' | b'`' | 0 => return None,
            b'=' if before == b'=' => return None,
            byte => before = byte,
        }
        at += 1;
    }
}

fn after_comment(text: &str) -> Option<&str> {
    let inside = text.get(4..)?;
    if inside.starts_with('>') || inside.starts_with("->") {
        return None;
    }
    let (comment, rest) = inside.split_once("-->")?;
    (!comment.contains("--!>") && !comment.contains("<!--")).then_some(rest)
}

/// The character of a reference; none if it is not among the usual ones.
fn referred(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        return char::from_u32(number).filter(|c| !c.is_control() && !digits.starts_with('+'));
    }
    let found = NAMED.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

#[cfg(test)]
mod tests;
