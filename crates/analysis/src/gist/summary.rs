//! A summary of sentences that stand in the documents.
//!
//! Sentences are weighed by the words that the documents share (the centroid of MEAD: Radev, Jing,
//! Budzikowska, "Centroid-based summarization of multiple documents", 2000) and by their place in
//! their document; words that were said count less from then on (SumBasic: Nenkova & Vanderwende,
//! "The impact of frequency on summarization", 2005), and a sentence near one that was chosen is
//! passed over. What is chosen is told in the order of time.

use super::sentences::sentences;
use super::words::{rarity, words};
use super::{Text, read_part};
use crate::fold::fold;
use crate::segment::Segmenter;
use rustc_hash::{FxHashMap, FxHashSet};

/// Sentences of a summary at most and, where there are so many, at least.
pub(crate) const SENTENCES_MAX: usize = 5;
const SENTENCES_MIN: usize = 3;
/// Sentences of one document that are looked at: what happened stands at its beginning.
const OF_EACH: usize = 8;
/// Letters of a sentence; shorter ones are bylines and cries, longer ones lists.
const LETTERS: std::ops::RangeInclusive<usize> = 10..=220;
/// Share of the pairs of letters of the shorter one from which two sentences say the same.
pub(crate) const SAME: f64 = 0.5;
/// What words that were said already count from then on.
const SAID_COUNTS: f64 = 0.25;
/// Share of the first sentence's weight below which a further one is not worth its place.
const WORTH: f64 = 0.3;
/// What a sentence loses for each one before it in its document.
const PLACE_LOSS: f64 = 0.06;

/// A sentence of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The sentence, as it stands there.
    pub sentence: &'a str,
    /// Which text.
    pub text: usize,
    /// Which sentence of it, from 0.
    pub place: usize,
}

/// A sentence with what it is weighed by.
pub(crate) struct Weighed<'a> {
    pub(crate) chosen: Chosen<'a>,
    keys: Vec<u32>,
    pairs: FxHashSet<(char, char)>,
    place_weight: f64,
}

/// Three to five sentences that tell most of the texts, in the order of time.
pub fn summary<'a>(segmenter: &Segmenter, texts: &[Text<'a>]) -> Vec<Chosen<'a>> {
    let (candidates, weights) = weigh(segmenter, texts);
    let mut chosen = choose(candidates, weights, SENTENCES_MAX);
    chosen.sort_by_key(|one| (texts.get(one.text).map(|text| text.at), one.text, one.place));
    chosen
}

/// All sentences that may be chosen, and what each word weighs.
pub(crate) fn weigh<'a>(
    segmenter: &Segmenter,
    texts: &[Text<'a>],
) -> (Vec<Weighed<'a>>, FxHashMap<u32, f64>) {
    let mut candidates = Vec::new();
    let mut counts: FxHashMap<u32, f64> = FxHashMap::default();
    for (number, text) in texts.iter().enumerate() {
        let weight = 1.0 + f64::from(text.voices).ln_1p();
        let mut said: FxHashSet<u32> = keys_of(segmenter, &fold(text.title)).into_iter().collect();
        let body = sentences(read_part(text.text));
        // A post may be its headline alone.
        let title_only = body.is_empty() && !text.title.trim().is_empty();
        let own = if title_only {
            vec![text.title.trim()]
        } else {
            body
        };
        for (place, sentence) in own.into_iter().enumerate().take(OF_EACH) {
            let folded = fold(sentence);
            let keys = keys_of(segmenter, &folded);
            said.extend(&keys);
            if LETTERS.contains(&sentence.chars().filter(|c| c.is_alphanumeric()).count()) {
                candidates.push(Weighed {
                    chosen: Chosen {
                        sentence,
                        text: number,
                        place,
                    },
                    keys,
                    pairs: pairs_of(&folded),
                    place_weight: 1.0 - PLACE_LOSS * place as f64,
                });
            }
        }
        for key in said {
            *counts.entry(key).or_default() += weight;
        }
    }
    let weights = counts
        .into_iter()
        .map(|(key, count)| (key, count * rarity(key)))
        .collect();
    (candidates, weights)
}

fn keys_of(segmenter: &Segmenter, folded: &str) -> Vec<u32> {
    let mut keys: Vec<u32> = words(segmenter, folded)
        .into_iter()
        .filter(|word| word.says)
        .map(|word| word.key)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The best sentences one after the other, each unlike those before it.
pub(crate) fn choose<'a>(
    mut candidates: Vec<Weighed<'a>>,
    mut weights: FxHashMap<u32, f64>,
    most: usize,
) -> Vec<Chosen<'a>> {
    let mut chosen: Vec<Weighed<'a>> = Vec::new();
    let mut first_score = 0.0;
    while chosen.len() < most {
        let mut best: Option<(f64, usize)> = None;
        for (index, one) in candidates.iter().enumerate() {
            let sum: f64 = one.keys.iter().filter_map(|key| weights.get(key)).sum();
            let score = sum / (one.keys.len() as f64 + 4.0).sqrt() * one.place_weight;
            if best.is_none_or(|(most, _)| score > most + 1e-9) {
                best = Some((score, index));
            }
        }
        let Some((score, index)) = best else { break };
        if chosen.is_empty() {
            first_score = score;
        }
        if score <= 0.0 || (chosen.len() >= SENTENCES_MIN && score < first_score * WORTH) {
            break;
        }
        let one = candidates.swap_remove(index);
        candidates.retain(|other| alike(&one.pairs, &other.pairs) < SAME);
        // Taking out by swapping changes the order; ties are decided by it.
        candidates.sort_by_key(|other| (other.chosen.text, other.chosen.place));
        for key in &one.keys {
            if let Some(weight) = weights.get_mut(key) {
                *weight *= SAID_COUNTS;
            }
        }
        chosen.push(one);
    }
    chosen.into_iter().map(|one| one.chosen).collect()
}

/// Pairs of neighbouring letters of a folded text.
pub(crate) fn pairs_of(folded: &str) -> FxHashSet<(char, char)> {
    let letters: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    letters
        .iter()
        .copied()
        .zip(letters.iter().copied().skip(1))
        .collect()
}

/// Share of the pairs of the smaller set that the other has.
fn alike(one: &FxHashSet<(char, char)>, other: &FxHashSet<(char, char)>) -> f64 {
    let fewer = one.len().min(other.len());
    if fewer == 0 {
        return 1.0;
    }
    one.intersection(other).count() as f64 / fewer as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Moment;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    fn text<'a>(at: i64, title: &'a str, text: &'a str) -> Text<'a> {
        Text {
            title,
            text,
            at: Moment(at),
            voices: 1,
        }
    }

    const FIRST: &str =
        "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成直径约五米的坑洞。围观的人很多。";
    const SECOND: &str = "昨夜11时许，青岚县北门外大街路面突然发生塌陷，形成直径约五米的坑洞。\
        县住建局称，塌陷因地下自来水管道长期漏水所致。";
    const THIRD: &str = "县住建局通报，北门外大街塌陷路段预计周五恢复通行。";

    #[test]
    fn sentences_are_told_in_time_and_never_twice() {
        let segmenter = Segmenter::new([], []);
        let texts = [
            text(30, "通报", THIRD),
            text(10, "塌陷", FIRST),
            text(20, "原因", SECOND),
        ];
        let chosen = summary(&segmenter, &texts);
        let said: Vec<&str> = chosen.iter().map(|one| one.sentence).collect();
        assert!((3..=5).contains(&said.len()), "{said:?}");
        let hole = said.iter().filter(|one| one.contains("五米的坑洞"));
        assert_eq!(hole.count(), 1, "{said:?}");
        assert!(said.iter().any(|one| one.contains("漏水")), "{said:?}");
        assert!(said.last().unwrap().contains("周五"), "{said:?}");
        for one in &chosen {
            assert!(texts[one.text].text.contains(one.sentence));
        }
    }

    #[test]
    fn a_headline_alone_is_a_sentence_and_nothing_is_none() {
        let segmenter = Segmenter::new([], []);
        let alone = [text(1, "北门外大街路面塌陷，三轮车滑入坑中", "")];
        assert_eq!(summary(&segmenter, &alone).len(), 1);
        assert!(summary(&segmenter, &[]).is_empty());
        assert!(summary(&segmenter, &[text(1, "", "。。。")]).is_empty());
    }

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new([], []));

    proptest! {
        #[test]
        fn never_more_than_five_and_in_order(
            bodies in prop::collection::vec("[路面塌陷漏水围挡通行abc0-9 ]{0,30}[。.]", 0..20)
        ) {
            let texts: Vec<Text<'_>> = bodies
                .iter()
                .enumerate()
                .map(|(at, body)| text(at as i64 % 7, "", body))
                .collect();
            let chosen = summary(&SEGMENTER, &texts);
            prop_assert!(chosen.len() <= SENTENCES_MAX);
            prop_assert!(chosen.is_sorted_by_key(|one| (texts[one.text].at, one.text, one.place)));
            for (index, one) in chosen.iter().enumerate() {
                for other in &chosen[..index] {
                    let (a, b) = (pairs_of(&fold(one.sentence)), pairs_of(&fold(other.sentence)));
                    prop_assert!(alike(&a, &b) < SAME, "{} {}", one.sentence, other.sentence);
                }
            }
        }
    }
}
