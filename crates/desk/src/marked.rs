//! What a query finds in a period, without its texts: counted, one by one or by the index.

use crate::analysis_ask::AnalysisAsk;
use crate::count_marks::{Counted, count_marks};
use crate::search_page::failed_thread;
use crate::steps::Steps;
use crate::{Desk, DeskError, QueryProblem};
use analysis::query;
use model::{DocumentId, DocumentMark, Moment, Query, limits};
use ports::Order;
use std::sync::Arc;

/// Documents that are counted one by one for one set of pictures, unless fewer are wished. More are
/// counted by the index.
pub(crate) const COUNTED_MAX: usize = 50_000;
/// A stretch of time that is not parted further when more was published in it than one search gives.
const STRETCH_MIN_MS: i64 = 60_000;

/// A question understood, or what is wrong with it.
pub(crate) struct Understood {
    pub(crate) steps: Steps,
    /// What is asked; nothing where it cannot be understood.
    pub(crate) query: Query,
    /// Whether a part of it stands for more documents than were looked up.
    pub(crate) cut: bool,
    pub(crate) problem: Option<QueryProblem>,
}

/// What a query found in a period.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) total: usize,
    /// Its documents; of more than [`COUNTED_MAX`] some, evenly spread.
    pub(crate) marks: Vec<DocumentMark>,
    /// All of them counted.
    pub(crate) counted: Counted,
    /// Whether more may be found than was looked at.
    pub(crate) cut: bool,
    /// Whether the index counted them, so that `marks` are but some.
    pub(crate) by_index: bool,
}

impl Understood {
    /// The question within its period.
    pub(crate) fn within(&self) -> Query {
        between(&self.query, self.steps.from(), self.steps.to())
    }

    /// Whether its documents are told by reading texts, which is bounded by itself.
    pub(crate) fn needs_texts(&self) -> bool {
        query::needs_texts(&self.query)
    }
}

/// A question within a stretch of time.
pub(crate) fn between(query: &Query, from: Moment, to: Moment) -> Query {
    Query::And(vec![query.clone(), Query::Published(Some(from), Some(to))])
}

impl Desk {
    /// Counts at most so many documents one by one for one set of pictures; more are counted by the
    /// index.
    #[must_use]
    pub fn with_counted_max(mut self, most: usize) -> Self {
        self.counted_max = most.min(COUNTED_MAX);
        self
    }

    /// Understands what is asked of a period.
    pub(crate) async fn understood_in(&self, ask: &AnalysisAsk) -> Result<Understood, DeskError> {
        let (as_of, _) = self.as_of().await?;
        let mut understood = Understood {
            steps: Steps::new(ask.period, as_of, self.time_zone()),
            query: Query::nothing(),
            cut: false,
            problem: None,
        };
        match self.understood(&ask.query).await? {
            Ok(resolved) => {
                understood.query = resolved.query;
                understood.cut = resolved.cut;
            }
            Err(problem) => understood.problem = Some(problem),
        }
        Ok(understood)
    }

    /// What a question finds in its period, counted.
    pub(crate) async fn counted_in(&self, asked: &Understood) -> Result<Found, DeskError> {
        let mut found = if asked.problem.is_some() {
            Found {
                counted: count_marks(&[], &asked.steps, self.time_zone()),
                ..Found::default()
            }
        } else if self.are_many(asked).await? {
            self.count_index(asked).await?
        } else {
            let (total, marks, cut) = self.marks_of(asked).await?;
            Found {
                total,
                counted: count_marks(&marks, &asked.steps, self.time_zone()),
                cut: cut || marks.len() < total,
                marks,
                by_index: false,
            }
        };
        found.cut |= asked.cut;
        Ok(found)
    }

    /// Whether there are too many documents to count them one by one.
    pub(crate) async fn are_many(&self, asked: &Understood) -> Result<bool, DeskError> {
        if asked.problem.is_some() || asked.needs_texts() {
            return Ok(false);
        }
        let hits = self
            .index_hits(&asked.within(), Order::Newest, 0, 1)
            .await?;
        Ok(hits.total > self.counted_max)
    }

    /// The documents of a question in its period, how many there are, and whether there may be more.
    pub(crate) async fn marks_of(
        &self,
        asked: &Understood,
    ) -> Result<(usize, Vec<DocumentMark>, bool), DeskError> {
        if asked.needs_texts() {
            let checked = self.search_texts(&asked.within(), Order::Newest).await?;
            let marks = self.store.marks(&checked.ids).await?;
            return Ok((checked.ids.len(), marks, checked.cut));
        }
        let (index, query) = (Arc::clone(&self.index), asked.query.clone());
        let (from, to) = (asked.steps.from(), asked.steps.to());
        let looking = move || ids_between(&*index, &query, from, to);
        let looked = tokio::task::spawn_blocking(looking).await;
        let (total, ids) = looked.map_err(|error| failed_thread(&error))??;
        Ok((total, self.store.marks(&ids).await?, false))
    }
}

/// The newest documents of a query between two instants, and how many there are. One search gives
/// only so many: a stretch that holds more is parted.
fn ids_between(
    index: &dyn ports::SearchIndex,
    query: &Query,
    from: Moment,
    to: Moment,
) -> Result<(usize, Vec<DocumentId>), DeskError> {
    let most = limits::SEARCH_LIMIT_MAX;
    let all = between(query, from, to);
    let total = index.find(&all, Order::Newest, 0, 1)?.total;
    let mut ids = Vec::with_capacity(total.min(COUNTED_MAX));
    // The newest stretch lies on top.
    let mut stretches = vec![(from, to)];
    while let Some((from, to)) = stretches.pop() {
        let room = COUNTED_MAX - ids.len();
        if room == 0 {
            break;
        }
        let found = index.find(&between(query, from, to), Order::Newest, 0, most.min(room))?;
        if found.total > most && to.0 - from.0 > STRETCH_MIN_MS {
            let middle = Moment(from.0 + (to.0 - from.0) / 2);
            stretches.extend([(from, middle), (middle, to)]);
        } else {
            ids.extend(found.hits.iter().map(|hit| hit.id));
        }
    }
    Ok((total, ids))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ports::{FacetCounts, Hit, Hits, IndexEntry, IndexError, SearchIndex, WordsIndex};

    /// An index of documents that were published one a second, or all at once.
    struct Seconds {
        documents: i64,
        at_once: bool,
    }

    impl WordsIndex for Seconds {
        fn made_with(&self) -> Result<String, IndexError> {
            Ok(String::new())
        }

        fn commit_made_with(&self, _: DocumentId, _: &str) -> Result<(), IndexError> {
            Ok(())
        }

        fn matching(&self, _: &Query) -> Result<Vec<DocumentId>, IndexError> {
            Ok(Vec::new())
        }
    }

    impl SearchIndex for Seconds {
        fn put(&self, _: Vec<IndexEntry>) -> Result<(), IndexError> {
            Ok(())
        }

        fn commit(&self, _: DocumentId) -> Result<(), IndexError> {
            Ok(())
        }

        fn last_committed(&self) -> Result<DocumentId, IndexError> {
            Ok(DocumentId(self.documents))
        }

        fn find(&self, query: &Query, _: Order, _: usize, most: usize) -> Result<Hits, IndexError> {
            let Query::And(parts) = query else {
                panic!("{query:?}")
            };
            let Some(Query::Published(Some(from), Some(to))) = parts.last() else {
                panic!("{query:?}")
            };
            let at = |number: i64| if self.at_once { 500 } else { number * 1_000 };
            let inside = |number: &i64| (from.0..to.0).contains(&at(*number));
            let all: Vec<i64> = (0..self.documents).rev().filter(inside).collect();
            let hit = |number: &i64| Hit {
                id: DocumentId(*number),
                score: 0.0,
            };
            Ok(Hits {
                total: all.len(),
                hits: all.iter().take(most).map(hit).collect(),
            })
        }

        fn facets(&self, _: &Query) -> Result<FacetCounts, IndexError> {
            Ok(FacetCounts::default())
        }

        fn shrink(&self, _: bool) -> Result<(), IndexError> {
            Ok(())
        }

        fn bytes(&self) -> Result<u64, IndexError> {
            Ok(0)
        }

        fn replace(&self, _: Vec<IndexEntry>) -> Result<(), IndexError> {
            Ok(())
        }

        fn remove(&self, _: &[DocumentId]) -> Result<(), IndexError> {
            Ok(())
        }

        fn ids(&self) -> Result<Vec<DocumentId>, IndexError> {
            Ok(Vec::new())
        }

        fn clear(&self) -> Result<(), IndexError> {
            Ok(())
        }
    }

    fn found(documents: i64, at_once: bool) -> (usize, Vec<DocumentId>) {
        let index = Seconds { documents, at_once };
        let end = Moment(documents * 1_000 + 1_000);
        ids_between(&index, &Query::All, Moment(0), end).unwrap()
    }

    #[test]
    fn more_than_one_search_gives_is_found_in_parts_and_none_twice() {
        for documents in [0, 1, 9_999, 10_001, 37_000] {
            let (total, mut ids) = found(documents, false);
            assert_eq!((total, ids.len()), (documents as usize, documents as usize));
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), documents as usize);
        }
    }

    #[test]
    fn of_too_many_the_newest_are_counted() {
        let (total, ids) = found(80_000, false);
        assert_eq!((total, ids.len()), (80_000, COUNTED_MAX));
        assert!(ids.iter().all(|id| id.0 >= 80_000 - COUNTED_MAX as i64));
        let (total, ids) = found(30_000, true);
        assert_eq!(
            (total, ids.len()),
            (30_000, limits::SEARCH_LIMIT_MAX),
            "of one instant"
        );
    }
}
