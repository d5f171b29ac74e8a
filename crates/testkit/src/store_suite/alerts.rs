//! Rules, signals, alerts.

use super::NOW;
use model::{
    About, AlertState, ChannelId, DocumentId, EventId, HeldBack, Level, MessageState, Moment,
    NewMessage, Note, PersonId, Rule, RuleId, Sensitivity, Signal, Watched, Who, Why,
};
use ports::{AlertAsk, MessageAsk, Raised, Store, StoreError, WatchMark};

fn note(act: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who::command_line(),
        act: act.to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

fn rule(name: &str) -> Rule {
    Rule {
        id: RuleId(0),
        name: name.to_owned(),
        watched: Watched::Spike,
        topic: None,
        query: "停水 place:甘肃".to_owned(),
        sensitivity: Sensitivity::High,
        number: 2.5,
        level: Level::Orange,
        cool_down_minutes: 45,
        channels: vec![ChannelId(3), ChannelId(1)],
        paused: true,
        owner: PersonId(7),
        owner_name: "林分析".to_owned(),
        asked_by: PersonId(8),
        made_at: Moment(NOW),
        office_held: Some("青岚县县长".to_owned()),
        approved: None,
        version: 0,
    }
}

pub(super) async fn rules(store: &dyn Store) {
    let id = store
        .keep_rule(&rule("停水"), &note("rule.added"))
        .await
        .unwrap();
    let other = store
        .keep_rule(&rule("灯会"), &note("rule.added"))
        .await
        .unwrap();
    assert_ne!(id, other);
    let kept = store.rules().await.unwrap().remove(0);
    assert_eq!(
        kept,
        Rule {
            id,
            version: 1,
            ..rule("停水")
        }
    );
    let changed = Rule {
        approved: Some(("周编辑".to_owned(), Moment(NOW + 1))),
        paused: false,
        channels: Vec::new(),
        ..kept.clone()
    };
    store
        .keep_rule(&changed, &note("rule.approved"))
        .await
        .unwrap();
    let again = store.keep_rule(&changed, &note("rule.changed")).await;
    assert!(matches!(again, Err(StoreError::Conflict { .. })));
    let kept = store.rules().await.unwrap().remove(0);
    assert_eq!(
        kept,
        Rule {
            version: 2,
            ..changed
        }
    );
    let at = Moment(NOW + 2);
    store
        .remove_rule(id, at, &note("rule.removed"))
        .await
        .unwrap();
    let twice = store.remove_rule(id, at, &note("rule.removed")).await;
    assert!(matches!(twice, Err(StoreError::Conflict { .. })));
    let left = store.rules().await.unwrap();
    assert_eq!(left.iter().map(|rule| rule.id).collect::<Vec<_>>(), [other]);
}

fn why() -> Why {
    Why::Matched {
        source: "县台".to_owned(),
    }
}

fn seen(about: About, level: Level, at: i64) -> Raised {
    Raised {
        about,
        title: "水库泄洪".to_owned(),
        rule: RuleId(1),
        rule_name: "汛情".to_owned(),
        why: why(),
        level,
        level_why: Vec::new(),
        at: Moment(NOW + at),
        signals: 3,
        kept: vec![Signal {
            rule: RuleId(1),
            rule_name: "汛情".to_owned(),
            about,
            document: Some(DocumentId(5)),
            at: Moment(NOW + at),
            why: why(),
            level,
            title: "水库泄洪".to_owned(),
        }],
        told: false,
        held: Some(HeldBack::Quiet),
        messages: Vec::new(),
    }
}

fn mark(document: i64) -> WatchMark {
    WatchMark {
        document: DocumentId(document),
        revision: document * 2,
    }
}

async fn all(store: &dyn Store) -> Vec<model::Alert> {
    let ask = AlertAsk {
        limit: 10,
        ..AlertAsk::default()
    };
    store.alerts(&ask).await.unwrap()
}

pub(super) async fn raised(store: &dyn Store) {
    assert_eq!(store.watch_mark().await.unwrap(), None);
    let (event, source) = (About::Event(EventId(4)), About::Source(model::SourceId(2)));
    let first = [seen(event, Level::Yellow, 0), seen(source, Level::Blue, 0)];
    let ids = store.raise(&first, mark(5)).await.unwrap();
    assert_eq!(ids.len(), 2);
    assert_eq!(store.watch_mark().await.unwrap(), Some(mark(5)));
    let more = [seen(event, Level::Orange, 10)];
    assert_eq!(store.raise(&more, mark(9)).await.unwrap(), ids[..1]);
    let alert = store.alert(ids[0]).await.unwrap().unwrap();
    assert_eq!((alert.signals, alert.proposed), (6, Level::Orange));
    assert_eq!(
        (alert.first_at, alert.last_at),
        (Moment(NOW), Moment(NOW + 10))
    );
    assert_eq!(alert.held, Some(HeldBack::Quiet));
    let signals = store.signals(ids[0], 10).await.unwrap();
    assert_eq!(signals.len(), 2);
    assert_eq!(signals[0].level, Level::Orange, "the last one first");
    assert_eq!(store.alerts_of(&[event]).await.unwrap()[0], alert);
    let closed = model::Alert {
        state: AlertState::Closed,
        level: Some(Level::Blue),
        taken: Some((PersonId(7), "周值班".to_owned(), Moment(NOW + 20))),
        assessment: "例行泄洪".to_owned(),
        ..alert.clone()
    };
    store
        .change_alert(&closed, &[], &note("alert.closed"))
        .await
        .unwrap();
    let late = store
        .change_alert(&closed, &[], &note("alert.closed"))
        .await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    let kept = store.alert(ids[0]).await.unwrap().unwrap();
    assert_eq!(
        kept,
        model::Alert {
            version: 2,
            ..closed
        }
    );
    assert!(store.alerts_of(&[event]).await.unwrap().is_empty());
    let anew = store.raise(&more, mark(9)).await.unwrap();
    assert!(
        !ids.contains(&anew[0]),
        "a closed one is not opened by itself"
    );
    assert_eq!(all(store).await.len(), 3);
    let open = AlertAsk {
        state: Some(AlertState::Closed),
        limit: 10,
        ..AlertAsk::default()
    };
    assert_eq!(store.alerts(&open).await.unwrap().len(), 1);
}

pub(super) async fn told(store: &dyn Store) {
    let word = NewMessage {
        key: "alert/{alert}/n3/1".to_owned(),
        channel: ChannelId(3),
        person: None,
        level: Some(Level::Red),
        title: "【I级 红色】水库泄洪".to_owned(),
        text: "规则：汛情".to_owned(),
        page: Some("/alerts/{alert}".to_owned()),
        due_at: Moment(NOW),
        held: false,
    };
    let one = Raised {
        told: true,
        held: None,
        messages: vec![word.clone()],
        ..seen(About::Rule(RuleId(1)), Level::Red, 0)
    };
    let ids = store
        .raise(std::slice::from_ref(&one), mark(1))
        .await
        .unwrap();
    // What was not written down as looked at is looked at again: the word is the same.
    store.raise(&[one], mark(1)).await.unwrap();
    let ask = MessageAsk {
        state: MessageState::Waiting,
        channel: None,
        before: None,
        limit: 10,
    };
    let waiting = store.messages(&ask).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].said.key, format!("alert/{}/n3/1", ids[0]));
    assert_eq!(waiting[0].said.page, Some(format!("/alerts/{}", ids[0])));
    assert_eq!(store.told_since(Moment(NOW)).await.unwrap(), 1);
    assert_eq!(store.told_since(Moment(NOW + 1)).await.unwrap(), 0);
    let after = |at: i64| store.alerts_told_after(Moment(at), 10);
    assert_eq!(after(NOW - 1).await.unwrap()[0].id, ids[0]);
    assert!(after(NOW).await.unwrap().is_empty());
    let held = [seen(About::Rule(RuleId(2)), Level::Blue, 0)];
    let other = store.raise(&held, mark(2)).await.unwrap();
    let asked = AlertAsk {
        held: true,
        limit: 10,
        ..AlertAsk::default()
    };
    assert_eq!(store.alerts(&asked).await.unwrap().len(), 1);
    let of = AlertAsk {
        about: Some(About::Rule(RuleId(2))),
        limit: 10,
        ..AlertAsk::default()
    };
    let found = store.alerts(&of).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), other);
    let digest = NewMessage {
        key: "digest/1/n3".to_owned(),
        ..word
    };
    store
        .told(&other, Moment(NOW + 5), &[digest])
        .await
        .unwrap();
    assert!(store.alerts(&asked).await.unwrap().is_empty());
    assert_eq!(store.messages(&ask).await.unwrap().len(), 2);
}
