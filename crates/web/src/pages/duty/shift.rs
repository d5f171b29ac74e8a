//! One shift: added, changed, removed, taken back; two people do not overwrite each other.

use super::shown::post_word;
use super::written::Written;
use super::{Who, who};
use crate::language::Language;
use crate::pages::correct::{field, not_done};
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::time;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{Clash, DeskError, ShiftKept, SignedIn};
use model::{DutyPost, Person, PersonId, Shift, ShiftId};

type Fields = Vec<(String, String)>;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/duty_shift.html")]
pub(crate) struct ShiftPage {
    shell: Shell,
    /// None for a new one.
    id: Option<String>,
    removed: bool,
    changed: Option<(String, String)>,
    people: Vec<Who>,
    posts: Vec<(&'static str, String, bool)>,
    written: Written,
    wrong: Option<String>,
    /// What stands in its way, told before it is kept.
    clashes: Vec<String>,
}

impl ShiftPage {
    pub(crate) fn new(
        people: &[Person],
        shift: Option<&Shift>,
        written: Option<Written>,
        clashes: &[Clash],
        language: Language,
        zone: Tz,
    ) -> Self {
        let address = shift.map_or("/duty/shifts/new".to_owned(), |shift| {
            format!("/duty/shifts/{}", shift.id)
        });
        let mut shell = Shell::new(language, "duty", address);
        let title = if shift.is_some() {
            "duty.shift"
        } else {
            "duty.add"
        };
        shell.title = shell.t(title).into_owned();
        let written = written.unwrap_or_else(|| {
            shift.map_or_else(Written::default, |shift| Written::from_shift(shift, zone))
        });
        let chosen = PersonId::parse(&written.person);
        let posts = DutyPost::ALL.map(|post| {
            (
                post.word(),
                post_word(post, &shell),
                post.word() == written.post,
            )
        });
        let told =
            |clash: &Clash| super::shown::clash(clash, "", &shell, &|at| time(at, zone).person);
        let told = clashes.iter().map(told);
        Self {
            id: shift.map(|shift| shift.id.to_string()),
            removed: shift.is_some_and(|shift| shift.removed),
            changed: shift.map(|shift| {
                (
                    crate::words::plain(&shift.changed_by),
                    time(shift.changed_at, zone).person,
                )
            }),
            people: people
                .iter()
                .map(|one| who(one.id, &one.name, chosen))
                .collect(),
            posts: posts.into(),
            clashes: told
                .map(|one| format!("{} {} – {}", one.words, one.from, one.to))
                .collect(),
            written,
            wrong: None,
            shell,
        }
    }

    fn wrong(mut self, words: Option<String>) -> Self {
        self.wrong = words;
        self
    }
}

/// What surrounds the form: people to choose from, and the shift as it is now.
async fn page(
    app: &App,
    signed: &SignedIn,
    id: Option<ShiftId>,
    written: Option<Written>,
    clashes: &[Clash],
    language: Language,
) -> Result<ShiftPage, DeskError> {
    let shift = match id {
        Some(id) => Some(app.desk.shift(&signed.actor, id).await?),
        None => None,
    };
    let board = app.desk.roster(&signed.actor, None, 1).await?;
    let zone = app.desk.time_zone();
    Ok(ShiftPage::new(
        &board.people,
        shift.as_ref(),
        written,
        clashes,
        language,
        zone,
    ))
}

fn shown(
    app: &App,
    page: Result<ShiftPage, DeskError>,
    status: StatusCode,
    language: Language,
) -> Response {
    match page {
        Ok(page) => answer(status, &page, language, None),
        Err(error) => problem::of(&error, app, language),
    }
}

pub(crate) async fn new(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let page = page(&app, &signed, None, None, &[], language).await;
    shown(&app, page, StatusCode::OK, language)
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let page = page(&app, &signed, Some(id_of(&id)), None, &[], language).await;
    shown(&app, page, StatusCode::OK, language)
}

pub(crate) async fn add(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let (written, confirmed) = (Written::of(&fields), field(&fields, "confirmed") == "1");
    let kept = match written.edit(app.desk.time_zone()) {
        Ok(edit) => app.desk.add_shift(&signed.actor, &edit, confirmed).await,
        Err(error) => Err(error),
    };
    came(&app, &signed, None, written, kept, language).await
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let (written, confirmed) = (Written::of(&fields), field(&fields, "confirmed") == "1");
    let (id, version) = (id_of(&id), version(&fields));
    let kept = match written.edit(app.desk.time_zone()) {
        Ok(edit) => {
            app.desk
                .change_shift(&signed.actor, id, version, &edit, confirmed)
                .await
        }
        Err(error) => Err(error),
    };
    came(&app, &signed, Some(id), written, kept, language).await
}

/// What came of a form: back to the roster, or the form with what stands against it.
async fn came(
    app: &App,
    signed: &SignedIn,
    id: Option<ShiftId>,
    written: Written,
    kept: Result<ShiftKept, DeskError>,
    language: Language,
) -> Response {
    let error = match kept {
        Ok(ShiftKept::Kept(kept)) => {
            let next = written.version.parse::<i64>().unwrap_or(0) + 1;
            let word = if id.is_some() { "changed" } else { "added" };
            return redirect(&format!("/duty?done={word}&shift={kept}&version={next}"));
        }
        Ok(ShiftKept::Clashes(clashes)) => {
            let page = page(app, signed, id, Some(written), &clashes, language).await;
            return shown(app, page, StatusCode::CONFLICT, language);
        }
        Err(error) => error,
    };
    let page = page(app, signed, id, Some(written), &[], language).await;
    let words = match &page {
        // Whoever was quicker is named; what was typed stays, over the new version only once looked at.
        Ok(page) if error.is_conflict() => {
            let (by, at) = page.changed.clone().unwrap_or_default();
            Some(page.shell.n("duty.meanwhile", format!("{by} {at}")))
        }
        _ => refusal(&error, language),
    };
    match words {
        Some(words) => shown(
            app,
            page.map(|page| page.wrong(Some(words))),
            StatusCode::CONFLICT,
            language,
        ),
        None => problem::of(&error, app, language),
    }
}

pub(crate) async fn remove(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let (id, version) = (id_of(&id), version(&fields));
    match app.desk.remove_shift(&signed.actor, id, version).await {
        Ok(()) => redirect(&format!(
            "/duty?done=removed&shift={id}&version={}",
            version + 1
        )),
        Err(error) => not_done(
            &app,
            language,
            &format!("/duty/shifts/{id}"),
            &error,
            "duty.meanwhile_any",
        ),
    }
}

pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    match app
        .desk
        .undo_shift(&signed.actor, id_of(&id), version(&fields))
        .await
    {
        Ok(()) => redirect("/duty?done=undone"),
        Err(error) => not_done(&app, language, "/duty", &error, "duty.meanwhile_any"),
    }
}

fn version(fields: &Fields) -> i64 {
    field(fields, "version").parse().unwrap_or(0)
}

fn id_of(text: &str) -> ShiftId {
    ShiftId::parse(text).unwrap_or_default()
}
