//! The end of evidence, by a clock that is moved by hand.

use super::office::{Office, URL, duty, editor};
use desk::{DeskError, Piece};
use model::{CitedBy, EntryKind, EventId, HoldOn, NewHold, Who};
use ports::EvidenceVault;
use std::sync::atomic::AtomicBool;

fn purge(office: &Office) {
    let (mut line, _) = office.test.line().unwrap();
    line.purge(Who::desk(), |_| (), &AtomicBool::new(false))
        .unwrap();
}

fn files(office: &Office) -> usize {
    office
        .test
        .vault
        .evidence_names(model::Moment(i64::MAX))
        .unwrap()
        .len()
}

fn taken() -> Office {
    let office = Office::new();
    office.says("塌陷约3平方米");
    office.attach(URL).unwrap();
    office.look();
    office
}

#[test]
fn it_goes_with_its_key_when_the_case_needs_it_no_longer() {
    let office = taken();
    let take = office.takes()[0].id;
    assert_eq!(files(&office), 2);
    office.close();
    office.later(24 * 179);
    purge(&office);
    assert_eq!(files(&office), 2, "not yet");
    assert!(office.sheet().kept_until.is_some());
    office.later(24);
    purge(&office);
    assert_eq!(files(&office), 0);
    assert!(office.sheet().pages.is_empty());
    let store = office.test.store();
    assert_eq!(office.run(store.case_key(office.case)).unwrap(), None);
    let open = office.run(
        office
            .desk
            .open_evidence(&duty(), take, Piece::Text, "核对原文"),
    );
    assert!(matches!(open, Err(DeskError::NotFound { .. })));
    let sheet = office
        .run(office.desk.case_sheet(&duty(), office.case))
        .unwrap();
    assert_eq!(
        sheet.entries.last().unwrap().said.kind,
        EntryKind::EvidenceEnded
    );
    let ask = ports::AuditAsk {
        act: "evidence.ended".to_owned(),
        limit: 9,
        ..ports::AuditAsk::default()
    };
    assert_eq!(office.run(store.audit(&ask)).unwrap().len(), 1);
}

#[test]
fn a_case_that_is_opened_again_keeps_it() {
    let office = taken();
    office.close();
    office.later(24 * 100);
    office.reopen();
    office.later(24 * 100);
    purge(&office);
    assert_eq!(files(&office), 2);
    assert_eq!(office.look(), 1, "and is looked at again");
    office.close();
    office.later(24 * 100);
    purge(&office);
    assert_eq!(files(&office), 2, "it counts from the last closing");
}

#[test]
fn a_hold_keeps_it() {
    let office = Office::new();
    let document = office.document(URL, "塌陷", "塌陷约3平方米");
    office.says("塌陷约9平方米");
    office.attach("d1").unwrap();
    office.look();
    let hold = NewHold {
        on: HoldOn::Event(EventId(document.0)),
        cited_by: CitedBy::Report,
        reference: "年报".to_owned(),
        reason: "年报引用".to_owned(),
    };
    let id = office
        .run(office.desk.place_hold(&editor(), &hold))
        .unwrap();
    let seen = office
        .run(office.desk.case_sheet(&duty(), office.case))
        .unwrap();
    let event = EventId(document.0);
    office
        .run(
            office
                .desk
                .add_case_event(&duty(), office.case, seen.case.version, event),
        )
        .unwrap();
    office.close();
    office.later(24 * 200);
    purge(&office);
    assert_eq!(files(&office), 4, "a report cites it");
    office.run(office.desk.release_hold(&editor(), id)).unwrap();
    purge(&office);
    assert_eq!(files(&office), 0);
}

#[test]
fn what_a_crash_left_behind_is_swept() {
    let office = taken();
    let key = office
        .run(office.test.store().case_key(office.case))
        .unwrap()
        .unwrap();
    office.test.vault.keep_evidence(&key, b"half").unwrap();
    assert_eq!(files(&office), 3);
    purge(&office);
    assert_eq!(files(&office), 2);
    let open = office.run(office.desk.open_evidence(
        &duty(),
        office.takes()[0].id,
        Piece::Text,
        "核对原文",
    ));
    assert!(open.is_ok());
}
