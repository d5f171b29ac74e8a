//! The own account: password, authenticator, sessions, language.

mod page;

pub(crate) use page::{Came, OwnPage, ShownSession, shown_session};

use super::sign_in::{refusal, renewed};
use super::{answer, problem, redirect};
use crate::language::Language;
use crate::routes::App;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use desk::{CodeOffer, DeskError, SignedIn};
use serde::Deserialize;

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
