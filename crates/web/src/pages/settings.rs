//! Settings of the office: name, zone, language, retention, mail.

use super::sign_in::refusal;
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, OfficeForm, SignedIn};
use model::{AlertSettings, Level, MailSecurity, MailSettings, OfficeSettings, Retention};
use serde::Deserialize;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/settings.html")]
pub(crate) struct SettingsPage {
    shell: Shell,
    settings: OfficeSettings,
    version: i64,
    /// The zone that holds now.
    zone: String,
    zones: Vec<&'static str>,
    languages: Vec<(&'static str, &'static str, bool)>,
    securities: Vec<(&'static str, String, bool)>,
    levels: Vec<(&'static str, String, bool)>,
    has_password: bool,
    done: Option<String>,
    wrong: Option<String>,
}

impl SettingsPage {
    pub(crate) fn new(
        settings: OfficeSettings,
        version: i64,
        done: Option<String>,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "settings", "/settings");
        shell.title = shell.t("settings.title").into_owned();
        Self {
            zone: zone.name().to_owned(),
            zones: chrono_tz::TZ_VARIANTS
                .iter()
                .map(|zone| zone.name())
                .collect(),
            languages: Language::ALL
                .into_iter()
                .map(|one| (one.tag(), one.name(), settings.language == one.tag()))
                .collect(),
            securities: [
                ("tls", MailSecurity::Tls),
                ("start_tls", MailSecurity::StartTls),
                ("clear", MailSecurity::Clear),
            ]
            .into_iter()
            .map(|(word, security)| {
                (
                    word,
                    shell.t(&format!("settings.mail_{word}")).into_owned(),
                    settings.mail.security == security,
                )
            })
            .collect(),
            levels: Level::ALL
                .map(|level| {
                    let told = desk::level_words(level, super::alerts::tongue(language));
                    (level.word(), told, level == settings.alerts.always)
                })
                .to_vec(),
            has_password: !settings.mail.sealed_password.is_empty(),
            settings,
            version,
            done,
            wrong,
            shell,
        }
    }
}

/// Settings as they are written into the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    version: i64,
    name: String,
    time_zone: String,
    language: String,
    captures: u32,
    visits: u32,
    ranks: u32,
    server: String,
    port: String,
    security: String,
    login: String,
    password: String,
    no_password: String,
    quiet_from: u32,
    quiet_to: u32,
    always: String,
    daily_cap: i64,
    person_cap: i64,
    digest_hour: u32,
    weekly: String,
    from: String,
}

impl Written {
    fn alerts(&self) -> AlertSettings {
        AlertSettings {
            quiet_from: self.quiet_from,
            quiet_to: self.quiet_to,
            always: Level::from_word(&self.always).unwrap_or(Level::Orange),
            daily_cap: self.daily_cap,
            person_cap: self.person_cap,
            digest_hour: self.digest_hour,
            weekly: !self.weekly.is_empty(),
            // Another page changes them.
            conditions: Vec::new(),
        }
    }

    fn form(&self) -> OfficeForm {
        let password = if self.no_password.is_empty() {
            (!self.password.is_empty()).then(|| self.password.clone())
        } else {
            Some(String::new())
        };
        OfficeForm {
            settings: OfficeSettings {
                name: self.name.clone(),
                time_zone: self.time_zone.clone(),
                language: self.language.clone(),
                retention: Retention {
                    captures: self.captures,
                    visits: self.visits,
                    ranks: self.ranks,
                },
                mail: MailSettings {
                    server: self.server.clone(),
                    port: self.port.trim().parse().unwrap_or(0),
                    security: match self.security.as_str() {
                        "start_tls" => MailSecurity::StartTls,
                        "clear" => MailSecurity::Clear,
                        _ => MailSecurity::Tls,
                    },
                    login: self.login.clone(),
                    sealed_password: String::new(),
                    from: self.from.clone(),
                },
                alerts: self.alerts(),
            },
            mail_password: password,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let t = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    match app.desk.office().await {
        Ok((settings, version)) => {
            let done = (!asked.done.is_empty()).then(|| t("settings.done"));
            let zone = app.desk.time_zone();
            let page = SettingsPage::new(settings, version, done, None, language, zone);
            answer(StatusCode::OK, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let language = Language::choose(None, &headers);
    let form = written.form();
    let result = app
        .desk
        .change_office(&signed.actor, written.version, &form)
        .await;
    match result {
        Ok(()) => redirect("/settings?done=1"),
        Err(error) => not_changed(&app, form.settings, written.version, &error, language).await,
    }
}

/// What was written stays in the form; where somebody else was quicker, it says so.
async fn not_changed(
    app: &App,
    written: OfficeSettings,
    version: i64,
    error: &DeskError,
    language: Language,
) -> Response {
    let t = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    let (kept, kept_version) = match app.desk.office().await {
        Ok(kept) => kept,
        Err(error) => return problem::of(&error, app, language),
    };
    let (words, version) = if error.is_conflict() {
        (Some(t("settings.meanwhile")), kept_version)
    } else {
        (refusal(error, language), version)
    };
    let Some(words) = words else {
        return problem::of(error, app, language);
    };
    let mail = MailSettings {
        sealed_password: kept.mail.sealed_password,
        ..written.mail.clone()
    };
    let settings = OfficeSettings { mail, ..written };
    let zone = app.desk.time_zone();
    let page = SettingsPage::new(settings, version, None, Some(words), language, zone);
    answer(StatusCode::CONFLICT, &page, language, None)
}

pub(crate) async fn try_mail(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let (settings, version) = match app.desk.office().await {
        Ok(kept) => kept,
        Err(error) => return problem::of(&error, &app, language),
    };
    let (done, wrong) = match app.desk.try_mail(&signed).await {
        Ok(to) => {
            let words = rust_i18n::t!("settings.mail_sent", locale = language.tag(), to = to);
            (Some(words.to_string()), None)
        }
        Err(error) => (
            None,
            Some(refusal(&error, language).unwrap_or_else(|| error.to_string())),
        ),
    };
    let status = if wrong.is_some() {
        StatusCode::BAD_GATEWAY
    } else {
        StatusCode::OK
    };
    let zone = app.desk.time_zone();
    let page = SettingsPage::new(settings, version, done, wrong, language, zone);
    answer(status, &page, language, None)
}
