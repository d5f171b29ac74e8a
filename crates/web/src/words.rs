//! Texts of others made fit to be shown, numbers as they are written, sentences with links.

use crate::shell::Shell;

/// Characters of a headline in a list; the page of the document shows it whole.
pub(crate) const LISTED_TITLE_CHARS: usize = 120;
/// Characters of a headline at the head of a page.
pub(crate) const HEAD_TITLE_CHARS: usize = 240;

/// A text without what would act on the page around it: control characters, overrides of the
/// direction of writing, signs without width. The joiner of emoji stays.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| is_shown(*c)).collect()
}

fn is_shown(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}' => false,
        c => !c.is_control(),
    }
}

/// The beginning of a text on one line, with a sign where it was cut.
pub(crate) fn clip(text: &str, chars_max: usize) -> String {
    let plain = plain(text);
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = line.chars().take(chars_max).collect();
    if line.chars().nth(chars_max).is_some() {
        cut.push('…');
    }
    cut
}

/// A whole number with its thousands parted.
pub(crate) fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A piece of a sentence, with the address it leads to if it is a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) address: Option<String>,
    /// Whether it is a title of somebody else's, to be kept apart from the text around it.
    pub(crate) foreign: bool,
}

impl Piece {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            address: None,
            foreign: false,
        }
    }

    pub(crate) fn link(text: impl Into<String>, address: String) -> Self {
        Self {
            address: Some(address),
            ..Self::text(text)
        }
    }

    pub(crate) fn title(text: impl Into<String>, address: String) -> Self {
        Self {
            foreign: true,
            ..Self::link(text, address)
        }
    }
}

/// A sentence of the catalogue, with these pieces in the places of their names: `%{name}`.
pub(crate) fn sentence(shell: &Shell, key: &str, parts: &[(&str, Vec<Piece>)]) -> Vec<Piece> {
    let pattern = shell.t(key).into_owned();
    let mut rest = pattern.as_str();
    let mut out = Vec::new();
    while let Some((before, after)) = rest.split_once("%{") {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            out.push(Piece::text(before));
        }
        let named = parts.iter().find(|(part, _)| *part == name);
        out.extend(named.map(|(_, pieces)| pieces.clone()).unwrap_or_default());
        rest = behind;
    }
    if !rest.is_empty() {
        out.push(Piece::text(rest));
    }
    out
}

/// Groups of pieces with a sign between them.
pub(crate) fn joined(groups: Vec<Vec<Piece>>, sign: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    for (index, group) in groups.into_iter().enumerate() {
        if index > 0 {
            out.push(Piece::text(sign));
        }
        out.extend(group);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn texts_of_others_do_not_act_on_the_page() {
        assert_eq!(plain("a\u{202e}b\u{200b}c\u{7}d\u{feff}"), "abcd");
        assert_eq!(
            plain("👨\u{200d}👩\u{200d}👧 שלום\nx"),
            "👨\u{200d}👩\u{200d}👧 שלום\nx"
        );
        assert_eq!(clip("一 \n 二\t三四五", 5), "一 二 三…");
        assert_eq!(clip(&"长".repeat(10_000), 120).chars().count(), 121);
    }

    #[test]
    fn thousands_are_parted() {
        for (number, written) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "-1,234,567"),
        ] {
            assert_eq!(count(number), written);
        }
    }

    #[test]
    fn sentences_hold_their_pieces_in_both_languages() {
        for language in Language::ALL {
            let shell = Shell::new(language, "", "/");
            let link = Piece::link("7", "/x".to_owned());
            let parts = vec![
                ("since", vec![Piece::text("09:12")]),
                ("documents", vec![link.clone()]),
            ];
            let sentence = sentence(&shell, "read.news", &parts);
            assert!(sentence.contains(&link), "{sentence:?}");
            let text: String = sentence.iter().map(|piece| piece.text.as_str()).collect();
            assert!(text.contains("09:12") && !text.contains("%{"), "{text}");
        }
    }
}
