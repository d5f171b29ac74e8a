//! A published answer moves its case.

use super::office::{drafted, duty, handled, publish, seen, step, version, wording};
use desk::DeskError;
use model::{CaseState, HOUR_MS};
use ports::Clock;
use testkit::TestDesk;

#[test]
fn publishing_answers_the_case_and_meets_its_clocks_at_once() {
    let test = TestDesk::new();
    let desk = test.desk();
    test.runtime.block_on(async {
        let case = handled(&desk, None, false).await;
        let answer = drafted(&desk, case, "水库没有开裂").await;
        let before = version(&desk, case).await;
        test.clock.forward_ms(HOUR_MS);
        publish(&desk, answer).await;
        let sheet = desk.case_sheet(&duty(), case).await.unwrap();
        assert_eq!(sheet.case.state, CaseState::Answered);
        assert_eq!(
            sheet.case.changed,
            ("周编辑".to_owned(), test.clock.now()),
            "who published moved it"
        );
        let told: Vec<(&str, &str)> = (sheet.entries.iter().rev().take(2))
            .map(|one| (one.said.kind.word(), one.said.object.as_str()))
            .collect();
        assert_eq!(told, [("stepped", "answered"), ("answer_published", "w1")]);
        assert_eq!(sheet.fault, None);
        assert!(sheet.clocks.iter().all(|clock| clock.word() == "met"));
        let (who, to, step_on) = (duty(), CaseState::Answered, model::Step::default());
        let late = desk.step_case(&who, case, before, to, &step_on).await;
        assert!(
            matches!(late, Err(DeskError::Overtaken { .. })),
            "whoever had the old page open is told"
        );

        // Back in handling, a correction is no new answer; a second answer is one.
        step(&desk, case, CaseState::Handling).await;
        let at = seen(&desk, answer).await;
        let words = wording("水库没有开裂（更正）");
        desk.reword_answer(&duty(), answer, at, &words, "日期")
            .await
            .unwrap();
        publish(&desk, answer).await;
        let state = desk.case_sheet(&duty(), case).await.unwrap().case.state;
        assert_eq!(state, CaseState::Handling);
        let second = drafted(&desk, case, "水库水位每两小时公布").await;
        publish(&desk, second).await;
        let state = desk.case_sheet(&duty(), case).await.unwrap().case.state;
        assert_eq!(state, CaseState::Answered);

        // A case that is further stays where it is.
        step(&desk, case, CaseState::FollowedUp).await;
        let third = drafted(&desk, case, "大坝开放参观").await;
        publish(&desk, third).await;
        let state = desk.case_sheet(&duty(), case).await.unwrap().case.state;
        assert_eq!(state, CaseState::FollowedUp);
    });
}
