//! Searches: a written question, its hits.

use crate::cover::Covered;
use crate::search_facets::SearchFacets;
use crate::{Desk, DeskError};
use analysis::query;
use model::{
    DocumentId, EventId, Moment, Part, Query, Reading, SourceId, Span, StoredDocument, limits,
};
use std::collections::HashMap;

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
    /// How it is read.
    pub reading: Reading,
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

impl Desk {
    /// Finds documents.
    pub async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError> {
        let resolved = match self.understood(&ask.query).await? {
            Ok(resolved) => resolved,
            Err(problem) => return Ok(SearchResults::refused(problem)),
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

    pub(crate) async fn hits(
        &self,
        query: &Query,
        ids: &[DocumentId],
    ) -> Result<Vec<SearchHit>, DeskError> {
        let documents = self.store.documents(ids).await?;
        let mut events: Vec<EventId> = (documents.iter())
            .map(|stored| stored.placement.event)
            .collect();
        events.sort_unstable();
        events.dedup();
        let titles: HashMap<EventId, String> = (self.store.events(&events).await?.into_iter())
            .map(|event| (event.id, event.covered().title))
            .collect();
        let documents = documents.into_iter();
        Ok(documents
            .map(|document| hit_of(query, document, &titles))
            .collect())
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
        reading: document.reading,
    }
}

fn fragments(parts: Vec<(String, bool)>) -> Vec<Fragment> {
    parts
        .into_iter()
        .map(|(text, hit)| Fragment { text, hit })
        .collect()
}
