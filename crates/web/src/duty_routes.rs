//! Routes of duty.

use crate::doors::Access::{May, Open};
use crate::doors::Doors;
use desk::Act;

/// Bytes of a calendar with what stands around it in a form; the desk takes up to 4 MiB.
const CALENDAR_FORM_BYTES_MAX: usize = 5 * 1024 * 1024;

/// Who is on duty.
pub(crate) fn duty(doors: Doors) -> Doors {
    use crate::pages::duty::{self, calendar, handover, rotation, settings, shift, swap};
    let (see, take) = (May(Act::SeeDuty), May(Act::TakeDuty));
    let arrange = May(Act::ArrangeDuty);
    doors
        .get("/duty/feed/{file}", Open, calendar::feed)
        .get("/duty", see, duty::show)
        .seen("/duty/export.ics", see, "export.made", calendar::export)
        .post("/duty/feed", see, calendar::renew)
        .post("/duty/feed/drop", see, calendar::drop)
        .get("/duty/shifts/new", arrange, shift::new)
        .post("/duty/shifts", arrange, shift::add)
        .get("/duty/shifts/{id}", arrange, shift::show)
        .post("/duty/shifts/{id}", arrange, shift::change)
        .post("/duty/shifts/{id}/remove", arrange, shift::remove)
        .post("/duty/shifts/{id}/undo", arrange, shift::undo)
        .post("/duty/added/{id}/undo", arrange, rotation::undo)
        .post("/duty/shifts/{id}/swap", take, swap::ask)
        .post("/duty/swaps/{id}", see, swap::settle)
        .get("/duty/rotation", arrange, rotation::show)
        .post("/duty/rotation", arrange, rotation::plan)
        .get("/duty/import", arrange, calendar::show)
        .post_large(
            "/duty/import",
            arrange,
            calendar::import,
            CALENDAR_FORM_BYTES_MAX,
        )
        .get("/duty/handover", take, handover::show)
        .post("/duty/handover/{id}", take, handover::keep)
        .post("/duty/handover/{id}/sign", take, handover::sign)
        .get("/settings/duty", arrange, settings::show)
        .post("/settings/duty", arrange, settings::change)
}
