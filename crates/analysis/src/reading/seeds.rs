//! The desk's own words that speak for a category or a tone: what weak labels are made of, and the
//! plain baseline that models have to beat.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("../../data/reading-seeds.tsv");
static EXAMPLES: &str = include_str!("../../data/reading-examples.tsv");
/// A seed in the title counts so many times.
const TITLE_WEIGHT: u32 = 2;

/// Seeds by what they begin with.
#[derive(Debug)]
pub struct Seeds {
    /// Seeds of Chinese by their first letter, with the class.
    letters: FxHashMap<char, Vec<(&'static str, usize)>>,
    /// Seeds of other scripts, of one to three words, with their classes.
    words: FxHashMap<String, Vec<usize>>,
    /// Beginnings of such words.
    beginnings: FxHashMap<String, Vec<usize>>,
    classes: Vec<&'static str>,
}

impl Seeds {
    /// The seeds of categories.
    pub fn of_categories() -> &'static Self {
        static ONE: OnceLock<Seeds> = OnceLock::new();
        ONE.get_or_init(|| Self::read(|class| model::Tone::of(class).is_none()))
    }

    /// The seeds of tones.
    pub fn of_tones() -> &'static Self {
        static ONE: OnceLock<Seeds> = OnceLock::new();
        ONE.get_or_init(|| Self::read(|class| model::Tone::of(class).is_some()))
    }

    fn read(wanted: impl Fn(&str) -> bool) -> Self {
        let mut seeds = Self {
            letters: FxHashMap::default(),
            words: FxHashMap::default(),
            beginnings: FxHashMap::default(),
            classes: Vec::new(),
        };
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let Some((class, words)) = line.split_once('\t') else {
                continue;
            };
            if !wanted(class) {
                continue;
            }
            let at = seeds.classes.iter().position(|known| *known == class);
            let at = at.unwrap_or_else(|| {
                seeds.classes.push(class);
                seeds.classes.len() - 1
            });
            for word in words.split(' ').filter(|word| !word.is_empty()) {
                seeds.add(word, at);
            }
        }
        seeds
    }

    fn add(&mut self, word: &'static str, class: usize) {
        let first = word.chars().next().unwrap_or(' ');
        if first.is_ascii() && word.is_ascii() {
            let plain = word.trim_end_matches('*').replace('_', " ");
            let kept = if word.ends_with('*') {
                &mut self.beginnings
            } else {
                &mut self.words
            };
            kept.entry(plain).or_default().push(class);
        } else {
            self.letters.entry(first).or_default().push((word, class));
        }
    }

    /// The classes in the order of what [`Seeds::count`] gives.
    pub fn classes(&self) -> &[&'static str] {
        &self.classes
    }

    /// How many different seeds of each class a folded title and body hold, those of the title
    /// doubled; where one seed lies within another, only the longer one counts.
    pub fn count(&self, title: &str, body: &str) -> Vec<u32> {
        let mut counts = vec![0; self.classes.len()];
        let mut seen: Vec<&str> = Vec::new();
        for (text, weight) in [(title, TITLE_WEIGHT), (body, 1)] {
            self.count_letters(text, weight, &mut counts, &mut seen);
            self.count_words(text, weight, &mut counts);
        }
        counts
    }

    fn count_letters(
        &self,
        text: &str,
        weight: u32,
        counts: &mut [u32],
        seen: &mut Vec<&'static str>,
    ) {
        let mut passed = 0;
        for (at, c) in text.char_indices() {
            let Some(seeds) = self.letters.get(&c).filter(|_| at >= passed) else {
                continue;
            };
            let rest = text.get(at..).unwrap_or_default();
            let longest = seeds
                .iter()
                .filter(|(seed, _)| rest.starts_with(seed))
                .max_by_key(|(seed, _)| seed.len());
            if let Some((seed, class)) = longest {
                passed = at + seed.len();
                if !seen.contains(seed) {
                    seen.push(seed);
                    counts[*class] += weight;
                }
            }
        }
    }

    fn count_words(&self, text: &str, weight: u32, counts: &mut [u32]) {
        /// Words of the longest seed.
        const WORDS_MAX: usize = 3;
        if !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return;
        }
        let words: Vec<&str> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut seen: Vec<&str> = Vec::new();
        let mut run = String::new();
        for first in 0..words.len() {
            run.clear();
            for word in words.iter().skip(first).take(WORDS_MAX) {
                let from = run.len();
                if from > 0 {
                    run.push(' ');
                }
                run.push_str(word);
                let whole = self.words.get_key_value(run.as_str());
                // A beginning ends in the last word of the run, or it was found before.
                let begins = (from + 1..=run.len())
                    .filter_map(|end| self.beginnings.get_key_value(run.get(..end)?));
                for (seed, classes) in whole.into_iter().chain(begins) {
                    if !seen.contains(&seed.as_str()) {
                        seen.push(seed);
                        for class in classes {
                            counts[*class] += weight;
                        }
                    }
                }
            }
        }
    }

    /// The class that stands out, if one does: most seeds, and more than any other.
    pub fn clear(&self, title: &str, body: &str) -> Option<&'static str> {
        let counts = self.count(title, body);
        let most = counts.iter().copied().max().filter(|most| *most > 0)?;
        let mut best = (0..counts.len()).filter(|class| counts[*class] == most);
        let class = best.next()?;
        match best.next() {
            None => self.classes.get(class).copied(),
            Some(_) => None,
        }
    }
}

/// A sentence written for learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnExample {
    /// The word of its category.
    pub category: &'static str,
    /// The word of its tone.
    pub tone: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// Sentences of our own, in the order they were written.
pub fn own_examples() -> impl Iterator<Item = OwnExample> {
    EXAMPLES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some(OwnExample {
                category: fields.next()?,
                tone: fields.next()?,
                text: fields.next()?,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Category, Tone};

    #[test]
    fn every_class_is_known_and_every_category_has_seeds_and_examples() {
        let seeds = Seeds::of_categories();
        for class in seeds.classes() {
            assert!(Category::of(class).is_some(), "{class}");
        }
        assert_eq!(seeds.classes().len(), Category::ALL.len(), "every category");
        for category in Category::ALL {
            let own = own_examples().filter(|one| Category::of(one.category) == Some(category));
            assert!(own.count() >= 7, "{category:?}");
        }
        assert!(own_examples().all(|one| Tone::of(one.tone).is_some()));
        assert!(own_examples().count() > 200);
    }

    #[test]
    fn the_class_that_stands_out_is_told() {
        let seeds = Seeds::of_categories();
        assert_eq!(seeds.clear("台风登陆,多地暴雨", ""), Some("flood"));
        assert_eq!(
            seeds.clear("", "the wildfires burned 300 acres"),
            Some("fire")
        );
        assert_eq!(seeds.clear("", "fired from the stage"), None);
        assert_eq!(seeds.clear("今天心里很静", ""), None);
        let counts = seeds.count("核污染水", "");
        assert_eq!(counts.iter().sum::<u32>(), 2, "the longer seed alone");
    }
}
