//! *Compare*: two periods of one matter, or two matters in one period.

use super::asked::{Asked, with};
use super::differences::{Part, parts, table};
use super::file::{Kind, as_file, kind_of};
use super::{Section, words_of};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::pictures::{self, Picture, Scene, Side, Table, period};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::clip;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{AnalysisAsk, Comparison, DeskError};
use serde::Deserialize;

/// Characters of a query in a heading.
const NAME_CHARS: usize = 24;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskedTwo {
    lang: Option<String>,
    q: String,
    from: String,
    to: String,
    q2: String,
    from2: String,
    to2: String,
}

impl AskedTwo {
    /// The one side.
    pub(crate) fn one(&self) -> Asked {
        Asked::days(&self.q, &self.from, &self.to)
    }

    /// The other side, where something of it was chosen. A query without days has those of the first.
    fn other(&self) -> Option<Asked> {
        let q = if self.q2.trim().is_empty() {
            &self.q
        } else {
            &self.q2
        };
        if !self.from2.trim().is_empty() || !self.to2.trim().is_empty() {
            return Some(Asked::days(q, &self.from2, &self.to2));
        }
        (q.trim() != self.q.trim()).then(|| Asked::days(q, &self.from, &self.to))
    }

    fn asks(&self) -> (AnalysisAsk, Option<AnalysisAsk>) {
        (self.one().ask(), self.other().map(|asked| asked.ask()))
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/compare.html")]
pub(crate) struct ComparePage {
    shell: Shell,
    one: Asked,
    other: Asked,
    names: (String, String),
    problem: Option<String>,
    section: Section,
    parts: Vec<Part>,
    files: String,
}

impl ComparePage {
    pub(crate) fn new(asked: &AskedTwo, found: &Comparison, language: Language, zone: Tz) -> Self {
        let (one, other) = both(asked, found, zone);
        let query = query_of(&one, &other);
        let mut shell = Shell::new(language, "analysis", with("/analysis/compare", &[&query]));
        shell.title = shell.t("compare.title").into_owned();
        let names = names(&one, &other, found, &shell, zone);
        let (bases, picture) = (
            &[one.base(), other.base()],
            drawn(&one, &other, &names, found, &shell, zone),
        );
        let scenes = scenes(bases, &shell, zone);
        let of = |kind: &str| {
            shell.to(&with(
                &format!("/analysis/compare/compare.{kind}"),
                &[&query],
            ))
        };
        let trouble = found.one.problem.as_ref().or(found.other.problem.as_ref());
        Self {
            problem: trouble.map(|problem| words_of(problem, &shell)),
            section: Section {
                files: vec![("PNG", of("png")), ("SVG", of("svg")), ("CSV", of("csv"))],
                picture,
            },
            parts: parts(found, scenes),
            files: shell.to(&with("/analysis/compare/differences.csv", &[&query])),
            names,
            one,
            other,
            shell,
        }
    }
}

/// Both sides with the days that were really taken.
fn both(asked: &AskedTwo, found: &Comparison, zone: Tz) -> (Asked, Asked) {
    let (from, to) = super::ends(&found.one, zone);
    let one = Asked::days(&asked.q, &from, &to);
    let (from, to) = super::ends(&found.other, zone);
    let q = asked
        .other()
        .map_or_else(|| asked.q.clone(), |other| other.q);
    (one, Asked::days(&q, &from, &to))
}

fn query_of(one: &Asked, other: &Asked) -> String {
    let second: Vec<String> = (other.base().split('&'))
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| format!("{name}2={value}"))
        .collect();
    format!("{}&{}", one.base(), second.join("&"))
}

fn scenes<'a>(bases: &'a [String; 2], shell: &'a Shell, zone: Tz) -> (Scene<'a>, Scene<'a>) {
    let [one, other] = bases;
    let scene = |base: &'a String| Scene { shell, zone, base };
    (scene(one), scene(other))
}

/// What both sides are called: by their queries where these differ, else by their days.
fn names(
    one: &Asked,
    other: &Asked,
    found: &Comparison,
    shell: &Shell,
    zone: Tz,
) -> (String, String) {
    let days = (
        period(&found.one.steps, zone),
        period(&found.other.steps, zone),
    );
    if one.q.trim() == other.q.trim() {
        return days;
    }
    let name = |asked: &Asked, days: &str| {
        let q = clip(&asked.q, NAME_CHARS);
        let q = if q.is_empty() {
            shell.t("analysis.everything").into_owned()
        } else {
            q
        };
        if days.is_empty() {
            q
        } else {
            format!("{q} · {days}")
        }
    };
    if days.0 == days.1 {
        (name(one, ""), name(other, ""))
    } else {
        (name(one, &days.0), name(other, &days.1))
    }
}

fn drawn(
    one: &Asked,
    other: &Asked,
    names: &(String, String),
    found: &Comparison,
    shell: &Shell,
    zone: Tz,
) -> Picture {
    let bases = [one.base(), other.base()];
    let scenes = scenes(&bases, shell, zone);
    let side = |pictures, name, scene| Side {
        pictures,
        name,
        scene,
    };
    pictures::compare(
        side(&found.one, names.0.as_str(), scenes.0),
        side(&found.other, names.1.as_str(), scenes.1),
    )
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<AskedTwo>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let (one, other) = asked.asks();
    match app.desk.compare(&one, other.as_ref()).await {
        Ok(found) => {
            let page = ComparePage::new(&asked, &found, language, app.desk.time_zone());
            let status = if page.problem.is_some() {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::OK
            };
            answer(status, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn file(
    State(app): State<App>,
    Path(file): Path<String>,
    Query(asked): Query<AskedTwo>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match made(&app, &file, &asked, language).await {
        Ok(response) => response,
        Err(error) => problem::of(&error, &app, language),
    }
}

async fn made(
    app: &App,
    file: &str,
    asked: &AskedTwo,
    language: Language,
) -> Result<Response, DeskError> {
    let missing = || DeskError::NotFound {
        kind: "file",
        id: file.to_owned(),
    };
    let (name, kind) = kind_of(file).ok_or_else(missing)?;
    let (one, other) = asked.asks();
    let found = app.desk.compare(&one, other.as_ref()).await?;
    if let Some(problem) = found.one.problem.as_ref().or(found.other.problem.as_ref()) {
        return Err(DeskError::Invalid(problem.message.clone()));
    }
    let (zone, shell) = (app.desk.time_zone(), Shell::new(language, "", "/"));
    let (one, other) = both(asked, &found, zone);
    let names = names(&one, &other, &found, &shell, zone);
    let mut picture = drawn(&one, &other, &names, &found, &shell, zone);
    let shows = format!("{} / {}", names.0, names.1);
    match (name, kind) {
        ("compare", _) => {}
        ("differences", Kind::Csv) => {
            let bases = [one.base(), other.base()];
            picture.table = table(&found, names, scenes(&bases, &shell, zone));
        }
        _ => return Err(missing()),
    }
    as_file(app, &picture, &shows, kind, file).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> AskedTwo {
        serde_urlencoded::from_str(query).unwrap()
    }

    #[test]
    fn what_is_not_chosen_is_the_same_or_the_period_before() {
        assert!(asked("q=x").other().is_none(), "the period before");
        assert!(asked("q=x&q2=x+").other().is_none());
        let other = |query: &str| asked(query).other().unwrap().base();
        assert_eq!(
            other("q=x&q2=y&from=2026-03-01&to=2026-03-02"),
            "q=y&from=2026-03-01&to=2026-03-02"
        );
        assert_eq!(other("q=x&from2=2026-02-01"), "q=x&from=2026-02-01");
        let all = query_of(
            &Asked::days("x", "2026-03-01", ""),
            &Asked::days("y z", "", "2026-02-01"),
        );
        assert_eq!(all, "q=x&from=2026-03-01&q2=y%20z&to2=2026-02-01");
    }
}
