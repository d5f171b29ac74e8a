//! What people put right about events: kept whole, told to the engine, taken back.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::{Corrected, CorrectionAsk, Line, Outcome};
use desk::{Actor, DeskError};
use model::{DocumentId, EventId, Moment, Note};
use std::collections::BTreeMap;
use testkit::TestDesk;

fn note() -> Note {
    Actor::command_line().note(Moment(1), "event.corrected", "", "")
}

/// Three matters, two of them told twice, one of those with a copy.
fn desk() -> TestDesk {
    let desk = TestDesk::new();
    let texts = [
        (
            "a1",
            "路面塌陷",
            "青岚县北门外大街路面塌陷，一辆三轮车滑入坑中，交警到场疏导交通。",
        ),
        (
            "a2",
            "路面塌陷续",
            "青岚县北门外大街路面塌陷处已回填，三轮车被吊起，交警说明天恢复交通。",
        ),
        (
            "a3",
            "路面塌陷",
            "青岚县北门外大街路面塌陷，一辆三轮车滑入坑中，交警到场疏导交通。",
        ),
        (
            "b1",
            "食堂豆角",
            "青岚县第二小学食堂豆角没有煮熟，十余名学生饭后呕吐，卫生部门取样检查。",
        ),
        (
            "c1",
            "灯会开幕",
            "溪口镇灯会周末开幕，东街临时禁停，公交改道。",
        ),
    ];
    let items = texts
        .iter()
        .map(|(id, title, text)| desk.item(id, title, text))
        .collect();
    let outcomes = desk.take(items, 2).unwrap();
    assert!(
        outcomes
            .iter()
            .all(|one| matches!(one, Outcome::Kept { .. }))
    );
    desk
}

fn correct(line: &mut Line, ask: &CorrectionAsk) -> Result<Corrected, DeskError> {
    line.correct(ask, note())
}

/// Members of every event, copies too, by event.
fn events(desk: &TestDesk) -> BTreeMap<i64, Vec<i64>> {
    let documents: Vec<DocumentId> = (1..=5).map(DocumentId).collect();
    let stored = desk
        .runtime
        .block_on(desk.store().documents(&documents))
        .unwrap();
    let mut events: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for one in stored {
        let members = events.entry(one.placement.event.0).or_default();
        members.push(one.document.id.0);
    }
    for (event, members) in &events {
        let record = desk.runtime.block_on(desk.store().event(EventId(*event)));
        let record = record.unwrap().unwrap();
        assert_eq!(record.voices(), members.len() as i64, "e{event} is counted");
        assert!(record.first_at <= record.last_at);
    }
    let counts = desk.runtime.block_on(desk.store().counts()).unwrap();
    assert_eq!(counts.events, events.len() as i64, "the total agrees");
    events
}

fn title(desk: &TestDesk, event: i64) -> String {
    let record = desk.runtime.block_on(desk.store().event(EventId(event)));
    record.unwrap().unwrap().title
}

#[test]
fn a_merge_is_kept_and_taken_back() {
    let desk = desk();
    let before = events(&desk);
    let school = before.iter().find(|(_, of)| of.contains(&4)).unwrap();
    let (from, into) = (EventId(*school.0), EventId(1));
    let (mut line, _) = desk.line().unwrap();
    let merged = correct(&mut line, &CorrectionAsk::Merge { from, into }).unwrap();
    assert_eq!(merged.event, into);
    assert!(events(&desk)[&1].contains(&4));
    let gone = desk.runtime.block_on(desk.store().ended_event(from));
    assert_eq!(gone.unwrap(), Some(into), "the old address leads on");
    let again = correct(&mut line, &CorrectionAsk::Merge { from, into });
    assert!(matches!(again, Err(DeskError::NotFound { .. })));

    correct(&mut line, &CorrectionAsk::Undo(merged.id)).unwrap();
    assert_eq!(events(&desk), before);
    let twice = correct(&mut line, &CorrectionAsk::Undo(merged.id));
    assert!(matches!(
        twice,
        Err(DeskError::Refused {
            word: "correct.undone",
            ..
        })
    ));
}

#[test]
fn documents_move_with_their_copies() {
    let desk = desk();
    let before = events(&desk);
    assert_eq!(before[&1], [1, 2, 3], "the copy is folded under its head");
    let (mut line, _) = desk.line().unwrap();
    let moved = |documents: &[i64], from: i64, to: Option<i64>| CorrectionAsk::Move {
        documents: documents.iter().copied().map(DocumentId).collect(),
        from: EventId(from),
        to: to.map(EventId),
    };
    // A copy stands for its head; what opened the event keeps its number, the rest goes.
    let split = correct(&mut line, &moved(&[3], 1, None)).unwrap();
    let now = events(&desk);
    assert_eq!((&now[&1][..], &now[&2][..]), (&[1, 3][..], &[2][..]));
    assert_eq!(split.event, EventId(2));
    correct(&mut line, &CorrectionAsk::Undo(split.id)).unwrap();
    assert_eq!(events(&desk), before);

    let to_school = correct(&mut line, &moved(&[2], 1, Some(4))).unwrap();
    assert_eq!(events(&desk)[&4], [2, 4]);
    // Everything of an event moved: it ends, and its address leads on.
    let all = correct(&mut line, &moved(&[1], 1, Some(4))).unwrap();
    assert_eq!(events(&desk)[&4], [1, 2, 3, 4]);
    correct(&mut line, &CorrectionAsk::Undo(all.id)).unwrap();
    correct(&mut line, &CorrectionAsk::Undo(to_school.id)).unwrap();
    assert_eq!(events(&desk), before);

    for (ask, word) in [
        (moved(&[], 1, Some(4)), "correct.nothing"),
        (moved(&[1], 1, Some(1)), "correct.nothing"),
        (moved(&[1, 2], 1, None), "correct.whole"),
        (moved(&[5], 1, Some(4)), "correct.moved"),
    ] {
        match correct(&mut line, &ask) {
            Err(DeskError::Refused { word: told, .. }) => assert_eq!(told, word, "{ask:?}"),
            other => panic!("{ask:?}: {other:?}"),
        }
    }
}

#[test]
fn a_title_from_a_person_stays() {
    let desk = desk();
    let (mut line, _) = desk.line().unwrap();
    let named = |title: Option<&str>| CorrectionAsk::Rename {
        event: EventId(1),
        title: title.map(str::to_owned),
    };
    correct(&mut line, &named(Some("北门外大街塌陷"))).unwrap();
    assert_eq!(title(&desk, 1), "北门外大街塌陷");
    drop(line);
    let more = desk.item(
        "a4",
        "路面塌陷再续",
        "青岚县北门外大街路面塌陷处恢复交通，三轮车车主获赔，交警撤岗。",
    );
    desk.take(vec![more], 1).unwrap();
    assert_eq!(title(&desk, 1), "北门外大街塌陷", "whatever comes after");
    let (mut line, _) = desk.line().unwrap();
    let second = correct(&mut line, &named(Some("塌陷"))).unwrap();
    correct(&mut line, &CorrectionAsk::Undo(second.id)).unwrap();
    assert_eq!(title(&desk, 1), "北门外大街塌陷");
    correct(&mut line, &named(None)).unwrap();
    assert_eq!(title(&desk, 1), "路面塌陷");
    // It survives being merged and parted again.
    correct(&mut line, &named(Some("北门外大街塌陷"))).unwrap();
    let (from, into) = (EventId(1), EventId(4));
    let merged = correct(&mut line, &CorrectionAsk::Merge { from, into }).unwrap();
    correct(&mut line, &CorrectionAsk::Undo(merged.id)).unwrap();
    assert_eq!(title(&desk, 1), "北门外大街塌陷");
}

#[test]
fn what_was_put_right_outlives_a_crash() {
    let desk = desk();
    let (mut line, _) = desk.line().unwrap();
    let ask = CorrectionAsk::Move {
        documents: vec![DocumentId(2)],
        from: EventId(1),
        to: Some(EventId(4)),
    };
    correct(&mut line, &ask).unwrap();
    drop(line);
    // All snapshots are lost: the engine is made anew from what is kept.
    desk.disk.clear();
    let (line, recovered) = desk.line().unwrap();
    assert!(recovered.followed >= 5);
    drop(line);
    assert_eq!(events(&desk)[&4], [2, 4]);
}
