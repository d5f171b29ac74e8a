//! Cases with their tasks, timelines and holds; answers; leads; playbooks.

use super::{NOW, batch, source};
use model::{
    Answer, AnswerId, AnswerKind, AnswerState, AnswerVersion, Case, CaseEntry, CaseId,
    CaseSettings, CaseState, CitedBy, EntryKind, EventId, Lead, LeadId, LeadState, Level, Moment,
    NewEntry, NewTask, Note, PersonId, Playbook, PlaybookBody, PlaybookId, Said, SessionHash,
    TaskState, UnitId, Who,
};
use ports::{AuditAsk, CaseAsk, CaseChange, HoldAsk, Store, StoreError};

fn note(act: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who::command_line(),
        act: act.to_owned(),
        object: String::new(),
        details: "说明".to_owned(),
    }
}

fn entry(kind: EntryKind, text: &str) -> NewEntry {
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

fn new_case(events: &[i64]) -> Case {
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

fn opened(case: Case) -> CaseChange {
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

fn conflicts<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict { .. }))
}

async fn held(store: &dyn Store, case: CaseId) -> usize {
    let ask = HoldAsk {
        cited_by: Some(CitedBy::Case),
        reference: Some(case.to_string()),
        limit: 10,
        ..HoldAsk::default()
    };
    store.holds(&ask).await.unwrap().len()
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

pub(super) async fn holds(store: &dyn Store) {
    let source = source(store, "青岚日报").await;
    store.keep_batch(&batch(1, 1, source)).await.unwrap();
    let id = store
        .open_case(&opened(new_case(&[1])), &note("case.opened"))
        .await
        .unwrap();
    let far = Moment(NOW + 1_000_000);
    assert_eq!(
        store
            .release_case_holds(far, &note("hold.released"))
            .await
            .unwrap(),
        0,
        "it is open"
    );
    let mut case = store.case(id).await.unwrap().unwrap();
    (case.state, case.closed_at) = (CaseState::Closed, Some(Moment(NOW + 100)));
    let closed = CaseChange {
        case,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .change_case(&closed, &note("case.stepped"))
        .await
        .unwrap();
    let early = store
        .release_case_holds(Moment(NOW + 100), &note("hold.released"))
        .await
        .unwrap();
    assert_eq!(
        (early, held(store, id).await),
        (0, 1),
        "evidence is needed a while longer"
    );
    assert_eq!(
        store
            .release_case_holds(far, &note("hold.released"))
            .await
            .unwrap(),
        1
    );
    assert_eq!(held(store, id).await, 0);
    let mut case = store.case(id).await.unwrap().unwrap();
    (case.state, case.closed_at) = (CaseState::Handling, None);
    let again = CaseChange {
        case,
        entries: Vec::new(),
        tasks: Vec::new(),
    };
    store
        .change_case(&again, &note("case.stepped"))
        .await
        .unwrap();
    assert_eq!(held(store, id).await, 1, "opened again, it holds again");

    assert_eq!(
        store.case_settings().await.unwrap(),
        (CaseSettings::default(), 0)
    );
    let settings = CaseSettings {
        reply_hours: 72,
        ..CaseSettings::default()
    };
    store
        .change_case_settings(&settings, 0, &note("settings.changed"))
        .await
        .unwrap();
    assert_eq!(store.case_settings().await.unwrap(), (settings, 1));
    let unseen = store
        .change_case_settings(&settings, 0, &note("settings.changed"))
        .await;
    assert!(conflicts(&unseen));
}

fn draft(case: CaseId) -> Answer {
    let wording = model::Wording {
        title: "水库没有开裂".to_owned(),
        claim: "水库开裂".to_owned(),
        text: "坝体完好。".to_owned(),
        ..model::Wording::default()
    };
    Answer {
        id: AnswerId(0),
        case,
        kind: AnswerKind::Clarification,
        state: AnswerState::Draft,
        wording,
        next: None,
        next_why: String::new(),
        full: false,
        drafted_by: Some(PersonId(3)),
        drafted_name: "王芳".to_owned(),
        reviewed: None,
        signed: None,
        published_at: None,
        exercise: false,
        changed: ("王芳".to_owned(), Moment(NOW)),
        version: 0,
    }
}

pub(super) async fn answers(store: &dyn Store) {
    let case = store
        .open_case(&opened(new_case(&[])), &note("case.opened"))
        .await
        .unwrap();
    let said = entry(EntryKind::AnswerDrafted, "");
    let id = store
        .draft_answer(&draft(case), &said, &note("answer.drafted"))
        .await
        .unwrap();
    let mut answer = store.answer(id).await.unwrap().unwrap();
    assert_eq!(
        answer,
        Answer {
            id,
            version: 1,
            ..draft(case)
        }
    );
    assert!(store.public_answers(0, 9).await.unwrap().is_empty());
    (answer.state, answer.published_at) = (AnswerState::Published, Some(Moment(NOW + 7)));
    let version = AnswerVersion {
        answer: id,
        number: 0,
        at: Moment(NOW + 7),
        wording: answer.wording.clone(),
        correction: String::new(),
        withdrawn: false,
    };
    let said = entry(EntryKind::AnswerPublished, "");
    let published = note("answer.published");
    store
        .change_answer(&answer, Some(&version), &said, &published)
        .await
        .unwrap();
    let again = store
        .change_answer(&answer, Some(&version), &said, &published)
        .await;
    assert!(conflicts(&again));
    let met = store.case(case).await.unwrap().unwrap();
    assert_eq!(
        met.said.first_word,
        Some(Moment(NOW + 7)),
        "publishing meets the clocks"
    );
    assert_eq!(
        (met.said.reply, met.said.full_answer),
        (Some(Moment(NOW + 7)), None)
    );
    assert_eq!(
        met.version, 1,
        "whoever changes the case meanwhile may go on"
    );
    answer = store.answer(id).await.unwrap().unwrap();
    answer.full = true;
    let corrected = AnswerVersion {
        at: Moment(NOW + 9),
        correction: "日期更正".to_owned(),
        ..version
    };
    let said = entry(EntryKind::AnswerCorrected, "日期更正");
    store
        .change_answer(&answer, Some(&corrected), &said, &published)
        .await
        .unwrap();
    let versions = store.answer_versions(id).await.unwrap();
    let numbers: Vec<i64> = versions.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [1, 2], "older versions stay");
    assert_eq!(versions[1].correction, "日期更正");
    let met = store.case(case).await.unwrap().unwrap();
    assert_eq!(met.said.full_answer, Some(Moment(NOW + 9)));
    assert_eq!(met.said.first_word, Some(Moment(NOW + 7)));
    assert_eq!(store.public_answers(0, 9).await.unwrap()[0].id, id);
    assert!(store.public_answers(1, 9).await.unwrap().is_empty());
    assert_eq!(store.timeline(case).await.unwrap().last, 4);
}

pub(super) async fn leads(store: &dyn Store) {
    let secret = |text: &str| SessionHash(text.to_owned());
    let lead = Lead {
        id: LeadId(0),
        at: Moment(NOW),
        text: "路灯不亮".to_owned(),
        place: "北门外".to_owned(),
        link: String::new(),
        state: LeadState::Received,
        reply: String::new(),
        case: None,
        changed: (String::new(), Moment(NOW)),
        version: 0,
    };
    let id = store.keep_lead(&lead, &secret("a")).await.unwrap();
    assert!(
        store.keep_lead(&lead, &secret("a")).await.is_err(),
        "a receipt belongs to one"
    );
    let other = store.keep_lead(&lead, &secret("b")).await.unwrap();
    let found = store.lead_at(&secret("a")).await.unwrap().unwrap();
    assert_eq!(
        found,
        Lead {
            id,
            version: 1,
            ..lead.clone()
        }
    );
    assert_eq!(store.lead_at(&secret("c")).await.unwrap(), None);
    assert_eq!(store.leads_since(Moment(NOW), 9).await.unwrap(), 2);
    assert_eq!(store.leads_since(Moment(NOW), 1).await.unwrap(), 1);
    assert_eq!(store.leads_since(Moment(NOW + 1), 9).await.unwrap(), 0);

    let grown = Case {
        lead: Some(id),
        ..new_case(&[])
    };
    let case = store
        .open_case(&opened(grown.clone()), &note("case.opened"))
        .await
        .unwrap();
    let taken = store.lead(id).await.unwrap().unwrap();
    assert_eq!((taken.state, taken.case), (LeadState::Handling, Some(case)));
    let twice = store.open_case(&opened(grown), &note("case.opened")).await;
    assert!(
        conflicts(&twice),
        "two people opening at once make one case"
    );

    let mut joined = store.lead(other).await.unwrap().unwrap();
    (joined.state, joined.case) = (LeadState::Handling, Some(case));
    let said = entry(EntryKind::LeadAttached, "");
    store
        .change_lead(&joined, Some(&said), &note("lead.changed"))
        .await
        .unwrap();
    assert!(conflicts(
        &store
            .change_lead(&joined, None, &note("lead.changed"))
            .await
    ));
    assert_eq!(store.timeline(case).await.unwrap().last, 2);
    assert_eq!(
        store
            .leads(Some(LeadState::Received), None, 9)
            .await
            .unwrap()
            .len(),
        0
    );
    assert_eq!(store.leads(None, Some(other), 9).await.unwrap()[0].id, id);
}

pub(super) async fn playbooks(store: &dyn Store) {
    let new = Playbook {
        id: PlaybookId(0),
        version: 0,
        name: "汛期".to_owned(),
        body: PlaybookBody {
            steps: PlaybookBody::read_steps("+0 值班员: 核实").unwrap(),
            ..PlaybookBody::default()
        },
        changed: ("周编辑".to_owned(), Moment(NOW)),
    };
    let id = store
        .keep_playbook(&new, &note("playbook.changed"))
        .await
        .unwrap();
    let first = store.playbooks().await.unwrap().pop().unwrap();
    assert_eq!(
        first,
        Playbook {
            id,
            version: 1,
            ..new
        }
    );
    let next = Playbook {
        name: "汛期二".to_owned(),
        ..first.clone()
    };
    store
        .keep_playbook(&next, &note("playbook.changed"))
        .await
        .unwrap();
    assert!(conflicts(
        &store.keep_playbook(&next, &note("playbook.changed")).await
    ));
    let versions = store.playbook_versions(id).await.unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[1], first, "every version stays");
    assert_eq!(store.playbooks().await.unwrap(), [versions[0].clone()]);
}
