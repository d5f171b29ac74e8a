//! The own account: password, authenticator, sessions, language.

use super::sign_in::{refusal, renewed};
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{CodeOffer, DeskError, OwnSheet, SignedIn};
use model::SecondStep;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

/// Width of the picture an authenticator reads, in pixels.
const PICTURE_PIXELS: u32 = 200;

/// A session in the list.
#[derive(Debug, Clone)]
pub(crate) struct ShownSession {
    pub(crate) id: i64,
    pub(crate) agent: String,
    pub(crate) address: String,
    pub(crate) began: Time,
    pub(crate) used: Time,
    /// Whether it is the one in use.
    pub(crate) this: bool,
}

pub(crate) fn shown_session(session: &model::Session, this: Option<i64>, zone: Tz) -> ShownSession {
    ShownSession {
        id: session.id,
        agent: session.agent.clone(),
        address: session.address.clone(),
        began: time(session.began_at, zone),
        used: time(session.used_at, zone),
        this: this == Some(session.id),
    }
}

/// An authenticator on offer.
#[derive(Debug, Clone)]
struct Offer {
    secret: String,
    uri: String,
    /// The picture, as path data of an SVG.
    picture: Option<String>,
    pixels: u32,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/own.html")]
pub(crate) struct OwnPage {
    shell: Shell,
    login: String,
    name: String,
    unit: Option<String>,
    roles: Vec<String>,
    has_code: bool,
    recovery_left: usize,
    sessions: Vec<ShownSession>,
    session_path: &'static str,
    languages: Vec<(&'static str, &'static str, bool)>,
    offer: Option<Offer>,
    recovery: Vec<String>,
    done: Option<String>,
    wrong: Option<String>,
}

/// What happened, for the page that shows it.
#[derive(Debug, Default)]
pub(crate) struct Came {
    pub(crate) offer: Option<CodeOffer>,
    pub(crate) recovery: Vec<String>,
    /// Word of the catalogue.
    pub(crate) done: Option<&'static str>,
    pub(crate) wrong: Option<String>,
}

impl OwnPage {
    pub(crate) fn new(
        sheet: &OwnSheet,
        this: i64,
        came: Came,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "own", "/account");
        shell.title = shell.t("own.title").into_owned();
        let chosen = sheet.person.language.as_deref();
        Self {
            login: sheet.person.login.clone(),
            name: sheet.person.name.clone(),
            unit: sheet.unit.clone(),
            roles: super::people::role_words(sheet.person.roles, &shell),
            session_path: "/account/sessions/",
            has_code: sheet.person.second_step == SecondStep::Code,
            recovery_left: sheet.recovery_left,
            sessions: sheet
                .sessions
                .iter()
                .filter(|session| !session.half)
                .map(|session| shown_session(session, Some(this), zone))
                .collect(),
            languages: Language::ALL
                .into_iter()
                .map(|one| (one.tag(), one.name(), chosen == Some(one.tag())))
                .collect(),
            offer: came.offer.map(|offer| Offer {
                picture: picture(&offer.uri),
                pixels: PICTURE_PIXELS,
                secret: offer.secret,
                uri: offer.uri,
            }),
            recovery: came.recovery,
            done: came.done.map(|word| shell.t(word).into_owned()),
            wrong: came.wrong,
            shell,
        }
    }
}

/// The picture of an address as path data on a field of one unit a module.
fn picture(uri: &str) -> Option<String> {
    let code = QrCode::new(uri).ok()?;
    let whole = code
        .render::<svg::Color>()
        .quiet_zone(false)
        .module_dimensions(1, 1)
        .build();
    // Only the drawing is taken: colours are the style sheet's.
    let (_, after) = whole.rsplit_once(" d=\"")?;
    let (path, _) = after.split_once('"')?;
    Some(format!("{} {path}", code.width()))
}

impl Offer {
    /// Side of the picture's field.
    fn side(&self) -> &str {
        self.picture
            .as_deref()
            .and_then(|picture| picture.split_once(' '))
            .map_or("1", |(side, _)| side)
    }

    fn path(&self) -> &str {
        self.picture
            .as_deref()
            .and_then(|picture| picture.split_once(' '))
            .map_or("", |(_, path)| path)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Changed {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    language: String,
}

async fn page(
    app: &App,
    signed: &SignedIn,
    language: Language,
    status: StatusCode,
    came: Came,
) -> Response {
    match app.desk.own_sheet(signed).await {
        Ok(sheet) => {
            let zone = app.desk.time_zone();
            let page = OwnPage::new(&sheet, signed.session.id, came, language, zone);
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

/// What went wrong, on the page where it can be set right.
async fn wrong(
    app: &App,
    signed: &SignedIn,
    language: Language,
    error: &DeskError,
    offer: Option<CodeOffer>,
) -> Response {
    match refusal(error, language) {
        Some(words) => {
            let came = Came {
                wrong: Some(words),
                offer,
                ..Came::default()
            };
            page(app, signed, language, StatusCode::BAD_REQUEST, came).await
        }
        None => problem::of(error, app, language),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    page(&app, &signed, language, StatusCode::OK, Came::default()).await
}

pub(crate) async fn password(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(changed): Form<Changed>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = app
        .desk
        .change_password(&signed, &changed.old, &changed.new)
        .await;
    match result {
        Ok(token) => {
            after(
                &app,
                &token,
                &signed,
                language,
                Came {
                    done: Some("own.password_done"),
                    ..Came::default()
                },
            )
            .await
        }
        Err(error) => wrong(&app, &signed, language, &error, None).await,
    }
}

pub(crate) async fn offer(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.offer_code(&signed).await {
        Ok(offer) => {
            let came = Came {
                offer: Some(offer),
                ..Came::default()
            };
            page(&app, &signed, language, StatusCode::OK, came).await
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn confirm(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(changed): Form<Changed>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = app
        .desk
        .confirm_code(&signed, &changed.secret, &changed.code, &changed.old)
        .await;
    match result {
        Ok((token, recovery)) => {
            after(
                &app,
                &token,
                &signed,
                language,
                Came {
                    done: Some("own.code_done"),
                    recovery,
                    ..Came::default()
                },
            )
            .await
        }
        Err(error) => {
            let offer = app.desk.same_offer(&signed, &changed.secret).await.ok();
            wrong(&app, &signed, language, &error, offer).await
        }
    }
}

pub(crate) async fn drop_code(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(changed): Form<Changed>,
) -> Response {
    let language = Language::choose(None, &headers);
    match app.desk.drop_code(&signed, &changed.old).await {
        Ok(token) => {
            after(
                &app,
                &token,
                &signed,
                language,
                Came {
                    done: Some("own.code_dropped"),
                    ..Came::default()
                },
            )
            .await
        }
        Err(error) => wrong(&app, &signed, language, &error, None).await,
    }
}

pub(crate) async fn language(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(changed): Form<Changed>,
) -> Response {
    let language = Language::choose(Some(&changed.language), &headers);
    if let Err(error) = app.desk.choose_language(&signed, &changed.language).await {
        return problem::of(&error, &app, language);
    }
    super::remember_language(redirect("/account"), language)
}

pub(crate) async fn end_session(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    match app
        .desk
        .end_own_session(&signed, id.parse().unwrap_or(0))
        .await
    {
        Ok(()) => redirect("/account"),
        Err(error) => problem::of(&error, &app, language),
    }
}

/// The page under the new token of the same session.
async fn after(
    app: &App,
    token: &str,
    signed: &SignedIn,
    language: Language,
    came: Came,
) -> Response {
    let address = &signed.actor.who.address;
    let signed = match app.desk.signed_in(token, address).await {
        Ok(Some(signed)) => signed,
        Ok(None) => return redirect("/sign-in"),
        Err(error) => return problem::of(&error, app, language),
    };
    let visitor = crate::frame::Visitor::of(&signed);
    let response = crate::frame::Frame::current()
        .with(Some(visitor))
        .around(page(app, &signed, language, StatusCode::OK, came))
        .await;
    renewed(app, response, token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_picture() {
        let picture = picture("otpauth://totp/desk:li.na?secret=ABC").unwrap();
        let (side, path) = picture.split_once(' ').unwrap();
        assert!(side.parse::<u32>().unwrap() > 20);
        assert!(path.starts_with('M') && path.len() > 500);
    }
}
