//! Rules of events that rise, hot lists, floods and sources; levels by start conditions; trials of all.

use super::bench::{MINUTE_MS, alerts, flood_item, look, messages, query, rule};
use desk::{Actor, RuleForm, RuleTrial, RuleWatch, SourceForm};
use model::{
    About, HOUR_MS, Level, Measure, Moment, RuleId, Sensitivity, SourceId, SourceKind,
    StartCondition, Watched, Why,
};
use ports::{Clock, Fetched};
use testkit::TestDesk;

const LIST: &str = "https://hot.example/api/s?id=weibo";
const FEED: &str = "https://news.example/feed.xml";
const DAY_MS: i64 = 24 * HOUR_MS;

fn of_kind(watched: Watched, question: &str, number: f64) -> RuleForm {
    RuleForm {
        watched,
        number: Some(number),
        cool_down_minutes: 60,
        ..query(question, &[])
    }
}

fn tried(desk: &TestDesk, id: RuleId, days: i64) -> RuleTrial {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let kept = desk.runtime.block_on(asked.rule(&actor, id)).unwrap();
    desk.runtime.block_on(asked.try_rule(&kept, days)).unwrap()
}

fn look_later(desk: &TestDesk, watch: &mut RuleWatch) {
    desk.clock.forward_ms(2 * MINUTE_MS);
    look(desk, watch);
}

/// Forgets the levels by numbers, where a test looks at those of rules.
fn without_conditions(desk: &TestDesk, conditions: &[StartCondition]) {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let (_, version) = desk.runtime.block_on(asked.start_conditions()).unwrap();
    let change = asked.change_start_conditions(&actor, version, conditions);
    desk.runtime.block_on(change).unwrap();
}

#[test]
fn an_event_that_rises_is_told_and_one_that_does_not_is_not() {
    let desk = TestDesk::new();
    let id = rule(&desk, &of_kind(Watched::Rise, "水库", 5.0));
    let hot = rule(&desk, &of_kind(Watched::Rise, "水库", 500.0));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let post = |number: i64| {
        let mut item = flood_item(&desk, &format!("p{number}"), "青岚水库开始泄洪");
        item.published_at = Some(Moment(desk.clock.now().0 - number));
        item
    };
    desk.take((0..3).map(post).collect(), 10).unwrap();
    look(&desk, &mut watch);
    assert!(alerts(&desk).is_empty(), "three voices are not hot enough");
    desk.take((3..12).map(post).collect(), 10).unwrap();
    look(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1);
    let Why::Rise { heat, rise, voices } = all[0].why else {
        panic!("{:?}", all[0].why);
    };
    assert!(heat >= 5.0 && rise >= 2.0, "{heat} {rise}");
    assert_eq!(voices, 12);
    assert_eq!(all[0].rule, id, "the other one wants a heat of 500");
    let trial = tried(&desk, id, 7);
    assert_eq!(trial.told(), 1, "{trial:?}");
    assert!(trial.signals >= 3, "{trial:?}");
    assert_eq!(tried(&desk, hot, 7).signals, 0);
}

fn put(desk: &TestDesk, titles: &[&str]) {
    let items: Vec<String> = (titles.iter().enumerate())
        .map(|(id, title)| {
            format!(r#"{{"id":"{title}","title":"{title}","url":"https://hot.example/h/{id}"}}"#)
        })
        .collect();
    let body = format!(
        r#"{{"status":"success","id":"weibo","updatedTime":1772431500000,"items":[{}]}}"#,
        items.join(",")
    );
    let answer = Fetched::Body {
        bytes: body.into_bytes(),
        final_url: LIST.to_owned(),
        content_type: Some("application/json".to_owned()),
        etag: None,
        last_modified: None,
    };
    desk.web.put(LIST, Ok(answer));
}

fn add(desk: &TestDesk, form: &SourceForm) -> SourceId {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let added = desk.runtime.block_on(asked.add_source(&actor, form));
    added.unwrap().source.id
}

#[test]
fn a_matter_that_climbs_a_hot_list_is_told_at_its_rank() {
    let desk = TestDesk::new();
    let matters = [
        "溪口镇灯会开幕",
        "县图书馆延长开放",
        "青岚县北门外大街路面塌陷",
    ];
    add(&desk, &SourceForm::plain(SourceKind::HotList, LIST));
    let id = rule(&desk, &of_kind(Watched::HotList, "塌陷", 2.0));
    without_conditions(&desk, &[]);
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    put(&desk, &matters);
    desk.collect().unwrap();
    look(&desk, &mut watch);
    assert!(alerts(&desk).is_empty(), "third is not second");
    desk.clock.forward_ms(HOUR_MS);
    put(&desk, &[matters[2], matters[0], matters[1]]);
    desk.collect().unwrap();
    look(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1);
    assert!(matches!(&all[0].why, Why::HotList { rank: 1, .. }));
    assert_eq!(all[0].title, matters[2]);
    let trial = tried(&desk, id, 2);
    assert_eq!((trial.told(), trial.signals), (1, 1), "{trial:?}");
}

#[test]
fn a_copy_paste_flood_is_told_once() {
    let desk = TestDesk::new();
    let id = rule(&desk, &of_kind(Watched::Flood, "水库", 20.0));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let text = "网传青岚水库要溃坝了，大家快跑，不转不是青岚人，看到的都转起来，求扩散求转发！";
    let items = (0..40i64).map(|number| {
        let mut item = desk.item(&format!("f{number}"), "", text);
        item.published_at = Some(Moment(desk.clock.now().0 - (40 - number) * MINUTE_MS));
        item.voice = Some(number);
        item
    });
    desk.take(items.collect(), 10).unwrap();
    look_later(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1);
    let Why::Flood {
        documents, voices, ..
    } = all[0].why
    else {
        panic!("{:?}", all[0].why);
    };
    assert_eq!((documents, voices), (40, 40));
    look_later(&desk, &mut watch);
    assert_eq!(alerts(&desk)[0].signals, 1, "once");
    let trial = tried(&desk, id, 2);
    assert_eq!((trial.told(), trial.signals), (1, 1));
    let other = rule(&desk, &of_kind(Watched::Flood, "停水", 20.0));
    assert_eq!(tried(&desk, other, 2).signals, 0);
}

#[test]
fn a_source_that_falls_silent_is_told_once_a_day() {
    let desk = TestDesk::new();
    let source = add(&desk, &SourceForm::plain(SourceKind::Feed, FEED));
    let id = rule(&desk, &of_kind(Watched::Source, "", 0.0));
    let mut watch = RuleWatch::default();
    let day = |day: i64, many: i64| {
        let items: Vec<String> = (0..many)
            .map(|n| {
                let title = format!("第{day}日第{n}条");
                format!("<item><title>{title}</title><guid>{day}-{n}</guid><description>青岚县第{day}日的第{n}件小事，镇里做了记录。</description></item>")
            })
            .collect();
        let items = items.concat();
        let body =
            format!("<rss version=\"2.0\"><channel><title>报</title>{items}</channel></rss>");
        let tag = format!("\"{day}\"");
        desk.web.put(FEED, Ok(testkit::feed(FEED, &body, &tag)));
        desk.collect().unwrap();
        desk.clock.forward_ms(DAY_MS);
    };
    for number in 0..12 {
        day(number, 12);
    }
    look(&desk, &mut watch);
    assert!(alerts(&desk).is_empty(), "{:?}", alerts(&desk));
    day(12, 1);
    look_later(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].about, About::Source(source));
    assert!(matches!(all[0].why, Why::Silent { count: 1, .. }));
    look_later(&desk, &mut watch);
    assert_eq!(alerts(&desk)[0].signals, 1, "once a day");
    let trial = tried(&desk, id, 30);
    assert_eq!(trial.told(), 1, "{trial:?}");
}

#[test]
fn start_conditions_propose_a_level_with_reasons_and_can_be_changed() {
    let desk = TestDesk::new();
    rule(&desk, &query("水库", &[]));
    let conditions = [
        StartCondition {
            level: Level::Orange,
            measure: Measure::Voices,
            number: 5,
            category: None,
        },
        StartCondition {
            level: Level::Red,
            measure: Measure::Voices,
            number: 9,
            category: None,
        },
    ];
    without_conditions(&desk, &conditions);
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let mut come = |ids: std::ops::Range<i64>| {
        let items = ids.map(|id| flood_item(&desk, &format!("p{id}"), "青岚水库开始泄洪"));
        desk.take(items.collect(), 20).unwrap();
        look(&desk, &mut watch);
        alerts(&desk).remove(0)
    };
    let alert = come(0..3);
    assert_eq!((alert.proposed, alert.level_why.len()), (Level::Yellow, 0));
    let alert = come(3..6);
    assert_eq!(alert.proposed, Level::Orange);
    assert_eq!((alert.level_why[0].found, alert.signals), (6, 6));
    let alert = come(6..20);
    assert_eq!(alert.proposed, Level::Red);
    assert_eq!(alert.level_why[0].condition, conditions[1]);
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let wrong = StartCondition {
        number: 0,
        ..conditions[0]
    };
    let (_, version) = desk.runtime.block_on(asked.start_conditions()).unwrap();
    let wrong = [wrong];
    let refused = asked.change_start_conditions(&actor, version, &wrong);
    assert!(desk.runtime.block_on(refused).is_err());
    let stale = asked.change_start_conditions(&actor, version - 1, &conditions[..1]);
    let error = desk.runtime.block_on(stale).unwrap_err();
    assert!(error.is_conflict(), "{error}");
}

#[test]
fn a_matter_that_gets_graver_by_numbers_is_told_again_within_its_cool_down() {
    let desk = TestDesk::new();
    let group = super::bench::channel(&desk, &[]);
    rule(
        &desk,
        &RuleForm {
            sensitivity: Sensitivity::Low,
            ..query("水库", &[group])
        },
    );
    let condition = StartCondition {
        level: Level::Red,
        measure: Measure::Voices,
        number: 4,
        category: None,
    };
    without_conditions(&desk, &[condition]);
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    for id in ["a", "b", "c", "d", "e"] {
        desk.take(vec![flood_item(&desk, id, "青岚水库开始泄洪")], 1)
            .unwrap();
        look(&desk, &mut watch);
    }
    let told = messages(&desk);
    let levels: Vec<Option<Level>> = told.iter().rev().map(|one| one.said.level).collect();
    assert_eq!(levels, [Some(Level::Yellow), Some(Level::Red)]);
    assert!(
        told[0].said.text.contains("篇，I级 红色的启动条件是 4 篇"),
        "{}",
        told[0].said.text
    );
}
