//! A rotation: people taking turns from a day on, shown before it is kept.

use super::arrange::new_uid;
use super::cover::{Clash, Gap, clashes, gaps};
use super::days::{at_minute, day_shifts, is_rest};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use chrono_tz::Tz;
use model::{DutyPost, DutySettings, Moment, NewShift, PersonId, Shift, ShiftId};

/// Days of the longest rotation: half a year.
const DAYS_MAX: u16 = 184;

/// When the next one has their turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rotation {
    /// After every shift.
    #[default]
    Shift,
    /// After every day.
    Day,
    /// After every week, on Monday.
    Week,
}

/// A rotation as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationAsk {
    /// Its first day.
    pub first: NaiveDate,
    /// How many days.
    pub days: u16,
    /// As what.
    pub post: DutyPost,
    /// When the next one has their turn.
    pub by: Rotation,
    /// Who takes turns, in order.
    pub people: Vec<PersonId>,
    /// Who takes turns on weekends and holidays; nobody means the same people.
    pub rest_people: Vec<PersonId>,
}

/// What a rotation would add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RotationPlan {
    /// The shifts.
    pub shifts: Vec<NewShift>,
    /// How many were left out, because somebody is on duty at this post then.
    pub there: usize,
    /// What would stand in each other's way.
    pub clashes: Vec<Clash>,
    /// What no officer would cover in these days.
    pub gaps: Vec<Gap>,
    /// The roster's number when it was planned.
    pub roster: i64,
}

/// Times and people, in order. Pure.
pub(super) fn turns(
    ask: &RotationAsk,
    settings: &DutySettings,
    zone: Tz,
) -> Vec<(Moment, Moment, PersonId)> {
    let own = !ask.rest_people.is_empty();
    // One turn for each list; where there is only one list, there is only one turn.
    let mut turn = [0_usize; 2];
    let mut found = Vec::new();
    for (number, day) in ask
        .first
        .iter_days()
        .take(usize::from(ask.days))
        .enumerate()
    {
        let rests = own && is_rest(settings, day);
        let people = if rests { &ask.rest_people } else { &ask.people };
        let week_begins = number > 0 && day.weekday() == Weekday::Mon;
        if ask.by == Rotation::Week && week_begins {
            turn = turn.map(|turn| turn + 1);
        }
        let at = &mut turn[usize::from(rests)];
        for (from, to) in day_shifts(settings, day, zone) {
            if let Some(person) = people.get(*at % people.len().max(1)) {
                found.push((from, to, *person));
            }
            if ask.by == Rotation::Shift {
                *at += 1;
            }
        }
        if ask.by == Rotation::Day {
            *at += 1;
        }
    }
    found
}

impl Desk {
    /// What a rotation would add; nothing is kept.
    pub async fn plan_rotation(
        &self,
        actor: &Actor,
        ask: &RotationAsk,
    ) -> Result<RotationPlan, DeskError> {
        actor.must(Act::ArrangeDuty)?;
        self.must_turn(ask).await?;
        let (settings, _, roster) = self.store.duty().await?;
        let zone = self.time_zone();
        let kept = self.around(ask, zone).await?;
        let mut plan = RotationPlan {
            roster,
            ..RotationPlan::default()
        };
        for (from, to, person) in turns(ask, &settings, zone) {
            if is_taken(&kept, ask.post, from, to, person) {
                plan.there += 1;
                continue;
            }
            plan.shifts.push(NewShift {
                from,
                to,
                person: Some(person),
                post: ask.post,
                note: String::new(),
                uid: new_uid(&*self.random),
                sequence: 0,
            });
        }
        judge(&mut plan, &kept);
        Ok(plan)
    }

    /// The days and people of a rotation, if they make sense.
    async fn must_turn(&self, ask: &RotationAsk) -> Result<(), DeskError> {
        if ask.days == 0 || ask.days > DAYS_MAX {
            return Err(DeskError::refused(
                "duty.days",
                format!("a rotation lasts from one to {DAYS_MAX} days"),
            ));
        }
        if ask.people.is_empty() {
            return Err(DeskError::refused("duty.people", "choose who takes turns"));
        }
        for person in ask.people.iter().chain(&ask.rest_people) {
            self.can_take(*person).await?;
        }
        Ok(())
    }

    /// What is kept of the days of a rotation, and of the one after.
    async fn around(&self, ask: &RotationAsk, zone: Tz) -> Result<Vec<Shift>, DeskError> {
        let from = at_minute(ask.first, 0, zone).unwrap_or_default();
        let end = ask
            .first
            .checked_add_days(Days::new(u64::from(ask.days) + 2));
        let end = end.and_then(|day| at_minute(day, 0, zone)).unwrap_or(from);
        Ok(self.store.shifts(from, end).await?)
    }

    /// Keeps a rotation as it was shown; a `Conflict` where the roster changed since. Gives the number
    /// by which it is taken back.
    pub async fn keep_rotation(
        &self,
        actor: &Actor,
        ask: &RotationAsk,
        roster: i64,
    ) -> Result<(usize, i64), DeskError> {
        let plan = self.plan_rotation(actor, ask).await?;
        let details = format!("{} {} ×{}", ask.first, ask.post.word(), plan.shifts.len());
        let note = actor.note(self.clock.now(), "duty.rotated", "", details);
        let added = self.store.add_shifts(&plan.shifts, Some(roster), &note);
        let (ids, number) = added.await?;
        Ok((ids.len(), number))
    }
}

/// Whether somebody is on duty at this post then; of deputies there may be several.
fn is_taken(kept: &[Shift], post: DutyPost, from: Moment, to: Moment, person: PersonId) -> bool {
    kept.iter().any(|shift| {
        let there = shift.is.post == post && shift.is.from < to && from < shift.is.to;
        there && (post != DutyPost::Deputy || shift.is.person == Some(person))
    })
}

/// What a plan would leave open, and what it would stand in the way of.
fn judge(plan: &mut RotationPlan, kept: &[Shift]) {
    let all = with_planned(kept, &plan.shifts);
    plan.clashes = clashes(&all);
    plan.clashes
        .retain(|clash| clash.first.0 < 0 || clash.second.0 < 0);
    if let (Some(first), Some(last)) = (plan.shifts.first(), plan.shifts.last()) {
        let there = |shift: &Shift| shift.is.person.is_some();
        plan.gaps = gaps(&all, there, first.from, last.to);
    }
}

/// The roster as it would be; planned shifts have numbers below nothing.
pub(super) fn with_planned(kept: &[Shift], planned: &[NewShift]) -> Vec<Shift> {
    let mut all = kept.to_vec();
    for (number, is) in (1..).zip(planned) {
        all.push(Shift {
            id: ShiftId(-number),
            is: is.clone(),
            removed: false,
            changed_by: String::new(),
            changed_at: is.from,
            version: 0,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(ids: &[i64]) -> Vec<PersonId> {
        ids.iter().map(|id| PersonId(*id)).collect()
    }

    fn ids(ask: &RotationAsk, settings: &DutySettings) -> Vec<i64> {
        let found = turns(ask, settings, chrono_tz::Asia::Shanghai);
        found.iter().map(|(_, _, person)| person.0).collect()
    }

    /// Thursday, 1 October 2026: a holiday.
    fn ask(by: Rotation, days: u16) -> RotationAsk {
        RotationAsk {
            first: "2026-10-01".parse().unwrap(),
            days,
            post: DutyPost::Officer,
            by,
            people: people(&[1, 2, 3]),
            rest_people: Vec::new(),
        }
    }

    #[test]
    fn people_take_turns_by_shift_day_or_week() {
        let settings = DutySettings::default();
        assert_eq!(ids(&ask(Rotation::Shift, 2), &settings), [1, 2, 3, 1]);
        assert_eq!(ids(&ask(Rotation::Day, 2), &settings), [1, 1, 2, 2]);
        let weeks = ids(&ask(Rotation::Week, 6), &settings);
        assert_eq!(
            weeks,
            [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2],
            "from Monday the next"
        );
    }

    #[test]
    fn days_of_rest_have_turns_of_their_own() {
        let settings = DutySettings {
            borders: vec![0],
            holidays: ["2026-10-01".to_owned()].into(),
            ..DutySettings::default()
        };
        let ask = RotationAsk {
            rest_people: people(&[8, 9]),
            ..ask(Rotation::Day, 6)
        };
        assert_eq!(ids(&ask, &settings), [8, 1, 9, 8, 2, 3]);
    }

    #[test]
    fn nobody_is_no_turn() {
        let none = RotationAsk {
            people: Vec::new(),
            ..ask(Rotation::Day, 3)
        };
        assert!(ids(&none, &DutySettings::default()).is_empty());
    }
}
