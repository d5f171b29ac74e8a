//! What is kept for a time and then forgotten.

use super::sources::{feed, keep, visit};
use model::{Findings, Moment, NewSource, Rank, SeenLink, SourceKind, VisitOutcome};
use ports::{Passing, Store};

pub(super) async fn old(store: &dyn Store) {
    let list = NewSource {
        kind: SourceKind::HotList,
        ..feed("热榜", "https://a.example/hot")
    };
    let id = store.add_source(&list).await.unwrap().id;
    for at in 1..=5 {
        let mut one = visit(id, at, VisitOutcome::Read, None);
        one.findings = Findings {
            links: vec![SeenLink {
                hash: at,
                failed: false,
            }],
            ranks: vec![Rank {
                external_id: "甲".into(),
                rank: 1,
                heat: None,
            }],
            ranks_for_ms: 1,
            version: None,
        };
        keep(store, vec![one]).await;
    }
    for what in [Passing::Visits, Passing::Links, Passing::Ranks] {
        let forget = async |before, most| store.forget(what, Moment(before), most).await.unwrap();
        assert_eq!(forget(1, 10).await, 0, "{what:?}");
        assert_eq!(forget(4, 2).await, 2, "{what:?}: in parts");
        assert_eq!(forget(4, 2).await, 1, "{what:?}");
        assert_eq!(forget(4, 2).await, 0, "{what:?}");
    }
    let visits = store.visits(id, 10).await.unwrap();
    let at: Vec<i64> = visits.iter().map(|visit| visit.at.0).collect();
    assert_eq!(at, [5, 4]);
    let mut links = store.seen_links(id, &[1, 2, 3, 4, 5]).await.unwrap();
    links.sort_unstable();
    assert_eq!(links, [4, 5]);
    let ranks = store.ranks(id, "甲", 10).await.unwrap();
    let at: Vec<i64> = ranks.iter().map(|rank| rank.at.0).collect();
    assert_eq!(at, [4, 5]);
    let days = store.source_days(&[id], 0).await.unwrap();
    assert_eq!(days[0].1.visits, 5, "sums by day stay");
    // Numbers are not given twice.
    keep(store, vec![visit(id, 6, VisitOutcome::Read, None)]).await;
    assert_eq!(store.visits(id, 10).await.unwrap().len(), 3);
}
