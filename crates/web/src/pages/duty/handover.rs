//! The hand-over note of a shift: drafted, edited, signed by two.

use super::shown::post_word;
use crate::language::Language;
use crate::pages::correct::field;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::time;
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, HandoverSheet, MaySign, OnDuty, SignedIn};
use model::{ShiftId, Signature};
use serde::Deserialize;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/handover.html")]
pub(crate) struct HandoverPage {
    shell: Shell,
    /// Number and words of the shift.
    shift: Option<(String, String)>,
    next: Vec<String>,
    text: String,
    version: i64,
    closed: bool,
    off: Option<(String, String)>,
    on: Option<(String, String)>,
    sign: Option<String>,
    earlier: Vec<(String, String, String, bool)>,
    done: bool,
    wrong: Option<String>,
}

impl HandoverPage {
    pub(crate) fn new(
        sheet: &HandoverSheet,
        done: bool,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "duty", "/duty/handover");
        shell.title = shell.t("handover.title").into_owned();
        let note = sheet.note.as_ref();
        let signed = |one: &Signature| (plain(&one.name), time(one.at, zone).person);
        let earlier = sheet.earlier.iter().map(|one| {
            let address = shell.to(&format!("/duty/handover?shift={}", one.shift));
            let at = time(one.changed_at, zone).person;
            (address, plain(&one.changed_by), at, one.on.is_some())
        });
        let sign = match sheet.may_sign {
            MaySign::Off => Some("handover.sign_off"),
            MaySign::On => Some("handover.sign_on"),
            MaySign::No => None,
        };
        Self {
            shift: (sheet.shift.as_ref())
                .map(|on| (on.shift.id.to_string(), told(on, &shell, zone))),
            next: sheet.next.iter().map(|on| told(on, &shell, zone)).collect(),
            text: note.map_or_else(|| sheet.draft.clone(), |note| note.text.clone()),
            version: note.map_or(0, |note| note.version),
            closed: note.is_some_and(|note| note.on.is_some()),
            off: note.and_then(|note| note.off.as_ref()).map(signed),
            on: note.and_then(|note| note.on.as_ref()).map(signed),
            sign: sign.map(|key| shell.t(key).into_owned()),
            earlier: earlier.collect(),
            done,
            wrong,
            shell,
        }
    }
}

fn told(on: &OnDuty, shell: &Shell, zone: Tz) -> String {
    let vacant = || shell.t("duty.vacant").into_owned();
    let name = (on.person.as_ref()).map_or_else(vacant, |person| plain(&person.name));
    let (from, to) = (time(on.shift.is.from, zone), time(on.shift.is.to, zone));
    let post = post_word(on.shift.is.post, shell);
    format!("{post} {name} · {} – {}", from.person, to.person)
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    shift: String,
    done: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let shift = ShiftId::parse(&asked.shift);
    page(&app, &signed, shift, !asked.done.is_empty(), None, language).await
}

/// The page; with what was typed and why it was not kept.
async fn page(
    app: &App,
    signed: &SignedIn,
    shift: Option<ShiftId>,
    done: bool,
    not_kept: Option<(String, String)>,
    language: Language,
) -> Response {
    let sheet = match app.desk.handover_sheet(&signed.actor, shift).await {
        Ok(sheet) => sheet,
        Err(error) => return problem::of(&error, app, language),
    };
    let zone = app.desk.time_zone();
    let (typed, words) = not_kept.unzip();
    let status = if words.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let mut page = HandoverPage::new(&sheet, done, words, language, zone);
    if let Some(typed) = typed.filter(|typed| !typed.is_empty() && !page.closed) {
        page.text = typed;
    }
    answer(status, &page, language, None)
}

pub(crate) async fn keep(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let shift = ShiftId::parse(&id).unwrap_or_default();
    let (text, version) = (field(&fields, "text"), version(&fields));
    let kept = app
        .desk
        .keep_handover(&signed.actor, shift, version, text)
        .await;
    came(&app, &signed, shift, text, kept, language).await
}

pub(crate) async fn sign(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let shift = ShiftId::parse(&id).unwrap_or_default();
    let signature = app
        .desk
        .sign_handover(&signed.actor, shift, version(&fields))
        .await;
    came(&app, &signed, shift, "", signature, language).await
}

async fn came(
    app: &App,
    signed: &SignedIn,
    shift: ShiftId,
    typed: &str,
    result: Result<(), DeskError>,
    language: Language,
) -> Response {
    let error = match result {
        Ok(()) => return redirect(&format!("/duty/handover?shift={shift}&done=1")),
        Err(error) => error,
    };
    let words = if error.is_conflict() {
        Some(rust_i18n::t!("handover.meanwhile", locale = language.tag()).to_string())
    } else {
        refusal(&error, language)
    };
    match words {
        Some(words) => {
            let not_kept = Some((typed.to_owned(), words));
            page(app, signed, Some(shift), false, not_kept, language).await
        }
        None => problem::of(&error, app, language),
    }
}

fn version(fields: &[(String, String)]) -> i64 {
    field(fields, "version").parse().unwrap_or(0)
}
