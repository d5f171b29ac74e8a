//! Sources and visits.

use super::{NOW, batch, source};
use model::{
    DocumentId, Moment, NewSource, SourceId, SourceKind, SourceState, Visit, VisitOutcome,
};
use ports::Store;

fn feed(name: &str, url: &str) -> NewSource {
    NewSource {
        kind: SourceKind::Feed,
        name: name.into(),
        url: Some(url.into()),
        allow_private: false,
        added_at: Moment(NOW),
    }
}

pub(super) async fn added_once(store: &dyn Store) {
    let first = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap();
    let again = store
        .add_source(&feed("另一个名字", "https://a.example/feed"))
        .await
        .unwrap();
    assert_eq!(first.id, again.id, "a feed is one by its address");
    assert_eq!(again.name, "日报");
    let other = store
        .add_source(&feed("日报", "https://b.example/feed"))
        .await
        .unwrap();
    assert_ne!(first.id, other.id);
    assert_eq!(
        source(store, "日报").await,
        source(store, "日报").await,
        "an outlet in files is one by its name"
    );
    let all = store.sources().await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.is_sorted_by_key(|source| source.id));
    assert_eq!(all[0], first);
    assert_eq!(store.counts().await.unwrap().sources, 3);
}

pub(super) async fn removed(store: &dyn Store) {
    let feed_source = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap();
    store
        .keep_batch(&batch(1, 1, feed_source.id))
        .await
        .unwrap();
    assert!(store.remove_source(feed_source.id).await.unwrap());
    assert!(
        !store.remove_source(feed_source.id).await.unwrap(),
        "it is gone already"
    );
    assert!(!store.remove_source(SourceId(99)).await.unwrap());
    let file = source(store, "文件").await;
    assert!(
        !store.remove_source(file).await.unwrap(),
        "an outlet in files is not visited"
    );
    assert_eq!(store.sources().await.unwrap().len(), 1);
    let kept = store.documents(&[DocumentId(1)]).await.unwrap();
    assert_eq!(
        kept[0].source_name, "日报",
        "what came from it stays, with its name"
    );
    let back = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap();
    assert_eq!(back.id, feed_source.id, "added again it is the same one");
}

pub(super) async fn visits(store: &dyn Store) {
    let id = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap()
        .id;
    let visit = |at: i64, outcome: VisitOutcome, etag: Option<&str>| Visit {
        source: id,
        at: Moment(at),
        outcome,
        note: format!("{outcome:?}"),
        bytes: 10,
        items: 3,
        items_new: 2,
        state_after: SourceState {
            etag: etag.map(str::to_owned),
            last_modified: None,
            visited_at: Some(Moment(at)),
            last_outcome: Some("words".into()),
            failing: outcome == VisitOutcome::Failed,
        },
    };
    store
        .record_visit(&visit(1, VisitOutcome::Read, Some("\"a\"")))
        .await
        .unwrap();
    let failed = visit(2, VisitOutcome::Failed, Some("\"a\""));
    store.record_visit(&failed).await.unwrap();
    let source = store.sources().await.unwrap().remove(0);
    assert_eq!(source.state, failed.state_after);
    let visits = store.visits(id, 10).await.unwrap();
    assert_eq!(
        visits.iter().map(|visit| visit.at.0).collect::<Vec<_>>(),
        [2, 1],
        "newest first"
    );
    assert_eq!(
        (visits[0].outcome, visits[1].items_new),
        (VisitOutcome::Failed, 2)
    );
    assert_eq!(store.visits(id, 1).await.unwrap().len(), 1);
    assert!(store.visits(SourceId(99), 1).await.unwrap().is_empty());
}
