//! Sources and visits.

use super::{NOW, batch, source};
use model::{
    Condition, DocumentId, Findings, ItemKey, Moment, NewSource, Note, Owner, Rank, SeenLink,
    SourceDay, SourceEdit, SourceId, SourceKind, SourceRules, SourceState, Visit, VisitOutcome,
    Who,
};
use ports::{Attachment, KeptBatch, Store};

fn note() -> Note {
    Note {
        at: Moment(NOW),
        who: Who::command_line(),
        act: "source.changed".into(),
        object: "s1".into(),
        details: String::new(),
    }
}

pub(super) fn feed(name: &str, url: &str) -> NewSource {
    NewSource::plain(SourceKind::Feed, name, Some(url.into()), Moment(NOW))
}

pub(super) async fn added_once(store: &dyn Store) {
    let first = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap();
    let again = store
        .add_source(&feed("另一个名字", "https://a.example/feed"))
        .await
        .unwrap();
    assert_eq!(first.id, again.id, "a feed is one by its address");
    assert_eq!(again.name, "日报");
    let other = store
        .add_source(&feed("日报", "https://b.example/feed"))
        .await
        .unwrap();
    assert_ne!(first.id, other.id);
    assert_eq!(
        source(store, "日报").await,
        source(store, "日报").await,
        "an outlet in files is one by its name"
    );
    let all = store.sources().await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.is_sorted_by_key(|source| source.id));
    assert_eq!(all[0], first);
    assert_eq!(store.counts().await.unwrap().sources, 3);
}

pub(super) async fn removed(store: &dyn Store) {
    let feed_source = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap();
    store
        .keep_batch(&batch(1, 1, feed_source.id))
        .await
        .unwrap();
    let remove = async |id: SourceId| {
        let done = store
            .edit_sources(&[id], &SourceEdit::Remove, &note())
            .await;
        done.unwrap().sources
    };
    assert_eq!(remove(feed_source.id).await, 1);
    assert_eq!(remove(feed_source.id).await, 0, "it is gone already");
    assert_eq!(remove(SourceId(99)).await, 0);
    let file = source(store, "文件").await;
    assert_eq!(remove(file).await, 0, "an outlet in files is not visited");
    assert_eq!(store.sources().await.unwrap().len(), 1);
    let kept = store.documents(&[DocumentId(1)]).await.unwrap();
    assert_eq!(
        kept[0].source_name, "日报",
        "what came from it stays, with its name"
    );
    let back = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap();
    assert_eq!(back.id, feed_source.id, "added again it is the same one");
}

pub(super) async fn edited(store: &dyn Store) {
    let mut sources = vec![feed("日报", "https://a.example/feed")];
    sources.extend((0..900).map(|n| feed("多", &format!("https://b.example/{n}"))));
    sources[0].owner = Owner::Outlet;
    sources[0].folder = "媒体/县级".into();
    sources[0].rules.pages = 3;
    let added = store.add_sources(&sources, None).await.unwrap();
    assert!(added.len() == 901 && added.iter().all(|added| !added.was_there));
    let again = store.add_sources(&sources[..2], None).await.unwrap();
    assert!(again.iter().all(|added| added.was_there));
    let first = &added[0].source;
    assert_eq!(
        (first.owner, first.folder.as_str(), first.rules.pages),
        (Owner::Outlet, "媒体/县级", 3)
    );
    let ids: Vec<SourceId> = added.iter().map(|added| added.source.id).collect();
    let edit = async |edit: SourceEdit| store.edit_sources(&ids, &edit, &note()).await.unwrap();
    let moved = edit(SourceEdit::Move("归档".into())).await;
    assert_eq!(moved.sources, 901);
    let owned = edit(SourceEdit::Own(Owner::Board)).await;
    let board = store.source(ids[900]).await.unwrap().unwrap();
    assert_eq!((owned.sources, board.owner), (901, Owner::Board));
    let paused = edit(SourceEdit::Pause).await;
    let removed = edit(SourceEdit::Remove).await;
    assert!(store.sources().await.unwrap().is_empty());
    assert!(
        store.source(first.id).await.unwrap().is_some(),
        "a removed one can be looked at"
    );
    assert_eq!(store.undo_edit(removed.id, &note()).await.unwrap(), 901);
    assert_eq!(
        store.undo_edit(removed.id, &note()).await.unwrap(),
        0,
        "once only"
    );
    assert_eq!(store.undo_edit(999, &note()).await.unwrap(), 0);
    let back = store.sources().await.unwrap();
    assert!(
        back.len() == 901
            && back
                .iter()
                .all(|source| source.paused && source.folder == "归档")
    );
    store.undo_edit(paused.id, &note()).await.unwrap();
    store.undo_edit(owned.id, &note()).await.unwrap();
    store.undo_edit(moved.id, &note()).await.unwrap();
    let back = store.source(first.id).await.unwrap().unwrap();
    assert_eq!(&back, first);
    let reread = SourceEdit::Reread {
        name: "晚报".into(),
        owner: Owner::Board,
        rules: Box::new(SourceRules {
            full_text: true,
            ..SourceRules::default()
        }),
    };
    store
        .edit_sources(&[first.id], &reread, &note())
        .await
        .unwrap();
    let reread = store.source(first.id).await.unwrap().unwrap();
    assert!(reread.rules.full_text && reread.name == "晚报" && reread.owner == Owner::Board);
}

pub(super) fn visit(id: SourceId, at: i64, outcome: VisitOutcome, etag: Option<&str>) -> Visit {
    Visit {
        source: id,
        at: Moment(at),
        day: at / 10,
        outcome,
        note: format!("{outcome:?}"),
        bytes: 10,
        requests: 2,
        took_ms: 7,
        items: 3,
        items_new: 2,
        added_at: Moment(0),
        delays: (1, 500),
        state_after: SourceState {
            etag: etag.map(str::to_owned),
            last_modified: None,
            visited_at: Some(Moment(at)),
            read_at: None,
            last_outcome: Some("words".into()),
            condition: Condition::Error,
            failures: 4,
            interval_ms: 60_000,
            next_at: Some(Moment(at + 60_000)),
            usual_entries: 250,
        },
        findings: Findings::default(),
    }
}

pub(super) async fn keep(store: &dyn Store, visits: Vec<Visit>) {
    let batch = KeptBatch {
        visits,
        ..KeptBatch::default()
    };
    store.keep_batch(&batch).await.unwrap();
}

pub(super) async fn visits(store: &dyn Store) {
    let id = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap()
        .id;
    keep(store, vec![visit(id, 1, VisitOutcome::Read, Some("\"a\""))]).await;
    let failed = visit(id, 2, VisitOutcome::Failed, Some("\"a\""));
    keep(
        store,
        vec![visit(id, 2, VisitOutcome::Unchanged, None), failed.clone()],
    )
    .await;
    let source = store.sources().await.unwrap().remove(0);
    assert_eq!(source.state, failed.state_after, "the last visit counts");
    let visits = store.visits(id, 10).await.unwrap();
    assert_eq!(
        visits.iter().map(|visit| visit.at.0).collect::<Vec<_>>(),
        [2, 1],
        "newest first; that nothing changed is counted only"
    );
    assert_eq!(
        (
            visits[0].outcome,
            visits[1].items_new,
            visits[0].requests,
            visits[0].took_ms
        ),
        (VisitOutcome::Failed, 2, 2, 7)
    );
    assert_eq!(store.visits(id, 1).await.unwrap().len(), 1);
    assert!(store.visits(SourceId(99), 1).await.unwrap().is_empty());
    keep(store, vec![visit(id, 25, VisitOutcome::Empty, None)]).await;
    let days = store.source_days(&[id], 0).await.unwrap();
    let first = SourceDay {
        day: 0,
        visits: 3,
        failures: 1,
        requests: 6,
        bytes: 30,
        took_ms: 21,
        items: 6,
        delayed: 3,
        delay_ms: 1_500,
    };
    assert_eq!(days[0], (id, first));
    assert_eq!(days.len(), 2);
    assert_eq!(store.source_days(&[id], 1).await.unwrap().len(), 1);
    assert!(store.source_days(&[], 0).await.unwrap().is_empty());
    let other = store
        .add_source(&feed("晚报", "https://b.example/feed"))
        .await
        .unwrap()
        .id;
    keep(
        store,
        vec![
            visit(other, 11, VisitOutcome::Read, None),
            visit(other, 12, VisitOutcome::Read, None),
        ],
    )
    .await;
    let sums = async |from, to| store.source_sums(from, to).await.unwrap();
    let all = sums(0, 3).await;
    let of = |id| all.iter().find(|(source, _)| *source == id).unwrap().1;
    assert_eq!(all.len(), 2);
    // Three visits of two items each on the first day, one on the third.
    assert_eq!(
        (of(id).first_day, of(id).items, of(id).items_squared),
        (0, 8, 36 + 4)
    );
    assert_eq!(
        (of(other).first_day, of(other).visits, of(other).delay_ms),
        (1, 2, 1_000)
    );
    assert_eq!(sums(2, 3).await.len(), 1);
    assert!(sums(3, 9).await.is_empty());
}

pub(super) async fn findings(store: &dyn Store) {
    let id = store
        .add_source(&feed("日报", "https://a.example/feed"))
        .await
        .unwrap()
        .id;
    let link = |hash, failed| SeenLink { hash, failed };
    let rank = |external_id: &str, rank, heat| Rank {
        external_id: external_id.into(),
        rank,
        heat,
    };
    let mut first = visit(id, 1, VisitOutcome::Read, None);
    first.findings = Findings {
        links: vec![link(7, false), link(-8, true), link(7, false)],
        ranks: vec![rank("甲", 1, Some(900)), rank("乙", 2, None)],
        ranks_for_ms: 0,
        version: Some("第一版".into()),
    };
    keep(store, vec![first]).await;
    assert_eq!(store.seen_links(id, &[7, -8, 9]).await.unwrap(), [7]);
    for at in 2..4 {
        let mut next = visit(id, at, VisitOutcome::Read, None);
        next.findings.links = vec![link(-8, true)];
        next.findings.ranks = vec![rank("甲", at, None)];
        next.findings.version = Some(format!("第{at}版"));
        keep(store, vec![next]).await;
    }
    let mut seen = store.seen_links(id, &[7, -8, 9]).await.unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [-8, 7], "given up after three failures");
    let ranks = store.ranks(id, "甲", 10).await.unwrap();
    assert_eq!(
        ranks
            .iter()
            .map(|at| (at.at.0, at.rank, at.heat))
            .collect::<Vec<_>>(),
        [(1, 1, Some(900)), (2, 2, None), (3, 3, None)]
    );
    let newest = store.ranks(id, "甲", 2).await.unwrap();
    assert_eq!(
        newest.iter().map(|at| at.at.0).collect::<Vec<_>>(),
        [2, 3],
        "of many the newest, oldest first"
    );
    assert_eq!(store.ranked_at(id).await.unwrap(), Some(Moment(3)));
    assert_eq!(store.ranked_at(SourceId(99)).await.unwrap(), None);
    let between = async |from, to, limit| -> Vec<(String, i64)> {
        let ends = (Moment(from), Moment(to));
        let ranks = store.ranks_between(id, ends.0, ends.1, limit).await;
        let ranks = ranks.unwrap().into_iter();
        ranks.map(|(id, at)| (id, at.at.0)).collect()
    };
    let told = |id: &str, at| (id.to_owned(), at);
    assert_eq!(between(2, 9, 9).await, [told("甲", 2), told("甲", 3)]);
    assert_eq!(between(2, 3, 9).await, [told("甲", 2)]);
    assert_eq!(
        between(0, 9, 3).await,
        [told("乙", 1), told("甲", 2), told("甲", 3)]
    );
    let key = |namespace, external_id: &str| ItemKey {
        namespace,
        external_id: external_id.into(),
    };
    let keys = [key(id.0, "乙"), key(id.0, "丙"), key(id.0 + 1, "乙")];
    assert_eq!(store.ranked(&keys).await.unwrap(), [key(id.0, "乙")]);
    assert!(store.ranked(&[]).await.unwrap().is_empty());
    assert_eq!(
        store.page_version(id).await.unwrap().as_deref(),
        Some("第3版")
    );
    assert_eq!(store.mapping("a|b").await.unwrap(), None);
    for mapping in ["{}", "{\"title\":\"a\"}"] {
        store
            .keep_mapping("a|b", mapping, Moment(NOW))
            .await
            .unwrap();
    }
    assert_eq!(
        store.mapping("a|b").await.unwrap().as_deref(),
        Some("{\"title\":\"a\"}")
    );
    let attachment = Attachment {
        key: ItemKey {
            namespace: 3,
            external_id: "图".into(),
        },
        name: "00ff".into(),
        media_type: "image/png".into(),
        bytes: 5,
    };
    for _ in 0..2 {
        store.add_attachment(&attachment).await.unwrap();
    }
    let other = ItemKey {
        namespace: 4,
        external_id: "图".into(),
    };
    assert!(store.attachments(&[other]).await.unwrap().is_empty());
    let found = store
        .attachments(std::slice::from_ref(&attachment.key))
        .await
        .unwrap();
    assert_eq!(found, [attachment]);
}
