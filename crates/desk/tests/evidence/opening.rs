//! Opening: for a reason, by those who may, written down.

use super::office::{Office, URL, actor, duty};
use desk::{DeskError, Piece};
use model::{EntryKind, Role, TakeId};
use ports::{AuditAsk, EvidenceVault};

fn taken() -> (Office, TakeId) {
    let office = Office::new();
    office.says("塌陷约3平方米");
    office.attach(URL).unwrap();
    office.look();
    let take = office.takes()[0].id;
    (office, take)
}

fn opened(office: &Office) -> usize {
    let ask = AuditAsk {
        act: "evidence.opened".to_owned(),
        limit: 9,
        ..AuditAsk::default()
    };
    office.run(office.test.store().audit(&ask)).unwrap().len()
}

#[test]
fn without_a_reason_it_stays_shut_and_with_one_it_is_written_down() {
    let (office, take) = taken();
    let open = |reason: &str| {
        office.run(
            office
                .desk
                .open_evidence(&duty(), take, Piece::Warc, reason),
        )
    };
    for reason in ["", "  ", "看看"] {
        match open(reason) {
            Err(DeskError::Refused { word, .. }) => assert_eq!(word, "evidence.reason"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(opened(&office), 0);
    let found = open("核对原文").unwrap();
    assert!(found.bytes.starts_with(b"WARC/1.1\r\n"));
    let ask = AuditAsk {
        act: "evidence.opened".to_owned(),
        limit: 9,
        ..AuditAsk::default()
    };
    let audit = office.run(office.test.store().audit(&ask)).unwrap();
    let note = &audit[0].note;
    assert_eq!((note.object.as_str(), note.who.name.as_str()), ("x1", "p1"));
    assert!(
        note.details.starts_with("warc\n核对原文"),
        "{}",
        note.details
    );
    let sheet = office
        .run(office.desk.case_sheet(&duty(), office.case))
        .unwrap();
    let last = &sheet.entries.last().unwrap().said;
    assert_eq!(
        (last.kind, last.object.as_str()),
        (EntryKind::EvidenceOpened, "x1")
    );
    assert_eq!(last.text, "warc\n核对原文");
    assert_eq!(sheet.fault, None);
}

#[test]
fn only_those_whose_work_it_is_open_it() {
    let (office, take) = taken();
    for role in [
        Role::Leader,
        Role::Auditor,
        Role::Administrator,
        Role::InformationOfficer,
    ] {
        let result = office.run(office.desk.open_evidence(
            &actor(role),
            take,
            Piece::Text,
            "核对原文",
        ));
        assert!(matches!(result, Err(DeskError::Denied { .. })), "{role:?}");
    }
    assert_eq!(opened(&office), 0);
}

#[test]
fn what_is_not_as_it_was_taken_or_lies_under_another_key_does_not_open() {
    let (office, take) = taken();
    let said = office.takes()[0].said.clone();
    let open = || {
        office.run(
            office
                .desk
                .open_evidence(&duty(), take, Piece::Text, "核对原文"),
        )
    };
    assert!(open().is_ok());
    // Somebody puts other bytes in its place, under another case's key.
    let vault = &office.test.vault;
    let key = vault.new_key().unwrap();
    let other = vault.keep_evidence(&key, b"other").unwrap();
    vault.exchange(&said.text.name, &other);
    assert!(matches!(open(), Err(DeskError::Vault(_))));
    let own = office
        .run(office.test.store().case_key(office.case))
        .unwrap()
        .unwrap();
    let other = vault.keep_evidence(&own, b"other").unwrap();
    vault.exchange(&said.text.name, &other);
    let error = open().unwrap_err().to_string();
    assert!(error.contains("not as it was taken"), "{error}");
    assert_eq!(opened(&office), 1);
}
