//! *Analysis*: what a query finds in a period, as pictures.

mod asked;
pub(crate) mod compare;
mod differences;
mod file;
mod records;

pub(crate) use asked::{Asked, with};
pub(crate) use file::{Kind as FileKind, as_file, file, kind_of};
pub(crate) use records::{RecordsPage, records};

use super::{answer, problem};
use crate::language::Language;
use crate::pictures::{self, Picture, Scene, Table};
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Days};
use chrono_tz::Tz;
use desk::{Pictures, QueryProblem};

/// A period that can be chosen with one press.
#[derive(Debug, Clone)]
struct Choice {
    words: String,
    address: String,
    chosen: bool,
}

/// A picture as it stands on the page.
#[derive(Debug)]
struct Section {
    picture: Picture,
    /// Where its files are, without what they are of.
    files: Vec<(&'static str, String)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/analysis.html")]
pub(crate) struct AnalysisPage {
    shell: Shell,
    q: String,
    from: String,
    to: String,
    choices: Vec<Choice>,
    notice: Option<String>,
    problem: Option<String>,
    shows: String,
    records: String,
    busiest: Option<String>,
    sections: Vec<Section>,
    search: String,
    compare: String,
}

impl AnalysisPage {
    pub(crate) fn new(asked: &Asked, pictures: &Pictures, language: Language, zone: Tz) -> Self {
        let base = asked.base();
        let mut shell = Shell::new(language, "analysis", with("/analysis", &[&base]));
        shell.title = shell.t("analysis.title").into_owned();
        let scene = Scene {
            shell: &shell,
            zone,
            base: &base,
        };
        let sections = (pictures::all(pictures, scene).into_iter())
            .filter(|_| pictures.total > 0)
            .map(|picture| section(picture, &base, &shell))
            .collect();
        let (from, to) = ends(pictures, zone);
        Self {
            q: asked.q.trim().to_owned(),
            from,
            to,
            choices: choices(asked, pictures, &shell, zone),
            notice: notice(asked, &shell),
            problem: pictures
                .problem
                .as_ref()
                .map(|problem| words_of(problem, &shell)),
            shows: pictures::shows(pictures, &asked.q, scene),
            records: scene.slice(""),
            busiest: pictures::busiest(&pictures.week, scene),
            search: shell.to(&format!(
                "/search?q={}",
                crate::show::encode(asked.q.trim())
            )),
            compare: shell.to(&with("/analysis/compare", &[&days(asked, pictures, zone)])),
            sections,
            shell,
        }
    }
}

fn section(picture: Picture, base: &str, shell: &Shell) -> Section {
    let list = picture
        .which
        .strip_prefix('-')
        .map(|list| format!("list={list}"));
    let of = |kind: &str| {
        let path = format!("/analysis/{}.{kind}", picture.name);
        shell.to(&with(&path, &[base, list.as_deref().unwrap_or_default()]))
    };
    Section {
        files: vec![("PNG", of("png")), ("SVG", of("svg")), ("CSV", of("csv"))],
        picture,
    }
}

/// The first and the last day that are shown, as fields of a form have them.
fn ends(pictures: &Pictures, zone: Tz) -> (String, String) {
    let day = |at: i64| {
        DateTime::from_timestamp_millis(at)
            .map(|at| at.with_timezone(&zone).format("%Y-%m-%d").to_string())
            .unwrap_or_default()
    };
    (
        day(pictures.steps.from().0),
        day(pictures.steps.to().0.saturating_sub(1)),
    )
}

/// The question with its days, whatever way they were asked for.
fn days(asked: &Asked, pictures: &Pictures, zone: Tz) -> String {
    let (from, to) = ends(pictures, zone);
    Asked::days(&asked.q, &from, &to).base()
}

/// Periods that are asked for most.
fn choices(asked: &Asked, pictures: &Pictures, shell: &Shell, zone: Tz) -> Vec<Choice> {
    let q = Asked::of(&asked.q).base();
    let last = DateTime::from_timestamp_millis(pictures.steps.to().0.saturating_sub(1))
        .map(|at| at.with_timezone(&zone).date_naive())
        .unwrap_or_default();
    let days = |count: u64| {
        let first = last.checked_sub_days(Days::new(count - 1)).unwrap_or(last);
        format!(
            "from={}&to={}",
            first.format("%Y-%m-%d"),
            last.format("%Y-%m-%d")
        )
    };
    let base = asked.base();
    let is = |part: &str| with("", &[&q, part]) == with("", &[&base]);
    [
        ("h24", "hours=24".to_owned()),
        ("week", String::new()),
        ("month", days(30)),
        ("year", days(365)),
    ]
    .into_iter()
    .map(|(key, part)| Choice {
        words: shell.t(&format!("analysis.period.{key}")).into_owned(),
        address: shell.to(&with("/analysis", &[&q, &part])),
        chosen: is(&part),
    })
    .collect()
}

fn notice(asked: &Asked, shell: &Shell) -> Option<String> {
    let key = if asked.is_no_day() {
        "analysis.no_day"
    } else if asked.is_turned() {
        "analysis.turned"
    } else {
        return None;
    };
    Some(shell.t(key).into_owned())
}

/// What is wrong with a query, in the language of the page.
fn words_of(problem: &QueryProblem, shell: &Shell) -> String {
    let key = format!("query.{}", problem.code);
    let words = shell.t(&key);
    if words.contains(&key) {
        problem.message.clone()
    } else {
        words.into_owned()
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match app.desk.pictures(&asked.ask()).await {
        Ok(pictures) => {
            let page = AnalysisPage::new(&asked, &pictures, language, app.desk.time_zone());
            let status = if pictures.problem.is_some() {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::OK
            };
            answer(status, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
