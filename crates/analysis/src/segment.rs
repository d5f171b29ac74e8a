//! Words. One tokenisation a document serves the whole path: index, places, terms.

use crate::fold::{is_han, is_spaced_letter};
use crate::kept_whole::KeptWhole;
use jieba_rs::Jieba;
use std::sync::Arc;

/// Parts the words in [`Words::joined`].
pub(crate) const WORD_PART: char = '\u{1f}';
/// Frequency given to names of own places: enough to win over the pieces they are made of.
const OWN_NAME_FREQUENCY: usize = 20_000;
/// Frequency given to names of divisions: enough to be cut whole, not enough to break common words.
const DIVISION_FREQUENCY: usize = 300;

/// What a word names, as far as its form and the dictionary tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WordKind {
    /// A thing, or nothing in particular.
    #[default]
    Plain,
    /// Something done or a quality.
    Deed,
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation or another name; a word in another script inside Chinese text.
    Name,
    /// A number, with its unit where one follows.
    Number,
}

impl WordKind {
    /// By jieba's part of speech.
    pub(crate) fn of_tag(tag: &str) -> Self {
        match tag {
            "nr" | "nrt" | "nrfg" => Self::Person,
            "ns" => Self::Place,
            "nt" | "nz" | "eng" => Self::Name,
            "m" | "mq" => Self::Number,
            tag if tag.starts_with(['v', 'a', 'd', 'i', 'l', 'z']) => Self::Deed,
            _ => Self::Plain,
        }
    }

    /// Whether it names one person, place or organisation.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::Person | Self::Place | Self::Name)
    }
}

/// The words of a text, in order, joined into one string so that they cost one allocation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Words parted by [`WORD_PART`], those of the title first.
    pub joined: String,
    /// How many of them stand in the title.
    pub in_title: usize,
    /// What each of them names.
    pub kinds: Vec<WordKind>,
}

impl Words {
    fn push(&mut self, word: &str, kind: WordKind) {
        if !self.joined.is_empty() {
            self.joined.push(WORD_PART);
        }
        self.joined.push_str(word);
        self.kinds.push(kind);
    }

    /// The words in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.joined.split(WORD_PART).filter(|word| !word.is_empty())
    }
}

/// Cuts folded text into words: Chinese by jieba, user words before it, other scripts by maximal runs
/// of letters and digits.
#[derive(Clone)]
pub struct Segmenter {
    /// Shared by segmenters that differ in user words alone: it is large and takes long to make.
    jieba: Arc<Jieba>,
    kept: Arc<KeptWhole>,
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segmenter").finish_non_exhaustive()
    }
}

impl Segmenter {
    /// A segmenter that knows these names besides the common words. Names are folded already.
    pub fn new<'u, 'd>(
        own_names: impl IntoIterator<Item = &'u str>,
        divisions: impl IntoIterator<Item = &'d str>,
    ) -> Self {
        let mut jieba = Jieba::new();
        for name in divisions {
            if !jieba.has_word(name) {
                jieba.add_word(name, Some(DIVISION_FREQUENCY), Some("ns"));
            }
        }
        for name in own_names {
            jieba.add_word(name, Some(OWN_NAME_FREQUENCY), None);
        }
        Self {
            jieba: Arc::new(jieba),
            kept: Arc::default(),
        }
    }

    /// The same with these user words in place of others; folded already. A text that holds none of
    /// the words in which two such segmenters differ is cut alike by both: jieba's own dictionary,
    /// where each word changes what every other weighs, is left as it is.
    #[must_use]
    pub fn with_user_words(&self, words: &[String]) -> Self {
        Self {
            jieba: Arc::clone(&self.jieba),
            kept: Arc::new(KeptWhole::new(words, &self.jieba)),
        }
    }

    /// The words of a folded title and a folded body.
    pub fn words(&self, title: &str, body: &str) -> Words {
        let mut words = Words {
            joined: String::with_capacity((title.len() + body.len()) * 3 / 2),
            in_title: 0,
            kinds: Vec::with_capacity((title.len() + body.len()) / 5),
        };
        self.cut_into(title, &mut words);
        words.in_title = words.kinds.len();
        self.cut_into(body, &mut words);
        words
    }

    /// Appends the words of one folded text.
    fn cut_into(&self, text: &str, words: &mut Words) {
        let chinese = text.chars().any(is_han);
        if chinese {
            let mut from = 0;
            for (start, end, kind) in self.kept.found(text) {
                self.cut_common(text.get(from..start).unwrap_or_default(), words);
                words.push(text.get(start..end).unwrap_or_default(), kind);
                from = end;
            }
            self.cut_common(text.get(from..).unwrap_or_default(), words);
        }
        for word in spaced_words(text) {
            words.push(word, spaced_kind(word, chinese));
        }
    }

    /// Appends the Chinese words of a stretch that holds no user word.
    fn cut_common(&self, text: &str, words: &mut Words) {
        if text.is_empty() {
            return;
        }
        for tag in self.jieba.tag(text, true) {
            if tag.word.chars().any(is_han) {
                words.push(tag.word, WordKind::of_tag(tag.tag));
            }
        }
    }
}

fn spaced_kind(word: &str, in_chinese: bool) -> WordKind {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        WordKind::Number
    } else if in_chinese {
        WordKind::Name
    } else {
        WordKind::Plain
    }
}

/// Maximal runs of letters and digits of scripts that write spaces.
pub(crate) fn spaced_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_spaced_letter(c))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, user: &[&str]) -> Vec<String> {
        let user: Vec<String> = user.iter().map(|word| (*word).to_owned()).collect();
        let segmenter = Segmenter::new([], ["麦积区"]).with_user_words(&user);
        segmenter
            .words("", text)
            .iter()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn chinese_and_spaced_words_in_one_pass() {
        assert_eq!(
            cut("北京市昨天下了大雨", &[]),
            ["北京市", "昨天", "下", "了", "大雨"]
        );
        assert_eq!(cut("covid-19 in 2020", &[]), ["covid", "19", "in", "2020"]);
        assert_eq!(cut("麦积区褐石村", &[])[0], "麦积区");
        assert!(cut("5g网络覆盖a座", &[]).contains(&"5g".to_owned()));
        assert!(cut("", &[]).is_empty());
    }

    #[test]
    fn user_words_stay_whole() {
        assert!(!cut("北门路面塌陷险情通报", &[]).contains(&"路面塌陷险情".to_owned()));
        assert!(
            cut("北门路面塌陷险情通报", &["路面塌陷险情"]).contains(&"路面塌陷险情".to_owned())
        );
    }

    #[test]
    fn title_words_are_counted() {
        let words = Segmenter::new([], []).words("大雨 rain", "路面塌陷");
        assert_eq!(
            words.iter().take(words.in_title).collect::<Vec<_>>(),
            ["大雨", "rain"]
        );
    }
}
