//! A query on a single document, in memory.

use crate::fold::fold;
use crate::segment::spaced_words;
use model::{Moment, Query};

/// What a query looks at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Folded title, `\n`, folded body.
    pub folded: &'a str,
    /// The source's name, as shown.
    pub source: &'a str,
    /// When it was published.
    pub published_at: Moment,
}

/// Whether the document is what the query asks for.
pub fn matches(query: &Query, view: &View) -> bool {
    match query {
        Query::All => true,
        Query::Word(word) => spaced_words(view.folded).any(|other| other == word),
        Query::Sequence(text) => view.folded.contains(text.as_str()),
        Query::Source(name) => fold(view.source).contains(name.as_str()),
        Query::Published(from, to) => {
            from.is_none_or(|from| from <= view.published_at)
                && to.is_none_or(|to| view.published_at < to)
        }
        Query::And(parts) => parts.iter().all(|part| matches(part, view)),
        Query::Or(parts) => parts.iter().any(|part| matches(part, view)),
        Query::Not(part) => !matches(part, view),
    }
}
