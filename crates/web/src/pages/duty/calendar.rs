//! Calendars: taken in after a look at what they would do, taken along, followed by a secret address.

use super::Asked;
use super::shown::post_word;
use crate::language::Language;
use crate::pages::correct::not_done;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use desk::{DeskError, ImportAct, RosterImport, SignedIn};
use model::DutyPost;

/// How a calendar is told to programs.
const KIND: &str = "text/calendar; charset=utf-8";
/// Rows that are shown before a calendar is taken in.
const ROWS_MAX: usize = 300;

/// An entry as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    line: usize,
    act: String,
    idle: bool,
    post: String,
    person: Option<String>,
    summary: String,
    from: Time,
    to: Time,
}

/// What a calendar would do, with its text to be sent once more.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    roster: i64,
    rows: Vec<Row>,
    more: usize,
    counts: Vec<(String, usize)>,
    changes: bool,
    refused: Vec<(usize, String)>,
    text: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/duty_import.html")]
pub(crate) struct ImportPage {
    shell: Shell,
    posts: Vec<(&'static str, String, bool)>,
    plan: Option<Shown>,
    wrong: Option<String>,
}

impl ImportPage {
    pub(crate) fn new(
        read: Option<(&RosterImport, &str)>,
        post: DutyPost,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "duty", "/duty/import");
        shell.title = shell.t("duty.import").into_owned();
        let posts = DutyPost::ALL.map(|one| (one.word(), post_word(one, &shell), one == post));
        Self {
            posts: posts.into(),
            plan: read.map(|(import, text)| shown(import, text, &shell, zone)),
            wrong,
            shell,
        }
    }
}

fn act_word(act: ImportAct) -> &'static str {
    match act {
        ImportAct::Added => "duty.import_added",
        ImportAct::Changed => "duty.import_changed",
        ImportAct::Removed => "duty.import_removed",
        ImportAct::There => "duty.import_there",
        ImportAct::Older => "duty.import_older",
    }
}

fn shown(import: &RosterImport, text: &str, shell: &Shell, zone: Tz) -> Shown {
    let rows = import.rows.iter().take(ROWS_MAX).map(|row| Row {
        line: row.line,
        act: shell.t(act_word(row.act)).into_owned(),
        idle: matches!(row.act, ImportAct::There | ImportAct::Older),
        post: post_word(row.shift.post, shell),
        person: row.person.as_deref().map(plain),
        summary: plain(&row.summary),
        from: time(row.shift.from, zone),
        to: time(row.shift.to, zone),
    });
    let acts = [
        ImportAct::Added,
        ImportAct::Changed,
        ImportAct::Removed,
        ImportAct::There,
        ImportAct::Older,
    ];
    let counts = acts.map(|act| (shell.t(act_word(act)).into_owned(), import.count(act)));
    Shown {
        roster: import.roster,
        rows: rows.collect(),
        more: import.rows.len().saturating_sub(ROWS_MAX),
        counts: counts.into(),
        changes: import.changes(),
        refused: (import.refused.iter())
            .map(|(line, why)| (*line, plain(why)))
            .collect(),
        text: text.to_owned(),
    }
}

/// What a form sends.
struct Sent {
    text: String,
    post: DutyPost,
    /// The roster's number, where the calendar was looked at before.
    roster: Option<i64>,
}

async fn sent(form: &mut Multipart) -> Sent {
    let mut sent = Sent {
        text: String::new(),
        post: DutyPost::Officer,
        roster: None,
    };
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(bytes) = field.bytes().await else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            // A file counts, and what was pasted where there is none.
            "calendar" | "text" if sent.text.trim().is_empty() => sent.text = text,
            "post" => sent.post = DutyPost::from_word(text.trim()).unwrap_or(sent.post),
            "roster" => sent.roster = text.trim().parse().ok(),
            _ => {}
        }
    }
    sent
}

pub(crate) async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let language = Language::choose(None, &headers);
    let page = ImportPage::new(
        None,
        DutyPost::Officer,
        None,
        language,
        app.desk.time_zone(),
    );
    answer(StatusCode::OK, &page, language, None)
}

/// Shows what a calendar would do, or takes it in as it was shown.
pub(crate) async fn import(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let language = Language::choose(None, &headers);
    let sent = sent(&mut form).await;
    let bytes = sent.text.as_bytes();
    let mut wrong = None;
    if let Some(roster) = sent.roster {
        match app
            .desk
            .import_roster(&signed.actor, bytes, sent.post, roster)
            .await
        {
            Ok((_, number)) => return redirect(&format!("/duty?done=imported&added={number}")),
            Err(error) if error.is_conflict() => {
                wrong = Some(rust_i18n::t!("duty.replanned", locale = language.tag()).to_string());
            }
            Err(error) => wrong = refusal(&error, language),
        }
    }
    looked_at(&app, &signed, &sent, wrong, language).await
}

/// What a calendar would do, or why it cannot be read.
async fn looked_at(
    app: &App,
    signed: &SignedIn,
    sent: &Sent,
    wrong: Option<String>,
    language: Language,
) -> Response {
    let bytes = sent.text.as_bytes();
    let zone = app.desk.time_zone();
    match app
        .desk
        .preview_roster(&signed.actor, bytes, sent.post)
        .await
    {
        Ok(import) => {
            let page = ImportPage::new(
                Some((&import, &sent.text)),
                sent.post,
                wrong,
                language,
                zone,
            );
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                let page = ImportPage::new(None, sent.post, Some(words), language, zone);
                answer(StatusCode::BAD_REQUEST, &page, language, None)
            }
            None => problem::of(&error, app, language),
        },
    }
}

pub(crate) async fn export(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    match app.desk.export_roster(&signed.actor).await {
        Ok(text) => {
            let name = "attachment; filename=\"duty.ics\"";
            ([(CONTENT_TYPE, KIND), (CONTENT_DISPOSITION, name)], text).into_response()
        }
        Err(error) => problem::of(&error, &app, Language::choose(None, &headers)),
    }
}

/// The calendar behind a secret address: programs that follow it have no session.
pub(crate) async fn feed(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let Some(secret) = file.strip_suffix(".ics") else {
        let missing = DeskError::NotFound {
            kind: "feed",
            id: "…".to_owned(),
        };
        return problem::of(&missing, &app, language);
    };
    match app.desk.roster_feed(secret).await {
        Ok(text) => {
            let headers = [
                (CONTENT_TYPE, KIND),
                (CACHE_CONTROL, "private, max-age=300"),
            ];
            (headers, text).into_response()
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// Gives whoever asks an address of their own, which is told once.
pub(crate) async fn renew(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let secret = match app.desk.renew_roster_feed(&signed.actor).await {
        Ok(secret) => secret,
        Err(error) => return not_done(&app, language, "/duty", &error, "duty.meanwhile_any"),
    };
    let address = app.settings.address_of(&format!("/duty/feed/{secret}.ics"));
    match super::page(&app, &signed, &Asked::default(), language).await {
        Ok(page) => answer(StatusCode::OK, &page.told(address), language, None),
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn drop(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.drop_roster_feed(&signed.actor).await {
        Ok(()) => redirect("/duty?done=dropped"),
        Err(error) => not_done(&app, language, "/duty", &error, "duty.meanwhile_any"),
    }
}
