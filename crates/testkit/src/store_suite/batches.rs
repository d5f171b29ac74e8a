//! Batches: whole or not at all.

use super::{NOW, batch, document, source};
use model::{Act, DocumentId, EventId, ItemKey, Moment};
use ports::{Counts, KeptBatch, Store, StoreError};

pub(super) async fn read_back(store: &dyn Store) {
    assert_eq!(store.last_document().await.unwrap(), DocumentId(0));
    assert_eq!(store.newest_published().await.unwrap(), None);
    assert_eq!(store.counts().await.unwrap(), Counts::default());
    let source = source(store, "日报").await;
    let kept = batch(1, 250, source);
    store.keep_batch(&kept).await.unwrap();
    assert_eq!(store.last_document().await.unwrap(), DocumentId(250));
    assert_eq!(
        store.newest_published().await.unwrap(),
        Some(Moment(NOW + 250 * 60_000))
    );
    let back = store.documents_after(DocumentId(0), 1_000).await.unwrap();
    assert_eq!(back.len(), 250);
    for (stored, (document, placement)) in back.iter().zip(&kept.documents) {
        assert_eq!((&stored.document, &stored.placement), (document, placement));
        assert_eq!(stored.source_name, "日报");
    }
    let counts = store.counts().await.unwrap();
    assert_eq!(
        (counts.documents, counts.copies, counts.events),
        (250, 0, 250)
    );
    assert_eq!(store.document_ids().await.unwrap().len(), 250);
    store.keep_batch(&KeptBatch::default()).await.unwrap();
    assert_eq!(
        store.counts().await.unwrap(),
        counts,
        "an empty batch changes nothing"
    );
    assert!(store.integrity().await.unwrap().is_empty());
}

pub(super) async fn conflicts(store: &dyn Store) {
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 5, source)).await.unwrap();
    let before = store.counts().await.unwrap();
    let mut same_key = batch(6, 3, source);
    same_key.documents[2].0.key = ItemKey::of_file("i2");
    let mut twice = batch(6, 3, source);
    twice.documents[2].0.key = twice.documents[1].0.key.clone();
    for (what, wrong) in [
        ("a key that is kept", same_key),
        ("a key twice", twice),
        ("a gap", batch(8, 2, source)),
        ("again", batch(5, 2, source)),
    ] {
        let refused = store.keep_batch(&wrong).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { .. })),
            "{what}: {refused:?}"
        );
        assert_eq!(
            store.counts().await.unwrap(),
            before,
            "{what}: nothing of it is kept"
        );
        assert_eq!(
            store.last_document().await.unwrap(),
            DocumentId(5),
            "{what}"
        );
        assert!(store.event(EventId(6)).await.unwrap().is_none(), "{what}");
    }
    store.keep_batch(&batch(6, 3, source)).await.unwrap();
}

pub(super) async fn known(store: &dyn Store) {
    let source = source(store, "日报").await;
    let kept = batch(1, 4, source);
    store.keep_batch(&kept).await.unwrap();
    let mut keys: Vec<ItemKey> = (0..1_000)
        .map(|id| ItemKey::of_file(format!("i{id}")))
        .collect();
    keys.push(ItemKey {
        namespace: 7,
        external_id: "i1".into(),
    });
    let mut known = store.known(&keys).await.unwrap();
    known.sort_by_key(|known| known.id);
    assert_eq!(
        known.len(),
        4,
        "the same id in another namespace is another item"
    );
    for (known, (document, placement)) in known.iter().zip(&kept.documents) {
        assert_eq!((&known.key, known.id), (&document.key, document.id));
        assert_eq!(
            (known.fingerprint, &known.placement),
            (document.fingerprint, placement)
        );
    }
    assert!(store.known(&[]).await.unwrap().is_empty());
}

pub(super) async fn paged(store: &dyn Store) {
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 30, source)).await.unwrap();
    let page = store.documents_after(DocumentId(10), 5).await.unwrap();
    let ids: Vec<i64> = page.iter().map(|stored| stored.document.id.0).collect();
    assert_eq!(ids, [11, 12, 13, 14, 15]);
    assert!(
        store
            .documents_after(DocumentId(30), 5)
            .await
            .unwrap()
            .is_empty()
    );
    let asked = [7, 99, 3, 30].map(DocumentId);
    let found = store.documents(&asked).await.unwrap();
    let ids: Vec<i64> = found.iter().map(|stored| stored.document.id.0).collect();
    assert_eq!(
        ids,
        [7, 3, 30],
        "in the order asked for, without those that are not there"
    );
    assert!(store.documents(&[]).await.unwrap().is_empty());
}

pub(super) async fn odd(store: &dyn Store) {
    let source = source(store, "日报\u{0}").await;
    let texts = [
        "",
        "\u{202e}倒\u{202c}👩‍👩‍👧🏽\u{1f600}",
        "a\u{0}b",
        "'; DROP TABLE documents; --",
        "$1 ?1 %s \\ \"",
        &"长".repeat(3_400_000),
    ];
    let mut kept = KeptBatch::default();
    for (id, text) in (1..).zip(texts) {
        let (mut document, placement) = document(id, source, Act::Open, id);
        text.clone_into(&mut document.text);
        document.title = text.chars().take(50).collect();
        document.fingerprint = [0, u64::MAX, 1 << 63, 42, 7, 9][id as usize - 1];
        document.published_at = Moment(NOW);
        document.places = Vec::new();
        kept.documents.push((document, placement));
        kept.events
            .push(super::change(id, 1, 0, f64::from(id as u32) * 1e300, true));
    }
    store.keep_batch(&kept).await.unwrap();
    let back = store.documents_after(DocumentId(0), 10).await.unwrap();
    for (stored, (document, _)) in back.iter().zip(&kept.documents) {
        assert_eq!(
            stored.document.text,
            document.text.replace('\u{0}', ""),
            "NUL means nothing in a text"
        );
        assert_eq!(stored.document.fingerprint, document.fingerprint);
        assert!(stored.document.places.is_empty());
        assert_eq!(stored.source_name, "日报");
    }
    let heat = store.event(EventId(3)).await.unwrap().unwrap().heat_log;
    assert!((heat - 3e300).abs() < 1e290);
}

pub(super) async fn readers(store: &dyn Store) {
    let source = source(store, "日报").await;
    let write = async {
        for part in 0..20 {
            store
                .keep_batch(&batch(1 + part * 50, 50, source))
                .await
                .unwrap();
        }
    };
    let read = async {
        let mut last = DocumentId(0);
        while last < DocumentId(1_000) {
            let now = store.last_document().await.unwrap();
            assert!(
                now >= last && now.0 % 50 == 0,
                "readers see whole batches, in order: {now:?}"
            );
            let counted = store.counts().await.unwrap().documents;
            assert!(counted >= now.0);
            last = now;
        }
    };
    tokio::join!(write, read);
    assert!(store.integrity().await.unwrap().is_empty());
}
