//! What events say, how they spread, and copy-paste floods, through the whole line.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::Outcome;
use model::{EventId, HOUR_MS, Item, Moment, NewSource, SourceKind};
use ports::Clock as _;
use testkit::TestDesk;

const HOLE: &str = "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成一个直径约五米的坑洞，一辆三轮车滑入坑中，\
    司机被路人拉出，没有受伤。县住建局已派人围挡，附近居民用水正常，过往车辆请绕行东街。";
const WHY: &str = "青岚县住建局今天通报，北门外大街路面塌陷的原因是地下自来水管道长期漏水。据青岚日报报道，\
    三轮车司机没有受伤。修复需要12天，预计费用35万元，相邻路段的管道也将在周五前检查完毕。";
const RUMOUR: &str = "青岚县水库已经开裂，下游的人赶快跑，转给你认识的每一个人，今晚就要来水了！";

/// An item at a source of this name, so many minutes after the test began.
fn item(desk: &TestDesk, id: &str, source: &str, title: &str, text: &str, minutes: i64) -> Item {
    let mut item = desk.item(id, title, text);
    let now = item.arrived_at;
    let source = NewSource::plain(SourceKind::File, source, None, now);
    let source = desk
        .runtime
        .block_on(desk.store().add_source(&source))
        .unwrap();
    item.source = source.id;
    item.published_at = Some(Moment(now.0 - 10 * HOUR_MS + minutes * 60_000));
    item
}

fn events_of(outcomes: &[Outcome]) -> Vec<EventId> {
    (outcomes.iter())
        .map(|outcome| match outcome {
            Outcome::Kept { event, .. } => *event,
            Outcome::Refused { why, .. } => panic!("{why}"),
        })
        .collect()
}

/// One report, two copies of it, and one that names where it has something from.
fn hole(desk: &TestDesk) -> EventId {
    let items = vec![
        item(desk, "a", "青岚日报", "北门外大街路面塌陷", HOLE, 0),
        item(desk, "b", "河谷网", "北门外大街路面塌陷", HOLE, 30),
        item(desk, "c", "溪口论坛", "北门外大街路面塌陷", HOLE, 40),
        item(
            desk,
            "d",
            "县政府网",
            "北门外大街路面塌陷原因查明",
            WHY,
            300,
        ),
    ];
    let events = events_of(&desk.take(items, 2).unwrap());
    assert!(events.iter().all(|event| *event == events[0]), "{events:?}");
    events[0]
}

#[test]
fn an_event_is_told_by_its_own_sentences() {
    let desk = TestDesk::new();
    let event = hole(&desk);
    let pages = desk.desk();
    let gist = desk.runtime.block_on(pages.event_gist(event)).unwrap();
    assert!((3..=5).contains(&gist.summary.len()), "{gist:?}");
    for one in &gist.summary {
        assert!(
            HOLE.contains(&one.sentence) || WHY.contains(&one.sentence),
            "{one:?}"
        );
        assert!(!one.source.is_empty());
    }
    assert!(gist.summary.is_sorted_by_key(|one| one.at));
    assert_eq!((gist.read, gist.of), (2, 2), "copies say nothing new");
    assert!(
        gist.phrases
            .iter()
            .any(|(phrase, _)| phrase.contains("路面塌陷")),
        "{gist:?}"
    );
    assert!(gist.phrases.len() >= 5, "{gist:?}");
    let again = desk.runtime.block_on(pages.event_gist(event)).unwrap();
    assert!(
        std::sync::Arc::ptr_eq(&gist, &again),
        "made once while nothing comes"
    );
}

#[test]
fn what_is_personal_stays_covered() {
    let desk = TestDesk::new();
    let text = "青岚县北门外大街的住户李某留下电话13800138000，请知情的邻居尽快联系她说明情况。";
    let event = events_of(&desk.take(vec![desk.item("a", "寻人", text)], 1).unwrap())[0];
    let gist = desk
        .runtime
        .block_on(desk.desk().event_gist(event))
        .unwrap();
    assert_eq!(gist.summary.len(), 1);
    assert!(
        !gist.summary[0].sentence.contains("13800138000"),
        "{gist:?}"
    );
    assert!(
        !gist
            .phrases
            .iter()
            .any(|(phrase, _)| phrase.contains("13800138000"))
    );
}

#[test]
fn what_is_new_is_what_was_not_said() {
    let desk = TestDesk::new();
    let items = vec![
        item(&desk, "a", "青岚日报", "北门外大街路面塌陷", HOLE, 0),
        item(&desk, "b", "河谷网", "北门外大街路面塌陷", HOLE, 30),
    ];
    let event = events_of(&desk.take(items, 2).unwrap())[0];
    let seen = desk.runtime.block_on(desk.store().last_document()).unwrap();
    let pages = desk.desk();
    let news = || {
        desk.runtime
            .block_on(pages.event_news(event, seen))
            .unwrap()
    };
    assert_eq!(news(), None, "nothing came");
    let late = item(
        &desk,
        "d",
        "县政府网",
        "北门外大街路面塌陷原因查明",
        WHY,
        300,
    );
    let copy = item(&desk, "e", "溪口论坛", "北门外大街路面塌陷", HOLE, 310);
    assert_eq!(
        events_of(&desk.take(vec![late, copy], 2).unwrap()),
        [event, event]
    );
    let news = news().unwrap();
    assert_eq!((news.documents, news.copies, news.sources), (1, 1, 2));
    assert!(
        news.sentences
            .iter()
            .any(|one| one.sentence.contains("漏水")),
        "{news:?}"
    );
    let numbers: Vec<&str> = news.numbers.iter().map(|one| one.number.as_str()).collect();
    assert!(
        numbers.contains(&"35万元") || numbers.contains(&"35万"),
        "{numbers:?}"
    );
}

#[test]
fn spread_hangs_copies_and_quotations_under_where_they_came_from() {
    let desk = TestDesk::new();
    let event = hole(&desk);
    let spread = desk
        .runtime
        .block_on(desk.desk().event_spread(event))
        .unwrap();
    let told: Vec<(&str, usize, Option<desk::Way>)> = (spread.outlets.iter())
        .map(|one| {
            (
                one.name.as_str(),
                one.node.depth,
                one.node.from.map(|from| from.way),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("青岚日报", 0, None),
            ("河谷网", 1, Some(desk::Way::Copy)),
            ("溪口论坛", 1, Some(desk::Way::Copy)),
            ("县政府网", 1, Some(desk::Way::Names)),
        ]
    );
    let speed = spread.speed.unwrap();
    assert_eq!((speed.documents, speed.most), (4, 3));
    assert_eq!(spread.first.unwrap().source_name, "青岚日报");
    assert_eq!((spread.drawn, spread.of, spread.others), (4, 4, (0, 0)));
}

/// A report, and a rumour that forty post within forty minutes.
fn flooded(desk: &TestDesk, each: usize) -> EventId {
    let mut items = vec![item(desk, "r0", "溪口论坛", "", RUMOUR, 0)];
    for n in 1..40 {
        items.push(item(desk, &format!("r{n}"), "溪口论坛", "", RUMOUR, n));
    }
    items.push(item(desk, "w", "青岚日报", "北门外大街路面塌陷", HOLE, 60));
    let events = events_of(&desk.take(items, each).unwrap());
    events[0]
}

#[test]
fn a_flood_is_one_line_whatever_the_batches() {
    let mut told = Vec::new();
    for each in [1, 7, 100] {
        let desk = TestDesk::new();
        let event = flooded(&desk, each);
        let floods = desk.runtime.block_on(desk.desk().floods_of(event)).unwrap();
        assert_eq!(floods.len(), 1);
        let flood = &floods[0].flood;
        assert_eq!(
            (flood.documents, flood.voices, flood.at_least),
            (40, 1, true)
        );
        assert_eq!(flood.last_at.0 - flood.first_at.0, 39 * 60_000);
        let since = desk
            .runtime
            .block_on(desk.desk().floods_since(flood.last_at))
            .unwrap();
        assert_eq!(since, floods);
        told.push(floods);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn heat_leaves_a_flood_out_by_a_switch_and_says_so() {
    let desk = TestDesk::new();
    let event = flooded(&desk, 10);
    let pages = desk.desk();
    let sheet = || desk.runtime.block_on(pages.event_sheet(event, 1)).unwrap();
    let before = sheet();
    let floods = |sheet: &desk::EventSheet| {
        let parts = sheet.heat.parts.iter();
        parts
            .filter(|part| matches!(part.said, desk::Said::Floods { .. }))
            .cloned()
            .collect::<Vec<_>>()
    };
    let part = &floods(&before)[0];
    assert!((part.amount - 39.0).abs() < 1e-9 && part.left_out.abs() < 1e-9);
    assert!((before.heat.total - before.card.heat).abs() < before.card.heat * 1e-3);

    let (mut settings, basis) = desk.runtime.block_on(desk.store().heat()).unwrap();
    settings.leave_out_floods = true;
    let actor = desk::Actor::command_line();
    desk.runtime
        .block_on(pages.change_heat(&actor, basis, &settings))
        .unwrap();
    while desk
        .runtime
        .block_on(desk::line::reheat_some(&**desk.store()))
        .unwrap()
        > 0
    {}
    let after = sheet();
    let part = &floods(&after)[0];
    assert!((part.amount - 39.0).abs() < 1e-9, "counted, never dropped");
    assert!(
        part.heat.abs() < 1e-9
            && (part.left_out - (before.heat.total - after.heat.total)).abs() < 1e-6
    );
    assert!(
        (after.heat.total - after.card.heat).abs() < after.card.heat * 1e-3,
        "{after:?}"
    );
    assert!(after.card.heat < before.card.heat / 20.0);

    // What the flood goes on with is left out too.
    let more = (40..50)
        .map(|n| item(&desk, &format!("r{n}"), "溪口论坛", "", RUMOUR, n))
        .collect();
    desk.take(more, 3).unwrap();
    let last = sheet();
    assert!((last.card.heat - after.card.heat).abs() < after.card.heat * 0.01);
    assert_eq!(last.card.copies, 49);
}

/// Forty lines as a platform's export gives them, each by an author of its own but for the last ten.
fn written() -> String {
    let line = |n: i64| {
        let minute = 10 + n;
        format!(
            "{{\"id\": \"r{n}\", \"source\": \"溪口论坛\", \"text\": \"{RUMOUR}\", \"author\": \"阿{}\", \
             \"published_at\": \"2026-03-02T09:{minute:02}:00+08:00\"}}\n",
            n.min(30)
        )
    };
    let lines: Vec<String> = (0..40).map(line).collect();
    lines.concat()
}

#[test]
fn voices_are_counted_and_names_go_no_further() {
    let desk = TestDesk::new();
    let source = NewSource::plain(SourceKind::File, "溪口论坛", None, desk.clock.now());
    let source = desk
        .runtime
        .block_on(desk.store().add_source(&source))
        .unwrap()
        .id;
    let text = written();
    let vault: std::sync::Arc<dyn ports::Vault> = desk.vault.clone();
    let mut lines = desk::line::LineReader::new(
        text.as_bytes(),
        chrono_tz::UTC,
        desk.clock.now(),
        String::new(),
        |_: &str| Ok(source),
    )
    .with_voices(vault);
    let mut items = Vec::new();
    while let Some(batch) = lines.next_batch() {
        for entry in batch.entries {
            match entry {
                desk::line::Entry::Item(_, item) => items.push(*item),
                desk::line::Entry::Broken(_, why) => panic!("{why}"),
            }
        }
    }
    assert!(
        items
            .iter()
            .all(|item| item.voice.is_some() && !format!("{item:?}").contains('阿'))
    );
    let event = events_of(&desk.take(items, 9).unwrap())[0];
    let flood = || {
        let floods = desk.runtime.block_on(desk.desk().floods_of(event)).unwrap();
        assert_eq!(floods.len(), 1);
        floods[0].flood.clone()
    };
    let counted = flood();
    assert_eq!(
        (counted.documents, counted.voices, counted.at_least),
        (40, 31, false)
    );

    // A month later the pseudonyms are gone, the count stays, whatever comes then.
    desk.clock.forward_ms(31 * 24 * HOUR_MS);
    let now = desk.clock.now();
    let forgetting = desk::forget_old(&**desk.store(), &*desk.vault, 0, now);
    assert!(desk.runtime.block_on(forgetting).unwrap().rows >= 40);
    let posts = desk.store().posts_under(counted.head, 100);
    let posts = desk.runtime.block_on(posts).unwrap();
    assert!(posts.len() == 40 && posts.iter().all(|post| post.voice.is_none()));
    let late = desk.item("late", "", RUMOUR);
    assert_eq!(events_of(&desk.take(vec![late], 1).unwrap()), [event]);
    assert_eq!(flood(), counted);
}
