//! Relevance that fades: a document a month older counts half as much.

use crate::schema::PUBLISHED_AT;
use model::{HOUR_MS, Moment};
use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

/// The age at which relevance is halved.
const HALVED_AT_MS: f32 = (30 * 24 * HOUR_MS) as f32;

/// Sorts by relevance and age together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decayed {
    /// The present. What is younger has no age.
    pub(crate) now: Moment,
}

impl SortKeyComputer for Decayed {
    type SortKey = Score;
    type Child = DecayedSegment;
    type Comparator = NaturalComparator;

    fn requires_scoring(&self) -> bool {
        true
    }

    fn segment_sort_key_computer(&self, reader: &SegmentReader) -> tantivy::Result<DecayedSegment> {
        Ok(DecayedSegment {
            now: self.now.0,
            published_at: reader.fast_fields().i64(PUBLISHED_AT)?,
        })
    }
}

pub(crate) struct DecayedSegment {
    now: i64,
    published_at: Column<i64>,
}

impl SegmentSortKeyComputer for DecayedSegment {
    type SortKey = Score;
    type SegmentSortKey = Score;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, document: DocId, score: Score) -> Score {
        let at = self.published_at.first(document).unwrap_or(self.now);
        let age = self.now.saturating_sub(at).max(0) as f32;
        // One over one plus the age fades slowly: what is old and exact still beats what is not.
        score / (1.0 + age / HALVED_AT_MS)
    }

    fn convert_segment_sort_key(&self, score: Score) -> Score {
        score
    }
}
