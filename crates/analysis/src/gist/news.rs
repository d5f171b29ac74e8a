//! What later texts say that earlier ones did not: sentences and numbers.

use super::figures::figures;
use super::sentences::sentences;
use super::summary::{Chosen, SAME, choose, pairs_of, weigh};
use super::{Text, read_part};
use crate::fold::fold;
use crate::segment::Segmenter;
use rustc_hash::{FxHashMap, FxHashSet};

/// New sentences that are told at most.
const NEW_SENTENCES_MAX: usize = 4;
/// New numbers that are told at most.
const NEW_FIGURES_MAX: usize = 8;
/// A pair of letters that stands in more earlier sentences than this finds none of them.
const LIST_MAX: usize = 600;

/// A number that was not given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFigure {
    /// The number with what it counts.
    pub figure: String,
    /// The sentence that gives it.
    pub sentence: String,
    /// Which of the later texts.
    pub text: usize,
}

/// What is new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News<'a> {
    /// Sentences that no earlier text has nearly so, by time.
    pub sentences: Vec<Chosen<'a>>,
    /// Numbers that no earlier text gives.
    pub figures: Vec<NewFigure>,
}

/// What `after` says that `before` did not.
pub fn what_is_new<'a>(segmenter: &Segmenter, before: &[Text<'_>], after: &[Text<'a>]) -> News<'a> {
    let said = Said::of(before);
    let (mut candidates, weights) = weigh(segmenter, after);
    candidates.retain(|one| !said.has(one.chosen.sentence));
    let mut sentences = choose(candidates, weights, NEW_SENTENCES_MAX);
    sentences.sort_by_key(|one| (after.get(one.text).map(|text| text.at), one.text, one.place));
    News {
        sentences,
        figures: new_figures(before, after),
    }
}

fn new_figures(before: &[Text<'_>], after: &[Text<'_>]) -> Vec<NewFigure> {
    let mut known: FxHashSet<String> = before
        .iter()
        .flat_map(|text| [text.title, read_part(text.text)])
        .flat_map(figures)
        .map(|figure| figure.shown)
        .collect();
    let mut found = Vec::new();
    for (number, text) in after.iter().enumerate() {
        for part in [text.title, read_part(text.text)] {
            for sentence in sentences(part) {
                for figure in figures(sentence) {
                    if found.len() < NEW_FIGURES_MAX && known.insert(figure.shown.clone()) {
                        found.push(NewFigure {
                            figure: figure.shown,
                            sentence: sentence.to_owned(),
                            text: number,
                        });
                    }
                }
            }
        }
    }
    found
}

/// Sentences that were said, found by their pairs of letters.
struct Said {
    sizes: Vec<usize>,
    lists: FxHashMap<(char, char), Vec<u32>>,
}

impl Said {
    fn of(texts: &[Text<'_>]) -> Self {
        let mut said = Self {
            sizes: Vec::new(),
            lists: FxHashMap::default(),
        };
        for part in texts
            .iter()
            .flat_map(|text| [text.title, read_part(text.text)])
        {
            for sentence in sentences(part) {
                let pairs = pairs_of(&fold(sentence));
                let number = said.sizes.len() as u32;
                said.sizes.push(pairs.len());
                for pair in pairs {
                    said.lists.entry(pair).or_default().push(number);
                }
            }
        }
        said
    }

    /// Whether a sentence was said nearly so.
    fn has(&self, sentence: &str) -> bool {
        let pairs = pairs_of(&fold(sentence));
        let mut common: FxHashMap<u32, usize> = FxHashMap::default();
        for pair in &pairs {
            let list = self.lists.get(pair).filter(|list| list.len() <= LIST_MAX);
            for number in list.into_iter().flatten() {
                *common.entry(*number).or_default() += 1;
            }
        }
        common.into_iter().any(|(number, common)| {
            let size = self.sizes.get(number as usize).copied().unwrap_or(0);
            common as f64 >= SAME * pairs.len().min(size).max(1) as f64 && size * 2 >= pairs.len()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Moment;

    fn text(at: i64, text: &str) -> Text<'_> {
        Text {
            title: "",
            text,
            at: Moment(at),
            voices: 1,
        }
    }

    #[test]
    fn only_what_was_not_said_is_new() {
        let segmenter = Segmenter::new([], []);
        let before = [text(
            1,
            "青岚县第二小学13名学生饭后呕吐，已送医。家长在校门口等候。",
        )];
        let after = [text(
            2,
            "青岚县第二小学13名学生饭后呕吐，已经送医。检测发现豆角未煮熟，另有27名学生不适。",
        )];
        let news = what_is_new(&segmenter, &before, &after);
        let said: Vec<&str> = news.sentences.iter().map(|one| one.sentence).collect();
        assert_eq!(said, ["检测发现豆角未煮熟，另有27名学生不适。"]);
        let figures: Vec<&str> = news.figures.iter().map(|one| one.figure.as_str()).collect();
        assert_eq!(figures, ["27名"]);
        assert!(what_is_new(&segmenter, &after, &after).sentences.is_empty());
        assert!(what_is_new(&segmenter, &after, &[]).figures.is_empty());
    }

    #[test]
    fn where_nothing_was_said_all_is_new() {
        let segmenter = Segmenter::new([], []);
        let after = [text(2, "检测发现豆角未煮熟，食堂已停业整顿。")];
        assert_eq!(what_is_new(&segmenter, &[], &after).sentences.len(), 1);
    }
}
