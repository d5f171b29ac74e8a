//! Changing sources, one or many, and taking changes back.

use super::add::Written;
use super::board;
use crate::language::Language;
use crate::pages::{problem, redirect};
use crate::routes::App;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::{Actor, DeskError, SignedIn};
use model::{Owner, Reach, SourceEdit, SourceId};
use serde::Deserialize;

/// Sources that one form may change by their boxes; all that match may be more.
const CHOSEN_MAX: usize = 1_000;

/// What a bulk form says, as pairs: `id` may stand many times.
type Pairs = Vec<(String, String)>;

fn one<'a>(pairs: &'a Pairs, key: &str) -> &'a str {
    pairs
        .iter()
        .find(|(name, _)| name == key)
        .map_or("", |(_, value)| value.as_str())
}

fn edit_of(act: &str, folder: &str, owner: &str, reach: &str) -> Option<SourceEdit> {
    Some(match act {
        "pause" => SourceEdit::Pause,
        "resume" => SourceEdit::Resume,
        "visit" => SourceEdit::VisitNow,
        "remove" => SourceEdit::Remove,
        "move" => SourceEdit::Move(folder.to_owned()),
        "own" => SourceEdit::Own(Some(Owner::from_word(owner)).filter(|it| *it != Owner::Unsaid)?),
        "hear" => SourceEdit::Hear(Reach::from_word(reach)),
        _ => return None,
    })
}

/// Changes the chosen sources, or all that the filters leave.
pub(crate) async fn many(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let language = Language::choose(None, &headers);
    let [act, folder, owner, reach] =
        ["act", "folder", "owner", "reach"].map(|key| one(&pairs, key));
    let Some(edit) = edit_of(act, folder, owner, reach) else {
        return problem::of(&DeskError::Invalid("no such change".into()), &app, language);
    };
    let query = one(&pairs, "query").to_owned();
    let ids = if one(&pairs, "all") == "1" {
        let asked: board::Asked = serde_urlencoded(&query);
        app.desk.sources_matching(&asked.ask()).await
    } else {
        Ok(pairs
            .iter()
            .filter(|(name, _)| name == "id")
            .filter_map(|(_, id)| SourceId::parse(id))
            .take(CHOSEN_MAX)
            .collect())
    };
    let joiner = if query.is_empty() { "" } else { "&" };
    match ids {
        Ok(ids) if ids.is_empty() => redirect(&format!("/sources?{query}")),
        Ok(ids) => match app.desk.edit_sources(&signed.actor, &ids, &edit).await {
            Ok(done) => redirect(&format!(
                "/sources?{query}{joiner}done={}&n={}",
                done.id, done.sources
            )),
            Err(error) => problem::of(&error, &app, language),
        },
        Err(error) => problem::of(&error, &app, language),
    }
}

/// The filters in an address.
fn serde_urlencoded(query: &str) -> board::Asked {
    let uri = format!("/sources?{query}").parse::<axum::http::Uri>();
    uri.ok()
        .and_then(|uri| axum::extract::Query::try_from_uri(&uri).ok())
        .map(|axum::extract::Query(asked)| asked)
        .unwrap_or_default()
}

/// What the form of one source asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Act {
    #[serde(rename = "act")]
    what: String,
    folder: String,
    owner: String,
    reach: String,
}

/// Changes one source.
pub(crate) async fn single(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(act): Form<Act>,
) -> Response {
    let edit = edit_of(&act.what, &act.folder, &act.owner, &act.reach);
    let gone = act.what == "remove";
    change(&app, &signed.actor, &id, edit, gone, &headers).await
}

/// Reads one source in another way.
pub(crate) async fn reread(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(written): Form<Written>,
) -> Response {
    let edit = SourceEdit::Reread {
        name: written.name().to_owned(),
        owner: written.owner(),
        rules: Box::new(written.rules()),
    };
    change(&app, &signed.actor, &id, Some(edit), false, &headers).await
}

async fn change(
    app: &App,
    actor: &Actor,
    id: &str,
    edit: Option<SourceEdit>,
    gone: bool,
    headers: &HeaderMap,
) -> Response {
    let language = Language::choose(None, headers);
    let (Some(id), Some(edit)) = (SourceId::parse(id), edit) else {
        return problem::of(&DeskError::Invalid("no such change".into()), app, language);
    };
    match app.desk.edit_sources(actor, &[id], &edit).await {
        Ok(done) if gone => redirect(&format!("/sources?done={}&n=1", done.id)),
        Ok(done) => redirect(&format!("/sources/{id}?done={}", done.id)),
        Err(error) => problem::of(&error, app, language),
    }
}

/// Which change to take back.
#[derive(Debug, Deserialize)]
pub(crate) struct Undo {
    change: i64,
}

/// Takes a change back.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(undo): Form<Undo>,
) -> Response {
    match app.desk.undo_edit(&signed.actor, undo.change).await {
        Ok(count) => redirect(&format!("/sources?undone={count}")),
        Err(error) => problem::of(&error, &app, Language::choose(None, &headers)),
    }
}
