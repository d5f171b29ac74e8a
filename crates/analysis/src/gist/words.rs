//! Words of clauses, as phrases and sentences are weighed by them.

use crate::background::{DOCUMENTS, background};
use crate::fold::{fold, is_han};
use crate::segment::{Segmenter, WordKind};
use crate::stopwords::is_stop_word;
use crate::terms::key_of;

/// One word of a clause.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) key: u32,
    pub(crate) kind: WordKind,
    /// Whether it can begin or end a phrase, and be counted.
    pub(crate) says: bool,
    /// Whether it can be part of a phrase beside words that say something: a single character that
    /// names a thing, as segmentation leaves them (青|岚县).
    pub(crate) joins: bool,
}

/// What parts clauses: nothing goes across it.
fn parts_clauses(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-' | '.' | '%' | '·'))
}

/// The folded clauses of a text with their words, in order.
pub(crate) fn clauses(segmenter: &Segmenter, text: &str) -> Vec<(String, Vec<Word>)> {
    fold(text)
        .split(parts_clauses)
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
        .map(|clause| (clause.to_owned(), words(segmenter, clause)))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

/// The words of a folded text.
pub(crate) fn words(segmenter: &Segmenter, folded: &str) -> Vec<Word> {
    let cut = segmenter.words("", folded);
    cut.iter()
        .zip(&cut.kinds)
        .map(|(word, kind)| Word {
            key: key_of(word),
            kind: *kind,
            says: says_something(word),
            joins: joins(word, *kind),
            text: word.to_owned(),
        })
        .collect()
}

fn joins(word: &str, kind: WordKind) -> bool {
    let single = word.chars().nth(1).is_none() && word.starts_with(is_han);
    let binds = word.starts_with(|c| BINDS.contains(c));
    single && !binds && !matches!(kind, WordKind::Deed | WordKind::Number) && !is_stop_word(word)
}

/// Characters that bind words to sentences and belong to no phrase when they stand alone.
const BINDS: &str = "的了在是和与及或于为被把将对从等也都就还又而之其此个们着过得地所以因但并让由向给使到上下中内外后\
                     前时说称曾已未不没有需可能会要应该某各每本这那哪再更最很太只仅";

fn says_something(word: &str) -> bool {
    let two = word.chars().nth(1).is_some();
    two && !is_stop_word(word) && word.chars().any(char::is_alphabetic)
}

/// How rare a word is in ordinary news: the logarithm of all documents to those that have it.
pub(crate) fn rarity(key: u32) -> f64 {
    let all = f64::from(DOCUMENTS);
    ((all + 1.0) / (f64::from(background(key)) + 1.0)).ln()
}
