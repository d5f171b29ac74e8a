//! Keyphrases: runs of neighbouring words that tell what an event's documents share.
//!
//! A run is worth how often it is said, a headline counting as many times as it tells more, times the
//! mean rarity of its words in ordinary news (inverse document frequency, Spärck Jones 1972). Of runs
//! that lie in one another, the longer one stands where it is said about as often, else the shorter:
//! what a reader would miss is neither cut off nor hung on (nested terms: Frantzi, Ananiadou, Mima,
//! "Automatic recognition of multi-word terms: the C-value/NC-value method", 2000).

use super::words::{Word, clauses, rarity};
use super::{Text, read_part};
use crate::fold::{fold, fold_with_origin, is_han};
use crate::segment::{Segmenter, WordKind};
use rustc_hash::FxHashMap;

/// Words of a phrase at most: longer ones are sentences that were copied.
const WORDS_MAX: usize = 4;
/// Letters of a phrase at most, and of one of Chinese characters.
const LETTERS_MAX: usize = 36;
const HAN_MAX: usize = 8;
/// What a headline counts: so many times what the body does.
const TITLE_COUNTS: f64 = 8.0;
/// What a run of one, two, three, four words counts: two tell most.
const LENGTH_COUNTS: [f64; WORDS_MAX] = [1.0, 1.25, 1.2, 1.0];
/// What a run counts that stands in one headline only.
const ONCE_COUNTS: f64 = 0.6;
/// What deeds count by themselves: they tell less than things.
const DEEDS_COUNT: f64 = 0.6;
/// Share of the shorter run's count from which a longer one that holds it takes its place: it is never
/// said without.
const ABOUT_AS_OFTEN: f64 = 1.0;
/// Share of the shorter run's worth that the longer one must have then.
const ABOUT_AS_WORTHY: f64 = 0.5;

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
    /// Documents that say it.
    documents: usize,
    /// The last of them.
    last: usize,
    in_titles: u32,
    in_bodies: u32,
    rarity: f64,
    deeds_only: bool,
}

impl Candidate {
    fn count(&self) -> f64 {
        f64::from(self.in_bodies) + TITLE_COUNTS * f64::from(self.in_titles)
    }

    fn worth(&self) -> f64 {
        let words = self.words.len();
        let length = words.checked_sub(1).and_then(|at| LENGTH_COUNTS.get(at));
        let times = self.in_bodies + self.in_titles;
        let said = match (words, times, self.in_titles) {
            (2.., 1, 0) => 0.0,
            (2.., 1, _) => ONCE_COUNTS,
            _ => 1.0,
        };
        let deeds = if self.deeds_only { DEEDS_COUNT } else { 1.0 };
        self.count() * self.rarity * length.copied().unwrap_or(0.0) * said * deeds
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
    let mut all = gather(segmenter, texts);
    all.retain(|phrase, _| !names.iter().any(|name| name.contains(phrase.as_str())));
    let ranked = ranked(all);
    let longer = longer_ones(&ranked);
    let mut chosen: Vec<(String, Candidate)> = Vec::new();
    for at in 0..ranked.len() {
        if chosen.len() == most {
            break;
        }
        let at = longer.get(&at).copied().unwrap_or(at);
        let Some(Ranked { phrase, one, .. }) = ranked.get(at) else {
            continue;
        };
        if !(chosen.iter()).any(|(other, had)| says_the_same(phrase, one, other, had)) {
            chosen.push((phrase.clone(), one.clone()));
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

fn gather(segmenter: &Segmenter, texts: &[Text<'_>]) -> FxHashMap<String, Candidate> {
    let mut all: FxHashMap<String, Candidate> = FxHashMap::default();
    for (number, text) in (1..).zip(texts) {
        for (is_title, part) in [(true, text.title), (false, read_part(text.text))] {
            for (clause, words) in clauses(segmenter, part) {
                for from in 0..words.len() {
                    for to in from + 1..=words.len().min(from + WORDS_MAX) {
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
    candidate.documents += usize::from(candidate.last != number);
    candidate.last = number;
    if is_title {
        candidate.in_titles += 1;
    } else {
        candidate.in_bodies += 1;
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

struct Ranked {
    worth: f64,
    phrase: String,
    one: Candidate,
}

/// Candidates that are worth something, the best first.
fn ranked(all: FxHashMap<String, Candidate>) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = all
        .into_iter()
        .map(|(phrase, one)| Ranked {
            worth: one.worth(),
            phrase,
            one,
        })
        .filter(|ranked| ranked.worth > 0.0)
        .collect();
    ranked.sort_by(|a, b| (b.worth.total_cmp(&a.worth)).then_with(|| a.phrase.cmp(&b.phrase)));
    ranked
}

/// For runs that lie in longer ones which are said about as often: the best of those.
fn longer_ones(ranked: &[Ranked]) -> FxHashMap<usize, usize> {
    let places: FxHashMap<&[u32], usize> = (ranked.iter().enumerate())
        .map(|(at, ranked)| (ranked.one.words.as_slice(), at))
        .collect();
    let mut longer = FxHashMap::default();
    // The best comes first and stays.
    for (at, long) in ranked.iter().enumerate() {
        for length in 1..long.one.words.len() {
            for run in long.one.words.windows(length) {
                let Some((inner, short)) =
                    (places.get(run)).and_then(|inner| Some((*inner, ranked.get(*inner)?)))
                else {
                    continue;
                };
                let as_often = long.one.count() >= ABOUT_AS_OFTEN * short.one.count();
                if as_often && long.worth >= ABOUT_AS_WORTHY * short.worth {
                    longer.entry(inner).or_insert(at);
                }
            }
        }
    }
    longer
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
