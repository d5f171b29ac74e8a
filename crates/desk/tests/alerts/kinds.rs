//! Kinds of rules, rules on the past, channels that wait for words.

use super::bench::{MINUTE_MS, alerts, channel, flood_item, look, messages, query, rule};
use desk::{Actor, DeskError, RuleForm, RuleKept, RuleWatch};
use model::{ChannelId, HOUR_MS, Moment, Sensitivity, Watched, Why};
use ports::Clock;
use testkit::TestDesk;

#[test]
fn a_spike_is_told_from_a_busy_hour_of_every_day() {
    let desk = TestDesk::new();
    rule(
        &desk,
        &RuleForm {
            watched: Watched::Spike,
            sensitivity: Sensitivity::Middle,
            ..query("停水", &[])
        },
    );
    let now = desk.clock.now().0;
    let mut items = Vec::new();
    for day in 1..28i64 {
        // Two an hour by day, and eight in this very hour of every day.
        for hour in 0..24i64 {
            let many = if hour == 0 { 8 } else { 2 };
            for number in 0..many {
                let at = now - day * 24 * HOUR_MS - hour * HOUR_MS - number * MINUTE_MS / 20;
                let mut item = desk.item(
                    &format!("{day}-{hour}-{number}"),
                    &format!("{day}号楼{hour}点停水{number}"),
                    &format!("居民{number}说{day}号楼从{hour}点起停水。"),
                );
                item.published_at = Some(Moment(at));
                items.push(item);
            }
        }
    }
    desk.take(items, 500).unwrap();
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let burst = |from: i64, count: i64| {
        let items = (from..from + count)
            .map(|number| {
                desk.item(
                    &format!("now{number}"),
                    &format!("停水{number}"),
                    "又停水了。",
                )
            })
            .collect();
        desk.take(items, 100).unwrap();
    };
    burst(0, 8);
    desk.clock.forward_ms(2 * MINUTE_MS);
    look(&desk, &mut watch);
    assert!(
        alerts(&desk).is_empty(),
        "as every day: {:?}",
        alerts(&desk)
    );
    burst(8, 40);
    desk.clock.forward_ms(2 * MINUTE_MS);
    look(&desk, &mut watch);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1);
    let Why::Spike {
        count,
        yesterday,
        usual,
        ..
    } = all[0].why
    else {
        panic!("{:?}", all[0].why);
    };
    assert_eq!((count, yesterday), (48, 8));
    assert!((2.0..16.0).contains(&usual), "{usual}");
}

#[test]
fn a_category_new_at_its_place_is_told_once() {
    let desk = TestDesk::new();
    rule(
        &desk,
        &RuleForm {
            watched: Watched::NewPlace,
            ..query("塌陷", &[])
        },
    );
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let text = "甘肃省天水市麦积区一处路面塌陷，形成直径约五米的坑洞，交警已经封路绕行。";
    desk.take(vec![desk.item("a", "麦积区路面塌陷", text)], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(alerts(&desk).len(), 1);
    desk.clock.forward_ms(2 * 24 * HOUR_MS);
    let again = "甘肃省天水市麦积区又有一处路面塌陷，这次在城西的老街，没有人员受伤。";
    desk.take(vec![desk.item("b", "麦积区老街塌陷", again)], 1)
        .unwrap();
    look(&desk, &mut watch);
    let signals: i64 = alerts(&desk).iter().map(|alert| alert.signals).sum();
    assert_eq!(signals, 1, "it was told of that place two days ago");
}

#[test]
fn a_rule_is_tried_on_the_past_and_refused_where_it_is_none() {
    let desk = TestDesk::new();
    let mut items = Vec::new();
    for day in 0..5i64 {
        let mut item = flood_item(&desk, &format!("d{day}"), &format!("水库第{day}日水情"));
        item.published_at = Some(Moment(desk.clock.now().0 - day * 24 * HOUR_MS));
        items.push(item);
    }
    desk.take(items, 2).unwrap();
    let id = rule(&desk, &query("水库", &[]));
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let kept = desk.runtime.block_on(asked.rule(&actor, id)).unwrap();
    let tried = desk.runtime.block_on(asked.try_rule(&kept, 30)).unwrap();
    assert!(!tried.cut);
    assert_eq!(tried.signals, 5);
    assert_eq!(tried.told(), 5, "once a day is more than an hour apart");
    assert!(alerts(&desk).is_empty(), "a trial tells nobody");
    let wrong = |form: RuleForm| {
        let kept = asked.keep_rule(&actor, None, &form);
        desk.runtime.block_on(kept)
    };
    assert!(matches!(wrong(query("(水库", &[])), Ok(RuleKept::Wrong(_))));
    assert!(matches!(wrong(query("", &[])), Err(DeskError::Invalid(_))));
    let long = RuleForm {
        cool_down_minutes: 100_000,
        ..query("水库", &[])
    };
    assert!(matches!(wrong(long), Err(DeskError::Invalid(_))));
}

#[test]
fn a_channel_with_words_hears_only_of_them() {
    let desk = TestDesk::new();
    let (all, water) = (channel(&desk, &[]), channel(&desk, &["停水"]));
    rule(&desk, &query("食堂 OR 停水", &[all]));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(
        vec![
            desk.item(
                "a",
                "二小食堂豆角没煮熟",
                "家长反映二小食堂午餐的豆角没有煮熟。",
            ),
            desk.item(
                "b",
                "十二号楼停水一天",
                "十二号楼的住户说自来水停了一整天，没有通知。",
            ),
        ],
        2,
    )
    .unwrap();
    look(&desk, &mut watch);
    let told = messages(&desk);
    let of = |id: ChannelId| {
        told.iter()
            .filter(|message| message.said.channel == id)
            .count()
    };
    assert_eq!((of(all), of(water)), (2, 1));
}
