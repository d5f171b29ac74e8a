//! The pictures of an event, and the figures behind them, to take along.

use super::event::sheet_of;
use super::problem;
use super::spread::spread_of;
use crate::chart::{table, to_csv, to_svg};
use crate::language::Language;
use crate::pages::analysis::{FileKind, as_file, kind_of};
use crate::pictures::{Scene, spread, spread_places};
use crate::routes::App;
use crate::shell::Shell;
use crate::words::{HEAD_TITLE_CHARS, clip};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::DeskError;

/// A picture of an event as a file.
pub(crate) async fn show(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let made = match kind_of(&file) {
        Some(("volume", kind)) => volume(&app, id, &file, kind, language).await,
        Some(("spread", kind)) => spread_file(&app, id, &file, kind, language).await,
        Some(("places", FileKind::Csv)) => {
            spread_file(&app, id, &file, FileKind::Csv, language).await
        }
        _ => Err(missing(&file)),
    };
    made.unwrap_or_else(|error| problem::of(&error, &app, language))
}

fn missing(file: &str) -> DeskError {
    DeskError::NotFound {
        kind: "file",
        id: file.to_owned(),
    }
}

/// The numbers behind the chart, or its drawing.
async fn volume(
    app: &App,
    id: String,
    file: &str,
    kind: FileKind,
    language: Language,
) -> Result<Response, DeskError> {
    let sheet = sheet_of(app, id, 1).await?;
    let shell = Shell::new(language, "", "/");
    let rows = table(&sheet.volume, app.desk.time_zone());
    let (kind, text) = match kind {
        FileKind::Csv => ("text/csv; charset=utf-8", to_csv(&rows, &shell)),
        FileKind::Svg => ("image/svg+xml", to_svg(&rows, &sheet.card.title, &shell)),
        FileKind::Png => return Err(missing(file)),
    };
    let name = format!("attachment; filename=\"{}-{file}\"", sheet.card.id);
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}

/// How it spread: the tree of outlets, their figures, or the places.
async fn spread_file(
    app: &App,
    id: String,
    file: &str,
    kind: FileKind,
    language: Language,
) -> Result<Response, DeskError> {
    let found = spread_of(app, id).await?;
    let shell = Shell::new(language, "", "/");
    let scene = Scene {
        shell: &shell,
        zone: app.desk.time_zone(),
        base: "",
    };
    let mut picture = spread(&found, scene);
    if file.starts_with("places") {
        picture.table = spread_places(&found, scene);
    }
    let shows = clip(&found.card.title, HEAD_TITLE_CHARS);
    let name = format!("{}-{file}", found.card.id);
    as_file(app, &picture, &shows, kind, &name).await
}
