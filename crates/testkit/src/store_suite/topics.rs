//! Topics, routes, and alerts of a topic.

use super::NOW;
use model::{
    About, ChannelId, EventId, Language, Level, Moment, Note, PersonId, Route, RouteId, RouteOf,
    Rule, RuleId, Sensitivity, Signal, Topic, TopicId, UnitId, Watched, Who, Why,
};
use ports::{AlertAsk, AuditAsk, Raised, Store, StoreError, WatchMark};

fn note(act: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who::command_line(),
        act: act.to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

fn topic(name: &str) -> Topic {
    Topic {
        id: TopicId(0),
        name: name.to_owned(),
        query: "水库 OR 泄洪".to_owned(),
        places: vec!["青岚县".to_owned()],
        sources: vec!["\"晚报\"".to_owned(), "日报".to_owned()],
        languages: vec![Language::Chinese, Language::English],
        notes: "汛期每天看\n两遍".to_owned(),
        unit: Some(UnitId(3)),
        owner: PersonId(7),
        owner_name: "林分析".to_owned(),
        made_at: Moment(NOW),
        asked_by: PersonId(8),
        office_held: Some("青岚县县长".to_owned()),
        approved: None,
        archived_at: None,
        changed_by: "林分析".to_owned(),
        version: 0,
    }
}

fn why_not<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Err(StoreError::Conflict { why, .. }) => why,
        other => panic!("no conflict: {other:?}"),
    }
}

pub(super) async fn kept(store: &dyn Store) {
    let keep =
        |topic: Topic, act: &'static str| async move { store.keep_topic(&topic, &note(act)).await };
    let id = keep(topic("防汛"), "topic.added").await.unwrap();
    let plain = Topic {
        name: "灯会".to_owned(),
        changed_by: "周编辑".to_owned(),
        ..Topic::default()
    };
    let other = keep(plain, "topic.added").await.unwrap();
    let all = store.topics().await.unwrap();
    let first = Topic {
        id,
        version: 1,
        ..topic("防汛")
    };
    assert_eq!(all.first(), Some(&first));
    assert!(all[0].waits() && !all[1].waits());
    why_not(keep(topic("防汛"), "topic.added").await);

    let changed = Topic {
        approved: Some(("周编辑".to_owned(), Moment(NOW + 1))),
        changed_by: "周编辑".to_owned(),
        ..first.clone()
    };
    keep(changed.clone(), "topic.changed").await.unwrap();
    let late = why_not(keep(first, "topic.changed").await);
    assert!(late.contains("周编辑"), "{late}");
    let taken = Topic {
        name: "灯会".to_owned(),
        version: 2,
        ..changed.clone()
    };
    why_not(keep(taken, "topic.changed").await);

    // An archived topic lends its name; brought back, it must have one of its own.
    let archived = Topic {
        archived_at: Some(Moment(NOW + 2)),
        version: 2,
        ..changed
    };
    keep(archived.clone(), "topic.archived").await.unwrap();
    let third = keep(topic("防汛"), "topic.added").await.unwrap();
    let back = Topic {
        archived_at: None,
        version: 3,
        ..archived
    };
    why_not(keep(back, "topic.restored").await);
    let ids: Vec<TopicId> = (store.topics().await.unwrap().iter())
        .map(|topic| topic.id)
        .collect();
    assert_eq!(ids, [id, other, third]);
    let written = store
        .audit(&AuditAsk {
            limit: 20,
            ..AuditAsk::default()
        })
        .await
        .unwrap();
    assert_eq!(written.len(), 5, "what was refused is not written down");
    assert!(written.iter().all(|entry| !entry.note.object.is_empty()));
}

pub(super) async fn routes(store: &dyn Store) {
    let route = |of, words: &str| Route {
        id: RouteId(0),
        of,
        channel: ChannelId(4),
        words: words.to_owned(),
        everyones: words.is_empty(),
        made_by: "林分析".to_owned(),
        made_at: Moment(NOW),
        removed_at: None,
    };
    let (one, two) = (
        route(RouteOf::Topic(TopicId(1)), "溃坝 OR \"\u{1f6a8}\""),
        route(RouteOf::Unit(UnitId(2)), ""),
    );
    let id = store.add_route(&one, &note("route.added")).await.unwrap();
    let other = store.add_route(&two, &note("route.added")).await.unwrap();
    let expected = [
        Route { id, ..one },
        Route {
            id: other,
            ..two.clone()
        },
    ];
    assert_eq!(store.routes().await.unwrap(), expected);
    let gone = note("route.removed");
    store.remove_route(id, true, &gone).await.unwrap();
    why_not(store.remove_route(id, true, &gone).await);
    let all = store.routes().await.unwrap();
    assert_eq!(all[0].removed_at, Some(Moment(NOW)));
    store.remove_route(id, false, &gone).await.unwrap();
    assert_eq!(store.routes().await.unwrap(), expected);
    why_not(store.remove_route(RouteId(99), true, &gone).await);
}

fn rule(name: &str, topic: Option<TopicId>) -> Rule {
    Rule {
        id: RuleId(0),
        name: name.to_owned(),
        watched: Watched::Query,
        topic,
        query: String::new(),
        sensitivity: Sensitivity::Middle,
        number: 0.0,
        level: Level::Yellow,
        cool_down_minutes: 0,
        channels: Vec::new(),
        paused: false,
        owner: PersonId(7),
        owner_name: String::new(),
        asked_by: PersonId(7),
        made_at: Moment(NOW),
        office_held: None,
        approved: None,
        version: 0,
    }
}

fn seen(event: i64, spoke: &[RuleId]) -> Raised {
    let about = About::Event(EventId(event));
    let why = Why::Matched {
        source: "县台".to_owned(),
    };
    let signal = |rule: &RuleId| Signal {
        rule: *rule,
        rule_name: String::new(),
        about,
        document: None,
        at: Moment(NOW),
        why: why.clone(),
        level: Level::Yellow,
        title: String::new(),
    };
    Raised {
        about,
        title: format!("事{event}"),
        rule: spoke[0],
        rule_name: String::new(),
        why: why.clone(),
        level: Level::Yellow,
        level_why: Vec::new(),
        at: Moment(NOW),
        signals: spoke.len() as i64,
        kept: spoke.iter().map(signal).collect(),
        told: false,
        held: None,
        messages: Vec::new(),
    }
}

pub(super) async fn alerts(store: &dyn Store) {
    let mut ids = Vec::new();
    for (name, topic) in [
        ("甲", Some(TopicId(5))),
        ("乙", None),
        ("丙", Some(TopicId(6))),
    ] {
        let (rule, note) = (rule(name, topic), note("rule.added"));
        ids.push(store.keep_rule(&rule, &note).await.unwrap());
    }
    let (of, none, another) = (ids[0], ids[1], ids[2]);
    let raised = [
        seen(1, &[of]),
        seen(2, &[none]),
        // Another rule spoke first; the topic's did too.
        seen(3, &[none, of]),
        seen(4, &[another]),
    ];
    store.raise(&raised, WatchMark::default()).await.unwrap();
    // What a removed rule saw is still of its topic.
    store
        .remove_rule(of, Moment(NOW), &note("rule.removed"))
        .await
        .unwrap();
    let ask = |topic, limit| AlertAsk {
        topic,
        limit,
        ..AlertAsk::default()
    };
    let titles = |alerts: Vec<model::Alert>| -> Vec<String> {
        alerts.into_iter().map(|alert| alert.title).collect()
    };
    let found = store.alerts(&ask(Some(TopicId(5)), 10)).await.unwrap();
    assert_eq!(titles(found), ["事3", "事1"]);
    let found = store.alerts(&ask(Some(TopicId(5)), 1)).await.unwrap();
    assert_eq!(titles(found), ["事3"]);
    let open = AlertAsk {
        state: Some(model::AlertState::Taken),
        ..ask(Some(TopicId(5)), 10)
    };
    assert!(store.alerts(&open).await.unwrap().is_empty());
    assert_eq!(store.alerts(&ask(None, 10)).await.unwrap().len(), 4);
}
