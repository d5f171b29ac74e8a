//! A small office with a case on its way.

use desk::{Actor, CaseForm, Desk, OpenCase, SignForm};
use model::{
    AnswerId, AnswerKind, CaseId, CaseState, EventId, Level, PersonId, Role, Roles, Step, Verdict,
    Who, Wording,
};

fn actor(id: i64, name: &str, role: Role) -> Actor {
    Actor {
        who: Who {
            person: Some(PersonId(id)),
            name: format!("p{id}"),
            address: String::new(),
        },
        name: name.to_owned(),
        roles: Roles::NONE.with(role),
        unit: None,
    }
}

pub(crate) fn duty() -> Actor {
    actor(1, "王芳", Role::DutyOfficer)
}

pub(crate) fn editor() -> Actor {
    actor(2, "周编辑", Role::Editor)
}

/// A case in handling.
pub(crate) async fn handled(desk: &Desk, event: Option<EventId>, exercise: bool) -> CaseId {
    let ask = OpenCase {
        title: "水库开裂的传言".to_owned(),
        event,
        exercise,
        ..OpenCase::default()
    };
    let id = desk.open_case(&duty(), &ask).await.unwrap();
    let form = CaseForm {
        title: ask.title,
        level: Some(Level::Yellow),
        ..CaseForm::default()
    };
    let seen = version(desk, id).await;
    desk.change_case(&duty(), id, seen, &form).await.unwrap();
    for to in [CaseState::Assessed, CaseState::Handling] {
        step(desk, id, to).await;
    }
    id
}

pub(crate) async fn step(desk: &Desk, id: CaseId, to: CaseState) {
    let step = Step {
        reason: "仍有疑问".to_owned(),
        ..Step::default()
    };
    let seen = version(desk, id).await;
    desk.step_case(&editor(), id, seen, to, &step)
        .await
        .unwrap();
}

pub(crate) async fn version(desk: &Desk, id: CaseId) -> i64 {
    desk.case_sheet(&duty(), id).await.unwrap().case.version
}

pub(crate) async fn drafted(desk: &Desk, case: CaseId, title: &str) -> AnswerId {
    let wording = wording(title);
    let kind = AnswerKind::Clarification;
    desk.draft_answer(&duty(), case, kind, false, &wording)
        .await
        .unwrap()
}

pub(crate) fn wording(title: &str) -> Wording {
    Wording {
        title: title.to_owned(),
        claim: "水库开裂".to_owned(),
        verdict: Verdict::False,
        text: "坝体完好。".to_owned(),
    }
}

/// Reviewed, signed and published by an editor.
pub(crate) async fn publish(desk: &Desk, id: AnswerId) {
    let form = SignForm {
        handling: "核实并说明".to_owned(),
        authorised_by: "县领导".to_owned(),
        wording: true,
    };
    let who = editor();
    let seen = seen(desk, id).await;
    desk.review_answer(&who, id, seen).await.unwrap();
    desk.sign_answer(&who, id, seen + 1, &form).await.unwrap();
    desk.publish_answer(&who, id, seen + 2).await.unwrap();
}

pub(crate) async fn seen(desk: &Desk, id: AnswerId) -> i64 {
    desk.answer_sheet(&duty(), id).await.unwrap().answer.version
}
