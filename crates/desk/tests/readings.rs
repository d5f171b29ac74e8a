//! How documents are read on the line, put right by people, and read anew by a newer model.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use analysis::reading::Reader;
use desk::line::read_anew_some;
use desk::{Actor, DeskError};
use model::{Category, DocumentId, EventId, Reading, ReadingSide, Roles, Tone};
use testkit::TestDesk;

fn kept(test: &TestDesk) {
    let items = vec![
        test.item("a", "暴雨橙色预警：青岚县未来六小时有大到暴雨", ""),
        test.item(
            "b",
            "县医院急诊排队三小时没有医生",
            "凌晨带老人看急诊，投诉电话也没人接，太失望了。",
        ),
    ];
    test.take(items, 2).unwrap();
}

fn reading(test: &TestDesk, id: i64) -> Reading {
    let ids = [DocumentId(id)];
    let found = test.store().documents(&ids);
    let found = test.runtime.block_on(found).unwrap().pop();
    found.unwrap().document.reading
}

#[test]
fn every_document_is_kept_with_how_it_was_read() {
    let test = TestDesk::new();
    kept(&test);
    let rain = reading(&test, 1);
    assert_eq!(rain.category, Category::Flood);
    assert!(rain.is_read() && !rain.category_is_said());
    let ward = reading(&test, 2);
    assert_eq!(
        (ward.category, ward.tone),
        (Category::Hospital, Tone::Negative)
    );
    let readings = test.desk();
    let readings = readings.readings_of_event(EventId(1));
    let readings = test.runtime.block_on(readings).unwrap();
    assert_eq!(readings.categories, [(Category::Flood, 1)]);
}

#[test]
fn people_put_readings_right_for_good_and_may_take_it_back() {
    let test = TestDesk::new();
    kept(&test);
    let (desk, who) = (test.desk(), Actor::command_line());
    let before = reading(&test, 1);
    let policy = ReadingSide::Category(Category::Policy);
    let id = desk.correct_reading(&who, DocumentId(1), policy);
    let id = test.runtime.block_on(id).unwrap();
    assert!(reading(&test, 1).category_is_said());
    // As if all had been read by another model.
    let store = test.store();
    test.runtime.block_on(store.keep_readings(-1, &[])).unwrap();
    let anew = || {
        test.runtime
            .block_on(read_anew_some(&**store))
            .unwrap()
            .read
    };
    assert_eq!((anew(), anew()), (2, 0), "all of them, once");
    assert_eq!(
        reading(&test, 1).category,
        Category::Policy,
        "what a person said stays"
    );
    assert_eq!(reading(&test, 1).tone, before.tone);
    let undone = desk.undo_reading(&who, id);
    assert_eq!(test.runtime.block_on(undone).unwrap(), DocumentId(1));
    assert_eq!(reading(&test, 1), before);
    let nobody = Actor {
        roles: Roles::NONE,
        ..who
    };
    let refused = desk.correct_reading(&nobody, DocumentId(1), policy);
    let refused = test.runtime.block_on(refused);
    assert!(matches!(refused, Err(DeskError::Denied { .. })));
}

#[test]
fn a_newer_model_reads_what_is_there_as_the_line_does() {
    let test = TestDesk::new();
    kept(&test);
    let before = [reading(&test, 1), reading(&test, 2)];
    let store = test.store();
    let other = Reading {
        category: Category::Land,
        category_sure: 0.5,
        ..Reading::default()
    };
    let wrong = [(DocumentId(1), other.clone()), (DocumentId(2), other)];
    test.runtime
        .block_on(store.keep_readings(-1, &wrong))
        .unwrap();
    assert_eq!(reading(&test, 2).category, Category::Land);
    let anew = test.runtime.block_on(read_anew_some(&**store)).unwrap();
    assert_eq!(anew.changed, [DocumentId(1), DocumentId(2)]);
    assert_eq!([reading(&test, 1), reading(&test, 2)], before);
    let stale = store.stale_readings(Reader::version(), 9);
    assert!(test.runtime.block_on(stale).unwrap().is_empty());
}
