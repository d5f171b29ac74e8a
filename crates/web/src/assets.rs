//! Style and script, embedded, named by their content so that browsers may keep them.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::hash::Hasher;
use std::sync::OnceLock;

const STYLE: &str = include_str!("../assets/style.css");
const KEYS: &str = include_str!("../assets/keys.js");

/// Addresses of the assets.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) style: String,
    pub(crate) keys: String,
}

pub(crate) fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| Names {
        style: format!("/assets/style.{}.css", hash(STYLE)),
        keys: format!("/assets/keys.{}.js", hash(KEYS)),
    })
}

fn hash(text: &str) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let path = format!("/assets/{name}");
    let (text, kind) = if path == names().style {
        (STYLE, "text/css; charset=utf-8")
    } else if path == names().keys {
        (KEYS, "text/javascript; charset=utf-8")
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, text).into_response()
}

/// The style sheet, for the gallery.
pub(crate) fn style() -> &'static str {
    STYLE
}
