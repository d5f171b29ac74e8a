//! Answers: published, corrected in the open.

use super::NOW;
use super::cases::{conflicts, entry, new_case, note, opened};
use model::{
    Answer, AnswerId, AnswerKind, AnswerState, AnswerVersion, Case, CaseId, CaseState, EntryKind,
    Moment, NewEntry, PersonId,
};
use ports::Store;

fn draft(case: CaseId) -> Answer {
    let wording = model::Wording {
        title: "水库没有开裂".to_owned(),
        claim: "水库开裂".to_owned(),
        text: "坝体完好。".to_owned(),
        ..model::Wording::default()
    };
    Answer {
        id: AnswerId(0),
        case,
        kind: AnswerKind::Clarification,
        state: AnswerState::Draft,
        wording,
        next: None,
        next_why: String::new(),
        full: false,
        drafted_by: Some(PersonId(3)),
        drafted_name: "王芳".to_owned(),
        reviewed: None,
        signed: None,
        published_at: None,
        exercise: false,
        changed: ("王芳".to_owned(), Moment(NOW)),
        version: 0,
    }
}

pub(super) async fn answers(store: &dyn Store) {
    let case = store
        .open_case(&opened(new_case(&[])), &note("case.opened"))
        .await
        .unwrap();
    let said = entry(EntryKind::AnswerDrafted, "");
    let id = store
        .draft_answer(&draft(case), &said, &note("answer.drafted"))
        .await
        .unwrap();
    let mut answer = store.answer(id).await.unwrap().unwrap();
    assert_eq!(
        answer,
        Answer {
            id,
            version: 1,
            ..draft(case)
        }
    );
    assert!(store.public_answers(0, 9).await.unwrap().is_empty());
    (answer.state, answer.published_at) = (AnswerState::Published, Some(Moment(NOW + 7)));
    let version = AnswerVersion {
        answer: id,
        number: 0,
        at: Moment(NOW + 7),
        wording: answer.wording.clone(),
        correction: String::new(),
        withdrawn: false,
    };
    let said = entry(EntryKind::AnswerPublished, "");
    let published = note("answer.published");
    store
        .change_answer(&answer, Some(&version), &said, None, &published)
        .await
        .unwrap();
    let again = store
        .change_answer(&answer, Some(&version), &said, None, &published)
        .await;
    assert!(conflicts(&again));
    let met = store.case(case).await.unwrap().unwrap();
    assert_eq!(
        met.said.first_word,
        Some(Moment(NOW + 7)),
        "publishing meets the clocks"
    );
    assert_eq!(
        (met.said.reply, met.said.full_answer),
        (Some(Moment(NOW + 7)), None)
    );
    assert_eq!(
        met.version, 1,
        "whoever changes the case meanwhile may go on"
    );
    answer = store.answer(id).await.unwrap().unwrap();
    answer.full = true;
    let corrected = AnswerVersion {
        at: Moment(NOW + 9),
        correction: "日期更正".to_owned(),
        ..version
    };
    let said = entry(EntryKind::AnswerCorrected, "日期更正");
    store
        .change_answer(&answer, Some(&corrected), &said, None, &published)
        .await
        .unwrap();
    let versions = store.answer_versions(id).await.unwrap();
    let numbers: Vec<i64> = versions.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [1, 2], "older versions stay");
    assert_eq!(versions[1].correction, "日期更正");
    let met = store.case(case).await.unwrap().unwrap();
    assert_eq!(met.said.full_answer, Some(Moment(NOW + 9)));
    assert_eq!(met.said.first_word, Some(Moment(NOW + 7)));
    assert_eq!(store.public_answers(0, 9).await.unwrap()[0].id, id);
    assert!(store.public_answers(1, 9).await.unwrap().is_empty());
    assert_eq!(store.timeline(case).await.unwrap().last, 4);
}

pub(super) async fn answered(store: &dyn Store) {
    let said = entry(EntryKind::AnswerPublished, "");
    let step = NewEntry {
        object: CaseState::Answered.word().to_owned(),
        ..entry(EntryKind::Stepped, "")
    };
    let published = note("answer.published");
    for (state, after, entries) in [
        (CaseState::Handling, CaseState::Answered, 4),
        (CaseState::FollowedUp, CaseState::FollowedUp, 3),
    ] {
        let case = Case {
            state,
            ..new_case(&[])
        };
        let case = store.open_case(&opened(case), &note("case.opened")).await;
        let case = case.unwrap();
        let id = store
            .draft_answer(&draft(case), &said, &note("answer.drafted"))
            .await
            .unwrap();
        let answer = store.answer(id).await.unwrap().unwrap();
        store
            .change_answer(&answer, None, &said, Some(&step), &published)
            .await
            .unwrap();
        let found = store.case(case).await.unwrap().unwrap();
        let moved = state != after;
        assert_eq!((found.state, found.version), (after, 1 + i64::from(moved)));
        assert_eq!(found.changed.0, "王芳");
        assert_eq!(store.timeline(case).await.unwrap().last, entries);
    }
}
