//! One page of what a query finds: asked of the index where it can tell, else read.

use crate::search_resolve::Resolved;
use crate::search_texts::Checked;
use crate::{Desk, DeskError, QueryProblem, SearchAsk, SearchOrder};
use analysis::query::{self, Grammar};
use model::{DocumentId, Query, limits};
use ports::{FacetCounts, Hits, Order};
use std::collections::HashMap;
use std::sync::Arc;

/// What was found before the documents are read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) total: usize,
    pub(crate) cut: bool,
    pub(crate) ids: Vec<DocumentId>,
    pub(crate) facets: Option<FacetCounts>,
}

impl From<Checked> for Found {
    fn from(checked: Checked) -> Self {
        Self {
            total: checked.ids.len(),
            cut: checked.cut,
            ids: checked.ids,
            facets: Some(checked.facets),
        }
    }
}

impl Desk {
    /// What written queries are understood with.
    pub(crate) fn grammar(&self) -> Grammar<'_> {
        Grammar {
            zone: self.time_zone,
            now: self.clock.now(),
            places: &self.gazetteer,
        }
    }

    /// Whether a query can be understood, and what is wrong if not.
    pub fn check_query(&self, written: &str) -> Result<Query, QueryProblem> {
        query::parse(written, &self.grammar()).map_err(QueryProblem::from)
    }

    /// What a written query is understood as, written out, or what is wrong with it.
    pub fn understood_as(&self, written: &str) -> Result<String, QueryProblem> {
        let query = self.check_query(written)?;
        Ok(query::written(&query, self.time_zone))
    }

    /// A written query made ready to be answered, or what is wrong with it.
    pub(crate) async fn understood(
        &self,
        written: &str,
    ) -> Result<Result<Resolved, QueryProblem>, DeskError> {
        let query = match self.check_query(written) {
            Ok(query) => query,
            Err(problem) => return Ok(Err(problem)),
        };
        let resolved = self.resolve(query).await?;
        Ok(resolved.map_err(|unresolved| QueryProblem {
            span: unresolved.span(written),
            code: unresolved.code,
            message: unresolved.message,
        }))
    }

    /// The documents of one page, and how many there are in all.
    pub(crate) async fn find_page(
        &self,
        query: &Query,
        ask: &SearchAsk,
        offset: usize,
        limit: usize,
    ) -> Result<Found, DeskError> {
        let order = match ask.order {
            SearchOrder::Relevance => Order::Relevance(self.clock.now()),
            SearchOrder::Newest | SearchOrder::Heat => Order::Newest,
        };
        let by_heat = ask.order == SearchOrder::Heat;
        let mut found = if query::needs_texts(query) {
            Found::from(self.search_texts(query, order).await?)
        } else if by_heat {
            let (ids, total) = self.found_ids(query, order, limits::TEXTS_READ_MAX).await?;
            Found {
                cut: total > ids.len(),
                facets: self.counted_if(ask.facets, query).await?,
                ids,
                total,
            }
        } else {
            let hits = self.index_hits(query, order, offset, limit).await?;
            return Ok(Found {
                total: hits.total,
                cut: false,
                ids: hits.hits.iter().map(|hit| hit.id).collect(),
                facets: self.counted_if(ask.facets, query).await?,
            });
        };
        if by_heat {
            self.hottest_first(&mut found.ids).await?;
        }
        found.facets = found.facets.filter(|_| ask.facets);
        found.ids = found.ids.into_iter().skip(offset).take(limit).collect();
        Ok(found)
    }

    /// Those of the hottest events first; equals stay as they are.
    async fn hottest_first(&self, ids: &mut [DocumentId]) -> Result<(), DeskError> {
        let heat: HashMap<DocumentId, f64> = self.store.heat_of(ids).await?.into_iter().collect();
        let of = |id: &DocumentId| heat.get(id).copied().unwrap_or(f64::MIN);
        ids.sort_by(|a, b| of(b).total_cmp(&of(a)));
        Ok(())
    }

    /// Asks the index, away from the threads that serve.
    pub(crate) async fn index_hits(
        &self,
        query: &Query,
        order: Order,
        offset: usize,
        limit: usize,
    ) -> Result<Hits, DeskError> {
        let (index, query) = (Arc::clone(&self.index), query.clone());
        let asking = move || index.find(&query, order, offset, limit);
        let found = tokio::task::spawn_blocking(asking).await;
        Ok(found.map_err(|error| failed_thread(&error))??)
    }

    /// Counts what a query finds.
    pub(crate) async fn counted(&self, query: &Query) -> Result<FacetCounts, DeskError> {
        let (index, query) = (Arc::clone(&self.index), query.clone());
        let counted = tokio::task::spawn_blocking(move || index.facets(&query)).await;
        Ok(counted.map_err(|error| failed_thread(&error))??)
    }

    async fn counted_if(
        &self,
        wanted: bool,
        query: &Query,
    ) -> Result<Option<FacetCounts>, DeskError> {
        if wanted {
            self.counted(query).await.map(Some)
        } else {
            Ok(None)
        }
    }
}

pub(crate) fn failed_thread(error: &tokio::task::JoinError) -> DeskError {
    DeskError::Broken {
        act: "search",
        why: error.to_string(),
    }
}
