//! Addresses of topics, and of where their alerts go.

use crate::doors::Access::May;
use crate::doors::Doors;
use desk::Act;

/// Topics and routes.
pub(crate) fn topics(doors: Doors) -> Doors {
    use crate::pages::topics::{acts, board, form, routes, sheet};
    let (see, change) = (May(Act::Search), May(Act::ChangeRules));
    let (alerts, approve) = (May(Act::SeeAlerts), May(Act::ApproveNames));
    doors
        .get("/topics", see, board::show)
        .post("/topics", change, acts::add)
        .get("/topics/new", change, form::new)
        .get("/topics/routes", alerts, routes::show)
        .post("/topics/routes", change, routes::add)
        .post("/topics/routes/{id}", change, routes::change)
        .seen("/topics/{id}", see, "topic.seen", sheet::show)
        .post("/topics/{id}", change, acts::change)
        .get("/topics/{id}/edit", change, form::edit)
        .post("/topics/{id}/approve", approve, acts::approve)
        .post("/topics/{id}/archive", change, acts::archive)
        .post("/topics/{id}/restore", change, acts::restore)
}
