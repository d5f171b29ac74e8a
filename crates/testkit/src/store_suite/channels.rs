//! Channels.

use super::NOW;
use model::{
    Channel, ChannelId, ChannelKind, ChannelSettings, MailSettings, Moment, NewChannel, Note,
    UnitId, Who,
};
use ports::{Store, StoreError};

pub(super) fn note(act: &str, at: i64) -> Note {
    Note {
        at: Moment(at),
        who: Who::command_line(),
        act: act.to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

pub(super) fn described(name: &str) -> NewChannel {
    NewChannel {
        name: name.to_owned(),
        kind: ChannelKind::Mail,
        settings: ChannelSettings {
            sealed_address: "0a1b".to_owned(),
            site: "hook.example".to_owned(),
            sealed_secret: "ff".to_owned(),
            to: vec!["值班@qinglan.example".to_owned()],
            mail: MailSettings {
                port: 465,
                ..MailSettings::default()
            },
            template: "{\"标题\": \"{title}\"}".to_owned(),
            per_minute: 7,
            allow_private: true,
        },
        words: vec!["停水".to_owned(), "\"quoted\"".to_owned()],
        unit: Some(UnitId(3)),
    }
}

fn why(result: Result<(), StoreError>) -> String {
    match result {
        Err(StoreError::Conflict { why, .. }) => why,
        other => panic!("no conflict: {other:?}"),
    }
}

async fn only(store: &dyn Store) -> Channel {
    let all = store.channels().await.unwrap();
    assert_eq!(all.len(), 1);
    all.into_iter().next().unwrap()
}

pub(super) async fn kept(store: &dyn Store) {
    assert!(store.channels().await.unwrap().is_empty());
    let said = described("值班群");
    let id = store
        .add_channel(&said, "周管理", &note("channel.added", NOW))
        .await
        .unwrap();
    let first = only(store).await;
    assert_eq!((first.id, &first.said, first.version), (id, &said, 1));
    assert_eq!(first.changed_by, "周管理");
    assert!(first.sends() && first.sent_at.is_none() && first.last_error.is_empty());

    let changed = Channel {
        paused: true,
        said: NewChannel {
            words: Vec::new(),
            unit: None,
            ..said.clone()
        },
        ..first.clone()
    };
    let noted = note("channel.changed", NOW + 1);
    store
        .change_channel(&changed, "李管理", &noted)
        .await
        .unwrap();
    let second = only(store).await;
    assert!(second.paused && !second.sends() && second.version == 2);
    assert_eq!(second.said, changed.said);
    // Whoever read the first version is told who was faster, and overwrites nothing.
    let late = why(store.change_channel(&first, "周管理", &noted).await);
    assert!(late.contains("李管理"), "{late}");
    assert_eq!(only(store).await, second);

    let noted = note("channel.removed", NOW + 2);
    let removing = store.remove_channel(id, true, "李管理", &noted).await;
    removing.unwrap();
    let gone = only(store).await;
    assert_eq!(gone.removed_at, Some(Moment(NOW + 2)));
    why(store.remove_channel(id, true, "李管理", &noted).await);
    why(store.change_channel(&gone, "周管理", &noted).await);
    store
        .remove_channel(id, false, "李管理", &noted)
        .await
        .unwrap();
    assert_eq!(only(store).await.removed_at, None);
    let nobody = ChannelId(99);
    why(store.remove_channel(nobody, true, "李管理", &noted).await);

    store
        .channel_tried(id, Moment(NOW + 3), Some("away"))
        .await
        .unwrap();
    store
        .channel_tried(id, Moment(NOW + 4), None)
        .await
        .unwrap();
    let tried = only(store).await;
    assert_eq!(tried.failed_at, Some(Moment(NOW + 3)));
    assert_eq!(tried.sent_at, Some(Moment(NOW + 4)));
    assert_eq!(tried.last_error, "away");
    assert_eq!(tried.version, 4, "a try changes nothing people wrote");
}
