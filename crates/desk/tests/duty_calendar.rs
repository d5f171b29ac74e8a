//! The roster's calendars against a second implementation of iCalendar.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{Actor, ImportAct, ShiftEdit, ShiftKept};
use model::{DutyPost, HOUR_MS, Moment, NewPerson, PersonId, Role, Roles};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use testkit::TestDesk;

/// Runs the second implementation; none where `setup/install --all` has not put it in place.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn second(act: &str, input: &str) -> Option<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    if !tests.join("generated/calendar/requirements.txt").exists() {
        println!("SKIPPED: the second iCalendar implementation: run setup/install --all");
        return None;
    }
    let mut child = Command::new("python3")
        .arg(tests.join("second_calendar.py"))
        .arg(act)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn person(test: &TestDesk, login: &str, role: Role) -> PersonId {
    let person = NewPerson {
        login: login.to_owned(),
        name: format!("名{login}"),
        roles: Roles::NONE.with(role),
        mail: format!("{login}@qinglan.example"),
        ..NewPerson::default()
    };
    let desk = test.desk();
    let line = Actor::command_line();
    let invited = test.runtime.block_on(desk.invite(&line, &person));
    invited.unwrap().0
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn what_goes_out_is_read_the_same_by_another_program() {
    let test = TestDesk::new();
    let desk = test.desk();
    let line = Actor::command_line();
    let zhang = person(&test, "zhang", Role::DutyOfficer);
    let now = desk.now();
    let notes = [
        "",
        "带钥匙; 逗号, 反斜杠 \\ 换行\n第二行",
        &"长备注🌧".repeat(80),
    ];
    for (number, note) in (0..).zip(notes) {
        let edit = ShiftEdit {
            from: Moment(now.0 + number * 12 * HOUR_MS),
            to: Moment(now.0 + (number + 1) * 12 * HOUR_MS),
            person: (number != 1).then_some(zhang),
            post: DutyPost::ALL[usize::try_from(number).unwrap()],
            note: note.to_owned(),
        };
        let kept = test.runtime.block_on(desk.add_shift(&line, &edit, true));
        assert!(matches!(kept.unwrap(), ShiftKept::Kept(_)));
    }
    let calendar = test.runtime.block_on(desk.export_roster(&line)).unwrap();
    let Some(read) = second("read", &calendar) else {
        return;
    };
    assert_eq!(
        (text(&read["version"]), &read["errors"]),
        ("2.0", &Value::from(0))
    );
    let far = Moment(now.0 + 90 * 24 * HOUR_MS);
    let shifts = test
        .runtime
        .block_on(test.store().shifts(now, far))
        .unwrap();
    let entries = read["entries"].as_array().unwrap();
    assert_eq!(entries.len(), shifts.len());
    for (entry, shift) in entries.iter().zip(&shifts) {
        let is = &shift.is;
        assert_eq!(text(&entry["uid"]), is.uid);
        assert_eq!(entry["sequence"], is.sequence);
        let times =
            [&entry["from"], &entry["to"], &entry["stamp"]].map(|at| at.as_i64().unwrap() / 1000);
        assert_eq!(
            times,
            [is.from, is.to, shift.changed_at].map(|at| at.0 / 1000)
        );
        assert_eq!(
            (text(&entry["note"]), text(&entry["post"])),
            (is.note.as_str(), is.post.word())
        );
        let mail = is.person.map(|_| "zhang@qinglan.example");
        assert_eq!(entry["mail"].as_str(), mail);
    }
}

#[test]
fn what_another_program_writes_is_taken_in_as_it_means_it() {
    let Some(written) = second("write", "") else {
        return;
    };
    let test = TestDesk::new();
    let desk = test.desk();
    let line = Actor::command_line();
    let people = [
        ("zhang", person(&test, "zhang", Role::DutyOfficer)),
        ("li", person(&test, "li", Role::Analyst)),
        ("ling", person(&test, "ling", Role::Leader)),
    ];
    let bytes = text(&written["calendar"]).as_bytes();
    let read = |post| {
        test.runtime
            .block_on(desk.preview_roster(&line, bytes, post))
            .unwrap()
    };
    let plan = read(DutyPost::Deputy);
    assert_eq!(plan.refused, []);
    let mut expected = written["entries"].as_array().unwrap().clone();
    expected.sort_by_key(|entry| (entry["from"].as_i64(), entry["to"].as_i64()));
    assert!(expected.len() > 15, "it repeats");
    assert_eq!(plan.rows.len(), expected.len());
    for (row, entry) in plan.rows.iter().zip(&expected) {
        let shift = &row.shift;
        assert_eq!(shift.uid, text(&entry["uid"]));
        assert_eq!(entry["sequence"], shift.sequence);
        let times = [shift.from, shift.to].map(|at| at.0);
        assert_eq!(
            times,
            [&entry["from"], &entry["to"]].map(|at| at.as_i64().unwrap()),
            "{}",
            shift.uid
        );
        assert_eq!(
            (row.summary.as_str(), shift.note.as_str()),
            (text(&entry["summary"]), text(&entry["note"]))
        );
        let (login, post) = match shift.uid.split('#').next() {
            Some("daily") => ("zhang", DutyPost::Deputy),
            Some("night") => ("li", DutyPost::Officer),
            Some("weekly") => ("ling", DutyPost::Leader),
            _ => ("", DutyPost::Deputy),
        };
        let found = people
            .iter()
            .find(|(name, _)| *name == login)
            .map(|(_, id)| *id);
        assert_eq!((shift.person, shift.post), (found, post), "{}", shift.uid);
    }
    let kept = desk.import_roster(&line, bytes, DutyPost::Deputy, plan.roster);
    test.runtime.block_on(kept).unwrap();
    let again = read(DutyPost::Deputy);
    assert_eq!(
        again.count(ImportAct::There),
        expected.len(),
        "twice changes nothing"
    );
}
