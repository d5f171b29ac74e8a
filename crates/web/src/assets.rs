//! Style and script, embedded, named by their content so that browsers may keep them.
//!
//! What others wrote lies in `generated/`: `setup/install` puts it there from the lock file in
//! `frontend/`.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::hash::Hasher;
use std::sync::OnceLock;

/// The kept base, then our layers in order.
const STYLE: &str = concat!(
    include_str!("../generated/normalize.css"),
    include_str!("../assets/tokens.css"),
    include_str!("../assets/base.css"),
    include_str!("../assets/shell.css"),
    include_str!("../assets/parts.css"),
    include_str!("../assets/pages.css"),
    include_str!("../assets/people.css"),
    include_str!("../assets/duty.css"),
    include_str!("../assets/pictures.css"),
    include_str!("../assets/spread.css"),
    include_str!("../assets/alerts.css"),
    include_str!("../assets/cases.css"),
    include_str!("../assets/print.css"),
);
/// htmx with its stream extension.
const HTMX: &str = concat!(
    include_str!("../generated/htmx.js"),
    "\n",
    include_str!("../generated/htmx-sse.js"),
);
/// Our own script of every page.
const DESK: &str = concat!(
    include_str!("../assets/keys.js"),
    include_str!("../assets/live.js"),
    include_str!("../assets/bell.js"),
);
/// Draws charts; only pages with a chart ask for it.
const ECHARTS: &str = include_str!("../generated/echarts.js");
/// Our own script of pages with charts.
const CHARTS: &str = include_str!("../assets/charts.js");

/// The sign of the desk in tabs and lists.
const ICON: &str = include_str!("../assets/icon.svg");

const SVG: &str = "image/svg+xml";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Addresses of the assets, below the root.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) style: String,
    pub(crate) htmx: String,
    pub(crate) desk: String,
    pub(crate) echarts: String,
    pub(crate) charts: String,
    pub(crate) icon: String,
}

pub(crate) fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| Names {
        style: format!("/assets/style.{}.css", hash(STYLE)),
        htmx: format!("/assets/htmx.{}.js", hash(HTMX)),
        desk: format!("/assets/desk.{}.js", hash(DESK)),
        echarts: format!("/assets/echarts.{}.js", hash(ECHARTS)),
        charts: format!("/assets/charts.{}.js", hash(CHARTS)),
        icon: format!("/assets/icon.{}.svg", hash(ICON)),
    })
}

fn hash(text: &str) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

/// The text behind an address, with its kind.
fn found(path: &str) -> Option<(&'static str, &'static str)> {
    let names = names();
    [
        (&names.style, STYLE, CSS),
        (&names.htmx, HTMX, JAVASCRIPT),
        (&names.desk, DESK, JAVASCRIPT),
        (&names.echarts, ECHARTS, JAVASCRIPT),
        (&names.charts, CHARTS, JAVASCRIPT),
        (&names.icon, ICON, SVG),
    ]
    .into_iter()
    .find(|(name, _, _)| *name == path)
    .map(|(_, text, kind)| (text, kind))
}

pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let Some((text, kind)) = found(&format!("/assets/{name}")) else {
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

/// All assets by their addresses, for the gallery.
pub(crate) fn all() -> Vec<(&'static str, &'static str)> {
    let names = names();
    [
        &names.style,
        &names.htmx,
        &names.desk,
        &names.echarts,
        &names.charts,
        &names.icon,
    ]
    .into_iter()
    .filter_map(|name| found(name).map(|(text, _)| (name.as_str(), text)))
    .collect()
}
