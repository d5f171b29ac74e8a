//! Documents that say much the same: those that hold enough of the words a document is about.

use super::words::word_query;
use crate::background::DOCUMENTS;
use crate::terms::Term;
use crate::understand::Understood;
use model::{Query, Span};

/// Words a document is asked for by: those that tell it from others best.
const WORDS: usize = 12;
/// The share of them another must hold.
const HELD: f32 = 0.4;
/// What the headline says counts as if it were said this much more often.
const TITLE_COUNT: f32 = 2.0;

/// The question that a document asks.
pub fn similar(understood: &Understood) -> Query {
    let mut terms: Vec<(&Term, &str)> = (understood.features.terms.iter())
        .filter_map(|term| Some((term, word_of(term, &understood.words.joined)?)))
        .collect();
    let weight = |term: &Term| {
        let said = f32::from(term.count) + if term.in_title { TITLE_COUNT } else { 0.0 };
        (1.0 + said.ln()) * (DOCUMENTS / (1.0 + term.background)).ln()
    };
    terms.sort_by(|(a, _), (b, _)| weight(b).total_cmp(&weight(a)).then(a.at.cmp(&b.at)));
    terms.truncate(WORDS);
    let nowhere = Span { start: 0, end: 0 };
    let words: Vec<Query> = (terms.iter())
        .filter_map(|(_, word)| word_query(word, nowhere).ok())
        .filter(|query| *query != Query::All)
        .collect();
    match words.len() {
        0 => Query::nothing(),
        many => Query::AtLeast((many as f32 * HELD).ceil() as usize, words),
    }
}

fn word_of<'a>(term: &Term, joined: &'a str) -> Option<&'a str> {
    let (start, length) = (term.at.0 as usize, term.at.1 as usize);
    joined
        .get(start..start + length)
        .filter(|word| !word.is_empty())
}
