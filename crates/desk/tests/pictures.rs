//! Pictures: every number opens to exactly its documents; sides are compared; the wall is calm.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{Actor, AnalysisAsk, Boundaries, Desk, Period, Pictures, Slice, SliceList, SourceForm};
use model::{HOUR_MS, Item, Moment, SourceKind};
use ports::Fetched;
use std::sync::Arc;
use testkit::TestDesk;

const LIST: &str = "https://hot.example/hot.json";

fn at(item: Item, hours: i64) -> Item {
    let published = item.published_at.map(|at| Moment(at.0 - hours * HOUR_MS));
    Item {
        published_at: published,
        ..item
    }
}

/// Forty documents of a week: matters of a real county and of none, in two tongues.
fn desk() -> TestDesk {
    desk_of(40, 4)
}

/// So many documents, so many hours apart.
fn desk_of(count: i64, hours: i64) -> TestDesk {
    let desk = TestDesk::new();
    let matters = [
        (
            "涿州市北门外大街路面塌陷",
            "保定涿州市北门外大街路面突然塌陷，一辆三轮车滑入坑中。",
        ),
        (
            "灯会周末开幕",
            "溪口镇灯会周末开幕，东街临时禁停，公交改道。",
        ),
        (
            "食堂豆角没煮熟",
            "二小食堂豆角没煮熟，十余名学生饭后呕吐，已送医。",
        ),
        (
            "Heavy rain expected",
            "Heavy rain is expected in the county on Tuesday night.",
        ),
    ];
    let items = (0..count).rev().map(|number| {
        let (title, text) = matters[(number % 4) as usize];
        let title = format!("{title}（{number}）");
        at(
            desk.item(
                &format!("a{number}"),
                &title,
                &format!("{text} 第{number}次通报"),
            ),
            number * hours,
        )
    });
    let items: Vec<Item> = items.collect();
    desk.take(items, 7).unwrap();
    desk
}

fn pictures(desk: &TestDesk, asked: &Desk, ask: &AnalysisAsk) -> Pictures {
    desk.runtime.block_on(asked.pictures(ask)).unwrap()
}

fn slice(desk: &TestDesk, asked: &Desk, ask: &AnalysisAsk, slice: &Slice) -> SliceList {
    desk.runtime.block_on(asked.slice(ask, slice, 1)).unwrap()
}

fn ask(query: &str, period: Period) -> AnalysisAsk {
    AnalysisAsk {
        query: query.to_owned(),
        period,
    }
}

#[test]
fn every_number_of_a_picture_opens_to_as_many_documents() {
    let desk = desk();
    opens(&desk, &desk.desk());
}

#[test]
fn the_index_counts_as_looking_at_each_does_and_its_numbers_open() {
    let desk = desk();
    let by_index = desk.desk().with_counted_max(0);
    for ask in [
        ask("", Period::Week),
        ask("塌陷 OR rain", Period::Week),
        ask("", Period::Hours(48)),
        ask("没有这样的话", Period::Week),
    ] {
        let one_by_one = pictures(&desk, &desk.desk(), &ask);
        let counted = pictures(&desk, &by_index, &ask);
        assert_eq!(
            counted.events_told_by,
            (one_by_one.total > 0).then_some(one_by_one.total)
        );
        let same = Pictures {
            events_told_by: None,
            ..counted
        };
        assert_eq!(same, one_by_one, "{ask:?}");
    }
    opens(&desk, &by_index);
    let compared = |asked: &Desk| {
        let (one, other) = (ask("塌陷", Period::Week), ask("灯会", Period::Week));
        let found = desk.runtime.block_on(asked.compare(&one, Some(&other)));
        let found = found.unwrap();
        (found.sources, found.places)
    };
    assert_eq!(compared(&by_index), compared(&desk.desk()));
}

fn opens(desk: &TestDesk, asked: &Desk) {
    for ask in [
        ask("", Period::Week),
        ask("塌陷", Period::Week),
        ask("", Period::Hours(24)),
    ] {
        let shown = pictures(desk, asked, &ask);
        assert!(shown.total > 0 && !shown.is_cut());
        let of = |one: Slice| {
            let list = slice(desk, asked, &ask, &one);
            assert!(
                !list.cut && list.documents.len() == list.total.min(50),
                "{one:?}"
            );
            list.total as i64
        };
        assert_eq!(of(Slice::default()), shown.total);
        for band in &shown.events {
            let only = Slice {
                event: Some(band.id),
                ..Slice::default()
            };
            assert_eq!(of(only), band.counts.iter().sum::<i64>(), "{}", band.title);
        }
        let others = Slice {
            other_events: true,
            ..Slice::default()
        };
        assert_eq!(of(others), shown.other_events.iter().sum::<i64>());
        for band in &shown.sources {
            let only = Slice {
                source: Some(band.id),
                ..Slice::default()
            };
            assert_eq!(of(only), band.counts.iter().sum::<i64>());
        }
        for dot in &shown.places {
            assert_eq!(
                of(Slice {
                    place: Some(dot.place),
                    ..Slice::default()
                }),
                dot.count
            );
        }
        for (step, number) in shown.volume.iter().enumerate() {
            assert_eq!(
                of(Slice {
                    step: Some(step),
                    ..Slice::default()
                }),
                *number
            );
        }
        for (weekday, row) in shown.week.iter().enumerate() {
            for (hour, number) in row.iter().enumerate().step_by(5) {
                let only = Slice {
                    weekday: Some(weekday),
                    hour: Some(hour),
                    ..Slice::default()
                };
                assert_eq!(of(only), *number);
            }
        }
    }
}

#[test]
fn a_query_narrows_pictures_and_a_wrong_one_is_told() {
    let desk = desk();
    let all = pictures(&desk, &desk.desk(), &ask("", Period::Week));
    let some = pictures(&desk, &desk.desk(), &ask("塌陷 -灯会", Period::Week));
    assert_eq!((all.total, some.total), (40, 10));
    let place = some.places.first().unwrap();
    assert_eq!((place.name.as_str(), place.count), ("涿州市", 10));
    let (east, north) = place.at.unwrap();
    assert!((115.0..117.0).contains(&east) && (39.0..40.0).contains(&north));
    let wrong = pictures(&desk, &desk.desk(), &ask("\"塌陷", Period::Week));
    assert!(wrong.problem.is_some() && wrong.total == 0 && wrong.events.is_empty());
    let none = pictures(&desk, &desk.desk(), &ask("没有这样的话", Period::Week));
    assert_eq!(
        (none.total, none.events.len(), none.places.len()),
        (0, 0, 0)
    );
}

#[test]
fn what_the_operator_gives_is_drawn_and_own_places_lie_where_they_say() {
    let desk = desk();
    let own = analysis::read_own_places("130681\t涿州市\t\t101.5\t25.5").unwrap();
    let lines = Boundaries {
        lines: vec![vec![(1.0, 2.0), (3.0, 4.0)]],
        credit: "某县测绘".to_owned(),
    };
    let asked = desk
        .desk()
        .with_places(&own)
        .with_boundaries(Some(lines.clone()));
    let shown = pictures(&desk, &asked, &ask("塌陷", Period::Week));
    assert_eq!(shown.places[0].at, Some((101.5, 25.5)));
    assert_eq!(shown.boundaries.as_deref(), Some(&lines));
}

#[test]
fn sides_are_compared_with_their_words() {
    // Ten documents of a side could be chance.
    let desk = desk_of(80, 2);
    let words = Arc::new(analysis::Understander::new(&[], None));
    let asked = desk.desk().with_understander(words);
    let (one, other) = (ask("塌陷", Period::Week), ask("灯会", Period::Week));
    let found = desk
        .runtime
        .block_on(asked.compare(&one, Some(&other)))
        .unwrap();
    assert_eq!((found.one.total, found.other.total), (20, 20));
    assert_eq!(found.read, (20, 20));
    let said = |word: &str| {
        let found = found.words.iter().find(|one| one.name == word);
        found.map(|one| (one.one, one.other))
    };
    assert_eq!(said("塌陷"), Some((20, 0)), "{:?}", found.words);
    assert_eq!(said("灯会"), Some((0, 20)), "{:?}", found.words);
    assert_eq!(found.places[0].name, "涿州市");
    assert_eq!((found.places[0].one, found.places[0].other), (20, 0));
    // With nothing to compare with, it is the period before.
    let found = desk.runtime.block_on(asked.compare(&one, None)).unwrap();
    assert_eq!(found.other.steps.to(), found.one.steps.from());
    assert_eq!(found.other.total, 0);
}

#[test]
fn hot_lists_have_curves_and_the_wall_says_what_is_silent() {
    let desk = desk();
    let form = SourceForm::plain(SourceKind::HotList, LIST);
    let (asked, actor) = (desk.desk(), Actor::command_line());
    desk.runtime
        .block_on(asked.add_source(&actor, &form))
        .unwrap();
    for order in [["甲", "乙"], ["乙", "甲"], ["乙", "甲"]] {
        let items: Vec<String> = (order.iter())
            .map(|id| {
                format!(
                    r#"{{"id":"{id}","title":"{id}处路面塌陷","url":"https://hot.example/h/{id}"}}"#
                )
            })
            .collect();
        let body = format!(
            r#"{{"status":"success","id":"weibo","updatedTime":1,"items":[{}]}}"#,
            items.join(",")
        );
        desk.web.put(
            LIST,
            Ok(Fetched::Body {
                bytes: body.into_bytes(),
                final_url: LIST.to_owned(),
                content_type: Some("application/json".to_owned()),
                etag: None,
                last_modified: None,
            }),
        );
        desk.collect().unwrap();
        desk.clock.forward_ms(HOUR_MS);
    }
    let shown = pictures(&desk, &desk.desk(), &ask("", Period::Week));
    let [list] = shown.lists.as_slice() else {
        panic!("{:?}", shown.lists);
    };
    assert_eq!((list.matters.len(), list.in_all), (2, 2));
    assert_eq!(
        list.matters[0].title, "乙处路面塌陷",
        "it stood longest at the top"
    );
    let ranks: Vec<i64> = list.matters[0]
        .curve
        .iter()
        .map(|point| point.rank)
        .collect();
    assert_eq!(ranks, [2, 1, 1]);
    let narrowed = pictures(&desk, &desk.desk(), &ask("灯会", Period::Week));
    assert!(narrowed.lists.is_empty(), "none of its matters is found");

    let wall = desk.runtime.block_on(desk.desk().wall()).unwrap();
    assert!(wall.day.total > 0 && wall.newest.len() == 7 && wall.silent.is_empty());
    assert!(wall.week.is_none(), "a day names a place that can be drawn");
    assert!(wall.board.by_heat.len() <= 7);
    let empty = TestDesk::new();
    let wall = empty.runtime.block_on(empty.desk().wall()).unwrap();
    assert_eq!((wall.day.total, wall.newest.len(), wall.sources), (0, 0, 0));
}

#[test]
fn a_desk_without_a_typesetter_says_so() {
    let desk = TestDesk::new();
    let error = desk
        .runtime
        .block_on(desk.desk().png_of("<svg/>".to_owned()))
        .unwrap_err();
    assert!(error.to_string().contains("no typesetter"), "{error}");
}
