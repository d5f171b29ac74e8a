//! What people ask: the grammar, its checker, and the evaluator on a single document.
//!
//! ```text
//! query  = either                      words parted by blanks must all occur
//! either = all (("OR" | "|") all)*
//! all    = not (["AND"] not)*
//! not    = ("-" | "!" | "NOT")* near
//! near   = part (("NEAR/8" | "NEAR/8f" | "ONEAR/8" | "SENTENCE") part)*
//! part   = word | word* | "quoted" | "quoted"~8 | /regex/ | ( either ) | field:value
//! ```
//! A word of letters that write spaces is a whole word; anything else is an exact sequence of
//! characters after folding. [`parse`] makes the tree, [`Matcher`] runs it on one document,
//! [`Watch`] runs many on each document of a stream, the search index runs it on all: all give
//! the same hits. The grammar by field stands in `docs/specs/search.md`.

mod broad;
mod dates;
mod evaluate;
mod fields;
mod highlight;
mod near;
mod outline;
mod parse;
mod pattern;
mod person;
mod similar;
mod tokens;
mod watch;
mod words;
mod written;

pub use broad::{broad, needs_texts};
pub use evaluate::{Matcher, View, host, matches};
pub use highlight::{fragments, fragments_whole, positive_texts};
pub use parse::parse;
pub use person::asks_for_person;
pub use similar::similar;
pub use watch::Watch;
pub use written::written;

use crate::Gazetteer;
use chrono_tz::Tz;
use model::{Moment, Span};
use thiserror::Error;

/// What a written query is understood with.
#[derive(Debug, Clone, Copy)]
pub struct Grammar<'a> {
    /// Days begin in this zone.
    pub zone: Tz,
    /// The present, for what is asked of the last hours.
    pub now: Moment,
    /// Names of places.
    pub places: &'a Gazetteer,
}

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
