//! Searches: a written question, its hits.

use model::{DocumentId, EventId, Moment, Span};
use ports::Order;

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchAsk {
    /// In the grammar of `analysis::query`.
    pub query: String,
    /// How hits are ordered.
    pub order: Order,
    /// Which page, from 1.
    pub page: usize,
    /// Hits a page, at most `limits::SEARCH_LIMIT_MAX`.
    pub limit: usize,
}

/// What was found, or what is wrong with the question.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// How many documents match in all.
    pub total: usize,
    /// Which page, from 1.
    pub page: usize,
    /// How many pages there are; at least 1.
    pub pages: usize,
    /// This page of them.
    pub hits: Vec<SearchHit>,
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
    /// Its source's name.
    pub source: String,
    /// When it was published.
    pub published_at: Moment,
    /// The event it belongs to.
    pub event: EventId,
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
