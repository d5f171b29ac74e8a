//! User words: what a desk keeps whole that no common dictionary knows. They stand in a file that
//! people may edit by hand, one a line; lines that begin with # are notes.

use crate::fold::{fold, is_han};
use model::limits;
use std::collections::BTreeSet;
use xxhash_rust::xxh3::xxh3_64;

/// Number of the way user words are cut; a new way makes all texts that hold one be cut again.
const WAY: &str = "1";

/// Why a line is no user word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordFault {
    /// One character is a word anyway.
    Short,
    /// Longer than a word can be.
    Long,
    /// Only Chinese is cut; words of letters are whole anyway.
    NoHan,
    /// It holds a blank: several words, or a frequency as other programs write it.
    Blank,
    /// It begins or ends with a mark, or holds what is no text.
    Mark,
    /// There are more words than may be.
    TooMany,
}

impl WordFault {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Short,
        Self::Long,
        Self::NoHan,
        Self::Blank,
        Self::Mark,
        Self::TooMany,
    ];

    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::NoHan => "no_han",
            Self::Blank => "blank",
            Self::Mark => "mark",
            Self::TooMany => "too_many",
        }
    }

    /// What is wrong, and what to do.
    pub fn message(self) -> String {
        match self {
            Self::Short => "a user word has at least two characters".to_owned(),
            Self::Long => format!(
                "a user word has at most {} characters; take its telling part",
                limits::USER_WORD_CHARS_MAX
            ),
            Self::NoHan => {
                "only words with a Chinese character are cut; this one is whole anyway".to_owned()
            }
            Self::Blank => {
                "write one word a line, without blanks, frequencies or parts of speech".to_owned()
            }
            Self::Mark => "a user word begins and ends with a letter or a character".to_owned(),
            Self::TooMany => format!(
                "there are {} user words already; remove some that nobody needs",
                limits::USER_WORDS_MAX
            ),
        }
    }
}

/// A line that is no word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyLine {
    /// Its number, from 1.
    pub number: usize,
    /// As it stands there, cut where it is long.
    pub text: String,
    /// What is wrong with it.
    pub fault: WordFault,
}

/// A dictionary as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// Words as they are written, in their order, each once.
    pub written: Vec<String>,
    /// The same folded and sorted.
    pub folded: Vec<String>,
    /// Lines that are no words.
    pub faulty: Vec<FaultyLine>,
}

/// Reads a dictionary. What is no word is left out and told.
pub fn read(text: &str) -> Dictionary {
    let (mut seen, mut dictionary) = (BTreeSet::new(), Dictionary::default());
    for (number, line) in (1..).zip(text.lines()) {
        let Some(written) = said(line) else {
            continue;
        };
        let fault = match checked(written) {
            Ok(word) if seen.contains(&word) => continue,
            Ok(word) if seen.len() < limits::USER_WORDS_MAX => {
                seen.insert(word);
                dictionary.written.push(written.to_owned());
                continue;
            }
            Ok(_) => WordFault::TooMany,
            Err(fault) => fault,
        };
        dictionary.faulty.push(FaultyLine {
            number,
            text: written.chars().take(limits::USER_WORD_CHARS_MAX).collect(),
            fault,
        });
    }
    dictionary.folded = seen.into_iter().collect();
    dictionary
}

/// What a line says, unless it is empty or a note.
pub fn said(line: &str) -> Option<&str> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    (!line.is_empty() && !line.starts_with('#')).then_some(line)
}

/// The folded word, or why it is none.
pub fn checked(written: &str) -> Result<String, WordFault> {
    let word = fold(written.trim());
    let bad = |c: char| c.is_control() || c == '\u{fffd}';
    if word.chars().any(char::is_whitespace) {
        return Err(WordFault::Blank);
    }
    let ends = [word.chars().next(), word.chars().next_back()];
    if written.trim().chars().any(bad) || ends.iter().flatten().any(|c| !c.is_alphanumeric()) {
        return Err(WordFault::Mark);
    }
    match word.chars().count() {
        0 | 1 => Err(WordFault::Short),
        many if many > limits::USER_WORD_CHARS_MAX => Err(WordFault::Long),
        _ if !word.chars().any(is_han) => Err(WordFault::NoHan),
        _ => Ok(word),
    }
}

/// The text of a dictionary with more words at its end.
pub fn with(text: &str, words: &[String]) -> String {
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') && !words.is_empty() {
        text.push('\n');
    }
    for word in words {
        text.push_str(word);
        text.push('\n');
    }
    text
}

/// What a line is removed by: its beginning, folded. A line that is too long for a word is shown by it.
pub fn key(written: &str) -> String {
    let beginning: String = written.chars().take(limits::USER_WORD_CHARS_MAX).collect();
    fold(&beginning)
}

/// The text of a dictionary without the lines of these keys; notes stay.
pub fn without(text: &str, keys: &BTreeSet<String>) -> String {
    let goes = |line: &str| said(line).is_some_and(|word| keys.contains(&key(word)));
    text.split_inclusive('\n')
        .filter(|line| !goes(line))
        .collect()
}

/// Words folded, sorted, each once.
pub fn settled(words: &[String]) -> Vec<String> {
    let folded: BTreeSet<String> = words.iter().map(|word| fold(word)).collect();
    folded.into_iter().filter(|word| !word.is_empty()).collect()
}

/// Words that stand in one of two lists alone: only texts that hold one are cut otherwise.
pub fn changed(old: &[String], new: &[String]) -> Vec<String> {
    let (old, new): (BTreeSet<&String>, BTreeSet<&String>) =
        (old.iter().collect(), new.iter().collect());
    old.symmetric_difference(&new)
        .map(|word| (*word).clone())
        .collect()
}

/// What stands for a settled list of words: the same for the same words.
pub fn mark(settled: &[String]) -> String {
    format!("{WAY}-{:016x}", xxh3_64(settled.join("\n").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_words_notes_or_told() {
        let text = "\u{feff}# 本县的词\n路面塌陷险情\n\n  5G網絡 \r\n路面塌陷险情\n雨\nrain\n甲乙 100 n\n，甲乙\n";
        let read = read(text);
        assert_eq!(read.written, ["路面塌陷险情", "5G網絡"]);
        assert_eq!(read.folded, ["5g网络", "路面塌陷险情"]);
        let faults: Vec<(usize, WordFault)> = read
            .faulty
            .iter()
            .map(|line| (line.number, line.fault))
            .collect();
        assert_eq!(
            faults,
            [
                (6, WordFault::Short),
                (7, WordFault::NoHan),
                (8, WordFault::Blank),
                (9, WordFault::Mark)
            ]
        );
        assert_eq!(checked(&"长".repeat(33)), Err(WordFault::Long));
        assert_eq!(checked("甲\u{0}乙"), Err(WordFault::Mark));
        assert_eq!(checked("\u{fffd}"), Err(WordFault::Mark));
        assert_eq!(checked(""), Err(WordFault::Short));
    }

    #[test]
    fn there_is_an_end_to_words() {
        // Characters that are nobody's other form, so that no two words are one.
        let own = |c: &char| fold(&c.to_string()) == c.to_string();
        let digits: Vec<char> = ('\u{4e00}'..'\u{9fa5}').filter(own).take(100).collect();
        let lines: Vec<String> = (0..=limits::USER_WORDS_MAX)
            .map(|n| format!("{}{}", digits[n % 100], digits[n / 100]))
            .collect();
        let read = read(&lines.join("\n"));
        assert_eq!(read.folded.len(), limits::USER_WORDS_MAX);
        assert_eq!(read.faulty.len(), 1);
        assert_eq!(read.faulty[0].fault, WordFault::TooMany);
    }

    #[test]
    fn notes_stay_where_words_come_and_go() {
        let text = "# 说明\n路面塌陷险情\r\n# 再说\n5G網絡";
        let more = with(text, &["山月村".to_owned()]);
        assert_eq!(more, format!("{text}\n山月村\n"));
        let gone: BTreeSet<String> = ["5g网络".to_owned(), "路面塌陷险情".to_owned()].into();
        assert_eq!(without(&more, &gone), "# 说明\n# 再说\n山月村\n");
        assert_eq!(with("", &[]), "");
    }

    #[test]
    fn a_mark_tells_lists_apart() {
        let list = |words: &[&str]| {
            settled(
                &words
                    .iter()
                    .map(|word| (*word).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        let (one, same, other) = (
            list(&["甲乙", "丙丁"]),
            list(&["丙丁", "甲乙", ""]),
            list(&["丙丁"]),
        );
        assert_eq!(mark(&one), mark(&same));
        assert_ne!(mark(&one), mark(&other));
        assert_eq!(changed(&one, &other), ["甲乙"]);
        assert!(changed(&one, &same).is_empty());
    }
}
