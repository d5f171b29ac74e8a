//! The roster.

use super::NOW;
use model::{
    DutyPost, DutySettings, HOUR_MS, Moment, NewShift, NewSwap, Note, PersonId, SessionHash, Shift,
    ShiftId, Signature, SwapState, Who,
};
use ports::{AuditAsk, CalendarAct, Store, StoreError};

fn note(act: &str, who: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who {
            person: None,
            name: who.to_owned(),
            address: String::new(),
        },
        act: act.to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

fn new(uid: &str, from: i64, hours: i64, person: Option<i64>) -> NewShift {
    NewShift {
        from: Moment(NOW + from * HOUR_MS),
        to: Moment(NOW + (from + hours) * HOUR_MS),
        person: person.map(PersonId),
        post: DutyPost::Officer,
        note: "夜班\u{0}带钥匙".to_owned(),
        uid: uid.to_owned(),
        sequence: 0,
    }
}

fn conflict<T: std::fmt::Debug>(result: Result<T, StoreError>, holds: &str) {
    match result {
        Err(StoreError::Conflict { why, .. }) => assert!(why.contains(holds), "{why}"),
        other => panic!("a conflict is expected, not {other:?}"),
    }
}

async fn one(store: &dyn Store, id: ShiftId) -> Shift {
    store.shift(id).await.unwrap().unwrap()
}

async fn listed(store: &dyn Store, from: i64, to: i64) -> Vec<i64> {
    let at = |hours: i64| Moment(NOW + hours * HOUR_MS);
    let found = store.shifts(at(from), at(to)).await.unwrap();
    found.iter().map(|shift| shift.id.0).collect()
}

pub(super) async fn shifts(store: &dyn Store) {
    let (settings, version, roster) = store.duty().await.unwrap();
    assert_eq!((settings, version), (DutySettings::default(), 1));
    let three = [
        new("a", 0, 12, Some(1)),
        new("b", 12, 12, None),
        new("c", 24, 12, Some(2)),
    ];
    let by = note("duty.added", "周编辑");
    let added = store.add_shifts(&three, Some(roster), &by).await;
    let (ids, batch) = added.unwrap();
    assert!(batch > roster);
    assert_eq!(
        listed(store, -5, 100).await,
        ids.iter().map(|id| id.0).collect::<Vec<_>>()
    );
    assert_eq!(
        listed(store, 11, 12).await,
        [ids[0].0],
        "an end is no part of a shift"
    );
    assert_eq!(listed(store, 12, 24).await, [ids[1].0]);
    let kept = one(store, ids[0]).await;
    assert_eq!(kept.is.note, "夜班带钥匙");
    assert_eq!(
        (kept.is.person, kept.changed_by.as_str()),
        (Some(PersonId(1)), "周编辑")
    );
    let stale = store.add_shifts(&three, Some(roster), &by).await;
    conflict(stale, "roster");
    let twice = store
        .add_shifts(&three[..1], None, &note("duty.added", "x"))
        .await;
    assert!(twice.is_err(), "a uid is one shift's");
    let moved = NewShift {
        person: Some(PersonId(3)),
        ..kept.is.clone()
    };
    store
        .change_shift(ids[0], 1, &moved, &note("duty.changed", "李娜"))
        .await
        .unwrap();
    let late = store
        .change_shift(ids[0], 1, &kept.is, &note("duty.changed", "x"))
        .await;
    conflict(late, "李娜");
    let changed = one(store, ids[0]).await;
    assert_eq!(
        (changed.is.person, changed.is.sequence, changed.version),
        (Some(PersonId(3)), 1, 2)
    );
    store
        .undo_shift(ids[0], 2, &note("duty.undone", "李娜"))
        .await
        .unwrap();
    let back = one(store, ids[0]).await;
    assert_eq!(
        (back.is.person, back.is.sequence),
        (Some(PersonId(1)), 2),
        "calendars hear of it"
    );
    store
        .remove_shift(ids[2], 1, &note("duty.removed", "李娜"))
        .await
        .unwrap();
    assert!(one(store, ids[2]).await.removed);
    conflict(
        store
            .remove_shift(ids[2], 2, &note("duty.removed", "x"))
            .await,
        "removed",
    );
    assert_eq!(listed(store, -5, 100).await, [ids[0].0, ids[1].0]);
    let gone = store
        .undo_shifts(batch, &note("duty.undone", "李娜"))
        .await
        .unwrap();
    assert_eq!(gone, 1, "only what nobody changed since");
    store
        .undo_shift(ids[2], 2, &note("duty.undone", "李娜"))
        .await
        .unwrap();
    assert_eq!(listed(store, -5, 100).await, [ids[0].0, ids[2].0]);
    let audit = AuditAsk {
        limit: 20,
        ..AuditAsk::default()
    };
    let written = store.audit(&audit).await.unwrap();
    assert_eq!(
        written.len(),
        6,
        "what was refused is not written down as done"
    );
}

pub(super) async fn calendars(store: &dyn Store) {
    let (_, _, roster) = store.duty().await.unwrap();
    let acts = [
        CalendarAct::Add(new("x", 0, 8, None)),
        CalendarAct::Add(new("y", 8, 8, Some(1))),
    ];
    let number = store
        .keep_calendar(&acts, roster, &note("duty.imported", "周编辑"))
        .await
        .unwrap();
    let uids = ["x".to_owned(), "y".to_owned(), "z".to_owned()];
    let there = store.shifts_of(&uids).await.unwrap();
    assert_eq!(there.len(), 2);
    let newer = NewShift {
        sequence: 7,
        ..new("x", 1, 8, Some(2))
    };
    let acts = [
        CalendarAct::Change(there[0].id, there[0].version, newer),
        CalendarAct::Remove(there[1].id, there[1].version + 5, 0),
    ];
    let half = store
        .keep_calendar(&acts, number, &note("duty.imported", "x"))
        .await;
    conflict(half, "changed");
    assert_eq!(
        one(store, there[0].id).await,
        there[0],
        "nothing of it is kept"
    );
    conflict(
        store
            .keep_calendar(&acts, number - 1, &note("x", "x"))
            .await,
        "roster",
    );
    let acts = [
        acts[0].clone(),
        CalendarAct::Remove(there[1].id, there[1].version, 0),
    ];
    store
        .keep_calendar(&acts, number, &note("duty.imported", "周编辑"))
        .await
        .unwrap();
    let changed = one(store, there[0].id).await;
    assert_eq!(
        (changed.is.sequence, changed.is.person),
        (7, Some(PersonId(2)))
    );
    assert!(one(store, there[1].id).await.removed);
    taken_back(store, &there, number + 1).await;
    let feed = |text: &str| SessionHash(text.to_owned());
    let person = PersonId(4);
    store
        .renew_roster_feed(person, Some(&feed("s")), &note("duty.feed", "x"))
        .await
        .unwrap();
    assert_eq!(store.roster_feed(&feed("s")).await.unwrap(), Some(person));
    store
        .renew_roster_feed(person, Some(&feed("t")), &note("duty.feed", "x"))
        .await
        .unwrap();
    assert_eq!(store.roster_feed(&feed("s")).await.unwrap(), None);
    store
        .renew_roster_feed(person, None, &note("duty.feed", "x"))
        .await
        .unwrap();
    assert_eq!(store.roster_feed(&feed("t")).await.unwrap(), None);
}

/// A calendar is taken back with what it changed and removed, but not over what people did since.
async fn taken_back(store: &dyn Store, before: &[Shift], step: i64) {
    let (_, _, roster) = store.duty().await.unwrap();
    assert_eq!(roster, step, "the step that is taken back is the last one");
    let back = note("duty.undone", "李娜");
    assert_eq!(store.undo_shifts(step, &back).await.unwrap(), 2);
    for was in before {
        let now = one(store, was.id).await;
        assert!(!now.removed);
        assert_eq!((now.is.from, now.is.person), (was.is.from, was.is.person));
        assert!(now.is.sequence > was.is.sequence, "calendars hear of it");
    }
    assert_eq!(store.undo_shifts(step, &back).await.unwrap(), 0, "once");

    let (_, _, roster) = store.duty().await.unwrap();
    let (first, second) = (
        one(store, before[0].id).await,
        one(store, before[1].id).await,
    );
    let acts = [
        CalendarAct::Remove(first.id, first.version, 0),
        CalendarAct::Remove(second.id, second.version, 0),
        CalendarAct::Add(new("w", 30, 8, Some(1))),
    ];
    let act = note("duty.imported", "周编辑");
    let step = store.keep_calendar(&acts, roster, &act).await.unwrap();
    let put_back = note("duty.undone", "李娜");
    let seen = first.version + 1;
    store.undo_shift(first.id, seen, &put_back).await.unwrap();
    let gone = one(store, first.id).await;
    assert_eq!(store.undo_shifts(step, &back).await.unwrap(), 2);
    assert_eq!(
        one(store, first.id).await,
        gone,
        "somebody changed it since"
    );
    assert!(!one(store, second.id).await.removed);
    let added = store.shifts_of(&["w".to_owned()]).await.unwrap();
    assert!(added[0].removed);
}

pub(super) async fn swaps(store: &dyn Store) {
    let two = [new("a", 0, 12, Some(1)), new("b", 12, 12, Some(1))];
    let (ids, _) = store
        .add_shifts(&two, None, &note("duty.added", "x"))
        .await
        .unwrap();
    let swap = |shift: ShiftId, by: i64| NewSwap {
        shift,
        asked_by: PersonId(by),
        to: PersonId(2),
        why: "孩子生病".to_owned(),
    };
    let asked = note("duty.swap_asked", "x");
    conflict(store.ask_swap(&swap(ids[0], 9), &asked).await, "no more");
    let id = store.ask_swap(&swap(ids[0], 1), &asked).await.unwrap();
    conflict(store.ask_swap(&swap(ids[0], 1), &asked).await, "waits");
    let other = store.ask_swap(&swap(ids[1], 1), &asked).await.unwrap();
    assert_eq!(store.swaps(None).await.unwrap().len(), 2);
    let approved = note("duty.swap_approved", "王强");
    store
        .settle_swap(id, SwapState::Approved, "王强", &approved)
        .await
        .unwrap();
    conflict(
        store
            .settle_swap(id, SwapState::Declined, "x", &approved)
            .await,
        "decided",
    );
    let given = one(store, ids[0]).await;
    assert_eq!(
        (given.is.person, given.version, given.is.sequence),
        (Some(PersonId(2)), 2, 1)
    );
    let decided = store.swap(id).await.unwrap().unwrap();
    assert_eq!(decided.state, SwapState::Approved);
    assert_eq!(decided.decided, Some(("王强".to_owned(), Moment(NOW))));
    let taken = new("b", 12, 12, Some(5));
    store
        .change_shift(ids[1], 1, &taken, &note("duty.changed", "周编辑"))
        .await
        .unwrap();
    let ended = store.swap(other).await.unwrap().unwrap();
    assert_eq!(
        ended.state,
        SwapState::Withdrawn,
        "the shift is somebody else's"
    );
    assert!(store.swaps(None).await.unwrap().is_empty());
    assert_eq!(store.swaps(Some(Moment(NOW))).await.unwrap().len(), 2);
}

pub(super) async fn handovers(store: &dyn Store) {
    let shift = ShiftId(1);
    let write = note("handover.written", "张三");
    let signed = note("handover.signed", "张三");
    let by = |id: i64| Signature {
        person: PersonId(id),
        name: format!("人{id}"),
        at: Moment(NOW + id),
    };
    assert_eq!(store.handover(shift).await.unwrap(), None);
    conflict(
        store.sign_handover(shift, 0, &by(1), &signed).await,
        "no note",
    );
    store
        .keep_handover(shift, "一切正常", 0, &write)
        .await
        .unwrap();
    conflict(store.keep_handover(shift, "别的", 0, &write).await, "张三");
    store
        .sign_handover(shift, 1, &by(1), &signed)
        .await
        .unwrap();
    store
        .keep_handover(shift, "一切正常", 2, &write)
        .await
        .unwrap();
    let same = store.handover(shift).await.unwrap().unwrap();
    assert_eq!(same.off, Some(by(1)), "the same text changes nothing");
    conflict(
        store.sign_handover(shift, 2, &by(1), &signed).await,
        "somebody else",
    );
    store
        .keep_handover(shift, "还有一件事", 2, &write)
        .await
        .unwrap();
    let changed = store.handover(shift).await.unwrap().unwrap();
    assert_eq!(
        (changed.off, changed.version),
        (None, 3),
        "another text, no signature"
    );
    store
        .sign_handover(shift, 3, &by(1), &signed)
        .await
        .unwrap();
    store
        .sign_handover(shift, 4, &by(2), &signed)
        .await
        .unwrap();
    let both = store.handover(shift).await.unwrap().unwrap();
    assert_eq!((both.off, both.on), (Some(by(1)), Some(by(2))));
    conflict(
        store.keep_handover(shift, "改一下", 5, &write).await,
        "both",
    );
    conflict(store.sign_handover(shift, 5, &by(3), &signed).await, "both");
    store
        .keep_handover(ShiftId(2), "下一班", 0, &write)
        .await
        .unwrap();
    assert_eq!(store.handovers(5).await.unwrap().len(), 2);
    assert_eq!(store.handovers(1).await.unwrap().len(), 1);
}

pub(super) async fn rules(store: &dyn Store) {
    let (before, version, _) = store.duty().await.unwrap();
    let changed = DutySettings {
        borders: vec![0, 480, 960],
        holidays: ["2026-10-01".to_owned()].into(),
        ..before
    };
    let settings = note("duty.settings", "x");
    store
        .change_duty(&changed, version, &settings)
        .await
        .unwrap();
    conflict(
        store.change_duty(&changed, version, &settings).await,
        "meanwhile",
    );
    let (kept, now, _) = store.duty().await.unwrap();
    assert_eq!((kept, now), (changed, version + 1));
}
