//! *Answers*: what the office says in public, for everybody: pages, feeds, data. And the drafts of it.

pub(crate) mod data;
pub(crate) mod draft_acts;
pub(crate) mod drafts;
pub(crate) mod feeds;

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{clip, plain};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use data::JsonLd;
use desk::{DeskError, PublicAnswer};
use model::{AnswerId, AnswerKind};
use serde::Deserialize;

/// Letters of a text in the list.
const EXCERPT_CHARS: usize = 200;

/// The words of one version as they are shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownWording {
    pub(crate) title: String,
    pub(crate) claim: String,
    /// The verdict's word in the catalogue and as it is read.
    pub(crate) verdict: Option<(&'static str, String)>,
    pub(crate) paragraphs: Vec<String>,
}

pub(crate) fn wording(kind: AnswerKind, words: &model::Wording, shell: &Shell) -> ShownWording {
    let word = words.verdict.word();
    let read = || shell.t(&format!("answer.verdict_{word}")).into_owned();
    ShownWording {
        title: plain(&words.title),
        claim: plain(&words.claim),
        verdict: (kind == AnswerKind::Clarification).then(|| (word, read())),
        paragraphs: paragraphs(&words.text),
    }
}

/// Paragraphs are parted by empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    for line in text.lines().map(plain) {
        match (line.trim().is_empty(), out.last_mut()) {
            (true, _) => out.push(String::new()),
            (false, Some(last)) if last.is_empty() => last.push_str(&line),
            (false, Some(last)) => {
                last.push('\n');
                last.push_str(&line);
            }
            (false, None) => {}
        }
    }
    out.retain(|one| !one.trim().is_empty());
    out
}

/// An answer in the public list.
#[derive(Debug, Clone)]
pub(crate) struct ListedAnswer {
    address: String,
    words: ShownWording,
    kind: String,
    excerpt: String,
    published: Time,
    corrected: Option<Time>,
    withdrawn: bool,
}

/// The public list.
#[derive(Debug, Template)]
#[template(path = "pages/answers.html")]
pub(crate) struct AnswersPage {
    shell: Shell,
    office: String,
    answers: Vec<ListedAnswer>,
    next: Option<String>,
}

/// The office's name, or the word for an office without one.
pub(crate) fn office_of(name: &str, shell: &Shell) -> String {
    match plain(name) {
        name if name.trim().is_empty() => shell.t("answer.office").into_owned(),
        name => name,
    }
}

/// The office's own name; what is public can be read also while that cannot.
pub(crate) async fn named(app: &App) -> String {
    let office = app.desk.office().await;
    office.map_or_else(|_| String::new(), |(settings, _)| settings.name)
}

impl AnswersPage {
    pub(crate) fn new(
        (office, answers): (&str, &[PublicAnswer]),
        more: bool,
        page: u64,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "", "/answers");
        shell.title = shell.t("answer.public_title").into_owned();
        Self {
            office: office_of(office, &shell),
            answers: answers
                .iter()
                .filter_map(|one| listed(one, &shell, zone))
                .collect(),
            next: more.then(|| shell.to(&format!("/answers?page={}", page.saturating_add(1)))),
            shell,
        }
    }
}

fn listed(one: &PublicAnswer, shell: &Shell, zone: Tz) -> Option<ListedAnswer> {
    let latest = one.latest()?;
    Some(ListedAnswer {
        address: shell.to(&format!("/answers/{}", one.id)),
        words: wording(one.kind, &latest.wording, shell),
        kind: shell
            .t(&format!("answer.kind_{}", one.kind.word()))
            .into_owned(),
        excerpt: clip(&latest.wording.text, EXCERPT_CHARS),
        published: time(one.published_at(), zone),
        corrected: (one.versions.len() > 1).then(|| time(latest.at, zone)),
        withdrawn: latest.withdrawn,
    })
}

/// A version in the list under an answer.
#[derive(Debug, Clone)]
pub(crate) struct ShownVersion {
    address: String,
    number: String,
    at: Time,
    correction: String,
    shown: bool,
}

/// One answer, as everybody reads it.
#[derive(Debug, Template)]
#[template(path = "pages/answer.html")]
pub(crate) struct AnswerPage {
    shell: Shell,
    office: String,
    kind: String,
    words: ShownWording,
    published: Time,
    changed: Option<Time>,
    correction: String,
    /// Whether it was withdrawn.
    withdrawn: bool,
    /// The newest version's address, where an older one is shown.
    newest: Option<String>,
    versions: Vec<ShownVersion>,
    data: JsonLd,
    data_address: String,
}

impl AnswerPage {
    /// The page; none where there is no such version.
    pub(crate) fn new(
        answer: &PublicAnswer,
        version: Option<i64>,
        address: &str,
        language: Language,
        zone: Tz,
    ) -> Option<Self> {
        let path = format!("/answers/{}", answer.id);
        let mut shell = Shell::new(language, "", path.clone());
        let latest = answer.latest()?;
        let mut versions = answer.versions.iter();
        let shown = match version {
            Some(number) => versions.find(|one| one.number == number)?,
            None => latest,
        };
        shell.title = clip(&shown.wording.title, crate::words::HEAD_TITLE_CHARS);
        Some(Self {
            office: office_of(&answer.office, &shell),
            kind: shell
                .t(&format!("answer.kind_{}", answer.kind.word()))
                .into_owned(),
            words: wording(answer.kind, &shown.wording, &shell),
            published: time(answer.published_at(), zone),
            changed: (shown.number > 1).then(|| time(shown.at, zone)),
            correction: plain(&shown.correction),
            withdrawn: latest.withdrawn,
            newest: (shown.number != latest.number).then(|| shell.to(&path)),
            versions: versions_of(answer, shown.number, &path, &shell, zone),
            data: JsonLd::of(&data::answer(answer, address, &shell)),
            data_address: shell.to(&format!("{path}.json")),
            shell,
        })
    }
}

/// All versions, the newest first.
fn versions_of(
    answer: &PublicAnswer,
    here: i64,
    path: &str,
    shell: &Shell,
    zone: Tz,
) -> Vec<ShownVersion> {
    let versions = answer.versions.iter().rev().map(|one| ShownVersion {
        address: shell.to(&format!("{path}?version={}", one.number)),
        number: shell.n("answer.version", one.number),
        at: time(one.at, zone),
        correction: plain(&one.correction),
        shown: one.number == here,
    });
    versions.collect()
}

/// What an address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    page: Option<u64>,
    version: Option<i64>,
}

pub(crate) async fn list(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let number = asked.page.unwrap_or(1);
    match app.desk.public_answers(number).await {
        Ok((answers, more)) => {
            let zone = app.desk.time_zone();
            let office = named(&app).await;
            let page = AnswersPage::new((&office, &answers), more, number, language, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// One answer as a page, or with `.json` behind it as data.
pub(crate) async fn show(
    State(app): State<App>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let (id, as_data) = match file.strip_suffix(".json") {
        Some(id) => (id, true),
        None => (file.as_str(), false),
    };
    let missing = || DeskError::NotFound {
        kind: "answer",
        id: file.clone(),
    };
    let found = match AnswerId::parse(id) {
        Some(id) => app.desk.public_answer(id).await,
        None => Err(missing()),
    };
    let public = match found {
        Ok(public) => public,
        Err(error) => return problem::of(&error, &app, language),
    };
    let address = app.settings.address_of(&format!("/answers/{}", public.id));
    if as_data {
        let shell = Shell::new(language, "", "/answers");
        let data = data::answer(&public, &address, &shell).to_string();
        return ([(CONTENT_TYPE, "application/ld+json; charset=utf-8")], data).into_response();
    }
    let zone = app.desk.time_zone();
    match AnswerPage::new(&public, asked.version, &address, language, zone) {
        Some(page) => answer(StatusCode::OK, &page, language, asked.lang.as_deref()),
        None => problem::of(&missing(), &app, language),
    }
}
