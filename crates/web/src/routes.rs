//! All routes of the house, in one list.

use crate::notice::{self, Notice};
use crate::pages::sources;
use crate::question::Questions;
use crate::{assets, pages, walls};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Bytes of an ordinary form; a thousand chosen sources fit.
const FORM_BYTES_MAX: usize = 64 * 1024;
/// Bytes of an OPML list: some ten thousand subscriptions.
const OPML_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of what is brought by hand. A picture may have 12 MiB; one that is larger is read to its
/// end, so that the browser hears why it is refused.
const BROUGHT_BYTES_MAX: usize = 80 * 1024 * 1024;
/// Seconds until a request is given up: looking at a slow site takes a while.
const REQUEST_SECONDS_MAX: u64 = 120;

/// What the pages need besides the desk.
#[derive(Clone, Default)]
pub struct WebSettings {
    /// Gives the numbers behind `/metrics`.
    pub metrics: Option<PrometheusHandle>,
    /// What every page says of this desk, where it is not an ordinary one.
    pub notice: Option<Notice>,
}

impl std::fmt::Debug for WebSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebSettings").finish_non_exhaustive()
    }
}

/// What handlers are given.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) desk: Arc<dyn Questions>,
    pub(crate) settings: WebSettings,
}

/// All pages over a desk.
pub fn router(desk: Arc<dyn Questions>, settings: WebSettings) -> Router {
    let notice = settings.notice;
    Router::new()
        .route("/", get(pages::now::show))
        .route("/events/{id}", get(pages::event::show))
        .route("/search", get(pages::search::show))
        .route(
            "/sources",
            get(sources::board::show).post(sources::add::add),
        )
        .route("/sources/new", get(sources::add::show))
        .route("/sources/try", post(sources::add::try_out))
        .route("/sources/edit", post(sources::change::many))
        .route("/sources/undo", post(sources::change::undo))
        .route(
            "/sources/opml",
            get(sources::opml::export)
                .post(sources::opml::import)
                .layer(DefaultBodyLimit::max(OPML_BYTES_MAX)),
        )
        .route(
            "/sources/{id}",
            get(sources::sheet::show).post(sources::change::single),
        )
        .route("/sources/{id}/check", post(sources::sheet::check))
        .route("/sources/{id}/rules", post(sources::change::reread))
        .route(
            "/bring",
            get(pages::bring::show)
                .post(pages::bring::bring)
                .layer(DefaultBodyLimit::max(BROUGHT_BYTES_MAX)),
        )
        .route("/pictures/{id}", get(pages::bring::picture))
        .route("/healthz", get(pages::health::healthz))
        .route("/metrics", get(pages::health::metrics))
        .route("/assets/{name}", get(assets::asset))
        .fallback(pages::problem::not_found)
        .method_not_allowed_fallback(pages::problem::not_found)
        .with_state(App { desk, settings })
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_SECONDS_MAX),
        ))
        .layer(RequestBodyLimitLayer::new(BROUGHT_BYTES_MAX))
        .layer(from_fn_with_state(notice, notice::carry))
        .layer(from_fn(walls::own_origin))
        .layer(from_fn(walls::own_name))
        .layer(from_fn(walls::headers))
}
