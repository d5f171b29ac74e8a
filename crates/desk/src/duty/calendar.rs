//! The roster as a calendar: taken along, and followed by a secret address.

use super::DAY_MS;
use super::board::{OnDuty, with_people};
use crate::actor::Actor;
use crate::people::tokens::{hash, token};
use crate::{Act, Desk, DeskError, may};
use model::{DutyPost, Moment, PersonId};
use reading::{CalendarEvent, write_calendar};

/// Days back and ahead that a calendar holds.
pub(super) const DAYS_BACK: i64 = 15;
/// The same ahead.
pub(super) const DAYS_AHEAD: i64 = 180;

/// What a post is called in calendars.
pub(super) fn post_name(post: DutyPost, chinese: bool) -> &'static str {
    match (post, chinese) {
        (DutyPost::Officer, true) => "值班员",
        (DutyPost::Leader, true) => "带班领导",
        (DutyPost::Deputy, true) => "副班",
        (DutyPost::Officer, false) => "Officer on duty",
        (DutyPost::Leader, false) => "Leader on duty",
        (DutyPost::Deputy, false) => "Deputy on duty",
    }
}

impl Desk {
    /// The roster as a calendar.
    pub async fn export_roster(&self, actor: &Actor) -> Result<String, DeskError> {
        actor.must(Act::SeeDuty)?;
        self.roster_calendar().await
    }

    /// The calendar that this secret address gives. Whoever was given it must still be at the desk.
    pub async fn roster_feed(&self, secret: &str) -> Result<String, DeskError> {
        let missing = || DeskError::NotFound {
            kind: "feed",
            id: "…".to_owned(),
        };
        let owner = self.store.roster_feed(&hash(secret)).await?;
        let person = self.store.person(owner.ok_or_else(missing)?).await?;
        let sees = person.is_some_and(|person| !person.disabled && may(person.roles, Act::SeeDuty));
        if !sees {
            return Err(missing());
        }
        self.roster_calendar().await
    }

    /// Gives whoever asks a secret address of the calendar; the one before works no more.
    pub async fn renew_roster_feed(&self, actor: &Actor) -> Result<String, DeskError> {
        let person = own_person(actor)?;
        let secret = token(&*self.random);
        let note = actor.note(self.clock.now(), "duty.feed", person.to_string(), "renewed");
        self.store
            .renew_roster_feed(person, Some(&hash(&secret)), &note)
            .await?;
        Ok(secret)
    }

    /// Ends one's secret address.
    pub async fn drop_roster_feed(&self, actor: &Actor) -> Result<(), DeskError> {
        let person = own_person(actor)?;
        let note = actor.note(self.clock.now(), "duty.feed", person.to_string(), "dropped");
        Ok(self.store.renew_roster_feed(person, None, &note).await?)
    }

    async fn roster_calendar(&self) -> Result<String, DeskError> {
        let now = self.clock.now();
        let (from, to) = (
            Moment(now.0 - DAYS_BACK * DAY_MS),
            Moment(now.0 + DAYS_AHEAD * DAY_MS),
        );
        let people = self.store.people().await?;
        let shifts = with_people(self.store.shifts(from, to).await?, &people);
        let chinese = self
            .office_language()
            .is_none_or(|tag| tag.starts_with("zh"));
        let events: Vec<CalendarEvent> = shifts.iter().map(|one| event(one, chinese)).collect();
        let office = self.office_name().await?;
        let name = if chinese { "值班表" } else { "Duty roster" };
        Ok(write_calendar(&format!("{office} {name}"), &events))
    }
}

fn own_person(actor: &Actor) -> Result<PersonId, DeskError> {
    actor.must(Act::SeeDuty)?;
    actor.who.person.ok_or_else(|| {
        DeskError::Invalid("an address belongs to somebody who signed in".to_owned())
    })
}

fn event(on: &OnDuty, chinese: bool) -> CalendarEvent {
    let is = &on.shift.is;
    let vacant = if chinese { "（空缺）" } else { "(vacant)" };
    let name = on
        .person
        .as_ref()
        .map_or(vacant, |person| person.name.as_str());
    CalendarEvent {
        uid: is.uid.clone(),
        sequence: is.sequence,
        changed_at: on.shift.changed_at,
        from: is.from,
        to: is.to,
        summary: format!("{} {name}", post_name(is.post, chinese)),
        description: is.note.clone(),
        category: is.post.word().to_owned(),
        attendee: (on.person.as_ref())
            .filter(|person| !person.mail.is_empty())
            .map(|person| (person.name.clone(), person.mail.clone())),
    }
}
