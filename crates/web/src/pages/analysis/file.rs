//! A picture to take along: as a drawing, as dots, as the figures behind it.

use super::Asked;
use crate::language::Language;
use crate::pages::problem;
use crate::pictures::{self, Picture, Scene};
use crate::routes::App;
use crate::shell::Shell;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::DeskError;

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Svg,
    Png,
    Csv,
}

pub(crate) fn kind_of(file: &str) -> Option<(&str, Kind)> {
    let (name, kind) = file.split_once('.')?;
    let kind = match kind {
        "svg" => Kind::Svg,
        "png" => Kind::Png,
        "csv" => Kind::Csv,
        _ => return None,
    };
    Some((name, kind))
}

pub(crate) async fn file(
    State(app): State<App>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    match made(&app, &file, &asked, language).await {
        Ok(response) => response,
        Err(error) => problem::of(&error, &app, language),
    }
}

async fn made(
    app: &App,
    file: &str,
    asked: &Asked,
    language: Language,
) -> Result<Response, DeskError> {
    let missing = || DeskError::NotFound {
        kind: "file",
        id: file.to_owned(),
    };
    let (name, kind) = kind_of(file).ok_or_else(missing)?;
    let found = app.desk.pictures(&asked.ask()).await?;
    if let Some(problem) = found.problem {
        return Err(DeskError::Invalid(problem.message));
    }
    let (shell, base) = (Shell::new(language, "", "/"), asked.base());
    let scene = Scene {
        shell: &shell,
        zone: app.desk.time_zone(),
        base: &base,
    };
    let is = |picture: &Picture| {
        picture.name == name
            && (picture.which.is_empty() || picture.which == format!("-{}", asked.list))
    };
    let all = pictures::all(&found, scene);
    let picture = all.iter().find(|picture| is(picture)).ok_or_else(missing)?;
    let shows = pictures::shows(&found, &asked.q, scene);
    as_file(app, picture, &shows, kind, file).await
}

/// A picture as the file that is asked for.
pub(crate) async fn as_file(
    app: &App,
    picture: &Picture,
    shows: &str,
    kind: Kind,
    file: &str,
) -> Result<Response, DeskError> {
    let (media, bytes) = match kind {
        Kind::Csv => (
            "text/csv; charset=utf-8",
            picture.table.to_csv().into_bytes(),
        ),
        Kind::Svg => ("image/svg+xml", picture.to_svg(shows).into_bytes()),
        Kind::Png => ("image/png", app.desk.png_of(picture.to_svg(shows)).await?),
    };
    let name = format!("attachment; filename=\"{file}\"");
    let headers = [
        (CONTENT_TYPE, media.to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}
