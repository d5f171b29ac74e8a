//! Coming in to a demonstration: as anybody, without a password.

use super::{Shown, caller_of, came_in};
use crate::pages::problem;
use crate::routes::App;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::{Form, RequestExt};
use model::{Person, PersonId};

/// Whom one may come in as. Where that cannot be told, signing in by password is still there.
pub(crate) async fn people(app: &App) -> Vec<(Person, Option<String>)> {
    app.desk.demonstration_people().await.unwrap_or_default()
}

pub(crate) async fn enter_demonstration(State(app): State<App>, request: Request) -> Response {
    let (caller, language) = caller_of(&request);
    let Ok(Form(shown)) = request.extract::<Form<Shown>, _>().await else {
        return problem::invalid(language);
    };
    let id = PersonId(shown.person);
    match app.desk.enter_demonstration(id, &caller).await {
        Ok(came) => came_in(&app, &came, &shown.next, shown.kept(), &caller, language).await,
        Err(error) => problem::of(&error, &app, language),
    }
}
