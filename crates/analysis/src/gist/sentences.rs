//! Texts cut into sentences, Chinese and English.

/// Words before a full stop that ends no sentence, in small letters.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "lt", "col", "capt", "sgt", "st",
    "no", "vs", "jr", "sr", "inc", "ltd", "co", "corp", "dept", "est", "fig", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "u.n", "e.g",
    "i.e", "a.m", "p.m", "al",
];

/// Signs that still belong to the sentence they close.
const CLOSING: [char; 14] = [
    '”', '’', '」', '』', '）', ')', '"', '\'', '。', '！', '？', '!', '?', '…',
];

/// The sentences of a text, in order, without blanks around them. Brackets and quotes that close
/// right after the end of a sentence belong to it.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '。' | '！' | '？' | '!' | '?' | '…' | '\n' | '\r' | '；' => true,
            '.' => full_stop_ends(text, start, at),
            _ => false,
        };
        if !ends {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, closing)) = chars.peek().copied() {
            if !CLOSING.contains(&closing) {
                break;
            }
            end = next + closing.len_utf8();
            chars.next();
        }
        push(text.get(start..end), &mut found);
        start = end;
    }
    push(text.get(start..), &mut found);
    found
}

fn push<'a>(piece: Option<&'a str>, found: &mut Vec<&'a str>) {
    let piece = piece.unwrap_or_default().trim();
    if piece.chars().any(char::is_alphanumeric) {
        found.push(piece);
    }
}

/// Whether a full stop ends a sentence: a blank follows, and no abbreviation or initial stands
/// before it.
fn full_stop_ends(text: &str, start: usize, at: usize) -> bool {
    let after = text.get(at + 1..).unwrap_or_default();
    let mut following = after.chars();
    match following.next() {
        None => return true,
        Some('"' | '”' | '’' | ')' | '\'') => {}
        Some(blank) if blank.is_whitespace() => {}
        Some(_) => return false,
    }
    let next = following.find(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '\'' | '('));
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let before = text.get(start..at).unwrap_or_default();
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“'))
        .next()
        .unwrap_or_default();
    let small = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !(initial || ABBREVIATIONS.contains(&small.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_and_english_are_cut() {
        assert_eq!(
            sentences("北门外大街塌陷。“谁来修？”有人问！\n截至9时，3.5米深……"),
            [
                "北门外大街塌陷。",
                "“谁来修？”",
                "有人问！",
                "截至9时，3.5米深……"
            ]
        );
        assert_eq!(
            sentences("Mr. Li of the U.S. team came. It cost 3.5 million. \"Why?\" he asked."),
            [
                "Mr. Li of the U.S. team came.",
                "It cost 3.5 million.",
                "\"Why?\"",
                "he asked."
            ]
        );
        assert!(sentences("…… \n 。！").is_empty());
        assert!(sentences("").is_empty());
    }

    proptest! {
        /// Sentences stand in the text, in order, and nothing that says something is lost.
        #[test]
        fn nothing_is_lost(text in "[a-zA-Z0-9一-十。！？.!? \n”)]{0,120}") {
            let letters = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphanumeric()).collect()
            };
            let cut: String = sentences(&text).into_iter().map(letters).collect();
            prop_assert_eq!(cut, letters(&text));
        }
    }
}
