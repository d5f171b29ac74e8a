//! Rules of the roster: borders of the day, days of rest, the chain.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use chrono::NaiveDate;
use model::{ChainStep, DutySettings, Person, Whom};

/// Shifts of one day.
const BORDERS_MAX: usize = 12;
/// Steps of the longest chain.
const STEPS_MAX: usize = 10;
/// Minutes until the last step: a day.
const MINUTES_MAX: u32 = 24 * 60;
/// Days that are listed as holidays or as worked: some years.
const DAYS_MAX: usize = 400;
/// Days within which gaps are told.
const AHEAD_DAYS_MAX: u16 = 60;

impl Desk {
    /// The rules with their version.
    pub async fn duty_settings(&self, actor: &Actor) -> Result<(DutySettings, i64), DeskError> {
        actor.must(Act::SeeDuty)?;
        let (settings, version, _) = self.store.duty().await?;
        Ok((settings, version))
    }

    /// Changes rules that were at `version`.
    pub async fn change_duty(
        &self,
        actor: &Actor,
        version: i64,
        settings: &DutySettings,
    ) -> Result<(), DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let settings = checked(settings, &self.store.people().await?)?;
        let details = serde_json::to_string(&settings).unwrap_or_default();
        let note = actor.note(self.clock.now(), "duty.settings", "", details);
        Ok(self.store.change_duty(&settings, version, &note).await?)
    }
}

fn checked(settings: &DutySettings, people: &[Person]) -> Result<DutySettings, DeskError> {
    let mut settings = settings.clone();
    settings.borders.sort_unstable();
    settings.borders.dedup();
    let borders = &settings.borders;
    if borders.is_empty() || borders.len() > BORDERS_MAX || borders.iter().any(|at| *at >= 1_440) {
        return Err(DeskError::refused(
            "duty.borders",
            format!("a day has from one to {BORDERS_MAX} times at which shifts change"),
        ));
    }
    let days = settings.holidays.iter().chain(&settings.workdays);
    let mut many = 0;
    for day in days {
        many += 1;
        if day.parse::<NaiveDate>().is_err() || many > DAYS_MAX {
            return Err(DeskError::refused(
                "duty.dates",
                format!(
                    "days are written like 2026-10-01, at most {DAYS_MAX} of them; not {day:?}"
                ),
            ));
        }
    }
    settings.chain.sort_by_key(|step| step.after_minutes);
    must_lead_somewhere(&settings.chain, people)?;
    if settings.ahead_days == 0 || settings.ahead_days > AHEAD_DAYS_MAX {
        return Err(DeskError::refused(
            "duty.ahead",
            format!("gaps are told from one to {AHEAD_DAYS_MAX} days ahead"),
        ));
    }
    Ok(settings)
}

fn must_lead_somewhere(chain: &[ChainStep], people: &[Person]) -> Result<(), DeskError> {
    let late = chain.iter().any(|step| step.after_minutes > MINUTES_MAX);
    if chain.is_empty() || chain.len() > STEPS_MAX || late {
        return Err(DeskError::refused(
            "duty.chain",
            format!("the chain has from one to {STEPS_MAX} steps, the last within a day"),
        ));
    }
    let known = |whom: &Whom| match whom {
        Whom::Post(_) => true,
        Whom::Person(id) => people.iter().any(|person| person.id == *id),
    };
    if !chain.iter().all(|step| known(&step.whom)) {
        return Err(DeskError::refused(
            "duty.nobody",
            "somebody in the chain is not known",
        ));
    }
    Ok(())
}
