//! Cases, answers and leads, from first sight to the matter settled.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{
    Actor, CaseForm, CaseShow, Desk, DeskError, OpenCase, PlaybookForm, SignForm, TellForm,
};
use model::{
    AnswerId, AnswerKind, CaseId, CaseState, ClockKind, Closing, HOUR_MS, LeadId, LeadState, Level,
    Note, PersonId, PlaybookId, Role, Roles, Step, TaskState, UnitId, Verdict, Who, Wording,
};
use ports::Clock;
use std::future::Future;
use testkit::TestDesk;

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

fn duty() -> Actor {
    actor(1, "王芳", Role::DutyOfficer)
}

fn editor() -> Actor {
    actor(2, "周编辑", Role::Editor)
}

fn run<T>(test: &TestDesk, future: impl Future<Output = T>) -> T {
    test.runtime.block_on(future)
}

fn refused(result: Result<(), DeskError>) -> &'static str {
    match result {
        Err(DeskError::Refused { word, .. }) => word,
        other => panic!("not refused: {other:?}"),
    }
}

async fn opened(desk: &Desk, exercise: bool) -> CaseId {
    let ask = OpenCase {
        title: "路面塌陷".to_owned(),
        exercise,
        ..OpenCase::default()
    };
    desk.open_case(&duty(), &ask).await.unwrap()
}

async fn version(desk: &Desk, id: CaseId) -> i64 {
    desk.case_sheet(&duty(), id).await.unwrap().case.version
}

async fn assessed(desk: &Desk, id: CaseId) {
    let form = CaseForm {
        title: "路面塌陷".to_owned(),
        level: Some(Level::Yellow),
        ..CaseForm::default()
    };
    let seen = version(desk, id).await;
    desk.change_case(&duty(), id, seen, &form).await.unwrap();
    step(desk, &duty(), id, CaseState::Assessed, "")
        .await
        .unwrap();
}

async fn step(
    desk: &Desk,
    who: &Actor,
    id: CaseId,
    to: CaseState,
    reason: &str,
) -> Result<(), DeskError> {
    let step = Step {
        reason: reason.to_owned(),
        closing: Closing {
            asked: "何时修好".to_owned(),
            done: "已修好".to_owned(),
        },
        open_tasks: 0,
    };
    let seen = version(desk, id).await;
    desk.step_case(who, id, seen, to, &step).await
}

fn wording(title: &str) -> Wording {
    Wording {
        title: title.to_owned(),
        claim: "水库开裂".to_owned(),
        verdict: Verdict::False,
        text: "坝体完好。".to_owned(),
    }
}

#[test]
fn who_comes_second_is_told_who_was_first_and_overwrites_nothing() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let id = opened(&desk, false).await;
        let seen = version(&desk, id).await;
        let form = |title: &str| CaseForm {
            title: title.to_owned(),
            ..CaseForm::default()
        };
        desk.change_case(&editor(), id, seen, &form("北门外塌陷"))
            .await
            .unwrap();
        let at = test.clock.now();
        test.clock.forward_ms(HOUR_MS);
        match desk.change_case(&duty(), id, seen, &form("塌陷")).await {
            Err(DeskError::Overtaken { who, at: when }) => {
                assert_eq!((who.as_str(), when), ("周编辑", at));
            }
            other => panic!("overwritten: {other:?}"),
        }
        let sheet = desk.case_sheet(&duty(), id).await.unwrap();
        assert_eq!(sheet.case.title, "北门外塌陷");
        assert_eq!(
            sheet.entries.last().unwrap().said.text,
            "title\t路面塌陷\t北门外塌陷"
        );
        assert_eq!(sheet.fault, None);
    });
}

#[test]
fn a_case_goes_its_way_and_closes_on_the_matter_settled() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let id = opened(&desk, false).await;
        let early = step(&desk, &duty(), id, CaseState::Assessed, "").await;
        assert_eq!(refused(early), "case.level");
        assessed(&desk, id).await;
        step(&desk, &duty(), id, CaseState::Handling, "")
            .await
            .unwrap();
        let seen = version(&desk, id).await;
        desk.add_task(&duty(), id, seen, None, "派员查看", 4)
            .await
            .unwrap();
        step(
            &desk,
            &duty(),
            id,
            CaseState::FollowedUp,
            "电话答复了来电人",
        )
        .await
        .unwrap();
        let denied = step(&desk, &duty(), id, CaseState::Closed, "").await;
        assert!(
            matches!(denied, Err(DeskError::Denied { .. })),
            "closing is for an editor"
        );
        let open = step(&desk, &editor(), id, CaseState::Closed, "").await;
        assert_eq!(refused(open), "case.open_tasks");
        let task = desk
            .case_sheet(&duty(), id)
            .await
            .unwrap()
            .tasks
            .pop()
            .unwrap();
        let silent = desk
            .change_task(&duty(), task.id, 1, TaskState::Done, " ")
            .await;
        assert_eq!(refused(silent.map(|_| ())), "task.note");
        desk.change_task(&duty(), task.id, 1, TaskState::Done, "已查看")
            .await
            .unwrap();
        step(&desk, &editor(), id, CaseState::Closed, "")
            .await
            .unwrap();
        let back = step(&desk, &editor(), id, CaseState::Handling, "").await;
        assert_eq!(refused(back), "case.reason");
        step(&desk, &editor(), id, CaseState::Handling, "路面又下沉")
            .await
            .unwrap();
        let sheet = desk.case_sheet(&duty(), id).await.unwrap();
        assert_eq!((sheet.case.closed_at, sheet.fault), (None, None));
    });
}

#[test]
fn a_unit_does_its_own_tasks_and_no_other() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let note = Note {
            at: test.clock.now(),
            who: Who::command_line(),
            act: "unit.added".to_owned(),
            object: String::new(),
            details: String::new(),
        };
        let unit = test.store().add_unit("水利局", None, &note).await.unwrap();
        let id = opened(&desk, false).await;
        let seen = version(&desk, id).await;
        desk.add_task(&duty(), id, seen, Some(unit), "查看大坝", 4)
            .await
            .unwrap();
        let mut officer = actor(3, "信息员", Role::InformationOfficer);
        assert!(desk.own_tasks(&officer).await.unwrap().is_empty());
        let stranger = Actor {
            unit: Some(UnitId(99)),
            ..officer.clone()
        };
        officer.unit = Some(unit);
        let own = desk.own_tasks(&officer).await.unwrap();
        assert_eq!((own.len(), own[0].case_title.as_str()), (1, "路面塌陷"));
        let task = &own[0].task;
        let denied = desk
            .change_task(&stranger, task.id, 1, TaskState::Done, "好了")
            .await;
        assert!(matches!(denied, Err(DeskError::Denied { .. })));
        desk.change_task(&officer, task.id, 1, TaskState::Done, "大坝完好")
            .await
            .unwrap();
        let twice = desk
            .change_task(&officer, task.id, 1, TaskState::Done, "好了")
            .await;
        assert!(matches!(twice, Err(DeskError::Overtaken { who, .. }) if who == "信息员"));
    });
}

#[test]
fn exercises_are_in_no_figure() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let (real, drill) = (opened(&desk, false).await, opened(&desk, true).await);
        test.clock.forward_ms(6 * HOUR_MS);
        let board = desk.case_board(&duty(), CaseShow::All).await.unwrap();
        assert_eq!(board.rows.len(), 2, "both are on the board");
        let figures = board.figures;
        assert_eq!(
            (figures.open, figures.late, figures.opened, figures.too_late),
            (1, 1, 1, 1)
        );
        for show in [
            CaseShow::Open,
            CaseShow::Late,
            CaseShow::Opened,
            CaseShow::TooLate,
        ] {
            let rows = desk.case_board(&duty(), show).await.unwrap().rows;
            let shown: Vec<CaseId> = rows.iter().map(|row| row.case.id).collect();
            assert_eq!(shown, [real], "{show:?}");
        }
        let (who, words) = (duty(), wording("演练"));
        let draft = desk.draft_answer(&who, drill, AnswerKind::Statement, false, &words);
        let answer = draft.await.unwrap();
        publish(&desk, answer).await;
        assert!(desk.public_answers(1).await.unwrap().0.is_empty());
        assert!(
            desk.public_answer(answer).await.is_err(),
            "nobody outside reads an exercise"
        );
    });
}

async fn seen(desk: &Desk, id: AnswerId) -> i64 {
    desk.answer_sheet(&duty(), id).await.unwrap().answer.version
}

/// Reviewed, signed and published by an editor.
async fn publish(desk: &Desk, id: AnswerId) {
    let form = SignForm {
        handling: "抢修并说明".to_owned(),
        authorised_by: "县领导".to_owned(),
        wording: true,
    };
    let version = seen(desk, id).await;
    desk.review_answer(&editor(), id, version).await.unwrap();
    let version = seen(desk, id).await;
    desk.sign_answer(&editor(), id, version, &form)
        .await
        .unwrap();
    let version = seen(desk, id).await;
    desk.publish_answer(&editor(), id, version).await.unwrap();
}

#[test]
fn an_answer_is_signed_by_another_published_and_corrected_in_the_open() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let case = opened(&desk, false).await;
        let kind = AnswerKind::Clarification;
        let mut first = wording("水库没有开裂");
        first.claim = "长".repeat(76);
        let long = desk.draft_answer(&duty(), case, kind, false, &first).await;
        assert_eq!(refused(long.map(|_| ())), "answer.claim");
        let drafter = actor(1, "王芳", Role::Editor);
        let first = wording("水库没有开裂");
        let id = desk
            .draft_answer(&drafter, case, kind, false, &first)
            .await
            .unwrap();
        assert_eq!(
            refused(desk.review_answer(&drafter, id, 1).await),
            "answer.own"
        );
        let unsigned = desk.publish_answer(&editor(), id, 1).await;
        assert_eq!(refused(unsigned), "answer.not_signed");
        let form = SignForm {
            wording: true,
            ..SignForm::default()
        };
        let unread = desk.sign_answer(&editor(), id, 1, &form).await;
        assert_eq!(refused(unread), "answer.not_reviewed");
        desk.review_answer(&editor(), id, 1).await.unwrap();
        let partly = desk.sign_answer(&editor(), id, 2, &form).await;
        assert_eq!(
            refused(partly),
            "answer.sign",
            "all three are decided together"
        );
        let form = SignForm {
            handling: "抢修并说明".to_owned(),
            authorised_by: "县领导".to_owned(),
            wording: true,
        };
        let own = desk.sign_answer(&drafter, id, 2, &form).await;
        assert_eq!(refused(own), "answer.own");
        desk.sign_answer(&editor(), id, 2, &form).await.unwrap();
        assert!(
            desk.public_answer(id).await.is_err(),
            "it is signed, not published"
        );
        test.clock.forward_ms(HOUR_MS);
        desk.publish_answer(&editor(), id, 3).await.unwrap();
        let sheet = desk.case_sheet(&duty(), case).await.unwrap();
        assert_eq!(sheet.clocks[0].kind, ClockKind::FirstWord);
        assert_eq!(sheet.clocks[0].word(), "met", "publishing meets the clock");

        let silent = desk
            .reword_answer(&duty(), id, 4, &wording("水库完好"), "")
            .await;
        assert_eq!(refused(silent), "answer.why");
        desk.reword_answer(&duty(), id, 4, &wording("水库完好"), "标题更正")
            .await
            .unwrap();
        let public = desk.public_answer(id).await.unwrap();
        assert_eq!(
            public.latest().unwrap().wording.title,
            "水库没有开裂",
            "it is not signed yet"
        );
        publish(&desk, id).await;
        let public = desk.public_answer(id).await.unwrap();
        assert_eq!(public.versions.len(), 2);
        assert_eq!(public.latest().unwrap().correction, "标题更正");
        assert_eq!(
            public.versions[0].wording.title, "水库没有开裂",
            "the older one can be read"
        );
        let version = seen(&desk, id).await;
        desk.withdraw_answer(&editor(), id, version, "检查有误")
            .await
            .unwrap();
        let public = desk.public_answer(id).await.unwrap();
        assert!(public.latest().unwrap().withdrawn);
        assert_eq!(public.latest().unwrap().correction, "检查有误");
        let sheet = desk.case_sheet(&duty(), case).await.unwrap();
        assert_eq!(sheet.fault, None);
        let told = sheet.entries.iter().map(|entry| entry.said.kind.word());
        assert!(
            told.collect::<Vec<_>>()
                .ends_with(&["answer_corrected", "answer_withdrawn"])
        );
    });
}

fn told(text: &str) -> TellForm {
    TellForm {
        text: text.to_owned(),
        ..TellForm::default()
    }
}

#[test]
fn a_lead_is_told_without_an_account_and_looked_up_by_its_receipt() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let form = told("北门外路灯不亮，请联系张伟，电话13912345678。");
        let receipt = desk.tell("192.0.2.7", &form).await.unwrap();
        let lead = desk.lead_told(&receipt).await.unwrap();
        assert_eq!(lead.state, LeadState::Received);
        assert!(
            !lead.text.contains("13912345678") && !lead.text.contains("张伟"),
            "{}",
            lead.text
        );
        assert!(
            lead.text.contains("路灯不亮"),
            "the matter stays: {}",
            lead.text
        );
        assert!(desk.lead_told("0000-0000-0000-0000-0000").await.is_err());
        let program = TellForm {
            trap: "https://spam.example".to_owned(),
            ..told("买买买买买买买买")
        };
        desk.tell("192.0.2.8", &program).await.unwrap();
        let list = desk.lead_list(&duty(), None, None).await.unwrap();
        assert_eq!(
            list.leads.len(),
            1,
            "a program is thanked, and nothing is kept"
        );

        let silent = desk
            .change_lead(&duty(), lead.id, 1, LeadState::Declined, None, "")
            .await;
        assert_eq!(refused(silent), "lead.reason");
        let ask = OpenCase {
            lead: Some(lead.id),
            ..OpenCase::default()
        };
        let case = desk.open_case(&duty(), &ask).await.unwrap();
        let lead = desk.lead_told(&receipt).await.unwrap();
        assert_eq!((lead.state, lead.case), (LeadState::Handling, Some(case)));
        let twice = desk.open_case(&duty(), &ask).await;
        assert_eq!(refused(twice.map(|_| ())), "lead.has_case");
        let old = desk
            .change_lead(&duty(), lead.id, 1, LeadState::Settled, None, "修好了")
            .await;
        assert!(matches!(old, Err(DeskError::Overtaken { .. })));
        let who = duty();
        let settled = desk.change_lead(&who, lead.id, 2, LeadState::Settled, None, "修好了");
        settled.await.unwrap();
        assert_eq!(desk.lead_told(&receipt).await.unwrap().reply, "修好了");
    });
}

#[test]
fn nobody_floods_the_desk_with_leads() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        for address in 0..20 {
            for _ in 0..3 {
                let from = format!("192.0.2.{address}");
                desk.tell(&from, &told("北门外路灯不亮三天了"))
                    .await
                    .unwrap();
            }
        }
        let again = desk.tell("192.0.2.1", &told("北门外路灯不亮三天了")).await;
        assert_eq!(refused(again.map(|_| ())), "tell.wait");
        let all = desk.tell("192.0.2.99", &told("北门外路灯不亮三天了")).await;
        assert_eq!(refused(all.map(|_| ())), "tell.full");
        test.clock.forward_ms(HOUR_MS + 1);
        desk.tell("192.0.2.1", &told("北门外路灯不亮三天了"))
            .await
            .unwrap();
        let list = desk.lead_list(&duty(), None, None).await.unwrap();
        assert_eq!(list.leads.first().map(|lead| lead.id), Some(LeadId(61)));
    });
}

#[test]
fn files_of_a_case_are_kept_and_taken_by_those_who_may() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let id = opened(&desk, false).await;
        let file = Some(("C:\\照片\\现场.jpg".to_owned(), vec![1, 2, 3]));
        desk.comment_case(&duty(), id, "", file).await.unwrap();
        let (title, bytes) = desk.case_file(&duty(), id, 2).await.unwrap();
        assert_eq!((title.as_str(), bytes), ("现场.jpg", vec![1, 2, 3]));
        assert!(desk.case_file(&duty(), id, 1).await.is_err());
        let auditor = actor(4, "审计", Role::Auditor);
        assert!(desk.case_file(&auditor, id, 2).await.is_err());
        let empty = desk.comment_case(&duty(), id, " ", None).await;
        assert_eq!(refused(empty), "case.words");
    });
}

#[test]
fn a_playbook_becomes_tasks_with_their_times_and_a_drill_has_its_inputs() {
    let test = TestDesk::new();
    let desk = test.desk();
    run(&test, async {
        let note = Note {
            at: test.clock.now(),
            who: Who::command_line(),
            act: "unit.added".to_owned(),
            object: String::new(),
            details: String::new(),
        };
        let unit = test.store().add_unit("水利局", None, &note).await.unwrap();
        let form = |steps: &str| PlaybookForm {
            name: "汛期".to_owned(),
            steps: steps.to_owned(),
            ..PlaybookForm::default()
        };
        let unread = desk
            .keep_playbook(&editor(), PlaybookId(0), 0, &form("立即核实"))
            .await;
        assert_eq!(refused(unread.map(|_| ())), "playbook.steps");
        let steps = "+30 水利局: 测水位\n+45! 记者来电\n+60 值班员: 发布\n+90 复盘";
        let kept = desk
            .keep_playbook(&editor(), PlaybookId(0), 0, &form(steps))
            .await;
        let id = kept.unwrap();
        desk.keep_playbook(&editor(), id, 1, &form(steps))
            .await
            .unwrap();
        let late = desk.keep_playbook(&editor(), id, 1, &form(steps)).await;
        assert!(matches!(late, Err(DeskError::Overtaken { who, .. }) if who == "周编辑"));
        assert_eq!(desk.playbook(&duty(), id).await.unwrap().len(), 2);

        for exercise in [false, true] {
            let case = opened(&desk, exercise).await;
            let seen = version(&desk, case).await;
            desk.start_playbook(&duty(), case, seen, id).await.unwrap();
            let sheet = desk.case_sheet(&duty(), case).await.unwrap();
            let tasks: Vec<(Option<UnitId>, &str, i64)> = (sheet.tasks.iter())
                .map(|task| {
                    let minutes = (task.said.due_at.0 - sheet.now.0) / 60_000;
                    (task.said.unit, task.said.title.as_str(), minutes)
                })
                .collect();
            let planned = [
                (Some(unit), "测水位", 30),
                (None, "值班员: 发布", 60),
                (None, "复盘", 90),
            ];
            assert_eq!(tasks, planned, "an input is no task");
            assert_eq!(desk.bring_inputs().await.unwrap(), 0, "none is due yet");
            let inputs = usize::from(exercise);
            assert_eq!(sheet.inputs.len(), inputs, "a real matter has no script");
            assert_eq!(sheet.case.playbook, Some((id, 2)));
            let seen = version(&desk, case).await;
            let again = desk.start_playbook(&duty(), case, seen, id).await;
            assert_eq!(refused(again), "playbook.started");
        }
    });
}
