//! An exercise by the clock.

use super::office::{duty, editor, handled, step, version};
use desk::{DrillInput, PlaybookForm};
use model::{CaseState, Moment, PlaybookId};
use ports::Clock;
use testkit::TestDesk;

const MINUTE_MS: i64 = 60_000;

#[test]
fn inputs_come_when_their_time_has_come_once_and_are_looked_back_on() {
    let test = TestDesk::new();
    let desk = test.desk();
    test.runtime.block_on(async {
        let form = PlaybookForm {
            name: "汛期".to_owned(),
            steps: "+30 测水位\n+60! 记者来电\n+20! 村民: 去哪里？\n+90! 网民: 溃坝了？".to_owned(),
            ..PlaybookForm::default()
        };
        let playbook = desk.keep_playbook(&editor(), PlaybookId(0), 0, &form).await;
        let playbook = playbook.unwrap();
        let drill = handled(&desk, None, true).await;
        let real = handled(&desk, None, false).await;
        let began = test.clock.now();
        for case in [drill, real] {
            let at = version(&desk, case).await;
            desk.start_playbook(&duty(), case, at, playbook)
                .await
                .unwrap();
        }
        assert_eq!(desk.bring_inputs().await.unwrap(), 0);
        test.clock.forward_ms(20 * MINUTE_MS - 1);
        assert_eq!(desk.bring_inputs().await.unwrap(), 0, "not a moment early");
        test.clock.forward_ms(1);
        let seen = version(&desk, drill).await;
        assert_eq!(desk.bring_inputs().await.unwrap(), 1);
        assert_eq!(desk.bring_inputs().await.unwrap(), 0, "once");
        test.clock.forward_ms(5 * MINUTE_MS);
        // Whoever has the page open is not disturbed by an input.
        let form = desk::CaseForm {
            title: "演练：水库".to_owned(),
            level: Some(model::Level::Orange),
            ..desk::CaseForm::default()
        };
        desk.change_case(&duty(), drill, seen, &form).await.unwrap();

        // The desk stood still for a while: what is overdue comes at once, in order of time.
        test.clock.forward_ms(50 * MINUTE_MS);
        let again = test.desk();
        assert_eq!(again.bring_inputs().await.unwrap(), 1);
        let sheet = desk.case_sheet(&duty(), drill).await.unwrap();
        let at = |minutes: i64| Moment(began.0 + minutes * MINUTE_MS);
        let input = |number, text: &str, planned, came: Option<i64>, answered: Option<i64>| {
            let (came, answered) = (came.map(at), answered.map(at));
            let (text, planned) = (text.to_owned(), at(planned));
            DrillInput {
                number,
                text,
                planned,
                came,
                answered,
            }
        };
        let expected = [
            input(1, "村民: 去哪里？", 20, Some(20), Some(25)),
            input(2, "记者来电", 60, Some(75), None),
            input(3, "网民: 溃坝了？", 90, None, None),
        ];
        assert_eq!(sheet.inputs, expected);
        assert_eq!(sheet.fault, None);
        let told = sheet.entries.last().unwrap();
        assert_eq!(
            (told.said.kind.word(), told.said.text.as_str()),
            ("scripted", "记者来电")
        );

        // A matter that is real has no script, and an exercise that is over gets nothing more.
        let sheet = desk.case_sheet(&duty(), real).await.unwrap();
        assert!(sheet.inputs.is_empty());
        let came = sheet.entries.iter();
        assert_eq!(
            came.filter(|one| one.said.kind.word() == "scripted")
                .count(),
            0
        );
        for task in desk.case_sheet(&duty(), drill).await.unwrap().tasks {
            let done = model::TaskState::Done;
            desk.change_task(&duty(), task.id, task.version, done, "已测")
                .await
                .unwrap();
        }
        step(&desk, drill, CaseState::FollowedUp).await;
        let closing = model::Step {
            closing: model::Closing {
                asked: "去哪里".to_owned(),
                done: "已说明".to_owned(),
            },
            ..model::Step::default()
        };
        let at = version(&desk, drill).await;
        desk.step_case(&editor(), drill, at, CaseState::Closed, &closing)
            .await
            .unwrap();
        test.clock.forward_ms(60 * MINUTE_MS);
        assert_eq!(desk.bring_inputs().await.unwrap(), 0);
    });
}
