//! What the desk would change: seen by the line, kept with its batch, decided by people.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::CorrectionAsk;
use desk::{Actor, DeskError};
use model::{
    Act, Document, DocumentId, EventChange, EventId, EventRecord, Facets, HOUR_MS, Item, ItemKey,
    Language, Moment, Note, PersonId, Placement, Proposal, ProposalId, ProposalState, Reading,
    Reason, Role, Roles, SourceId, TimeNote, Who,
};
use ports::{AuditAsk, Clock, KeptBatch};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use testkit::TestDesk;
use tokio::sync::mpsc;

/// Title, text and event of what is kept already: two events are one, and a text strays.
const KEPT: [(&str, &str, i64); 6] = [
    (
        "北门外大街路面塌陷",
        "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成直径约五米的坑洞，一辆三轮车滑入坑中，车上两人被救起送医。",
        1,
    ),
    (
        "北门外大街路面塌陷",
        "青岚县北门外大街路面昨夜突然塌陷，形成直径约五米的坑洞，一辆三轮车滑入坑中，车上两人被居民救起，送县医院。",
        2,
    ),
    (
        "二小食堂豆角没煮熟",
        "家长反映青岚县第二小学食堂午餐的豆角没有煮熟，十余名学生饭后呕吐，学校停用该批食材。",
        3,
    ),
    (
        "二小食堂停用豆角",
        "青岚县第二小学食堂豆角没有煮熟，学生饭后呕吐，市场监管局到学校食堂抽样检查。",
        3,
    ),
    (
        "食堂豆角抽样结果",
        "市场监管局公布第二小学食堂豆角抽样检查结果，学生呕吐因豆角没有煮熟，学校食堂整改。",
        3,
    ),
    (
        "溪口灯会开幕",
        "溪口镇元宵灯会周末开幕，东街临时禁停，公交改道，游客猜灯谜赏花灯。",
        3,
    ),
];

fn document(desk: &TestDesk, source: SourceId, id: i64) -> (Document, Placement) {
    let (title, text, event) = KEPT[id as usize - 1];
    let document = Document {
        id: DocumentId(id),
        key: ItemKey::of_file(format!("k{id}")),
        source,
        url: None,
        title: title.to_owned(),
        text: text.to_owned(),
        language: Language::Chinese,
        published_at: desk.clock.now(),
        time_note: TimeNote::Given,
        arrived_at: desk.clock.now(),
        fingerprint: id.cast_unsigned(),
        places: Vec::new(),
        reading: Reading::default(),
    };
    let placement = Placement {
        act: if event == id { Act::Open } else { Act::Join },
        event: EventId(event),
        reuses: None,
        reasons: vec![Reason::NothingClose],
    };
    (document, placement)
}

/// A desk whose documents an older program placed less well.
fn desk() -> TestDesk {
    let desk = TestDesk::new();
    let source = desk.item("x", "", "").source;
    let documents: Vec<(Document, Placement)> =
        (1..=6).map(|id| document(&desk, source, id)).collect();
    let events = [(1, 1), (2, 1), (3, 4)].map(|(id, documents)| EventChange {
        after: EventRecord {
            id: EventId(id),
            title: KEPT[id as usize - 1].0.to_owned(),
            first_at: desk.clock.now(),
            last_at: desk.clock.now(),
            documents,
            copies: 0,
            heat_log: 1.0,
            pulse_log: 1.0,
            heat_basis: 1,
            facets: Facets::default(),
            withdrawn: false,
        },
        opened: true,
        by: DocumentId(6),
    });
    let batch = KeptBatch {
        documents,
        events: events.to_vec(),
        ..KeptBatch::default()
    };
    desk.runtime
        .block_on(desk.store().keep_batch(&batch))
        .unwrap();
    desk
}

/// Other matters, and what follows from one of those that are kept: one an hour from the next hour on.
fn later(desk: &TestDesk) -> Vec<Item> {
    let matters = [
        "城东水厂检修，三个小区停水两天，居委会安排送水车。",
        "高速公路出口改造，货车绕行国道，限高四米五。",
        "县图书馆新馆开放，读者凭身份证办证，周一闭馆。",
        "苹果收购价上涨，果农惜售，冷库库存减少。",
        "北门外大街多家商户向青岚县市政部门递交联名信，要求赔偿路面塌陷封路期间的损失，并公布管网检查计划。",
        "青岚县人大代表视察沿街旧管网，听取路面塌陷事故整改汇报。",
    ];
    (1..)
        .zip(matters)
        .map(|(hours, text)| {
            let mut item = desk.item(&format!("n{hours}"), "", text);
            item.arrived_at = Moment(item.arrived_at.0 + hours * HOUR_MS);
            item
        })
        .collect()
}

/// Every proposal in order, with what became of it.
fn proposals(desk: &TestDesk) -> Vec<(ProposalId, Proposal, ProposalState, Moment)> {
    let all = desk.store().proposals_after(ProposalId(0), 100);
    let all = desk.runtime.block_on(all).unwrap().into_iter();
    all.map(|one| (one.id, one.proposal, one.state, one.made_at))
        .collect()
}

/// The story of every event that has one: the other events with how alike they are.
fn stories(desk: &TestDesk) -> BTreeMap<i64, Vec<(EventId, Option<u8>)>> {
    let story = |event| {
        let story = desk.store().story_of(EventId(event), 20);
        let story = desk.runtime.block_on(story).unwrap().events.into_iter();
        story.map(|one| (one.event.id, one.percent)).collect()
    };
    let mut all: BTreeMap<i64, Vec<(EventId, Option<u8>)>> =
        (1..=20).map(|event| (event, story(event))).collect();
    all.retain(|_, story| !story.is_empty());
    all
}

fn event_of(desk: &TestDesk, document: i64) -> i64 {
    let document = [DocumentId(document)];
    let found = desk.store().documents(&document);
    desk.runtime.block_on(found).unwrap()[0].placement.event.0
}

/// The documents in which something was seen, and a desk that has read on.
fn seen() -> TestDesk {
    let desk = desk();
    desk.take(later(&desk), 3).unwrap();
    desk
}

fn note() -> Note {
    Actor::command_line().note(Moment(1), "proposal.accepted", "", "")
}

#[test]
fn what_is_seen_is_kept_once_whatever_the_batches_and_stops() {
    let whole = desk();
    whole.take(later(&whole), 100).unwrap();
    let (expected, told) = (proposals(&whole), stories(&whole));
    let hour = Moment(whole.clock.now().0 + HOUR_MS);
    let merge = expected.iter().any(|(_, proposal, state, at)| {
        let pair =
            matches!(proposal, Proposal::Merge { from, into, .. } if (from.0, into.0) == (2, 1));
        pair && *state == ProposalState::Open && *at == hour
    });
    assert!(merge, "{expected:?}");
    let stray = expected.iter().any(|(_, proposal, ..)| {
        matches!(proposal, Proposal::Split { documents, .. } if *documents == [DocumentId(6)])
    });
    assert!(stray, "{expected:?}");
    assert!(!told.is_empty(), "an event follows from another one");

    for each in [1, 2, 3] {
        let desk = desk();
        desk.take(later(&desk), each).unwrap();
        assert_eq!(proposals(&desk), expected, "{each} to a batch");
        assert_eq!(stories(&desk), told, "{each} to a batch");
    }
    for lost in [false, true] {
        let desk = desk();
        let mut rest = later(&desk);
        while !rest.is_empty() {
            let more = rest.split_off(rest.len().min(2));
            desk.take(rest, 5).unwrap();
            rest = more;
            if lost {
                // Every snapshot is gone: the engine is made anew from what is kept.
                desk.disk.clear();
            }
        }
        drop(desk.line().unwrap());
        assert_eq!(proposals(&desk), expected, "snapshots lost: {lost}");
        assert_eq!(stories(&desk), told, "snapshots lost: {lost}");
    }
}

#[test]
fn an_accepted_merge_is_a_correction_that_can_be_undone() {
    let desk = seen();
    let (mut line, _) = desk.line().unwrap();
    let accept = CorrectionAsk::Accept(ProposalId(1));
    let done = line.correct(&accept, note()).unwrap();
    assert_eq!(done.event, EventId(1));
    assert_eq!((event_of(&desk, 1), event_of(&desk, 2)), (1, 1));
    let ended = desk.store().event(EventId(2));
    assert!(desk.runtime.block_on(ended).unwrap().is_none());
    let states = |desk: &TestDesk| -> Vec<ProposalState> {
        proposals(desk).into_iter().map(|one| one.2).collect()
    };
    assert_eq!(states(&desk)[0], ProposalState::Accepted);
    let twice = line.correct(&accept, note());
    assert!(matches!(
        twice,
        Err(DeskError::Refused {
            word: "proposal.decided",
            ..
        })
    ));
    let nothing = line.correct(&CorrectionAsk::Accept(ProposalId(99)), note());
    assert!(matches!(nothing, Err(DeskError::NotFound { .. })));

    line.correct(&CorrectionAsk::Undo(done.id), note()).unwrap();
    assert_eq!((event_of(&desk, 1), event_of(&desk, 2)), (1, 2));
    let stray = CorrectionAsk::Accept(ProposalId(2));
    let parted = line.correct(&stray, note()).unwrap();
    assert_eq!((parted.event, event_of(&desk, 6)), (EventId(6), 6));
    drop(line);

    // Whatever happens then, what was decided is not proposed again.
    desk.disk.clear();
    desk.clock.forward_ms(9 * HOUR_MS);
    let more = desk.item("m1", KEPT[1].0, &format!("{}市政部门回填。", KEPT[1].1));
    desk.take(vec![more], 1).unwrap();
    let pairs: Vec<(Proposal, ProposalState)> = proposals(&desk)
        .into_iter()
        .map(|(_, proposal, state, _)| (proposal, state))
        .filter(|(proposal, _)| proposal.events().iter().all(|event| event.0 <= 3))
        .collect();
    assert_eq!(pairs.len(), 2, "{pairs:?}");
    assert!(pairs.iter().all(|one| one.1 == ProposalState::Accepted));
}

fn actor(role: Role) -> Actor {
    Actor {
        who: Who {
            person: Some(PersonId(7)),
            name: "li.na".to_owned(),
            address: "192.0.2.7".to_owned(),
        },
        name: "李娜".to_owned(),
        roles: Roles::NONE.with(role),
        unit: None,
    }
}

fn written_down(desk: &TestDesk, act: &str) -> Vec<(String, String, String)> {
    let ask = AuditAsk {
        act: act.to_owned(),
        limit: 10,
        ..AuditAsk::default()
    };
    let entries = desk.runtime.block_on(desk.store().audit(&ask)).unwrap();
    let told = entries.into_iter().map(|entry| entry.note);
    told.map(|note| (note.who.name, note.object, note.details))
        .collect()
}

#[test]
fn people_who_may_correct_decide_and_it_is_written_down() {
    let desk = seen();
    let (sender, hand) = mpsc::channel(8);
    let pages = desk.desk().with_hand(sender);
    let run = &desk.runtime;
    let (first, second) = (ProposalId(1), ProposalId(2));
    let of_event = run.block_on(pages.proposals_of(EventId(1))).unwrap();
    assert_eq!(of_event[0].record.id, first);
    assert_eq!(of_event[0].events[&EventId(2)], KEPT[1].0);
    let open = run.block_on(pages.open_proposals(None, 1)).unwrap();
    assert!(open.more && open.proposals.len() == 1);

    let leader = actor(Role::Leader);
    let refused = run.block_on(pages.decline_proposal(&leader, second));
    assert!(matches!(refused, Err(DeskError::Denied { .. })));
    let refused = run.block_on(pages.accept_proposal(&leader, first));
    assert!(matches!(refused, Err(DeskError::Denied { .. })));

    let analyst = actor(Role::Analyst);
    run.block_on(pages.decline_proposal(&analyst, second))
        .unwrap();
    let again = run.block_on(pages.decline_proposal(&analyst, second));
    assert!(matches!(
        again,
        Err(DeskError::Refused {
            word: "proposal.decided",
            ..
        })
    ));
    let (done, (mut line, _)) = (AtomicBool::new(false), desk.line().unwrap());
    let accepted = std::thread::scope(|scope| {
        let line = scope.spawn(|| line.take_hand_in(hand, &done));
        let accepted = run.block_on(pages.accept_proposal(&analyst, first));
        done.store(true, Ordering::Relaxed);
        line.join().unwrap().unwrap();
        accepted
    });
    assert_eq!(accepted.unwrap().event, EventId(1));
    let told = |event: &str, details: &str| {
        let texts = ["li.na", event, details].map(str::to_owned);
        vec![<(String, String, String)>::from(texts)]
    };
    assert_eq!(
        written_down(&desk, "proposal.declined"),
        told("e3", "q2 split d6 from e3")
    );
    assert_eq!(
        written_down(&desk, "proposal.accepted"),
        told("e1", "q1 merge e2 → e1")
    );
    assert_eq!(run.block_on(pages.proposals_of(EventId(1))).unwrap(), []);
    assert_eq!(run.block_on(pages.proposals_of(EventId(3))).unwrap(), []);
}
