//! The chart of an event, to take along.

use super::event::sheet_of;
use super::problem;
use crate::chart::{table, to_csv, to_svg};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::DeskError;

/// The numbers behind the chart, or its drawing, as a file.
pub(crate) async fn volume(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let sheet = match sheet_of(&app, id, 1).await {
        Ok(sheet) => sheet,
        Err(error) => return problem::of(&error, &app, language),
    };
    let shell = Shell::new(language, "", "/");
    let rows = table(&sheet.volume, app.desk.time_zone());
    let (kind, text) = match file.as_str() {
        "volume.csv" => ("text/csv; charset=utf-8", to_csv(&rows, &shell)),
        "volume.svg" => ("image/svg+xml", to_svg(&rows, &sheet.card.title, &shell)),
        _ => {
            let missing = DeskError::NotFound {
                kind: "file",
                id: file,
            };
            return problem::of(&missing, &app, language);
        }
    };
    let name = format!("attachment; filename=\"{}-{file}\"", sheet.card.id);
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, text).into_response()
}
