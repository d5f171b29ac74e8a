//! *By hand*: a link, a text, or a picture with a note, in twenty seconds on a phone.

use super::{answer, problem};
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use askama::Template;
use axum::Extension;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{Brought, DeskError, SignedIn, Taken};
use model::{DocumentId, limits};
use serde::Deserialize;

/// Characters of a text that is brought.
const TEXT_BYTES_MAX: usize = 256 * 1024;

/// What the address asks for; a phone's share menu can fill it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    #[serde(default)]
    link: String,
    #[serde(default)]
    text: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/bring.html")]
pub(crate) struct BringPage {
    shell: Shell,
    link: String,
    text: String,
    place: String,
    wrong: Option<String>,
    taken: Option<Taken>,
}

impl BringPage {
    pub(crate) fn new(language: Language) -> Self {
        let mut shell = Shell::new(language, "bring", "/bring");
        shell.title = shell.t("bring.title").into_owned();
        Self {
            shell,
            link: String::new(),
            text: String::new(),
            place: String::new(),
            wrong: None,
            taken: None,
        }
    }

    pub(crate) fn taken(mut self, taken: Taken) -> Self {
        self.taken = Some(taken);
        self
    }
}

pub(crate) async fn show(Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let mut page = BringPage::new(language);
    (page.link, page.text) = (asked.link, asked.text);
    answer(StatusCode::OK, &page, language, asked.lang.as_deref())
}

pub(crate) async fn bring(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let language = Language::choose(None, &headers);
    let mut page = BringPage::new(language);
    let (brought, too_large) = match read(form).await {
        Ok(read) => read,
        Err(words) => {
            page.wrong = Some(page.shell.said(&words));
            return answer(StatusCode::BAD_REQUEST, &page, language, None);
        }
    };
    (page.link, page.text, page.place) = (
        brought.link.clone(),
        brought.text.clone(),
        brought.place.clone(),
    );
    if too_large {
        let megabytes = limits::PICTURE_BYTES_MAX / 1_048_576;
        page.wrong = Some(page.shell.n("bring.too_large", megabytes));
        return answer(StatusCode::PAYLOAD_TOO_LARGE, &page, language, None);
    }
    match app.desk.bring(&signed.actor, brought).await {
        Ok(taken) => answer(
            StatusCode::OK,
            &BringPage::new(language).taken(taken),
            language,
            None,
        ),
        Err(DeskError::Invalid(words)) => {
            page.wrong = Some(page.shell.said(&words));
            answer(StatusCode::BAD_REQUEST, &page, language, None)
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

/// Reads the form piece by piece. A picture that is too large is read to its end and dropped, so
/// that the browser hears the answer.
async fn read(mut form: Multipart) -> Result<(Brought, bool), String> {
    let mut brought = Brought::default();
    let mut too_large = false;
    while let Some(field) = form.next_field().await.map_err(|error| error.body_text())? {
        let name = field.name().unwrap_or_default().to_owned();
        let media_type = field.content_type().unwrap_or_default().to_owned();
        let most = if name == "picture" {
            limits::PICTURE_BYTES_MAX
        } else {
            TEXT_BYTES_MAX
        };
        let (bytes, whole) = bytes(field, most).await?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "link" => brought.link = text(),
            "text" => brought.text = text(),
            "place" => brought.place = text(),
            "picture" if !whole => too_large = true,
            "picture" if !bytes.is_empty() => brought.picture = Some((media_type, bytes)),
            _ => {}
        }
    }
    Ok((brought, too_large))
}

async fn bytes(mut field: Field<'_>, most: usize) -> Result<(Vec<u8>, bool), String> {
    let mut bytes = Vec::new();
    let mut whole = true;
    while let Some(piece) = field.chunk().await.map_err(|error| error.body_text())? {
        if bytes.len() + piece.len() <= most {
            bytes.extend_from_slice(&piece);
        } else {
            whole = false;
        }
    }
    Ok((bytes, whole))
}

/// A picture that came with a document.
pub(crate) async fn picture(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let found = match DocumentId::parse(&id) {
        Some(id) => app.desk.picture(id).await,
        None => Err(DeskError::NotFound {
            kind: "picture",
            id,
        }),
    };
    match found {
        Ok((media_type, bytes)) => (
            [
                (CONTENT_TYPE, media_type),
                (CACHE_CONTROL, "private, max-age=3600".to_owned()),
                (CONTENT_DISPOSITION, "inline".to_owned()),
            ],
            bytes,
        )
            .into_response(),
        Err(error) => problem::of(&error, &app, language),
    }
}
