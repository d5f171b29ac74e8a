//! A rotation: asked for, shown, then kept as it was shown.

use super::shown::post_word;
use super::{Who, who};
use crate::language::Language;
use crate::pages::correct::{field, not_done};
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem, redirect};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::time;
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use desk::{DeskError, RosterBoard, Rotation, RotationAsk, RotationPlan, SignedIn};
use model::{DutyPost, PersonId};

type Fields = Vec<(String, String)>;

/// Days that a form begins with.
const DAYS: u16 = 28;

const WAYS: [(Rotation, &str); 3] = [
    (Rotation::Shift, "shift"),
    (Rotation::Day, "day"),
    (Rotation::Week, "week"),
];

/// A plan as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    roster: i64,
    shifts: Vec<(String, String, String)>,
    there: usize,
    clashes: Vec<String>,
    gaps: Vec<(String, String)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/duty_rotation.html")]
pub(crate) struct RotationPage {
    shell: Shell,
    first: String,
    days: u16,
    posts: Vec<(&'static str, String, bool)>,
    ways: Vec<(&'static str, String, bool)>,
    people: Vec<Who>,
    rest_people: Vec<Who>,
    plan: Option<Shown>,
    wrong: Option<String>,
}

impl RotationPage {
    pub(crate) fn new(
        board: &RosterBoard,
        ask: Option<&RotationAsk>,
        plan: Option<&RotationPlan>,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "duty", "/duty/rotation");
        shell.title = shell.t("duty.rotation").into_owned();
        let today = DateTime::from_timestamp_millis(board.now.0).unwrap_or_default();
        let today = today.with_timezone(&zone).date_naive();
        let first = ask.map_or(today, |ask| ask.first);
        let chosen_post = ask.map_or(DutyPost::Officer, |ask| ask.post);
        let chosen_way = ask.map_or(Rotation::Shift, |ask| ask.by);
        let posts =
            DutyPost::ALL.map(|post| (post.word(), post_word(post, &shell), post == chosen_post));
        let ways = WAYS.map(|(way, word)| {
            (
                word,
                shell.t(&format!("duty.by_{word}")).into_owned(),
                way == chosen_way,
            )
        });
        let choice = |chosen: &[PersonId]| {
            let one = |person: &model::Person| {
                let is = chosen.contains(&person.id).then_some(person.id);
                who(person.id, &person.name, is)
            };
            board.people.iter().map(one).collect()
        };
        Self {
            first: first.to_string(),
            days: ask.map_or(DAYS, |ask| ask.days),
            posts: posts.into(),
            ways: ways.into(),
            people: choice(ask.map_or(&[], |ask| &ask.people)),
            rest_people: choice(ask.map_or(&[], |ask| &ask.rest_people)),
            plan: plan.map(|plan| shown(plan, board, &shell, zone)),
            wrong,
            shell,
        }
    }
}

fn shown(plan: &RotationPlan, board: &RosterBoard, shell: &Shell, zone: Tz) -> Shown {
    let at = |at| time(at, zone).person;
    let name = |id: Option<PersonId>| {
        let found = board.people.iter().find(|person| Some(person.id) == id);
        found.map_or_else(String::new, |person| plain(&person.name))
    };
    let clash = |clash: &desk::Clash| {
        let told = super::shown::clash(clash, "", shell, &at);
        format!("{} {} – {}", told.words, told.from, told.to)
    };
    let shifts = plan
        .shifts
        .iter()
        .map(|one| (at(one.from), at(one.to), name(one.person)));
    Shown {
        roster: plan.roster,
        shifts: shifts.collect(),
        there: plan.there,
        clashes: plan.clashes.iter().map(clash).collect(),
        gaps: plan
            .gaps
            .iter()
            .map(|gap| (at(gap.from), at(gap.to)))
            .collect(),
    }
}

fn ask_of(fields: &Fields) -> Result<RotationAsk, DeskError> {
    let chosen = |name: &str| {
        let of = fields.iter().filter(|(field, _)| field == name);
        of.filter_map(|(_, id)| PersonId::parse(id)).collect()
    };
    let first: NaiveDate = field(fields, "first")
        .parse()
        .map_err(|_| DeskError::Invalid(format!("{:?}: 2026-03-02?", field(fields, "first"))))?;
    let way = WAYS.iter().find(|(_, word)| *word == field(fields, "by"));
    Ok(RotationAsk {
        first,
        days: field(fields, "days").parse().unwrap_or(0),
        post: DutyPost::from_word(field(fields, "post")).unwrap_or(DutyPost::Officer),
        by: way.map_or(Rotation::Shift, |(way, _)| *way),
        people: chosen("people"),
        rest_people: chosen("rest"),
    })
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, None, None, None, language).await
}

async fn page(
    app: &App,
    signed: &SignedIn,
    ask: Option<&RotationAsk>,
    plan: Option<&RotationPlan>,
    wrong: Option<String>,
    language: Language,
) -> Response {
    let status = if wrong.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    match app.desk.roster(&signed.actor, None, 1).await {
        Ok(board) => {
            let zone = app.desk.time_zone();
            let page = RotationPage::new(&board, ask, plan, wrong, language, zone);
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

/// Shows a plan, or keeps the one that was shown.
pub(crate) async fn plan(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let ask = match ask_of(&fields) {
        Ok(ask) => ask,
        Err(error) => {
            return page(
                &app,
                &signed,
                None,
                None,
                refusal(&error, language),
                language,
            )
            .await;
        }
    };
    let mut wrong = None;
    if let Ok(roster) = field(&fields, "roster").parse() {
        match app.desk.keep_rotation(&signed.actor, &ask, roster).await {
            Ok((_, number)) => return redirect(&format!("/duty?done=rotated&added={number}")),
            // The plan is shown anew, over the roster as it is now.
            Err(error) if error.is_conflict() => {
                wrong = Some(rust_i18n::t!("duty.replanned", locale = language.tag()).to_string());
            }
            Err(error) => wrong = refusal(&error, language),
        }
    }
    match app.desk.plan_rotation(&signed.actor, &ask).await {
        Ok(plan) => page(&app, &signed, Some(&ask), Some(&plan), wrong, language).await,
        Err(error) => match refusal(&error, language) {
            Some(words) => page(&app, &signed, Some(&ask), None, Some(words), language).await,
            None => problem::of(&error, &app, language),
        },
    }
}

/// Takes back what was added in one step.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let number = number.parse().unwrap_or(0);
    match app.desk.undo_shifts(&signed.actor, number).await {
        Ok(_) => redirect("/duty?done=undone"),
        Err(error) => not_done(&app, language, "/duty", &error, "duty.meanwhile_any"),
    }
}
