//! The files of an index: who writes them, what they hold, how large they are, and dropping them.

use crate::errors::failed;
use crate::schema::ID;
use crate::{IndexSettings, TantivyIndex};
use model::DocumentId;
use ports::{Hit, IndexError};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
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
