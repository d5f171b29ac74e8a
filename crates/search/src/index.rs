//! The index on disk: one process writes, others read.

use crate::decayed::Decayed;
use crate::disk::{bytes, empty, hits, ids, make_writer, shrink};
use crate::errors::failed;
use crate::execute::Execute;
use crate::facets::CountFacets;
use crate::listed::Listed;
use crate::schema::{Fields, ID, PUBLISHED_AT, make, register_tokenizers};
use crate::settings::IndexSettings;
use crate::words_index::Payload;
use analysis::{SharedUnderstander, Understander};
use model::{DocumentId, Query, limits};
use ports::{FacetCounts, Hits, IndexEntry, IndexError, Order, SearchIndex};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::collector::sort_key::SortByStaticFastValue;
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::{
    Index, IndexReader, IndexWriter, Order as SortOrder, ReloadPolicy, Searcher, TantivyError,
};

/// The search index over tantivy.
pub struct TantivyIndex {
    pub(crate) index: Index,
    /// Where it lives on the disk.
    pub(crate) folder: Option<PathBuf>,
    fields: Fields,
    pub(crate) reader: IndexReader,
    /// None where another process writes.
    writer: Mutex<Option<IndexWriter>>,
    settings: IndexSettings,
    pub(crate) understander: SharedUnderstander,
}

impl std::fmt::Debug for TantivyIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TantivyIndex")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl TantivyIndex {
    /// Opens the index in a directory for writing; makes it where there is none.
    pub fn open(
        path: &Path,
        settings: IndexSettings,
        understander: impl Into<SharedUnderstander>,
    ) -> Result<Self, IndexError> {
        let directory = MmapDirectory::open(path).map_err(|error| failed(error.into()))?;
        let (schema, fields) = make();
        let index = match Index::open_or_create(directory.clone(), schema.clone()) {
            // An index of another version: the store makes it anew.
            Err(TantivyError::SchemaError(_)) => {
                empty(path)?;
                Index::open_or_create(directory, schema)
            }
            opened => opened,
        };
        Self::over(
            index.map_err(failed)?,
            fields,
            settings,
            understander.into(),
            true,
        )
        .map(|made| made.lying_in(path))
    }

    /// Opens the index in a directory for reading, while another process may write.
    pub fn open_read_only(
        path: &Path,
        understander: impl Into<SharedUnderstander>,
    ) -> Result<Self, IndexError> {
        let directory = MmapDirectory::open(path).map_err(|error| failed(error.into()))?;
        let (schema, fields) = make();
        let index = Index::open_or_create(directory, schema).map_err(failed)?;
        Self::over(
            index,
            fields,
            IndexSettings::default(),
            understander.into(),
            false,
        )
        .map(|made| made.lying_in(path))
    }

    /// An index that lives in memory: for tests.
    pub fn in_memory(understander: impl Into<SharedUnderstander>) -> Result<Self, IndexError> {
        let (schema, fields) = make();
        let settings = IndexSettings {
            threads: 1,
            memory_bytes_per_thread: 16_000_000,
            merged_documents_max: 1_000,
        };
        Self::over(
            Index::create_in_ram(schema),
            fields,
            settings,
            understander.into(),
            true,
        )
    }

    fn over(
        index: Index,
        fields: Fields,
        settings: IndexSettings,
        understander: SharedUnderstander,
        writes: bool,
    ) -> Result<Self, IndexError> {
        register_tokenizers(&index);
        let policy = if writes {
            ReloadPolicy::Manual
        } else {
            ReloadPolicy::OnCommitWithDelay
        };
        let reader = index
            .reader_builder()
            .reload_policy(policy)
            .try_into()
            .map_err(failed)?;
        let writer = if writes {
            Some(make_writer(&index, &settings)?)
        } else {
            None
        };
        Ok(Self {
            index,
            folder: None,
            fields,
            reader,
            writer: Mutex::new(writer),
            settings,
            understander,
        })
    }

    fn lying_in(self, folder: &Path) -> Self {
        let folder = Some(folder.to_owned());
        Self { folder, ..self }
    }

    /// Lets the writer act. One that failed is made anew, so that a full disk that has room again
    /// needs no restart; what it had not committed has to be put again.
    pub(crate) fn write<T>(
        &self,
        act: impl FnOnce(&mut IndexWriter) -> tantivy::Result<T>,
    ) -> Result<T, IndexError> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = slot.as_mut() else {
            return Err(IndexError::Busy(
                "it was opened for reading only".to_owned(),
            ));
        };
        let done = act(writer).map_err(failed);
        if done.is_err() {
            *slot = None;
            *slot = Some(make_writer(&self.index, &self.settings)?);
        }
        done
    }

    pub(crate) fn execute<'a>(
        &self,
        searcher: &'a Searcher,
        understander: &'a Understander,
    ) -> Execute<'a> {
        Execute {
            fields: self.fields,
            searcher,
            understander,
        }
    }
}

impl SearchIndex for TantivyIndex {
    fn put(&self, entries: Vec<IndexEntry>) -> Result<(), IndexError> {
        self.write(|writer| {
            for entry in entries {
                writer.add_document(self.fields.document(&entry))?;
            }
            Ok(())
        })
    }

    fn commit(&self, last: DocumentId) -> Result<(), IndexError> {
        let mark = self.payload()?.mark;
        self.commit_payload(&Payload { last: last.0, mark })
    }

    fn last_committed(&self) -> Result<DocumentId, IndexError> {
        Ok(DocumentId(self.payload()?.last))
    }

    fn find(
        &self,
        query: &Query,
        order: Order,
        offset: usize,
        limit: usize,
    ) -> Result<Hits, IndexError> {
        let searcher = self.reader.searcher();
        let understander = self.understander.now();
        let execute = self.execute(&searcher, &understander);
        let limit = limit.clamp(1, limits::SEARCH_LIMIT_MAX);
        let top = TopDocs::with_limit(limit).and_offset(offset.min(limits::SEARCH_LIMIT_MAX));
        let newest = (
            (
                SortByStaticFastValue::<i64>::for_field(PUBLISHED_AT),
                SortOrder::Desc,
            ),
            (SortByStaticFastValue::<i64>::for_field(ID), SortOrder::Desc),
        );
        let (total, found) = match order {
            Order::Newest => {
                let query = execute.filter(query).map_err(failed)?;
                let (total, found) = searcher
                    .search(&*query, &(Count, top.order_by(newest)))
                    .map_err(failed)?;
                (
                    total,
                    found
                        .into_iter()
                        .map(|(_, address)| (0.0, address))
                        .collect(),
                )
            }
            Order::Relevance(now) => {
                let query = execute.ranked(query).map_err(failed)?;
                let sort = ((Decayed { now }, SortOrder::Desc), newest);
                let (total, found) = searcher
                    .search(&*query, &(Count, top.order_by(sort)))
                    .map_err(failed)?;
                (
                    total,
                    found
                        .into_iter()
                        .map(|((score, _), address)| (score, address))
                        .collect::<Vec<_>>(),
                )
            }
        };
        Ok(Hits {
            total,
            hits: hits(&searcher, found)?,
        })
    }

    fn facets(&self, query: &Query) -> Result<FacetCounts, IndexError> {
        let searcher = self.reader.searcher();
        let understander = self.understander.now();
        let execute = self.execute(&searcher, &understander);
        let query = execute.filter(query).map_err(failed)?;
        searcher.search(&*query, &CountFacets).map_err(failed)
    }

    fn replace(&self, entries: Vec<IndexEntry>) -> Result<(), IndexError> {
        let mut ids: Vec<DocumentId> = entries.iter().map(|entry| entry.id).collect();
        ids.sort_unstable();
        self.remove(&ids)?;
        self.put(entries)
    }

    fn remove(&self, ids: &[DocumentId]) -> Result<(), IndexError> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        self.write(|writer| {
            let listed = Listed(Arc::from(ids));
            writer.delete_query(Box::new(listed)).map(|_| ())
        })
    }

    fn ids(&self) -> Result<Vec<DocumentId>, IndexError> {
        ids(&self.reader.searcher())
    }

    fn clear(&self) -> Result<(), IndexError> {
        self.write(|writer| writer.delete_all_documents().map(|_| ()))?;
        self.commit_payload(&Payload::default())
    }

    fn shrink(&self, at_once: bool) -> Result<(), IndexError> {
        shrink(self, at_once)
    }

    fn bytes(&self) -> Result<u64, IndexError> {
        bytes(self)
    }
}
