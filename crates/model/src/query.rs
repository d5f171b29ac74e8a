//! What somebody asks: one tree, which the grammar makes, the evaluator runs on a single
//! document and the index runs on all of them.

use crate::Moment;

/// Where in the written query a part stands, in characters from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// A query tree. Texts in it are folded already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Every document.
    All,
    /// A whole word of a script that writes spaces: a maximal run of letters and digits.
    Word(String),
    /// An exact character sequence, anywhere in the title or the body.
    Sequence(String),
    /// The source's name contains this, folded.
    Source(String),
    /// Published at or after the first and before the second; an open end has no bound.
    Published(Option<Moment>, Option<Moment>),
    /// All of these.
    And(Vec<Query>),
    /// Any of these.
    Or(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
}
