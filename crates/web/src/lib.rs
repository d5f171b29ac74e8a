//! What people see: routes, pages, parts, templates, assets, locales.
//!
//! A page is a struct with a template of the same name and sample data; a handler asks the desk
//! one question and fills it in. This crate makes no decision.
#![forbid(unsafe_code)]

mod assets;
mod chart;
mod language;
mod notice;
mod pages;
mod question;
mod routes;
mod sample;
mod sample_sources;
mod shell;
mod show;
mod walls;

pub use notice::Notice;
pub use question::Questions;
pub use routes::{WebSettings, router};
pub use sample::{Amount, SampleDesk, gallery};

rust_i18n::i18n!("locales", fallback = "en");

use std::future::Future;
use std::io;

/// Serves the pages until `shutdown` is ready, then finishes what is under way.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: axum::Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router)
        .with_graceful_shutdown(shutdown)
        .await
}
