//! Addresses of rules and alerts.

use crate::doors::Access::May;
use crate::doors::Doors;
use desk::Act;

/// Rules and alerts.
pub(crate) fn alerts(doors: Doors) -> Doors {
    use crate::pages::{alert, alerts, levels, rules};
    let (see, handle) = (May(Act::SeeAlerts), May(Act::HandleAlerts));
    let change = May(Act::ChangeRules);
    crate::topic_routes::topics(doors)
        .get("/alerts", see, alerts::list)
        .get("/alerts/told", see, crate::bell::told)
        .seen("/alerts/{id}", see, "alert.seen", alert::show)
        .post("/alerts/{id}", handle, alert::decide)
        .get("/rules", see, rules::list)
        .post("/rules", change, rules::add)
        .get("/rules/levels", see, levels::show)
        .post("/rules/levels", change, levels::change)
        .get("/rules/{id}", see, rules::show)
        .post("/rules/{id}", change, rules::change)
}
