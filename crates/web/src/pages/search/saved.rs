//! Saved searches: kept, followed, approved where they name a person, dropped.

use super::named::{ShownNamed, named};
use super::{ShownProblem, shown_problem};
use crate::language::Language;
use crate::pages::correct::{field, not_done};
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, encode, time};
use crate::web_settings::WebSettings;
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, SaveAsk, Saved, SignedIn};
use model::{PersonId, Rule, SavedSearch, SavedSearchId, Topic};

type Fields = Vec<(String, String)>;

/// A saved search as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownSaved {
    id: String,
    name: String,
    query: String,
    address: String,
    made_by: String,
    made: Time,
    office_held: Option<String>,
    approved: Option<(String, Time)>,
    /// Whether whoever looks may change it.
    mine: bool,
    /// Whether they may approve it.
    approvable: bool,
}

/// What a save or a new address leads to: addresses that are told once.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    rss: String,
    json: String,
    waits: bool,
}

/// A save that names a person, with what was typed.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    person: String,
    ask: SaveAsk,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/saved.html")]
pub(crate) struct SavedPage {
    shell: Shell,
    searches: Vec<ShownSaved>,
    told: Option<Told>,
    named: Option<Named>,
    problem: Option<ShownProblem>,
}

impl SavedPage {
    pub(crate) fn new(
        searches: &[SavedSearch],
        who: PersonId,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "search", "/searches");
        shell.title = shell.t("saved.title").into_owned();
        let approver = shell.may("approve_names");
        let searches = searches.iter().map(|search| {
            let mine = search.made_by == who;
            ShownSaved {
                id: search.id.to_string(),
                name: plain(&search.name),
                query: plain(&search.query),
                address: shell.to(&format!("/search?q={}", encode(&search.query))),
                made_by: plain(&search.made_by_name),
                made: time(search.made_at, zone),
                office_held: search.office_held.as_deref().map(plain),
                approved: (search.approved.as_ref()).map(|(by, at)| (plain(by), time(*at, zone))),
                mine: mine || approver,
                approvable: approver && search.waits() && !mine,
            }
        });
        Self {
            searches: searches.collect(),
            told: None,
            named: None,
            problem: None,
            shell,
        }
    }

    /// The same page after a search was given an address.
    pub(crate) fn told(mut self, settings: &WebSettings, secret: &str, waits: bool) -> Self {
        let at = |ending: &str| settings.address_of(&format!("/feeds/{secret}.{ending}"));
        self.told = Some(Told {
            rss: at("rss"),
            json: at("json"),
            waits,
        });
        self
    }

    /// The same page asking which public office somebody holds.
    pub(crate) fn named(mut self, person: String, ask: SaveAsk) -> Self {
        self.named = Some(Named { person, ask });
        self
    }
}

/// Searches that name a person, for everybody to see.
#[derive(Debug, Template)]
#[template(path = "pages/transparency.html")]
pub(crate) struct TransparencyPage {
    shell: Shell,
    searches: Vec<ShownSaved>,
    /// Topics and rules that name a person.
    others: Vec<ShownNamed>,
}

impl TransparencyPage {
    pub(crate) fn new(searches: &[SavedSearch], language: Language, zone: Tz) -> Self {
        let SavedPage {
            mut shell,
            searches,
            ..
        } = SavedPage::new(searches, PersonId(0), language, zone);
        shell.title = shell.t("transparency.title").into_owned();
        Self {
            shell,
            searches,
            others: Vec::new(),
        }
    }

    /// The same with topics and rules that name a person.
    pub(crate) fn with(mut self, topics: &[Topic], rules: &[Rule], zone: Tz) -> Self {
        self.others = named(topics, rules, &self.shell, zone);
        self
    }
}

async fn page(app: &App, signed: &SignedIn, language: Language) -> Result<SavedPage, DeskError> {
    let searches = app.desk.saved_searches(&signed.actor).await?;
    let zone = app.desk.time_zone();
    Ok(SavedPage::new(&searches, signed.id(), language, zone))
}

pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match page(&app, &signed, language).await {
        Ok(page) => answer(StatusCode::OK, &page, language, None),
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn save(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let language = Language::choose(None, &headers);
    let ask = SaveAsk {
        name: field(&fields, "name").to_owned(),
        query: field(&fields, "q").to_owned(),
        office_held: field(&fields, "office_held").to_owned(),
    };
    let saved = match app.desk.save_search(&signed.actor, &ask).await {
        Ok(saved) => saved,
        Err(error) => return not_done(&app, language, "/searches", &error, "saved.gone"),
    };
    let mut page = match page(&app, &signed, language).await {
        Ok(page) => page,
        Err(error) => return problem::of(&error, &app, language),
    };
    let mut status = StatusCode::OK;
    match saved {
        Saved::Kept { secret, waits, .. } => page = page.told(&app.settings, &secret, waits),
        Saved::NamesPerson(person) => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            page = page.named(person, ask);
        }
        Saved::Wrong(wrong) => {
            status = StatusCode::BAD_REQUEST;
            page.problem = Some(shown_problem(&wrong, &ask.query, &page.shell));
        }
    }
    answer(status, &page, language, None)
}

pub(crate) async fn renew(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let secret = match app.desk.renew_search(&signed.actor, id_of(&id)).await {
        Ok(secret) => secret,
        Err(error) => return not_done(&app, language, "/searches", &error, "saved.gone"),
    };
    match page(&app, &signed, language).await {
        Ok(page) => {
            let page = page.told(&app.settings, &secret, false);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn approve(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let done = app.desk.approve_search(&signed.actor, id_of(&id)).await;
    back(&app, language, done)
}

pub(crate) async fn drop(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let done = app.desk.drop_search(&signed.actor, id_of(&id)).await;
    back(&app, language, done)
}

fn back(app: &App, language: Language, done: Result<(), DeskError>) -> Response {
    match done {
        Ok(()) => crate::pages::redirect("/searches"),
        Err(error) => not_done(app, language, "/searches", &error, "saved.gone"),
    }
}

fn id_of(text: &str) -> SavedSearchId {
    SavedSearchId::parse(text).unwrap_or_default()
}

pub(crate) async fn transparency(State(app): State<App>, headers: HeaderMap) -> Response {
    let language = Language::choose(None, &headers);
    let asked = async {
        let searches = app.desk.searches_for_persons().await?;
        Ok((searches, app.desk.asked_for_persons().await?))
    };
    match asked.await {
        Ok((searches, (topics, rules))) => {
            let zone = app.desk.time_zone();
            let page = TransparencyPage::new(&searches, language, zone);
            let page = page.with(&topics, &rules, zone);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
