//! The files of an index: who writes them, what they hold, how large they are, and dropping them.

use crate::TantivyIndex;
use crate::errors::failed;
use crate::schema::ID;
use crate::settings::IndexSettings;
use model::DocumentId;
use ports::{Hit, IndexError};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{DocAddress, Index, IndexWriter, Searcher, TantivyError};

impl TantivyIndex {
    /// Bytes on disk by what they are for, the most first.
    pub fn space(&self) -> Result<Vec<(String, u64)>, IndexError> {
        let usage = self.reader.searcher().space_usage();
        let usage = usage.map_err(|error| failed(TantivyError::IoError(Arc::new(error))))?;
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for segment in usage.segments() {
            for (what, fields) in [
                ("terms", segment.termdict()),
                ("postings", segment.postings()),
                ("positions", segment.positions()),
                ("norms", segment.fieldnorms()),
                ("column", segment.fast_fields()),
            ] {
                for field in fields.fields() {
                    let name = format!("{} {what}", field.field_name());
                    *sums.entry(name).or_default() += field.total().get_bytes();
                }
            }
            *sums.entry("deletions".to_owned()).or_default() += segment.deletes().get_bytes();
        }
        let mut sums: Vec<(String, u64)> = sums.into_iter().filter(|(_, sum)| *sum > 0).collect();
        sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        Ok(sums)
    }
}

/// Share of a segment from which what was removed is worth writing the rest anew.
const REMOVED_SHARE: f64 = 0.1;

/// Writes segments anew of which much was removed, one at a time: the memory and the time of each are
/// bounded by how large a segment becomes.
pub(crate) fn shrink(index: &TantivyIndex, at_once: bool) -> Result<(), IndexError> {
    for segment in worth_merging(index)? {
        let merging = index.write(|writer| Ok(writer.merge(&[segment])))?;
        if at_once {
            merging.wait().map_err(failed)?;
        }
    }
    if at_once {
        // Files of segments that nobody reads any more.
        index.reader.reload().map_err(failed)?;
        let collecting = index.write(|writer| Ok(writer.garbage_collect_files()))?;
        collecting.wait().map_err(failed)?;
    }
    Ok(())
}

/// Bytes of the files in the index's folder, or of its segments where it lives in memory.
pub(crate) fn bytes(index: &TantivyIndex) -> Result<u64, IndexError> {
    let told = |error: std::io::Error| failed(TantivyError::IoError(Arc::new(error)));
    let Some(folder) = &index.folder else {
        let usage = index.reader.searcher().space_usage().map_err(told)?;
        return Ok(usage.total().get_bytes());
    };
    let mut sum = 0;
    for entry in std::fs::read_dir(folder).map_err(told)? {
        // A file that a merge dropped meanwhile takes no room.
        if let Ok(file) = entry.map_err(told)?.metadata() {
            sum += file.len();
        }
    }
    Ok(sum)
}

/// Drops the files of an index that cannot be used.
pub(crate) fn empty(path: &Path) -> Result<(), IndexError> {
    let told = |error: std::io::Error| failed(TantivyError::IoError(Arc::new(error)));
    for entry in std::fs::read_dir(path).map_err(told)? {
        let file = entry.map_err(told)?.path();
        if file.is_file() {
            std::fs::remove_file(file).map_err(told)?;
        }
    }
    Ok(())
}

/// The documents at these addresses.
pub(crate) fn hits(
    searcher: &Searcher,
    found: Vec<(f32, DocAddress)>,
) -> Result<Vec<Hit>, IndexError> {
    found
        .into_iter()
        .map(|(score, address)| {
            let segment = searcher.segment_reader(address.segment_ord);
            let ids = segment.fast_fields().i64(ID).map_err(failed)?;
            let id = ids.first(address.doc_id).unwrap_or_default();
            Ok(Hit {
                id: DocumentId(id),
                score,
            })
        })
        .collect()
}

/// The one writer of an index.
pub(crate) fn make_writer(
    index: &Index,
    settings: &IndexSettings,
) -> Result<IndexWriter, IndexError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(settings.threads)
        .memory_budget_per_thread(settings.memory_bytes_per_thread)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(failed)?;
    let mut policy = LogMergePolicy::default();
    policy.set_max_docs_before_merge(settings.merged_documents_max);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

/// Segments of which enough was removed. Only their ids: whoever holds more keeps their files alive.
fn worth_merging(index: &TantivyIndex) -> Result<Vec<SegmentId>, IndexError> {
    let segments = index.index.searchable_segment_metas().map_err(failed)?;
    let worth = segments.iter().filter(|segment| {
        let removed = f64::from(segment.num_deleted_docs());
        removed > 0.0 && removed >= f64::from(segment.max_doc()) * REMOVED_SHARE
    });
    Ok(worth.map(tantivy::SegmentMeta::id).collect())
}

/// Numbers of all documents of the index, in order.
pub(crate) fn ids(searcher: &Searcher) -> Result<Vec<DocumentId>, IndexError> {
    let mut ids = Vec::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().i64(ID).map_err(failed)?;
        ids.extend(
            segment
                .doc_ids_alive()
                .filter_map(|document| column.first(document))
                .map(DocumentId),
        );
    }
    ids.sort_unstable();
    Ok(ids)
}
