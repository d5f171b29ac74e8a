//! Language: scripts decide first, statistics only for longer text in a spaced script.

use crate::fold::is_han;
use model::Language;

/// Letters that are looked at: the beginning of a text shows its language.
const LETTERS_READ_MAX: usize = 2_000;
/// Letters under which a spaced script says nothing certain.
const LETTERS_FOR_STATISTICS_MIN: usize = 20;

/// The language of a text (folded or not).
pub fn language_of(text: &str) -> Language {
    let counts = count_scripts(text);
    let all = counts.han + counts.kana + counts.hangul + counts.spaced;
    if all == 0 {
        return Language::Unknown;
    }
    if counts.hangul * 4 >= all {
        return Language::Korean;
    }
    if counts.kana * 10 >= counts.han + counts.kana && counts.kana >= 2 {
        return Language::Japanese;
    }
    // One ideograph says about as much as three Latin letters.
    if counts.han * 3 >= counts.spaced && counts.han > 0 {
        return Language::Chinese;
    }
    if all < LETTERS_FOR_STATISTICS_MIN {
        return if counts.latin == counts.spaced {
            Language::Unknown
        } else {
            Language::Other
        };
    }
    let beginning: String = text.chars().take(LETTERS_READ_MAX).collect();
    match whatlang::detect_lang(&beginning) {
        Some(whatlang::Lang::Eng) => Language::English,
        Some(whatlang::Lang::Cmn) => Language::Chinese,
        Some(_) => Language::Other,
        None => Language::Unknown,
    }
}

#[derive(Default)]
struct Scripts {
    han: usize,
    kana: usize,
    hangul: usize,
    spaced: usize,
    latin: usize,
}

fn count_scripts(text: &str) -> Scripts {
    let mut counts = Scripts::default();
    for c in text
        .chars()
        .filter(|c| is_han(*c) || c.is_alphabetic())
        .take(LETTERS_READ_MAX)
    {
        match c {
            c if is_han(c) => counts.han += 1,
            '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => counts.kana += 1,
            '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' => counts.hangul += 1,
            c => {
                counts.spaced += 1;
                counts.latin += usize::from(c.is_ascii_alphabetic());
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_apart() {
        for (text, expected) in [
            ("县城北门外的路面塌了一块", Language::Chinese),
            ("縣城北門外的路面塌了一塊", Language::Chinese),
            ("APP上线3天后崩溃", Language::Chinese),
            (
                "町役場によると、昨夜の大雨で道路が崩れた",
                Language::Japanese,
            ),
            ("어젯밤 폭우로 도로가 무너졌다", Language::Korean),
            (
                "The road outside the north gate gave way last night after heavy rain",
                Language::English,
            ),
            (
                "La route devant la porte nord s'est effondrée hier soir après de fortes pluies",
                Language::Other,
            ),
            ("ok", Language::Unknown),
            ("12:30", Language::Unknown),
            ("", Language::Unknown),
        ] {
            assert_eq!(language_of(text), expected, "{text}");
        }
    }
}
