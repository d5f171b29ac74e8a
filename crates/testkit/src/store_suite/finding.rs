//! What a search asks of the store.

use super::{batch, change, document, source};
use model::{Act, DocumentId, EventId};
use ports::{KeptBatch, Store};

pub(super) async fn documents_and_heat(store: &dyn Store) {
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 3, source)).await.unwrap();
    let later = KeptBatch {
        documents: vec![
            document(4, source, Act::Join, 1),
            document(5, source, Act::CopyOf(DocumentId(2)), 2),
        ],
        events: vec![change(1, 2, 0, 9.0, false), change(2, 1, 1, 4.5, false)],
        ..KeptBatch::default()
    };
    store.keep_batch(&later).await.unwrap();
    let ids = |ids: &[i64]| ids.iter().map(|id| DocumentId(*id)).collect::<Vec<_>>();
    let events = [EventId(2), EventId(1), EventId(77)];
    let found = store.documents_of(&events, 10).await.unwrap();
    assert_eq!(found, ids(&[1, 2, 4, 5]), "copies too, sorted");
    assert_eq!(store.documents_of(&events, 3).await.unwrap().len(), 3);
    assert!(store.documents_of(&[], 3).await.unwrap().is_empty());
    let mut heat = store.heat_of(&ids(&[5, 4, 3, 99])).await.unwrap();
    heat.sort_by_key(|(id, _)| *id);
    let heat: Vec<(i64, String)> = heat
        .into_iter()
        .map(|(id, log)| (id.0, log.to_string()))
        .collect();
    let expected = [(3, "3"), (4, "9"), (5, "4.5")];
    assert_eq!(heat, expected.map(|(id, log)| (id, log.to_owned())));
}
