//! A query whose documents are listed before they are left out of others.
//!
//! tantivy 0.27 asks an excluded scorer for documents before the one it stands on, which a scorer
//! of phrases does not allow (it fails an assertion, and could answer wrongly without it). A list
//! can be asked for any document in ascending order.

use crate::listed::{Ascending, explained};
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

/// Wraps a query that is to be left out of others.
#[derive(Debug)]
pub(crate) struct Settled(pub(crate) Box<dyn Query>);

impl Clone for Settled {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Settled {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SettledWeight(self.0.weight(scoring)?)))
    }
}

struct SettledWeight(Box<dyn Weight>);

impl Weight for SettledWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut inner = self.0.scorer(reader, boost)?;
        let mut documents: Vec<DocId> = Vec::new();
        let mut document = inner.doc();
        while document != TERMINATED {
            documents.push(document);
            document = inner.advance();
        }
        Ok(Box::new(ConstScorer::new(Ascending::new(documents), boost)))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, document)
    }
}
