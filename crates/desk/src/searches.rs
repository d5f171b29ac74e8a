//! Searches: a written question, its hits.

use crate::cover::Covered;
use crate::search_facets::SearchFacets;
use crate::{Desk, DeskError};
use analysis::query::{self, Grammar};
use model::{DocumentId, EventId, Moment, Part, Query, SourceId, Span, StoredDocument, limits};
use ports::{FacetCounts, Hits, Order};
use std::collections::HashMap;
use std::sync::Arc;

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchOrder {
    /// By words in common, fading with age.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// By the heat of their events, hottest first; newest first in one event.
    Heat,
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchAsk {
    /// In the grammar of `analysis::query`.
    pub query: String,
    /// How hits are ordered.
    pub order: SearchOrder,
    /// Which page, from 1.
    pub page: usize,
    /// Hits a page, at most `limits::SEARCH_LIMIT_MAX`.
    pub limit: usize,
    /// Whether what is found is counted too.
    pub facets: bool,
}

/// What was found, or what is wrong with the question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResults {
    /// How many documents match in all.
    pub total: usize,
    /// Which page, from 1.
    pub page: usize,
    /// How many pages there are; at least 1.
    pub pages: usize,
    /// Whether not everything could be looked at; then there may be more.
    pub cut: bool,
    /// This page of them.
    pub hits: Vec<SearchHit>,
    /// What is found, counted, where that was asked for.
    pub facets: Option<SearchFacets>,
    /// What is wrong with the question, if anything; then there are no hits.
    pub problem: Option<QueryProblem>,
}

/// A part of a question that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryProblem {
    /// Key of the message in the catalogue, without the `query.` before it.
    pub code: &'static str,
    /// The same in English, for the command line.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// One hit.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The id other programs know it by.
    pub id: String,
    /// Its number.
    pub document: DocumentId,
    /// Headline, as given.
    pub title: Vec<Fragment>,
    /// Its own address.
    pub url: Option<String>,
    /// Its source.
    pub source_id: SourceId,
    /// Its source's name.
    pub source: String,
    /// When it was published.
    pub published_at: Moment,
    /// The event it belongs to.
    pub event: EventId,
    /// The title of that event.
    pub event_title: String,
    /// Whether it is a copy of another document.
    pub copy_of: Option<DocumentId>,
    /// A passage around the first places that match.
    pub snippet: Vec<Fragment>,
}

/// A piece of text that matches or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The text, as given.
    pub text: String,
    /// Whether it is what was asked for.
    pub hit: bool,
}

/// Characters of a passage that is shown.
const SNIPPET_CHARS: usize = 140;

/// What was found before the documents are read.
pub(crate) struct Found {
    pub(crate) total: usize,
    cut: bool,
    pub(crate) ids: Vec<DocumentId>,
    facets: Option<FacetCounts>,
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

    /// Finds documents.
    pub async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError> {
        let query = match self.check_query(&ask.query) {
            Ok(query) => query,
            Err(problem) => return Ok(SearchResults::refused(problem)),
        };
        let resolved = match self.resolve(query).await? {
            Ok(resolved) => resolved,
            Err(unresolved) => {
                return Ok(SearchResults::refused(QueryProblem {
                    span: unresolved.span(&ask.query),
                    code: unresolved.code,
                    message: unresolved.message,
                }));
            }
        };
        let limit = ask.limit.clamp(1, limits::SEARCH_LIMIT_MAX);
        let page = ask.page.clamp(1, limits::SEARCH_LIMIT_MAX / limit + 1);
        let query = &resolved.query;
        let found = self
            .find_page(query, ask, (page - 1) * limit, limit)
            .await?;
        let facets = match found.facets {
            Some(counts) => Some(self.named_facets(counts).await?),
            None => None,
        };
        Ok(SearchResults {
            total: found.total,
            page,
            pages: found.total.div_ceil(limit).max(1),
            cut: found.cut || resolved.cut,
            hits: self.hits(query, &found.ids).await?,
            facets,
            problem: None,
        })
    }

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
        if !query::needs_texts(query) && !by_heat {
            let found = self.index_hits(query, order, offset, limit).await?;
            return Ok(Found {
                total: found.total,
                cut: false,
                ids: found.hits.iter().map(|hit| hit.id).collect(),
                facets: match ask.facets {
                    true => Some(self.counted(query).await?),
                    false => None,
                },
            });
        }
        let (mut ids, total, cut, facets) = if query::needs_texts(query) {
            let checked = self.search_texts(query, order).await?;
            (checked.ids, None, checked.cut, Some(checked.facets))
        } else {
            let (ids, total) = self.found_ids(query, order, limits::TEXTS_READ_MAX).await?;
            let cut = total > ids.len();
            let facets = match ask.facets {
                true => Some(self.counted(query).await?),
                false => None,
            };
            (ids, Some(total), cut, facets)
        };
        if by_heat {
            let heat: HashMap<DocumentId, f64> =
                self.store.heat_of(&ids).await?.into_iter().collect();
            let of = |id: &DocumentId| heat.get(id).copied().unwrap_or(f64::MIN);
            ids.sort_by(|a, b| of(b).total_cmp(&of(a)));
        }
        Ok(Found {
            total: total.unwrap_or(ids.len()),
            cut,
            ids: ids.into_iter().skip(offset).take(limit).collect(),
            facets: facets.filter(|_| ask.facets),
        })
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
        Ok(found.map_err(failed_thread)??)
    }

    /// Counts what a query finds.
    pub(crate) async fn counted(&self, query: &Query) -> Result<FacetCounts, DeskError> {
        let (index, query) = (Arc::clone(&self.index), query.clone());
        let counted = tokio::task::spawn_blocking(move || index.facets(&query)).await;
        Ok(counted.map_err(failed_thread)??)
    }

    async fn hits(&self, query: &Query, ids: &[DocumentId]) -> Result<Vec<SearchHit>, DeskError> {
        let documents = self.store.documents(ids).await?;
        let mut events: Vec<EventId> = (documents.iter())
            .map(|stored| stored.placement.event)
            .collect();
        events.sort_unstable();
        events.dedup();
        let titles: HashMap<EventId, String> = (self.store.events(&events).await?.into_iter())
            .map(|event| (event.id, event.title.covered()))
            .collect();
        let documents = documents.into_iter();
        Ok(documents
            .map(|document| hit_of(query, document, &titles))
            .collect())
    }
}

fn failed_thread(error: tokio::task::JoinError) -> DeskError {
    DeskError::Broken {
        act: "search",
        why: error.to_string(),
    }
}

impl From<query::Problem> for QueryProblem {
    fn from(problem: query::Problem) -> Self {
        Self {
            code: problem.code,
            message: problem.message,
            span: problem.span,
        }
    }
}

impl SearchResults {
    fn refused(problem: QueryProblem) -> Self {
        Self {
            page: 1,
            pages: 1,
            problem: Some(problem),
            ..Self::default()
        }
    }
}

fn hit_of(query: &Query, stored: StoredDocument, titles: &HashMap<EventId, String>) -> SearchHit {
    let id = stored.public_id();
    // Words that are hidden are not shown as found either.
    let stored = stored.covered();
    let document = stored.document;
    SearchHit {
        id,
        document: document.id,
        title: fragments(query::fragments_whole(query, &document.title, Part::Title)),
        url: document.url,
        source_id: document.source,
        source: stored.source_name,
        published_at: document.published_at,
        event: stored.placement.event,
        event_title: titles
            .get(&stored.placement.event)
            .cloned()
            .unwrap_or_default(),
        copy_of: stored.placement.copy_of(),
        snippet: fragments(query::fragments(
            query,
            &document.text,
            Part::Body,
            SNIPPET_CHARS,
        )),
    }
}

fn fragments(parts: Vec<(String, bool)>) -> Vec<Fragment> {
    parts
        .into_iter()
        .map(|(text, hit)| Fragment { text, hit })
        .collect()
}
