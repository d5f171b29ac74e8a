//! First sight, changes, failures, by a clock that is moved by hand.

use super::office::{Office, URL, duty, html};
use desk::{DeskError, Piece};
use model::{EntryKind, HOUR_MS, Moment, TakeKind};
use ports::{Capture, Clock, FetchError, ShotError, Vault};
use reading::{WarcReader, sha256_hex};

fn refused<T: std::fmt::Debug>(result: Result<T, DeskError>) -> &'static str {
    match result {
        Err(DeskError::Refused { word, .. }) => word,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_change_makes_a_take_and_an_unchanged_page_does_not() {
    let office = Office::new();
    office.says("北门外大街塌陷约3平方米，浏览 12 次");
    office.attach(URL).unwrap();
    assert_eq!(office.look(), 1);
    assert_eq!(office.look(), 0, "it is not due again at once");
    let first = office.takes();
    assert_eq!((first.len(), first[0].said.kind), (1, TakeKind::Visit));
    assert_eq!(first[0].said.no_shot, "no_browser");

    office.later(1);
    assert_eq!(office.look(), 1);
    assert_eq!(office.takes().len(), 1, "it says the same");
    office.later(1);
    assert_eq!(
        office.look(),
        0,
        "what does not change is looked at less often"
    );
    office.says("北门外大街塌陷约9平方米，浏览 15 次");
    office.later(1);
    assert_eq!(office.look(), 1);
    let takes = office.takes();
    assert_eq!(takes.len(), 2);
    assert_ne!(takes[0].said.payload_sha256, takes[1].said.payload_sha256);

    let entries = office
        .run(office.desk.case_sheet(&duty(), office.case))
        .unwrap()
        .entries;
    let told = entries
        .iter()
        .filter(|entry| entry.said.kind == EntryKind::PageTaken);
    let told: Vec<&str> = told.map(|entry| entry.said.text.as_str()).collect();
    assert_eq!(told.len(), 2);
    assert!(told[1].contains(&takes[1].said.warc.sha256));
    assert!(
        told.iter().all(|text| !text.contains("平方米")),
        "no content"
    );
    let found = office
        .run(
            office
                .desk
                .open_difference(&duty(), takes[0].id, takes[1].id, "核对改动"),
        )
        .unwrap();
    assert!(
        found.text.contains("− ") && found.text.contains("约9平方米"),
        "{}",
        found.text
    );
}

#[test]
fn counters_and_clocks_are_no_change() {
    let office = Office::new();
    let page = |n: u32| format!("路面塌陷</p><p>浏览 {n} 次</p><p>已设围挡");
    office.says(&page(12));
    office.attach(URL).unwrap();
    office.look();
    office.says(&page(13));
    office.later(1);
    office.look();
    assert_eq!(office.takes().len(), 1);
}

#[test]
fn what_was_received_then_is_the_first_sight() {
    let office = Office::with(Ok(vec![1, 2, 3]));
    let document = office.document(URL, "塌陷", "塌陷约3平方米");
    let stored = office
        .run(office.test.store().documents(&[document]))
        .unwrap();
    let stored = &stored[0].document;
    let capture = Capture {
        source: stored.source,
        at: Moment(stored.arrived_at.0 + 5),
        url: URL.to_owned(),
        content_type: Some("text/html".to_owned()),
        bytes: html("塌陷约3平方米").into_bytes(),
    };
    let other = Capture {
        url: "https://forum.qinglan.example/t/8".to_owned(),
        ..capture.clone()
    };
    let day = Moment(stored.arrived_at.0 + 8 * HOUR_MS)
        .0
        .div_euclid(24 * HOUR_MS);
    office
        .test
        .vault
        .keep_captures(day, &[other, capture.clone()])
        .unwrap();
    office.says("塌陷约9平方米");
    office.later(30);
    office.attach("d1").unwrap();
    office.look();
    let takes = office.takes();
    let kinds: Vec<TakeKind> = takes.iter().map(|take| take.said.kind).collect();
    assert_eq!(kinds, [TakeKind::Capture, TakeKind::Visit]);
    assert_eq!(takes[0].said.at, capture.at);
    assert_eq!(takes[0].said.payload_sha256, sha256_hex(&capture.bytes));
    assert_eq!(takes[0].said.no_shot, "not_then");
    assert_eq!(office.browser.asked().len(), 1);
    let shot = takes[1].said.shot.as_ref().unwrap();
    assert_eq!(shot.sha256, sha256_hex(&[1, 2, 3]));
}

#[test]
fn a_text_that_was_kept_is_first_sight_where_its_bytes_are_gone() {
    let office = Office::new();
    office.document(URL, "塌陷", "塌陷约3平方米");
    office.says("塌陷约9平方米");
    office.attach("d1").unwrap();
    office.look();
    let takes = office.takes();
    let kinds: Vec<TakeKind> = takes.iter().map(|take| take.said.kind).collect();
    assert_eq!(kinds, [TakeKind::Kept, TakeKind::Visit]);
    let opened = office
        .run(
            office
                .desk
                .open_evidence(&duty(), takes[0].id, Piece::Text, "核对原文"),
        )
        .unwrap();
    let text = String::from_utf8(opened.bytes).unwrap();
    assert!(text.contains("塌陷约3平方米"), "{text}");
    let opened = office
        .run(
            office
                .desk
                .open_evidence(&duty(), takes[1].id, Piece::Warc, "核对原文"),
        )
        .unwrap();
    let answer = WarcReader::new(opened.bytes.as_slice())
        .next()
        .unwrap()
        .unwrap();
    assert_eq!((answer.status, answer.url.as_str()), (200, URL));
    assert_eq!(sha256_hex(&answer.body), takes[1].said.payload_sha256);
}

#[test]
fn what_goes_wrong_stands_at_the_page_in_words_and_is_tried_again() {
    let office = Office::new();
    let page = office.attach(URL).unwrap();
    for (error, words) in [
        (
            FetchError::TooLarge {
                url: URL.to_owned(),
                limit_bytes: 15_728_640,
            },
            "sends more than 15728640 bytes",
        ),
        (
            FetchError::TimedOut {
                url: URL.to_owned(),
                seconds: 30,
            },
            "did not answer completely within 30 s",
        ),
        (
            FetchError::PrivateAddress {
                url: URL.to_owned(),
                address: "10.0.0.1".to_owned(),
            },
            "which is not a public address",
        ),
        (
            FetchError::Status {
                url: URL.to_owned(),
                status: 500,
            },
            "answered with status 500",
        ),
    ] {
        office.fails(error);
        office.later(24);
        assert_eq!(office.look(), 1);
        let row = office.sheet().pages.remove(0);
        assert!(row.page.problem.contains(words), "{}", row.page.problem);
        assert!(row.takes.is_empty() && !row.page.gone);
    }
    office.says("塌陷约3平方米");
    let takes = office.run(office.desk.take_page(&duty(), page)).unwrap();
    assert_eq!(takes.len(), 1);
    assert_eq!(office.sheet().pages[0].page.problem, "");
}

#[test]
fn a_browser_that_fails_leaves_the_take_and_says_why() {
    let office = Office::with(Err(ShotError::Failed {
        why: "no sandbox".to_owned(),
    }));
    office.says("塌陷约3平方米");
    office.attach(URL).unwrap();
    office.look();
    let take = office.takes().remove(0);
    assert_eq!(take.said.no_shot, "failed: no sandbox");
    assert!(take.said.shot.is_none());
}

#[test]
fn only_addresses_and_documents_with_one_are_attached_and_once() {
    let office = Office::new();
    let item = office.test.item("a1", "无网址", "塌陷约3平方米");
    office.test.take(vec![item], 1).unwrap();
    for (what, word) in [
        ("", "evidence.address"),
        ("file:///etc/passwd", "evidence.address"),
        ("javascript:alert(1)", "evidence.address"),
        ("d1", "evidence.no_address"),
    ] {
        assert_eq!(refused(office.attach(what)), word, "{what}");
    }
    assert!(matches!(
        office.attach("d9"),
        Err(DeskError::NotFound { .. })
    ));
    office.attach(URL).unwrap();
    assert_eq!(refused(office.attach(URL)), "evidence.twice");
    office.close();
    let other = "https://forum.qinglan.example/t/10";
    assert_eq!(refused(office.attach(other)), "evidence.closed");
    assert_eq!(office.look(), 0, "a closed case is not looked at");
}

#[test]
fn a_page_is_let_alone_and_watched_again() {
    let office = Office::new();
    office.says("塌陷约3平方米");
    let page = office.attach(URL).unwrap();
    let watch = |watched| {
        office
            .run(office.desk.watch_page(&duty(), page, watched))
            .unwrap()
    };
    watch(false);
    assert_eq!(office.look(), 0);
    watch(true);
    assert_eq!(office.look(), 1);
    assert_eq!(office.sheet().now, office.test.clock.now());
}
