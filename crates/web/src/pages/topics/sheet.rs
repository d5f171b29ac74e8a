//! A topic with all that is said of it.

use super::numbers::{Number, Row, address, change, number, row};
use super::routes::{ShownRoute, shown as shown_route};
use super::{id_of, words_of};
use crate::cards::{Card, card};
use crate::language::Language;
use crate::pages::alerts::{ShownAlert, shown as shown_alert};
use crate::pages::{answer, problem};
use crate::pictures::{Picture, Table, topic_volume};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{LISTED_TITLE_CHARS, clip, plain};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{SearchHit, SignedIn, TopicPeriod, TopicSheet};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    period: String,
    done: String,
}

/// A picture without files.
#[derive(Debug)]
struct Section {
    picture: Picture,
    files: Vec<(&'static str, String)>,
}

/// A document in the list of the newest.
#[derive(Debug)]
struct Newest {
    address: String,
    title: String,
    source: String,
    published: Time,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/topic.html")]
pub(crate) struct TopicPage {
    shell: Shell,
    id: String,
    version: i64,
    question: String,
    search: String,
    notes: String,
    owner: String,
    office_held: Option<String>,
    waits: bool,
    archived: bool,
    done: Option<String>,
    problem: Option<String>,
    cut: bool,
    periods: Vec<(String, String, bool)>,
    total: Number,
    before: Number,
    change: String,
    section: Section,
    sources: Vec<Row>,
    sources_in_all: usize,
    tones: Vec<Row>,
    events: Vec<(Card, Number)>,
    terms: Vec<(String, Option<Number>)>,
    newest: Vec<Newest>,
    alerts: Vec<ShownAlert>,
    rules: Vec<(String, String, bool)>,
    routes: Vec<ShownRoute>,
}

impl TopicPage {
    pub(crate) fn new(sheet: &TopicSheet, asked: &Asked, language: Language, zone: Tz) -> Self {
        let topic = &sheet.topic;
        let path = format!("/topics/{}", topic.id);
        let period = sheet.period.word();
        let mut shell = Shell::new(language, "topics", format!("{path}?period={period}"));
        shell.title = plain(&topic.name);
        Self {
            id: topic.id.to_string(),
            version: topic.version,
            question: plain(&topic.question()),
            search: address(&sheet.total, &shell),
            notes: plain(&topic.notes),
            owner: plain(&topic.owner_name),
            office_held: topic.office_held.as_deref().map(plain),
            waits: topic.waits(),
            archived: topic.archived_at.is_some(),
            done: done(asked, &shell),
            problem: (sheet.problem.as_ref()).map(|wrong| words_of(wrong, &shell)),
            cut: sheet.cut,
            periods: periods(sheet.period, &path, &shell),
            total: number(&sheet.total, &shell),
            before: number(&sheet.before, &shell),
            change: change(sheet.total.number, sheet.before.number),
            section: volume(sheet, &shell, zone),
            sources: sources(sheet, &shell),
            sources_in_all: sheet.sources_in_all,
            tones: tones(sheet, &shell),
            events: events(sheet, &shell, zone),
            terms: terms(sheet, &shell),
            newest: listed(&sheet.newest, |hit| newest(hit, &shell, zone)),
            alerts: listed(&sheet.alerts, |alert| shown_alert(alert, &shell, zone)),
            rules: rules(sheet, &shell),
            routes: listed(&sheet.routes, |row| shown_route(row, &shell)),
            shell,
        }
    }
}

fn periods(chosen: TopicPeriod, path: &str, shell: &Shell) -> Vec<(String, String, bool)> {
    TopicPeriod::ALL
        .into_iter()
        .map(|one| {
            let address = shell.to(&format!("{path}?period={}", one.word()));
            let word = shell.t(&format!("topics.period_{}", one.word()));
            (address, word.into_owned(), one == chosen)
        })
        .collect()
}

fn volume(sheet: &TopicSheet, shell: &Shell, zone: Tz) -> Section {
    let totals = (&sheet.total, &sheet.before);
    Section {
        picture: topic_volume(
            &sheet.bars,
            totals,
            |tally| address(tally, shell),
            shell,
            zone,
        ),
        files: Vec::new(),
    }
}

fn listed<T, S>(all: &[T], one: impl Fn(&T) -> S) -> Vec<S> {
    all.iter().map(one).collect()
}

/// What was done to it a moment ago.
fn done(asked: &Asked, shell: &Shell) -> Option<String> {
    let known = ["kept", "waits", "approved"].contains(&asked.done.as_str());
    let words = || shell.t(&format!("topics.done_{}", asked.done));
    known.then(|| words().into_owned())
}

fn sources(sheet: &TopicSheet, shell: &Shell) -> Vec<Row> {
    let one = |one: &desk::TopicShare<String>| row(&one.what, one, sheet.total.number, shell);
    listed(&sheet.sources, one)
}

fn tones(sheet: &TopicSheet, shell: &Shell) -> Vec<Row> {
    let one = |one: &desk::TopicShare<model::Tone>| {
        let name = shell.t(&format!("tone.{}", one.what.word()));
        row(&name, one, sheet.total.number, shell)
    };
    sheet.tones.iter().map(one).collect()
}

fn events(sheet: &TopicSheet, shell: &Shell, zone: Tz) -> Vec<(Card, Number)> {
    let one = |event: &desk::TopicEvent| {
        let card = card(&event.card, sheet.as_of, shell, zone);
        (card, number(&event.documents, shell))
    };
    sheet.events.iter().map(one).collect()
}

fn terms(sheet: &TopicSheet, shell: &Shell) -> Vec<(String, Option<Number>)> {
    let one = |(term, tally): &(String, Option<desk::Tally>)| {
        let number = tally.as_ref().map(|tally| number(tally, shell));
        (plain(term), number)
    };
    sheet.terms.iter().map(one).collect()
}

fn rules(sheet: &TopicSheet, shell: &Shell) -> Vec<(String, String, bool)> {
    let one = |rule: &model::Rule| {
        let address = shell.to(&format!("/rules/{}", rule.id));
        (address, plain(&rule.name), rule.is_on())
    };
    sheet.rules.iter().map(one).collect()
}

fn newest(hit: &SearchHit, shell: &Shell, zone: Tz) -> Newest {
    let text = |parts: &[desk::Fragment]| -> String {
        parts.iter().map(|part| part.text.as_str()).collect()
    };
    let title = match text(&hit.title) {
        title if title.trim().is_empty() => text(&hit.snippet),
        title => title,
    };
    let title = if title.trim().is_empty() {
        shell.t("document.untitled").into_owned()
    } else {
        title
    };
    Newest {
        address: shell.to(&format!("/documents/{}", hit.document)),
        title: clip(&title, LISTED_TITLE_CHARS),
        source: plain(&hit.source),
        published: time(hit.published_at, zone),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let period = TopicPeriod::from_word(&asked.period).unwrap_or_default();
    let sheet = async {
        let name = id_of(&id)?.to_string();
        app.desk.topic_sheet(&signed.actor, &name, period).await
    };
    match sheet.await {
        Ok(sheet) => {
            let page = TopicPage::new(&sheet, &asked, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
