//! Words that are kept whole wherever they stand: found before a text is cut.

use crate::fold::{is_han, is_spaced_letter};
use crate::segment::WordKind;
use aho_corasick::{AhoCorasick, Input, MatchKind};
use jieba_rs::Jieba;

/// Finds user words in a folded text: the leftmost first, of those that begin there the longest.
#[derive(Debug, Default)]
pub(crate) struct KeptWhole {
    /// None where there is no word to look for.
    find: Option<AhoCorasick>,
    kinds: Vec<WordKind>,
}

impl KeptWhole {
    /// Words are folded. One without a Chinese character is never cut and not looked for.
    pub(crate) fn new(words: &[String], jieba: &Jieba) -> Self {
        let words: Vec<&String> = words
            .iter()
            .filter(|word| word.chars().any(is_han))
            .collect();
        if words.is_empty() {
            return Self::default();
        }
        let kinds = words.iter().map(|word| kind_of(word, jieba)).collect();
        let find = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words)
            .expect("some thousand short words stay far below the automaton's bounds");
        Self {
            find: Some(find),
            kinds,
        }
    }

    /// Where words stand, in order and apart from each other.
    pub(crate) fn found(&self, text: &str) -> Vec<(usize, usize, WordKind)> {
        let mut found = Vec::new();
        let Some(find) = &self.find else {
            return found;
        };
        let mut at = 0;
        while let Some(hit) = find.find(Input::new(text).span(at..text.len())) {
            if inside_letters(text, hit.start(), hit.end()) {
                at = after_one(text, hit.start());
                continue;
            }
            let kind = self.kinds.get(hit.pattern().as_usize());
            found.push((hit.start(), hit.end(), kind.copied().unwrap_or_default()));
            at = hit.end();
        }
        found
    }
}

/// What the dictionary says of a word that it knows.
fn kind_of(word: &str, jieba: &Jieba) -> WordKind {
    if !jieba.has_word(word) {
        return WordKind::Plain;
    }
    match jieba.tag(word, false).as_slice() {
        [whole] => WordKind::of_tag(whole.tag),
        _ => WordKind::Plain,
    }
}

/// Whether a word of letters would be torn: `5g网` does not stand in `15g网`.
fn inside_letters(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let word = text.get(start..end).unwrap_or_default();
    let after = text.get(end..).and_then(|text| text.chars().next());
    let torn = |one: Option<char>, other: Option<char>| {
        one.is_some_and(is_spaced_letter) && other.is_some_and(is_spaced_letter)
    };
    torn(before, word.chars().next()) || torn(word.chars().next_back(), after)
}

fn after_one(text: &str, at: usize) -> usize {
    let one = text.get(at..).and_then(|text| text.chars().next());
    at + one.map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use crate::Segmenter;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PLAIN: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new([], []));

    fn cut(text: &str, user: &[String]) -> Vec<String> {
        let words = PLAIN.with_user_words(user).words("", text);
        words.iter().map(str::to_owned).collect()
    }

    fn words(user: &[&str]) -> Vec<String> {
        user.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_leftmost_and_longest_word_is_kept() {
        let user = words(&["面塌陷险", "路面塌陷险情", "险情"]);
        assert_eq!(
            cut("北门路面塌陷险情通报", &user),
            ["北门", "路面塌陷险情", "通报"]
        );
        assert!(cut("马克·吐温来访", &words(&["马克·吐温"])).contains(&"马克·吐温".to_owned()));
    }

    #[test]
    fn letters_are_not_torn() {
        let user = words(&["5g网", "网t"]);
        assert!(cut("用5g网看", &user).contains(&"5g网".to_owned()));
        assert!(!cut("用15g网看", &user).contains(&"5g网".to_owned()));
        assert!(!cut("上网to", &user).contains(&"网t".to_owned()));
    }

    #[test]
    fn what_names_a_place_still_names_it() {
        let whole = PLAIN
            .with_user_words(&words(&["北京市"]))
            .words("", "在北京市");
        assert_eq!(whole, PLAIN.words("", "在北京市"));
    }

    proptest! {
        /// What lets a change of words stay with the texts that hold them.
        #[test]
        fn a_text_without_the_words_is_cut_as_before(
            text in "[路面塌陷险情通报北门研究生命起源和平安a1 ]{0,40}",
            old in proptest::collection::vec("[路面塌陷险情通报研究生命和平安]{2,4}", 0..4),
            new in proptest::collection::vec("[路面塌陷险情通报研究生命和平安]{2,4}", 0..4),
        ) {
            let changed = crate::user_words::changed(&old, &new);
            if !changed.iter().any(|word| text.contains(word.as_str())) {
                prop_assert_eq!(cut(&text, &old), cut(&text, &new));
            }
        }
    }
}
