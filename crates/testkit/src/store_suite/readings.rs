//! Readings: put right by people for ever, counted by event, read again by newer models.

use super::people::note;
use super::{batch, source};
use model::{Category, DocumentId, EventId, Reading, ReadingCorrectionId, ReadingSide, Tone};
use ports::{DocumentAsk, Store, StoreError};

const FLOOD: ReadingSide = ReadingSide::Category(Category::Flood);
const FIRE: ReadingSide = ReadingSide::Category(Category::Fire);

async fn read(store: &dyn Store, id: i64) -> Reading {
    let found = store.documents(&[DocumentId(id)]).await.unwrap().pop();
    found.unwrap().document.reading
}

pub(super) async fn put_right(store: &dyn Store) {
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 3, source)).await.unwrap();
    let before = read(store, 2).await;
    assert_eq!(before.category, Category::Traffic);
    assert!((before.category_sure - 0.875).abs() < 1e-6 && (before.tone_sure - 0.5).abs() < 1e-6);
    assert_eq!(before.toward.as_deref(), Some("市政"));
    let said = note("reading.corrected", "d2");
    let tone = ReadingSide::Tone(Tone::Positive);
    let first = store
        .correct_reading(DocumentId(2), FLOOD, &said)
        .await
        .unwrap();
    let again = store.correct_reading(DocumentId(2), FLOOD, &said).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "said already"
    );
    let none = store.correct_reading(DocumentId(9), FLOOD, &said).await;
    assert!(
        matches!(none, Err(StoreError::Conflict { .. })),
        "no such document"
    );
    let second = store
        .correct_reading(DocumentId(2), tone, &said)
        .await
        .unwrap();
    let third = store
        .correct_reading(DocumentId(2), FIRE, &said)
        .await
        .unwrap();
    let now = read(store, 2).await;
    assert!(now.category_is_said() && now.tone_is_said());
    assert_eq!(
        (now.category, now.tone, &now.toward),
        (Category::Fire, Tone::Positive, &None)
    );
    let under = store.undo_reading(first, &said).await;
    assert!(
        matches!(under, Err(StoreError::Conflict { .. })),
        "a newer one stands on it"
    );
    let learned = store
        .readings_put_right(ReadingCorrectionId(0), 9)
        .await
        .unwrap();
    let sides: Vec<_> = learned
        .iter()
        .map(|(made, _)| (made.id, made.becomes))
        .collect();
    assert_eq!(
        sides,
        [(second, tone), (third, FIRE)],
        "what holds, in order"
    );
    assert!(
        learned
            .iter()
            .all(|(made, document)| made.document == document.document.id)
    );
    store.undo_reading(third, &said).await.unwrap();
    assert_eq!(read(store, 2).await.category, Category::Flood);
    let twice = store.undo_reading(third, &said).await;
    assert!(
        matches!(twice, Err(StoreError::Conflict { .. })),
        "once only"
    );
    store.undo_reading(second, &said).await.unwrap();
    assert_eq!(
        store.undo_reading(first, &said).await.unwrap(),
        DocumentId(2)
    );
    assert_eq!(
        read(store, 2).await,
        before,
        "as it was, and how sure, and toward what"
    );
    let history = store.reading_corrections(DocumentId(2)).await.unwrap();
    assert_eq!(history.len(), 3);
    assert!(
        history
            .iter()
            .all(|made| made.undone && made.who.name == "王芳")
    );
    assert_eq!(history[2].was, ReadingSide::Category(Category::Traffic));
    let audited = store.audit_after(model::AuditId(0), 99).await.unwrap();
    assert_eq!(
        audited.len(),
        6,
        "three made and three taken back, none for what was refused"
    );
}

pub(super) async fn counted(store: &dyn Store) {
    let source = source(store, "日报").await;
    let mut kept = batch(1, 5, source);
    for (at, (document, placement)) in kept.documents.iter_mut().enumerate() {
        placement.event = EventId(1);
        if at > 0 {
            placement.act = model::Act::Join;
        }
        document.reading.tone = if at == 4 {
            Tone::Positive
        } else {
            Tone::Negative
        };
    }
    kept.events.truncate(1);
    kept.events[0].after.documents = 5;
    store.keep_batch(&kept).await.unwrap();
    let counts = store.readings_of_event(EventId(1)).await.unwrap();
    let traffic = Category::Traffic;
    assert_eq!(
        counts,
        [(traffic, Tone::Negative, 4), (traffic, Tone::Positive, 1)]
    );
    let ask = DocumentAsk {
        event: Some(EventId(1)),
        category: Some(traffic),
        tone: Some(Tone::Positive),
        limit: 9,
        ..DocumentAsk::default()
    };
    let listed = store.list_documents(&ask).await.unwrap();
    assert_eq!(listed.len(), 1, "a count opens to its documents");
    assert_eq!(listed[0].document.id, DocumentId(5));
    assert!(
        store
            .readings_of_event(EventId(7))
            .await
            .unwrap()
            .is_empty()
    );
}

fn other() -> Reading {
    Reading {
        category: Category::School,
        category_sure: 0.25,
        tone: Tone::Neutral,
        tone_sure: 0.75,
        toward: None,
    }
}

async fn stale(store: &dyn Store, model: i64) -> Vec<i64> {
    let found = store.stale_readings(model, 3).await.unwrap();
    found.iter().map(|stored| stored.document.id.0).collect()
}

pub(super) async fn read_again(store: &dyn Store) {
    assert!(stale(store, -7).await.is_empty());
    store.keep_readings(-7, &[]).await.unwrap();
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 5, source)).await.unwrap();
    assert!(stale(store, -7).await.is_empty(), "read as they came");
    let said = note("reading.corrected", "d1");
    store
        .correct_reading(DocumentId(1), FLOOD, &said)
        .await
        .unwrap();
    assert_eq!(stale(store, 8).await, [1, 2, 3], "a newer model reads all");
    let some: Vec<(DocumentId, Reading)> = (1..=3).map(|id| (DocumentId(id), other())).collect();
    store.keep_readings(8, &some).await.unwrap();
    assert_eq!(
        stale(store, 8).await,
        [4, 5],
        "and goes on where it stopped"
    );
    store.keep_batch(&batch(6, 1, source)).await.unwrap();
    assert_eq!(
        stale(store, 8).await,
        [4, 5],
        "what came since was read by it"
    );
    let first = read(store, 1).await;
    assert_eq!(first.category, Category::Flood, "what a person said stays");
    assert!(first.category_is_said());
    assert_eq!(first.tone, Tone::Neutral, "the other side is read again");
    assert_eq!(read(store, 2).await, other());
    let rest: Vec<(DocumentId, Reading)> = (4..=5).map(|id| (DocumentId(id), other())).collect();
    store.keep_readings(8, &rest).await.unwrap();
    assert!(stale(store, 8).await.is_empty());
    assert_eq!(read(store, 6).await.category, Category::Traffic);
}
