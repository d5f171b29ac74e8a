//! Keyphrases: runs of neighbouring words that an event's documents share.
//!
//! Ranked by C-value (Frantzi, Ananiadou, Mima, "Automatic recognition of multi-word terms: the
//! C-value/NC-value method", 2000), counted in documents instead of occurrences, times the mean
//! rarity of its words in ordinary news (inverse document frequency, Spärck Jones 1972).

use super::words::{Word, clauses, rarity};
use super::{Text, read_part};
use crate::fold::{fold, fold_with_origin, is_han};
use crate::segment::{Segmenter, WordKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Words of a phrase at most: longer ones are sentences that were copied.
const WORDS_MAX: usize = 5;
/// Letters of a phrase at most, and of one of Chinese characters.
const LETTERS_MAX: usize = 40;
const HAN_MAX: usize = 12;
/// Phrases below which those of a single document are taken too.
const SHARED_MIN: usize = 5;
/// What a headline counts beside the document itself.
const TITLE_COUNTS: f64 = 1.0;
/// Candidates that are compared with those chosen: the rest ranks far behind.
const RANKED_MAX: usize = 400;

/// A phrase with how many of the texts say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// As the first text that says it writes it.
    pub text: String,
    /// Texts that say it.
    pub documents: usize,
}

#[derive(Debug, Default, Clone)]
struct Candidate {
    words: Vec<u32>,
    documents: usize,
    titles: usize,
    last: usize,
    last_title: usize,
    rarity: f64,
    deeds_only: bool,
}

impl Candidate {
    fn count(&self) -> f64 {
        self.documents as f64 + TITLE_COUNTS * self.titles as f64
    }
}

/// The phrases that tell most of these texts, the best first, at most `most`; none is a fragment
/// of another. Phrases that stand in a name of `names` (outlets that say it) tell nothing.
pub fn keyphrases(
    segmenter: &Segmenter,
    texts: &[Text<'_>],
    names: &[&str],
    most: usize,
) -> Vec<Phrase> {
    let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let mut all = gather(segmenter, texts, WORDS_MAX);
    all.retain(|phrase, _| !names.iter().any(|name| name.contains(phrase.as_str())));
    let mut chosen: Vec<(String, Candidate)> = Vec::new();
    for (least, wanted) in [(2, most), (1, SHARED_MIN.min(most))] {
        for (phrase, candidate) in rank(&all, least) {
            let same =
                |(other, had): &(String, Candidate)| says_the_same(&phrase, &candidate, other, had);
            if chosen.len() < wanted && !chosen.iter().any(same) {
                chosen.push((phrase, candidate));
            }
        }
    }
    written(chosen, texts)
}

/// Single words by TF-IDF: what phrases are measured against.
pub fn single_words(segmenter: &Segmenter, texts: &[Text<'_>], most: usize) -> Vec<Phrase> {
    let mut counts: FxHashMap<String, (f64, f64)> = FxHashMap::default();
    for text in texts {
        for part in [text.title, read_part(text.text)] {
            for (_, words) in clauses(segmenter, part) {
                for word in words.into_iter().filter(|word| word.says) {
                    let rarity = rarity(word.key);
                    counts.entry(word.text).or_insert((0.0, rarity)).0 += 1.0;
                }
            }
        }
    }
    let mut ranked: Vec<(String, f64)> = counts
        .into_iter()
        .map(|(word, (count, rarity))| (word, count * rarity))
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(most);
    let phrase = |(text, _)| Phrase { text, documents: 0 };
    ranked.into_iter().map(phrase).collect()
}

fn gather(
    segmenter: &Segmenter,
    texts: &[Text<'_>],
    words_max: usize,
) -> FxHashMap<String, Candidate> {
    let mut all: FxHashMap<String, Candidate> = FxHashMap::default();
    for (number, text) in (1..).zip(texts) {
        for (is_title, part) in [(true, text.title), (false, read_part(text.text))] {
            for (clause, words) in clauses(segmenter, part) {
                for from in 0..words.len() {
                    for to in from + 1..=words.len().min(from + words_max) {
                        let Some(run) = words.get(from..to) else {
                            continue;
                        };
                        if let Some(phrase) = joined(run, &clause) {
                            count(&mut all, phrase, run, number, is_title);
                        }
                    }
                }
            }
        }
    }
    all
}

fn count(
    all: &mut FxHashMap<String, Candidate>,
    phrase: String,
    run: &[Word],
    number: usize,
    is_title: bool,
) {
    let candidate = all.entry(phrase).or_insert_with(|| {
        let telling = run.iter().filter(|word| word.says);
        let (sum, count) = telling.fold((0.0, 0.0), |(sum, count), word| {
            (sum + rarity(word.key), count + 1.0)
        });
        Candidate {
            words: run.iter().map(|word| word.key).collect(),
            rarity: sum / f64::max(count, 1.0),
            deeds_only: run.iter().all(|word| word.kind == WordKind::Deed),
            ..Candidate::default()
        }
    });
    if candidate.last != number {
        candidate.last = number;
        candidate.documents += 1;
    }
    if is_title && candidate.last_title != number {
        candidate.last_title = number;
        candidate.titles += 1;
    }
}

/// The words of a run as they stand in the clause; none where they are no phrase: one that begins
/// or ends with nothing, holds a word twice, or whose words are no neighbours there.
fn joined(run: &[Word], clause: &str) -> Option<String> {
    let (first, last) = (run.first()?, run.last()?);
    let edge = |word: &Word| word.says || (run.len() > 1 && word.joins);
    if !edge(first) || !edge(last) || !run.iter().any(|word| word.says) {
        return None;
    }
    let inner = (run.iter()).all(|word| word.says || word.joins || word.text == "of");
    let twice = (1..run.len()).any(|at| run[..at].iter().any(|word| word.key == run[at].key));
    if !inner || twice {
        return None;
    }
    let mut phrase = String::new();
    for word in run {
        let spaced = |text: &str| !text.starts_with(is_han);
        if !phrase.is_empty() && spaced(&word.text) && !phrase.ends_with(is_han) {
            phrase.push(' ');
        }
        phrase.push_str(&word.text);
    }
    let letters = phrase.chars().count();
    let han = phrase.chars().filter(|c| is_han(*c)).count();
    let stands = run.len() == 1 || clause.contains(&phrase);
    (stands && letters <= LETTERS_MAX && han <= HAN_MAX).then_some(phrase)
}

/// Candidates of at least so many documents, the best first.
fn rank(all: &FxHashMap<String, Candidate>, least: usize) -> Vec<(String, Candidate)> {
    let kept: Vec<(String, Candidate)> = all
        .iter()
        .filter(|(_, one)| one.documents >= least && !one.deeds_only)
        .map(|(phrase, one)| (phrase.clone(), one.clone()))
        .collect();
    let inside = nested(&kept);
    let mut scored: Vec<(f64, String, Candidate)> = kept
        .into_iter()
        .map(|(phrase, one)| {
            let (sum, count) = inside.get(&one.words).copied().unwrap_or_default();
            let own = one.count() - if count > 0.0 { sum / count } else { 0.0 };
            let words = one.words.len() as f64;
            ((words + 1.0).log2() * own * one.rarity, phrase, one)
        })
        .filter(|(score, ..)| *score > 0.0)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    scored.truncate(RANKED_MAX);
    scored
        .into_iter()
        .map(|(_, phrase, one)| (phrase, one))
        .collect()
}

/// For each run of words, how often longer candidates hold it: the sum of their counts, and how
/// many they are.
fn nested(kept: &[(String, Candidate)]) -> FxHashMap<Vec<u32>, (f64, f64)> {
    let mut inside: FxHashMap<Vec<u32>, (f64, f64)> = FxHashMap::default();
    for (_, one) in kept.iter().filter(|(_, one)| one.words.len() > 1) {
        let mut runs: FxHashSet<&[u32]> = FxHashSet::default();
        for length in 1..one.words.len() {
            runs.extend(one.words.windows(length));
        }
        for run in runs {
            let entry = inside.entry(run.to_vec()).or_default();
            entry.0 += one.count();
            entry.1 += 1.0;
        }
    }
    inside
}

/// Whether two phrases share so much that one of them is enough: one stands in the other, or more
/// than half of the words of the shorter.
fn says_the_same(phrase: &str, one: &Candidate, other: &str, had: &Candidate) -> bool {
    if phrase.contains(other) || other.contains(phrase) {
        return true;
    }
    let common = one
        .words
        .iter()
        .filter(|word| had.words.contains(word))
        .count();
    common * 2 > one.words.len().min(had.words.len())
}

/// Phrases as the first text that holds them writes them.
fn written(chosen: Vec<(String, Candidate)>, texts: &[Text<'_>]) -> Vec<Phrase> {
    let mut forms: Vec<Option<String>> = vec![None; chosen.len()];
    for part in texts
        .iter()
        .flat_map(|text| [text.title, read_part(text.text)])
    {
        if forms.iter().all(Option::is_some) {
            break;
        }
        let (original, folded) = fold_with_origin(part);
        for ((phrase, _), form) in chosen.iter().zip(&mut forms) {
            if form.is_none() {
                *form = original_of(&original, &folded, phrase);
            }
        }
    }
    chosen
        .into_iter()
        .zip(forms)
        .map(|((phrase, one), form)| Phrase {
            text: form.unwrap_or(phrase),
            documents: one.documents,
        })
        .collect()
}

fn original_of(original: &str, folded: &crate::fold::Folded, phrase: &str) -> Option<String> {
    let at = folded.text.find(phrase)?;
    let first = folded.text.get(..at)?.chars().count();
    let last = first + phrase.chars().count().checked_sub(1)?;
    let (start, end) = (folded.origin.get(first)?.0, folded.origin.get(last)?.1);
    let form = original.get(start as usize..end as usize)?;
    Some(form.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests;
