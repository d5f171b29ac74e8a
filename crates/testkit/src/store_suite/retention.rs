//! Documents that are kept for a time: rules, what is due, what a purge leaves, what holds.

use super::corrections::{merged, three_events};
use super::{NOW, batch, change, document, people::note, source};
use model::{
    Act, CitedBy, DocumentId, DueCount, EventId, Hold, HoldId, HoldOn, ItemKey, KeepDue, KeepRules,
    KeepScope, Moment, NewHold, PurgeDay, Rank, SourceId, SourceKind, VisitOutcome,
};
use ports::{Attachment, DocumentAsk, HoldAsk, KeptBatch, LeftOver, Store, StoreError};

/// Documents of a source that arrived before the instant of document `id`.
fn due(source: SourceId, before: i64) -> KeepDue {
    KeepDue {
        source,
        kind: SourceKind::File,
        days: 90,
        before: Moment(NOW + before),
    }
}

async fn purge(store: &dyn Store, due: &KeepDue, most: u64) -> u64 {
    store
        .purge(due, 20_514, Moment(NOW + 9), most)
        .await
        .unwrap()
}

pub(super) async fn rules(store: &dyn Store) {
    assert_eq!(store.keep_rules().await.unwrap(), KeepRules::default());
    let (kind, own) = (
        KeepScope::Kind(SourceKind::Feed),
        KeepScope::Source(SourceId(7)),
    );
    let written = KeepRules::default()
        .changed(kind, Some(90), Moment(NOW))
        .changed(own, Some(0), Moment(NOW));
    let noted = note("keeping.changed", "");
    store.change_keep_rules(&written.0, &noted).await.unwrap();
    let again = written.changed(own, None, Moment(NOW + 1));
    let one = [*again.of(own).unwrap()];
    store.change_keep_rules(&one, &noted).await.unwrap();
    let kept = store.keep_rules().await.unwrap();
    assert_eq!(kept.of(kind), again.of(kind));
    assert_eq!(kept.of(own), again.of(own));
    let asked = ports::AuditAsk {
        act: "keeping.changed".into(),
        limit: 9,
        ..ports::AuditAsk::default()
    };
    assert_eq!(store.audit(&asked).await.unwrap().len(), 2);
}

pub(super) async fn purged(store: &dyn Store) {
    let (one, other) = (source(store, "日报").await, source(store, "论坛").await);
    let mut kept = batch(1, 2, one);
    kept.documents
        .push(document(3, one, Act::CopyOf(DocumentId(1)), 1));
    kept.documents.push(document(4, other, Act::Join, 1));
    kept.events[0] = change(1, 2, 1, 1.0, true);
    kept.voices = vec![(DocumentId(1), 7), (DocumentId(4), 8)];
    store.keep_batch(&kept).await.unwrap();
    for (id, name) in [(1, "aa"), (1, "bb"), (4, "bb")] {
        let attachment = Attachment {
            key: ItemKey::of_file(format!("i{id}")),
            name: name.into(),
            media_type: "image/png".into(),
            bytes: 1,
        };
        store.add_attachment(&attachment).await.unwrap();
    }
    let before = store.event(EventId(1)).await.unwrap();
    let facts = store.member_facts(EventId(1)).await.unwrap();
    assert_eq!(
        purge(store, &due(one, 1), 9).await,
        0,
        "arrived at that instant"
    );
    let count = store.count_due(&due(one, 4)).await.unwrap();
    assert_eq!((count.documents, count.held), (3, 0));
    assert_eq!(
        purge(store, &due(one, 4), 1).await,
        1,
        "in parts, the oldest first"
    );
    assert_eq!(
        store
            .purged(&[DocumentId(1), DocumentId(2)])
            .await
            .unwrap()
            .len(),
        1
    );

    // What is counted stays.
    assert_eq!(store.event(EventId(1)).await.unwrap(), before);
    assert_eq!(store.member_facts(EventId(1)).await.unwrap(), facts);
    assert_eq!(store.counts().await.unwrap().documents, 4);
    assert_eq!(store.last_document().await.unwrap(), DocumentId(4));
    assert!(store.integrity().await.unwrap().is_empty());
    let sums = store.purged_of(EventId(1)).await.unwrap();
    assert_eq!((sums[0].days, sums[0].documents), (90, 1));
    assert_eq!(sums[0].last_at, Moment(NOW + 9));

    // What was said is gone, and the item is seen before all the same.
    assert!(store.documents(&[DocumentId(1)]).await.unwrap().is_empty());
    let known = store.known(&[ItemKey::of_file("i1")]).await.unwrap();
    assert_eq!(
        (known[0].id, &known[0].key),
        (DocumentId(1), &ItemKey::of_file("i1"))
    );
    assert_eq!(known[0].fingerprint, u64::MAX - 1);
    assert!(known[0].placement.reasons.is_empty());
    let ids = store.document_ids().await.unwrap();
    assert_eq!(ids, [2, 3, 4].map(DocumentId));
    let listed = DocumentAsk {
        event: Some(EventId(1)),
        limit: 9,
        ..DocumentAsk::default()
    };
    let listed: Vec<i64> = (store.list_documents(&listed).await.unwrap().iter())
        .map(|stored| stored.document.id.0)
        .collect();
    assert_eq!(listed, [4, 3]);
    let first = store.first_document(EventId(1)).await.unwrap().unwrap();
    assert_eq!(first.document.id, DocumentId(3));
    let page = store.event_documents(EventId(1), 0, 9).await.unwrap();
    let members: Vec<i64> = page.documents.iter().map(|one| one.document.id.0).collect();
    assert_eq!(
        members,
        [3, 4],
        "a copy whose head went is listed by itself"
    );
    assert_eq!(store.listed_members(EventId(1)).await.unwrap(), 2);
    let after = store.documents_after(DocumentId(0), 9).await.unwrap();
    assert_eq!(after.len(), 3);

    // What lies elsewhere: a file that another document has too stays.
    let left = store.left_over(9).await.unwrap();
    let wanted = [
        LeftOver::Attachment("aa".into()),
        LeftOver::Entry(DocumentId(1)),
    ];
    assert_eq!(left, wanted);
    store.gone(&left).await.unwrap();
    store.gone(&left).await.unwrap();
    assert!(store.left_over(9).await.unwrap().is_empty());
    assert_eq!(
        store
            .attachments(&[ItemKey::of_file("i4")])
            .await
            .unwrap()
            .len(),
        1
    );

    assert_eq!(purge(store, &due(one, 4), 9).await, 2);
    assert_eq!(purge(store, &due(one, 4), 9).await, 0);
    assert_eq!(store.purged_of(EventId(1)).await.unwrap()[0].documents, 2);
    let days = store.purge_days(9).await.unwrap();
    let day = PurgeDay {
        day: 20_514,
        days: 90,
        sources: 1,
        documents: 3,
    };
    assert_eq!(days, [day]);
    // Numbers go on where they were.
    store.keep_batch(&batch(5, 1, one)).await.unwrap();
    assert!(store.integrity().await.unwrap().is_empty());
}

pub(super) async fn hot(store: &dyn Store) {
    let list = model::NewSource {
        kind: SourceKind::HotList,
        ..super::sources::feed("热榜", "https://a.example/hot")
    };
    let id = store.add_source(&list).await.unwrap().id;
    let mut kept = batch(1, 2, id);
    for (at, name) in ["甲", "乙"].into_iter().enumerate() {
        kept.documents[at].0.key = ItemKey {
            namespace: id.0,
            external_id: name.into(),
        };
    }
    store.keep_batch(&kept).await.unwrap();
    for (at, name) in [(1, "甲"), (2, "乙"), (50, "乙")] {
        let mut one = super::sources::visit(id, NOW + at, VisitOutcome::Read, None);
        one.findings.ranks = vec![Rank {
            external_id: name.into(),
            rank: 1,
            heat: None,
        }];
        one.findings.ranks_for_ms = 1;
        super::sources::keep(store, vec![one]).await;
    }
    let due = KeepDue {
        kind: SourceKind::HotList,
        ..due(id, 50)
    };
    let count = store.count_due(&due).await.unwrap();
    assert_eq!(count.documents, 1, "乙 stood there again since");
    let facts = store.member_facts(EventId(1)).await.unwrap();
    assert_eq!(facts[0].readings.len(), 1);
    assert_eq!(purge(store, &due, 9).await, 1);
    assert_eq!(
        store.member_facts(EventId(1)).await.unwrap(),
        facts,
        "heat stays"
    );
    assert!(
        store.ranks(id, "甲", 9).await.unwrap().is_empty(),
        "its name is gone"
    );
}

pub(super) async fn holds(store: &dyn Store) {
    three_events(store).await;
    let of = store.documents(&[DocumentId(1)]).await.unwrap()[0]
        .document
        .source;
    let all = due(of, 99);
    let new = |on, cited_by, reference: &str| NewHold {
        on,
        cited_by,
        reference: reference.into(),
        reason: "月报引用".into(),
    };
    let noted = note("hold.placed", "d2");
    let hold = async |hold: &NewHold| store.hold(hold, &noted).await;
    let document = new(HoldOn::Document(DocumentId(2)), CitedBy::Report, "2026-02");
    let first = hold(&document).await.unwrap();
    assert!(matches!(
        hold(&document).await,
        Err(StoreError::Conflict { .. })
    ));
    let other = new(document.on, CitedBy::Case, "c1");
    let second = hold(&other).await.unwrap();
    let event = hold(&new(HoldOn::Event(EventId(3)), CitedBy::Other, ""))
        .await
        .unwrap();
    let missing = new(HoldOn::Document(DocumentId(99)), CitedBy::Other, "");
    assert!(matches!(
        hold(&missing).await,
        Err(StoreError::Conflict { .. })
    ));

    let count = store.count_due(&all).await.unwrap();
    let wanted = DueCount {
        documents: 3,
        held: 2,
    };
    assert_eq!(count, wanted);
    let keeping = async |id: i64| -> Vec<HoldId> {
        let ask = HoldAsk {
            keeps: Some(DocumentId(id)),
            limit: 9,
            ..HoldAsk::default()
        };
        let found: Vec<Hold> = store.holds(&ask).await.unwrap();
        found.iter().map(|hold| hold.id).collect()
    };
    assert_eq!(keeping(2).await, [second, first]);
    assert_eq!(keeping(3).await, [event]);
    assert!(keeping(1).await.is_empty());

    // What joins an event on hold is held, and the hold goes with its event.
    let joined = KeptBatch {
        documents: vec![super::document(6, of, Act::Join, 3)],
        events: vec![change(3, 2, 0, 1.0, false)],
        ..KeptBatch::default()
    };
    store.keep_batch(&joined).await.unwrap();
    assert_eq!(store.count_due(&all).await.unwrap().held, 3);
    store.join_holds().await.unwrap();
    store.join_holds().await.unwrap();
    let mut into = merged();
    into.moves.push((DocumentId(6), EventId(1)));
    store.keep_correction(&into).await.unwrap();
    let ask = HoldAsk {
        on: Some(HoldOn::Event(EventId(1))),
        limit: 9,
        ..HoldAsk::default()
    };
    let moved = store.holds(&ask).await.unwrap();
    assert_eq!((moved[0].id, moved[0].documents), (event, 2));
    assert_eq!(purge(store, &all, 99).await, 0, "all of it is held now");

    let released = note("hold.released", "d2");
    store.release(first, &released).await.unwrap();
    assert!(matches!(
        store.release(first, &released).await,
        Err(StoreError::Conflict { .. })
    ));
    assert_eq!(
        store.count_due(&all).await.unwrap().documents,
        0,
        "one hold is left"
    );
    store.release(second, &released).await.unwrap();
    assert_eq!(purge(store, &all, 99).await, 1);
    let purged = new(HoldOn::Document(DocumentId(2)), CitedBy::Other, "");
    assert!(matches!(
        hold(&purged).await,
        Err(StoreError::Conflict { .. })
    ));
    store.release(event, &released).await.unwrap();
    assert_eq!(purge(store, &all, 99).await, 5);

    let everything = HoldAsk {
        released: true,
        limit: 2,
        ..HoldAsk::default()
    };
    let page = store.holds(&everything).await.unwrap();
    assert_eq!(
        page.iter().map(|hold| hold.id).collect::<Vec<_>>(),
        [event, second]
    );
    assert_eq!((page[0].documents, page[0].released.is_some()), (0, true));
    let by_case = HoldAsk {
        cited_by: Some(CitedBy::Case),
        reference: Some("c1".into()),
        released: true,
        before: Some(HoldId(99)),
        limit: 9,
        ..HoldAsk::default()
    };
    assert_eq!(store.holds(&by_case).await.unwrap()[0].said, other);
}

pub(super) async fn room(store: &dyn Store) {
    let source = source(store, "日报").await;
    let mut kept = batch(1, 2_000, source);
    for (document, _) in &mut kept.documents {
        document.text = "青岚县北门外大街路面塌陷。".repeat(30);
    }
    store.keep_batch(&kept).await.unwrap();
    store.tidy(false).await.unwrap();
    let before = store.disk_use().await.unwrap();
    assert!(before.bytes > 2_000 * 1_000, "{before:?}");
    assert_eq!(purge(store, &due(source, 99_999), 9_999).await, 2_000);
    while store.give_back().await.unwrap() {}
    store.tidy(false).await.unwrap();
    let stepped = store.disk_use().await.unwrap();
    if stepped.in_steps {
        assert!(stepped.bytes < before.bytes / 2, "{before:?} {stepped:?}");
        assert_eq!(stepped.free_bytes, 0);
    }
    store.tidy(true).await.unwrap();
    let whole = store.disk_use().await.unwrap();
    assert!(whole.bytes < before.bytes, "{before:?} {whole:?}");
    assert_eq!(store.document_ids().await.unwrap().len(), 0);
    assert_eq!(store.counts().await.unwrap().documents, 2_000);
}
