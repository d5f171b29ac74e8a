//! Routes of cases, answers, leads and playbooks; what of them everybody sees.

use crate::doors::Access::{May, Open};
use crate::doors::Doors;
use crate::pages::answers::{self, draft_acts, drafts, feeds};
use crate::pages::cases::{acts, board, new, own, review, settings, sheet};
use crate::pages::evidence::{self, acts as evidence_acts};
use crate::pages::leads::{self, tell};
use crate::pages::playbooks;
use crate::routes::BROUGHT_BYTES_MAX;
use desk::Act;

/// What the office says to everybody, and what everybody may tell it.
pub(crate) fn open(doors: Doors) -> Doors {
    doors
        .get("/answers", Open, answers::list)
        .get("/answers/feed.rss", Open, feeds::rss)
        .get("/answers/feed.atom", Open, feeds::atom)
        .get("/answers/{answer}", Open, answers::show)
        .get("/tell", Open, tell::show)
        .post("/tell", Open, tell::tell)
        .post("/tell/receipt", Open, tell::look_up)
}

/// Matters being handled, and what units do in them.
pub(crate) fn cases(doors: Doors) -> Doors {
    let (see, handle) = (May(Act::SeeCases), May(Act::HandleCases));
    let office = May(Act::ChangeSettings);
    let doors = doors
        .get("/cases", see, board::show)
        .post("/cases", handle, new::open)
        .get("/cases/new", handle, new::show)
        .seen("/cases/{id}", see, "case.seen", sheet::show)
        .post("/cases/{id}", handle, acts::change)
        .post("/cases/{id}/step", handle, acts::step)
        .post("/cases/{id}/close", May(Act::CloseCases), acts::step)
        .post("/cases/{id}/events", handle, acts::add_event)
        .post("/cases/{id}/instruction", handle, acts::instruct)
        .post("/cases/{id}/said", handle, acts::said_elsewhere)
        .post("/cases/{id}/tasks", handle, acts::add_task)
        .post_large(
            "/cases/{id}/comments",
            see,
            acts::comment,
            BROUGHT_BYTES_MAX,
        )
        .get("/cases/{id}/files/{entry}", see, acts::file)
        .get("/cases/{id}/review", see, review::show)
        .post("/cases/{id}/playbook", handle, playbooks::start)
        .get("/tasks", May(Act::DoTasks), own::show)
        .post("/tasks/{id}", May(Act::DoTasks), acts::change_task)
        .get("/settings/cases", office, settings::show)
        .post("/settings/cases", office, settings::change);
    evidence(beside(doors))
}

/// Pages of cases as they were, and posts that their authors withdrew.
fn evidence(doors: Doors) -> Doors {
    let handle = May(Act::HandleCases);
    let (open, read) = (May(Act::OpenEvidence), May(Act::CorrectReadings));
    doors
        .get("/cases/{id}/evidence", May(Act::SeeCases), evidence::show)
        .post("/evidence", handle, evidence_acts::attach)
        .post("/evidence/pages/{id}", handle, evidence_acts::watch)
        .post("/evidence/takes/{id}", open, evidence_acts::open)
        .post("/documents/{id}/withdrawn", read, evidence_acts::withdrawn)
}

/// Playbooks, leads, and answers on their way.
fn beside(doors: Doors) -> Doors {
    let (see, handle) = (May(Act::SeeCases), May(Act::HandleCases));
    let (write, sign) = (May(Act::ChangePlaybooks), May(Act::SignAnswers));
    doors
        .get("/playbooks", see, playbooks::list)
        .post("/playbooks", write, playbooks::keep)
        .get("/playbooks/new", write, playbooks::new)
        .get("/playbooks/{id}", see, playbooks::show)
        .get("/leads", handle, leads::list)
        .post("/leads/{id}", handle, leads::change)
        .get("/drafts/new", handle, drafts::new)
        .post("/drafts", handle, draft_acts::begin)
        .seen("/drafts/{id}", see, "case.seen", drafts::show)
        .post("/drafts/{id}", handle, draft_acts::act)
        .post("/drafts/{id}/review", handle, draft_acts::act)
        .post("/drafts/{id}/sign", sign, draft_acts::act)
        .post("/drafts/{id}/publish", sign, draft_acts::act)
        .post("/drafts/{id}/withdraw", sign, draft_acts::act)
}
