//! *Search*: a question and its hits.

mod facets;
pub(crate) mod help;
mod hit;
mod named;
mod narrowing;
pub(crate) mod saved;
mod sorts;
pub(crate) mod take;

use super::{answer, problem};
use crate::index_words::index_words;
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::words::count;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{IndexTask, IndexWork, QueryProblem, SearchAsk, SearchOrder, SearchResults};
use hit::ShownHit;
use narrowing::Condition;
use serde::Deserialize;
use sorts::{SORTS, ShownSort, shown_sorts, sort_of, sorted};

/// Hits on one page.
const HITS: usize = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    page: Option<usize>,
}

/// What is wrong with the question, with the question in three pieces.
#[derive(Debug, Clone)]
struct ShownProblem {
    words: String,
    before: String,
    wrong: String,
    after: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/search.html")]
pub(crate) struct SearchPage {
    shell: Shell,
    /// The order as it is asked for, unless it is the first.
    sort: Option<&'static str>,
    sorts: Vec<ShownSort>,
    found: String,
    cut: bool,
    facets: Option<facets::ShownFacets>,
    /// What it is narrowed to, each with the question without it.
    conditions: Vec<Condition>,
    help_address: String,
    /// Files to take along: the ending and the address.
    files: Vec<(&'static str, String)>,
    /// What is said where the index does not hold everything yet.
    made_anew: Option<String>,
    hits: Vec<ShownHit>,
    problem: Option<ShownProblem>,
    page: usize,
    pages: usize,
    page_address: String,
}

impl SearchPage {
    pub(crate) fn new(
        ask: &SearchAsk,
        results: &SearchResults,
        work: Option<IndexWork>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let base = format!("/search?q={}", crate::show::encode(&ask.query));
        let mut shell = Shell::new(language, "search", sorted(ask.order, &base));
        shell.title = shell.t("search.title").into_owned();
        shell.query.clone_from(&ask.query);
        Self {
            sort: Some(sort_of(ask.order)).filter(|word| !word.is_empty()),
            sorts: shown_sorts(ask.order, &base, &shell),
            cut: results.cut,
            facets: (results.facets.as_ref())
                .filter(|_| results.total > 0)
                .map(|facets| facets::shown(facets, ask, &shell)),
            conditions: narrowing::conditions(ask, results.facets.as_ref(), &shell),
            help_address: shell.to("/search/help"),
            files: files(ask, &shell),
            made_anew: work.and_then(|work| made_anew(work, &shell)),
            found: found(results.total, &shell),
            hits: results
                .hits
                .iter()
                .map(|hit| hit::shown(hit, &shell, zone))
                .collect(),
            problem: results
                .problem
                .as_ref()
                .map(|problem| shown_problem(problem, &ask.query, &shell)),
            page: results.page,
            pages: results.pages,
            page_address: shell.to(&format!("{}&page=", sorted(ask.order, &base))),
            shell,
        }
    }

    fn asked(&self) -> bool {
        !self.shell.query.trim().is_empty()
    }
}

/// How far an index is that is made anew: while words are taken into use, every answer is whole.
fn made_anew(work: IndexWork, shell: &Shell) -> Option<String> {
    (work.task == IndexTask::Anew).then(|| index_words(work, shell))
}

fn found(total: usize, shell: &Shell) -> String {
    let key = match total {
        1 => "search.found_one",
        _ => "search.found",
    };
    shell.n(key, count(total as i64))
}

/// Files to take along: the ending and the address.
fn files(ask: &SearchAsk, shell: &Shell) -> Vec<(&'static str, String)> {
    let (query, sort) = (crate::show::encode(&ask.query), sort_of(ask.order));
    (["csv", "xlsx", "jsonl"].into_iter())
        .map(|ending| {
            let path = format!("/search/export/result.{ending}?q={query}&sort={sort}");
            (ending, shell.to(&path))
        })
        .collect()
}

fn shown_problem(problem: &QueryProblem, query: &str, shell: &Shell) -> ShownProblem {
    let key = format!("query.{}", problem.code);
    let words = shell.t(&key);
    let piece = |from: usize, to: usize| {
        query
            .chars()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    };
    ShownProblem {
        words: if words.contains(&key) {
            problem.message.clone()
        } else {
            words.into_owned()
        },
        before: piece(0, problem.span.start),
        wrong: piece(problem.span.start, problem.span.end),
        after: piece(problem.span.end, usize::MAX),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let mut sorts = SORTS.iter();
    let order = sorts
        .find(|(_, word)| *word == asked.sort)
        .map_or(SearchOrder::Relevance, |(order, _)| *order);
    let ask = SearchAsk {
        query: asked.q,
        order,
        page: asked.page.unwrap_or(1),
        limit: HITS,
        facets: true,
    };
    let results = if ask.query.trim().is_empty() {
        Ok(SearchResults {
            page: 1,
            pages: 1,
            ..SearchResults::default()
        })
    } else {
        app.desk.search(&ask).await
    };
    match results {
        Ok(results) => {
            let (work, zone) = (app.desk.index_work(), app.desk.time_zone());
            let page = SearchPage::new(&ask, &results, work, language, zone);
            let status = if results.problem.is_some() {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::OK
            };
            answer(status, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
