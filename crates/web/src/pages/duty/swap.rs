//! Swaps of shifts.

use crate::language::Language;
use crate::pages::correct::{field, not_done};
use crate::pages::redirect;
use crate::routes::App;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Form};
use desk::{DeskError, SignedIn};
use model::{PersonId, ShiftId, SwapId, SwapState};

pub(crate) async fn ask(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let shift = ShiftId::parse(&id).unwrap_or_default();
    let to = PersonId::parse(field(&fields, "to")).unwrap_or_default();
    let asked = app
        .desk
        .ask_swap(&signed.actor, shift, to, field(&fields, "why"))
        .await;
    came(&app, asked.map(|_| ()), "asked", language)
}

pub(crate) async fn settle(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let state = SwapState::from_word(field(&fields, "state")).unwrap_or(SwapState::Asked);
    let id = SwapId::parse(&id).unwrap_or_default();
    let settled = app.desk.settle_swap(&signed.actor, id, state).await;
    came(&app, settled, state.word(), language)
}

fn came(app: &App, result: Result<(), DeskError>, word: &str, language: Language) -> Response {
    match result {
        Ok(()) => redirect(&format!("/duty?done={word}")),
        Err(error) => not_done(app, language, "/duty", &error, "duty.swap_gone"),
    }
}
