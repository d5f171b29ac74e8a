//! One channel: where it leads, with what, and what it takes.

use super::written::Written;
use super::{id_of, kind_word};
use crate::language::Language;
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
use desk::{ChannelBoard, DeskError, SignedIn};
use model::{
    Channel, ChannelId, ChannelKind, ChannelSettings, MAIL_PRESETS, MailPreset, USUAL_TEMPLATE,
    UnitId,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/channel.html")]
pub(crate) struct ChannelPage {
    shell: Shell,
    /// None for a new one.
    id: Option<String>,
    kind: &'static str,
    kind_word: String,
    is_mail: bool,
    written: Written,
    /// Where the kept address leads; nothing where none is kept.
    site: String,
    has_secret: bool,
    has_password: bool,
    usual_template: &'static str,
    usual_pace: u32,
    presets: Vec<(&'static str, String)>,
    securities: Vec<(&'static str, String, bool)>,
    units: Vec<(String, String, bool)>,
    wrong: Option<String>,
}

impl ChannelPage {
    pub(crate) fn new(
        board: &ChannelBoard,
        channel: Option<&Channel>,
        written: Option<Written>,
        wrong: Option<String>,
        language: Language,
    ) -> Self {
        let address = channel.map_or("/settings/channels/new".to_owned(), |channel| {
            format!("/settings/channels/{}", channel.id)
        });
        let mut shell = Shell::new(language, "settings", address);
        let mut written = written
            .or_else(|| channel.map(Written::of))
            .unwrap_or_default();
        let kind = channel.map_or(written.kind(), |channel| channel.said.kind);
        shell.title = match channel {
            Some(channel) => plain(&channel.said.name),
            None => shell.t("channels.new").into_owned(),
        };
        written.forget_secrets();
        let settings = channel.map(|channel| &channel.said.settings);
        Self {
            id: channel.map(|channel| channel.id.to_string()),
            kind: kind.word(),
            kind_word: kind_word(kind, &shell),
            is_mail: kind == ChannelKind::Mail,
            site: settings.map_or(String::new(), |settings| plain(&settings.site)),
            has_secret: settings.is_some_and(|settings| !settings.sealed_secret.is_empty()),
            has_password: settings.is_some_and(|kept| !kept.mail.sealed_password.is_empty()),
            usual_template: USUAL_TEMPLATE,
            usual_pace: ChannelSettings::USUAL_PER_MINUTE,
            presets: presets(&shell),
            securities: securities(&written, &shell),
            units: units(board, &written),
            written,
            wrong,
            shell,
        }
    }

    /// A key of the catalogue that has words of its own for this kind.
    fn of_kind(&self, key: &str) -> String {
        self.shell
            .t(&format!("channels.{key}_{}", self.kind))
            .into_owned()
    }
}

fn presets(shell: &Shell) -> Vec<(&'static str, String)> {
    let words = |preset: &MailPreset| {
        if preset.wants_code {
            format!("{} · {}", preset.word, shell.t("channels.wants_code"))
        } else {
            preset.word.to_owned()
        }
    };
    let presets = MAIL_PRESETS.iter();
    presets.map(|preset| (preset.word, words(preset))).collect()
}

fn securities(written: &Written, shell: &Shell) -> Vec<(&'static str, String, bool)> {
    let words = ["tls", "start_tls", "clear"].into_iter();
    words
        .map(|word| {
            let said = shell.t(&format!("settings.mail_{word}")).into_owned();
            (word, said, written.security == word)
        })
        .collect()
}

fn units(board: &ChannelBoard, written: &Written) -> Vec<(String, String, bool)> {
    let chosen = UnitId::parse(&written.unit);
    let units = board.units.iter();
    units
        .map(|unit| {
            (
                unit.id.to_string(),
                plain(&unit.name),
                chosen == Some(unit.id),
            )
        })
        .collect()
}

async fn page(
    app: &App,
    signed: &SignedIn,
    id: Option<ChannelId>,
    written: Option<Written>,
    wrong: Option<String>,
    language: Language,
) -> Response {
    let status = if wrong.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let board = match app.desk.channel_board(&signed.actor).await {
        Ok(board) => board,
        Err(error) => return problem::of(&error, app, language),
    };
    let channel = board.channels.iter().find(|row| Some(row.channel.id) == id);
    let channel = channel.map(|row| &row.channel);
    if let (Some(id), None) = (id, channel) {
        let kind = "channel";
        let id = id.to_string();
        return problem::of(&DeskError::NotFound { kind, id }, app, language);
    }
    let page = ChannelPage::new(&board, channel, written, wrong, language);
    answer(status, &page, language, None)
}

pub(crate) async fn new(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Written>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, None, Some(asked), None, language).await
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match id_of(&id) {
        Ok(id) => page(&app, &signed, Some(id), None, None, language).await,
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let added = app.desk.add_channel(&signed.actor, &written.form()).await;
    came(&app, &signed, None, written, added.map(|_| ()), language).await
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let id = match id_of(&id) {
        Ok(id) => id,
        Err(error) => return problem::of(&error, &app, language),
    };
    let (form, version) = (written.form(), written.version);
    let changed = app.desk.change_channel(&signed.actor, id, version, &form);
    let changed = changed.await;
    came(&app, &signed, Some(id), written, changed, language).await
}

/// What came of a change: back to the list, or the form with the words and what was written.
async fn came(
    app: &App,
    signed: &SignedIn,
    id: Option<ChannelId>,
    mut written: Written,
    result: Result<(), DeskError>,
    language: Language,
) -> Response {
    let Err(error) = result else {
        return redirect("/settings/channels?done=1");
    };
    let mut words = refusal(&error, language);
    if error.is_conflict() {
        let board = app.desk.channel_board(&signed.actor).await;
        let rows = board.map(|board| board.channels).unwrap_or_default();
        if let Some(row) = rows.iter().find(|row| Some(row.channel.id) == id) {
            let who = plain(&row.channel.changed_by);
            let said = rust_i18n::t!("channels.meanwhile", locale = language.tag(), who = who);
            words = Some(said.to_string());
            // Whoever has read that keeps what they wrote.
            written.version = row.channel.version;
        }
    }
    match words {
        Some(words) => page(app, signed, id, Some(written), Some(words), language).await,
        None => problem::of(&error, app, language),
    }
}
