//! Spread, looks at events, copy-paste floods and the pseudonyms they are counted by.

use super::{NOW, batch, change, document, source};
use model::{Act, DocumentId, EventHeat, EventId, Flood, Look, Moment, PersonId, Reason};
use ports::{DocumentAsk, FloodsOf, KeptBatch, Passing, Store};

const MINUTE: i64 = 60_000;

/// A text with three copies, one of them only half alike.
async fn folded(store: &dyn Store) {
    let (forum, other) = (source(store, "论坛").await, source(store, "晚报").await);
    let mut kept = batch(1, 1, forum);
    for (id, from, reason) in [
        (2, forum, Reason::SameText),
        (3, other, Reason::SharedPassages { percent: 85 }),
        (4, other, Reason::SharedPassages { percent: 40 }),
    ] {
        let mut copy = document(id, from, Act::CopyOf(DocumentId(1)), 1);
        copy.1.reasons = vec![reason];
        kept.documents.push(copy);
    }
    kept.events = vec![change(1, 1, 3, 1.0, true)];
    store.keep_batch(&kept).await.unwrap();
}

pub(super) async fn steps(store: &dyn Store) {
    folded(store).await;
    let steps = store.event_steps(EventId(1), 10).await.unwrap();
    let told: Vec<_> = (steps.iter())
        .map(|step| {
            (
                step.document.0,
                step.copy_of.map(|head| head.0),
                step.places.len(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, None, 2),
            (2, Some(1), 2),
            (3, Some(1), 2),
            (4, Some(1), 2)
        ]
    );
    assert_eq!(steps[2].reuses, Some(DocumentId(1)));
    assert_eq!(steps[0].at, Moment(NOW + MINUTE));
    assert_ne!(steps[0].source, steps[2].source);
    assert_eq!(store.event_steps(EventId(1), 2).await.unwrap(), steps[..2]);
    assert!(store.event_steps(EventId(9), 2).await.unwrap().is_empty());
}

pub(super) async fn looks(store: &dyn Store) {
    let (person, event) = (PersonId(3), EventId(1));
    assert_eq!(store.event_look(person, event).await.unwrap(), None);
    for last in [5, 9] {
        let look = Look {
            since: DocumentId(2),
            last: DocumentId(last),
            at: Moment(NOW + last),
        };
        store.looked_at_event(person, event, &look).await.unwrap();
        assert_eq!(store.event_look(person, event).await.unwrap(), Some(look));
    }
    assert_eq!(store.event_look(PersonId(4), event).await.unwrap(), None);
    let gone = |at| store.forget(Passing::Looks, Moment(at), 10);
    assert_eq!(gone(NOW + 9).await.unwrap(), 0);
    assert_eq!(gone(NOW + 10).await.unwrap(), 1);
    assert_eq!(store.event_look(person, event).await.unwrap(), None);
}

fn flood(documents: i64, first: i64) -> Flood {
    Flood {
        head: DocumentId(1),
        first: DocumentId(first),
        first_at: Moment(NOW + first * MINUTE),
        last_at: Moment(NOW + (first + documents - 1) * MINUTE),
        documents,
        voices: 2,
        at_least: true,
    }
}

fn of(from: i64, documents: &[i64]) -> FloodsOf {
    let ids = documents.iter().copied().map(DocumentId).collect();
    FloodsOf {
        head: DocumentId(1),
        from: Moment(from),
        floods: vec![(flood(documents.len() as i64, documents[0]), ids)],
    }
}

pub(super) async fn floods(store: &dyn Store) {
    folded(store).await;
    assert_eq!(store.flooded_to().await.unwrap(), DocumentId(0));
    let heads = store.heads_after(DocumentId(1), 2).await.unwrap();
    let head = Some(DocumentId(1));
    assert_eq!(heads, [(DocumentId(2), head), (DocumentId(3), head)]);
    let all = [DocumentId(1), DocumentId(2), DocumentId(9)];
    assert_eq!(store.crowded(&all, 3).await.unwrap(), [DocumentId(1)]);
    assert!(store.crowded(&all, 4).await.unwrap().is_empty());
    let posts = store.posts_under(DocumentId(1), 10).await.unwrap();
    let told: Vec<_> = posts
        .iter()
        .map(|post| (post.document.0, post.alike, post.voice))
        .collect();
    assert_eq!(
        told,
        [(4, 40, None), (3, 85, None), (2, 100, None), (1, 100, None)]
    );
    assert_eq!(
        posts[0].letters,
        ("第4条".chars().count() + "第4条的正文".chars().count()) as i64
    );
    assert_eq!(
        store.posts_under(DocumentId(1), 1).await.unwrap(),
        posts[..1]
    );

    store.keep_floods(&[of(0, &[1, 2])]).await.unwrap();
    // It goes on: kept anew as a whole, as often as that is said.
    for _ in 0..2 {
        store.keep_floods(&[of(NOW, &[1, 2, 3])]).await.unwrap();
    }
    let told = store.floods_of(EventId(1), 5).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0].flood, told[0].event), (&flood(3, 1), EventId(1)));
    assert_eq!(told[0].title, "第1条");
    assert!(store.floods_of(EventId(2), 5).await.unwrap().is_empty());
    let latest = |from: i64| store.latest_floods(Moment(from), 5);
    assert_eq!(latest(NOW + 3 * MINUTE).await.unwrap(), told);
    assert!(latest(NOW + 3 * MINUTE + 1).await.unwrap().is_empty());
    let ask = DocumentAsk {
        flood: Some(DocumentId(1)),
        limit: 10,
        ..DocumentAsk::default()
    };
    let listed = store.list_documents(&ask).await.unwrap();
    let ids: Vec<i64> = listed.iter().map(|stored| stored.document.id.0).collect();
    assert_eq!(ids, [3, 2, 1], "its documents, and no others");
    counted_in_heat(store).await;
    // A flood that ended before is left as it is.
    store
        .keep_floods(&[of(NOW + 4 * MINUTE, &[4])])
        .await
        .unwrap();
    assert_eq!(store.floods_of(EventId(1), 5).await.unwrap().len(), 2);
}

/// The first document counts, the others are of the flood.
async fn counted_in_heat(store: &dyn Store) {
    let facts = store.member_facts(EventId(1)).await.unwrap();
    let flooded: Vec<bool> = facts.iter().map(|one| one.flooded).collect();
    assert_eq!(flooded, [false, true, true, false]);
    let buckets = store.heat_buckets(EventId(1), Moment(0)).await.unwrap();
    let counted = |flooded: bool| -> i64 {
        let some = buckets.iter().filter(|bucket| bucket.flooded == flooded);
        some.map(|bucket| bucket.count).sum()
    };
    assert_eq!((counted(false), counted(true)), (2, 2));
    let revision = store.revision().await.unwrap();
    let heat = EventHeat {
        id: EventId(1),
        heat_log: 5.0,
        pulse_log: 4.0,
        heat_basis: 1,
    };
    store
        .keep_flooded_heat(&[heat], DocumentId(4))
        .await
        .unwrap();
    assert_eq!(store.flooded_to().await.unwrap(), DocumentId(4));
    let told = store.events_changed_after(revision, 5).await.unwrap();
    assert_eq!(told.len(), 1, "open pages hear of it");
    assert!((told[0].1.heat_log - 5.0).abs() < f64::EPSILON);
    store.keep_flooded_heat(&[], DocumentId(5)).await.unwrap();
    assert_eq!(store.flooded_to().await.unwrap(), DocumentId(5));
}

pub(super) async fn voices(store: &dyn Store) {
    let forum = source(store, "论坛").await;
    let mut kept: KeptBatch = batch(1, 1, forum);
    kept.documents
        .push(document(2, forum, Act::CopyOf(DocumentId(1)), 1));
    kept.voices = vec![(DocumentId(1), -7), (DocumentId(2), i64::MAX)];
    store.keep_batch(&kept).await.unwrap();
    let told = async || -> Vec<Option<i64>> {
        let posts = store.posts_under(DocumentId(1), 10).await.unwrap();
        posts.into_iter().map(|post| post.voice).collect()
    };
    assert_eq!(told().await, [Some(i64::MAX), Some(-7)]);
    let gone = |at| store.forget(Passing::Voices, Moment(at), 10);
    assert_eq!(gone(NOW + 2).await.unwrap(), 1, "by when they arrived");
    assert_eq!(told().await, [Some(i64::MAX), None]);
    assert_eq!(gone(NOW + 3).await.unwrap(), 1);
    assert_eq!(told().await, [None, None]);
}
