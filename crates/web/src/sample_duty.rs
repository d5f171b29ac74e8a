//! A sample roster: nobody, one, a fortnight with what goes wrong in it. All of it is fictional.

use crate::sample::{Amount, NOW};
use crate::sample_office::person;
use chrono::NaiveDate;
use desk::{
    Clash, ClashKind, EscalationStep, Gap, HandoverFacts, HandoverSheet, ImportAct, ImportRow,
    MaySign, OnDuty, Reached, RosterBoard, RosterImport, Rotation, RotationAsk, RotationPlan,
    SwapCard, draft_handover,
};
use model::{
    DutyPost, DutySettings, EventId, HOUR_MS, Handover, Moment, NewShift, NewSwap, PersonId, Shift,
    ShiftId, Signature, Swap, SwapId, SwapState, Whom,
};

/// Half a day, as shifts last.
const HALF: i64 = 12 * HOUR_MS;
/// When the shift under way began: six hours ago.
const BEGAN: i64 = NOW.0 - 6 * HOUR_MS;

pub(crate) fn shift(number: i64, post: DutyPost) -> Shift {
    let vacant = number % 7 == 5;
    Shift {
        id: ShiftId(number + 1),
        is: NewShift {
            from: Moment(BEGAN + number * HALF),
            to: Moment(BEGAN + (number + 1) * HALF),
            person: (!vacant).then_some(PersonId(1 + number % 6)),
            post,
            note: if number == 1 {
                "值班电话转接手机 <b>".to_owned()
            } else {
                String::new()
            },
            uid: format!("{number}@caifeng"),
            sequence: 0,
        },
        removed: false,
        changed_by: "zhou.min".to_owned(),
        changed_at: Moment(NOW.0 - 40 * HOUR_MS),
        version: 1,
    }
}

fn on(shift: Shift) -> OnDuty {
    let reached = match shift.is.person {
        None => Reached::Vacant,
        Some(PersonId(4)) => Reached::NoAddress,
        Some(_) => Reached::Yes,
    };
    let person = shift.is.person.map(|id| {
        let mut found = person(usize::try_from(id.0 - 1).unwrap_or(0));
        found.disabled = false;
        if reached == Reached::NoAddress {
            (found.phone, found.mail) = (String::new(), String::new());
        }
        found
    });
    OnDuty {
        shift,
        person,
        reached,
    }
}

pub(crate) fn board(amount: Amount) -> RosterBoard {
    let many = amount == Amount::Many;
    let count = amount.count() as i64;
    let mut shifts: Vec<Shift> = (0..count.min(28))
        .map(|n| shift(n, DutyPost::Officer))
        .collect();
    if many {
        shifts.extend((0..28).step_by(2).map(|n| shift(n + 3, DutyPost::Leader)));
        shifts.extend((0..28).step_by(4).map(|n| shift(n + 2, DutyPost::Deputy)));
    }
    let at = |hours: i64| Moment(NOW.0 + hours * HOUR_MS);
    let step = |after_minutes, post, persons: &[i64], why: Option<Reached>| EscalationStep {
        after_minutes,
        whom: Whom::Post(post),
        persons: persons.iter().map(|id| PersonId(*id)).collect(),
        unreached: why.map(|why| (None, why)).into_iter().collect(),
    };
    let there: &[i64] = if count > 0 { &[1] } else { &[] };
    RosterBoard {
        now: NOW,
        first: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default(),
        days: 14,
        on: shifts
            .iter()
            .filter(|one| one.covers(NOW))
            .cloned()
            .map(on)
            .collect(),
        next: shifts
            .iter()
            .filter(|one| one.is.from > NOW)
            .take(count.min(2) as usize)
            .cloned()
            .map(on)
            .collect(),
        mine: shifts
            .iter()
            .skip(1)
            .step_by(5)
            .take(3)
            .cloned()
            .map(on)
            .collect(),
        gaps: if count > 0 {
            vec![Gap {
                from: at(54),
                to: at(66),
            }]
        } else {
            vec![Gap {
                from: NOW,
                to: at(336),
            }]
        },
        clashes: if many {
            vec![(clash(), "李娜 / 王强".to_owned())]
        } else {
            Vec::new()
        },
        swaps: if many {
            vec![swap(true, false), swap(false, true)]
        } else {
            Vec::new()
        },
        chain: vec![
            step(
                0,
                DutyPost::Officer,
                there,
                (count == 0).then_some(Reached::Vacant),
            ),
            step(10, DutyPost::Deputy, &[], Some(Reached::Vacant)),
            step(20, DutyPost::Leader, &[3], None),
        ],
        people: (0..amount.count().min(9)).map(person).collect(),
        shifts: shifts.into_iter().map(on).collect(),
        settings: DutySettings {
            holidays: ["2026-03-09".to_owned()].into(),
            ..DutySettings::default()
        },
        roster: 7,
    }
}

pub(crate) fn clash() -> Clash {
    Clash {
        kind: ClashKind::TwoOfficers,
        first: ShiftId(2),
        second: ShiftId(3),
        from: Moment(NOW.0 + 20 * HOUR_MS),
        to: Moment(NOW.0 + 24 * HOUR_MS),
    }
}

fn swap(may_decide: bool, may_withdraw: bool) -> SwapCard {
    SwapCard {
        swap: Swap {
            id: SwapId(if may_decide { 1 } else { 2 }),
            said: NewSwap {
                shift: ShiftId(2),
                asked_by: PersonId(2),
                to: PersonId(3),
                why: "孩子发烧，<script>alert(1)</script> 想换到周三".to_owned(),
            },
            asked_at: NOW,
            state: SwapState::Asked,
            decided: None,
        },
        shift: Some(shift(3, DutyPost::Officer)),
        asked_by: "李娜".to_owned(),
        to: "王强".to_owned(),
        may_decide,
        may_withdraw,
    }
}

pub(crate) fn ask() -> RotationAsk {
    RotationAsk {
        first: NaiveDate::from_ymd_opt(2026, 3, 9).unwrap_or_default(),
        days: 7,
        post: DutyPost::Officer,
        by: Rotation::Shift,
        people: vec![PersonId(1), PersonId(2), PersonId(3)],
        rest_people: vec![PersonId(4)],
    }
}

pub(crate) fn plan(amount: Amount) -> RotationPlan {
    let many = amount == Amount::Many;
    let shifts = (0..amount.count() as i64).map(|n| shift(n, DutyPost::Officer).is);
    RotationPlan {
        shifts: shifts.collect(),
        there: usize::from(many) * 4,
        clashes: if many { vec![clash()] } else { Vec::new() },
        gaps: if many {
            vec![Gap {
                from: NOW,
                to: Moment(NOW.0 + HALF),
            }]
        } else {
            Vec::new()
        },
        roster: 7,
    }
}

pub(crate) fn import(amount: Amount) -> RosterImport {
    let acts = [
        ImportAct::Added,
        ImportAct::Changed,
        ImportAct::There,
        ImportAct::Older,
        ImportAct::Removed,
    ];
    let row = |number: usize| ImportRow {
        line: 6 + 9 * number,
        act: acts[number % acts.len()],
        summary: format!("夜班 {number} <b>李娜</b>"),
        shift: shift(number as i64, DutyPost::Officer).is,
        person: (number % 4 != 3).then(|| "李娜".to_owned()),
    };
    RosterImport {
        rows: (0..amount.count()).map(row).collect(),
        refused: if amount == Amount::Many {
            vec![(44, "\"Moon/Base\" is no zone that is known".to_owned())]
        } else {
            Vec::new()
        },
        roster: 7,
    }
}

pub(crate) fn sheet(amount: Amount) -> HandoverSheet {
    let many = amount == Amount::Many;
    let facts = HandoverFacts {
        events: vec![(EventId(1), "北门外大街路面塌陷".to_owned(), 41.0)],
        silent: vec!["青岚县融媒体中心".to_owned()],
        ..HandoverFacts::default()
    };
    let draft = draft_handover(&facts, true);
    let note = Handover {
        shift: ShiftId(1),
        text: draft.clone(),
        off: Some(Signature {
            person: PersonId(1),
            name: "李娜".to_owned(),
            at: NOW,
        }),
        on: None,
        changed_by: "li.na".to_owned(),
        changed_at: NOW,
        version: 3,
    };
    HandoverSheet {
        shift: (amount != Amount::Empty).then(|| on(shift(0, DutyPost::Officer))),
        next: if many {
            vec![on(shift(1, DutyPost::Officer))]
        } else {
            Vec::new()
        },
        note: many.then(|| note.clone()),
        draft: if many { String::new() } else { draft },
        may_sign: if many { MaySign::On } else { MaySign::No },
        earlier: vec![note; amount.count().min(5)],
    }
}
