//! The element whose content the reader is at.

use super::entities::Entities;
use super::fields::Field;
use super::scan::Tag;

/// An element whose content is being read.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) field: Field,
    pub(super) rank: u8,
    pub(super) name: String,
    pub(super) form: Form,
    /// A link of the page itself, or an id that may be an address.
    pub(super) is_address: bool,
    text: String,
}

/// How the content of an element is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Markup within text: references are replaced once.
    Escaped,
    /// Markup as it stands.
    Markup,
    /// Words only.
    Plain,
    /// Markup in base64.
    Base64,
}

impl Open {
    pub(super) fn new(tag: &Tag<'_>, name: &str, field: Field, rank: u8) -> Self {
        let attribute = |name| tag.attribute(name).map(str::to_ascii_lowercase);
        let is_address = match field {
            Field::Id => attribute("ispermalink").is_none_or(|says| says.trim() != "false"),
            _ => attribute("rel").is_none_or(|rel| matches!(rel.as_str(), "" | "alternate")),
        };
        Self {
            field,
            rank,
            name: name.to_owned(),
            form: form_of(tag),
            is_address,
            text: String::new(),
        }
    }

    /// Takes text in which references stand.
    pub(super) fn text(&mut self, text: &str, entities: &mut Entities<'_>) {
        match self.form {
            _ if self.field == Field::Skip => {}
            Form::Markup | Form::Base64 => self.text.push_str(text),
            Form::Escaped => entities.append(text, &mut self.text),
            Form::Plain => self.text.push_str(&escaped(&entities.decode(text))),
        }
    }

    /// Takes text that stands for itself.
    pub(super) fn literal(&mut self, text: &str) {
        match self.form {
            _ if self.field == Field::Skip => {}
            Form::Escaped | Form::Base64 => self.text.push_str(text),
            Form::Markup | Form::Plain => self.text.push_str(&escaped(text)),
        }
    }

    /// Takes a tag, without the prefix that an element of HTML may have.
    pub(super) fn markup(&mut self, tag: &Tag<'_>) {
        match tag.prefixed() {
            _ if self.field == Field::Skip => {}
            Some((_, name)) => {
                let closes = tag.raw.starts_with("</");
                self.text.push_str(if closes { "</" } else { "<" });
                self.text.push_str(name);
                self.text.push('>');
            }
            None => self.text.push_str(tag.raw),
        }
    }

    pub(super) fn into_text(self) -> String {
        if self.form == Form::Base64 {
            return from_base64(&self.text).unwrap_or_default();
        }
        self.text
    }
}

fn form_of(tag: &Tag<'_>) -> Form {
    let attribute = |name| tag.attribute(name).map(str::to_ascii_lowercase);
    let mode = attribute("mode").unwrap_or_default();
    match (attribute("type").as_deref(), mode.as_str()) {
        (_, "base64") => Form::Base64,
        (_, "escaped") => Form::Escaped,
        (Some("text" | "text/plain"), _) => Form::Plain,
        (Some("xhtml" | "application/xhtml+xml"), _) | (_, "xml") => Form::Markup,
        _ => Form::Escaped,
    }
}

/// Words as markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The text of base64; none if it is none, or is not UTF-8.
fn from_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}
