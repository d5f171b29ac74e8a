//! The list of topics.

use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::{clip, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::SignedIn;
use model::Topic;
use serde::Deserialize;

/// Characters of a question in the list.
const QUERY_CHARS: usize = 120;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    done: String,
    /// The topic that was archived, to bring it back.
    undo: String,
    version: String,
}

/// A topic in the list.
#[derive(Debug)]
struct Row {
    id: String,
    address: String,
    name: String,
    query: String,
    owner: String,
    version: i64,
    waits: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/topics.html")]
pub(crate) struct TopicsPage {
    shell: Shell,
    topics: Vec<Row>,
    archived: Vec<Row>,
    done: Option<String>,
    /// The topic that can be brought back, with its version.
    undo: Option<(String, String)>,
}

impl TopicsPage {
    pub(crate) fn new(topics: &[Topic], asked: &Asked, language: Language) -> Self {
        let mut shell = Shell::new(language, "topics", "/topics");
        shell.title = shell.t("topics.title").into_owned();
        let row = |topic: &Topic| Row {
            id: topic.id.to_string(),
            address: shell.to(&format!("/topics/{}", topic.id)),
            name: plain(&topic.name),
            query: clip(&topic.question(), QUERY_CHARS),
            owner: plain(&topic.owner_name),
            version: topic.version,
            waits: topic.waits(),
        };
        let (there, gone): (Vec<&Topic>, Vec<&Topic>) =
            topics.iter().partition(|topic| topic.archived_at.is_none());
        let known = ["archived", "restored"].contains(&asked.done.as_str());
        let done = known.then(|| shell.t(&format!("topics.done_{}", asked.done)).into_owned());
        let archived = gone.iter().find(|topic| topic.id.to_string() == asked.undo);
        Self {
            topics: there.into_iter().map(row).collect(),
            archived: gone.iter().copied().map(row).collect(),
            undo: archived.map(|topic| (topic.id.to_string(), asked.version.clone())),
            done,
            shell,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match app.desk.topics(&signed.actor).await {
        Ok(topics) => {
            let page = TopicsPage::new(&topics, &asked, language);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
