//! *Search*: a question and its hits.

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, link, time};
use crate::words::{LISTED_TITLE_CHARS, clip, count, plain};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{Fragment, QueryProblem, SearchAsk, SearchHit, SearchOrder, SearchResults};
use serde::Deserialize;

/// Characters of an event's title beside a hit.
const EVENT_TITLE_CHARS: usize = 40;
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

/// A hit as it is shown.
#[derive(Debug, Clone)]
struct ShownHit {
    address: String,
    title: Vec<Fragment>,
    url: Option<String>,
    source: String,
    source_address: String,
    published: Time,
    event: String,
    event_title: String,
    copy: bool,
    snippet: Vec<Fragment>,
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
    newest: bool,
    found: String,
    hits: Vec<ShownHit>,
    problem: Option<ShownProblem>,
    page: usize,
    pages: usize,
    relevance_address: String,
    newest_address: String,
    page_address: String,
}

impl SearchPage {
    pub(crate) fn new(
        ask: &SearchAsk,
        results: &SearchResults,
        language: Language,
        zone: Tz,
    ) -> Self {
        let newest = ask.order == SearchOrder::Newest;
        let base = format!("/search?q={}", crate::show::encode(&ask.query));
        let sorted = |newest: bool| format!("{base}{}", if newest { "&sort=newest" } else { "" });
        let mut shell = Shell::new(language, "search", sorted(newest));
        shell.title = shell.t("search.title").into_owned();
        shell.query.clone_from(&ask.query);
        Self {
            newest,
            found: shell.n(
                if results.total == 1 {
                    "search.found_one"
                } else {
                    "search.found"
                },
                count(results.total as i64),
            ),
            hits: results
                .hits
                .iter()
                .map(|hit| shown(hit, &shell, zone))
                .collect(),
            problem: results
                .problem
                .as_ref()
                .map(|problem| shown_problem(problem, &ask.query, &shell)),
            page: results.page,
            pages: results.pages,
            relevance_address: shell.to(&sorted(false)),
            newest_address: shell.to(&sorted(true)),
            page_address: shell.to(&format!("{}&page=", sorted(newest))),
            shell,
        }
    }

    fn asked(&self) -> bool {
        !self.shell.query.trim().is_empty()
    }
}

fn shown(hit: &SearchHit, shell: &Shell, zone: Tz) -> ShownHit {
    let untitled = || {
        vec![Fragment {
            text: shell.t("document.untitled").into_owned(),
            hit: false,
        }]
    };
    // A post without a headline is shown in its place.
    let (title, snippet) = match (hit.title.is_empty(), hit.snippet.is_empty()) {
        (false, _) => (hit.title.clone(), hit.snippet.clone()),
        (true, false) => (hit.snippet.clone(), Vec::new()),
        (true, true) => (untitled(), Vec::new()),
    };
    ShownHit {
        address: shell.to(&format!("/documents/{}", hit.document)),
        title: shown_fragments(&title, LISTED_TITLE_CHARS),
        url: link(hit.url.as_deref()),
        source: plain(&hit.source),
        source_address: shell.to(&format!("/sources/{}", hit.source_id)),
        published: time(hit.published_at, zone),
        event: shell.to(&format!("/events/{}", hit.event)),
        event_title: clip(&hit.event_title, EVENT_TITLE_CHARS),
        copy: hit.copy_of.is_some(),
        snippet: shown_fragments(&snippet, usize::MAX),
    }
}

/// Fragments fit to be shown, together at most so long.
fn shown_fragments(fragments: &[Fragment], chars_max: usize) -> Vec<Fragment> {
    let mut left = chars_max;
    let mut shown = Vec::new();
    for fragment in fragments {
        if left == 0 {
            break;
        }
        let mut text: String = plain(&fragment.text).chars().take(left).collect();
        left = left.saturating_sub(text.chars().count());
        if left == 0 {
            text.push('…');
        }
        shown.push(Fragment {
            text,
            ..fragment.clone()
        });
    }
    shown
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
    let order = if asked.sort == "newest" {
        SearchOrder::Newest
    } else {
        SearchOrder::Relevance
    };
    let ask = SearchAsk {
        query: asked.q,
        order,
        page: asked.page.unwrap_or(1),
        limit: HITS,
    };
    let results = if ask.query.trim().is_empty() {
        Ok(SearchResults {
            total: 0,
            page: 1,
            pages: 1,
            hits: Vec::new(),
            problem: None,
        })
    } else {
        app.desk.search(&ask).await
    };
    match results {
        Ok(results) => {
            let page = SearchPage::new(&ask, &results, language, app.desk.time_zone());
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
