//! Words and quoted texts of a written query, and the operators between them.

use super::Problem;
use crate::fold::{fold, is_spaced_letter};
use model::{Closeness, Near, Part, Query, Span, limits};

/// A binary operator that binds texts which stand close to one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Binding {
    pub(super) closeness: Closeness,
    pub(super) ordered: bool,
}

pub(super) fn is_operator(word: &str) -> bool {
    matches!(word, "OR" | "AND" | "NOT") || binding(word).is_some()
}

/// `NEAR`, `NEAR/8`, `NEAR/8f`, `ONEAR/8`, `SENTENCE`; an error where the distance is none.
pub(super) fn binding(word: &str) -> Option<Result<Binding, ()>> {
    if word == "SENTENCE" {
        return Some(Ok(Binding {
            closeness: Closeness::Sentence,
            ordered: false,
        }));
    }
    let (name, distance) = word.split_once('/').unwrap_or((word, "8"));
    if !matches!(name, "NEAR" | "ONEAR") {
        return None;
    }
    let forward = distance.strip_suffix('f');
    let units = forward.unwrap_or(distance).parse::<usize>().ok();
    Some(
        match units.filter(|units| *units <= limits::NEAR_UNITS_MAX) {
            Some(units) => Ok(Binding {
                closeness: Closeness::Units(units),
                ordered: name == "ONEAR" || forward.is_some(),
            }),
            None => Err(()),
        },
    )
}

/// A word without quotes: whole where its script writes spaces, else its characters in order;
/// with `*` at its end, the beginning of one. One that folds to marks alone says nothing.
pub(super) fn word_query(word: &str, span: Span) -> Result<Query, Problem> {
    let (stem, open) = match word.strip_suffix(['*', '＊']) {
        Some(stem) => (stem, true),
        None => (word, false),
    };
    let folded = fold(stem);
    let spaced = !folded.is_empty() && folded.chars().all(is_spaced_letter);
    if !open {
        return Ok(if spaced {
            Query::Word(Part::Whole, folded)
        } else if folded.chars().any(char::is_alphanumeric) {
            Query::Sequence(Part::Whole, folded)
        } else {
            Query::All
        });
    }
    if spaced && folded.chars().count() < limits::PREFIX_CHARS_MIN || folded.is_empty() {
        let message = format!(
            "write at least {} letters before *",
            limits::PREFIX_CHARS_MIN
        );
        return Err(Problem::new("short_prefix", span, message));
    }
    Ok(if spaced {
        Query::Prefix(Part::Whole, folded)
    } else {
        Query::Sequence(Part::Whole, folded)
    })
}

/// `"a b"`, or `"a b"~8`: its words within so many of one another.
pub(super) fn quoted(text: &str, slop: Option<&str>, span: Span) -> Result<Query, Problem> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(Problem::new(
            "empty_quote",
            span,
            "there is nothing between these quotes; write what to find",
        ));
    }
    let Some(slop) = slop else {
        return Ok(Query::Sequence(Part::Whole, folded));
    };
    let operands = folded.split(' ').map(|word| word_query(word, span));
    let operands = operands.collect::<Result<Vec<_>, _>>()?;
    let units = slop.parse().ok();
    match units.filter(|units| *units <= limits::NEAR_UNITS_MAX) {
        Some(units) if operands.len() > 1 => Ok(Query::Near(Box::new(Near {
            operands: operands.into_iter().map(|operand| vec![operand]).collect(),
            closeness: Closeness::Units(units),
            ordered: false,
            part: Part::Whole,
        }))),
        Some(_) => Ok(Query::Sequence(Part::Whole, folded)),
        None => Err(Problem::new(
            "near_distance",
            span,
            "write a number from 0 to 1000 after ~",
        )),
    }
}
