//! What is known of a query once it is known which texts a document holds, before the document
//! is looked at: mostly everything.

use super::{broad, needs_texts};
use model::{Part, Query};

/// A query of more texts than this is looked at itself.
const TEXTS_MAX: usize = 200;

/// Whether a query holds, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// The document has to be looked at.
    Ask,
}

/// A query with its texts exchanged for their places in the automaton.
#[derive(Debug)]
pub(super) enum Outline {
    /// It holds where the document holds this text.
    Text(usize),
    /// It does not hold where this does not.
    Needs(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    AtLeast(usize, Vec<Self>),
    Not(Box<Self>),
    /// Nothing is known.
    Open,
}

impl Outline {
    /// The outline of a query. `place` gives each text its place.
    pub(super) fn of(query: &Query, place: &mut impl FnMut(&str) -> usize) -> Self {
        let mut texts = 0;
        query.any(&mut |leaf| {
            texts += match leaf {
                Query::Near(near) => near.operands.iter().map(Vec::len).sum(),
                _ => 1,
            };
            texts > TEXTS_MAX
        });
        if texts > TEXTS_MAX {
            return Self::Open;
        }
        Self::made(query, place)
    }

    fn made(query: &Query, place: &mut impl FnMut(&str) -> usize) -> Self {
        let mut each = |parts: &[Query]| parts.iter().map(|part| Self::made(part, place)).collect();
        match query {
            Query::And(parts) => Self::All(each(parts)),
            Query::Or(parts) => Self::Any(each(parts)),
            Query::AtLeast(least, parts) => Self::AtLeast(*least, each(parts)),
            Query::Not(part) => Self::Not(Box::new(Self::made(part, place))),
            Query::Sequence(_, text) | Query::Word(_, text) | Query::Prefix(_, text)
                if text.is_empty() =>
            {
                Self::Open
            }
            Query::Sequence(Part::Whole, text) => Self::Text(place(text)),
            Query::Sequence(_, text) | Query::Word(_, text) | Query::Prefix(_, text) => {
                Self::Needs(Box::new(Self::Text(place(text))))
            }
            leaf if needs_texts(leaf) => Self::Needs(Box::new(Self::made(&broad(leaf), place))),
            _ => Self::Open,
        }
    }

    /// What is known where `held` says of each place whether the document holds its text.
    pub(super) fn answer(&self, held: &[bool]) -> Answer {
        match self {
            Self::Text(place) => match held.get(*place) {
                Some(true) => Answer::Yes,
                _ => Answer::No,
            },
            Self::Needs(inner) => match inner.answer(held) {
                Answer::No => Answer::No,
                _ => Answer::Ask,
            },
            Self::All(parts) => at_least(parts.len(), parts, held),
            Self::Any(parts) => at_least(1, parts, held),
            Self::AtLeast(least, parts) => at_least(*least, parts, held),
            Self::Not(part) => match part.answer(held) {
                Answer::Yes => Answer::No,
                Answer::No => Answer::Yes,
                Answer::Ask => Answer::Ask,
            },
            Self::Open => Answer::Ask,
        }
    }
}

fn at_least(least: usize, parts: &[Outline], held: &[bool]) -> Answer {
    let (mut sure, mut possible) = (0, 0);
    for part in parts {
        match part.answer(held) {
            Answer::Yes => sure += 1,
            Answer::Ask => possible += 1,
            Answer::No => {}
        }
    }
    if sure >= least {
        Answer::Yes
    } else if sure + possible < least {
        Answer::No
    } else {
        Answer::Ask
    }
}
