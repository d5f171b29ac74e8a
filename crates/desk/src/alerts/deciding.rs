//! What people do about alerts: take, assess, set the level, close, open again.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{Alert, AlertId, AlertState, EventRecord, Level, Moment, PersonId, Signal, limits};
use ports::AlertAsk;

/// Signals shown of one alert.
const SIGNALS_SHOWN: u64 = 100;
/// Alerts told to open pages in one go.
const TOLD_SHOWN: u64 = 20;
/// Alerts on one page.
pub const ALERTS_PER_PAGE: u64 = 50;

/// What somebody does about an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertAct {
    /// Takes it: it is theirs now. Taking over from somebody else is said so.
    Take,
    /// Says which level it has, and what was found.
    Assess {
        /// The level.
        level: Level,
        /// What was found.
        assessment: String,
    },
    /// It is done with.
    Close {
        /// What was found.
        assessment: String,
    },
    /// It is not done with after all.
    Reopen,
}

/// An alert with what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertSheet {
    /// The alert.
    pub alert: Alert,
    /// Its signals, the last one first.
    pub signals: Vec<Signal>,
    /// The event it is about.
    pub event: Option<EventRecord>,
}

impl Desk {
    /// Alerts, the last one first.
    pub async fn alerts(&self, ask: &AlertAsk) -> Result<Vec<Alert>, DeskError> {
        Ok(self.store.alerts(ask).await?)
    }

    /// Alerts that were told after then, the first one first: for pages that are open.
    pub async fn alerts_told_after(&self, at: Moment) -> Result<Vec<Alert>, DeskError> {
        Ok(self.store.alerts_told_after(at, TOLD_SHOWN).await?)
    }

    /// One alert with what it stands on.
    pub async fn alert_sheet(&self, id: AlertId) -> Result<AlertSheet, DeskError> {
        let alert = self.known_alert(id).await?;
        let event = match alert.about.event() {
            Some(event) => self.store.event(event).await?,
            None => None,
        };
        Ok(AlertSheet {
            signals: self.store.signals(id, SIGNALS_SHOWN).await?,
            alert,
            event,
        })
    }

    async fn known_alert(&self, id: AlertId) -> Result<Alert, DeskError> {
        let found = self.store.alert(id).await?;
        found.ok_or_else(|| DeskError::NotFound {
            kind: "alert",
            id: id.to_string(),
        })
    }

    /// Does something about an alert that was at `version` when it was read.
    pub async fn decide_alert(
        &self,
        actor: &Actor,
        (id, version): (AlertId, i64),
        act: &AlertAct,
    ) -> Result<Alert, DeskError> {
        actor.must(Act::HandleAlerts)?;
        let mut alert = self.known_alert(id).await?;
        alert.version = version;
        let now = self.clock.now();
        let person = actor.who.person.unwrap_or_default();
        let (word, details) = decided(&mut alert, act, (person, actor.name.clone(), now))?;
        let note = actor.note(now, word, id.to_string(), details);
        self.store.change_alert(&alert, &[], &note).await?;
        self.known_alert(id).await
    }
}

/// The alert after somebody's act, with the act's word and details for the record of use.
fn decided(
    alert: &mut Alert,
    act: &AlertAct,
    by: (PersonId, String, Moment),
) -> Result<(&'static str, String), DeskError> {
    Ok(match act {
        AlertAct::Take => {
            let before = alert.taken.replace(by);
            alert.state = AlertState::Taken;
            let from = before.map_or_else(String::new, |(_, name, _)| name);
            ("alert.taken", from)
        }
        AlertAct::Assess { level, assessment } => {
            alert.level = Some(*level);
            alert.assessment = bounded(assessment);
            alert.state = AlertState::Taken;
            alert.taken.get_or_insert(by);
            ("alert.assessed", level.word().to_owned())
        }
        AlertAct::Close { assessment } => {
            alert.assessment = bounded(assessment);
            if alert.assessment.is_empty() {
                let words = "say in a few words what was found before it is closed";
                return Err(DeskError::Invalid(words.to_owned()));
            }
            alert.state = AlertState::Closed;
            alert.taken.get_or_insert(by);
            ("alert.closed", alert.assessment.clone())
        }
        AlertAct::Reopen => {
            alert.state = AlertState::Taken;
            alert.taken = Some(by);
            ("alert.reopened", String::new())
        }
    })
}

fn bounded(text: &str) -> String {
    let text = text.trim();
    text.chars().take(limits::NOTE_CHARS_MAX).collect()
}
