//! One alert with everything it stands on, and what people do about it. Made for a phone.

use super::alerts::{ShownAlert, shown, tongue};
use super::correct::field;
use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::plain;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{AlertAct, AlertSheet, DeskError, SignedIn, level_words, why_sentence};
use model::{About, AlertId, Level};

/// A signal as it is shown.
#[derive(Debug)]
pub(crate) struct ShownSignal {
    at: Time,
    rule: String,
    why: String,
    document: Option<(String, String)>,
}

/// One alert.
#[derive(Debug, Template)]
#[template(path = "pages/alert.html")]
pub(crate) struct AlertPage {
    shell: Shell,
    alert: ShownAlert,
    signals: Vec<ShownSignal>,
    /// What it is about: address and word.
    about: Option<(String, String)>,
    /// The event a case can be opened on.
    event: Option<String>,
    levels: Vec<(&'static str, String, bool)>,
    wrong: Option<String>,
}

impl AlertPage {
    pub(crate) fn new(
        sheet: &AlertSheet,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let alert = &sheet.alert;
        let mut shell = Shell::new(language, "alerts", format!("/alerts/{}", alert.id));
        shell.title = plain(&alert.title);
        let tongue = tongue(language);
        let about = match alert.about {
            About::Event(id) => Some((format!("/events/{id}"), shell.t("alerts.to_event"))),
            About::Source(id) => Some((format!("/sources/{id}"), shell.t("alerts.to_source"))),
            About::Case(id) => Some((format!("/cases/{id}"), shell.t("alerts.to_case"))),
            About::Duty => Some(("/duty".to_owned(), shell.t("alerts.to_duty"))),
            About::Rule(id) => Some((format!("/rules/{id}"), shell.t("alerts.to_rule"))),
        };
        let signals = sheet.signals.iter().map(|signal| ShownSignal {
            at: time(signal.at, zone),
            rule: plain(&signal.rule_name),
            why: why_sentence(&signal.why, tongue),
            document: signal
                .document
                .map(|id| (shell.to(&format!("/documents/{id}")), id.to_string())),
        });
        Self {
            signals: signals.collect(),
            event: alert.about.event().map(|id| id.to_string()),
            about: about.map(|(path, word)| (shell.to(&path), word.into_owned())),
            levels: Level::ALL
                .map(|level| {
                    let chosen = level == alert.counts_as();
                    (level.word(), level_words(level, tongue), chosen)
                })
                .to_vec(),
            alert: shown(alert, &shell, zone),
            wrong,
            shell,
        }
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &id, None, language).await
}

async fn page(app: &App, id: &str, wrong: Option<String>, language: Language) -> Response {
    let found = match AlertId::parse(id) {
        Some(id) => app.desk.alert_sheet(id).await,
        None => Err(missing(id)),
    };
    match found {
        Ok(sheet) => {
            let status = if wrong.is_some() {
                StatusCode::CONFLICT
            } else {
                StatusCode::OK
            };
            let page = AlertPage::new(&sheet, wrong, language, app.desk.time_zone());
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

fn missing(id: &str) -> DeskError {
    DeskError::NotFound {
        kind: "alert",
        id: id.to_owned(),
    }
}

/// Does something about an alert.
pub(crate) async fn decide(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let assessment = field(&fields, "assessment").to_owned();
    let act = match field(&fields, "act") {
        "assess" => AlertAct::Assess {
            level: Level::from_word(field(&fields, "level")).unwrap_or(Level::Yellow),
            assessment,
        },
        "close" => AlertAct::Close { assessment },
        "reopen" => AlertAct::Reopen,
        _ => AlertAct::Take,
    };
    let version = field(&fields, "version").parse().unwrap_or(0);
    let result = match AlertId::parse(&id) {
        Some(id) => {
            let of = (id, version);
            app.desk.decide_alert(&signed.actor, of, &act).await
        }
        None => Err(missing(&id)),
    };
    match result {
        Ok(alert) => redirect(&format!("/alerts/{}", alert.id)),
        Err(error) => match refusal(&error, language) {
            Some(words) => page(&app, &id, Some(words), language).await,
            None => problem::of(&error, &app, language),
        },
    }
}
