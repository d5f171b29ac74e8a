//! `caifeng eval keyphrases`: do phrases of some documents of an event stand in the headlines of the
//! others?

use super::gold::{each_item, read_gold};
use crate::args::EvalPhrases;
use crate::{Ended, output};
use analysis::fold::fold;
use analysis::gist::{Phrase, Text, keyphrases, single_words};
use analysis::{Segmenter, Understander};
use anyhow::{Result, bail};
use model::{Item, Moment};
use serde::Serialize;
use std::collections::BTreeMap;

/// Documents that an event must have.
const DOCUMENTS_MIN: usize = 3;

/// Single words that are ranked, so that enough of them have the letters of the phrases.
const WORDS_RANKED: usize = 60;

/// How well one way of choosing does, over all events.
#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Scores {
    /// Phrases chosen, a mean.
    phrases: f64,
    /// Share of them that stand in a held-out headline.
    in_headlines: f64,
    /// Share of the letters of held-out headlines that they cover.
    letters_covered: f64,
    /// Letters of a phrase, a mean.
    letters: f64,
}

#[derive(Serialize)]
struct Report {
    events: usize,
    most: usize,
    keyphrases: Scores,
    /// The words that phrases are made of.
    their_words: Scores,
    tf_idf_words: Scores,
    /// As many words as have the letters of the phrases.
    tf_idf_same_letters: Scores,
}

pub(crate) fn run(args: &EvalPhrases) -> Result<Ended> {
    let gold = read_gold(&args.gold, &args.label)?;
    let mut events: BTreeMap<&String, Vec<Item>> = BTreeMap::new();
    each_item(&args.gold, |item| {
        if let Some(label) = gold.labels.get(&item.key.external_id) {
            events.entry(label).or_default().push(item);
        }
    })?;
    events.retain(|label, items| items.len() >= DOCUMENTS_MIN && !label.starts_with("NOISE"));
    if events.is_empty() {
        bail!(
            "{} holds no event of {DOCUMENTS_MIN} documents",
            args.gold.display()
        );
    }
    let understander = Understander::new(&[], None);
    let mut scores: [Vec<Scores>; 4] = Default::default();
    for items in events.values_mut() {
        items.sort_by(|a, b| {
            (a.published_at, &a.key.external_id).cmp(&(b.published_at, &b.key.external_id))
        });
        let seen: Vec<Text<'_>> = items.iter().step_by(2).map(text).collect();
        let held: Vec<String> = items
            .iter()
            .skip(1)
            .step_by(2)
            .map(|item| fold(&item.title))
            .collect();
        let segmenter = understander.segmenter();
        let phrases = keyphrases(segmenter, &seen, &[], args.most);
        let words = single_words(segmenter, &seen, WORDS_RANKED);
        let told = [
            score(&phrases, &held),
            score(&words_of(segmenter, &phrases), &held),
            score(words.get(..args.most).unwrap_or(&words), &held),
            score(with_letters(&words, letters(&phrases)), &held),
        ];
        for (all, one) in scores.iter_mut().zip(told) {
            all.push(one);
        }
    }
    let [keyphrases, their_words, tf_idf_words, tf_idf_same_letters] = scores.map(|all| mean(&all));
    let report = Report {
        events: events.len(),
        most: args.most,
        keyphrases,
        their_words,
        tf_idf_words,
        tf_idf_same_letters,
    };
    if args.json {
        output::json(&report)?;
        return Ok(Ended::Done);
    }
    let row = |name: &str, scores: &Scores| {
        vec![
            name.to_owned(),
            format!("{:.1}", scores.phrases),
            format!("{:.3}", scores.in_headlines),
            format!("{:.3}", scores.letters_covered),
            format!("{:.1}", scores.letters),
        ]
    };
    output::table(
        &[
            "",
            "phrases",
            "in a headline",
            "letters covered",
            "letters each",
        ],
        vec![
            row("keyphrases", &report.keyphrases),
            row("their words", &report.their_words),
            row("TF-IDF words", &report.tf_idf_words),
            row("as many letters", &report.tf_idf_same_letters),
        ],
    )?;
    output::note(&format!("{} events", report.events));
    Ok(Ended::Done)
}

fn letters(phrases: &[Phrase]) -> usize {
    let letters = |phrase: &Phrase| phrase.text.chars().filter(|c| !c.is_whitespace()).count();
    phrases.iter().map(letters).sum()
}

/// The first words that together have so many letters.
fn with_letters(words: &[Phrase], wanted: usize) -> &[Phrase] {
    let mut end = 0;
    while end < words.len() && letters(&words[..end]) < wanted {
        end += 1;
    }
    &words[..end]
}

/// The words of phrases, each once.
fn words_of(segmenter: &Segmenter, phrases: &[Phrase]) -> Vec<Phrase> {
    let mut words: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        for word in segmenter.words("", &fold(&phrase.text)).iter() {
            let new = !words.iter().any(|known| known.text == word);
            if new && word.chars().nth(1).is_some() {
                words.push(Phrase {
                    text: word.to_owned(),
                    documents: 0,
                });
            }
        }
    }
    words
}

fn text(item: &Item) -> Text<'_> {
    Text {
        title: &item.title,
        text: &item.text,
        at: item.published_at.unwrap_or(Moment(0)),
        voices: 1,
    }
}

fn score(phrases: &[Phrase], headlines: &[String]) -> Scores {
    let folded: Vec<String> = phrases.iter().map(|phrase| fold(&phrase.text)).collect();
    let found = folded
        .iter()
        .filter(|phrase| headlines.iter().any(|one| one.contains(*phrase)));
    let covered: Vec<f64> = headlines
        .iter()
        .map(|headline| covered(&folded, headline))
        .collect();
    let letters: usize = folded.iter().map(|phrase| phrase.chars().count()).sum();
    let of = folded.len().max(1) as f64;
    Scores {
        phrases: folded.len() as f64,
        in_headlines: found.count() as f64 / of,
        letters_covered: covered.iter().sum::<f64>() / covered.len().max(1) as f64,
        letters: letters as f64 / of,
    }
}

/// Share of the letters of a headline that phrases cover.
fn covered(phrases: &[String], headline: &str) -> f64 {
    let mut marks = vec![false; headline.len()];
    for phrase in phrases.iter().filter(|phrase| !phrase.is_empty()) {
        for (at, _) in headline.match_indices(phrase.as_str()) {
            for mark in marks.iter_mut().skip(at).take(phrase.len()) {
                *mark = true;
            }
        }
    }
    let letters = headline.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let (mut all, mut hit) = (0, 0);
    for (at, _) in letters {
        all += 1;
        hit += usize::from(marks.get(at).copied().unwrap_or(false));
    }
    f64::from(u32::try_from(hit).unwrap_or(0)) / f64::from(u32::try_from(all.max(1)).unwrap_or(1))
}

fn mean(all: &[Scores]) -> Scores {
    let of =
        |field: fn(&Scores) -> f64| all.iter().map(field).sum::<f64>() / all.len().max(1) as f64;
    Scores {
        phrases: of(|one| one.phrases),
        in_headlines: of(|one| one.in_headlines),
        letters_covered: of(|one| one.letters_covered),
        letters: of(|one| one.letters),
    }
}
