//! Character references of HTML: `&amp;`, `&#8230;`, `&hellip`.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Bytes of the longest name in the table, with its semicolon.
const NAME_BYTES_MAX: usize = 33;

/// One or two characters that a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The first character.
    pub(crate) first: char,
    /// The second, which few references have.
    pub(crate) second: Option<char>,
}

/// Gives every character of a text to `take`, references resolved; what is none stays as written.
pub(crate) fn resolve_each(text: &str, mut take: impl FnMut(char)) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        before.chars().for_each(&mut take);
        if let Some((meaning, used)) = reference(from) {
            take(meaning.first);
            meaning.second.map(&mut take);
            rest = from.get(used..).unwrap_or_default();
        } else {
            take('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    rest.chars().for_each(take);
}

/// The reference at the beginning of `text`, which begins with `&`, and its length in bytes.
pub(crate) fn reference(text: &str) -> Option<(Meaning, usize)> {
    let body = text.strip_prefix('&')?;
    let (meaning, used) = match body.strip_prefix('#') {
        Some(number) => {
            let (meaning, used) = numeric(number)?;
            (meaning, used + 1)
        }
        None => named(body)?,
    };
    Some((meaning, used + 1))
}

fn numeric(text: &str) -> Option<(Meaning, usize)> {
    let digits = text.strip_prefix(['x', 'X']);
    let (digits, radix, prefix) = digits.map_or((text, 10, 0), |hex| (hex, 16, 1));
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    // Leading zeros may be many; a number that does not fit is no character.
    let code = u32::from_str_radix(digits.get(..count)?, radix).unwrap_or(u32::MAX);
    let semicolon = usize::from(digits.as_bytes().get(count) == Some(&b';'));
    let first = character(code);
    Some((Meaning { first, second: None }, prefix + count + semicolon))
}

/// HTML reads the codes of C1 as windows-1252 and replaces what is no character.
fn character(code: u32) -> char {
    let replaced = code
        .checked_sub(0x80)
        .and_then(|at| C1_REPLACEMENTS.get(at as usize).copied().flatten());
    replaced
        .or_else(|| char::from_u32(code).filter(|_| code != 0))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn named(text: &str) -> Option<(Meaning, usize)> {
    let letters = text
        .bytes()
        .take(NAME_BYTES_MAX)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let semicolon = usize::from(text.as_bytes().get(letters) == Some(&b';'));
    // The longest name wins, so that `&notin;` is not read as `&not` and `in;`.
    for used in (2..=letters + semicolon).rev() {
        let (first, second) = *NAMED_ENTITIES.get(text.get(..used)?).unwrap_or(&(0, 0));
        if let Some(first) = char::from_u32(first).filter(|_| first != 0) {
            let second = char::from_u32(second).filter(|_| second != 0);
            return Some((Meaning { first, second }, used));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        let table = [
            ("a&amp;b&lt;&gt;&quot;", "a&b<>\""),
            ("&#20013;&#x6587;&#X41;", "中文A"),
            ("AT&T &copy 2026 &nbsp;x", "AT&T © 2026 \u{a0}x"),
            ("&hellip;&notin;&not;in;", "…∉¬in;"),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&#147;q&#148;", "“q”"),
            ("&nosuchthing; & &; &#; &#x;", "&nosuchthing; & &; &#; &#x;"),
            ("&NotEqualTilde;", "≂\u{338}"),
            ("&中;", "&中;"),
        ];
        for (given, wanted) in table {
            let mut shown = String::new();
            resolve_each(given, |char| shown.push(char));
            assert_eq!(shown, wanted, "{given:?}");
        }
    }
}
