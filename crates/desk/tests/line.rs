//! The line with a fake web, clock and disk.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::Outcome;
use desk::{Actor, NowAsk, NowChoices, Since};
use model::{DocumentId, HOUR_MS, Item, Moment, TimeNote, VisitOutcome};
use ports::{Clock, Disk, FetchError, Fetched};
use testkit::{TestDesk, feed};

const URL: &str = "https://news.qinglan.example/feed.xml";
const FEED: &str = r#"<rss version="2.0"><channel><title>青岚县融媒体</title>
<item><guid>1</guid><title>路面塌陷</title><description>北门外大街路面塌陷。</description></item>
<item><guid>1</guid><title>路面塌陷</title><description>北门外大街路面塌陷。</description></item>
<item><guid>2</guid><title>灯会开幕</title><description>溪口镇灯会开幕。</description></item></channel></rss>"#;

fn items(desk: &TestDesk, count: usize) -> Vec<Item> {
    (0..count)
        .map(|index| {
            let matter = [
                "路面塌陷，一辆三轮车滑入坑中",
                "食堂豆角没有煮熟，学生呕吐",
                "灯会开幕，东街临时禁停",
            ][index % 3];
            desk.item(
                &format!("i{index}"),
                "",
                &format!("青岚县{matter}，第{}号消息。", index / 5),
            )
        })
        .collect()
}

fn events(outcomes: &[Outcome]) -> Vec<(String, i64, Option<String>)> {
    outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Kept {
                id, event, copy_of, ..
            } => (id.clone(), event.0, copy_of.clone()),
            Outcome::Refused { line, why } => panic!("line {line}: {why}"),
        })
        .collect()
}

#[test]
fn a_feed_is_kept_once_and_asked_with_its_validator() {
    let desk = TestDesk::new();
    desk.runtime
        .block_on(
            desk.desk()
                .add_feed(&Actor::command_line(), "融媒体", URL, false),
        )
        .unwrap();
    desk.web.put(URL, Ok(feed(URL, FEED, "\"v1\"")));
    let first = desk.collect().unwrap();
    let visit = &first[0].visits[0];
    assert_eq!(
        (visit.items, visit.items_new),
        (3, 2),
        "an entry that is listed twice is one"
    );
    desk.web.put(URL, Ok(Fetched::Unchanged));
    let second = desk.collect().unwrap();
    assert_eq!(second[0].visits[0].outcome, VisitOutcome::Unchanged);
    assert_eq!(desk.web.asked()[1].etag.as_deref(), Some("\"v1\""));
    desk.web.put(URL, Ok(feed(URL, FEED, "\"v2\"")));
    let third = desk.collect().unwrap();
    assert_eq!(
        third[0].visits[0].items_new, 0,
        "what is known is not kept again"
    );
    assert_eq!(
        desk.runtime.block_on(desk.store().last_document()).unwrap(),
        DocumentId(2)
    );
}

#[test]
fn a_source_that_fails_is_written_down_and_keeps_its_validator() {
    let desk = TestDesk::new();
    desk.runtime
        .block_on(
            desk.desk()
                .add_feed(&Actor::command_line(), "融媒体", URL, false),
        )
        .unwrap();
    desk.web.put(URL, Ok(feed(URL, FEED, "\"v1\"")));
    desk.collect().unwrap();
    desk.web.put(
        URL,
        Err(FetchError::Status {
            url: URL.into(),
            status: 503,
        }),
    );
    desk.collect().unwrap();
    let source = desk
        .runtime
        .block_on(desk.store().sources())
        .unwrap()
        .remove(0);
    assert!(source.state.failures == 1 && source.state.last_outcome.unwrap().contains("503"));
    assert_eq!(source.state.etag.as_deref(), Some("\"v1\""));
    let visits = desk
        .runtime
        .block_on(desk.store().visits(source.id, 10))
        .unwrap();
    assert_eq!(
        visits.iter().map(|visit| visit.outcome).collect::<Vec<_>>(),
        [VisitOutcome::Failed, VisitOutcome::Read]
    );
}

#[test]
fn decisions_do_not_depend_on_how_items_are_batched_or_runs_are_cut() {
    let whole = TestDesk::new();
    let expected = events(&whole.take(items(&whole, 90), 90).unwrap());
    for each in [1, 7, 40] {
        let desk = TestDesk::new();
        assert_eq!(
            events(&desk.take(items(&desk, 90), each).unwrap()),
            expected,
            "{each} to a batch"
        );
    }
    let cut = TestDesk::new();
    let mut found = Vec::new();
    let mut rest = items(&cut, 90);
    while !rest.is_empty() {
        let more = rest.split_off(rest.len().min(13));
        found.extend(events(&cut.take(rest, 5).unwrap()));
        rest = more;
    }
    assert_eq!(found, expected);
}

#[test]
fn a_damaged_or_lost_snapshot_is_made_anew_from_what_is_kept() {
    let desk = TestDesk::new();
    let expected = events(&desk.take(items(&desk, 60), 20).unwrap());
    for name in desk.disk.names().unwrap() {
        desk.disk.damage(&name);
    }
    let (_, recovered) = desk.line().unwrap();
    assert_eq!((recovered.followed, recovered.indexed), (60, 0));
    let (_, again) = desk.line().unwrap();
    assert_eq!(again.followed, 0, "what was made anew is written down");
    let repeated = desk.take(items(&desk, 60), 20).unwrap();
    assert!(
        repeated
            .iter()
            .all(|outcome| matches!(outcome, Outcome::Kept { before: true, .. }))
    );
    assert_eq!(events(&repeated), expected);
}

#[test]
fn the_nth_failing_write_stops_the_run_and_loses_nothing_that_was_told() {
    for number in 1.. {
        let desk = TestDesk::new();
        desk.disk.fail_write(number);
        let all = items(&desk, 120);
        let outcome = desk.take(all.clone(), 10);
        desk.disk.fail_write(0);
        let stopped = outcome.is_err();
        if let Err(error) = outcome {
            let error = error.to_string();
            assert!(error.contains("cannot write file"), "{error}");
        }
        let finished = desk.take(all, 10).unwrap();
        assert_eq!(finished.len(), 120);
        let problems = desk.runtime.block_on(desk.store().integrity()).unwrap();
        assert!(problems.is_empty(), "write {number}: {problems:?}");
        let kept = desk.runtime.block_on(desk.store().document_ids()).unwrap();
        assert_eq!(desk.index().ids().unwrap(), kept, "write {number}");
        if !stopped {
            assert!(number > 2, "some writes were made to fail");
            break;
        }
    }
}

#[test]
fn times_that_cannot_be_true_give_way_to_the_arrival() {
    let desk = TestDesk::new();
    desk.clock.forward_ms(HOUR_MS);
    let now = desk.clock.now();
    let mut future = desk.item("future", "a", "大雨");
    future.published_at = Some(Moment(4_070_908_800_000));
    let mut none = desk.item("none", "b", "大雪");
    none.published_at = None;
    none.time_note = TimeNote::Missing;
    desk.take(vec![future, none], 2).unwrap();
    let kept = desk
        .runtime
        .block_on(desk.store().documents_after(DocumentId(0), 10))
        .unwrap();
    let times: Vec<_> = kept
        .iter()
        .map(|stored| (stored.document.published_at, stored.document.time_note))
        .collect();
    assert_eq!(
        times,
        [(now, TimeNote::Implausible), (now, TimeNote::Missing)]
    );
}

#[test]
fn the_board_and_the_sheet_tell_what_the_line_kept() {
    let desk = TestDesk::new();
    let text = "北门外大街路面塌陷，一辆三轮车滑入坑中，两人被救起送医，市政部门正在抢修围挡。";
    desk.take(
        vec![
            desk.item("a", "路面塌陷", text),
            desk.item("b", "路面塌陷", text),
        ],
        2,
    )
    .unwrap();
    let board = desk
        .runtime
        .block_on(desk.desk().now_board(&NowAsk::open(10)))
        .unwrap();
    assert!(board.live);
    assert_eq!(
        (
            board.counts.documents,
            board.counts.copies,
            board.counts.events
        ),
        (2, 1, 1)
    );
    let card = &board.by_heat[0];
    assert!(
        (card.heat - 2.0).abs() < 0.01,
        "a copy counts as heat: {}",
        card.heat
    );
    let sheet = desk
        .runtime
        .block_on(desk.desk().event_sheet(card.id, 1))
        .unwrap();
    assert_eq!(
        (
            sheet.members.len(),
            sheet.members[0].copy_count,
            sheet.sources
        ),
        (1, 1, 1)
    );
    assert_eq!(
        sheet
            .volume
            .iter()
            .map(|bar| bar.documents + bar.copies)
            .sum::<i64>(),
        2
    );
    assert!(
        desk.runtime
            .block_on(desk.desk().event_sheet(model::EventId(99), 1))
            .is_err()
    );
}

/// The events of *Now* by their titles.
fn titles(cards: &[desk::EventCard]) -> Vec<&str> {
    cards.iter().map(|card| card.title.as_str()).collect()
}

#[test]
fn the_board_narrows_and_tells_what_is_new() {
    let desk = TestDesk::new();
    let sagging = "保定市安国市北门外大街路面塌陷，一辆三轮车滑入坑中，两人被救起送医。";
    let canteen = "二小食堂豆角没有煮熟，十余名学生饭后呕吐，家长连夜赶到学校。";
    desk.take(vec![desk.item("a", "路面塌陷", sagging)], 1)
        .unwrap();
    let board = |ask: NowAsk| desk.runtime.block_on(desk.desk().now_board(&ask)).unwrap();
    let first = board(NowAsk::open(10));
    assert_eq!(
        (first.news.documents, first.news.events),
        (1, 1),
        "nobody looked before"
    );
    assert_eq!(first.by_heat[0].spark.iter().sum::<i64>(), 1);

    desk.clock.forward_ms(2 * HOUR_MS);
    desk.take(vec![desk.item("b", "食堂豆角没煮熟", canteen)], 1)
        .unwrap();
    let since = Since::Document(first.last_document);
    let second = board(NowAsk {
        since,
        ..NowAsk::open(10)
    });
    assert_eq!((second.news.documents, second.news.events), (1, 1));
    assert_eq!(titles(&second.fresh), ["食堂豆角没煮熟"]);
    assert_eq!(second.by_heat.len(), 2);
    let seen_at = Since::At(Moment(desk_now(&desk) - HOUR_MS));
    let third = board(NowAsk {
        since: seen_at,
        ..NowAsk::open(10)
    });
    assert_eq!(titles(&third.fresh), ["食堂豆角没煮熟"]);

    let place = second
        .choices
        .places
        .first()
        .expect("a place is spoken of")
        .0;
    let there = board(NowAsk {
        place: Some(place),
        ..NowAsk::open(10)
    });
    assert_eq!(titles(&there.by_heat), ["路面塌陷"]);
    assert_eq!(
        there.choices,
        NowChoices {
            places: there.choices.places.clone(),
            ..second.choices.clone()
        }
    );
    let none = board(NowAsk {
        voices_min: 2,
        ..NowAsk::open(10)
    });
    assert!(none.by_heat.is_empty());
    let text = board(NowAsk {
        text: "豆角".to_owned(),
        ..NowAsk::open(10)
    });
    assert_eq!(titles(&text.by_heat), ["食堂豆角没煮熟"]);
    desk.clock.forward_ms(5 * HOUR_MS);
    let window = board(NowAsk {
        window_hours: 6,
        ..NowAsk::open(10)
    });
    assert_eq!(titles(&window.by_heat), ["食堂豆角没煮熟"]);
}

fn desk_now(desk: &TestDesk) -> i64 {
    desk.clock.now().0
}

#[test]
fn changes_are_told_once_and_the_filters_judge_them_alike() {
    let desk = TestDesk::new();
    let view = desk.desk();
    let changes = |after| desk.runtime.block_on(view.changes_after(after)).unwrap();
    assert!(changes(0).is_none());
    desk.take(
        vec![desk.item(
            "a",
            "路面塌陷",
            "北门外大街路面塌陷，三轮车滑入坑中，两人送医。",
        )],
        1,
    )
    .unwrap();
    let told = changes(0).unwrap();
    assert_eq!((told.events.len(), told.more), (1, false));
    assert!(changes(told.revision).is_none());
    let (record, card) = &told.events[0];
    assert_eq!(card.documents, 1);
    for (ask, taken) in [
        (NowAsk::open(1), true),
        (
            NowAsk {
                text: "塌陷".to_owned(),
                ..NowAsk::open(1)
            },
            true,
        ),
        (
            NowAsk {
                text: "食堂".to_owned(),
                ..NowAsk::open(1)
            },
            false,
        ),
        (
            NowAsk {
                voices_min: 2,
                ..NowAsk::open(1)
            },
            false,
        ),
        (
            NowAsk {
                kind: Some(model::SourceKind::File),
                ..NowAsk::open(1)
            },
            true,
        ),
        (
            NowAsk {
                kind: Some(model::SourceKind::Feed),
                ..NowAsk::open(1)
            },
            false,
        ),
    ] {
        assert_eq!(ask.takes(record, told.as_of), taken, "{ask:?}");
        let board = desk.runtime.block_on(view.now_board(&ask)).unwrap();
        assert_eq!(
            !board.by_heat.is_empty(),
            taken,
            "the store judges alike: {ask:?}"
        );
    }
}

#[test]
fn a_document_is_shown_with_its_copies_and_listed_behind_its_numbers() {
    let desk = TestDesk::new();
    let text = "北门外大街路面塌陷，一辆三轮车滑入坑中，两人被救起送医，市政部门正在抢修围挡。";
    let items = ["a", "b", "c"].map(|id| desk.item(id, "路面塌陷", text));
    desk.take(items.to_vec(), 3).unwrap();
    let view = desk.desk();
    let sheet = |id| desk.runtime.block_on(view.document_sheet(DocumentId(id)));
    let head = sheet(1).unwrap();
    assert_eq!((head.copy_count, head.copies.len()), (2, 2));
    assert!(head.head.is_none());
    let copy = sheet(2).unwrap();
    assert_eq!(copy.head.map(|head| head.document.id), Some(DocumentId(1)));
    assert_eq!(copy.event.documents + copy.event.copies, 3);
    assert!(sheet(9).is_err());
    let ask = desk::DocumentAsk {
        event: Some(copy.event.id),
        copies: true,
        ..desk::DocumentAsk::default()
    };
    let list = desk.runtime.block_on(view.document_list(&ask)).unwrap();
    assert_eq!(list.documents.len(), 2);
    assert_eq!(list.event.as_deref(), Some("路面塌陷"));
    assert_eq!(list.next, None);
}
