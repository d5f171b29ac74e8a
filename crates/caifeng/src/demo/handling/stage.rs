//! A desk whose clock shows the moment an act is dated by.

use crate::house::House;
use crate::real::SystemRandom;
use anyhow::{Context, Result};
use desk::{Actor, Desk, OfficeForm};
use model::{Moment, Person, Unit, UnitId};
use ports::{Clock, SearchIndex};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds of a minute.
pub(super) const MINUTE_MS: i64 = 60_000;

/// A clock that is set.
#[derive(Debug)]
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::Relaxed))
    }
}

/// The office before its desk.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) desk: Desk,
    /// When the demonstration begins: nothing is dated later.
    pub(super) now: Moment,
    pub(super) units: Vec<Unit>,
    people: Vec<Person>,
    clock: Arc<SetClock>,
}

impl Stage {
    pub(super) async fn set(
        house: &House,
        index: Arc<dyn SearchIndex>,
        now: Moment,
    ) -> Result<Self> {
        let clock = Arc::new(SetClock(AtomicI64::new(now.0)));
        let desk = Desk::new(
            Arc::clone(&house.store),
            index,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(SystemRandom),
            house.time_zone,
        )
        .with_places(&house.settings.own_places)
        .with_understander(house.understander.clone());
        Ok(Self {
            desk,
            now,
            units: house.store.units().await?,
            people: house.store.people().await?,
            clock,
        })
    }

    /// Sets the clock, never beyond the present.
    pub(super) fn at(&self, at: Moment) {
        self.clock.0.store(at.0.min(self.now.0), Ordering::Relaxed);
    }

    pub(super) fn person(&self, login: &str) -> Result<&Person> {
        let found = self.people.iter().find(|person| person.login == login);
        found.with_context(|| format!("the county's office has nobody called {login}"))
    }

    /// Somebody of the office.
    pub(super) fn actor(&self, login: &str) -> Result<Actor> {
        Ok(Actor::of(self.person(login)?, ""))
    }

    pub(super) fn unit(&self, name: &str) -> Option<UnitId> {
        let found = self.units.iter().find(|unit| unit.name == name);
        found.map(|unit| unit.id)
    }

    /// The office's own name, under which it answers.
    pub(super) async fn name_office(&self, name: &str) -> Result<()> {
        let (mut settings, version) = self.desk.office().await?;
        if !settings.name.is_empty() {
            return Ok(());
        }
        name.clone_into(&mut settings.name);
        let form = OfficeForm {
            settings,
            mail_password: None,
        };
        let administrator = self.actor("administrator")?;
        Ok(self
            .desk
            .change_office(&administrator, version, &form)
            .await?)
    }
}
