//! For programs: whether the desk is well, and its numbers.

use crate::routes::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use desk::HealthState;
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;

pub(crate) async fn healthz(State(app): State<App>) -> Response {
    let health = app.desk.health().await;
    let (status, word) = match health.state {
        HealthState::Well => (StatusCode::OK, "well"),
        HealthState::Degraded => (StatusCode::OK, "degraded"),
        HealthState::Failing => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
    };
    let work = health.index_work.map(|work| {
        json!({ "task": work.task.word(), "done": work.done, "of": work.of, "percent": work.percent() })
    });
    let body = json!({
        "state": word, "notes": health.notes, "documents": health.documents, "indexed_to": health.indexed_to,
        "index_work": work,
    });
    (status, Json(body)).into_response()
}

pub(crate) async fn metrics(State(app): State<App>) -> Response {
    let health = app.desk.health().await;
    metrics::gauge!("caifeng_documents").set(health.documents as f64);
    metrics::gauge!("caifeng_indexed_to").set(health.indexed_to as f64);
    metrics::gauge!("caifeng_up").set(if health.state == HealthState::Failing {
        0.0
    } else {
        1.0
    });
    let text = app
        .settings
        .metrics
        .as_ref()
        .map(PrometheusHandle::render)
        .unwrap_or_default();
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response()
}
