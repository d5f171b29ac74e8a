//! Events: ranked, with members, copies and volume.

use super::{NOW, batch, change, document, source};
use model::{Act, DocumentId, EventId, Moment};
use ports::{DocumentPage, EventOrder, KeptBatch, Store};

async fn ranked_ids(store: &dyn Store, order: EventOrder, as_of: i64, limit: u64) -> Vec<i64> {
    let events = store
        .ranked_events(order, Moment(as_of), limit)
        .await
        .unwrap();
    events.into_iter().map(|event| event.id.0).collect()
}

pub(super) async fn ranked(store: &dyn Store) {
    let source = source(store, "日报").await;
    let mut kept = batch(1, 4, source);
    for (index, heat) in [2.0, 5.0, 5.0, -1.5].into_iter().enumerate() {
        kept.events[index].after.heat_log = heat;
        kept.events[index].after.pulse_log = -heat;
    }
    store.keep_batch(&kept).await.unwrap();
    let late = NOW + 1_000 * 60_000;
    assert_eq!(
        ranked_ids(store, EventOrder::Heat, late, 10).await,
        [3, 2, 1, 4],
        "ties by the newer event"
    );
    assert_eq!(
        ranked_ids(store, EventOrder::Pulse, late, 10).await,
        [4, 1, 3, 2]
    );
    assert_eq!(
        ranked_ids(store, EventOrder::Newest, late, 10).await,
        [4, 3, 2, 1]
    );
    assert_eq!(ranked_ids(store, EventOrder::Heat, late, 2).await, [3, 2]);
    assert_eq!(
        ranked_ids(store, EventOrder::Heat, NOW + 2 * 60_000, 10).await,
        [2, 1],
        "not what came later"
    );
    // A later batch changes a row and opens none.
    let join = document(5, source, Act::Join, 1);
    let batch = KeptBatch {
        documents: vec![join],
        events: vec![change(1, 2, 0, 9.0, false)],
        ..KeptBatch::default()
    };
    store.keep_batch(&batch).await.unwrap();
    assert_eq!(ranked_ids(store, EventOrder::Heat, late, 1).await, [1]);
    assert_eq!(
        store.event(EventId(1)).await.unwrap().unwrap(),
        batch.events[0].after
    );
    assert_eq!(store.counts().await.unwrap().events, 4);
    assert_eq!(
        store
            .events(&[EventId(2), EventId(77), EventId(4)])
            .await
            .unwrap()
            .len(),
        2
    );
    assert!(store.event(EventId(77)).await.unwrap().is_none());
}

/// One event: heads 1 and 2, then 30 copies of 1 and one of 2, each a minute apart.
async fn with_copies(store: &dyn Store) {
    let (first, second) = (source(store, "日报").await, source(store, "晚报").await);
    let mut kept = KeptBatch {
        documents: vec![
            document(1, first, Act::Open, 1),
            document(2, second, Act::Join, 1),
        ],
        events: vec![change(1, 2, 31, 1.0, true)],
        ..KeptBatch::default()
    };
    for id in 3..33 {
        kept.documents
            .push(document(id, second, Act::CopyOf(DocumentId(1)), 1));
    }
    kept.documents
        .push(document(33, second, Act::CopyOf(DocumentId(2)), 1));
    store.keep_batch(&kept).await.unwrap();
}

pub(super) async fn members(store: &dyn Store) {
    with_copies(store).await;
    let page = store.event_documents(EventId(1), 0, 10).await.unwrap();
    assert_eq!(
        page.documents
            .iter()
            .map(|stored| stored.document.id.0)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(
        page.copy_counts,
        [(DocumentId(1), 30), (DocumentId(2), 1)],
        "counts are whole"
    );
    let of_first = page
        .copies
        .iter()
        .filter(|copy| copy.placement.copy_of() == Some(DocumentId(1)));
    assert_eq!(of_first.count(), DocumentPage::COPIES_EACH, "lists are cut");
    let second = store.event_documents(EventId(1), 1, 10).await.unwrap();
    assert_eq!((second.documents.len(), second.copies.len()), (1, 1));
    let beyond = store.event_documents(EventId(1), 5, 10).await.unwrap();
    assert!(beyond.documents.is_empty() && beyond.copies.is_empty());
    assert_eq!(store.event_sources(EventId(1)).await.unwrap(), 2);
    assert_eq!(store.event_sources(EventId(9)).await.unwrap(), 0);
    let counts = store.counts().await.unwrap();
    assert_eq!(
        (counts.documents, counts.copies, counts.events),
        (33, 31, 1)
    );
    assert!(store.integrity().await.unwrap().is_empty());
}

pub(super) async fn volume(store: &dyn Store) {
    with_copies(store).await;
    let volume = store.event_volume(EventId(1)).await.unwrap();
    let counted: Vec<(i64, i64, i64)> = volume
        .iter()
        .map(|bucket| {
            (
                (bucket.start.0 - NOW) / 60_000,
                bucket.documents,
                bucket.copies,
            )
        })
        .collect();
    // Documents lie at minutes 1 to 33 after a full quarter.
    assert_eq!(counted, [(0, 2, 12), (15, 0, 15), (30, 0, 4)]);
    assert!(store.event_volume(EventId(9)).await.unwrap().is_empty());
}

pub(super) async fn integrity(store: &dyn Store) {
    let source = source(store, "日报").await;
    assert!(
        store.integrity().await.unwrap().is_empty(),
        "an empty store is whole"
    );
    let mut kept = batch(1, 2, source);
    kept.events[0].after.documents = 5;
    store.keep_batch(&kept).await.unwrap();
    let problems = store.integrity().await.unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("events count"), "{problems:?}");
}
