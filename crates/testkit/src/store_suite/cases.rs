//! Cases with their tasks and timelines.

use super::case_holds::held;
use super::{NOW, batch, source};
use model::{
    Case, CaseEntry, CaseId, CaseState, EntryKind, EventId, Level, Moment, NewEntry, NewTask, Note,
    PersonId, PlaybookId, Said, TaskState, UnitId, Who,
};
use ports::{AuditAsk, CaseAsk, CaseChange, Store, StoreError};

pub(super) fn note(act: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who::command_line(),
        act: act.to_owned(),
        object: String::new(),
        details: "说明".to_owned(),
    }
}

pub(super) fn entry(kind: EntryKind, text: &str) -> NewEntry {
    NewEntry {
        at: Moment(NOW),
        who: Who {
            person: Some(PersonId(3)),
            name: "王芳".to_owned(),
            address: "192.0.2.7".to_owned(),
        },
        kind,
        object: "e1".to_owned(),
        text: text.to_owned(),
        file: None,
    }
}

pub(super) fn new_case(events: &[i64]) -> Case {
    Case {
        id: CaseId(0),
        title: "路面\0塌陷".to_owned(),
        state: CaseState::New,
        level: None,
        owner: Some(PersonId(3)),
        lead_unit: Some(UnitId(2)),
        events: events.iter().map(|id| EventId(*id)).collect(),
        exercise: false,
        opened_at: Moment(NOW),
        first_seen_at: Moment(NOW - 5),
        confirmed_at: None,
        closed_at: None,
        instruction: None,
        said: Said::default(),
        closing: None,
        lead: None,
        playbook: Some((PlaybookId(4), 2)),
        changed: ("王芳".to_owned(), Moment(NOW)),
        version: 0,
    }
}

pub(super) fn opened(case: Case) -> CaseChange {
    CaseChange {
        case,
        entries: vec![entry(EntryKind::Opened, "开单\0")],
        tasks: vec![NewTask {
            unit: Some(UnitId(2)),
            title: "派员查看".to_owned(),
            due_at: Moment(NOW + 9),
        }],
    }
}

pub(super) fn conflicts<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict { .. }))
}

pub(super) async fn kept(store: &dyn Store) {
    let source = source(store, "青岚日报").await;
    store.keep_batch(&batch(1, 3, source)).await.unwrap();
    let change = opened(new_case(&[1]));
    let id = store
        .open_case(&change, &note("case.opened"))
        .await
        .unwrap();
    let read = store.case(id).await.unwrap().unwrap();
    let expected = Case {
        id,
        title: "路面塌陷".to_owned(),
        version: 1,
        ..change.case.clone()
    };
    assert_eq!(read, expected);
    assert_eq!(held(store, id).await, 1, "its event is on hold with it");

    let mut next = read.clone();
    (next.state, next.level) = (CaseState::Assessed, Some(Level::Orange));
    next.events.push(EventId(2));
    next.said.first_word = Some(Moment(NOW + 1));
    let step = CaseChange {
        case: next.clone(),
        entries: vec![entry(EntryKind::Stepped, "")],
        tasks: Vec::new(),
    };
    store
        .change_case(&step, &note("case.stepped"))
        .await
        .unwrap();
    let second = store.change_case(&step, &note("case.stepped")).await;
    assert!(
        conflicts(&second),
        "whoever read the older one overwrites nothing"
    );
    let read = store.case(id).await.unwrap().unwrap();
    assert_eq!((read.version, read.events.len()), (2, 2));
    assert_eq!(held(store, id).await, 2);
    let mut forgetful = read.clone();
    forgetful.said = Said::default();
    let change = CaseChange {
        case: forgetful,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .change_case(&change, &note("case.changed"))
        .await
        .unwrap();
    let read = store.case(id).await.unwrap().unwrap();
    assert_eq!(
        read.said.first_word,
        Some(Moment(NOW + 1)),
        "what was said stays said"
    );

    let exercise = Case {
        exercise: true,
        ..new_case(&[3])
    };
    let drill = store
        .open_case(&opened(exercise), &note("case.opened"))
        .await
        .unwrap();
    assert_eq!(held(store, drill).await, 0, "an exercise holds nothing");
    let ask = CaseAsk {
        exercise: Some(false),
        limit: 9,
        ..CaseAsk::default()
    };
    let found: Vec<CaseId> = (store.cases(&ask).await.unwrap().iter())
        .map(|one| one.id)
        .collect();
    assert_eq!(found, [id]);
    let ask = CaseAsk {
        event: Some(EventId(3)),
        limit: 9,
        ..CaseAsk::default()
    };
    assert_eq!(store.cases(&ask).await.unwrap()[0].id, drill);
    let ask = CaseAsk {
        states: vec![CaseState::New],
        before: Some(drill),
        limit: 9,
        ..CaseAsk::default()
    };
    assert!(store.cases(&ask).await.unwrap().is_empty());
}

pub(super) async fn timelines(store: &dyn Store) {
    let id = store
        .open_case(&opened(new_case(&[])), &note("case.opened"))
        .await
        .unwrap();
    let other = store
        .open_case(&opened(new_case(&[])), &note("case.opened"))
        .await
        .unwrap();
    for text in ["甲\0", "乙"] {
        let said = entry(EntryKind::Commented, text);
        store
            .add_entry(id, &said, &note("case.commented"))
            .await
            .unwrap();
    }
    let timeline = store.timeline(id).await.unwrap();
    assert_eq!((timeline.entries.len(), timeline.last), (3, 3));
    assert_eq!(
        CaseEntry::first_fault(&timeline.entries, timeline.last),
        None
    );
    assert_eq!(timeline.entries[1].said.text, "甲");
    assert_eq!(
        timeline.entries[1].said.who.address, "",
        "addresses stand in the record of use"
    );
    assert_eq!(
        store.timeline(other).await.unwrap().last,
        1,
        "each case has its own"
    );
    let ask = AuditAsk {
        act: "case.commented".to_owned(),
        limit: 1,
        ..AuditAsk::default()
    };
    let written = store.audit(&ask).await.unwrap();
    assert!(
        written[0].note.details.contains(&timeline.entries[2].hash),
        "the record of use vouches for the timeline"
    );
    let said = entry(EntryKind::Commented, "丙");
    let nowhere = store
        .add_entry(CaseId(99), &said, &note("case.commented"))
        .await;
    assert!(conflicts(&nowhere));
    let after = |last: i64| {
        let act = note("case.input");
        let said = said.clone();
        async move { store.add_entry_after(id, last, &said, &act).await }
    };
    assert!(conflicts(&after(2).await), "the timeline grew since");
    after(3).await.unwrap();
    assert!(conflicts(&after(3).await), "it comes once");
    assert_eq!(store.timeline(id).await.unwrap().last, 4);
}

pub(super) async fn tasks(store: &dyn Store) {
    let id = store
        .open_case(&opened(new_case(&[])), &note("case.opened"))
        .await
        .unwrap();
    let tasks = store.case_tasks(id).await.unwrap();
    assert_eq!(store.unit_tasks(UnitId(2), 9).await.unwrap(), tasks);
    assert_eq!(
        store.count_tasks(&[id, CaseId(9)]).await.unwrap(),
        [(id, 1, 1)]
    );
    let mut done = tasks[0].clone();
    (done.state, done.note, done.ended_at) =
        (TaskState::Done, "已查".to_owned(), Some(Moment(NOW + 3)));
    let said = entry(EntryKind::TaskChanged, "已查");
    store
        .change_task(&done, &said, &note("task.changed"))
        .await
        .unwrap();
    let again = store.change_task(&done, &said, &note("task.changed")).await;
    assert!(conflicts(&again));
    done.version = 2;
    assert_eq!(store.task(done.id).await.unwrap(), Some(done));
    assert!(store.unit_tasks(UnitId(2), 9).await.unwrap().is_empty());
    assert_eq!(store.count_tasks(&[id]).await.unwrap(), [(id, 0, 1)]);
    assert_eq!(store.timeline(id).await.unwrap().last, 2);
}
