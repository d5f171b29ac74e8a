//! Messages: what waits, what was given up, and having it sent again.

use crate::language::Language;
use crate::pages::correct::field;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{clip, count, plain};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, Held, MessageList, MessageRow, SignedIn};
use model::{ChannelId, Level, MessageId, MessageState};
use serde::Deserialize;

/// Characters of a title in the list.
const TITLE_CHARS_MAX: usize = 80;

/// A message in the list.
#[derive(Debug, Clone)]
struct ShownMessage {
    id: String,
    title: String,
    /// The page it leads to.
    page: Option<String>,
    /// One to four, and its word.
    level: Option<(usize, String)>,
    channel: String,
    due: Time,
    next: Option<Time>,
    sent: Option<Time>,
    tries: Option<String>,
    held: Option<String>,
    error: Option<String>,
}

fn shown(row: &MessageRow, shell: &Shell, zone: Tz) -> ShownMessage {
    let (message, said) = (&row.message, &row.message.said);
    let level = |level: Level| {
        let word = shell.t(&format!("messages.level_{}", level.word()));
        let place = Level::ALL.iter().take_while(|one| **one != level).count();
        (place + 1, word.into_owned())
    };
    let channel = row.channel.as_deref().map(plain);
    let waits = message.state == MessageState::Waiting;
    ShownMessage {
        id: message.id.to_string(),
        title: clip(&plain(&said.title), TITLE_CHARS_MAX),
        page: said
            .page
            .as_deref()
            .filter(|page| page.starts_with('/'))
            .map(|page| shell.to(page)),
        level: said.level.map(level),
        channel: channel.unwrap_or_else(|| said.channel.to_string()),
        due: time(said.due_at, zone),
        next: waits.then(|| time(message.next_at, zone)),
        sent: message.sent_at.map(|at| time(at, zone)),
        tries: (message.tries > 0).then(|| shell.n("messages.tries", count(message.tries))),
        held: row.held.map(|held| {
            let key = match held {
                Held::Paused => "messages.held_paused",
                Held::Gone => "messages.held_gone",
            };
            shell.t(key).into_owned()
        }),
        error: message.last_error.as_deref().map(plain),
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/messages.html")]
pub(crate) struct MessagesPage {
    shell: Shell,
    state: &'static str,
    /// What is said of an empty list.
    none: String,
    /// Value, word, how many.
    states: Vec<(&'static str, String, Option<String>)>,
    messages: Vec<ShownMessage>,
    dead: bool,
    may_again: bool,
    may_drop: bool,
    next: Option<String>,
    done: Option<String>,
    wrong: Option<String>,
}

impl MessagesPage {
    pub(crate) fn new(
        list: &MessageList,
        done: Option<String>,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let state = list.state.word();
        let path = format!("/settings/channels/messages?state={state}");
        let mut shell = Shell::new(language, "settings", path.as_str());
        shell.title = shell.t("messages.title").into_owned();
        let counted = |state: MessageState| match state {
            MessageState::Waiting => Some(count(list.counts.waiting)),
            MessageState::Dead => Some(count(list.counts.dead)),
            _ => None,
        };
        let states = MessageState::ALL.map(|state| {
            let word = shell.t(&format!("messages.state_{}", state.word()));
            (state.word(), word.into_owned(), counted(state))
        });
        let messages = list.messages.iter();
        Self {
            none: shell.t(&format!("messages.none_{state}")).into_owned(),
            state,
            states: states.to_vec(),
            messages: messages.map(|row| shown(row, &shell, zone)).collect(),
            dead: list.state == MessageState::Dead && !list.messages.is_empty(),
            may_again: !matches!(list.state, MessageState::Sent | MessageState::Gathered),
            may_drop: matches!(
                list.state,
                MessageState::Waiting | MessageState::Held | MessageState::Dead
            ),
            next: list.next.map(|id| shell.to(&format!("{path}&before={id}"))),
            done,
            wrong,
            shell,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    channel: String,
    before: String,
    done: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, &asked, None, language).await
}

async fn page(
    app: &App,
    signed: &SignedIn,
    asked: &Asked,
    wrong: Option<String>,
    language: Language,
) -> Response {
    let state = MessageState::from_word(&asked.state).unwrap_or(MessageState::Dead);
    let (channel, before) = (
        ChannelId::parse(&asked.channel),
        MessageId::parse(&asked.before),
    );
    let list = app.desk.message_list(&signed.actor, state, channel, before);
    match list.await {
        Ok(list) => {
            let done = asked.done.parse::<i64>().ok().map(|n| {
                let n = count(n);
                rust_i18n::t!("messages.done", locale = language.tag(), n = n).to_string()
            });
            let status = if wrong.is_some() {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::OK
            };
            let page = MessagesPage::new(&list, done, wrong, language, app.desk.time_zone());
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

/// Has messages sent again, or drops them.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let named = fields.iter().filter(|(name, _)| name == "id");
    let ids: Vec<MessageId> = named.filter_map(|(_, id)| MessageId::parse(id)).collect();
    let actor = &signed.actor;
    let done = match field(&fields, "act") {
        "all" => app.desk.send_all_again(actor).await,
        "again" => app.desk.send_again(actor, &ids).await,
        "drop" => app.desk.drop_messages(actor, &ids).await,
        other => Err(DeskError::Invalid(format!("{other:?} is nothing to do"))),
    };
    let state = MessageState::from_word(field(&fields, "state")).unwrap_or(MessageState::Dead);
    match done {
        Ok(n) => redirect(&format!(
            "/settings/channels/messages?state={}&done={n}",
            state.word()
        )),
        Err(error) => match refusal(&error, language) {
            Some(words) => page(&app, &signed, &Asked::default(), Some(words), language).await,
            None => problem::of(&error, &app, language),
        },
    }
}
