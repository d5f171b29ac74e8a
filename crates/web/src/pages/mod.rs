//! One file a page.

pub(crate) mod alert;
pub(crate) mod alerts;
pub(crate) mod analysis;
pub(crate) mod answers;
pub(crate) mod audit;
pub(crate) mod bring;
pub(crate) mod cases;
pub(crate) mod channels;
pub(crate) mod correct;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod duty;
pub(crate) mod event;
pub(crate) mod event_file;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod health;
pub(crate) mod heat;
pub(crate) mod holds;
pub(crate) mod keeping;
pub(crate) mod kept;
pub(crate) mod leads;
pub(crate) mod levels;
pub(crate) mod now;
pub(crate) mod own;
pub(crate) mod people;
pub(crate) mod person_form;
pub(crate) mod playbooks;
pub(crate) mod problem;
pub(crate) mod proposals;
pub(crate) mod purged;
pub(crate) mod readings;
pub(crate) mod rule_page;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod sources;
pub(crate) mod spread;
pub(crate) mod topics;
pub(crate) mod tour;
pub(crate) mod user_words;
pub(crate) mod wall;

use crate::frame::Frame;
use crate::language::Language;
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::response::{Html, IntoResponse, Response};

/// A page as an answer; remembers a language that was asked for.
fn answer(
    status: StatusCode,
    page: &impl Template,
    language: Language,
    asked: Option<&str>,
) -> Response {
    match page.render() {
        Ok(html) => {
            let response = (status, Html(html)).into_response();
            if asked.is_some() {
                remember_language(response, language)
            } else {
                response
            }
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                [(CONTENT_TYPE, "text/plain")],
                "this page is broken",
            )
                .into_response()
        }
    }
}

/// The browser remembers a language that was chosen.
fn remember_language(mut response: Response, language: Language) -> Response {
    let cookie = format!(
        "lang={}; Path={}; Max-Age=31536000; SameSite=Lax; HttpOnly",
        language.tag(),
        Frame::current().cookie_path()
    );
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// After a form: go and see what came of it, at a path of ours.
fn redirect(path: &str) -> Response {
    let address = Frame::current().to(path);
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}
