//! References in text: `&amp;`, `&#26032;` and those that a document declares for itself.

use std::collections::HashMap;

/// Bytes that the entities of a document may grow to, all together.
const EXPANSION_BYTES_MAX: usize = 1024 * 1024;
/// Entities within entities.
const DEPTH_MAX: usize = 8;
/// Entities that a document may declare.
const DECLARED_MAX: usize = 1_000;
/// Bytes of an entity's name.
const NAME_BYTES_MAX: usize = 64;

/// The entities that a document declares, and how much they may still grow.
#[derive(Debug)]
pub(super) struct Entities<'a> {
    declared: HashMap<&'a str, &'a str>,
    budget: usize,
    /// A reference was met that is none, or not known.
    pub(super) has_unknown: bool,
}

impl<'a> Entities<'a> {
    pub(super) fn new() -> Self {
        Self {
            declared: HashMap::new(),
            budget: EXPANSION_BYTES_MAX,
            has_unknown: false,
        }
    }

    /// Reads `<!ENTITY name "text">`. External and parameter entities are passed over.
    pub(super) fn declare(&mut self, doctype: &'a str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(DECLARED_MAX) {
            let declaration = declaration.trim_start();
            let Some((name, rest)) = declaration.split_once(char::is_whitespace) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            if let Some(value) = rest.split(quote).nth(1)
                && name.len() <= NAME_BYTES_MAX
            {
                self.declared.entry(name).or_insert(value);
            }
        }
    }

    /// The text with its references replaced. Those of HTML stay for the reader of markup, as does
    /// an ampersand that stands alone.
    pub(super) fn decode(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.append(text, &mut out);
        out
    }

    /// Appends the text with its references replaced.
    pub(super) fn append(&mut self, text: &str, out: &mut String) {
        self.expand(text, 0, out);
    }

    fn expand(&mut self, text: &str, depth: usize, out: &mut String) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            rest = after;
            let name = after
                .bytes()
                .take(NAME_BYTES_MAX + 1)
                .position(|byte| byte == b';')
                .and_then(|end| after.get(..end));
            let replaced = name.is_some_and(|name| self.replace(name, depth, out));
            match name {
                Some(name) if replaced => rest = after.get(name.len() + 1..).unwrap_or_default(),
                _ => {
                    self.has_unknown = true;
                    out.push('&');
                }
            }
        }
        out.push_str(rest);
    }

    /// Appends what the name stands for, if that is known.
    fn replace(&mut self, name: &str, depth: usize, out: &mut String) -> bool {
        let c = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name.strip_prefix('#').and_then(numbered),
        };
        if let Some(c) = c {
            out.push(c);
            return true;
        }
        let Some(value) = self.declared.get(name).copied() else {
            return false;
        };
        if depth < DEPTH_MAX && value.len() < self.budget {
            self.budget -= value.len() + 1;
            self.expand(value, depth + 1, out);
        }
        true
    }
}

/// The character of `#26032` or `#x65b0`; those from 128 to 159 are meant as windows-1252.
fn numbered(digits: &str) -> Option<char> {
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    let c = char::from_u32(number)?;
    let byte = u8::try_from(number).ok().filter(|b| (128..160).contains(b));
    let Some(byte) = byte else {
        return Some(c);
    };
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next()
}
