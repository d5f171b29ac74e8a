//! Who is on duty, now and in the days to come, and what is missing.

use super::DAY_MS;
use super::chain::{EscalationStep, steps};
use super::cover::{Clash, Gap, clashes, gaps};
use super::days::{at_minute, day_of};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError, may};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use model::{DutyPost, DutySettings, Moment, Person, PersonId, Shift, Swap};

/// Days of a roster that is looked at.
const DAYS_MAX: u16 = 62;
/// Days ahead in which one's own next shifts are looked for.
const OWN_DAYS: i64 = 60;

/// One's own next shifts that are shown.
const OWN_MAX: usize = 10;

/// Whether word reaches somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// It does.
    Yes,
    /// Nobody has the shift.
    Vacant,
    /// They may not sign in any more.
    Disabled,
    /// Neither a telephone nor a mail address is known.
    NoAddress,
}

/// Whether word reaches this person.
pub(super) fn reached(person: Option<PersonId>, people: &[Person]) -> Reached {
    let Some(id) = person else {
        return Reached::Vacant;
    };
    match people.iter().find(|person| person.id == id) {
        None => Reached::Disabled,
        Some(person) if person.disabled => Reached::Disabled,
        Some(person) if person.phone.trim().is_empty() && person.mail.trim().is_empty() => {
            Reached::NoAddress
        }
        Some(_) => Reached::Yes,
    }
}

/// Whether somebody is there at all.
pub(super) fn is_there(person: Option<PersonId>, people: &[Person]) -> bool {
    !matches!(reached(person, people), Reached::Vacant | Reached::Disabled)
}

/// The first instant of some days, and the first one after them.
fn span(first: NaiveDate, days: u16, zone: Tz) -> Option<(Moment, Moment)> {
    let after = first.checked_add_days(Days::new(u64::from(days)))?;
    Some((at_minute(first, 0, zone)?, at_minute(after, 0, zone)?))
}

/// A shift with whoever has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// The shift.
    pub shift: Shift,
    /// Whose it is.
    pub person: Option<Person>,
    /// Whether word reaches them.
    pub reached: Reached,
}

/// A wish to swap with its shift and its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwapCard {
    /// The wish.
    pub swap: Swap,
    /// The shift, where it is still there.
    pub shift: Option<Shift>,
    /// Who asks.
    pub asked_by: String,
    /// Who should take it.
    pub to: String,
    /// Whether whoever looks may approve or decline it.
    pub may_decide: bool,
    /// Whether they may withdraw it.
    pub may_withdraw: bool,
}

/// The roster as it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterBoard {
    /// The present.
    pub now: Moment,
    /// First day that is shown.
    pub first: NaiveDate,
    /// How many.
    pub days: u16,
    /// Shifts of these days.
    pub shifts: Vec<OnDuty>,
    /// Who is on duty now.
    pub on: Vec<OnDuty>,
    /// Who comes next, for each post.
    pub next: Vec<OnDuty>,
    /// The next shifts of whoever looks.
    pub mine: Vec<OnDuty>,
    /// Times ahead that no officer covers.
    pub gaps: Vec<Gap>,
    /// Shifts ahead that stand in each other's way, with the names to them.
    pub clashes: Vec<(Clash, String)>,
    /// Wishes to swap that wait.
    pub swaps: Vec<SwapCard>,
    /// The chain as it holds now.
    pub chain: Vec<EscalationStep>,
    /// Who may be put on duty.
    pub people: Vec<Person>,
    /// The rules.
    pub settings: DutySettings,
    /// The roster's number.
    pub roster: i64,
}

impl Desk {
    /// Who is on duty at an instant.
    pub async fn on_duty(&self, at: Moment) -> Result<Vec<OnDuty>, DeskError> {
        let people = self.store.people().await?;
        let shifts = self.store.shifts(at, Moment(at.0 + 1)).await?;
        let mut on = with_people(shifts, &people);
        on.sort_by_key(|one| (one.shift.is.post, one.shift.is.from, one.shift.id));
        Ok(on)
    }

    /// The roster from a day on; from today where none is named.
    pub async fn roster(
        &self,
        actor: &Actor,
        first: Option<NaiveDate>,
        days: u16,
    ) -> Result<RosterBoard, DeskError> {
        actor.must(Act::SeeDuty)?;
        let (settings, _, roster) = self.store.duty().await?;
        let (now, zone) = (self.clock.now(), self.time_zone());
        let (first, days) = (
            first.unwrap_or_else(|| day_of(now, zone)),
            days.clamp(1, DAYS_MAX),
        );
        let (from, to) = span(first, days, zone).unwrap_or((now, now));
        let people = self.store.people().await?;
        let ahead = Moment(now.0 + i64::from(settings.ahead_days) * DAY_MS);
        let coming = self.coming(now, ahead).await?;
        let counts = |shift: &Shift| is_there(shift.is.person, &people);
        Ok(RosterBoard {
            now,
            first,
            days,
            on: self.on_duty(now).await?,
            next: with_people(next(&coming, now), &people),
            mine: with_people(own(&coming, actor), &people),
            gaps: gaps(&coming, counts, now, ahead),
            clashes: told(&coming, &people, now, ahead),
            swaps: self.swap_cards(actor, &people).await?,
            chain: steps(&settings, &coming, &people, now),
            shifts: with_people(self.store.shifts(from, to).await?, &people),
            people: people.into_iter().filter(takes_duty).collect(),
            settings,
            roster,
        })
    }

    /// Shifts that are under way or begin within the time that is looked ahead.
    async fn coming(&self, now: Moment, ahead: Moment) -> Result<Vec<Shift>, DeskError> {
        let until = ahead.max(Moment(now.0 + OWN_DAYS * DAY_MS));
        Ok(self.store.shifts(now, until).await?)
    }
}

/// Whether somebody may be put on duty.
pub(super) fn takes_duty(person: &Person) -> bool {
    !person.disabled && may(person.roles, Act::TakeDuty)
}

/// The name of somebody.
pub(super) fn name_of(people: &[Person], id: PersonId) -> String {
    let found = people.iter().find(|person| person.id == id);
    found.map_or_else(|| id.to_string(), |person| person.name.clone())
}

/// For each post the shift that begins next.
fn next(coming: &[Shift], now: Moment) -> Vec<Shift> {
    let first = |post: DutyPost| {
        let later = coming
            .iter()
            .filter(|shift| shift.is.from > now && shift.is.post == post);
        later.min_by_key(|shift| (shift.is.from, shift.id)).cloned()
    };
    DutyPost::ALL.into_iter().filter_map(first).collect()
}

pub(super) fn with_people(shifts: Vec<Shift>, people: &[Person]) -> Vec<OnDuty> {
    let with = |shift: Shift| OnDuty {
        reached: reached(shift.is.person, people),
        person: people
            .iter()
            .find(|person| Some(person.id) == shift.is.person)
            .cloned(),
        shift,
    };
    shifts.into_iter().map(with).collect()
}

/// The next shifts of whoever looks.
fn own(coming: &[Shift], actor: &Actor) -> Vec<Shift> {
    let own = actor.who.person;
    let mine = |shift: &&Shift| own.is_some() && shift.is.person == own;
    coming.iter().filter(mine).take(OWN_MAX).cloned().collect()
}

/// Clashes ahead with the names to them.
fn told(coming: &[Shift], people: &[Person], now: Moment, ahead: Moment) -> Vec<(Clash, String)> {
    let soon = |clash: &Clash| clash.from < ahead && clash.to > now;
    let found = clashes(coming).into_iter().filter(soon);
    found
        .map(|clash| (clash, clash_names(&clash, coming, people)))
        .collect()
}

/// Whom a clash is about.
fn clash_names(clash: &Clash, shifts: &[Shift], people: &[Person]) -> String {
    let name = |id| name_of(people, id);
    let of = |id| {
        shifts
            .iter()
            .find(|shift| shift.id == id)?
            .is
            .person
            .map(name)
    };
    let mut names: Vec<String> = [of(clash.first), of(clash.second)]
        .into_iter()
        .flatten()
        .collect();
    names.dedup();
    names.join(" / ")
}
