//! The terms a text is about: its words with how often and where each is said, and its numbers
//! with their units.

use crate::background::background;
use crate::bulletins::Bulletin;
use crate::fold::is_han;
use crate::segment::{WordKind, Words};
use crate::stopwords::is_stop_word;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Terms kept of a document: those said most; the rest is noise.
pub(crate) const TERMS_MAX: usize = 400;
/// Bytes of a body that count as its beginning: what happened stands there.
const LEAD_BYTES: usize = 400;
/// Bytes of a body's words that are read: what happened stands in its first thousand letters,
/// background and related news after them.
const BODY_BYTES: usize = 3_000;
/// Characters from which numbers with units are taken.
const NUMBERS_READ_CHARS: usize = 1_500;

/// One term a document is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Hash of the folded word, of its stem in scripts that write spaces.
    pub key: u32,
    /// How often it is said.
    pub count: u16,
    /// Whether the headline says it.
    pub in_title: bool,
    /// Whether the beginning of the body says it.
    pub in_lead: bool,
    /// In how many documents of the background table it stood.
    pub background: f32,
    /// What it names.
    pub kind: WordKind,
    /// Where it first stands in the document's words, in bytes: start and length.
    pub at: (u32, u32),
}

/// The key a word is counted and compared by.
pub fn key_of(word: &str) -> u32 {
    xxh3_64(stem(word).as_bytes()) as u32
}

/// The terms of a text, sorted by key. `text` is the body before folding: capitals show names.
pub(crate) fn terms_of(
    words: &Words,
    folded: &str,
    title_end: usize,
    text: &str,
    bulletin: Option<Bulletin>,
) -> Vec<Term> {
    let mut terms: FxHashMap<u32, Term> = FxHashMap::default();
    let names = capitalised(text);
    let mut start = 0u32;
    let mut body_bytes = 0usize;
    for (rank, (word, kind)) in words.iter().zip(&words.kinds).enumerate() {
        let length = word.len() as u32;
        let in_title = rank < words.in_title;
        if says_something(word) {
            let key = key_of(word);
            let kind = if *kind == WordKind::Plain && names.contains(&key) {
                WordKind::Name
            } else {
                *kind
            };
            let term = terms.entry(key).or_insert(Term {
                key,
                count: 0,
                in_title: false,
                in_lead: false,
                background: background(key),
                kind,
                at: (start, length),
            });
            term.count = term.count.saturating_add(1);
            term.in_title |= in_title;
            term.in_lead |= !in_title && body_bytes < LEAD_BYTES;
        }
        start += length + 1;
        if !in_title {
            body_bytes += word.len();
        }
        if body_bytes > BODY_BYTES {
            break;
        }
    }
    add_numbers(folded, title_end, &mut terms);
    if let Some(bulletin) = bulletin {
        let key = bulletin.key();
        terms.insert(
            key,
            Term {
                key,
                count: 4,
                in_title: true,
                in_lead: true,
                background: 0.0,
                kind: WordKind::Name,
                at: (0, 0),
            },
        );
    }
    let mut terms: Vec<Term> = terms.into_values().collect();
    if terms.len() > TERMS_MAX {
        let rank = |term: &Term| (term.in_title, term.count, u8::from(term.in_lead));
        terms.sort_unstable_by(|a, b| {
            rank(b)
                .cmp(&rank(a))
                .then(a.at.cmp(&b.at))
                .then(a.key.cmp(&b.key))
        });
        terms.truncate(TERMS_MAX);
    }
    terms.sort_unstable_by_key(|term| term.key);
    terms
}

/// Numbers with the letter that follows them: `13项`, `5.6%`.
fn add_numbers(folded: &str, title_end: usize, terms: &mut FxHashMap<u32, Term>) {
    let mut number = String::new();
    for (at, c) in folded.char_indices().take(NUMBERS_READ_CHARS) {
        if c.is_ascii_digit() || (c == '.' && !number.is_empty()) {
            number.push(c);
            continue;
        }
        let unit = is_han(c) || c == '%';
        let calendar = matches!(c, '年' | '月' | '日' | '时' | '点' | '分');
        if unit && !calendar && !number.is_empty() {
            number.push(c);
            let key = xxh3_64(number.as_bytes()) as u32;
            let term = terms.entry(key).or_insert(Term {
                key,
                count: 0,
                in_title: false,
                in_lead: false,
                background: 0.0,
                kind: WordKind::Number,
                at: (0, 0),
            });
            term.count = term.count.saturating_add(1);
            term.in_title |= at < title_end;
            term.in_lead |= at >= title_end && at < title_end + LEAD_BYTES;
        }
        number.clear();
    }
}

/// Keys of words that are written with a capital inside a sentence.
fn capitalised(text: &str) -> FxHashSet<u32> {
    const READ_BYTES: usize = 20_000;
    let mut keys = FxHashSet::default();
    let mut after_stop = true;
    let mut read = 0;
    for word in text.split_ascii_whitespace() {
        read += word.len();
        if read > READ_BYTES {
            break;
        }
        let inside = !after_stop;
        after_stop = word.ends_with(['.', '!', '?', ':', '"', '\u{201d}']);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if inside && bare.starts_with(|c: char| c.is_ascii_uppercase()) {
            let lower = bare.to_lowercase();
            for part in lower.split(|c: char| !c.is_alphanumeric()) {
                keys.insert(key_of(part));
            }
        }
    }
    keys
}

/// A word without the endings that English puts on nouns and verbs. Coarse, but the same for
/// both texts that are compared.
fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let strip = |word: &str, ending: &str, least: usize| {
        word.strip_suffix(ending)
            .filter(|rest| rest.len() >= least)
            .map(str::len)
    };
    let shorter = |word: &str| {
        strip(word, "ies", 3)
            .or_else(|| strip(word, "ing", 4))
            .or_else(|| strip(word, "ed", 4))
            .or_else(|| strip(word, "es", 4))
            .or_else(|| {
                (!word.ends_with("ss"))
                    .then(|| strip(word, "s", 3))
                    .flatten()
            })
            .or_else(|| strip(word, "y", 4))
            .or_else(|| strip(word, "e", 4))
    };
    match shorter(word) {
        Some(length) => word.get(..length).unwrap_or(word),
        None => word,
    }
}

/// Whether a word can tell one happening from another.
fn says_something(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else {
        return false;
    };
    if second.is_none() {
        return false;
    }
    if first.is_ascii_digit() && !is_han(first) && word.len() < 2 {
        return false;
    }
    !is_stop_word(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_do_not_part_words() {
        for (a, b) in [
            ("earthquakes", "earthquake"),
            ("stories", "story"),
            ("attacked", "attack"),
            ("attacking", "attacks"),
            ("fires", "fire"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(stem("press"), "press");
        assert_eq!(stem("路面"), "路面");
    }
}
