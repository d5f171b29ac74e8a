//! Which words the index was made with, kept in its commits; documents that hold a word.

use crate::TantivyIndex;
use crate::errors::failed;
use crate::schema::ID;
use model::{DocumentId, Query};
use ports::{IndexError, WordsIndex};
use tantivy::collector::DocSetCollector;

/// What a commit remembers: the last document, and what was said of the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Payload {
    pub(crate) last: i64,
    pub(crate) mark: String,
}

impl Payload {
    fn read(text: &str) -> Self {
        let (last, mark) = text.split_once(' ').unwrap_or((text, ""));
        Self {
            last: last.parse().unwrap_or(0),
            mark: mark.to_owned(),
        }
    }

    fn written(&self) -> String {
        format!("{} {}", self.last, self.mark)
    }
}

impl TantivyIndex {
    /// What the newest commit remembers.
    pub(crate) fn payload(&self) -> Result<Payload, IndexError> {
        let metas = self.index.load_metas().map_err(failed)?;
        Ok(metas
            .payload
            .map(|text| Payload::read(&text))
            .unwrap_or_default())
    }

    /// Makes everything put so far durable and findable.
    pub(crate) fn commit_payload(&self, payload: &Payload) -> Result<(), IndexError> {
        self.write(|writer| {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&payload.written());
            commit.commit().map(|_| ())
        })?;
        self.reader.reload().map_err(failed)
    }
}

impl WordsIndex for TantivyIndex {
    fn made_with(&self) -> Result<String, IndexError> {
        Ok(self.payload()?.mark)
    }

    fn commit_made_with(&self, last: DocumentId, mark: &str) -> Result<(), IndexError> {
        self.commit_payload(&Payload {
            last: last.0,
            mark: mark.to_owned(),
        })
    }

    fn matching(&self, query: &Query) -> Result<Vec<DocumentId>, IndexError> {
        let searcher = self.reader.searcher();
        let understander = self.understander.now();
        let query = self.execute(&searcher, &understander).filter(query);
        let found = searcher
            .search(&*query.map_err(failed)?, &DocSetCollector)
            .map_err(failed)?;
        let columns = searcher.segment_readers().iter();
        let columns = columns
            .map(|segment| segment.fast_fields().i64(ID))
            .collect::<tantivy::Result<Vec<_>>>()
            .map_err(failed)?;
        let mut ids: Vec<DocumentId> = found
            .into_iter()
            .filter_map(|address| {
                let column = columns.get(address.segment_ord as usize)?;
                column.first(address.doc_id).map(DocumentId)
            })
            .collect();
        ids.sort_unstable();
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_version_wrote_is_read() {
        let old = Payload::read("12");
        assert_eq!((old.last, old.mark.as_str()), (12, ""));
        let new = Payload::read("12 1-ab");
        assert_eq!((new.last, new.mark.as_str()), (12, "1-ab"));
        assert_eq!(new.written(), "12 1-ab");
        assert_eq!(Payload::read("x"), Payload::default());
    }
}
