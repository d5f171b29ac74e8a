//! The board of sources.

use super::{
    Choice, kind_word, kinds, owners, owners_and_unsaid, reaches, size, span, standing_sign,
    standing_word, unusual_word,
};
use crate::chart::{Spark, spark};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{SourceAsk, SourceBoard, SourceRow, Standing};
use model::{Owner, SourceKind};
use serde::Deserialize;
use std::fmt::Write as _;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    unusual: String,
    #[serde(default)]
    page: Option<usize>,
    /// A change that was just made, and how many sources it changed.
    done: Option<i64>,
    n: Option<u64>,
    /// A change that was just taken back.
    undone: Option<u64>,
}

impl Asked {
    pub(crate) fn ask(&self) -> SourceAsk {
        SourceAsk {
            text: self.text.trim().to_owned(),
            standing: Standing::from_word(&self.state),
            kind: SourceKind::from_word(&self.kind),
            folder: (!self.folder.is_empty()).then(|| self.folder.clone()),
            owner: (!self.owner.is_empty()).then(|| Owner::from_word(&self.owner)),
            unusual: self.unusual == "1",
            page: self.page.unwrap_or(1),
        }
    }
}

/// The filters as an address, without page.
pub(crate) fn query_of(ask: &SourceAsk) -> String {
    let mut query = String::new();
    let mut push = |key: &str, value: &str| {
        if !value.is_empty() {
            let joiner = if query.is_empty() { "" } else { "&" };
            write!(query, "{joiner}{key}={}", crate::show::encode(value))
                .expect("writing to a string cannot fail");
        }
    };
    push("text", &ask.text);
    push("state", ask.standing.map_or("", Standing::word));
    push("kind", ask.kind.map_or("", SourceKind::word));
    push("folder", ask.folder.as_deref().unwrap_or(""));
    push("owner", ask.owner.map_or("", Owner::word));
    push("unusual", if ask.unusual { "1" } else { "" });
    query
}

/// One row of the table.
#[derive(Debug, Clone)]
pub(crate) struct ShownRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) kind: String,
    pub(crate) url: Option<String>,
    pub(crate) standing: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) standing_word: String,
    pub(crate) outcome: String,
    pub(crate) read: Option<Time>,
    pub(crate) today: i64,
    pub(crate) usual: Option<String>,
    pub(crate) unusual: Option<(&'static str, String)>,
    pub(crate) spark: Spark,
    pub(crate) delay: Option<String>,
    pub(crate) cost: String,
}

/// A filter with how many it leaves.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) word: String,
    pub(crate) sign: &'static str,
    pub(crate) count: usize,
    pub(crate) address: String,
    pub(crate) chosen: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/sources.html")]
pub(crate) struct SourcesPage {
    shell: Shell,
    rows: Vec<ShownRow>,
    filters: Vec<Filter>,
    kinds: Vec<Choice>,
    folders: Vec<(String, usize, bool)>,
    /// Whose sources may be, to be chosen and to be looked for.
    owners: Vec<Choice>,
    reaches: Vec<Choice>,
    owners_asked: Vec<Choice>,
    ask: SourceAsk,
    query: String,
    all: usize,
    matching: usize,
    page: usize,
    pages: usize,
    page_address: String,
    /// What was just done, and the change to take back.
    banner: Option<(String, Option<i64>)>,
}

impl SourcesPage {
    pub(crate) fn new(board: &SourceBoard, asked: &Asked, language: Language, zone: Tz) -> Self {
        let ask = asked.ask();
        let query = query_of(&ask);
        let mut shell = Shell::new(language, "sources", format!("/sources?{query}"));
        shell.title = shell.t("sources.title").into_owned();
        let banner = match (asked.done, asked.undone) {
            (Some(change), _) => Some((
                shell.n("sources.changed", asked.n.unwrap_or(0)),
                Some(change),
            )),
            (_, Some(count)) => Some((shell.n("sources.undone", count), None)),
            _ => None,
        };
        Self {
            rows: board
                .rows
                .iter()
                .map(|one| row(one, &shell, zone))
                .collect(),
            filters: filters(board, &ask, &shell),
            kinds: kinds(&shell, ask.kind),
            owners: owners(&shell, Owner::Unsaid),
            reaches: reaches(&shell, None),
            owners_asked: owners_and_unsaid(&shell, ask.owner),
            folders: board
                .folders
                .iter()
                .map(|(name, count)| {
                    let chosen = ask.folder.as_ref() == Some(name);
                    (name.clone(), *count, chosen)
                })
                .collect(),
            page_address: if query.is_empty() {
                "?page=".to_owned()
            } else {
                format!("?{query}&page=")
            },
            query,
            ask,
            all: board.all,
            matching: board.matching,
            page: board.page,
            pages: board.pages,
            banner,
            shell,
        }
    }
}

fn filters(board: &SourceBoard, ask: &SourceAsk, shell: &Shell) -> Vec<Filter> {
    let address = |standing: Option<Standing>, unusual: bool| {
        let query = query_of(&SourceAsk {
            standing,
            unusual,
            ..ask.clone()
        });
        shell.to(&format!("/sources?{query}"))
    };
    let mut filters = vec![Filter {
        word: shell.t("sources.all").into_owned(),
        sign: "",
        count: board.all,
        address: address(None, false),
        chosen: ask.standing.is_none() && !ask.unusual,
    }];
    filters.extend(board.standings.iter().map(|(standing, count)| Filter {
        word: standing_word(shell, *standing),
        sign: standing_sign(*standing),
        count: *count,
        address: address(Some(*standing), false),
        chosen: ask.standing == Some(*standing),
    }));
    if board.unusual > 0 {
        filters.push(Filter {
            word: shell.t("sources.unusual").into_owned(),
            sign: "▲▼",
            count: board.unusual,
            address: address(None, true),
            chosen: ask.unusual,
        });
    }
    filters
}

pub(super) fn row(row: &SourceRow, shell: &Shell, zone: Tz) -> ShownRow {
    let source = &row.source;
    let standing = Standing::of(source);
    ShownRow {
        id: source.id.to_string(),
        name: plain(&source.name),
        folder: source.folder.clone(),
        kind: kind_word(shell, source.kind),
        url: source.url.clone(),
        standing: standing.word(),
        sign: standing_sign(standing),
        standing_word: standing_word(shell, standing),
        outcome: plain(&shell.said(source.state.last_outcome.as_deref().unwrap_or_default())),
        read: source.state.read_at.map(|at| time(at, zone)),
        today: row.latest.1,
        usual: row
            .usual
            .map(|usual| format!("{:.1} ± {:.1}", usual.mean, usual.sigma)),
        unusual: row.unusual.map(|unusual| unusual_word(shell, unusual)),
        spark: spark(&row.items),
        delay: row.delay_ms.map(|ms| span(shell, ms)),
        cost: format!("{} · {}", row.cost.requests, size(row.cost.bytes)),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match app.desk.source_board(&asked.ask()).await {
        Ok(board) => {
            let page = SourcesPage::new(&board, &asked, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
