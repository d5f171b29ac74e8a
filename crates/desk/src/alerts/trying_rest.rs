//! Rules of events, hot lists, floods and sources tried on the past.

use super::kinds::least_rise;
use super::seen::title_answers;
use super::trying::{RuleTrial, TRIED_MAX, Told};
use crate::line::HeatRule;
use crate::{Desk, DeskError};
use analysis::heat::{NOTHING, heat_at, rise_at};
use analysis::{USUAL_DAYS, Usual};
use model::{
    About, DocumentId, EventId, EventRecord, FloodRecord, HOUR_MS, MemberFacts, Moment, Query,
    Rule, SourceDay, SourceId, SourceKind,
};
use ports::Order;
use std::collections::{BTreeMap, BTreeSet};

/// Events, matters of lists, floods looked at in one trial.
const EVENTS_MAX: usize = 2_000;
const READINGS_MAX: u64 = 20_000;
const FLOODS_MAX: u64 = 5_000;
/// Sources whose days are read in one go.
const SOURCES_AT_ONCE: usize = 200;

impl Desk {
    /// Events one of whose documents answers the rule, with their heat and rise as each such document
    /// came.
    pub(super) async fn try_events(
        &self,
        rule: &Rule,
        query: &Query,
        mut trial: RuleTrial,
    ) -> Result<RuleTrial, DeskError> {
        let span = Query::Published(Some(trial.from), Some(Moment(trial.to.0 + 1)));
        let asked = Query::And(vec![query.clone(), span]);
        let hits = self.index.find(&asked, Order::Newest, 0, TRIED_MAX)?;
        trial.cut = hits.total > hits.hits.len();
        let ids: Vec<DocumentId> = hits.hits.iter().map(|hit| hit.id).collect();
        let mut of: BTreeMap<EventId, BTreeSet<DocumentId>> = BTreeMap::new();
        for stored in self.store.documents(&ids).await? {
            let event = of.entry(stored.placement.event).or_default();
            event.insert(stored.document.id);
        }
        trial.cut |= of.len() > EVENTS_MAX;
        let heat = HeatRule::load(&*self.store).await?;
        let mut signals: Vec<(Moment, EventId, DocumentId)> = Vec::new();
        for (event, answered) in of.into_iter().rev().take(EVENTS_MAX) {
            let Some(record) = self.store.event(event).await? else {
                continue;
            };
            let members = self.store.member_facts(event).await?;
            let rose = rose(&heat, rule, (record, members), &answered);
            signals.extend(rose.map(|(at, document)| (at, event, document)));
        }
        signals.sort_unstable();
        let mut told = Told::new();
        let from = trial.from;
        for (at, event, document) in signals.into_iter().filter(|(at, _, _)| *at >= from) {
            let of = (About::Event(event), Some(document));
            self.seen(&mut trial, &mut told, rule, of, at);
        }
        Ok(trial)
    }

    /// Matters of hot lists by every reading at a good enough rank.
    pub(super) async fn try_lists(
        &self,
        rule: &Rule,
        query: &Query,
        mut trial: RuleTrial,
    ) -> Result<RuleTrial, DeskError> {
        let mut signals: Vec<(Moment, EventId)> = Vec::new();
        let mut asked: BTreeSet<EventId> = BTreeSet::new();
        let sources = self.store.sources().await?.into_iter();
        for source in sources.filter(|source| source.kind == SourceKind::HotList) {
            let to = Moment(trial.to.0 + 1);
            let readings = (self.store)
                .ranks_between(source.id, trial.from, to, READINGS_MAX)
                .await?;
            trial.cut |= readings.len() as u64 == READINGS_MAX;
            let good = |rank: i64| rank as f64 <= rule.number;
            let matters: BTreeSet<&String> = (readings.iter())
                .filter(|(_, at)| good(at.rank))
                .map(|(matter, _)| matter)
                .collect();
            let kept = self.events_of_matters(source.id, matters).await?;
            for (event, title) in kept.values() {
                if title_answers(query, title) {
                    asked.insert(*event);
                }
            }
            signals.extend(
                (readings.iter())
                    .filter(|(_, at)| good(at.rank))
                    .filter_map(|(matter, at)| Some((at.at, kept.get(matter)?.0))),
            );
        }
        signals.retain(|(_, event)| asked.contains(event));
        signals.sort_unstable();
        let mut told = Told::new();
        for (at, event) in signals {
            self.seen(&mut trial, &mut told, rule, (About::Event(event), None), at);
        }
        Ok(trial)
    }

    /// The event of each matter of a list, with its title.
    async fn events_of_matters(
        &self,
        list: SourceId,
        matters: BTreeSet<&String>,
    ) -> Result<BTreeMap<String, (EventId, String)>, DeskError> {
        let keys: Vec<model::ItemKey> = matters
            .into_iter()
            .map(|matter| model::ItemKey {
                namespace: list.0,
                external_id: matter.clone(),
            })
            .collect();
        let known = self.store.known(&keys).await?;
        let ids: Vec<EventId> = known.iter().map(|one| one.placement.event).collect();
        let mut titles: BTreeMap<EventId, String> = BTreeMap::new();
        for chunk in ids.chunks(SOURCES_AT_ONCE) {
            let events = self.store.events(chunk).await?.into_iter();
            titles.extend(events.map(|event| (event.id, event.title)));
        }
        let of = known.into_iter().filter_map(|one| {
            let event = one.placement.event;
            let title = titles.get(&event)?.clone();
            Some((one.key.external_id, (event, title)))
        });
        Ok(of.collect())
    }

    /// Floods that ended in these days.
    pub(super) async fn try_floods(
        &self,
        rule: &Rule,
        query: &Query,
        mut trial: RuleTrial,
    ) -> Result<RuleTrial, DeskError> {
        let found = self.store.latest_floods(trial.from, FLOODS_MAX).await?;
        trial.cut = found.len() as u64 == FLOODS_MAX;
        let asked = |one: &&FloodRecord| {
            one.flood.documents as f64 >= rule.number && title_answers(query, &one.title)
        };
        let mut told = Told::new();
        for one in found.iter().rev().filter(asked) {
            let of = (About::Event(one.event), Some(one.flood.head));
            self.seen(&mut trial, &mut told, rule, of, one.flood.last_at);
        }
        Ok(trial)
    }

    /// Each day of each source against the 28 days before.
    pub(super) async fn try_sources(
        &self,
        rule: &Rule,
        mut trial: RuleTrial,
    ) -> Result<RuleTrial, DeskError> {
        let today = self.today();
        let first = analysis::day_number(trial.from, self.time_zone);
        let ids: Vec<SourceId> = (self.store.sources().await?.iter())
            .filter(|source| !source.paused)
            .map(|source| source.id)
            .collect();
        let mut signals: Vec<(i64, SourceId)> = Vec::new();
        for chunk in ids.chunks(SOURCES_AT_ONCE) {
            let mut of: BTreeMap<SourceId, Vec<SourceDay>> = BTreeMap::new();
            let days = self.store.source_days(chunk, first - USUAL_DAYS).await?;
            for (id, day) in days {
                of.entry(id).or_default().push(day);
            }
            for (id, days) in of {
                signals.extend(unusual_days(&days, (first, today)).map(|day| (day, id)));
            }
        }
        signals.sort_unstable();
        let mut told = Told::new();
        for (day, source) in signals {
            // A day is judged when it is over.
            let at = Moment((day + 1) * 24 * HOUR_MS).min(trial.to);
            self.seen(
                &mut trial,
                &mut told,
                rule,
                (About::Source(source), None),
                at,
            );
        }
        Ok(trial)
    }
}

/// When an event was hot and rising enough for the rule, of the documents that answered it.
fn rose(
    heat: &HeatRule,
    rule: &Rule,
    (mut record, mut members): (EventRecord, Vec<MemberFacts>),
    answered: &BTreeSet<DocumentId>,
) -> impl Iterator<Item = (Moment, DocumentId)> {
    members.sort_by_key(|member| (member.published_at, member.id));
    let mut readings: Vec<model::RankReading> = (members.iter_mut())
        .flat_map(|member| std::mem::take(&mut member.readings))
        .collect();
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.at));
    (record.heat_log, record.pulse_log) = (NOTHING, NOTHING);
    let mut found = Vec::new();
    for member in &members {
        let now = member.published_at;
        while let Some(reading) = readings.pop_if(|reading| reading.at <= now) {
            heat.reading(&mut record, &reading);
        }
        heat.member(&mut record, member);
        let hot = heat_at(record.heat_log, now, heat.settings.heat_hours);
        let rise = rise_at(record.heat_log, record.pulse_log, now, &heat.settings);
        let enough = hot >= rule.number && rise >= least_rise(rule.sensitivity);
        if enough && answered.contains(&member.id) {
            found.push((now, member.id));
        }
    }
    found.into_iter()
}

/// The days of a source, up to yesterday, that were unlike the 28 before them.
fn unusual_days(days: &[SourceDay], (first, today): (i64, i64)) -> impl Iterator<Item = i64> {
    let begun = days.iter().map(|day| day.day).min().unwrap_or(today);
    let of: BTreeMap<i64, i64> = days.iter().map(|day| (day.day, day.items)).collect();
    let items = move |day: i64| of.get(&day).copied().unwrap_or(0);
    (first..today).filter(move |day| {
        let before: Vec<i64> = ((day - USUAL_DAYS).max(begun)..*day).map(&items).collect();
        let usual = Usual::of(&before);
        usual.is_some_and(|usual| usual.judge(items(*day)).is_some())
    })
}
