//! What people ask: the grammar, its checker, and the evaluator on a single document.
//!
//! ```text
//! query  = either                    words parted by blanks must all occur
//! either = all (("OR" | "|") all)*
//! all    = not (["AND"] not)*
//! not    = ("-" | "NOT")* part
//! part   = word | "quoted" | (either) | source:NAME | date:FROM..TO
//! ```
//! A word of letters that write spaces is a whole word; anything else is an exact sequence of
//! characters after folding. [`parse`] makes the tree, [`matches`] runs it on one document, the
//! search index on all: both give the same hits.

mod dates;
mod evaluate;
mod highlight;
mod parse;
mod tokens;

pub use evaluate::{View, matches};
pub use highlight::{fragments, fragments_whole, positive_texts};
pub use parse::parse;

use model::Span;
use thiserror::Error;

/// A query that cannot be understood: what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message} (at character {})", span.start + 1)]
pub struct Problem {
    /// Key of the message in catalogues.
    pub code: &'static str,
    /// The message in English.
    pub message: String,
    /// Where, in characters of the written query.
    pub span: Span,
}

impl Problem {
    fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span,
        }
    }
}

#[cfg(test)]
mod tests;
