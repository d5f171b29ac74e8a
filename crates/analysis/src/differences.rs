//! Words that one set of documents says more than another.
//!
//! Weighed evidence minus chance: the difference of the log odds over its deviation, as Monroe, Colaresi
//! and Quinn do in “Fightin’ Words” (2008), with half a document added everywhere as their prior.

use crate::fold::fold;
use crate::segment::Segmenter;
use crate::terms::terms_of;
use std::collections::BTreeMap;

/// Deviations from which a difference is more than chance: one in a thousand.
const DEVIATIONS_MIN: f64 = 3.3;
/// Documents that a word stands in at least.
const DOCUMENTS_MIN: usize = 3;
/// Characters of a body that are read.
const CHARS_READ: usize = 1_500;

/// The words a document is about, by the key they are compared by.
pub type SaidWords = BTreeMap<u32, String>;

/// A word that one side says more.
#[derive(Debug, Clone, PartialEq)]
pub struct WordDifference {
    /// The word.
    pub word: String,
    /// Documents of the one side that say it.
    pub one: usize,
    /// Documents of the other side that say it.
    pub other: usize,
    /// Deviations by which the one side says it more; negative where the other does.
    pub deviations: f64,
}

/// The words a text is about.
pub fn said_words(segmenter: &Segmenter, title: &str, text: &str) -> SaidWords {
    let read: String = text.chars().take(CHARS_READ).collect();
    let words = segmenter.words(&fold(title), &fold(&read));
    let terms = terms_of(&words, "", 0, "", None);
    let named = terms.into_iter().filter_map(|term| {
        let (start, length) = (term.at.0 as usize, term.at.1 as usize);
        let word = words.joined.get(start..start + length)?;
        (word.chars().count() > 1).then(|| (term.key, word.to_owned()))
    });
    named.collect()
}

/// Words that one side says more than the other by more than chance, the clearest first; at most so
/// many of each side.
pub fn word_differences(
    one: &[SaidWords],
    other: &[SaidWords],
    most: usize,
) -> Vec<WordDifference> {
    let mut counts: BTreeMap<u32, (&str, usize, usize)> = BTreeMap::new();
    for (side, documents) in [(0, one), (1, other)] {
        for (key, word) in documents.iter().flatten() {
            let count = counts.entry(*key).or_insert((word, 0, 0));
            if side == 0 {
                count.1 += 1;
            } else {
                count.2 += 1;
            }
        }
    }
    let mut all: Vec<WordDifference> = (counts.into_values())
        .filter(|(_, a, b)| a + b >= DOCUMENTS_MIN)
        .map(|(word, a, b)| WordDifference {
            word: word.to_owned(),
            one: a,
            other: b,
            deviations: deviations((a, one.len()), (b, other.len())),
        })
        .filter(|difference| difference.deviations.abs() >= DEVIATIONS_MIN)
        .collect();
    all.sort_by(|a, b| {
        let clearer = b.deviations.abs().total_cmp(&a.deviations.abs());
        clearer.then_with(|| a.word.cmp(&b.word))
    });
    keep_of_each(&mut all, most);
    all
}

/// Keeps at most so many of each side.
fn keep_of_each(all: &mut Vec<WordDifference>, most: usize) {
    let (mut of_one, mut of_other) = (0, 0);
    all.retain(|difference| {
        let side = if difference.deviations > 0.0 {
            &mut of_one
        } else {
            &mut of_other
        };
        *side += 1;
        *side <= most
    });
}

/// How many deviations the log odds of the first share lie above those of the second.
fn deviations(one: (usize, usize), other: (usize, usize)) -> f64 {
    let odds = |(with, all): (usize, usize)| {
        let (with, without) = (with as f64 + 0.5, (all - with.min(all)) as f64 + 0.5);
        ((with / without).ln(), 1.0 / with + 1.0 / without)
    };
    let (a, b) = (odds(one), odds(other));
    (a.0 - b.0) / (a.1 + b.1).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(words: &[&str], count: usize) -> Vec<SaidWords> {
        let said = |word: &&str| (crate::terms::key_of(word), (*word).to_owned());
        vec![words.iter().map(said).collect(); count]
    }

    #[test]
    fn what_one_side_says_more_stands_out_and_chance_does_not() {
        let one = documents(&["塌陷", "道路"], 60);
        let other = documents(&["灯会", "道路"], 60);
        let found = word_differences(&one, &other, 5);
        let named: Vec<(&str, bool)> = found
            .iter()
            .map(|one| (one.word.as_str(), one.deviations > 0.0))
            .collect();
        assert_eq!(named, [("塌陷", true), ("灯会", false)], "{found:?}");
        assert_eq!((found[0].one, found[0].other), (60, 0));
        assert!(word_differences(&documents(&["塌陷"], 2), &documents(&["灯会"], 2), 5).is_empty());
        assert!(word_differences(&[], &[], 5).is_empty());
        assert!(word_differences(&one, &other, 0).is_empty());
    }

    #[test]
    fn numbers_stay_numbers_whatever_is_compared() {
        for (one, other) in [((0, 0), (0, 0)), ((5, 5), (0, 5)), ((9, 3), (1, 1))] {
            assert!(deviations(one, other).is_finite(), "{one:?} {other:?}");
        }
    }

    #[test]
    fn words_of_a_text_leave_out_what_says_nothing() {
        let segmenter = Segmenter::new([], []);
        let said = said_words(
            &segmenter,
            "青岚县路面塌陷",
            "昨夜的路面突然塌陷，已经围挡。",
        );
        let words: Vec<&str> = said.values().map(String::as_str).collect();
        assert!(
            words.contains(&"塌陷") && !words.contains(&"的"),
            "{words:?}"
        );
    }
}
