//! What a query finds in a period, without its texts: what is counted of each document.

use crate::analysis_ask::AnalysisAsk;
use crate::steps::Steps;
use crate::{Desk, DeskError, QueryProblem};
use analysis::query;
use model::{DocumentId, DocumentMark, Moment, Query, limits};
use ports::Order;
use std::sync::Arc;

/// Documents that are counted for one set of pictures; they are read in about a second. Of more the
/// newest are counted, and the pictures say so.
const COUNTED_MAX: usize = 50_000;
/// A stretch of time that is not parted further when more was published in it than one search gives.
const STRETCH_MIN_MS: i64 = 60_000;
/// What a query found in a period, or what is wrong with it.
pub(crate) struct Found {
    pub(crate) steps: Steps,
    pub(crate) total: usize,
    pub(crate) marks: Vec<DocumentMark>,
    /// Whether more may be found than was looked at.
    pub(crate) cut: bool,
    pub(crate) problem: Option<QueryProblem>,
}

impl Found {
    pub(crate) fn cut(&self) -> bool {
        self.cut || self.marks.len() < self.total
    }
}

impl Desk {
    /// What a query finds in a period, without texts.
    pub(crate) async fn marked(&self, ask: &AnalysisAsk) -> Result<Found, DeskError> {
        let (as_of, _) = self.as_of().await?;
        let mut found = Found {
            steps: Steps::new(ask.period, as_of, self.time_zone()),
            total: 0,
            marks: Vec::new(),
            cut: false,
            problem: None,
        };
        let query = match self.check_query(&ask.query) {
            Ok(query) => query,
            Err(problem) => {
                found.problem = Some(problem);
                return Ok(found);
            }
        };
        match self.resolve(query).await? {
            Ok(resolved) => {
                found.cut = resolved.cut;
                self.mark(&mut found, resolved.query).await?;
            }
            Err(unresolved) => {
                found.problem = Some(QueryProblem {
                    span: unresolved.span(&ask.query),
                    code: unresolved.code,
                    message: unresolved.message,
                });
            }
        }
        Ok(found)
    }

    async fn mark(&self, found: &mut Found, query: Query) -> Result<(), DeskError> {
        let (from, to) = (found.steps.from(), found.steps.to());
        let ids = if query::needs_texts(&query) {
            let narrowed = Query::And(vec![query, Query::Published(Some(from), Some(to))]);
            let checked = self.search_texts(&narrowed, Order::Newest).await?;
            found.cut |= checked.cut;
            found.total = checked.ids.len();
            checked.ids
        } else {
            let index = Arc::clone(&self.index);
            let looking = move || ids_between(&*index, &query, from, to);
            let looked = tokio::task::spawn_blocking(looking).await;
            let (total, ids) = looked.map_err(|error| DeskError::Broken {
                act: "count what was found",
                why: error.to_string(),
            })??;
            found.total = total;
            ids
        };
        found.marks = self.store.marks(&ids).await?;
        Ok(())
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
    let between = |from: Moment, to: Moment| {
        Query::And(vec![query.clone(), Query::Published(Some(from), Some(to))])
    };
    let most = limits::SEARCH_LIMIT_MAX;
    let total = index.find(&between(from, to), Order::Newest, 0, 1)?.total;
    let mut ids = Vec::with_capacity(total.min(COUNTED_MAX));
    // The newest stretch lies on top.
    let mut stretches = vec![(from, to)];
    while let Some((from, to)) = stretches.pop() {
        let room = COUNTED_MAX - ids.len();
        if room == 0 {
            break;
        }
        let found = index.find(&between(from, to), Order::Newest, 0, most.min(room))?;
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
