//! Corrections: kept whole or not at all, with what follows from them.

use super::{NOW, batch, change, document, people::note, source};
use model::{Act, Correction, CorrectionId, DocumentId, EventId, EventRecord, Note};
use ports::{AuditAsk, KeptBatch, KeptCorrection, Store, StoreError};

/// Events 1 (documents 1, 4 and 5, which is a copy), 2 and 3.
pub(super) async fn three_events(store: &dyn Store) {
    let source = source(store, "日报").await;
    let mut kept = batch(1, 3, source);
    kept.documents.push(document(4, source, Act::Join, 1));
    kept.documents
        .push(document(5, source, Act::CopyOf(DocumentId(4)), 1));
    kept.events[0] = change(1, 2, 1, 1.0, true);
    store.keep_batch(&kept).await.unwrap();
}

pub(super) fn event(id: i64, documents: i64, copies: i64) -> EventRecord {
    change(id, documents, copies, id as f64, false).after
}

pub(super) fn kept(correction: Correction) -> KeptCorrection {
    KeptCorrection {
        correction,
        undoes: None,
        accepts: None,
        after_document: DocumentId(5),
        moves: Vec::new(),
        events: Vec::new(),
        ended: Vec::new(),
        note: note("event.corrected", "e1"),
    }
}

/// Documents 4 and 5 go from event 1 to event 2.
pub(super) fn moved() -> KeptCorrection {
    KeptCorrection {
        moves: vec![(DocumentId(4), EventId(2)), (DocumentId(5), EventId(2))],
        events: vec![event(1, 1, 0), event(2, 2, 1)],
        ..kept(Correction::Move {
            documents: vec![DocumentId(4)],
            from: EventId(1),
            to: EventId(2),
        })
    }
}

/// Event 3 ends in event 1.
pub(super) fn merged() -> KeptCorrection {
    KeptCorrection {
        moves: vec![(DocumentId(3), EventId(1))],
        events: vec![event(1, 3, 1)],
        ended: vec![(EventId(3), EventId(1))],
        ..kept(Correction::Merge {
            from: EventId(3),
            into: EventId(1),
            documents: vec![DocumentId(3)],
        })
    }
}

fn renamed(title: Option<&str>, before: Option<&str>) -> KeptCorrection {
    KeptCorrection {
        events: vec![event(3, 1, 0)],
        ..kept(Correction::Rename {
            event: EventId(3),
            before: before.map(str::to_owned),
            title: title.map(str::to_owned),
        })
    }
}

async fn event_of(store: &dyn Store, document: i64) -> i64 {
    let found = store.documents(&[DocumentId(document)]).await.unwrap();
    found[0].placement.event.0
}

async fn title(store: &dyn Store, event: i64) -> String {
    let found = store.event(EventId(event)).await.unwrap();
    found.unwrap().title
}

pub(super) async fn notes(store: &dyn Store) -> usize {
    let ask = AuditAsk {
        limit: 100,
        ..AuditAsk::default()
    };
    store.audit(&ask).await.unwrap().len()
}

pub(super) async fn moves(store: &dyn Store) {
    three_events(store).await;
    let before = store.revision().await.unwrap();
    let id = store.keep_correction(&moved()).await.unwrap();
    assert_eq!(id, CorrectionId(1));
    assert_eq!(
        (event_of(store, 4).await, event_of(store, 5).await),
        (2, 2),
        "the copy goes with its head"
    );
    assert_eq!(event_of(store, 1).await, 1);
    assert_eq!(
        store.event(EventId(2)).await.unwrap().unwrap(),
        event(2, 2, 1)
    );
    assert!(store.revision().await.unwrap() > before, "open pages hear");
    assert_eq!(notes(store).await, 1);

    let facts = store.member_facts(EventId(2)).await.unwrap();
    let of: Vec<(i64, Option<i64>)> = facts
        .iter()
        .map(|one| (one.id.0, one.copy_of.map(|id| id.0)))
        .collect();
    assert_eq!(of, [(2, None), (4, None), (5, Some(4))]);

    let record = store.correction(id).await.unwrap().unwrap();
    assert_eq!(record.correction, moved().correction);
    assert_eq!(
        (record.at.0, record.who.name.as_str(), record.undone),
        (NOW, "王芳", false)
    );
    for event in [1, 2] {
        let of = store.corrections_of(EventId(event), 10).await.unwrap();
        assert_eq!(of, std::slice::from_ref(&record), "e{event}");
    }
    assert!(
        store
            .corrections_of(EventId(3), 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.counts().await.unwrap().events, 3);
    assert!(store.integrity().await.unwrap().is_empty());
}

pub(super) async fn refused(store: &dyn Store) {
    three_events(store).await;
    store.keep_correction(&moved()).await.unwrap();
    let (notes_before, revision) = (notes(store).await, store.revision().await.unwrap());
    let again = store.keep_correction(&moved()).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "the documents are not there any more: {again:?}"
    );
    let undo = KeptCorrection {
        undoes: Some(CorrectionId(1)),
        moves: vec![(DocumentId(4), EventId(1)), (DocumentId(5), EventId(1))],
        events: vec![event(1, 2, 1), event(2, 1, 0)],
        ..kept(Correction::Move {
            documents: vec![DocumentId(4)],
            from: EventId(2),
            to: EventId(1),
        })
    };
    store.keep_correction(&undo).await.unwrap();
    assert_eq!(event_of(store, 5).await, 1);
    assert!(
        store
            .correction(CorrectionId(1))
            .await
            .unwrap()
            .unwrap()
            .undone
    );
    let twice = store.keep_correction(&undo).await;
    assert!(
        matches!(twice, Err(StoreError::Conflict { .. })),
        "{twice:?}"
    );
    let nowhere = KeptCorrection {
        ended: vec![(EventId(99), EventId(1))],
        ..kept(Correction::Merge {
            from: EventId(99),
            into: EventId(1),
            documents: Vec::new(),
        })
    };
    assert!(store.keep_correction(&nowhere).await.is_err());
    assert_eq!(notes(store).await, notes_before + 1, "one more was kept");
    assert!(store.revision().await.unwrap() > revision);
    let engine = store.corrections_for_engine(0).await.unwrap();
    let order: Vec<(i64, Option<i64>)> = engine
        .iter()
        .map(|one| (one.id.0, one.undoes.map(|id| id.0)))
        .collect();
    assert_eq!(order, [(1, None), (2, Some(1))]);
    assert_eq!(store.corrections_for_engine(1).await.unwrap(), engine[1..]);
}

pub(super) async fn merges(store: &dyn Store) {
    three_events(store).await;
    store
        .keep_correction(&renamed(Some("县城积水"), None))
        .await
        .unwrap();
    assert_eq!(title(store, 3).await, "县城积水");
    assert!(
        store.corrections_for_engine(0).await.unwrap().is_empty(),
        "a title is nothing to the engine"
    );

    let id = store.keep_correction(&merged()).await.unwrap();
    assert!(store.event(EventId(3)).await.unwrap().is_none());
    let into = store.ended_event(EventId(3)).await.unwrap();
    assert_eq!(into, Some(EventId(1)));
    assert_eq!(event_of(store, 3).await, 1);
    assert_eq!(store.counts().await.unwrap().events, 2);

    let back = KeptCorrection {
        undoes: Some(id),
        moves: vec![(DocumentId(3), EventId(3))],
        events: vec![event(1, 2, 1), event(3, 1, 0)],
        ..kept(Correction::Move {
            documents: vec![DocumentId(3)],
            from: EventId(1),
            to: EventId(3),
        })
    };
    store.keep_correction(&back).await.unwrap();
    assert_eq!(
        title(store, 3).await,
        "县城积水",
        "a person's title outlives it"
    );
    assert_eq!(store.ended_event(EventId(3)).await.unwrap(), None);
    assert_eq!(store.counts().await.unwrap().events, 3);
    assert!(store.integrity().await.unwrap().is_empty());
}

pub(super) async fn names(store: &dyn Store) {
    three_events(store).await;
    let named = renamed(Some("县城\u{0}积水"), None);
    store.keep_correction(&named).await.unwrap();
    assert_eq!(
        title(store, 3).await,
        "县城积水",
        "a character no database holds"
    );
    // The line goes on, and its own title does not come back.
    let source = source(store, "日报").await;
    let later = KeptBatch {
        documents: vec![document(6, source, Act::Join, 3)],
        events: vec![change(3, 2, 0, 1.0, false)],
        ..KeptBatch::default()
    };
    store.keep_batch(&later).await.unwrap();
    assert_eq!(title(store, 3).await, "县城积水");
    let plain = KeptCorrection {
        events: vec![event(3, 2, 0)],
        ..renamed(None, Some("县城积水"))
    };
    store.keep_correction(&plain).await.unwrap();
    assert_eq!(title(store, 3).await, event(3, 2, 0).title);
    let missing = KeptCorrection {
        note: Note {
            details: String::new(),
            ..note("event.corrected", "e9")
        },
        events: Vec::new(),
        ..kept(Correction::Rename {
            event: EventId(9),
            before: None,
            title: Some("没有的事件".into()),
        })
    };
    let told = store.keep_correction(&missing).await;
    assert!(matches!(told, Err(StoreError::Conflict { .. })), "{told:?}");
}
