//! One-time links: the page on which a password is set.

use super::{Shown, WelcomePage, caller_of, came_in, refusal};
use crate::language::Language;
use crate::pages::{answer, problem};
use crate::routes::App;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Form, RequestExt};
use desk::DeskError;
use serde::Deserialize;

/// The language that the page of a link is asked for in.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct InLanguage {
    lang: Option<String>,
}

pub(crate) async fn welcome(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<InLanguage>,
    headers: HeaderMap,
) -> Response {
    let asked = asked.lang.as_deref();
    let language = Language::choose(asked, &headers);
    match app.desk.open_link(&token).await {
        Ok(link) => {
            let page = WelcomePage::new(language, &token, &link, None);
            answer(StatusCode::OK, &page, language, asked)
        }
        Err(DeskError::NotFound { .. }) => problem::dead_link(language),
        Err(error) => problem::of(&error, &app, language),
    }
}

pub(crate) async fn set_password(
    State(app): State<App>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let (caller, language) = caller_of(&request);
    let Ok(Form(shown)) = request.extract::<Form<Shown>, _>().await else {
        return problem::invalid(language);
    };
    match app
        .desk
        .set_password(&token, &shown.password, &caller)
        .await
    {
        Ok(came) => came_in(&app, &came, "", None, &caller, language).await,
        Err(DeskError::NotFound { .. }) => problem::dead_link(language),
        Err(error) => {
            let link = app.desk.open_link(&token).await;
            match (refusal(&error, language), link) {
                (Some(words), Ok(link)) => {
                    let page = WelcomePage::new(language, &token, &link, Some(words));
                    answer(StatusCode::BAD_REQUEST, &page, language, None)
                }
                _ => problem::of(&error, &app, language),
            }
        }
    }
}
