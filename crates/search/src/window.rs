//! Questions of a stretch of time. Documents arrive in the order they are published, by and
//! large, so most segments lie wholly outside a stretch or inside it; those outside are not
//! opened at all, whatever else is asked.

use crate::schema::PUBLISHED_AT;
use model::Moment;
use tantivy::query::{
    BooleanQuery, EmptyScorer, EnableScoring, Explanation, Occur, Query, RangeQuery, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, Score, SegmentReader, Term};

/// A stretch of time: from the first on and before the second.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) from: Option<Moment>,
    pub(crate) to: Option<Moment>,
}

impl Stretch {
    /// What lies in both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            to: match (self.to, other.to) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        }
    }

    pub(crate) fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The query of all documents in it.
    pub(crate) fn range(self, field: Field) -> RangeQuery {
        use std::ops::Bound::{Excluded, Included, Unbounded};
        let term = |at: Moment| Term::from_field_i64(field, at.0);
        RangeQuery::new(
            self.from.map_or(Unbounded, |at| Included(term(at))),
            self.to.map_or(Unbounded, |at| Excluded(term(at))),
        )
    }
}

/// A query within a stretch.
#[derive(Debug)]
pub(crate) struct Windowed {
    pub(crate) stretch: Stretch,
    pub(crate) field: Field,
    pub(crate) inner: Box<dyn Query>,
}

impl Clone for Windowed {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.box_clone(),
            ..*self
        }
    }
}

impl Query for Windowed {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let range: Box<dyn Query> = Box::new(self.stretch.range(self.field));
        let both = BooleanQuery::new(vec![
            (Occur::Must, self.inner.box_clone()),
            (
                Occur::Must,
                Box::new(tantivy::query::ConstScoreQuery::new(range, 0.0)),
            ),
        ]);
        Ok(Box::new(WindowedWeight {
            stretch: self.stretch,
            inner: self.inner.weight(scoring)?,
            both: both.weight(scoring)?,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.inner.query_terms(visitor);
    }
}

struct WindowedWeight {
    stretch: Stretch,
    /// Without the stretch: for segments that lie inside it.
    inner: Box<dyn Weight>,
    /// With it.
    both: Box<dyn Weight>,
}

impl Weight for WindowedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let column = reader.fast_fields().i64(PUBLISHED_AT)?;
        let (first, last) = (column.min_value(), column.max_value());
        let after = self.stretch.from.is_some_and(|from| last < from.0);
        let before = self.stretch.to.is_some_and(|to| first >= to.0);
        if after || before {
            return Ok(Box::new(EmptyScorer));
        }
        let inside = self.stretch.from.is_none_or(|from| first >= from.0)
            && self.stretch.to.is_none_or(|to| last < to.0);
        if inside {
            self.inner.scorer(reader, boost)
        } else {
            self.both.scorer(reader, boost)
        }
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.both.explain(reader, document)
    }
}
