//! Being led through the tour, and ending it.

use super::{problem, redirect};
use crate::frame::{Frame, own_path};
use crate::language::Language;
use crate::routes::App;
use crate::shell::home;
use crate::tour::{Step, steps};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, NowAsk, SignedIn};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Ended {
    #[serde(default)]
    back: String,
}

/// Leads to the page of a step; behind the last one the tour is over.
pub(crate) async fn go(
    State(app): State<App>,
    Path(number): Path<usize>,
    headers: HeaderMap,
) -> Response {
    let frame = Frame::current();
    let steps = steps(&frame);
    let Some(step) = number.checked_sub(1).and_then(|at| steps.get(at)) else {
        return redirect(home(&frame));
    };
    match page_of(&app, step).await {
        Ok(path) => redirect(&format!("{path}?tour={number}")),
        Err(error) => problem::of(&error, &app, Language::choose(None, &headers)),
    }
}

/// The biggest event stands for all of them; where there is none, the list says so.
async fn page_of(app: &App, step: &Step) -> Result<String, DeskError> {
    if step.path != "/events" {
        return Ok(step.path.to_owned());
    }
    let ask = NowAsk::open(1);
    let board = app.desk.now_board(&ask).await?;
    Ok(match board.by_heat.first() {
        Some(event) => format!("/events/{}", event.id),
        None => step.path.to_owned(),
    })
}

/// Ends the tour, and stays where one is.
pub(crate) async fn end(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(ended): Form<Ended>,
) -> Response {
    match app.desk.end_tour(&signed).await {
        Ok(()) => redirect(own_path(&ended.back)),
        Err(error) => problem::of(&error, &app, Language::choose(None, &headers)),
    }
}
