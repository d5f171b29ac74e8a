//! A notice on every page: what kind of desk this is, where it is not an ordinary one.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// What is not ordinary about a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// It shows a fictional county.
    Demonstration,
}

tokio::task_local! {
    static NOTICE: Option<Notice>;
}

/// Carries the notice to the pages that are made for a request.
pub(crate) async fn carry(
    State(notice): State<Option<Notice>>,
    request: Request,
    next: Next,
) -> Response {
    NOTICE.scope(notice, next.run(request)).await
}

/// The words of the notice in the catalogue, if there is one for this request.
pub(crate) fn words() -> Option<&'static str> {
    match NOTICE.try_with(|notice| *notice).ok().flatten()? {
        Notice::Demonstration => Some("house.demonstration"),
    }
}
