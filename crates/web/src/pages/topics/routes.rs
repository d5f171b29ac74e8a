//! Where alerts of topics and units also go.

use crate::language::Language;
use crate::pages::correct::{field, not_done};
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, RouteForm, RouteRow, SignedIn, TopicChoices};
use model::{ChannelId, RouteId, RouteOf, Topic};
use serde::Deserialize;

/// A route as it is shown.
#[derive(Debug)]
pub(crate) struct ShownRoute {
    pub(crate) id: String,
    pub(crate) of: String,
    /// Where the topic is; nothing for a unit.
    pub(crate) address: String,
    pub(crate) channel: Option<String>,
    pub(crate) words: String,
    pub(crate) everyones: bool,
    pub(crate) made_by: String,
}

pub(crate) fn shown(row: &RouteRow, shell: &Shell) -> ShownRoute {
    ShownRoute {
        id: row.route.id.to_string(),
        of: plain(&row.of),
        address: match row.route.of {
            RouteOf::Topic(id) => shell.to(&format!("/topics/{id}")),
            RouteOf::Unit(_) => String::new(),
        },
        channel: row.channel.as_deref().map(plain),
        words: plain(&row.route.words),
        everyones: row.route.everyones,
        made_by: plain(&row.route.made_by),
    }
}

/// Something to choose: value, word, whether it is chosen.
type Choice = (String, String, bool);

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    /// Whose route is to be added.
    of: String,
    done: String,
    undo: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/routes.html")]
pub(crate) struct RoutesPage {
    shell: Shell,
    routes: Vec<ShownRoute>,
    topics: Vec<Choice>,
    units: Vec<Choice>,
    channels: Vec<Choice>,
    words: String,
    everyones: bool,
    done: Option<String>,
    undo: Option<String>,
    wrong: Option<String>,
}

impl RoutesPage {
    pub(crate) fn new(
        rows: &[RouteRow],
        topics: &[Topic],
        choices: &TopicChoices,
        asked: &Asked,
        language: Language,
    ) -> Self {
        let mut shell = Shell::new(language, "topics", "/topics/routes");
        shell.title = shell.t("routes.title").into_owned();
        let chosen = RouteOf::from_word(&asked.of);
        let there = rows.iter().filter(|row| row.route.removed_at.is_none());
        let removed = rows
            .iter()
            .find(|row| row.route.id.to_string() == asked.undo);
        let known = ["added", "removed", "restored"].contains(&asked.done.as_str());
        let choice = |of: RouteOf, name: &str| (of.word(), plain(name), chosen == Some(of));
        Self {
            routes: there.map(|row| shown(row, &shell)).collect(),
            topics: topics
                .iter()
                .filter(|topic| topic.archived_at.is_none())
                .map(|topic| choice(RouteOf::Topic(topic.id), &topic.name))
                .collect(),
            units: (choices.units.iter())
                .map(|unit| choice(RouteOf::Unit(unit.id), &unit.name))
                .collect(),
            channels: (choices.channels.iter())
                .map(|(id, name)| (id.to_string(), plain(name), false))
                .collect(),
            words: String::new(),
            everyones: false,
            done: known.then(|| shell.t(&format!("routes.done_{}", asked.done)).into_owned()),
            undo: removed
                .filter(|row| row.route.removed_at.is_some())
                .map(|row| row.route.id.to_string()),
            wrong: None,
            shell,
        }
    }
}

async fn page(
    app: &App,
    signed: &SignedIn,
    asked: &Asked,
    language: Language,
) -> Result<RoutesPage, DeskError> {
    let rows = app.desk.routes(&signed.actor).await?;
    let topics = app.desk.topics(&signed.actor).await?;
    let choices = app.desk.topic_choices(&signed.actor).await?;
    Ok(RoutesPage::new(&rows, &topics, &choices, asked, language))
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match page(&app, &signed, &asked, language).await {
        Ok(page) => answer(StatusCode::OK, &page, language, asked.lang.as_deref()),
        Err(error) => problem::of(&error, &app, language),
    }
}

/// What a form gave.
fn written(given: &[(String, String)]) -> Result<RouteForm, DeskError> {
    let missing = |kind: &'static str, id: &str| DeskError::NotFound {
        kind,
        id: id.to_owned(),
    };
    let (of, channel) = (field(given, "of"), field(given, "channel"));
    Ok(RouteForm {
        of: RouteOf::from_word(of).ok_or_else(|| missing("topic or unit", of))?,
        channel: ChannelId::parse(channel).ok_or_else(|| missing("channel", channel))?,
        words: field(given, "words").to_owned(),
        everyones: !field(given, "everyones").is_empty(),
    })
}

pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(given): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let of = field(&given, "of");
    let result = async {
        let form = written(&given)?;
        app.desk.add_route(&signed.actor, &form).await
    };
    let words = match result.await {
        Ok(Ok(_)) => return redirect("/topics/routes?done=added"),
        Ok(Err(wrong)) => super::words_of(&wrong, &Shell::new(language, "topics", "/")),
        Err(error) => match refusal(&error, language) {
            Some(words) => words,
            None => return problem::of(&error, &app, language),
        },
    };
    let asked = Asked {
        of: of.to_owned(),
        ..Asked::default()
    };
    match page(&app, &signed, &asked, language).await {
        Ok(mut page) => {
            page.wrong = Some(words);
            field(&given, "words").clone_into(&mut page.words);
            page.everyones = !field(&given, "everyones").is_empty();
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// Removes a route, or brings it back.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let removed = field(&given, "act") != "restore";
    let done = async {
        let route = RouteId::parse(&id).ok_or_else(|| DeskError::NotFound {
            kind: "route",
            id: id.clone(),
        })?;
        app.desk.remove_route(&signed.actor, route, removed).await
    };
    match done.await {
        Ok(()) if removed => redirect(&format!("/topics/routes?done=removed&undo={id}")),
        Ok(()) => redirect("/topics/routes?done=restored"),
        Err(error) => not_done(&app, language, "/topics/routes", &error, "routes.meanwhile"),
    }
}
