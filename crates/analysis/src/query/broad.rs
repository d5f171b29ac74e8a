//! What the index can say of a query. Some leaves need the text itself; for them the index gives
//! a wider answer, out of which the evaluator takes what is meant.

use super::pattern;
use crate::fold::fold;
use model::{Near, Query};

/// Whether the index alone cannot tell.
pub fn needs_texts(query: &Query) -> bool {
    query.any(&mut |leaf| {
        matches!(
            leaf,
            Query::Near(_) | Query::Pattern(..) | Query::Exact(..) | Query::Url(_)
        )
    })
}

/// A query that the index can answer and that finds everything the given one finds.
#[must_use]
pub fn broad(query: &Query) -> Query {
    bound(query, true)
}

/// The same tree with leaves that need texts made wider, or narrower under a negation.
fn bound(query: &Query, wider: bool) -> Query {
    let all = |parts: &[Query]| parts.iter().map(|part| bound(part, wider)).collect();
    match query {
        Query::And(parts) => Query::And(all(parts)),
        Query::Or(parts) => Query::Or(all(parts)),
        Query::AtLeast(least, parts) => Query::AtLeast(*least, all(parts)),
        Query::Not(part) => Query::Not(Box::new(bound(part, !wider))),
        Query::Near(_) | Query::Pattern(..) | Query::Exact(..) | Query::Url(_) if !wider => {
            Query::nothing()
        }
        Query::Near(near) => together(near),
        Query::Pattern(part, written) => pattern::broad(written, *part),
        Query::Exact(part, text) => match fold(text) {
            folded if folded.is_empty() => Query::All,
            folded => Query::Sequence(*part, folded),
        },
        Query::Url(_) => Query::All,
        leaf => leaf.clone(),
    }
}

/// All operands of a nearness, wherever they stand.
fn together(near: &Near) -> Query {
    let operands = near.operands.iter();
    let parts = operands.map(|options| Query::Or(options.clone()).within(near.part));
    Query::And(parts.collect())
}
