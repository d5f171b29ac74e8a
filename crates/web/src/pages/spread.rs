//! *Spread*: who said it first, who took it from whom, how fast and where.

use super::{answer, problem};
use crate::cards::{Figure, counted};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Listed, Time, listed, time_near};
use crate::spread_chart::{SpreadChart, spread_chart};
use crate::words::{HEAD_TITLE_CHARS, clip, count, plain};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{DeskError, EventSpread, Outlet, Speed, Way};
use model::{EventId, HOUR_MS};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
}

/// An outlet as a row of the table.
#[derive(Debug, Clone)]
pub(crate) struct ShownOutlet {
    pub(crate) name: String,
    pub(crate) address: String,
    /// How deep it hangs, as a class.
    pub(crate) depth: usize,
    pub(crate) first: Option<Time>,
    pub(crate) first_address: String,
    pub(crate) documents: Figure,
    pub(crate) copies: Option<Figure>,
    /// What others took from it.
    pub(crate) taken: Option<Figure>,
    /// How it came by it, and the document it was taken from.
    pub(crate) way: String,
    pub(crate) from: Option<(String, String)>,
}

/// A place as a row of the table.
#[derive(Debug, Clone)]
pub(crate) struct ShownAt {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) first: Time,
    pub(crate) first_address: String,
    pub(crate) documents: Figure,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/spread.html")]
pub(crate) struct SpreadPage {
    shell: Shell,
    number: String,
    event_address: String,
    title: String,
    first: Option<Listed>,
    chart: Option<SpreadChart>,
    outlets: Vec<ShownOutlet>,
    /// Outlets that are not told one by one.
    others: Option<String>,
    speed: Vec<Figure>,
    places: Vec<ShownAt>,
    /// What was left out.
    cut: Vec<String>,
    /// Files to take along: the picture with its figures, and the places.
    files: Vec<(&'static str, String)>,
    places_file: String,
}

impl SpreadPage {
    pub(crate) fn new(spread: &EventSpread, language: Language, zone: Tz) -> Self {
        let id = spread.card.id;
        let mut shell = Shell::new(language, "now", format!("/events/{id}/spread"));
        let title = clip(&spread.card.title, HEAD_TITLE_CHARS);
        shell.title = format!("{} · {title}", shell.t("spread.title"));
        Self {
            number: id.to_string(),
            event_address: shell.to(&format!("/events/{id}")),
            title,
            first: (spread.first.as_ref()).map(|first| listed(first, &shell, zone)),
            chart: spread_chart(spread, &shell, zone),
            outlets: (spread.outlets.iter())
                .map(|one| outlet(one, spread, &shell, zone))
                .collect(),
            others: others(spread, &shell),
            speed: (spread.speed.as_ref())
                .map(|speed| speed_figures(speed, spread, &shell, zone))
                .unwrap_or_default(),
            places: places(spread, &shell, zone),
            cut: cut(spread, &shell),
            files: (["png", "svg", "csv"].into_iter())
                .map(|kind| (kind, shell.to(&format!("/events/{id}/spread.{kind}"))))
                .collect(),
            places_file: shell.to(&format!("/events/{id}/places.csv")),
            shell,
        }
    }
}

fn outlet(one: &Outlet, spread: &EventSpread, shell: &Shell, zone: Tz) -> ShownOutlet {
    let node = &one.node;
    let of = format!("/documents?event={}&source={}", spread.card.id, node.outlet);
    let figure = |number: usize, key: &str, address: String| Figure {
        number: count(number as i64),
        words: counted(shell, key, number as i64),
        address: shell.to(&address),
    };
    ShownOutlet {
        name: plain(&one.name),
        address: shell.to(&format!("/sources/{}", node.outlet)),
        depth: node.depth.min(6),
        first: node.first.map(|(at, _)| time_near(at, spread.as_of, zone)),
        first_address: (node.first)
            .map(|(_, document)| shell.to(&format!("/documents/{document}")))
            .unwrap_or_default(),
        documents: figure(node.documents, "document", of.clone()),
        copies: (node.copies > 0).then(|| figure(node.copies, "copy", format!("{of}&copies=1"))),
        taken: (node.taken > 0).then(|| {
            let (event, outlet) = (spread.card.id, node.outlet);
            let path = format!("/documents?event={event}&taken_from={outlet}");
            figure(node.taken, "document", path)
        }),
        way: way_word(one, shell),
        from: node.from.and_then(|from| {
            let name = spread
                .outlets
                .iter()
                .find(|other| other.node.outlet == from.outlet)?;
            let address = match from.document {
                Some(document) => format!("/documents/{document}"),
                None => format!("/sources/{}", from.outlet),
            };
            Some((plain(&name.name), shell.to(&address)))
        }),
    }
}

pub(crate) fn way_word(one: &Outlet, shell: &Shell) -> String {
    let key = match (one.node.from.map(|from| from.way), one.node.first) {
        (Some(Way::Copy), _) => "spread.way.copy",
        (Some(Way::Names), _) => "spread.way.names",
        (Some(Way::Passages), _) => "spread.way.passages",
        (None, Some(_)) => "spread.way.own",
        (None, None) => "spread.way.only_named",
    };
    shell.t(key).into_owned()
}

pub(crate) fn others(spread: &EventSpread, shell: &Shell) -> Option<String> {
    let (outlets, documents) = spread.others;
    (outlets > 0).then(|| {
        let documents = counted(shell, "document", documents as i64);
        rust_i18n::t!(
            "spread.others",
            locale = shell.tag(),
            n = count(outlets as i64),
            documents = documents
        )
        .to_string()
    })
}

fn speed_figures(speed: &Speed, spread: &EventSpread, shell: &Shell, zone: Tz) -> Vec<Figure> {
    let event = shell.to(&format!("/events/{}", spread.card.id));
    let documents = shell.to(&format!("/documents?event={}", spread.card.id));
    let figure = |key: &str, number: String, address: &str| Figure {
        words: shell.t(&format!("spread.speed.{key}")).into_owned(),
        number,
        address: address.to_owned(),
    };
    let most = rust_i18n::t!(
        "spread.speed.most_at",
        locale = shell.tag(),
        n = count(speed.most as i64),
        at = time_near(speed.most_at, spread.as_of, zone).person
    );
    let volume = format!("{event}#volume");
    let mut figures = vec![
        figure("documents", count(speed.documents as i64), &documents),
        figure("an_hour", format!("{:.1}", speed.an_hour), &volume),
        figure("most", most.to_string(), &volume),
        figure("half", span(speed.half_ms, shell), &documents),
    ];
    if let Some(half_life) = speed.half_life_ms {
        figures.push(figure("half_life", span(half_life, shell), &volume));
    }
    figures
}

/// A length of time in minutes, hours or days.
fn span(ms: i64, shell: &Shell) -> String {
    let hours = ms as f64 / HOUR_MS as f64;
    if hours < 1.0 {
        shell.n("spread.minutes", ms / 60_000)
    } else if hours < 48.0 {
        shell.n("spread.hours", format!("{hours:.1}"))
    } else {
        shell.n("spread.days", format!("{:.1}", hours / 24.0))
    }
}

fn places(spread: &EventSpread, shell: &Shell, zone: Tz) -> Vec<ShownAt> {
    (spread.places.iter())
        .map(|(at, name)| ShownAt {
            name: name.clone(),
            address: shell.to(&format!("/?place={}", at.place.0)),
            first: time_near(at.first, spread.as_of, zone),
            first_address: shell.to(&format!("/documents/{}", at.document)),
            documents: Figure {
                number: count(at.documents as i64),
                words: counted(shell, "document", at.documents as i64),
                address: {
                    let (event, place) = (spread.card.id, at.place.0);
                    shell.to(&format!("/documents?event={event}&place={place}"))
                },
            },
        })
        .collect()
}

fn cut(spread: &EventSpread, shell: &Shell) -> Vec<String> {
    let told = |key: &str, n: usize, of: usize| {
        let (n, of) = (count(n as i64), count(of as i64));
        rust_i18n::t!(key, locale = shell.tag(), n = n, of = of).to_string()
    };
    let own = usize::try_from(spread.card.documents).unwrap_or(0);
    let mut cut = Vec::new();
    if spread.drawn < spread.of {
        cut.push(told("spread.cut", spread.drawn, spread.of));
    }
    if spread.read < own {
        cut.push(told("spread.read_cut", spread.read, own));
    }
    cut
}

/// How the event of an address spread.
pub(crate) async fn spread_of(app: &App, id: String) -> Result<EventSpread, DeskError> {
    match EventId::parse(&id) {
        Some(event) => app.desk.event_spread(event).await,
        None => Err(DeskError::NotFound { kind: "event", id }),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match spread_of(&app, id).await {
        Ok(spread) => {
            let page = SpreadPage::new(&spread, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
