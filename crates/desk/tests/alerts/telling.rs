//! What is seen is told within the budget, and people take it.

use super::bench::{MINUTE_MS, alerts, channel, flood_item, look, messages, query, rule};
use desk::{Actor, AlertAct, AlertAsk, DeskError, RuleForm, RuleWatch};
use model::{AlertId, AlertState, HOUR_MS, HeldBack, Item, Level, Why};
use ports::StoreError;
use testkit::TestDesk;

#[test]
fn what_answers_a_rule_is_an_alert_with_a_word_in_the_outbox() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    rule(&desk, &query("水库", &[group]));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(
        vec![
            flood_item(&desk, "a", "青岚水库开始泄洪"),
            desk.item(
                "b",
                "县图书馆新馆开门",
                "图书馆新馆今日开门，藏书三十万册。",
            ),
        ],
        2,
    )
    .unwrap();
    look(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].title, "青岚水库开始泄洪");
    assert_eq!((all[0].state, all[0].signals), (AlertState::Open, 1));
    assert!(matches!(&all[0].why, Why::Matched { source } if source == "板块"));
    let sent = messages(&desk);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].said.channel, group);
    assert_eq!(sent[0].said.page.as_deref(), Some("/alerts/a1"));
    assert!(sent[0].said.title.contains("青岚水库开始泄洪"));
    assert!(sent[0].said.key.starts_with("alert/a1/"));
    // Looking again, and looking again after a start, sees nothing twice.
    look(&desk, &mut watch);
    look(&desk, &mut RuleWatch::default());
    assert_eq!((alerts(&desk).len(), messages(&desk).len()), (1, 1));
    assert_eq!(alerts(&desk)[0].signals, 1);
}

#[test]
fn a_storm_is_one_alert_and_what_came_before_a_rule_is_none() {
    let desk = TestDesk::new();
    desk.take(vec![flood_item(&desk, "before", "水库旧闻")], 1)
        .unwrap();
    let group = channel(&desk, &[]);
    rule(&desk, &query("水库", &[group]));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    assert!(alerts(&desk).is_empty());
    let storm: Vec<Item> = (0..1_200)
        .map(|number| flood_item(&desk, &format!("s{number}"), "青岚水库开始泄洪"))
        .collect();
    desk.take(storm, 100).unwrap();
    look(&desk, &mut watch);
    let all = alerts(&desk);
    let signals: i64 = all.iter().map(|alert| alert.signals).sum();
    assert_eq!(signals, 1_200, "nothing is lost");
    assert_eq!(all.len(), 1, "one matter is one alert");
    assert_eq!(messages(&desk).len(), 1);
    let sheet = desk.runtime.block_on(desk.desk().alert_sheet(all[0].id));
    assert!(
        sheet.unwrap().signals.len() <= 60,
        "kept signals are bounded"
    );
}

#[test]
fn a_matter_is_told_again_after_its_cool_down_or_when_it_gets_graver() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    rule(&desk, &query("水库", &[group]));
    rule(
        &desk,
        &RuleForm {
            level: Level::Red,
            ..query("溃坝", &[group])
        },
    );
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let mut come = |id: &str, title: &str, minutes: i64| {
        desk.clock.forward_ms(minutes * MINUTE_MS);
        desk.take(vec![flood_item(&desk, id, title)], 1).unwrap();
        look(&desk, &mut watch);
        messages(&desk).len()
    };
    assert_eq!(come("a", "青岚水库开始泄洪", 0), 1);
    assert_eq!(come("b", "青岚水库开始泄洪了", 10), 1, "within the hour");
    assert_eq!(come("c", "青岚水库开始泄洪，网传溃坝", 10), 2, "graver");
    assert_eq!(come("d", "青岚水库开始泄洪，有人说溃坝", 10), 2);
    assert_eq!(come("e", "青岚水库开始泄洪啦", 61), 3);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].proposed, Level::Red);
}

#[test]
fn quiet_hours_hold_back_and_the_digest_tells() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    rule(&desk, &query("停水", &[group]));
    rule(
        &desk,
        &RuleForm {
            level: Level::Orange,
            ..query("爆炸", &[group])
        },
    );
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    // 23:05 in Shanghai.
    desk.clock.forward_ms(9 * HOUR_MS);
    desk.take(
        vec![
            desk.item(
                "a",
                "第十二号楼今晚停水",
                "第十二号楼因检修今晚停水，请住户提前储水。",
            ),
            desk.item(
                "b",
                "化工厂发生爆炸",
                "城东一家化工厂深夜发生爆炸，消防已经赶到现场。",
            ),
        ],
        2,
    )
    .unwrap();
    look(&desk, &mut watch);
    assert_eq!(messages(&desk).len(), 1, "grave ones are told at any hour");
    let held = AlertAsk {
        held: true,
        limit: 10,
        ..AlertAsk::default()
    };
    let waiting = desk.runtime.block_on(desk.desk().alerts(&held)).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].held, Some(HeldBack::Quiet));
    let digest = |watch: &mut RuleWatch| {
        let asked = desk.desk();
        desk.runtime.block_on(asked.send_digest(watch)).unwrap()
    };
    assert_eq!(digest(&mut watch), 0, "not at eleven at night");
    desk.clock.forward_ms(9 * HOUR_MS);
    assert_eq!(digest(&mut watch), 1);
    assert_eq!(digest(&mut watch), 0, "once a day");
    let told = messages(&desk);
    assert_eq!(told.len(), 2);
    assert!(
        told.iter()
            .any(|message| message.said.text.contains("停水"))
    );
    assert!(
        desk.runtime
            .block_on(desk.desk().alerts(&held))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn two_people_who_take_an_alert_at_once_are_told() {
    let desk = TestDesk::new();
    rule(&desk, &query("水库", &[]));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let decide = |version: i64, act: AlertAct| {
        let of = (AlertId(1), version);
        desk.runtime.block_on(asked.decide_alert(&actor, of, &act))
    };
    let taken = decide(1, AlertAct::Take).unwrap();
    assert_eq!((taken.state, taken.version), (AlertState::Taken, 2));
    let late = decide(1, AlertAct::Take);
    assert!(matches!(
        late,
        Err(DeskError::Store(StoreError::Conflict { .. }))
    ));
    let assess = AlertAct::Assess {
        level: Level::Orange,
        assessment: "已与水利局核实".to_owned(),
    };
    assert_eq!(decide(2, assess).unwrap().counts_as(), Level::Orange);
    let nothing = AlertAct::Close {
        assessment: "  ".to_owned(),
    };
    assert!(matches!(decide(3, nothing), Err(DeskError::Invalid(_))));
    let close = AlertAct::Close {
        assessment: "例行泄洪，已发公告".to_owned(),
    };
    assert_eq!(decide(3, close).unwrap().state, AlertState::Closed);
    // What comes after it was closed is another alert.
    desk.take(vec![flood_item(&desk, "b", "青岚水库开始泄洪，夜里")], 1)
        .unwrap();
    look(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].state, AlertState::Open);
}

#[test]
fn on_mondays_the_week_is_told_in_numbers() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    rule(&desk, &query("水库", &[group]));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    let digest = |watch: &mut RuleWatch| {
        let asked = desk.desk();
        desk.runtime.block_on(asked.send_digest(watch)).unwrap();
        let all = messages(&desk);
        all.iter()
            .filter(|message| message.said.key.starts_with("week/"))
            .count()
    };
    // The desk begins on a Monday at 14:05; the next one at 08:05 is 162 hours away.
    desk.clock.forward_ms(18 * HOUR_MS);
    assert_eq!(digest(&mut watch), 0, "a Tuesday");
    desk.clock.forward_ms(144 * HOUR_MS);
    assert_eq!(digest(&mut watch), 1);
    assert_eq!(
        digest(&mut RuleWatch::default()),
        1,
        "once, also after a start"
    );
    let told = messages(&desk);
    let week = told
        .iter()
        .find(|message| message.said.key.starts_with("week/"));
    assert!(week.unwrap().said.title.contains("1 条"));
    assert!(week.unwrap().said.text.contains("III级 黄色 1"));
}
