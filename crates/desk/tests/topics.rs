//! Topics: what people may make of them, `topic:` in questions, and that every number on a topic's
//! page is what the search behind it counts.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{
    Act, Actor, Desk, DeskError, RuleForm, RuleKept, SaveAsk, Saved, SearchAsk, SearchOrder, Tally,
    TopicForm, TopicKept, TopicPeriod, TopicSheet,
};
use model::{
    HOUR_MS, Item, ItemKey, Language, Moment, NewSource, PersonId, Role, Roles, SourceKind,
    TimeNote, TopicId, Who,
};
use ports::Clock;
use testkit::TestDesk;

fn actor(person: i64, role: Role) -> Actor {
    Actor {
        who: Who {
            person: Some(PersonId(person)),
            name: format!("p{person}"),
            address: String::new(),
        },
        name: format!("第{person}人"),
        roles: Roles::NONE.with(role),
        unit: None,
    }
}

fn form(name: &str, query: &str) -> TopicForm {
    TopicForm {
        name: name.to_owned(),
        query: query.to_owned(),
        ..TopicForm::default()
    }
}

fn keep(desk: &TestDesk, form: &TopicForm) -> Result<TopicKept, DeskError> {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    desk.runtime.block_on(asked.keep_topic(&actor, None, form))
}

fn made(desk: &TestDesk, form: &TopicForm) -> TopicId {
    match keep(desk, form).unwrap() {
        TopicKept::Kept { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn wrong(desk: &TestDesk, form: &TopicForm) -> &'static str {
    match keep(desk, form).unwrap() {
        TopicKept::Wrong(problem) => problem.code,
        other => panic!("{other:?}"),
    }
}

fn found(desk: &TestDesk, asked: &Desk, query: &str) -> Result<i64, &'static str> {
    let ask = SearchAsk {
        query: query.to_owned(),
        order: SearchOrder::Newest,
        page: 1,
        limit: 1,
        facets: false,
    };
    let results = desk.runtime.block_on(asked.search(&ask)).unwrap();
    match results.problem {
        Some(problem) => Err(problem.code),
        None => Ok(results.total as i64),
    }
}

/// A post of a source, so many hours ago.
fn post(desk: &TestDesk, number: i64, source: &str, hours: i64, title: &str) -> Item {
    let now = desk.clock.now();
    let source = NewSource::plain(SourceKind::File, source, None, now);
    let source = desk.runtime.block_on(desk.store().add_source(&source));
    Item {
        key: ItemKey::of_file(format!("p{number}")),
        source: source.unwrap().id,
        url: None,
        title: title.to_owned(),
        text: format!("{title}，第{number}位居民说情况如此，县里正在核实，水位记录编号{number}。"),
        published_at: Some(Moment(now.0 - hours * HOUR_MS)),
        time_note: TimeNote::Given,
        arrived_at: now,
        voice: None,
    }
}

/// Two months of posts about a reservoir and about a canteen, by sources whose names hold one another.
fn filled() -> TestDesk {
    let desk = TestDesk::new();
    let sources = ["日报", "青岚日报", "\"晚报\"", "论坛"];
    let titles = [
        "青岚水库开始泄洪，村民担心",
        "水库水位回落，感谢救援人员",
        "二小食堂饭菜变质，家长愤怒",
        "青岚县灯会开幕",
    ];
    let items = (0..240)
        .map(|number: i64| {
            let hours = (number * 7) % 1_500;
            let source = sources[(number % 4) as usize];
            let title = format!("{}{number}", titles[(number / 3 % 4) as usize]);
            post(&desk, number, source, hours, &title)
        })
        .collect();
    desk.take(items, 40).unwrap();
    desk
}

fn sheet(desk: &TestDesk, name: &str, period: TopicPeriod) -> TopicSheet {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let sheet = asked.topic_sheet(&actor, name, period);
    desk.runtime.block_on(sheet).unwrap()
}

/// Every number of a sheet with what it is.
fn tallies(sheet: &TopicSheet) -> Vec<(String, Tally)> {
    let mut all = vec![
        ("total".to_owned(), sheet.total.clone()),
        ("before".to_owned(), sheet.before.clone()),
    ];
    for bar in &sheet.bars {
        all.push((format!("bar {:?}", bar.from), bar.now.clone()));
        all.push((format!("bar {:?}", bar.before_from), bar.before.clone()));
    }
    for share in &sheet.sources {
        all.push((share.what.clone(), share.now.clone()));
        all.push((share.what.clone(), share.before.clone()));
    }
    for share in &sheet.tones {
        all.push((share.what.word().to_owned(), share.now.clone()));
        all.push((share.what.word().to_owned(), share.before.clone()));
    }
    for event in &sheet.events {
        all.push((event.card.id.to_string(), event.documents.clone()));
    }
    for (term, tally) in &sheet.terms {
        all.extend(tally.clone().map(|tally| (term.clone(), tally)));
    }
    all
}

#[test]
fn every_number_is_what_its_search_counts() {
    let desk = filled();
    made(&desk, &form("水库", "水库 OR 泄洪"));
    made(
        &desk,
        &TopicForm {
            sources: vec!["日报".to_owned()],
            languages: vec![Language::Chinese],
            ..form("窄", "topic:水库")
        },
    );
    // Texts have to be read for this one.
    made(&desk, &form("读", "raw:水库 -灯会"));
    let asked = desk.desk();
    for name in ["水库", "窄", "读"] {
        for period in TopicPeriod::ALL {
            let sheet = sheet(&desk, name, period);
            assert_eq!(sheet.problem, None);
            let numbers = tallies(&sheet);
            for (what, tally) in &numbers {
                let counted = found(&desk, &asked, &tally.search).unwrap();
                assert_eq!(
                    counted, tally.number,
                    "{name} {period:?} {what}: {}",
                    tally.search
                );
            }
            let sum = |side: fn(&desk::TopicBar) -> i64| sheet.bars.iter().map(side).sum::<i64>();
            assert_eq!(sum(|bar| bar.now.number), sheet.total.number);
            assert_eq!(sum(|bar| bar.before.number), sheet.before.number);
            let shares: i64 = sheet.sources.iter().map(|share| share.now.number).sum();
            assert_eq!(shares, sheet.total.number, "each document has one source");
            assert!(sheet.newest.len() <= 10);
        }
    }
    let month = sheet(&desk, "水库", TopicPeriod::Month);
    assert!(
        month.total.number > 30 && month.before.number > 10,
        "{month:?}"
    );
    assert!(!month.events.is_empty() && !month.terms.is_empty());
    assert!(month.sources.iter().any(|share| share.what == "日报"));
}

#[test]
fn the_period_before_is_as_long_and_holds_what_was_said_in_it() {
    let desk = TestDesk::new();
    let at = |number, hours| post(&desk, number, "日报", hours, &format!("水库消息{number}"));
    // Three of the last day, two of the day before, one older.
    let items = vec![
        at(1, 0),
        at(2, 5),
        at(3, 23),
        at(4, 25),
        at(5, 47),
        at(6, 60),
    ];
    desk.take(items, 6).unwrap();
    made(&desk, &form("水库", "水库"));
    let day = sheet(&desk, "水库", TopicPeriod::Day);
    assert_eq!((day.total.number, day.before.number), (3, 2));
    let [now, before] = day.spans;
    assert_eq!(now.1.0 - now.0.0, before.1.0 - before.0.0);
    assert_eq!(now.0, before.1);
    assert_eq!(sheet(&desk, "水库", TopicPeriod::Week).total.number, 6);
}

#[test]
fn topics_stand_for_their_questions_wherever_questions_are_asked() {
    let desk = filled();
    let id = made(&desk, &form("Reservoir 水库", "水库 OR 泄洪"));
    let asked = desk.desk();
    let all = found(&desk, &asked, "水库 OR 泄洪").unwrap();
    for query in ["topic:\"reservoir 水库\"", "专项:t1", "topic:1"] {
        assert_eq!(found(&desk, &asked, query), Ok(all), "{query}");
    }
    let rest = found(&desk, &asked, "-topic:t1").unwrap();
    assert_eq!(all + rest, 240);
    assert_eq!(found(&desk, &asked, "topic:无此专项"), Err("unknown_topic"));
    // In saved searches and in rules.
    let actor = Actor::command_line();
    let save = |query: &str| {
        let ask = SaveAsk {
            name: "x".to_owned(),
            query: query.to_owned(),
            office_held: String::new(),
        };
        desk.runtime.block_on(asked.save_search(&actor, &ask))
    };
    let Saved::Kept { secret, .. } = save("topic:t1").unwrap() else {
        panic!("not kept");
    };
    let feed = desk.runtime.block_on(asked.feed(&secret)).unwrap();
    assert_eq!(feed.hits.len() as i64, all.min(50));
    assert!(
        matches!(save("topic:无").unwrap(), Saved::Wrong(problem) if problem.code == "unknown_topic")
    );
    let rule = RuleForm {
        name: "r".to_owned(),
        topic: Some(id),
        query: "感谢".to_owned(),
        ..RuleForm::default()
    };
    let kept = desk.runtime.block_on(asked.keep_rule(&actor, None, &rule));
    assert!(matches!(kept.unwrap(), RuleKept::Kept { .. }));
    let rules = desk.runtime.block_on(asked.rules(&actor)).unwrap();
    let trial = desk
        .runtime
        .block_on(asked.try_rule(&rules[0], 366))
        .unwrap();
    let both = found(&desk, &asked, "topic:t1 感谢").unwrap();
    assert_eq!(trial.signals as i64, both);
    let rule = RuleForm {
        topic: Some(TopicId(99)),
        ..rule
    };
    let kept = desk.runtime.block_on(asked.keep_rule(&actor, None, &rule));
    assert!(matches!(kept.unwrap(), RuleKept::Wrong(problem) if problem.code == "unknown_topic"));
}

#[test]
fn a_topic_that_asks_for_itself_is_refused() {
    let desk = TestDesk::new();
    assert_eq!(wrong(&desk, &form("甲", "雨 topic:甲")), "topic_cycle");
    let one = made(&desk, &form("甲", "雨"));
    made(&desk, &form("乙", "topic:甲 风"));
    made(&desk, &form("丙", "雪 OR topic:乙"));
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let change = |query: &str| {
        let form = form("甲", query);
        let kept = asked.keep_topic(&actor, Some((one, 1)), &form);
        desk.runtime.block_on(kept).unwrap()
    };
    for query in ["topic:丙", "topic:t1", "-(雾 OR topic:乙)"] {
        let kept = change(query);
        assert!(
            matches!(&kept, TopicKept::Wrong(problem) if problem.code == "topic_cycle"),
            "{query}: {kept:?}"
        );
    }
    let TopicKept::Wrong(problem) = change("雾 topic:丙") else {
        panic!("kept");
    };
    assert_eq!(problem.span.start, 8, "it says where");
    assert!(matches!(change("雾"), TopicKept::Kept { .. }));
    assert_eq!(wrong(&desk, &form("丁", "")), "empty_topic");
    assert_eq!(wrong(&desk, &form("丁", "(雨")), "unclosed_paren");
}

#[test]
fn of_two_people_who_change_a_topic_the_second_is_told() {
    let desk = TestDesk::new();
    let id = made(&desk, &form("防汛", "水库"));
    let asked = desk.desk();
    let change = |who: &Actor, version: i64, query: &str| {
        let form = form("防汛", query);
        let kept = asked.keep_topic(who, Some((id, version)), &form);
        desk.runtime.block_on(kept)
    };
    let (first, second) = (actor(1, Role::Analyst), actor(2, Role::Editor));
    change(&first, 1, "水库 泄洪").unwrap();
    let late = change(&second, 1, "水库 溃坝").unwrap_err();
    assert!(late.is_conflict(), "{late}");
    assert!(late.to_string().contains("第1人"), "{late}");
    let topic = |name: &str| desk.runtime.block_on(asked.topic(&first, name)).unwrap();
    assert_eq!(topic("防汛").query, "水库 泄洪");
    let archive = |version: i64, archived: bool| {
        let done = asked.archive_topic(&first, (id, version), archived);
        desk.runtime.block_on(done)
    };
    assert!(archive(1, true).unwrap_err().is_conflict());
    archive(2, true).unwrap();
    assert_eq!(found(&desk, &asked, "topic:防汛"), Err("topic_archived"));
    assert_eq!(sheet(&desk, "t1", TopicPeriod::Week).problem, None);
    archive(3, false).unwrap();
    assert_eq!(found(&desk, &asked, "topic:防汛"), Ok(0));
    // Others may look and not change.
    let looks = actor(3, Role::Leader);
    assert!(looks.may(Act::Search));
    assert!(matches!(
        change(&looks, 4, "x"),
        Err(DeskError::Denied { .. })
    ));
    let kept = desk.runtime.block_on(desk.store().audit(&desk::AuditAsk {
        limit: 10,
        ..desk::AuditAsk::default()
    }));
    let acts: Vec<String> = kept
        .unwrap()
        .into_iter()
        .map(|entry| entry.note.act)
        .collect();
    assert_eq!(
        acts,
        [
            "topic.restored",
            "topic.archived",
            "topic.changed",
            "topic.added"
        ]
    );
}

#[test]
fn names_mean_one_topic_and_are_not_taken_from_under_a_question() {
    let desk = TestDesk::new();
    let id = made(&desk, &form("防汛", "水库"));
    for (name, word) in [
        ("防汛", "topic.taken"),
        ("t7", "topic.name_form"),
        ("12", "topic.name_form"),
        ("a \"b\"", "topic.name_form"),
        (" ", "topic.name"),
    ] {
        let refused = keep(&desk, &form(name, "雨"));
        assert!(
            matches!(&refused, Err(DeskError::Refused { word: told, .. }) if *told == word),
            "{name}: {refused:?}"
        );
    }
    made(&desk, &form("两者", "topic:防汛 OR 台风"));
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let other = form("汛情", "水库");
    let renamed = asked.keep_topic(&actor, Some((id, 1)), &other);
    let refused = desk.runtime.block_on(renamed).unwrap_err();
    assert!(refused.to_string().contains("t2"), "{refused}");
    assert!(refused.to_string().contains("topic:t1"), "{refused}");
}

#[test]
fn a_persons_name_needs_an_office_and_somebody_elses_approval_in_topics_and_rules() {
    let desk = filled();
    let (asked, writer) = (desk.desk(), actor(1, Role::Editor));
    let run = |form: &TopicForm, of| {
        let kept = asked.keep_topic(&writer, of, form);
        desk.runtime.block_on(kept).unwrap()
    };
    assert_eq!(
        run(&form("某人", "张伟"), None),
        TopicKept::NamesPerson("张伟".to_owned()),
        "private persons are refused"
    );
    let named = TopicForm {
        office_held: "青岚县县长".to_owned(),
        places: vec!["130681".to_owned()],
        ..form("县长", "张伟")
    };
    let TopicKept::Kept { id, waits: true } = run(&named, None) else {
        panic!("it does not wait");
    };
    assert_eq!(found(&desk, &asked, "topic:县长"), Err("topic_waits"));
    let waiting = sheet(&desk, "县长", TopicPeriod::Week);
    assert!(waiting.bars.is_empty() && waiting.newest.is_empty());
    let approve = |who: &Actor| desk.runtime.block_on(asked.approve_topic(who, id));
    assert!(approve(&writer).is_err(), "not one's own");
    assert!(approve(&actor(2, Role::Analyst)).is_err(), "not everybody");
    approve(&actor(2, Role::Leader)).unwrap();
    assert_eq!(found(&desk, &asked, "topic:县长"), Ok(0));
    let listed = desk.runtime.block_on(asked.topics_for_persons()).unwrap();
    assert_eq!(listed.len(), 1);
    // Another office is another person's: it waits anew, and who asked so does not approve.
    let second = actor(3, Role::Editor);
    let moved = TopicForm {
        office_held: "青岚县教育局局长".to_owned(),
        ..named
    };
    let kept = asked.keep_topic(&second, Some((id, 2)), &moved);
    let kept = desk.runtime.block_on(kept).unwrap();
    assert!(matches!(kept, TopicKept::Kept { waits: true, .. }));
    assert!(approve(&second).is_err());
    approve(&actor(2, Role::Leader)).unwrap();
}

#[test]
fn rules_that_name_a_person_are_held_to_the_same() {
    let desk = TestDesk::new();
    let (asked, writer) = (desk.desk(), actor(1, Role::Editor));
    let rule = |office: &str| RuleForm {
        name: "县长".to_owned(),
        query: "张伟".to_owned(),
        office_held: office.to_owned(),
        ..RuleForm::default()
    };
    let keep = |who: &Actor, of, form: &RuleForm| {
        let kept = asked.keep_rule(who, of, form);
        desk.runtime.block_on(kept).unwrap()
    };
    assert_eq!(
        keep(&writer, None, &rule("")),
        RuleKept::NamesPerson("张伟".to_owned())
    );
    let RuleKept::Kept { id, waits: true } = keep(&writer, None, &rule("青岚县县长")) else {
        panic!("it does not wait");
    };
    let approve = |who: &Actor| desk.runtime.block_on(asked.approve_rule(who, id));
    assert!(approve(&writer).is_err());
    approve(&actor(2, Role::Leader)).unwrap();
    let listed = desk.runtime.block_on(asked.rules_for_persons()).unwrap();
    assert_eq!(listed.len(), 1);
    // Whoever changes what is asked asks: they do not approve it, though they do not own it.
    let second = actor(3, Role::Editor);
    let kept = keep(&second, Some((id, 2)), &rule("青岚县教育局局长"));
    assert!(matches!(kept, RuleKept::Kept { waits: true, .. }));
    assert!(approve(&second).is_err());
    assert!(approve(&writer).is_err(), "nor does the owner");
    approve(&actor(2, Role::Leader)).unwrap();
}
