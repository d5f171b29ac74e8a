//! Evidence of cases, its end, and posts that their authors withdrew.

use super::{NOW, batch, source};
use model::{
    Case, CaseId, CaseState, CitedBy, DocumentId, EntryKind, EventId, EvidencePage, HoldOn, Moment,
    NewEntry, NewHold, NewPage, NewTake, Note, PageId, Said, SealedFile, TakeId, TakeKind, Who,
};
use ports::{CaseChange, EventAsk, EventOrder, LeftOver, PageLook, Store, StoreError};

fn note(act: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who::desk(),
        act: act.to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

fn entry(kind: EntryKind) -> NewEntry {
    NewEntry {
        at: Moment(NOW),
        who: Who::desk(),
        kind,
        object: String::new(),
        text: "https://a.example/1".to_owned(),
        file: None,
    }
}

async fn case(store: &dyn Store, event: i64) -> CaseId {
    let case = Case {
        id: CaseId(0),
        title: "路面塌陷".to_owned(),
        state: CaseState::Handling,
        level: None,
        owner: None,
        lead_unit: None,
        events: vec![EventId(event)],
        exercise: false,
        opened_at: Moment(NOW),
        first_seen_at: Moment(NOW),
        confirmed_at: None,
        closed_at: None,
        instruction: None,
        said: Said::default(),
        closing: None,
        lead: None,
        playbook: None,
        changed: ("王芳".to_owned(), Moment(NOW)),
        version: 0,
    };
    let change = CaseChange {
        case,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .open_case(&change, &note("case.opened"))
        .await
        .unwrap()
}

async fn step(store: &dyn Store, id: CaseId, state: CaseState, closed_at: Option<i64>) {
    let mut case = store.case(id).await.unwrap().unwrap();
    (case.state, case.closed_at) = (state, closed_at.map(Moment));
    let change = CaseChange {
        case,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .change_case(&change, &note("case.stepped"))
        .await
        .unwrap();
}

async fn attach(store: &dyn Store, case: CaseId, url: &str) -> Result<PageId, StoreError> {
    let page = NewPage {
        case,
        url: url.to_owned(),
        document: Some(DocumentId(1)),
        allow_private: true,
    };
    let entry = entry(EntryKind::PageAttached);
    store
        .attach_page(&page, &entry, &note("evidence.attached"))
        .await
}

fn file(name: &str) -> SealedFile {
    SealedFile {
        name: name.to_owned(),
        sha256: "ab".repeat(32),
        bytes: 7,
    }
}

fn take(name: &str) -> NewTake {
    NewTake {
        at: Moment(NOW + 5),
        kind: TakeKind::Visit,
        status: 200,
        final_url: "https://a.example/1\0".to_owned(),
        gone: false,
        payload_sha256: "cd".repeat(32),
        warc: file(&format!("{name}1")),
        text: file(&format!("{name}2")),
        shot: Some(file(&format!("{name}3"))),
        no_shot: String::new(),
    }
}

async fn looked(
    store: &dyn Store,
    page: EvidencePage,
    names: &[&str],
) -> Result<Vec<TakeId>, StoreError> {
    let look = PageLook {
        page: EvidencePage {
            due_at: Moment(NOW + 100),
            wait_ms: 100,
            problem: "später".to_owned(),
            looked_at: Some(Moment(NOW + 5)),
            gone: true,
            ..page
        },
        takes: (names.iter())
            .map(|name| (take(name), entry(EntryKind::PageTaken)))
            .collect(),
        entries: vec![entry(EntryKind::PageGone)],
    };
    store.keep_look(&look, &note("evidence.taken")).await
}

async fn page(store: &dyn Store, id: PageId) -> EvidencePage {
    store.evidence_page(id).await.unwrap().unwrap()
}

pub(super) async fn kept(store: &dyn Store) {
    let source = source(store, "青岚日报").await;
    store.keep_batch(&batch(1, 2, source)).await.unwrap();
    let case = case(store, 1).await;
    let id = attach(store, case, "https://a.example/1").await.unwrap();
    let twice = attach(store, case, "https://a.example/1").await;
    assert!(matches!(twice, Err(StoreError::Conflict { .. })));
    let new = page(store, id).await;
    assert!(new.watched && new.allow_private && new.due_at == Moment(NOW));
    let pages = store.evidence_pages(case).await.unwrap();
    assert_eq!(pages, std::slice::from_ref(&new));

    let without_key = looked(store, new.clone(), &["a"]).await;
    assert!(matches!(without_key, Err(StoreError::Conflict { .. })));
    assert!(store.case_key(case).await.unwrap().is_none());
    let key = store.keep_case_key(case, &[0, 9, 255]).await.unwrap();
    let second = store.keep_case_key(case, &[1]).await.unwrap();
    assert_eq!(
        (&key, &second),
        (&vec![0, 9, 255], &key),
        "the first one stays"
    );
    assert_eq!(store.case_key(case).await.unwrap(), Some(key));

    let ids = looked(store, new, &["a", "b"]).await.unwrap();
    let takes = store.takes(id).await.unwrap();
    assert_eq!(takes.iter().map(|one| one.id).collect::<Vec<_>>(), ids);
    assert_eq!((takes[1].number, takes[1].case), (2, case));
    let mut expected = take("b");
    "https://a.example/1".clone_into(&mut expected.final_url);
    assert_eq!(takes[1].said, expected);
    assert_eq!(store.take(ids[1]).await.unwrap().as_ref(), Some(&takes[1]));
    let after = page(store, id).await;
    assert!(after.gone && after.problem == "später" && after.wait_ms == 100);
    let timeline = store.timeline(case).await.unwrap().entries;
    let told: Vec<(EntryKind, &str)> = (timeline.iter())
        .map(|entry| (entry.said.kind, entry.said.object.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (EntryKind::PageAttached, "g1"),
            (EntryKind::PageTaken, "x1"),
            (EntryKind::PageTaken, "x2"),
            (EntryKind::PageGone, "g1"),
        ]
    );
}

pub(super) async fn due(store: &dyn Store) {
    let (open, other) = (case(store, 1).await, case(store, 1).await);
    let id = attach(store, open, "https://a.example/1").await.unwrap();
    let closed = attach(store, other, "https://a.example/1").await.unwrap();
    step(store, other, CaseState::Closed, Some(NOW)).await;
    let due = |at: i64| store.pages_due(Moment(at), 9);
    assert!(due(NOW - 1).await.unwrap().is_empty());
    let found = due(NOW).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    assert!(store.claim_page(&found[0], Moment(NOW + 60)).await.unwrap());
    let again = store.claim_page(&found[0], Moment(NOW + 60)).await.unwrap();
    assert!(!again, "one looks at it");
    assert!(due(NOW).await.unwrap().is_empty());
    assert_eq!(due(NOW + 60).await.unwrap().len(), 1);

    let watch = |at: Option<i64>| {
        let (entry, note) = (entry(EntryKind::PageWatched), note("evidence.watched"));
        async move { store.watch_page(id, at.map(Moment), &entry, &note).await }
    };
    watch(None).await.unwrap();
    assert!(due(NOW + 60).await.unwrap().is_empty() && !page(store, id).await.watched);
    watch(Some(NOW + 7)).await.unwrap();
    assert_eq!(due(NOW + 7).await.unwrap().len(), 1);

    step(store, other, CaseState::Handling, None).await;
    let found = due(NOW + 7).await.unwrap();
    let ids: Vec<PageId> = found.iter().map(|one| one.id).collect();
    assert_eq!(ids, [closed, id], "a case that is opened again goes on");
}

pub(super) async fn ends(store: &dyn Store) {
    let source = source(store, "青岚日报").await;
    store.keep_batch(&batch(1, 2, source)).await.unwrap();
    let id = case(store, 1).await;
    let page_id = attach(store, id, "https://a.example/1").await.unwrap();
    store.keep_case_key(id, &[7; 32]).await.unwrap();
    looked(store, page(store, page_id).await, &["a"])
        .await
        .unwrap();
    let ended = |at: i64| async move { store.evidence_ended(Moment(at)).await.unwrap() };
    let destroy = || async move {
        let entry = entry(EntryKind::EvidenceEnded);
        store
            .destroy_evidence(id, &entry, &note("evidence.ended"))
            .await
            .unwrap()
    };
    assert!(ended(NOW + 99).await.is_empty(), "it is open");
    assert!(!destroy().await, "what is open is not destroyed");
    step(store, id, CaseState::Closed, Some(NOW + 10)).await;
    assert!(ended(NOW + 9).await.is_empty(), "not long enough");
    assert_eq!(
        ended(NOW + 10).await,
        [id],
        "what the case holds itself does not count"
    );

    for on in [HoldOn::Event(EventId(1)), HoldOn::Document(DocumentId(1))] {
        let hold = NewHold {
            on,
            cited_by: CitedBy::Report,
            reference: "r1".to_owned(),
            reason: "引用".to_owned(),
        };
        let hold = store.hold(&hold, &note("hold.placed")).await.unwrap();
        assert!(ended(NOW + 10).await.is_empty(), "{on} is on hold");
        store.release(hold, &note("hold.released")).await.unwrap();
    }
    let mut files = store.evidence_files().await.unwrap();
    files.sort();
    assert_eq!(files, ["a1", "a2", "a3"]);
    assert!(destroy().await);
    assert!(store.case_key(id).await.unwrap().is_none());
    assert!(store.evidence_files().await.unwrap().is_empty());
    assert!(store.evidence_pages(id).await.unwrap().is_empty());
    let left = store.left_over(9).await.unwrap();
    let names: Vec<LeftOver> = files.into_iter().map(LeftOver::Evidence).collect();
    assert_eq!(left, names);
    store.gone(&left).await.unwrap();
    assert!(store.left_over(9).await.unwrap().is_empty());
    assert!(!destroy().await, "once");

    step(store, id, CaseState::Handling, None).await;
    let again = attach(store, id, "https://a.example/1").await.unwrap();
    assert_eq!(again, PageId(page_id.0 + 1), "no number is given twice");
    assert_eq!(store.keep_case_key(id, &[8; 32]).await.unwrap(), [8; 32]);
}

pub(super) async fn withdrawn(store: &dyn Store) {
    let source = source(store, "青岚日报").await;
    store.keep_batch(&batch(1, 2, source)).await.unwrap();
    let one = DocumentId(1);
    let mark = |withdrawn: bool, by_person: bool| {
        let note = note("document.withdrawn");
        async move {
            store
                .mark_withdrawn(one, withdrawn, by_person, &note)
                .await
                .unwrap()
        }
    };
    let before = store.revision().await.unwrap();
    assert!(!mark(false, false).await, "it never was");
    assert!(mark(true, false).await && !mark(true, false).await);
    let read = store.documents(&[one, DocumentId(2)]).await.unwrap();
    assert_eq!(read[0].withdrawn, Some(Moment(NOW)));
    assert_eq!(read[1].withdrawn, None);
    assert!(
        !read[0].document.text.is_empty(),
        "so that it can be taken back"
    );
    assert!(store.event(EventId(1)).await.unwrap().unwrap().withdrawn);
    assert!(!store.event(EventId(2)).await.unwrap().unwrap().withdrawn);
    let of_event = store.withdrawn_of(EventId(1)).await.unwrap();
    assert_eq!(of_event, (1, Some(Moment(NOW))));
    assert_eq!(store.withdrawn_of(EventId(2)).await.unwrap(), (0, None));
    let changed = store.events_changed_after(before, 9).await.unwrap();
    assert_eq!(changed.len(), 1, "open pages hear of it");
    let anew = store.to_index_anew(9).await.unwrap();
    assert_eq!(anew.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [one]);

    assert!(mark(false, true).await, "a person takes it back");
    store.indexed_anew(&anew).await.unwrap();
    let anew = store.to_index_anew(9).await.unwrap();
    assert_eq!(anew.len(), 1, "it changed again since it was read");
    store.indexed_anew(&anew).await.unwrap();
    assert!(store.to_index_anew(9).await.unwrap().is_empty());
    assert!(!store.event(EventId(1)).await.unwrap().unwrap().withdrawn);
    assert!(!mark(true, false).await, "what a person said stays");
    assert!(mark(true, true).await && !mark(false, false).await);
    let ask = EventAsk {
        text: "事件1".to_owned(),
        ..EventAsk::all(EventOrder::Heat, 9)
    };
    let found = store.find_events(&ask).await.unwrap();
    assert!(found.is_empty(), "its title finds nothing");
}
