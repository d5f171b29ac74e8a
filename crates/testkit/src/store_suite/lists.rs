//! Lists as people ask for them: events by what they have, what changed, documents, who was first.

use super::{NOW, batch, change, document, source};
use model::{
    Act, DocumentId, EventId, Facet, Facets, Language, Moment, Place, SourceId, SourceKind,
};
use ports::{DocumentAsk, EventAsk, EventOrder, KeptBatch, Store};

async fn ids(store: &dyn Store, ask: EventAsk) -> Vec<i64> {
    let found = store.find_events(&ask).await.unwrap();
    found.into_iter().map(|event| event.id.0).collect()
}

/// Four events; heat grows with the number. The last two lie in other counties of one city.
async fn four(store: &dyn Store) -> SourceId {
    let source = source(store, "日报").await;
    let mut kept = batch(1, 4, source);
    let facets = |source: i64, kind, language, places: &[u32]| {
        let mut facets = Facets::default();
        let places: Vec<Place> = places.iter().copied().map(Place).collect();
        facets.add(SourceId(source), Some(kind), language, &places);
        facets
    };
    let all = [
        facets(1, SourceKind::Feed, Language::Chinese, &[110_000]),
        facets(12, SourceKind::ListPage, Language::English, &[130_602]),
        facets(2, SourceKind::Feed, Language::Chinese, &[130_681, 130_000]),
        facets(1, SourceKind::Hand, Language::Unknown, &[130_681]),
    ];
    let titles = [
        "全县 100% 复工",
        "Heavy Rain_warning",
        "路面塌陷",
        "路面积水!",
    ];
    for ((change, facets), title) in kept.events.iter_mut().zip(all).zip(titles) {
        change.after.facets = facets;
        title.clone_into(&mut change.after.title);
        change.after.copies = change.after.id.0 % 2 * 4;
    }
    store.keep_batch(&kept).await.unwrap();
    source
}

pub(super) async fn found(store: &dyn Store) {
    four(store).await;
    let all = || EventAsk::all(EventOrder::Heat, 10);
    assert_eq!(ids(store, all()).await, [4, 3, 2, 1]);
    let event = store.event(EventId(3)).await.unwrap().unwrap();
    assert!(
        event.facets.has(Facet::Place(Place(130_600))),
        "facets are read back"
    );
    for (facets, expected) in [
        (vec![Facet::Source(SourceId(1))], vec![4, 1]),
        (vec![Facet::Source(SourceId(12))], vec![2]),
        (vec![Facet::Kind(SourceKind::Feed)], vec![3, 1]),
        (vec![Facet::Language(Language::Chinese)], vec![3, 1]),
        (vec![Facet::Place(Place(130_681))], vec![4, 3]),
        (vec![Facet::Place(Place(130_600))], vec![4, 3, 2]),
        (vec![Facet::Place(Place(130_000))], vec![4, 3, 2]),
        (vec![Facet::Place(Place(131_000))], vec![]),
        (
            vec![Facet::Place(Place(130_000)), Facet::Kind(SourceKind::Feed)],
            vec![3],
        ),
    ] {
        let ask = EventAsk {
            facets: facets.clone(),
            ..all()
        };
        assert_eq!(ids(store, ask).await, expected, "{facets:?}");
    }
    for (text, expected) in [
        ("路面", vec![4, 3]),
        ("rain_W", vec![2]),
        ("100%", vec![1]),
        ("%", vec![1]),
        ("_", vec![2]),
        ("!", vec![4]),
        ("\'; DROP TABLE events", vec![]),
    ] {
        let ask = EventAsk {
            text: text.to_owned(),
            ..all()
        };
        assert_eq!(ids(store, ask).await, expected, "{text}");
    }
    bounds(store).await;
}

async fn bounds(store: &dyn Store) {
    let all = || EventAsk::all(EventOrder::Heat, 10);
    let minute = |minutes: i64| Moment(NOW + minutes * 60_000);
    for (ask, expected) in [
        (
            EventAsk {
                last_from: minute(3),
                ..all()
            },
            vec![4, 3],
        ),
        (
            EventAsk {
                last_to: minute(2),
                ..all()
            },
            vec![2, 1],
        ),
        (
            EventAsk {
                voices_min: 5,
                ..all()
            },
            vec![3, 1],
        ),
        (
            EventAsk {
                opened_after: DocumentId(2),
                ..all()
            },
            vec![4, 3],
        ),
        (
            EventAsk {
                offset: 1,
                limit: 2,
                ..all()
            },
            vec![3, 2],
        ),
        (EventAsk::all(EventOrder::Pulse, 1), vec![1]),
        (EventAsk::all(EventOrder::Opened, 2), vec![4, 3]),
        (EventAsk::all(EventOrder::Newest, 1), vec![4]),
        (
            EventAsk {
                facets: vec![Facet::Kind(SourceKind::Feed)],
                offset: 1,
                ..EventAsk::all(EventOrder::Opened, 5)
            },
            vec![1],
        ),
    ] {
        let asked = format!("{ask:?}");
        assert_eq!(ids(store, ask).await, expected, "{asked}");
    }
    for (after, most, expected) in [(0, 10, 4), (2, 10, 2), (0, 3, 3), (9, 10, 0)] {
        let counted = store.events_opened_after(DocumentId(after), most).await;
        assert_eq!(counted.unwrap(), expected);
    }
}

pub(super) async fn changed(store: &dyn Store) {
    assert_eq!(store.revision().await.unwrap(), 0, "nothing ever changed");
    assert!(store.events_changed_after(0, 10).await.unwrap().is_empty());
    let source = four(store).await;
    let first = store.revision().await.unwrap();
    assert!(first > 0);
    let join = KeptBatch {
        documents: vec![document(5, source, Act::Join, 2)],
        events: vec![change(2, 2, 0, 9.0, false)],
        ..KeptBatch::default()
    };
    store.keep_batch(&join).await.unwrap();
    let second = store.revision().await.unwrap();
    assert!(second > first);
    let told = store.events_changed_after(first, 10).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].0, told[0].1.id.0, told[0].1.documents),
        (second, 2, 2)
    );
    let all = store.events_changed_after(0, 10).await.unwrap();
    let order: Vec<i64> = all.iter().map(|(_, event)| event.id.0).collect();
    assert_eq!(order, [1, 3, 4, 2], "what changed last comes last");
    assert_eq!(store.events_changed_after(0, 2).await.unwrap().len(), 2);
    assert!(
        store
            .events_changed_after(second, 9)
            .await
            .unwrap()
            .is_empty()
    );
    // A batch that changes no event is no change of events.
    store.keep_batch(&KeptBatch::default()).await.unwrap();
    assert_eq!(store.revision().await.unwrap(), second);
}

pub(super) async fn volumes(store: &dyn Store) {
    let source = source(store, "日报").await;
    let mut kept = KeptBatch {
        documents: vec![
            document(1, source, Act::Open, 1),
            document(2, source, Act::Open, 2),
            document(3, source, Act::CopyOf(DocumentId(1)), 1),
            document(70, source, Act::Join, 1),
        ],
        events: vec![change(1, 2, 1, 1.0, true), change(2, 1, 0, 1.0, true)],
        ..KeptBatch::default()
    };
    kept.documents[3].0.id = DocumentId(4);
    store.keep_batch(&kept).await.unwrap();
    let hour = model::HOUR_MS;
    let counted = |found: Vec<(EventId, model::VolumeBucket)>| -> Vec<(i64, i64, i64, i64)> {
        found
            .into_iter()
            .map(|(id, bucket)| {
                let step = (bucket.start.0 - NOW) / hour;
                (id.0, step, bucket.documents, bucket.copies)
            })
            .collect()
    };
    let both = [EventId(1), EventId(2), EventId(9)];
    let all = store.event_volumes(&both, Moment(NOW), hour).await.unwrap();
    assert_eq!(counted(all), [(1, 0, 1, 1), (1, 1, 1, 0), (2, 0, 1, 0)]);
    let late = Moment(NOW + hour);
    let late = store.event_volumes(&both, late, hour).await.unwrap();
    assert_eq!(counted(late), [(1, 1, 1, 0)]);
    assert!(
        store
            .event_volumes(&[], Moment(NOW), hour)
            .await
            .unwrap()
            .is_empty()
    );
}

pub(super) async fn listed(store: &dyn Store) {
    let (first, second) = (source(store, "日报").await, source(store, "晚报").await);
    let mut kept = KeptBatch {
        documents: vec![
            document(1, second, Act::Open, 1),
            document(2, first, Act::Open, 2),
            document(3, first, Act::CopyOf(DocumentId(1)), 1),
            document(4, second, Act::Join, 1),
        ],
        events: vec![change(1, 2, 1, 1.0, true), change(2, 1, 0, 1.0, true)],
        ..KeptBatch::default()
    };
    // A place is asked for itself: neither what it begins with nor what begins with it.
    let county = 990_121;
    for (index, codes) in [
        [county, 990_122],
        [county, 1],
        [99_012, 990_121_003],
        [1, county],
    ]
    .iter()
    .enumerate()
    {
        kept.documents[index].0.places = codes.map(Place).into();
    }
    store.keep_batch(&kept).await.unwrap();
    let all = || DocumentAsk {
        limit: 10,
        ..DocumentAsk::default()
    };
    for (ask, expected) in [
        (all(), vec![4, 3, 2, 1]),
        (
            DocumentAsk {
                event: Some(EventId(1)),
                ..all()
            },
            vec![4, 3, 1],
        ),
        (
            DocumentAsk {
                source: Some(first),
                ..all()
            },
            vec![3, 2],
        ),
        (
            DocumentAsk {
                event: Some(EventId(1)),
                place: Some(Place(county)),
                ..all()
            },
            vec![4, 1],
        ),
        (
            DocumentAsk {
                copies: true,
                ..all()
            },
            vec![3],
        ),
        (
            DocumentAsk {
                copies_of: Some(DocumentId(1)),
                event: Some(EventId(1)),
                ..all()
            },
            vec![3],
        ),
        (
            DocumentAsk {
                after: Some(DocumentId(2)),
                ..all()
            },
            vec![4, 3],
        ),
        (
            DocumentAsk {
                before: Some(DocumentId(3)),
                limit: 1,
                ..all()
            },
            vec![2],
        ),
        (
            DocumentAsk {
                event: Some(EventId(1)),
                source: Some(second),
                ..all()
            },
            vec![4, 1],
        ),
    ] {
        let found = store.list_documents(&ask).await.unwrap();
        let ids: Vec<i64> = found.iter().map(|stored| stored.document.id.0).collect();
        assert_eq!(ids, expected, "{ask:?}");
    }
    let copies = |event: i64, head: i64| store.copies_of(EventId(event), DocumentId(head));
    assert_eq!(copies(1, 1).await.unwrap(), 1);
    assert_eq!(copies(2, 1).await.unwrap(), 0);
    let seen = store.first_seen(EventId(1), 10).await.unwrap();
    let told: Vec<(&str, i64, i64)> = seen
        .iter()
        .map(|one| (one.name.as_str(), (one.at.0 - NOW) / 60_000, one.documents))
        .collect();
    assert_eq!(told, [("晚报", 1, 2), ("日报", 3, 1)]);
    assert_eq!(store.first_seen(EventId(1), 1).await.unwrap().len(), 1);
    let earliest = store.first_document(EventId(1)).await.unwrap().unwrap();
    assert_eq!(earliest.document.id, DocumentId(1));
    assert!(store.first_document(EventId(9)).await.unwrap().is_none());
    for (at, expected) in [(NOW, 0), (NOW + 2, 2), (NOW + 9, 4)] {
        assert_eq!(
            store.arrived_by(Moment(at)).await.unwrap(),
            DocumentId(expected)
        );
    }
}

pub(super) async fn marked(store: &dyn Store) {
    let source = source(store, "日报").await;
    let mut kept = batch(1, 600, source);
    kept.documents[2].1.event = EventId(1);
    kept.documents[3].0.places.clear();
    store.keep_batch(&kept).await.unwrap();
    let all: Vec<DocumentId> = (0..=600).rev().map(DocumentId).collect();
    let marks = store.marks(&all).await.unwrap();
    assert_eq!(marks.len(), 600, "those that are there");
    assert!(marks.is_sorted_by_key(|mark| mark.id));
    let (document, _) = &kept.documents[2];
    assert_eq!(marks[2].event, EventId(1));
    assert_eq!(marks[2].source, source);
    assert_eq!(marks[2].published_at, document.published_at);
    assert_eq!(marks[2].places, document.places);
    assert!(marks[3].places.is_empty());
    assert_eq!(store.marks(&[]).await.unwrap(), []);
}
