//! A calendar that is taken in is taken back whole.

use desk::{Actor, ShiftEdit, ShiftKept};
use model::{DutyPost, HOUR_MS, Moment, Shift};
use testkit::TestDesk;

fn calendar(entries: &[(&str, &str)]) -> Vec<u8> {
    let entries = entries.iter().map(|(uid, rest)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260305T000000Z\r\n\
             DURATION:PT12H\r\nSUMMARY:值班员\r\n{rest}END:VEVENT\r\n"
        )
    });
    let entries: Vec<String> = entries.collect();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{}END:VCALENDAR\r\n",
        entries.concat()
    )
    .into_bytes()
}

#[test]
fn what_it_added_changed_and_removed_is_as_before() {
    let test = TestDesk::new();
    let desk = test.desk();
    let line = Actor::command_line();
    test.runtime.block_on(async {
        let mut ids = Vec::new();
        for day in 1..=3 {
            let from = Moment(desk.now().0 + day * 24 * HOUR_MS);
            let edit = ShiftEdit {
                from,
                to: Moment(from.0 + 12 * HOUR_MS),
                person: None,
                post: DutyPost::Leader,
                note: format!("第{day}班"),
            };
            match desk.add_shift(&line, &edit, true).await.unwrap() {
                ShiftKept::Kept(id) => ids.push(id),
                ShiftKept::Clashes(clashes) => panic!("{clashes:?}"),
            }
        }
        let all = async |desk: &desk::Desk| {
            let mut all: Vec<Shift> = Vec::new();
            for id in &ids {
                all.push(desk.shift(&Actor::command_line(), *id).await.unwrap());
            }
            all
        };
        let before = all(&desk).await;
        let uid = |number: usize| before[number].is.uid.as_str();
        let bytes = calendar(&[
            (uid(0), "SEQUENCE:5\r\n"),
            (uid(1), "SEQUENCE:5\r\nSTATUS:CANCELLED\r\n"),
            (uid(2), "SEQUENCE:5\r\n"),
            ("new@elsewhere", ""),
        ]);
        let plan = desk.preview_roster(&line, &bytes, DutyPost::Officer);
        let roster = plan.await.unwrap().roster;
        let kept = desk.import_roster(&line, &bytes, DutyPost::Officer, roster);
        let (_, number) = kept.await.unwrap();
        let changed = all(&desk).await;
        assert_ne!(changed[0].is.from, before[0].is.from);
        assert!(changed[1].removed);

        // Somebody changes one of them afterwards: theirs stands.
        let edit = ShiftEdit {
            from: before[2].is.from,
            to: before[2].is.to,
            person: None,
            post: DutyPost::Deputy,
            note: "改过".to_owned(),
        };
        desk.change_shift(&line, ids[2], changed[2].version, &edit, true)
            .await
            .unwrap();
        assert_eq!(desk.undo_shifts(&line, number).await.unwrap(), 3);
        let after = all(&desk).await;
        for number in [0, 1] {
            let (was, is) = (&before[number], &after[number]);
            assert!(!is.removed);
            assert_eq!(
                (was.is.from, was.is.to, was.is.post, &was.is.note),
                (is.is.from, is.is.to, is.is.post, &is.is.note)
            );
            assert!(is.is.sequence > 5, "calendars take it as newer");
        }
        assert_eq!(after[2].is.note, "改过");
        let listed = desk.roster(&line, None, 30).await.unwrap().shifts;
        assert_eq!(listed.len(), 3, "what it added is gone");
    });
}
