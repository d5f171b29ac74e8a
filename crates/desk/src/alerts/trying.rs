//! Rules tried on the past: how often they would have spoken.

use super::kinds::judged;
use crate::{Desk, DeskError};
use analysis::bursts::HISTORY_HOURS;
use model::{About, DocumentId, HOUR_MS, Moment, Query, Rule, Watched};
use ports::Order;
use std::collections::BTreeMap;

/// When each matter was told last.
pub(super) type Told = BTreeMap<About, Moment>;

/// Hits looked at when a rule is tried on the past.
pub(super) const TRIED_MAX: usize = 20_000;
/// Most days a rule is tried on.
pub const TRIAL_DAYS_MAX: i64 = 366;
/// The last times that are named.
const NAMED_MAX: usize = 20;

/// How often a rule would have spoken.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleTrial {
    /// From when.
    pub from: Moment,
    /// Until when.
    pub to: Moment,
    /// Times people would have been told, by the desk's days, oldest first.
    pub days: Vec<(i64, u32)>,
    /// Signals in all.
    pub signals: usize,
    /// The last times: when, with the document or nothing.
    pub last: Vec<(Moment, Option<DocumentId>)>,
    /// Whether there was more than was looked at.
    pub cut: bool,
}

impl RuleTrial {
    /// Times people would have been told.
    pub fn told(&self) -> u32 {
        self.days.iter().map(|(_, count)| count).sum()
    }
}

impl Desk {
    /// Tries a rule on the last days: how often it would have spoken.
    pub async fn try_rule(&self, rule: &Rule, days: i64) -> Result<RuleTrial, DeskError> {
        let to = self.clock.now();
        let days = days.clamp(1, TRIAL_DAYS_MAX);
        let trial = RuleTrial {
            from: Moment(to.0 - days * 24 * HOUR_MS),
            to,
            ..RuleTrial::default()
        };
        let Some(query) = self.rule_query(rule).await? else {
            let words = format!("the question of rule {} cannot be understood", rule.id);
            return Err(DeskError::Invalid(words));
        };
        match rule.watched {
            Watched::Query | Watched::NewPlace => self.try_documents(rule, &query, trial).await,
            Watched::Spike => self.try_hours(rule, &query, trial),
            Watched::Rise => self.try_events(rule, &query, trial).await,
            Watched::HotList => self.try_lists(rule, &query, trial).await,
            Watched::Flood => self.try_floods(rule, &query, trial).await,
            Watched::Source => self.try_sources(rule, trial).await,
        }
    }

    /// Documents in the order of their publication, each event told once in a cool-down.
    async fn try_documents(
        &self,
        rule: &Rule,
        query: &Query,
        mut trial: RuleTrial,
    ) -> Result<RuleTrial, DeskError> {
        let span = Query::Published(Some(trial.from), Some(Moment(trial.to.0 + 1)));
        let asked = Query::And(vec![query.clone(), span]);
        let hits = self.index.find(&asked, Order::Newest, 0, TRIED_MAX)?;
        trial.cut = hits.total > hits.hits.len();
        let ids: Vec<DocumentId> = hits.hits.iter().rev().map(|hit| hit.id).collect();
        let mut told = Told::new();
        for stored in self.store.documents(&ids).await? {
            let at = stored.document.published_at;
            if rule.watched == Watched::NewPlace && self.new_at_place(&stored)?.is_none() {
                continue;
            }
            let of = (
                About::Event(stored.placement.event),
                Some(stored.document.id),
            );
            self.seen(&mut trial, &mut told, rule, of, at);
        }
        Ok(trial)
    }

    /// Hour after hour against the four weeks before each.
    fn try_hours(
        &self,
        rule: &Rule,
        query: &Query,
        mut trial: RuleTrial,
    ) -> Result<RuleTrial, DeskError> {
        let first = trial.from.0.div_euclid(HOUR_MS) - HISTORY_HOURS as i64;
        let last = trial.to.0.div_euclid(HOUR_MS);
        let span = Query::Published(Some(Moment(first * HOUR_MS)), Some(Moment(trial.to.0 + 1)));
        let asked = Query::And(vec![query.clone(), span]);
        let mut counts = vec![0u32; usize::try_from(last - first + 1).unwrap_or(0)];
        for (start, count) in self.index.facets(&asked)?.hours {
            let slot = usize::try_from(start.0.div_euclid(HOUR_MS) - first).unwrap_or(usize::MAX);
            if let Some(slot) = counts.get_mut(slot) {
                *slot = u32::try_from(count).unwrap_or(u32::MAX);
            }
        }
        let mut told = Told::new();
        for (start, hours) in (first..).zip(counts.windows(HISTORY_HOURS + 1)) {
            if judged(hours, rule.sensitivity).is_none() {
                continue;
            }
            let at = Moment((start + HISTORY_HOURS as i64) * HOUR_MS);
            let of = (About::Rule(rule.id), None);
            self.seen(&mut trial, &mut told, rule, of, at);
        }
        Ok(trial)
    }

    /// A signal at that time: people would have been told, unless they were of the same matter a short
    /// time before.
    pub(super) fn seen(
        &self,
        trial: &mut RuleTrial,
        told: &mut Told,
        rule: &Rule,
        (about, document): (About, Option<DocumentId>),
        at: Moment,
    ) {
        trial.signals += 1;
        let cool = rule.cool_down_minutes * 60_000;
        if told.get(&about).is_none_or(|last| at.0 - last.0 >= cool) {
            told.insert(about, at);
            self.count(trial, at, document);
        }
    }

    fn count(&self, trial: &mut RuleTrial, at: Moment, document: Option<DocumentId>) {
        let day = analysis::day_number(at, self.time_zone);
        match trial.days.iter_mut().find(|(of, _)| *of == day) {
            Some((_, count)) => *count += 1,
            None => trial.days.push((day, 1)),
        }
        trial.last.push((at, document));
        if trial.last.len() > NAMED_MAX {
            trial.last.remove(0);
        }
    }
}
