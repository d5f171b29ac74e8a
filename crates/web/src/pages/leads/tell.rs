//! The page on which anybody tells a matter, and the one that says what became of it.

use super::state_word;
use crate::language::Language;
use crate::pages::answers::{named, office_of};
use crate::pages::correct::field;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::walls;
use crate::words::plain;
use askama::Template;
use axum::Form;
use axum::RequestExt;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::TellForm;
use model::Lead;
use serde::Deserialize;

/// What became of a lead.
#[derive(Debug, Clone)]
pub(crate) struct Became {
    at: Time,
    state: String,
    reply: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/tell.html")]
pub(crate) struct TellPage {
    shell: Shell,
    office: String,
    typed: TellForm,
    wrong: Option<String>,
    receipt: Option<String>,
    became: Option<Became>,
}

impl TellPage {
    pub(crate) fn new(office: &str, language: Language) -> Self {
        let mut shell = Shell::new(language, "", "/tell");
        shell.title = shell.t("tell.title").into_owned();
        Self {
            office: office_of(office, &shell),
            shell,
            typed: TellForm::default(),
            wrong: None,
            receipt: None,
            became: None,
        }
    }

    /// The same page with the receipt, which is shown once.
    pub(crate) fn kept(mut self, receipt: String) -> Self {
        self.receipt = Some(receipt);
        self
    }

    /// The same page with what became of a lead.
    pub(crate) fn told(mut self, lead: &Lead, zone: Tz) -> Self {
        self.became = Some(Became {
            at: time(lead.at, zone),
            state: state_word(lead.state, &self.shell),
            reply: plain(&lead.reply),
        });
        self
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let page = TellPage::new(&named(&app).await, language);
    answer(StatusCode::OK, &page, language, asked.lang.as_deref())
}

pub(crate) async fn tell(State(app): State<App>, request: Request) -> Response {
    let language = Language::choose(None, request.headers());
    let address = walls::address_of(&request);
    let Ok(Form(fields)) = request.extract::<Form<Vec<(String, String)>>, _>().await else {
        return problem::invalid(language);
    };
    let typed = TellForm {
        text: field(&fields, "text").to_owned(),
        place: field(&fields, "place").to_owned(),
        link: field(&fields, "link").to_owned(),
        trap: field(&fields, "homepage").to_owned(),
    };
    let mut page = TellPage::new(&named(&app).await, language);
    match app.desk.tell(&address, &typed).await {
        Ok(receipt) => answer(StatusCode::OK, &page.kept(receipt), language, None),
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                page.typed = typed;
                page.wrong = Some(words);
                answer(StatusCode::UNPROCESSABLE_ENTITY, &page, language, None)
            }
            None => problem::of(&error, &app, language),
        },
    }
}

/// The code comes in a form: addresses are written down by proxies.
pub(crate) async fn look_up(
    State(app): State<App>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let mut page = TellPage::new(&named(&app).await, language);
    match app.desk.lead_told(field(&fields, "code")).await {
        Ok(lead) => {
            let page = page.told(&lead, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                page.wrong = Some(words);
                answer(StatusCode::NOT_FOUND, &page, language, None)
            }
            None => problem::of(&error, &app, language),
        },
    }
}
