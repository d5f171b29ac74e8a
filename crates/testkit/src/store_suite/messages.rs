//! The outbox.

use super::NOW;
use super::channels::{described, note};
use model::{
    ChannelId, HOUR_MS, Level, Message, MessageId, MessageState, Moment, NewMessage, PersonId,
    limits,
};
use ports::{FailedTry, MessageAsk, MessageCounts, Passing, Store};

fn said(key: &str, channel: ChannelId, level: Option<Level>, due_at: i64) -> NewMessage {
    NewMessage {
        key: key.to_owned(),
        channel,
        person: Some(PersonId(5)),
        level,
        title: format!("预警 {key}"),
        text: "东街停水，\n抢修中".to_owned(),
        page: Some("/alerts/a12".to_owned()),
        due_at: Moment(due_at),
        held: false,
    }
}

async fn found(store: &dyn Store, channel: ChannelId, now: i64) -> Vec<Message> {
    let due = store.messages_due(channel, Moment(now), 10).await;
    due.unwrap()
}

async fn keys(store: &dyn Store, channel: ChannelId, now: i64) -> Vec<String> {
    let due = found(store, channel, now).await.into_iter();
    due.map(|message| message.said.key).collect()
}

async fn in_state(store: &dyn Store, state: MessageState) -> Vec<Message> {
    let ask = MessageAsk {
        state,
        channel: None,
        before: None,
        limit: 10,
    };
    store.messages(&ask).await.unwrap()
}

async fn channel(store: &dyn Store, name: &str) -> ChannelId {
    let (described, noted) = (described(name), note("channel.added", NOW));
    let added = store.add_channel(&described, "周管理", &noted);
    added.await.unwrap()
}

async fn put_some(store: &dyn Store, one: ChannelId, two: ChannelId) {
    let put = [
        said("a", one, None, NOW),
        said("b", one, Some(Level::Blue), NOW),
        said("c", one, Some(Level::Red), NOW),
        said("d", one, Some(Level::Red), NOW + 1),
        said("e", two, Some(Level::Red), NOW),
        said("f", one, Some(Level::Red), NOW + HOUR_MS),
    ];
    assert_eq!(store.put_messages(&put).await.unwrap(), 6);
}

pub(super) async fn due(store: &dyn Store) {
    let (one, two) = (channel(store, "一").await, channel(store, "二").await);
    put_some(store, one, two).await;
    // The same word is written down once, whatever it says the second time.
    let again = NewMessage {
        title: "另一个标题".to_owned(),
        ..said("a", two, None, NOW)
    };
    let new = said("g", two, None, NOW);
    assert_eq!(store.put_messages(&[again, new]).await.unwrap(), 1);
    assert_eq!(keys(store, one, NOW).await, ["c", "b", "a"]);
    assert_eq!(keys(store, one, NOW + 1).await, ["c", "d", "b", "a"]);
    assert_eq!(keys(store, two, NOW).await, ["e", "g"]);
    assert!(keys(store, ChannelId(99), NOW).await.is_empty());
    let first = found(store, one, NOW).await.remove(0);
    assert_eq!(first.said, said("c", one, Some(Level::Red), NOW));
    assert_eq!(
        (first.tries, first.parts_sent, first.since),
        (0, 0, Moment(NOW))
    );
    // Word to a channel that is not there does not stop whoever writes it down.
    let lost = said("h", ChannelId(99), None, NOW);
    assert_eq!(store.put_messages(&[lost]).await.unwrap(), 1);
    let long = NewMessage {
        text: "水".repeat(limits::MESSAGE_CHARS_MAX + 5),
        ..said("i", two, Some(Level::Red), NOW)
    };
    assert_eq!(store.put_messages(&[long]).await.unwrap(), 1);
    let kept = found(store, two, NOW).await.remove(1).said.text;
    assert_eq!(kept.chars().count(), limits::MESSAGE_CHARS_MAX);
    assert!(kept.ends_with("水…"));
    let counts = store.message_counts().await.unwrap();
    let waiting = |waiting| MessageCounts { waiting, dead: 0 };
    assert_eq!(
        counts,
        [
            (one, waiting(5)),
            (two, waiting(3)),
            (ChannelId(99), waiting(1))
        ]
    );
}

fn failed(message: &Message, at: i64, next_at: Option<i64>) -> FailedTry {
    FailedTry {
        id: message.id,
        channel: message.said.channel,
        at: Moment(at),
        why: "对方没有应答".to_owned(),
        next_at: next_at.map(Moment),
    }
}

pub(super) async fn gathered(store: &dyn Store) {
    let one = channel(store, "一").await;
    let held = |key: &str, page: &str| NewMessage {
        held: true,
        page: Some(page.to_owned()),
        ..said(key, one, None, NOW)
    };
    let sent = |key: &str, page: &str| NewMessage {
        held: false,
        ..held(key, page)
    };
    let put = [
        sent("a", "/alerts/a1"),
        sent("b", "/alerts/a1"),
        sent("c", "/alerts/a2"),
        held("d", "/alerts/a3"),
        held("e", "/alerts/a4"),
    ];
    assert_eq!(store.put_messages(&put).await.unwrap(), 5);
    assert_eq!(keys(store, one, NOW).await, ["a", "b", "c"]);
    let told = |person: i64, from: i64| store.told_person_since(PersonId(person), Moment(from));
    assert_eq!(told(5, NOW).await.unwrap(), 2, "matters, not messages");
    assert_eq!(told(5, NOW + 1).await.unwrap(), 0);
    assert_eq!(told(6, NOW).await.unwrap(), 0);
    let waiting = in_state(store, MessageState::Held).await;
    assert_eq!(waiting.len(), 2);
    let ids: Vec<MessageId> = waiting.iter().map(|one| one.id).collect();
    let digest = [sent("digest", "/alerts")];
    store.gather_messages(&ids, &digest).await.unwrap();
    // What was gathered is gathered once.
    store.gather_messages(&ids, &digest).await.unwrap();
    assert!(in_state(store, MessageState::Held).await.is_empty());
    assert_eq!(in_state(store, MessageState::Gathered).await.len(), 2);
    assert_eq!(keys(store, one, NOW).await, ["a", "b", "c", "digest"]);
}

pub(super) async fn ends(store: &dyn Store) {
    let one = channel(store, "一").await;
    let put = ["a", "b", "c"].map(|key| said(key, one, None, NOW));
    store.put_messages(&put).await.unwrap();
    let [a, b, c] = <[Message; 3]>::try_from(found(store, one, NOW).await).unwrap();
    store.message_part_sent(a.id, 2).await.unwrap();
    store.message_part_sent(a.id, 1).await.unwrap();
    assert_eq!(
        found(store, one, NOW).await[0].parts_sent,
        2,
        "it never goes back"
    );

    let later = NOW + 60_000;
    store
        .message_failed(&failed(&b, NOW, Some(later)))
        .await
        .unwrap();
    store.message_failed(&failed(&c, NOW, None)).await.unwrap();
    assert_eq!(keys(store, one, NOW + 59_999).await, ["a"]);
    assert_eq!(keys(store, one, later).await, ["a", "b"]);
    // A clock that went back by a day: what was put off is put off no longer than hours.
    assert!(
        keys(store, one, NOW - 24 * HOUR_MS).await.is_empty(),
        "not due before its time"
    );
    let kept = in_state(store, MessageState::Dead).await;
    assert_eq!((kept[0].id, kept[0].tries), (c.id, 1));
    assert_eq!(kept[0].last_error.as_deref(), Some("对方没有应答"));
    let channel = store.channels().await.unwrap().remove(0);
    assert_eq!(
        (channel.failed_at, channel.sent_at),
        (Some(Moment(NOW)), None)
    );

    store.message_sent(&a, Moment(NOW + 5), true).await.unwrap();
    store
        .message_sent(&a, Moment(NOW + 9), false)
        .await
        .unwrap();
    assert_eq!(
        keys(store, one, NOW + 5).await,
        ["b"],
        "the channel is there again"
    );
    let sent = in_state(store, MessageState::Sent).await;
    assert_eq!((sent[0].id, sent[0].sent_at), (a.id, Some(Moment(NOW + 5))));
    let gone = store.forget(Passing::Messages, Moment(NOW + 5), 10).await;
    assert_eq!(gone.unwrap(), 0, "it was sent just then");
    // What was sent does not fail afterwards.
    store.message_failed(&failed(&a, NOW, None)).await.unwrap();
    assert_eq!(in_state(store, MessageState::Sent).await.len(), 1);

    let all = [a.id, b.id, c.id, MessageId(99)];
    let noted = note("message.again", later);
    assert_eq!(store.send_again(&all, &noted).await.unwrap(), 2);
    let again = found(store, one, later).await;
    assert_eq!(again.len(), 2);
    assert!(
        again
            .iter()
            .all(|message| message.tries == 0 && message.since == Moment(later))
    );
    assert_eq!(again[1].parts_sent, 0);
    let noted = note("message.dropped", later);
    assert_eq!(store.drop_messages(&[b.id, a.id], &noted).await.unwrap(), 1);
    assert_eq!(in_state(store, MessageState::Dropped).await.len(), 1);
    let gone = store.forget(Passing::Messages, Moment(NOW + 6), 10).await;
    assert_eq!(gone.unwrap(), 1);
    assert!(in_state(store, MessageState::Sent).await.is_empty());
    let ask = MessageAsk {
        state: MessageState::Waiting,
        channel: Some(one),
        before: Some(MessageId(c.id.0 + 1)),
        limit: 1,
    };
    assert_eq!(store.messages(&ask).await.unwrap()[0].id, c.id);
    let none = MessageAsk {
        before: Some(c.id),
        ..ask
    };
    assert!(store.messages(&none).await.unwrap().is_empty());
}
