//! Documents listed by their numbers.

use crate::schema::ID;
use model::DocumentId;
use std::sync::Arc;
use tantivy::query::{ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// These documents. The list is sorted.
#[derive(Debug, Clone)]
pub(crate) struct Listed(pub(crate) Arc<[DocumentId]>);

impl Query for Listed {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ListedWeight(Arc::clone(&self.0))))
    }
}

struct ListedWeight(Arc<[DocumentId]>);

impl Weight for ListedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let column = reader.fast_fields().i64(ID)?;
        let from = self.0.partition_point(|id| id.0 < column.min_value());
        let to = self.0.partition_point(|id| id.0 <= column.max_value());
        let wanted = self.0.get(from..to).unwrap_or_default();
        if wanted.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let is_wanted = |document: &DocId| {
            let id = column.first(*document).map(DocumentId);
            id.is_some_and(|id| wanted.binary_search(&id).is_ok())
        };
        let documents = (0..reader.max_doc()).filter(is_wanted).collect();
        Ok(Box::new(ConstScorer::new(Ascending::new(documents), boost)))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, document)
    }
}

pub(crate) fn explained(
    weight: &impl Weight,
    reader: &SegmentReader,
    document: DocId,
) -> tantivy::Result<Explanation> {
    if weight.scorer(reader, 1.0)?.seek(document) == document {
        Ok(Explanation::new("listed", 1.0))
    } else {
        Err(TantivyError::InvalidArgument(format!(
            "document {document} does not match"
        )))
    }
}

/// Documents of a segment in ascending order.
pub(crate) struct Ascending {
    documents: Vec<DocId>,
    at: usize,
}

impl Ascending {
    pub(crate) fn new(documents: Vec<DocId>) -> Self {
        Self { documents, at: 0 }
    }
}

impl DocSet for Ascending {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.documents.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|document| *document < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}
