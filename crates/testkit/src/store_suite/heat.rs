//! Heat: its settings, what it is reckoned and explained of, and what is stale.

use super::people::note;
use super::sources::{feed, keep, visit};
use super::{NOW, batch, change, document, source};
use model::{
    Act, DocumentId, EventHeat, EventId, Findings, HeatSettings, ItemKey, Moment, NewSource, Rank,
    Reach, SourceEdit, SourceId, SourceKind, VisitOutcome,
};
use ports::{AuditAsk, KeptBatch, Store, StoreError};

const QUARTER_MS: i64 = 900_000;

async fn stale(store: &dyn Store) -> Vec<i64> {
    let found = store.stale_events(10).await.unwrap();
    assert_eq!(store.stale_count(10).await.unwrap(), found.len() as i64);
    found.into_iter().map(|event| event.0).collect()
}

fn heat(id: i64, heat: f64, heat_basis: i64) -> EventHeat {
    EventHeat {
        id: EventId(id),
        heat_log: heat,
        pulse_log: -heat,
        heat_basis,
    }
}

pub(super) async fn settings(store: &dyn Store) {
    let (plain, basis) = store.heat().await.unwrap();
    assert_eq!((plain, basis), (HeatSettings::default(), 1));
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 4, source)).await.unwrap();
    assert!(
        stale(store).await.is_empty(),
        "kept by the basis that holds"
    );
    let mut other = HeatSettings {
        copy: 0.25,
        ..HeatSettings::default()
    };
    other.reaches.insert(Reach::Nation, 7.5);
    other.kinds.entry(SourceKind::Hand).or_default().weight = 0.125;
    let said = note("heat.changed", "");
    store.change_heat(&other, 1, &said).await.unwrap();
    assert_eq!(store.heat().await.unwrap(), (other.clone(), 2));
    let late = store.change_heat(&HeatSettings::default(), 1, &said).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    assert_eq!(store.heat().await.unwrap(), (other.clone(), 2));
    let ask = AuditAsk {
        act: "heat.changed".to_owned(),
        limit: 10,
        ..AuditAsk::default()
    };
    assert_eq!(
        store.audit(&ask).await.unwrap().len(),
        1,
        "only what was kept"
    );

    assert_eq!(stale(store).await, [1, 2, 3, 4]);
    assert_eq!(store.stale_events(2).await.unwrap().len(), 2);
    let revision = store.revision().await.unwrap();
    let some = [heat(1, 5.0, 2), heat(2, 6.0, 2), heat(99, 1.0, 2)];
    store.keep_heat(&some[..2]).await.unwrap();
    assert_eq!(stale(store).await, [3, 4], "it goes on where it stopped");
    let told = store.events_changed_after(revision, 10).await.unwrap();
    assert_eq!(told.len(), 2, "open pages hear of it");
    let second = store.event(EventId(2)).await.unwrap().unwrap();
    assert_eq!((second.heat_basis, second.documents), (2, 1));
    assert!((second.heat_log - 6.0).abs() < f64::EPSILON);
    assert!((second.pulse_log + 6.0).abs() < f64::EPSILON);

    // What the line touches meanwhile is reckoned there, and passed over.
    let mut touched = change(3, 2, 0, 9.0, false);
    touched.after.heat_basis = 2;
    let kept = KeptBatch {
        documents: vec![document(5, source, Act::Join, 3)],
        events: vec![touched],
        ..KeptBatch::default()
    };
    store.keep_batch(&kept).await.unwrap();
    assert_eq!(stale(store).await, [4]);
    store.keep_heat(&[heat(4, 1.0, 2)]).await.unwrap();
    assert!(stale(store).await.is_empty());
    store.heat_reckoned(2).await.unwrap();
    // A change in the middle begins from the first once more; what ended late does not count.
    store.change_heat(&other, 2, &said).await.unwrap();
    store.heat_reckoned(2).await.unwrap();
    store.keep_heat(&[heat(4, 1.0, 2)]).await.unwrap();
    assert_eq!(stale(store).await, [1, 2, 3, 4]);
    let gone = [heat(1, 1.0, 3), heat(77, 1.0, 3)];
    store.keep_heat(&gone).await.unwrap();
    assert_eq!(store.counts().await.unwrap().events, 4);
}

pub(super) async fn parts(store: &dyn Store) {
    let (file, other) = (source(store, "日报").await, source(store, "晚报").await);
    let mut kept = batch(1, 1, file);
    for (id, act, from) in [
        (2, Act::Join, file),
        (3, Act::CopyOf(DocumentId(1)), file),
        (4, Act::Join, other),
        (40, Act::Join, file),
    ] {
        let mut one = document(id, from, act, 1);
        one.0.id = DocumentId(kept.documents.len() as i64 + 1);
        kept.documents.push(one);
    }
    kept.events = vec![change(1, 4, 1, 1.0, true)];
    store.keep_batch(&kept).await.unwrap();
    let hear = SourceEdit::Hear(Some(Reach::Nation));
    let said = note("source.changed", "s2");
    store.edit_sources(&[other], &hear, &said).await.unwrap();

    let told = store.heat_buckets(EventId(1), Moment(0)).await.unwrap();
    let quarter = NOW / QUARTER_MS * QUARTER_MS;
    let after = NOW - quarter;
    assert!(told.is_sorted_by_key(|bucket| bucket.start));
    assert!(told.iter().all(|one| one.kind == Some(SourceKind::File)));
    let shown: Vec<_> = told
        .iter()
        .map(|one| {
            (
                one.start.0 - quarter,
                one.reach,
                one.copies,
                one.count,
                one.after_ms,
            )
        })
        .collect();
    let late = (after + 40 * 60_000) / QUARTER_MS * QUARTER_MS;
    assert_eq!(
        shown,
        [
            (0, None, false, 2, 2 * after + 3 * 60_000),
            (0, None, true, 1, after + 3 * 60_000),
            (0, Some(Reach::Nation), false, 1, after + 4 * 60_000),
            (late, None, false, 1, after + 40 * 60_000 - late),
        ]
    );
    let newer = Moment(NOW + 4 * 60_000);
    let newer = store.heat_buckets(EventId(1), newer).await.unwrap();
    assert_eq!(newer.iter().map(|one| one.count).sum::<i64>(), 2);
    assert!(
        store
            .heat_buckets(EventId(9), Moment(0))
            .await
            .unwrap()
            .is_empty()
    );

    let heard = async |from, to| store.heard(Moment(from), Moment(to)).await.unwrap();
    assert_eq!(
        heard(0, NOW * 2).await,
        [(Moment(quarter), 4), (Moment(quarter + late), 1)]
    );
    assert_eq!(heard(quarter + late, NOW * 2).await.len(), 1);
    assert!(heard(0, quarter).await.is_empty());
    store.keep_batch(&batch(6, 1, file)).await.unwrap();
    assert_eq!(
        heard(0, quarter + 1 + QUARTER_MS).await[0],
        (Moment(quarter), 5)
    );
}

pub(super) async fn readings(store: &dyn Store) {
    let list = NewSource {
        kind: SourceKind::HotList,
        ..feed("热榜", "https://a.example/hot")
    };
    let id = store.add_source(&list).await.unwrap().id;
    let rank = |external_id: &str, rank| Rank {
        external_id: external_id.into(),
        rank,
        heat: None,
    };
    let mut kept = batch(1, 2, id);
    for (document, name) in kept.documents.iter_mut().zip(["甲", "乙"]) {
        document.0.key = key(id, name);
    }
    store.keep_batch(&kept).await.unwrap();
    for (at, for_ms) in [(10, 0), (30, 20), (35, 5)] {
        let mut one = visit(id, at, VisitOutcome::Read, None);
        one.findings = Findings {
            ranks: vec![rank("乙", 1), rank("甲", 2), rank("丙", 3)],
            ranks_for_ms: for_ms,
            ..Findings::default()
        };
        keep(store, vec![one]).await;
    }
    let told = store
        .event_readings(EventId(1), Moment(0), 10)
        .await
        .unwrap();
    let shown: Vec<_> = told
        .iter()
        .map(|one| {
            (
                one.reading.at.0,
                one.reading.rank,
                one.reading.places,
                one.reading.for_ms,
            )
        })
        .collect();
    assert_eq!(shown, [(10, 2, 3, 0), (30, 2, 3, 20), (35, 2, 3, 5)]);
    assert!(
        told.iter()
            .all(|one| one.source == id && one.name == "热榜")
    );
    let newest = store
        .event_readings(EventId(1), Moment(0), 2)
        .await
        .unwrap();
    assert_eq!(newest, told[1..], "of many the newest, oldest first");
    let late = store
        .event_readings(EventId(1), Moment(31), 9)
        .await
        .unwrap();
    assert_eq!(late, told[2..]);
    let facts = store.member_facts(EventId(2)).await.unwrap();
    let places: Vec<i64> = facts[0].readings.iter().map(|one| one.rank).collect();
    assert_eq!(places, [1, 1, 1], "members carry how they stood");
    let keys = [key(id, "丙"), key(id, "丁"), key(SourceId(id.0 + 1), "丙")];
    let found = store.readings(&keys).await.unwrap();
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|(of, one)| *of == keys[0] && one.rank == 3)
    );
    assert!(found.is_sorted_by_key(|(_, one)| one.at));
    assert!(store.readings(&[]).await.unwrap().is_empty());
}

fn key(source: SourceId, external_id: &str) -> ItemKey {
    ItemKey {
        namespace: source.0,
        external_id: external_id.into(),
    }
}

pub(super) async fn reach(store: &dyn Store) {
    let source = source(store, "日报").await;
    store.keep_batch(&batch(1, 2, source)).await.unwrap();
    let of = async || store.source(source).await.unwrap().unwrap().reach;
    let basis = async || store.heat().await.unwrap().1;
    assert_eq!((of().await, basis().await), (None, 1));
    let said = note("source.changed", "s1");
    let edit = async |edit: SourceEdit| store.edit_sources(&[source], &edit, &said).await.unwrap();
    let heard = edit(SourceEdit::Hear(Some(Reach::Nation))).await;
    assert_eq!(
        (heard.sources, of().await, basis().await),
        (1, Some(Reach::Nation), 2)
    );
    assert_eq!(stale(store).await, [1, 2]);
    let facts = store.member_facts(EventId(1)).await.unwrap();
    assert_eq!(facts[0].reach, Some(Reach::Nation));
    let moved = edit(SourceEdit::Move("归档".into())).await;
    assert_eq!(basis().await, 2, "nothing else changes what voices weigh");
    store.undo_edit(moved.id, &said).await.unwrap();
    assert_eq!((of().await, basis().await), (Some(Reach::Nation), 2));
    store.undo_edit(heard.id, &said).await.unwrap();
    assert_eq!((of().await, basis().await), (None, 3));
}
