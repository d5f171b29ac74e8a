//! Escalation: an alert that nobody takes goes along the chain of those on duty, step by step. A chain
//! that reaches nobody is itself an alert.

use super::raising::{Word, messages};
use super::words::{Tongue, why_sentence, with_reasons};
use crate::actor::Actor;
use crate::{Desk, DeskError, EscalationStep};
use model::{
    About, Alert, AlertState, Channel, ChannelId, ChannelKind, Level, Moment, NewMessage, PersonId,
    RuleId, Why,
};
use ports::{AlertAsk, Raised, StoreError};
use std::collections::BTreeSet;

/// Alerts looked at in one turn.
const OPEN_MAX: u64 = 500;

impl Desk {
    /// Takes the steps of the chain that are due for alerts nobody took; gives how many.
    pub async fn escalate(&self) -> Result<usize, DeskError> {
        let ask = AlertAsk {
            state: Some(AlertState::Open),
            limit: OPEN_MAX,
            ..AlertAsk::default()
        };
        let now = self.clock.now();
        let open = self.store.alerts(&ask).await?;
        let told: Vec<(Alert, i64)> = open
            .into_iter()
            // Who waited longest is told first, and of a person's number of a day.
            .rev()
            .filter(|alert| alert.about != About::Duty)
            .filter_map(|alert| {
                let minutes = (now.0 - alert.told_at?.0).div_euclid(60_000);
                Some((alert, minutes))
            })
            .collect();
        if told.is_empty() {
            return Ok(0);
        }
        let chain = self.escalation(now).await?;
        let channels = self.store.channels().await?;
        let mut taken = 0;
        for (alert, minutes) in told {
            taken += self.step_on(alert, minutes, &chain, &channels).await?;
        }
        Ok(taken)
    }

    async fn step_on(
        &self,
        alert: Alert,
        minutes: i64,
        chain: &[EscalationStep],
        channels: &[Channel],
    ) -> Result<usize, DeskError> {
        let before = usize::try_from(alert.steps).unwrap_or(0);
        let due = due(chain.get(before..).unwrap_or_default(), minutes);
        if due.is_empty() {
            return Ok(0);
        }
        let persons: BTreeSet<PersonId> =
            due.iter().flat_map(|step| step.persons.clone()).collect();
        let words = self.to_persons(&alert, &persons, channels).await?;
        let next = Alert {
            steps: alert.steps + due.len() as i64,
            ..alert.clone()
        };
        let details = format!(
            "{} of {}: {} persons",
            next.steps,
            chain.len(),
            persons.len()
        );
        let now = self.clock.now();
        let note = Actor::desk().note(now, "alert.escalated", alert.id.to_string(), details);
        match self.store.change_alert(&next, &words, &note).await {
            // Somebody took it in this very moment.
            Err(StoreError::Conflict { .. }) => return Ok(0),
            done => done?,
        }
        self.bell.ring();
        let whole = before + due.len() == chain.len();
        if whole && chain.iter().all(EscalationStep::reaches_nobody) {
            self.nobody_reached(&alert, channels).await?;
        }
        Ok(due.len())
    }

    /// Word to persons: by mail where there is a channel for it, and by the rule's channels, which
    /// name them.
    async fn to_persons(
        &self,
        alert: &Alert,
        persons: &BTreeSet<PersonId>,
        channels: &[Channel],
    ) -> Result<Vec<NewMessage>, DeskError> {
        let rules = self.store.rules().await?;
        let of_rule = rules.into_iter().find(|rule| rule.id == alert.rule);
        let mut by: BTreeSet<ChannelId> = channels
            .iter()
            .filter(|channel| {
                channel.removed_at.is_none() && channel.said.kind == ChannelKind::Mail
            })
            .map(|channel| channel.id)
            .collect();
        by.extend(of_rule.into_iter().flat_map(|rule| rule.channels));
        let tongue = self.tongue().await?;
        let word = word_of(alert, tongue);
        let now = self.clock.now();
        let full = self.told_enough(persons, word.level).await?;
        let to = |person: &PersonId| {
            let held = full.contains(person);
            let key = format!("alert/{}/step{}/{person}", alert.id, alert.steps);
            let person = Some(*person);
            let page = Some(format!("/alerts/{}", alert.id));
            messages(&word, &by, &key, now)
                .into_iter()
                .map(move |word| NewMessage {
                    person,
                    page: page.clone(),
                    held,
                    ..word
                })
        };
        Ok(persons.iter().flat_map(to).collect())
    }

    /// Those of the persons who were told their number of the day, for whom this level can wait.
    async fn told_enough(
        &self,
        persons: &BTreeSet<PersonId>,
        level: Level,
    ) -> Result<BTreeSet<PersonId>, DeskError> {
        let (office, _) = self.store.office().await?;
        let mut full = BTreeSet::new();
        if level <= office.alerts.always {
            return Ok(full);
        }
        let from = self.day_begins();
        for person in persons {
            let told = self.store.told_person_since(*person, from).await?;
            if told >= office.alerts.person_cap {
                full.insert(*person);
            }
        }
        Ok(full)
    }

    async fn tongue(&self) -> Result<Tongue, DeskError> {
        let (office, _) = self.store.office().await?;
        Ok(Tongue::of(&office.language))
    }

    /// The chain reached nobody: that is an alert of its own, told by every channel.
    async fn nobody_reached(&self, alert: &Alert, channels: &[Channel]) -> Result<(), DeskError> {
        let tongue = self.tongue().await?;
        let known = self.store.alerts_of(&[About::Duty]).await?;
        let mut raised = unreached(alert, tongue, self.clock.now());
        if known.is_empty() {
            let word = Word {
                title: &raised.title,
                sentence: why_sentence(&raised.why, tongue),
                level: raised.level,
                rules: alert.rule_name.clone(),
                tongue,
            };
            let all = channels.iter().filter(|one| one.removed_at.is_none());
            let all: BTreeSet<ChannelId> = all.map(|one| one.id).collect();
            raised.messages = messages(&word, &all, "alert/{alert}", raised.at);
            raised.told = true;
        }
        let mark = self.store.watch_mark().await?.unwrap_or_default();
        self.store.raise(&[raised], mark).await?;
        self.bell.ring();
        Ok(())
    }
}

/// What is said of an alert that stands.
fn word_of(alert: &Alert, tongue: Tongue) -> Word<'_> {
    Word {
        title: &alert.title,
        sentence: with_reasons(&alert.why, &alert.level_why, tongue),
        level: alert.counts_as(),
        rules: alert.rule_name.clone(),
        tongue,
    }
}

/// The steps whose time has come.
fn due(chain: &[EscalationStep], minutes: i64) -> &[EscalationStep] {
    let later = chain
        .iter()
        .position(|step| i64::from(step.after_minutes) > minutes);
    chain
        .get(..later.unwrap_or(chain.len()))
        .unwrap_or_default()
}

/// What is said where nobody on duty can be reached.
fn unreached(alert: &Alert, tongue: Tongue, at: Moment) -> Raised {
    let title = match tongue {
        Tongue::Chinese => "值班链条上无人可达",
        Tongue::English => "The chain of duty reaches nobody",
    };
    Raised {
        about: About::Duty,
        title: title.to_owned(),
        rule: RuleId(0),
        rule_name: String::new(),
        why: Why::Unreached {
            alert: alert.id.to_string(),
        },
        level: Level::Red,
        level_why: Vec::new(),
        at,
        signals: 1,
        kept: Vec::new(),
        told: false,
        held: None,
        messages: Vec::new(),
    }
}
