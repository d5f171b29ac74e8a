//! Documents that are kept for a time: they go from records, index and vault, what is counted stays,
//! and the desk goes on.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::{CorrectionAsk, Outcome, Purged};
use desk::{Actor, DeskError, SearchAsk, SearchOrder};
use model::{
    CitedBy, DocumentId, EventId, HoldOn, Item, KeepDays, KeepScope, NewHold, NewSource, SourceId,
    SourceKind, Who,
};
use ports::{Attachment, Clock, LeftOver, Vault};
use std::sync::atomic::AtomicBool;
use testkit::TestDesk;

const DAY_MS: i64 = 86_400_000;
const FILE: KeepScope = KeepScope::Kind(SourceKind::File);
const ROAD: &str = "青岚县北门外大街路面塌陷，一辆三轮车滑入坑中，交警到场疏导交通。";
const SCHOOL: &str = "青岚县第二小学食堂豆角没有煮熟，十余名学生饭后呕吐，卫生部门取样检查。";
const LANTERNS: &str = "溪口镇灯会周末开幕，东街临时禁停，公交改道，县城加开夜班车。";

fn forum(test: &TestDesk) -> SourceId {
    let forum = NewSource::plain(SourceKind::File, "论坛", None, test.clock.now());
    let added = test.runtime.block_on(test.store().add_source(&forum));
    added.unwrap().id
}

fn take(test: &TestDesk, items: Vec<Item>) -> Vec<(DocumentId, EventId)> {
    let outcomes = test.take(items, 2).unwrap().into_iter();
    outcomes
        .map(|outcome| match outcome {
            Outcome::Kept {
                document, event, ..
            } => (document, event),
            refused @ Outcome::Refused { .. } => panic!("{refused:?}"),
        })
        .collect()
}

/// Says how long documents are kept, a grace ago.
fn keep(test: &TestDesk, scope: KeepScope, days: KeepDays) {
    let desk = test.desk();
    let actor = Actor::command_line();
    let changes = [(scope, days)];
    let changed = desk.change_keeping(&actor, &changes, true);
    test.runtime.block_on(changed).unwrap();
    test.clock.forward_ms(DAY_MS);
}

fn purge(test: &TestDesk) -> Purged {
    let (mut line, _) = test.line().unwrap();
    line.purge(Who::desk(), |_| (), &AtomicBool::new(false))
        .unwrap()
}

fn found(test: &TestDesk, query: &str) -> usize {
    let ask = SearchAsk {
        query: query.to_owned(),
        order: SearchOrder::Newest,
        page: 1,
        limit: 20,
        facets: false,
    };
    let desk = test.desk();
    let results = test.runtime.block_on(desk.search(&ask)).unwrap();
    assert_eq!(results.total, results.hits.len(), "{query}: all are shown");
    results.total
}

#[test]
fn two_sources_with_days_of_their_own_and_a_hold() {
    let test = TestDesk::new();
    let forum = forum(&test);
    let mut items = vec![
        test.item("a1", "路面塌陷", ROAD),
        test.item("a2", "路面塌陷", ROAD),
        test.item("b1", "食堂豆角", SCHOOL),
        test.item("c1", "灯会开幕", LANTERNS),
    ];
    items[3].source = forum;
    let kept = take(&test, items);
    let road = kept[0].1;
    let picture = test.vault.keep_attachment(b"picture").unwrap();
    let attachment = Attachment {
        key: model::ItemKey::of_file("a1"),
        name: picture.clone(),
        media_type: "image/png".into(),
        bytes: 7,
    };
    test.runtime
        .block_on(test.store().add_attachment(&attachment))
        .unwrap();
    let desk = test.desk();
    let (actor, run) = (Actor::command_line(), &test.runtime);
    let hold = NewHold {
        on: HoldOn::Document(kept[2].0),
        cited_by: CitedBy::Report,
        reference: "2026-02".into(),
        reason: "月报引用原文".into(),
    };
    let held = run.block_on(desk.place_hold(&actor, &hold)).unwrap();
    keep(&test, FILE, Some(30));
    keep(&test, KeepScope::Source(forum), Some(365));
    let before = run.block_on(test.store().event(road)).unwrap();
    assert_eq!(purge(&test).documents(), 0, "nothing is old enough");

    test.clock.forward_ms(30 * DAY_MS);
    let purged = purge(&test);
    assert_eq!(purged.by_days, [(30, 2)].into());
    assert_eq!(found(&test, "路面塌陷"), 0);
    assert_eq!((found(&test, "豆角"), found(&test, "灯会")), (1, 1));
    assert_eq!(run.block_on(test.store().event(road)).unwrap(), before);
    assert_eq!(test.vault.attachment(&picture).unwrap(), None);
    let gone = run.block_on(desk.document_sheet(kept[0].0));
    assert!(matches!(gone, Err(DeskError::NotFound { .. })));
    let left = run
        .block_on(desk.purged_document(kept[0].0))
        .unwrap()
        .unwrap();
    assert_eq!((left.event, left.days), (road, 30));

    // The page of an event of which nothing is left still opens, and tells why.
    let sheet = run.block_on(desk.event_sheet(road, 1)).unwrap();
    assert_eq!((sheet.members.len(), sheet.pages), (0, 1));
    assert_eq!((sheet.purged[0].documents, sheet.purged[0].days), (2, 30));
    assert_eq!(sheet.card.documents + sheet.card.copies, 2);
    assert_eq!(sheet.headline, "路面塌陷");
    run.block_on(desk.event_spread(road)).unwrap();
    run.block_on(desk.event_gist(road)).unwrap();

    // Starting again: nothing to catch up with, and what comes next is placed and numbered on.
    let (_, recovered) = test.line().unwrap();
    assert_eq!((recovered.followed, recovered.indexed), (0, 0));
    let problems = run.block_on(test.store().integrity()).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let again = test
        .take(vec![test.item("a1", "路面塌陷", ROAD)], 1)
        .unwrap();
    assert!(
        matches!(again[0], Outcome::Kept { before: true, .. }),
        "{again:?}"
    );
    let copy = take(&test, vec![test.item("a3", "路面塌陷", ROAD)]);
    assert_eq!(
        copy[0],
        (DocumentId(5), road),
        "a copy of a text that is gone"
    );
    let sheet = run.block_on(desk.event_sheet(road, 1)).unwrap();
    assert_eq!(sheet.members.len(), 1, "it is listed by itself");
    let shown = run.block_on(desk.document_sheet(copy[0].0)).unwrap();
    assert_eq!(shown.head, None);

    // Released, it goes too.
    run.block_on(desk.release_hold(&actor, held)).unwrap();
    assert_eq!(purge(&test).documents(), 1);
    assert_eq!(found(&test, "豆角"), 0);
}

#[test]
fn a_change_waits_a_day_and_says_what_it_would_purge() {
    let test = TestDesk::new();
    take(&test, vec![test.item("a1", "路面塌陷", ROAD)]);
    test.clock.forward_ms(40 * DAY_MS);
    let (desk, actor, run) = (test.desk(), Actor::command_line(), &test.runtime);
    let change = [(FILE, Some(30))];
    let preview = run.block_on(desk.preview_keeping(&actor, &change)).unwrap();
    assert_eq!((preview.more, preview.held), (1, 0));
    let unseen = run.block_on(desk.change_keeping(&actor, &change, false));
    assert!(matches!(
        unseen,
        Err(DeskError::Refused {
            word: "keeping.confirm",
            ..
        })
    ));
    run.block_on(desk.change_keeping(&actor, &change, true))
        .unwrap();
    assert_eq!(purge(&test).documents(), 0, "within the grace");
    let back = [(FILE, Some(0))];
    run.block_on(desk.change_keeping(&actor, &back, false))
        .unwrap();
    test.clock.forward_ms(2 * DAY_MS);
    assert_eq!(purge(&test).documents(), 0, "it was taken back in time");
    for days in [36_501, u32::MAX] {
        let wrong = [(FILE, Some(days))];
        let refused = run.block_on(desk.change_keeping(&actor, &wrong, true));
        assert!(matches!(
            refused,
            Err(DeskError::Refused {
                word: "settings.days",
                ..
            })
        ));
    }
    let nobody = [(KeepScope::Source(SourceId(99)), Some(1))];
    let missing = run.block_on(desk.change_keeping(&actor, &nobody, true));
    assert!(matches!(missing, Err(DeskError::NotFound { .. })));
    assert!(
        run.block_on(desk.preview_keeping(&Actor::desk(), &change))
            .is_err()
    );
}

#[test]
fn what_a_stop_left_in_the_index_goes_at_the_next_start() {
    let test = TestDesk::new();
    let kept = take(
        &test,
        vec![
            test.item("a1", "路面塌陷", ROAD),
            test.item("b1", "食堂豆角", SCHOOL),
        ],
    );
    keep(&test, FILE, Some(30));
    test.clock.forward_ms(30 * DAY_MS);
    // Only the records: as if the power had gone right after.
    let rules = test.runtime.block_on(test.store().keep_rules()).unwrap();
    let source = test.runtime.block_on(test.store().sources()).unwrap()[0].id;
    let now = test.clock.now();
    let due = rules.due(source, SourceKind::File, now).unwrap();
    let went = test.runtime.block_on(test.store().purge(&due, 1, now, 1));
    assert_eq!(went.unwrap(), 1);
    let left = test.runtime.block_on(test.store().left_over(9)).unwrap();
    assert_eq!(left, [LeftOver::Entry(kept[0].0)]);
    assert_eq!(test.index().ids().unwrap().len(), 2);
    drop(test.line().unwrap());
    assert_eq!(test.index().ids().unwrap(), [kept[1].0]);
    assert!(
        test.runtime
            .block_on(test.store().left_over(9))
            .unwrap()
            .is_empty()
    );
    let stopped = AtomicBool::new(true);
    let (mut line, _) = test.line().unwrap();
    let purged = line.purge(Who::desk(), |_| (), &stopped).unwrap();
    assert_eq!(purged.documents(), 0, "a stop is heard");
    drop(line);
    assert_eq!(purge(&test).documents(), 1, "and the next run goes on");
}

#[test]
fn without_a_snapshot_the_engine_is_made_of_what_is_left() {
    let test = TestDesk::new();
    let kept = take(
        &test,
        vec![
            test.item("a1", "路面塌陷", ROAD),
            test.item("b1", "食堂豆角", SCHOOL),
        ],
    );
    keep(&test, FILE, Some(30));
    test.clock.forward_ms(29 * DAY_MS);
    let later = take(&test, vec![test.item("c1", "灯会开幕", LANTERNS)]);
    test.clock.forward_ms(DAY_MS);
    assert_eq!(purge(&test).documents(), 2);
    test.disk.clear();
    test.index().clear().unwrap();
    let (mut line, recovered) = test.line().unwrap();
    assert_eq!((recovered.followed, recovered.indexed), (1, 1));
    assert_eq!(test.index().ids().unwrap(), [later[0].0]);
    // People still put right what was purged.
    let ask = CorrectionAsk::Merge {
        from: kept[1].1,
        into: kept[0].1,
    };
    let note = Actor::command_line().note(test.clock.now(), "event.corrected", "", "");
    line.correct(&ask, note).unwrap();
    drop(line);
    let record = test
        .runtime
        .block_on(test.store().event(kept[0].1))
        .unwrap()
        .unwrap();
    assert_eq!((record.title.as_str(), record.documents), ("路面塌陷", 2));
    let copy = take(&test, vec![test.item("c2", "灯会开幕", LANTERNS)]);
    assert_eq!(copy[0].1, later[0].1);
    test.line().unwrap();
}
