//! *How to ask*: the grammar on one page, and a checker.

use super::{ShownProblem, shown_problem};
use crate::language::Language;
use crate::pages::answer;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::encode;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::QueryProblem;
use serde::Deserialize;

/// Examples with the key of what each asks for, by section.
const SECTIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "text",
        &[
            ("路面 塌陷", "words"),
            ("\"路面突然塌陷\"", "quoted"),
            ("停水 OR 停电", "or"),
            ("食堂 -招标", "not"),
            ("(停水 OR 停电) 小区", "group"),
            ("rain*", "prefix"),
            ("食堂 NEAR/8 腹泻", "near"),
            ("堵车 NEAR/20f 道歉", "near_ordered"),
            ("\"school bus\"~5", "slop"),
            ("医院 SENTENCE 投诉", "sentence"),
            ("/第[0-9]+号楼/", "pattern"),
            ("raw:NATO", "raw"),
        ],
    ),
    (
        "where",
        &[
            ("title:塌陷", "in_title"),
            ("body:(停水 OR 停电)", "body"),
            ("source:日报", "source"),
            ("kind:hotlist,board", "kind"),
            ("site:example.org", "site"),
            ("url:/notice/", "url"),
            ("place:青岚县", "place"),
            ("lang:en", "lang"),
        ],
    ),
    (
        "what",
        &[
            ("category:food_safety", "category"),
            ("tone:negative", "tone"),
            ("event:12", "event"),
            ("heat:>100", "heat"),
            ("similar:345", "similar"),
            ("topic:防汛", "topic"),
        ],
    ),
    (
        "when",
        &[
            ("date:2026-03-01..2026-03-07", "date"),
            ("date:2026-03", "month"),
            ("date:2026-03-01T08:00..2026-03-01T12:00", "hours"),
            ("last:36h", "last"),
        ],
    ),
];

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    #[serde(default)]
    q: String,
}

#[derive(Debug, Clone)]
struct Example {
    query: &'static str,
    address: String,
    words: String,
}

#[derive(Debug, Clone)]
struct Section {
    title: String,
    examples: Vec<Example>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/search_help.html")]
pub(crate) struct SearchHelpPage {
    shell: Shell,
    checked: String,
    ask_address: String,
    understood: Option<String>,
    problem: Option<ShownProblem>,
    sections: Vec<Section>,
    values: Vec<(String, String)>,
}

impl SearchHelpPage {
    /// `understood` is what the query was understood as, or what is wrong with it.
    pub(crate) fn new(
        query: &str,
        understood: Option<Result<String, QueryProblem>>,
        language: Language,
    ) -> Self {
        let address = format!("/search/help?q={}", encode(query));
        let mut shell = Shell::new(language, "search", address);
        shell.title = shell.t("search.help.title").into_owned();
        let example = |(query, key): &(&'static str, &str)| Example {
            query,
            address: shell.to(&format!("/search?q={}", encode(query))),
            words: shell.t(&format!("search.help.{key}")).into_owned(),
        };
        let sections = SECTIONS.iter().map(|(key, examples)| Section {
            title: shell.t(&format!("search.help.section_{key}")).into_owned(),
            examples: examples.iter().map(example).collect(),
        });
        let categories = model::Category::ALL.into_iter().map(|category| {
            let name = shell.t(&format!("category.{}", category.word()));
            (category.word().to_owned(), name.into_owned())
        });
        let (mut good, mut problem) = (None, None);
        match understood {
            Some(Ok(text)) => good = Some(text),
            Some(Err(wrong)) => problem = Some(shown_problem(&wrong, query, &shell)),
            None => {}
        }
        Self {
            checked: query.to_owned(),
            ask_address: shell.to(&format!("/search?q={}", encode(query))),
            understood: good,
            problem,
            sections: sections.collect(),
            values: categories.collect(),
            shell,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let asks = !asked.q.trim().is_empty();
    let understood = asks.then(|| app.desk.understood_as(&asked.q));
    let page = SearchHelpPage::new(&asked.q, understood, language);
    answer(StatusCode::OK, &page, language, asked.lang.as_deref())
}
