//! Times that nobody covers, and shifts that stand in each other's way. Pure.

use model::{DutyPost, Moment, PersonId, Shift, ShiftId};

/// Clashes that are told; a roster with more of them is read in twice by mistake.
const CLASHES_MAX: usize = 200;

/// A time without an officer on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its first instant.
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
}

/// Why two shifts stand in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClashKind {
    /// One person cannot be on two shifts at once.
    SamePerson(PersonId),
    /// Two officers on duty: nobody knows which of them answers.
    TwoOfficers,
}

/// Two shifts that stand in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// Why.
    pub kind: ClashKind,
    /// The one that begins first.
    pub first: ShiftId,
    /// The other.
    pub second: ShiftId,
    /// The first instant of both.
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
}

/// Times between `from` and `to` that no officer covers; `counts` says who can be reached.
pub(super) fn gaps(
    shifts: &[Shift],
    counts: impl Fn(&Shift) -> bool,
    from: Moment,
    to: Moment,
) -> Vec<Gap> {
    let officers = shifts
        .iter()
        .filter(|shift| !shift.removed && shift.is.post == DutyPost::Officer && counts(shift));
    let mut covered: Vec<(Moment, Moment)> =
        officers.map(|shift| (shift.is.from, shift.is.to)).collect();
    covered.sort_unstable();
    let (mut gaps, mut until) = (Vec::new(), from);
    for (begin, end) in covered {
        if begin > until {
            gaps.push(Gap {
                from: until,
                to: begin.min(to),
            });
        }
        until = until.max(end);
        if until >= to {
            break;
        }
    }
    if until < to {
        gaps.push(Gap { from: until, to });
    }
    gaps.retain(|gap| gap.from < gap.to);
    gaps
}

/// Shifts that stand in each other's way, in order of time.
pub(super) fn clashes(shifts: &[Shift]) -> Vec<Clash> {
    let mut order: Vec<&Shift> = shifts.iter().filter(|shift| !shift.removed).collect();
    order.sort_by_key(|shift| (shift.is.from, shift.id));
    let mut found = Vec::new();
    let mut open: Vec<&Shift> = Vec::new();
    for shift in order {
        open.retain(|earlier| earlier.is.to > shift.is.from);
        for earlier in &open {
            found.extend(clash(earlier, shift));
            if found.len() >= CLASHES_MAX {
                return found;
            }
        }
        open.push(shift);
    }
    found
}

fn clash(first: &Shift, second: &Shift) -> Option<Clash> {
    let both = [first, second].map(|shift| (shift.is.post, shift.is.person));
    let kind = match both {
        [(_, Some(one)), (_, Some(other))] if one == other => ClashKind::SamePerson(one),
        [(DutyPost::Officer, Some(_)), (DutyPost::Officer, Some(_))] => ClashKind::TwoOfficers,
        _ => return None,
    };
    Some(Clash {
        kind,
        first: first.id,
        second: second.id,
        from: second.is.from,
        to: first.is.to.min(second.is.to),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::NewShift;
    use proptest::prelude::*;

    fn shift(id: i64, from: i64, to: i64, person: Option<i64>, post: DutyPost) -> Shift {
        Shift {
            id: ShiftId(id),
            is: NewShift {
                from: Moment(from * 60_000),
                to: Moment(to * 60_000),
                person: person.map(PersonId),
                post,
                note: String::new(),
                uid: format!("u{id}"),
                sequence: 0,
            },
            removed: false,
            changed_by: String::new(),
            changed_at: Moment(0),
            version: 1,
        }
    }

    fn any_roster() -> impl Strategy<Value = Vec<Shift>> {
        let one = (
            0_i64..600,
            1_i64..120,
            proptest::option::of(1_i64..4),
            0_usize..3,
            any::<bool>(),
        );
        proptest::collection::vec(one, 0..12).prop_map(|all| {
            let numbered = (1..).zip(all);
            numbered
                .map(|(id, (from, lasts, person, post, removed))| Shift {
                    removed: removed && id % 3 == 0,
                    ..shift(id, from, from + lasts, person, DutyPost::ALL[post])
                })
                .collect()
        })
    }

    proptest! {
        /// The same as asking for every minute by itself.
        #[test]
        fn gaps_are_the_minutes_without_an_officer(roster in any_roster(), from in 0_i64..300, lasts in 0_i64..400) {
            let counts = |shift: &Shift| shift.is.person.is_some();
            let to = from + lasts;
            let found = gaps(&roster, counts, Moment(from * 60_000), Moment(to * 60_000));
            for pair in found.windows(2) {
                prop_assert!(pair[0].to < pair[1].from, "gaps are apart and in order");
            }
            for minute in from..to {
                let at = Moment(minute * 60_000);
                let covered = roster.iter().any(|shift| {
                    shift.covers(at) && counts(shift) && shift.is.post == DutyPost::Officer
                });
                let told = found.iter().any(|gap| gap.from <= at && at < gap.to);
                prop_assert_eq!(told, !covered, "minute {}", minute);
            }
        }

        /// The same as comparing every two of them minute by minute.
        #[test]
        fn clashes_are_the_minutes_that_two_share(roster in any_roster()) {
            let found = clashes(&roster);
            for (at, one) in roster.iter().enumerate() {
                for other in &roster[at + 1..] {
                    let shared: Vec<i64> = (0..800)
                        .filter(|minute| one.covers(Moment(minute * 60_000)) && other.covers(Moment(minute * 60_000)))
                        .collect();
                    let same = one.is.person.is_some() && one.is.person == other.is.person;
                    let officers = [one, other].iter().all(|shift| {
                        shift.is.post == DutyPost::Officer && shift.is.person.is_some()
                    });
                    let told = found.iter().find(|clash| {
                        [clash.first, clash.second].contains(&one.id) && [clash.first, clash.second].contains(&other.id)
                    });
                    prop_assert_eq!(told.is_some(), !shared.is_empty() && (same || officers));
                    if let Some(clash) = told {
                        prop_assert_eq!(clash.from.0, shared[0] * 60_000);
                        prop_assert_eq!(clash.to.0, (shared[shared.len() - 1] + 1) * 60_000);
                    }
                }
            }
        }
    }

    #[test]
    fn an_empty_roster_is_one_gap_and_no_clash() {
        let all = gaps(&[], |_| true, Moment(5), Moment(9));
        assert_eq!(
            all,
            [Gap {
                from: Moment(5),
                to: Moment(9)
            }]
        );
        assert_eq!(gaps(&[], |_| true, Moment(9), Moment(9)), []);
        assert_eq!(clashes(&[]), []);
    }

    #[test]
    fn a_roster_read_in_twice_does_not_fill_the_page() {
        let many: Vec<Shift> = (1..400)
            .map(|id| shift(id, 0, 10, Some(1), DutyPost::Officer))
            .collect();
        assert_eq!(clashes(&many).len(), CLASHES_MAX);
    }
}
