//! The roster as people use it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{
    Act, Actor, ClashKind, Desk, DeskError, ImportAct, MaySign, Reached, Rotation, RotationAsk,
    ShiftEdit, ShiftKept, local_moment, may,
};
use model::{
    ChainStep, DutyPost, DutySettings, HOUR_MS, Moment, NewPerson, PersonEdit, PersonId, Role,
    Roles, ShiftId, SwapState, Whom,
};
use testkit::TestDesk;

const DAY_MS: i64 = 24 * HOUR_MS;

struct Office {
    test: TestDesk,
    desk: Desk,
}

impl Office {
    fn new() -> Self {
        let test = TestDesk::new();
        let desk = test.desk();
        Self { test, desk }
    }

    fn run<T>(&self, asked: impl Future<Output = T>) -> T {
        self.test.runtime.block_on(asked)
    }

    fn person(&self, login: &str, role: Role, phone: &str, mail: &str) -> Actor {
        let person = NewPerson {
            login: login.to_owned(),
            name: format!("名{login}"),
            roles: Roles::NONE.with(role),
            phone: phone.to_owned(),
            mail: mail.to_owned(),
            ..NewPerson::default()
        };
        let (id, _) = self
            .run(self.desk.invite(&Actor::command_line(), &person))
            .unwrap();
        let found = self.run(self.test.store().person(id)).unwrap().unwrap();
        Actor::of(&found, "127.0.0.1")
    }

    fn officer(&self, login: &str) -> Actor {
        self.person(
            login,
            Role::DutyOfficer,
            "",
            &format!("{login}@qinglan.example"),
        )
    }

    fn now(&self) -> Moment {
        self.desk.now()
    }

    /// A shift that begins so many hours from now.
    fn edit(&self, from: i64, hours: i64, person: Option<PersonId>, post: DutyPost) -> ShiftEdit {
        let at = |hours: i64| Moment(self.now().0 + hours * HOUR_MS);
        ShiftEdit {
            from: at(from),
            to: at(from + hours),
            person,
            post,
            note: String::new(),
        }
    }

    fn add(&self, edit: &ShiftEdit) -> ShiftId {
        let kept = self
            .run(self.desk.add_shift(&Actor::command_line(), edit, false))
            .unwrap();
        match kept {
            ShiftKept::Kept(id) => id,
            ShiftKept::Clashes(clashes) => panic!("{clashes:?}"),
        }
    }
}

fn id(actor: &Actor) -> PersonId {
    actor.who.person.unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, DeskError>, expected: &str) {
    match result {
        Err(DeskError::Refused { word, .. }) => assert_eq!(word, expected),
        other => panic!("{expected} is expected, not {other:?}"),
    }
}

#[test]
fn an_empty_roster_says_so_and_a_chain_that_reaches_nobody_is_told() {
    let office = Office::new();
    let board = office
        .run(office.desk.roster(&Actor::command_line(), None, 7))
        .unwrap();
    assert!(board.on.is_empty() && board.shifts.is_empty() && board.next.is_empty());
    let ahead = Moment(office.now().0 + 14 * DAY_MS);
    assert_eq!(
        (board.gaps[0].from, board.gaps[0].to),
        (office.now(), ahead)
    );
    assert_eq!(board.chain.len(), 3);
    assert!(board.chain.iter().all(desk::EscalationStep::reaches_nobody));
    assert_eq!(board.chain[0].unreached, [(None, Reached::Vacant)]);
}

#[test]
fn the_chain_passes_over_whoever_cannot_be_reached() {
    let office = Office::new();
    let silent = office.person("silent", Role::DutyOfficer, "", "");
    let phone = office.person("phone", Role::Analyst, "13800000000", "");
    let gone = office.officer("gone");
    office.add(&office.edit(-1, 3, Some(id(&silent)), DutyPost::Officer));
    office.add(&office.edit(-1, 3, Some(id(&phone)), DutyPost::Deputy));
    office.add(&office.edit(-1, 3, None, DutyPost::Leader));
    let (settings, version) = office.run(office.desk.duty_settings(&silent)).unwrap();
    let mut settings = DutySettings { ..settings };
    settings.chain.push(ChainStep {
        after_minutes: 30,
        whom: Whom::Person(id(&gone)),
    });
    office
        .run(
            office
                .desk
                .change_duty(&Actor::command_line(), version, &settings),
        )
        .unwrap();
    let record = office
        .run(office.test.store().person(id(&gone)))
        .unwrap()
        .unwrap();
    let edit = PersonEdit {
        disabled: true,
        ..PersonEdit::of(&record)
    };
    let line = Actor::command_line();
    let disabled = office
        .desk
        .change_person(&line, record.id, record.version, &edit);
    office.run(disabled).unwrap();
    let steps = office.run(office.desk.escalation(office.now())).unwrap();
    let told: Vec<(u32, Vec<PersonId>)> = steps
        .iter()
        .map(|step| (step.after_minutes, step.persons.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (0, vec![]),
            (10, vec![id(&phone)]),
            (20, vec![]),
            (30, vec![])
        ]
    );
    let why: Vec<Reached> = steps
        .iter()
        .flat_map(|step| &step.unreached)
        .map(|(_, why)| *why)
        .collect();
    assert_eq!(
        why,
        [Reached::NoAddress, Reached::Vacant, Reached::Disabled]
    );
    let later = office
        .run(office.desk.escalation(Moment(office.now().0 + 2 * HOUR_MS)))
        .unwrap();
    assert!(
        later.iter().all(desk::EscalationStep::reaches_nobody),
        "the shifts are over"
    );
}

#[test]
fn double_bookings_are_told_before_they_happen() {
    let office = Office::new();
    let (zhang, li) = (office.officer("zhang"), office.officer("li"));
    let line = Actor::command_line();
    office.add(&office.edit(0, 12, Some(id(&zhang)), DutyPost::Officer));
    let again = office.edit(6, 12, Some(id(&zhang)), DutyPost::Deputy);
    let told = office
        .run(office.desk.add_shift(&line, &again, false))
        .unwrap();
    let ShiftKept::Clashes(clashes) = told else {
        panic!("{told:?}")
    };
    assert_eq!(clashes[0].kind, ClashKind::SamePerson(id(&zhang)));
    let second = office.edit(6, 12, Some(id(&li)), DutyPost::Officer);
    let told = office
        .run(office.desk.add_shift(&line, &second, false))
        .unwrap();
    assert!(
        matches!(told, ShiftKept::Clashes(clashes) if clashes[0].kind == ClashKind::TwoOfficers)
    );
    let board = office.run(office.desk.roster(&line, None, 7)).unwrap();
    assert_eq!(
        (board.shifts.len(), board.clashes.len()),
        (1, 0),
        "nothing was kept"
    );
    office
        .run(office.desk.add_shift(&line, &second, true))
        .unwrap();
    let board = office.run(office.desk.roster(&line, None, 7)).unwrap();
    assert_eq!(board.clashes.len(), 1);
    assert!(board.clashes[0].1.contains("名zhang") && board.clashes[0].1.contains("名li"));
    assert_eq!(board.gaps[0].from, Moment(office.now().0 + 18 * HOUR_MS));
    let backwards = office.edit(3, -1, None, DutyPost::Officer);
    refused(
        office.run(office.desk.add_shift(&line, &backwards, true)),
        "duty.order",
    );
}

#[test]
fn the_second_of_two_editors_is_told_and_changes_are_taken_back() {
    let office = Office::new();
    let (zhang, li) = (office.officer("zhang"), office.officer("li"));
    let editor = office.person("bian", Role::Editor, "", "");
    let shift = office.add(&office.edit(5, 12, Some(id(&zhang)), DutyPost::Officer));
    let to_li = office.edit(5, 12, Some(id(&li)), DutyPost::Officer);
    let desk = &office.desk;
    office
        .run(desk.change_shift(&editor, shift, 1, &to_li, false))
        .unwrap();
    let late = office.run(desk.change_shift(&Actor::command_line(), shift, 1, &to_li, false));
    let error = late.unwrap_err();
    assert!(
        error.is_conflict() && error.to_string().contains("bian"),
        "{error}"
    );
    office.run(desk.undo_shift(&editor, shift, 2)).unwrap();
    let back = office.run(desk.shift(&editor, shift)).unwrap();
    assert_eq!(back.is.person, Some(id(&zhang)));
    office.run(desk.remove_shift(&editor, shift, 3)).unwrap();
    office.run(desk.undo_shift(&editor, shift, 4)).unwrap();
    assert!(!office.run(desk.shift(&editor, shift)).unwrap().removed);
    let denied = office.run(desk.remove_shift(&zhang, shift, 5));
    assert!(
        matches!(denied, Err(DeskError::Denied { .. })),
        "who takes duty does not make the roster"
    );
}

#[test]
fn nobody_approves_their_own_swap_and_nobody_is_on_duty_twice_by_one() {
    let office = Office::new();
    let (zhang, li) = (office.officer("zhang"), office.officer("li"));
    let leader = office.person("ling", Role::Leader, "", "ling@qinglan.example");
    let shift = office.add(&office.edit(5, 12, Some(id(&zhang)), DutyPost::Officer));
    let led = office.add(&office.edit(20, 12, Some(id(&leader)), DutyPost::Leader));
    let busy = office.add(&office.edit(10, 2, Some(id(&li)), DutyPost::Deputy));
    let desk = &office.desk;
    refused(
        office.run(desk.ask_swap(&li, shift, id(&li), "")),
        "duty.not_yours",
    );
    refused(
        office.run(desk.ask_swap(&zhang, shift, id(&zhang), "")),
        "duty.swap_self",
    );
    refused(
        office.run(desk.ask_swap(&zhang, shift, id(&li), "")),
        "duty.swap_busy",
    );
    office.run(desk.remove_shift(&leader, busy, 1)).unwrap();
    let swap = office
        .run(desk.ask_swap(&zhang, shift, id(&li), "孩子生病"))
        .unwrap();
    let own = office.run(desk.settle_swap(&zhang, swap, SwapState::Approved));
    refused(own, "duty.swap_not_yours");
    let board = office.run(desk.roster(&li, None, 7)).unwrap();
    assert!(board.swaps[0].may_decide && !board.swaps[0].may_withdraw);
    office
        .run(desk.settle_swap(&li, swap, SwapState::Approved))
        .unwrap();
    assert_eq!(
        office.run(desk.shift(&li, shift)).unwrap().is.person,
        Some(id(&li))
    );
    let again = office.run(desk.settle_swap(&leader, swap, SwapState::Declined));
    assert!(again.unwrap_err().is_conflict());
    let own = office
        .run(desk.ask_swap(&leader, led, id(&zhang), ""))
        .unwrap();
    refused(
        office.run(desk.settle_swap(&leader, own, SwapState::Approved)),
        "duty.swap_not_yours",
    );
    office
        .run(desk.settle_swap(&leader, own, SwapState::Withdrawn))
        .unwrap();
}

#[test]
fn a_rotation_is_shown_then_kept_once_and_taken_back() {
    let office = Office::new();
    let (zhang, li) = (office.officer("zhang"), office.officer("li"));
    let line = Actor::command_line();
    let ask = RotationAsk {
        first: "2026-03-28".parse().unwrap(),
        days: 3,
        post: DutyPost::Officer,
        by: Rotation::Shift,
        people: vec![id(&zhang), id(&li)],
        rest_people: Vec::new(),
    };
    let plan = office.run(office.desk.plan_rotation(&line, &ask)).unwrap();
    assert_eq!((plan.shifts.len(), plan.there, plan.gaps.len()), (6, 0, 0));
    let (kept, number) = office
        .run(office.desk.keep_rotation(&line, &ask, plan.roster))
        .unwrap();
    assert_eq!(kept, 6);
    let twice = office.run(office.desk.keep_rotation(&line, &ask, plan.roster));
    assert!(
        twice.unwrap_err().is_conflict(),
        "a second click adds nothing"
    );
    let plan = office.run(office.desk.plan_rotation(&line, &ask)).unwrap();
    assert_eq!((plan.shifts.len(), plan.there), (0, 6));
    assert_eq!(
        office.run(office.desk.undo_shifts(&line, number)).unwrap(),
        6
    );
    let none = RotationAsk {
        people: Vec::new(),
        ..ask.clone()
    };
    refused(
        office.run(office.desk.plan_rotation(&line, &none)),
        "duty.people",
    );
    let auditor = office.person("shen", Role::Auditor, "", "");
    let wrong = RotationAsk {
        people: vec![id(&auditor)],
        ..ask
    };
    refused(
        office.run(office.desk.plan_rotation(&line, &wrong)),
        "duty.takes",
    );
}

#[test]
fn a_calendar_goes_out_and_comes_back_without_changing_anything() {
    let office = Office::new();
    let zhang = office.officer("zhang");
    office.add(&office.edit(5, 12, Some(id(&zhang)), DutyPost::Officer));
    office.add(&office.edit(17, 12, None, DutyPost::Officer));
    let (desk, line) = (&office.desk, Actor::command_line());
    let text = office.run(desk.export_roster(&zhang)).unwrap();
    let secret = office.run(desk.renew_roster_feed(&zhang)).unwrap();
    assert_eq!(office.run(desk.roster_feed(&secret)).unwrap(), text);
    assert!(office.run(desk.roster_feed("x")).is_err());
    let bytes = text.as_bytes();
    let plan = office
        .run(desk.preview_roster(&line, bytes, DutyPost::Officer))
        .unwrap();
    assert_eq!((plan.rows.len(), plan.changes()), (2, false), "{plan:?}");
    let newer = text
        .replace("SEQUENCE:0", "SEQUENCE:4")
        .replace("值班员 名zhang", "副班 名zhang")
        .replacen("CATEGORIES:officer", "CATEGORIES:deputy", 1);
    let plan = office
        .run(desk.preview_roster(&line, newer.as_bytes(), DutyPost::Officer))
        .unwrap();
    assert_eq!(plan.count(ImportAct::Changed), 2);
    let kept = desk.import_roster(&line, newer.as_bytes(), DutyPost::Officer, plan.roster);
    office.run(kept).unwrap();
    let again = office
        .run(desk.preview_roster(&line, newer.as_bytes(), DutyPost::Officer))
        .unwrap();
    assert_eq!(again.count(ImportAct::There), 2, "{again:?}");
    let old = office
        .run(desk.preview_roster(&line, bytes, DutyPost::Officer))
        .unwrap();
    assert_eq!(
        (old.count(ImportAct::Older), old.changes()),
        (1, false),
        "only one differs"
    );
    let off = newer.replacen("STATUS:CONFIRMED", "STATUS:CANCELLED", 1);
    let plan = office
        .run(desk.preview_roster(&line, off.as_bytes(), DutyPost::Officer))
        .unwrap();
    assert_eq!(plan.count(ImportAct::Removed), 1);
    let stale = desk.import_roster(&line, off.as_bytes(), DutyPost::Officer, plan.roster - 1);
    assert!(office.run(stale).unwrap_err().is_conflict());
    refused(
        office.run(desk.preview_roster(&line, b"<html>", DutyPost::Officer)),
        "duty.no_calendar",
    );
    let record = office
        .run(office.test.store().person(id(&zhang)))
        .unwrap()
        .unwrap();
    let edit = PersonEdit {
        disabled: true,
        ..PersonEdit::of(&record)
    };
    office
        .run(desk.change_person(&line, record.id, record.version, &edit))
        .unwrap();
    assert!(
        office.run(desk.roster_feed(&secret)).is_err(),
        "whoever left reads no more"
    );
}

#[test]
fn a_hand_over_is_signed_by_who_goes_and_who_comes() {
    let office = Office::new();
    let (zhang, li, wang) = (
        office.officer("zhang"),
        office.officer("li"),
        office.officer("wang"),
    );
    let shift = office.add(&office.edit(-11, 12, Some(id(&zhang)), DutyPost::Officer));
    office.add(&office.edit(1, 12, Some(id(&li)), DutyPost::Officer));
    let desk = &office.desk;
    let sheet = office.run(desk.handover_sheet(&zhang, None)).unwrap();
    assert_eq!(sheet.shift.unwrap().shift.id, shift);
    assert!(sheet.draft.contains("【未了的预警】") && sheet.note.is_none());
    assert_eq!(sheet.next.len(), 1);
    refused(
        office.run(desk.keep_handover(&zhang, shift, 0, "  ")),
        "duty.note",
    );
    office
        .run(desk.keep_handover(&zhang, shift, 0, &sheet.draft))
        .unwrap();
    refused(office.run(desk.sign_handover(&li, shift, 1)), "duty.sign");
    office.run(desk.sign_handover(&zhang, shift, 1)).unwrap();
    refused(office.run(desk.sign_handover(&wang, shift, 2)), "duty.sign");
    office
        .run(desk.keep_handover(&li, shift, 2, "改过的"))
        .unwrap();
    let sheet = office
        .run(desk.handover_sheet(&zhang, Some(shift)))
        .unwrap();
    assert_eq!(sheet.may_sign, MaySign::Off, "another text is signed anew");
    let stale = office.run(desk.sign_handover(&zhang, shift, 2));
    assert!(
        stale.unwrap_err().is_conflict(),
        "nobody signs what they did not see"
    );
    office.run(desk.sign_handover(&zhang, shift, 3)).unwrap();
    office.run(desk.sign_handover(&li, shift, 4)).unwrap();
    let sheet = office.run(desk.handover_sheet(&li, Some(shift))).unwrap();
    let note = sheet.note.unwrap();
    assert!(note.off.is_some() && note.on.is_some());
    assert!(
        office
            .run(desk.keep_handover(&li, shift, 5, "x"))
            .unwrap_err()
            .is_conflict()
    );
}

#[test]
fn rules_that_make_no_sense_are_refused_by_name() {
    let office = Office::new();
    let line = Actor::command_line();
    let plain = DutySettings::default();
    let far = Whom::Person(PersonId(77));
    for (settings, word) in [
        (
            DutySettings {
                borders: vec![],
                ..plain.clone()
            },
            "duty.borders",
        ),
        (
            DutySettings {
                borders: vec![1_440],
                ..plain.clone()
            },
            "duty.borders",
        ),
        (
            DutySettings {
                holidays: ["2026-02-30".to_owned()].into(),
                ..plain.clone()
            },
            "duty.dates",
        ),
        (
            DutySettings {
                chain: vec![],
                ..plain.clone()
            },
            "duty.chain",
        ),
        (
            DutySettings {
                chain: vec![ChainStep {
                    after_minutes: 5,
                    whom: far,
                }],
                ..plain.clone()
            },
            "duty.nobody",
        ),
        (
            DutySettings {
                ahead_days: 0,
                ..plain.clone()
            },
            "duty.ahead",
        ),
    ] {
        refused(
            office.run(office.desk.change_duty(&line, 1, &settings)),
            word,
        );
    }
    office
        .run(office.desk.change_duty(&line, 1, &plain))
        .unwrap();
    assert!(
        office
            .run(office.desk.change_duty(&line, 1, &plain))
            .unwrap_err()
            .is_conflict()
    );
}

#[test]
fn whom_to_call_is_for_everybody_and_the_roster_is_made_by_few() {
    for role in Role::ALL {
        assert!(may(Roles::NONE.with(role), Act::SeeDuty));
    }
    let only = |role: Role| Roles::NONE.with(role);
    assert!(!may(only(Role::DutyOfficer), Act::ArrangeDuty));
    assert!(!may(only(Role::Administrator), Act::TakeDuty));
    assert_eq!(local_moment("nonsense", chrono_tz::UTC), None);
}
