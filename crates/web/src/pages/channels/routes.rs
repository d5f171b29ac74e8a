//! Routes of channels and messages.

use super::{form, list, messages, pause, remove, try_out};
use crate::doors::Access::May;
use crate::doors::Doors;
use desk::Act;

/// How word leaves the house, and what waits.
pub(crate) fn doors(doors: Doors) -> Doors {
    let (office, handle) = (May(Act::ChangeSettings), May(Act::HandleMessages));
    doors
        .get("/settings/channels", office, list)
        .post("/settings/channels", office, form::add)
        .get("/settings/channels/new", office, form::new)
        .get("/settings/channels/messages", handle, messages::list)
        .post("/settings/channels/messages", handle, messages::change)
        .get("/settings/channels/{id}", office, form::show)
        .post("/settings/channels/{id}", office, form::change)
        .post("/settings/channels/{id}/test", office, try_out)
        .post("/settings/channels/{id}/pause", office, pause)
        .post("/settings/channels/{id}/remove", office, remove)
}
