//! Alerts: what waits for somebody, and one of them with everything it stands on. Made for a phone.

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{count, plain};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono_tz::Tz;
use desk::{ALERTS_PER_PAGE, AlertAsk, Tongue, level_reason, level_words, why_sentence};
use model::{Alert, AlertId, AlertState, Level, TopicId};
use serde::Deserialize;

/// An alert as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownAlert {
    pub(crate) address: String,
    pub(crate) title: String,
    /// I to IV as 1 to 4.
    pub(crate) level: usize,
    pub(crate) level_word: String,
    /// Whether a person said so.
    pub(crate) confirmed: bool,
    pub(crate) why: String,
    /// Start conditions its level follows from.
    pub(crate) level_why: Vec<String>,
    pub(crate) rule: String,
    pub(crate) state: &'static str,
    pub(crate) state_word: String,
    pub(crate) signals: String,
    pub(crate) first: Time,
    pub(crate) last: Time,
    pub(crate) told: Option<Time>,
    pub(crate) held: Option<String>,
    pub(crate) taken: Option<(String, Time)>,
    pub(crate) assessment: String,
    pub(crate) version: i64,
}

pub(crate) fn tongue(language: Language) -> Tongue {
    Tongue::of(language.tag())
}

/// The number of a level: I is 1.
pub(crate) fn number_of(level: Level) -> usize {
    let place = Level::ALL.iter().position(|one| *one == level);
    place.map_or(4, |place| place + 1)
}

pub(crate) fn shown(alert: &Alert, shell: &Shell, zone: Tz) -> ShownAlert {
    let tongue = Tongue::of(shell.tag());
    let state = alert.state.word();
    ShownAlert {
        address: shell.to(&format!("/alerts/{}", alert.id)),
        title: plain(&alert.title),
        level: number_of(alert.counts_as()),
        level_word: level_words(alert.counts_as(), tongue),
        confirmed: alert.level.is_some(),
        why: why_sentence(&alert.why, tongue),
        level_why: (alert.level_why.iter())
            .map(|reason| level_reason(*reason, tongue))
            .collect(),
        rule: plain(&alert.rule_name),
        state,
        state_word: shell.t(&format!("alerts.state_{state}")).into_owned(),
        signals: count(alert.signals),
        first: time(alert.first_at, zone),
        last: time(alert.last_at, zone),
        told: alert.told_at.map(|at| time(at, zone)),
        held: (alert.held).map(|held| {
            let key = format!("alerts.held_{}", held.word());
            shell.t(&key).into_owned()
        }),
        taken: (alert.taken.as_ref()).map(|(_, name, at)| (plain(name), time(*at, zone))),
        assessment: alert.assessment.clone(),
        version: alert.version,
    }
}

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/alerts.html")]
pub(crate) struct AlertsPage {
    shell: Shell,
    alerts: Vec<ShownAlert>,
    /// The tabs: address, word, whether it is this one.
    tabs: Vec<(String, String, bool)>,
    next: Option<String>,
}

impl AlertsPage {
    pub(crate) fn new(alerts: &[Alert], asked: &Asked, language: Language, zone: Tz) -> Self {
        let state = asked.state_word();
        let mut shell = Shell::new(language, "alerts", format!("/alerts?state={state}"));
        shell.title = shell.t("alerts.title").into_owned();
        let tabs = ["open", "taken", "held", "closed"]
            .into_iter()
            .map(|word| {
                let address = shell.to(&format!("/alerts?state={word}"));
                let key = format!("alerts.tab_{word}");
                (address, shell.t(&key).into_owned(), word == state)
            })
            .collect();
        let last = alerts.last().map(|alert| alert.id);
        let full = alerts.len() as u64 == ALERTS_PER_PAGE;
        Self {
            alerts: alerts
                .iter()
                .map(|alert| shown(alert, &shell, zone))
                .collect(),
            tabs,
            next: last
                .filter(|_| full)
                .map(|id| shell.to(&format!("/alerts?state={state}&before={id}"))),
            shell,
        }
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    before: String,
    /// Only of this topic.
    topic: String,
}

impl Asked {
    fn state_word(&self) -> &'static str {
        match self.state.as_str() {
            "taken" => "taken",
            "held" => "held",
            "closed" => "closed",
            _ => "open",
        }
    }

    fn ask(&self) -> AlertAsk {
        let word = self.state_word();
        AlertAsk {
            state: AlertState::from_word(word),
            held: word == "held",
            topic: TopicId::parse(&self.topic),
            about: None,
            before: AlertId::parse(&self.before).filter(|_| !self.before.is_empty()),
            limit: ALERTS_PER_PAGE,
        }
    }
}

pub(crate) async fn list(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.alerts(&asked.ask()).await {
        Ok(alerts) => {
            let page = AlertsPage::new(&alerts, &asked, language, app.desk.time_zone());
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}
