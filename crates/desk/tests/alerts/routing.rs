//! Alerts also go where routes of their topic and of their units lead, within the same budget.

use super::bench::{MINUTE_MS, alerts, flood_item, look, messages, query, rule};
use desk::{Actor, RouteForm, RuleForm, RuleWatch, TopicForm, TopicKept};
use model::{
    ChannelId, ChannelKind, ChannelSettings, HOUR_MS, Level, Moment, NewChannel, NewPerson, Note,
    Role, Roles, RouteId, RouteOf, TopicId, UnitId, Who,
};
use ports::Clock;
use testkit::TestDesk;

fn note(at: Moment) -> Note {
    Note {
        at,
        who: Who::command_line(),
        act: "test".to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

fn named_channel(desk: &TestDesk, name: &str, unit: Option<UnitId>) -> ChannelId {
    let channel = NewChannel {
        name: name.to_owned(),
        kind: ChannelKind::Webhook,
        settings: ChannelSettings::default(),
        words: Vec::new(),
        unit,
    };
    let note = note(desk.clock.now());
    let added = desk.store().add_channel(&channel, "测试", &note);
    desk.runtime.block_on(added).unwrap()
}

fn topic(desk: &TestDesk, name: &str, query: &str, unit: Option<UnitId>) -> TopicId {
    let form = TopicForm {
        name: name.to_owned(),
        query: query.to_owned(),
        unit,
        ..TopicForm::default()
    };
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let kept = desk
        .runtime
        .block_on(asked.keep_topic(&actor, None, &form))
        .unwrap();
    let TopicKept::Kept { id, .. } = kept else {
        panic!("{kept:?}");
    };
    id
}

fn route(desk: &TestDesk, of: RouteOf, channel: ChannelId, words: &str) -> RouteId {
    let form = RouteForm {
        of,
        channel,
        words: words.to_owned(),
        everyones: false,
    };
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let added = desk.runtime.block_on(asked.add_route(&actor, &form));
    added.unwrap().unwrap()
}

fn of_topic(topic: TopicId, channels: &[ChannelId]) -> RuleForm {
    RuleForm {
        name: "专项规则".to_owned(),
        topic: Some(topic),
        ..query("", channels)
    }
}

/// The channels of all messages, in order.
fn went(desk: &TestDesk) -> Vec<ChannelId> {
    let mut all: Vec<ChannelId> = messages(desk).iter().map(|one| one.said.channel).collect();
    all.sort();
    all
}

#[test]
fn words_are_looked_for_in_the_title_and_in_the_documents() {
    let desk = TestDesk::new();
    let [own, all, title, text, missed, other] = ["值班", "全部", "标题", "正文", "未中", "别处"]
        .map(|name| named_channel(&desk, name, None));
    let flood = topic(&desk, "防汛", "水库 OR 洪水", None);
    let fire = topic(&desk, "火灾", "起火", None);
    rule(&desk, &of_topic(flood, &[own]));
    route(&desk, RouteOf::Topic(flood), all, "");
    route(&desk, RouteOf::Topic(flood), title, "泄洪 -演习");
    // Only the text speaks of them.
    route(
        &desk,
        RouteOf::Topic(flood),
        text,
        "防汛办 AND category:flood OR 三个村",
    );
    route(&desk, RouteOf::Topic(flood), missed, "溃坝 OR topic:火灾");
    route(&desk, RouteOf::Topic(fire), other, "");
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(alerts(&desk).len(), 1);
    assert_eq!(went(&desk), [own, all, title, text]);
    let mut keys: Vec<String> = messages(&desk)
        .into_iter()
        .map(|one| one.said.key)
        .collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 4, "each channel has a key of its own");
    // Looking again, and after a start, sends nothing twice.
    look(&desk, &mut RuleWatch::default());
    assert_eq!(went(&desk).len(), 4);
}

#[test]
fn the_budget_holds_for_what_is_routed() {
    let desk = TestDesk::new();
    let [own, routed, elsewhere] =
        ["值班", "专项群", "别处"].map(|name| named_channel(&desk, name, None));
    let flood = topic(&desk, "防汛", "水库", None);
    rule(&desk, &of_topic(flood, &[own]));
    rule(&desk, &query("停电", &[own]));
    route(&desk, RouteOf::Topic(flood), routed, "泄洪");
    // One channel by the rule and by a route is told once.
    route(&desk, RouteOf::Topic(flood), own, "");
    route(&desk, RouteOf::Topic(flood), elsewhere, "溃坝");
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let mut come = |id: &str, title: &str, ms: i64| {
        desk.clock.forward_ms(ms);
        desk.take(vec![flood_item(&desk, id, title)], 1).unwrap();
        look(&desk, &mut watch);
        went(&desk)
    };
    assert_eq!(come("a", "青岚水库开始泄洪", 0), [own, routed]);
    let within = come("b", "青岚水库开始泄洪了", 10 * MINUTE_MS);
    assert_eq!(within, [own, routed], "the cool-down holds");
    let after = come("c", "青岚水库开始泄洪啦", 61 * MINUTE_MS);
    assert_eq!(after, [own, own, routed, routed]);
    // 23 o'clock: held back, and told at eight, each channel of its own.
    let quiet = come("d", "青岚水库开始泄洪，夜里", 8 * HOUR_MS);
    assert_eq!(quiet.len(), 4, "quiet hours hold");
    desk.take(
        vec![desk.item("e", "城北今晚停电", "城北因线路检修今晚停电三小时。")],
        1,
    )
    .unwrap();
    look(&desk, &mut watch);
    assert_eq!(went(&desk).len(), 4);
    desk.clock.forward_ms(9 * HOUR_MS);
    let asked = desk.desk();
    let told = desk
        .runtime
        .block_on(asked.send_digest(&mut RuleWatch::default()));
    assert_eq!(told.unwrap(), 2);
    let digests: Vec<(ChannelId, String)> = messages(&desk)
        .into_iter()
        .filter(|one| one.said.key.starts_with("digest/"))
        .map(|one| (one.said.channel, one.said.text))
        .collect();
    let of = |channel| digests.iter().find(|(one, _)| *one == channel);
    assert_eq!(digests.len(), 2, "{digests:?}");
    assert!(of(own).unwrap().1.contains("停电"));
    let (_, text) = of(routed).unwrap();
    assert!(text.contains("水库") && !text.contains("停电"), "{text}");
    assert!(of(elsewhere).is_none());
}

#[test]
fn a_unit_takes_the_alerts_of_its_rules_and_where_it_says_so_of_others() {
    let desk = TestDesk::new();
    let note = note(desk.clock.now());
    let unit = |name: &str| {
        let added = desk.store().add_unit(name, None, &note);
        desk.runtime.block_on(added).unwrap()
    };
    let (water, school) = (unit("县水利局"), unit("县教育局"));
    let person = NewPerson {
        login: "wu".to_owned(),
        name: "吴水".to_owned(),
        unit: Some(water),
        roles: Roles::NONE.with(Role::Analyst),
        ..NewPerson::default()
    };
    let added = desk.store().add_person(&person, &note);
    let id = desk.runtime.block_on(added).unwrap();
    let person = desk.runtime.block_on(desk.store().person(id)).unwrap();
    let owner = Actor::of(&person.unwrap(), "");
    let [own, to_water, to_school, of_school] = [
        ("值班", None),
        ("水利群", None),
        ("教育群", None),
        ("教育专群", Some(school)),
    ]
    .map(|(name, unit)| named_channel(&desk, name, unit));
    let asked = desk.desk();
    let reservoir = query("水库", &[own, of_school]);
    let kept = asked.keep_rule(&owner, None, &reservoir);
    desk.runtime.block_on(kept).unwrap();
    let canteen = topic(&desk, "食堂", "食堂", Some(school));
    rule(&desk, &of_topic(canteen, &[own, of_school]));
    route(&desk, RouteOf::Unit(water), to_water, "");
    let add = |form: RouteForm| {
        let added = asked.add_route(&owner, &form);
        desk.runtime.block_on(added)
    };
    let everyones = RouteForm {
        of: RouteOf::Unit(school),
        channel: to_school,
        words: "学校 OR 小学".to_owned(),
        everyones: true,
    };
    add(everyones.clone()).unwrap().unwrap();
    for wrong in [
        everyones.clone(),
        RouteForm {
            words: String::new(),
            ..everyones.clone()
        },
        RouteForm {
            of: RouteOf::Unit(UnitId(99)),
            ..everyones.clone()
        },
        RouteForm {
            channel: ChannelId(99),
            ..everyones.clone()
        },
    ] {
        assert!(add(wrong).is_err());
    }
    let problem = add(RouteForm {
        words: "(学校".to_owned(),
        ..everyones
    });
    assert!(problem.unwrap().is_err(), "words are of the grammar");
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let mut come = |id: &str, title: &str, text: &str| {
        let before = messages(&desk).len();
        desk.take(vec![desk.item(id, title, text)], 1).unwrap();
        look(&desk, &mut watch);
        let mut all = messages(&desk);
        all.sort_by_key(|one| one.id);
        let mut channels: Vec<ChannelId> = all
            .drain(before.min(all.len())..)
            .map(|one| one.said.channel)
            .collect();
        channels.sort();
        channels
    };
    // The rule is owned by somebody of the water office; the channel of another unit takes it not.
    assert_eq!(
        come(
            "a",
            "东山水库漫坝",
            "连日大雨，东山水库昨夜漫坝，护坡被冲开一道口子。"
        ),
        [own, to_water]
    );
    // The topic is about the work of the schools' unit, and the words are not in it.
    assert_eq!(
        come(
            "b",
            "职工食堂涨价引热议",
            "一份土豆丝从三元涨到五元，厂里职工议论纷纷。"
        ),
        [own, of_school]
    );
    assert_eq!(
        come(
            "c",
            "县小学附近水库鱼苗死亡",
            "放学路上的孩子看见水面浮起一层小鱼，渔政取了水样。"
        ),
        [own, to_water, to_school]
    );
}

#[test]
fn a_route_that_is_removed_takes_nothing_and_comes_back() {
    let desk = TestDesk::new();
    let [own, routed] = ["值班", "专项群"].map(|name| named_channel(&desk, name, None));
    let flood = topic(&desk, "防汛", "水库", None);
    rule(
        &desk,
        &RuleForm {
            level: Level::Red,
            cool_down_minutes: 0,
            ..of_topic(flood, &[own])
        },
    );
    let id = route(&desk, RouteOf::Topic(flood), routed, "");
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let remove = |removed: bool| {
        let done = asked.remove_route(&actor, id, removed);
        desk.runtime.block_on(done)
    };
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    remove(true).unwrap();
    assert!(remove(true).unwrap_err().is_conflict());
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(went(&desk), [own]);
    remove(false).unwrap();
    desk.clock.forward_ms(MINUTE_MS);
    desk.take(vec![flood_item(&desk, "b", "青岚水库开始泄洪了")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(went(&desk), [own, own, routed]);
    // An archived topic lets its rules rest, its routes with them.
    let archive = asked.archive_topic(&actor, (flood, 1), true);
    desk.runtime.block_on(archive).unwrap();
    desk.clock.forward_ms(MINUTE_MS);
    desk.take(vec![flood_item(&desk, "c", "青岚水库开始泄洪啦")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(went(&desk).len(), 3);
}

#[test]
fn a_topics_question_that_is_changed_is_watched_at_once() {
    let desk = TestDesk::new();
    let own = named_channel(&desk, "值班", None);
    let id = topic(&desk, "事", "冰雹", None);
    rule(&desk, &of_topic(id, &[own]));
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert!(alerts(&desk).is_empty());
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let form = TopicForm {
        name: "事".to_owned(),
        query: "水库".to_owned(),
        ..TopicForm::default()
    };
    let changed = asked.keep_topic(&actor, Some((id, 1)), &form);
    desk.runtime.block_on(changed).unwrap();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "b", "东山水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(alerts(&desk).len(), 1);
}
