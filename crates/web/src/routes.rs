//! All routes of the house, in one list.

use crate::question::Questions;
use crate::{assets, pages, walls};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Bytes of a request body: there are no forms that post yet.
const REQUEST_BYTES_MAX: usize = 64 * 1024;
/// Seconds until a request is given up.
const REQUEST_SECONDS_MAX: u64 = 30;

/// What the pages need besides the desk.
#[derive(Clone, Default)]
pub struct WebSettings {
    /// Gives the numbers behind `/metrics`.
    pub metrics: Option<PrometheusHandle>,
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
    Router::new()
        .route("/", get(pages::now::show))
        .route("/events/{id}", get(pages::event::show))
        .route("/search", get(pages::search::show))
        .route("/healthz", get(pages::health::healthz))
        .route("/metrics", get(pages::health::metrics))
        .route("/assets/{name}", get(assets::asset))
        .fallback(pages::problem::not_found)
        .method_not_allowed_fallback(pages::problem::not_found)
        .with_state(App { desk, settings })
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_SECONDS_MAX),
        ))
        .layer(RequestBodyLimitLayer::new(REQUEST_BYTES_MAX))
        .layer(from_fn(walls::own_name))
        .layer(from_fn(walls::headers))
}
