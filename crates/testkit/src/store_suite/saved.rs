//! Saved searches.

use super::NOW;
use model::{Moment, Note, PersonId, SavedSearch, SavedSearchId, SessionHash, Who};
use ports::{AuditAsk, Store, StoreError};

fn note(act: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who::command_line(),
        act: act.to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

fn search(name: &str, office_held: Option<&str>) -> SavedSearch {
    SavedSearch {
        id: SavedSearchId(0),
        name: name.to_owned(),
        query: "食堂 -招标".to_owned(),
        made_by: PersonId(7),
        made_by_name: "林分析".to_owned(),
        made_at: Moment(NOW),
        office_held: office_held.map(str::to_owned),
        approved: None,
    }
}

pub(super) async fn kept(store: &dyn Store) {
    let secret = |text: &str| SessionHash(text.to_owned());
    let plain = search("食堂", None);
    let id = store
        .save_search(&plain, &secret("a"), &note("search.saved"))
        .await
        .unwrap();
    let named = search("县长", Some("青岚县县长"));
    let other = store
        .save_search(&named, &secret("b"), &note("search.saved"))
        .await
        .unwrap();
    assert_ne!(id, other);
    let twice = store
        .save_search(&plain, &secret("a"), &note("search.saved"))
        .await;
    assert!(twice.is_err(), "an address belongs to one");
    let found = store.saved_search_at(&secret("a")).await.unwrap().unwrap();
    assert_eq!(found, SavedSearch { id, ..plain });
    assert!(!found.waits());
    let at = Moment(NOW + 5);
    let refused = store
        .approve_search(id, "周编辑", at, &note("search.approved"))
        .await;
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "it waits for nobody"
    );
    store
        .approve_search(other, "周编辑", at, &note("search.approved"))
        .await
        .unwrap();
    let found = store.saved_search_at(&secret("b")).await.unwrap().unwrap();
    assert_eq!(found.approved, Some(("周编辑".to_owned(), at)));
    assert!(!found.waits());
    store
        .renew_search(id, &secret("c"), &note("search.renewed"))
        .await
        .unwrap();
    assert_eq!(store.saved_search_at(&secret("a")).await.unwrap(), None);
    assert_eq!(store.saved_searches().await.unwrap().len(), 2);
    store
        .drop_search(id, &note("search.dropped"))
        .await
        .unwrap();
    assert!(
        store
            .drop_search(id, &note("search.dropped"))
            .await
            .is_err()
    );
    assert!(
        store
            .renew_search(id, &secret("d"), &note("search.renewed"))
            .await
            .is_err()
    );
    let left: Vec<SavedSearchId> = (store.saved_searches().await.unwrap().into_iter())
        .map(|search| search.id)
        .collect();
    assert_eq!(left, [other]);
    let written = store
        .audit(&AuditAsk {
            limit: 20,
            ..AuditAsk::default()
        })
        .await
        .unwrap();
    assert_eq!(
        written.len(),
        5,
        "what was refused is not written down as done"
    );
}
