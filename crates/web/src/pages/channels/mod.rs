//! Channels: how word leaves the house, how each is, and trying one.

pub(crate) mod form;
pub(crate) mod messages;
mod routes;
mod written;

pub(crate) use routes::doors;

use super::correct::field;
use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{count, plain};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{ChannelBoard, ChannelRow, DeskError, SignedIn};
use model::{Channel, ChannelId, ChannelKind};
use serde::Deserialize;

/// A channel in the list.
#[derive(Debug, Clone)]
struct ShownChannel {
    id: String,
    name: String,
    kind: String,
    site: String,
    /// What it takes, in words.
    takes: String,
    paused: bool,
    /// Key of how it is: `well`, `failing`, `paused`, `unused`.
    state: &'static str,
    sent: Option<Time>,
    failed: Option<Time>,
    error: String,
    waiting: String,
    dead: Option<String>,
}

pub(crate) fn kind_word(kind: ChannelKind, shell: &Shell) -> String {
    shell
        .t(&format!("channels.kind_{}", kind.word()))
        .into_owned()
}

fn state_of(channel: &Channel) -> &'static str {
    match (channel.paused, channel.sent_at, channel.failed_at) {
        (true, ..) => "paused",
        (_, None, None) => "unused",
        (_, sent, Some(failed)) if sent.is_none_or(|sent| sent < failed) => "failing",
        _ => "well",
    }
}

fn shown(row: &ChannelRow, shell: &Shell, zone: Tz) -> ShownChannel {
    let (channel, said) = (&row.channel, &row.channel.said);
    let mut takes: Vec<String> = Vec::new();
    if let Some(unit) = &row.unit {
        takes.push(plain(unit));
    }
    takes.push(if said.words.is_empty() {
        shell.t("channels.takes_all").into_owned()
    } else {
        plain(&said.words.join("、"))
    });
    let failing = state_of(channel) == "failing";
    let site = if said.kind == ChannelKind::Mail {
        said.settings.to.join(" ")
    } else {
        said.settings.site.clone()
    };
    ShownChannel {
        id: channel.id.to_string(),
        name: plain(&said.name),
        kind: kind_word(said.kind, shell),
        site: plain(&site),
        takes: takes.join(" · "),
        paused: channel.paused,
        state: state_of(channel),
        sent: channel.sent_at.map(|at| time(at, zone)),
        failed: channel
            .failed_at
            .filter(|_| failing)
            .map(|at| time(at, zone)),
        error: plain(&channel.last_error),
        waiting: count(row.counts.waiting),
        dead: (row.counts.dead > 0).then(|| count(row.counts.dead)),
    }
}

/// What stands above the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Above {
    pub(crate) done: Option<String>,
    pub(crate) wrong: Option<String>,
    /// What was removed and can be brought back.
    pub(crate) removed: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/channels.html")]
pub(crate) struct ChannelsPage {
    shell: Shell,
    channels: Vec<ShownChannel>,
    kinds: Vec<(&'static str, String)>,
    above: Above,
}

impl ChannelsPage {
    pub(crate) fn new(board: &ChannelBoard, above: Above, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "settings", "/settings/channels");
        shell.title = shell.t("channels.title").into_owned();
        let rows = board.channels.iter();
        Self {
            channels: rows.map(|row| shown(row, &shell, zone)).collect(),
            kinds: ChannelKind::ALL
                .map(|kind| (kind.word(), kind_word(kind, &shell)))
                .to_vec(),
            above,
            shell,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
    removed: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let t = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    let above = Above {
        done: match asked.done.as_str() {
            "" => None,
            "removed" => Some(t("channels.removed")),
            _ => Some(t("channels.kept")),
        },
        wrong: None,
        removed: ChannelId::parse(&asked.removed).map(|id| id.to_string()),
    };
    page(&app, &signed, above, StatusCode::OK, language).await
}

async fn page(
    app: &App,
    signed: &SignedIn,
    above: Above,
    status: StatusCode,
    language: Language,
) -> Response {
    match app.desk.channel_board(&signed.actor).await {
        Ok(board) => {
            let page = ChannelsPage::new(&board, above, language, app.desk.time_zone());
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

fn id_of(text: &str) -> Result<ChannelId, DeskError> {
    ChannelId::parse(text).ok_or_else(|| DeskError::NotFound {
        kind: "channel",
        id: text.to_owned(),
    })
}

/// Sends a test and says what came of it.
pub(crate) async fn try_out(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let tag = language.tag();
    let tried = match id_of(&id) {
        Ok(id) => app.desk.try_channel(&signed.actor, id).await,
        Err(error) => Err(error),
    };
    let words = match tried {
        Ok(to) => {
            let done = rust_i18n::t!("channels.tried", locale = tag, to = plain(&to));
            let done = Some(done.to_string());
            let above = Above {
                done,
                ..Above::default()
            };
            return page(&app, &signed, above, StatusCode::OK, language).await;
        }
        Err(error) => match refusal(&error, language) {
            Some(words) => words,
            None => return problem::of(&error, &app, language),
        },
    };
    let wrong = rust_i18n::t!("channels.not_tried", locale = tag, why = plain(&words));
    let wrong = Some(wrong.to_string());
    let above = Above {
        wrong,
        ..Above::default()
    };
    page(&app, &signed, above, StatusCode::BAD_GATEWAY, language).await
}

/// Lets a channel rest, or go on.
pub(crate) async fn pause(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let paused = field(&fields, "paused") == "1";
    let done = match id_of(&id) {
        Ok(id) => app.desk.pause_channel(&signed.actor, id, paused).await,
        Err(error) => Err(error),
    };
    came(&app, &signed, done, "/settings/channels?done=1", &headers).await
}

/// Removes a channel, or brings it back.
pub(crate) async fn remove(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let back = field(&fields, "back") == "1";
    let done = match id_of(&id) {
        Ok(id) => app.desk.remove_channel(&signed.actor, id, !back).await,
        Err(error) => Err(error),
    };
    let to = if back {
        "/settings/channels?done=1".to_owned()
    } else {
        format!("/settings/channels?done=removed&removed={id}")
    };
    came(&app, &signed, done, &to, &headers).await
}

async fn came(
    app: &App,
    signed: &SignedIn,
    done: Result<(), DeskError>,
    to: &str,
    headers: &HeaderMap,
) -> Response {
    let language = Language::choose(None, headers);
    let Err(error) = done else {
        return redirect(to);
    };
    let meanwhile = error
        .is_conflict()
        .then(|| rust_i18n::t!("channels.gone_meanwhile", locale = language.tag()).to_string());
    match meanwhile.or_else(|| refusal(&error, language)) {
        Some(words) => {
            let wrong = Some(words);
            let above = Above {
                wrong,
                ..Above::default()
            };
            page(app, signed, above, StatusCode::CONFLICT, language).await
        }
        None => problem::of(&error, app, language),
    }
}
