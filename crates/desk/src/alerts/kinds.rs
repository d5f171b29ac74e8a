//! What each kind of rule looks at beyond its question.

use super::levels::{LISTED_WITHIN_MS, READINGS_MAX};
use super::seen::title_answers;
use super::watching::RuleWatch;
use crate::source_board::SourceAsk;
use crate::{Desk, DeskError, Unusual};
use analysis::bursts::{HISTORY_HOURS, judge_hour};
use model::{
    About, EventRecord, HOUR_MS, Moment, Query, Rule, Sensitivity, Signal, StoredDocument, Watched,
    Why,
};

/// Days within which a category at a place is not new.
const NEW_AFTER_MS: i64 = 7 * 86_400_000;
/// Floods looked at in one turn, and how far back.
const FLOODS_MAX: u64 = 200;
const FLOODS_WITHIN_MS: i64 = 6 * HOUR_MS;

impl Desk {
    /// An event whose heat is at least that of the rule and whose last hour is a burst.
    pub(super) async fn rises(
        &self,
        rule: &Rule,
        event: &EventRecord,
    ) -> Result<Option<Why>, DeskError> {
        let reckoning = self.reckoning().await?;
        let (heat, rise) = (reckoning.heat(event), reckoning.rise(event));
        let voices = event.voices();
        Ok(
            (heat >= rule.number && rise >= least_rise(rule.sensitivity)).then_some(Why::Rise {
                heat,
                rise,
                voices,
            }),
        )
    }

    /// The first document in a week that speaks of its place in its category.
    pub(super) fn new_at_place(&self, stored: &StoredDocument) -> Result<Option<Why>, DeskError> {
        let document = &stored.document;
        let Some(place) = document.places.first().copied() else {
            return Ok(None);
        };
        let from = Moment(document.published_at.0 - NEW_AFTER_MS);
        let before = Query::And(vec![
            Query::Place(vec![place]),
            Query::Category(document.reading.category),
            Query::Published(Some(from), Some(document.published_at)),
        ]);
        let told = self.index.facets(&before)?.total;
        let place = self.place_name(place);
        Ok((told == 0).then(|| Why::NewPlace {
            place: place.unwrap_or_default(),
            category: document.reading.category.word().to_owned(),
        }))
    }

    /// The best rank an event has now, where it is good enough for the rule.
    pub(super) async fn on_list(
        &self,
        rule: &Rule,
        event: &EventRecord,
    ) -> Result<Option<Why>, DeskError> {
        let from = Moment(self.clock.now().0 - LISTED_WITHIN_MS);
        let readings = (self.store)
            .event_readings(event.id, from, READINGS_MAX)
            .await?;
        let best = readings.into_iter().min_by_key(|one| one.reading.rank);
        Ok(best
            .filter(|one| one.reading.rank as f64 <= rule.number)
            .map(|one| Why::HotList {
                list: one.name,
                rank: one.reading.rank,
            }))
    }

    /// What goes by the clock: spikes, floods, sources.
    pub(super) async fn by_clock(&self, watch: &mut RuleWatch) -> Result<Vec<Signal>, DeskError> {
        let Some(filed) = watch.filed() else {
            return Ok(Vec::new());
        };
        let mut signals = Vec::new();
        for (rule, query) in filed.rules.iter().zip(&filed.queries) {
            if let (Watched::Spike, Some(query)) = (rule.watched, query)
                && let Some(why) = self.spike(rule.sensitivity, query, self.clock.now())?
            {
                signals.push(self.signal(rule, About::Rule(rule.id), &rule.name, why));
            }
        }
        let asked = filed.rules.iter().zip(&filed.queries);
        let floods: Vec<(Rule, Query)> = asked
            .filter(|(rule, _)| rule.watched == Watched::Flood)
            .filter_map(|(rule, query)| Some((rule.clone(), query.clone()?)))
            .collect();
        let sources: Vec<Rule> = of_kind(&filed.rules, Watched::Source);
        if !floods.is_empty() {
            signals.extend(self.floods_seen(watch, &floods).await?);
        }
        if !sources.is_empty() {
            signals.extend(self.sources_seen(watch, &sources).await?);
        }
        Ok(signals)
    }

    /// The hour of this moment against its own past: the same hours of the same weekday and of the
    /// days before, then yesterday and a week ago.
    pub(crate) fn spike(
        &self,
        sensitivity: Sensitivity,
        query: &Query,
        at: Moment,
    ) -> Result<Option<Why>, DeskError> {
        let hour = at.0.div_euclid(HOUR_MS);
        let first = hour - HISTORY_HOURS as i64;
        let span = Query::Published(
            Some(Moment(first * HOUR_MS)),
            Some(Moment((hour + 1) * HOUR_MS)),
        );
        let asked = Query::And(vec![query.clone(), span]);
        let mut counts = vec![0u32; HISTORY_HOURS + 1];
        for (start, count) in self.index.facets(&asked)?.hours {
            let slot = usize::try_from(start.0.div_euclid(HOUR_MS) - first).unwrap_or(usize::MAX);
            if let Some(slot) = counts.get_mut(slot) {
                *slot = u32::try_from(count).unwrap_or(u32::MAX);
            }
        }
        Ok(judged(&counts, sensitivity))
    }

    async fn floods_seen(
        &self,
        watch: &mut RuleWatch,
        rules: &[(Rule, Query)],
    ) -> Result<Vec<Signal>, DeskError> {
        let from = Moment(self.clock.now().0 - FLOODS_WITHIN_MS);
        let mut signals = Vec::new();
        let found = self.store.latest_floods(from, FLOODS_MAX).await?;
        watch
            .floods_told
            .retain(|told| found.iter().any(|one| key(one) == *told));
        for one in &found {
            let new = watch.floods_told.insert(key(one));
            for (rule, query) in rules.iter().filter(|_| new) {
                let flood = &one.flood;
                if (flood.documents as f64) < rule.number || !title_answers(query, &one.title) {
                    continue;
                }
                let why = Why::Flood {
                    documents: flood.documents,
                    voices: flood.voices,
                    minutes: (flood.last_at.0 - flood.first_at.0) / 60_000,
                };
                signals.push(Signal {
                    document: Some(flood.head),
                    ..self.signal(rule, About::Event(one.event), &one.title, why)
                });
            }
        }
        Ok(signals)
    }

    /// Once a day: sources whose yesterday, or today already, is unlike their usual.
    async fn sources_seen(
        &self,
        watch: &mut RuleWatch,
        rules: &[Rule],
    ) -> Result<Vec<Signal>, DeskError> {
        let today = analysis::day_number(self.clock.now(), self.time_zone);
        if watch.sources_on.replace(today) == Some(today) {
            return Ok(Vec::new());
        }
        let mut signals = Vec::new();
        for row in self.source_rows(&SourceAsk::default()).await? {
            let (Some(unusual), Some(usual)) = (row.unusual, row.usual) else {
                continue;
            };
            let ((yesterday, today), mean) = (row.latest, usual.mean);
            let why = match unusual {
                Unusual::Low => Why::Silent {
                    count: yesterday,
                    mean,
                },
                Unusual::High => Why::Loud {
                    count: yesterday.max(today),
                    mean,
                },
            };
            for rule in rules {
                let about = About::Source(row.source.id);
                signals.push(self.signal(rule, about, &row.source.name, why.clone()));
            }
        }
        Ok(signals)
    }
}

/// How many times as fast as over its day an event must be spoken of.
pub(super) fn least_rise(sensitivity: Sensitivity) -> f64 {
    match sensitivity {
        Sensitivity::Low => 3.0,
        Sensitivity::Middle => 2.0,
        Sensitivity::High => 1.2,
    }
}

fn key(one: &model::FloodRecord) -> (model::DocumentId, model::DocumentId) {
    (one.flood.head, one.flood.first)
}

fn of_kind(rules: &[Rule], kind: Watched) -> Vec<Rule> {
    let of = rules.iter().filter(|rule| rule.watched == kind);
    of.cloned().collect()
}

/// The last of these hourly counts beside those before it.
pub(super) fn judged(counts: &[u32], sensitivity: Sensitivity) -> Option<Why> {
    let (count, history) = counts.split_last()?;
    let judged = judge_hour(history, *count, sensitivity.false_alarms_a_day());
    let back = |hours: usize| {
        let at = counts.len().checked_sub(1 + hours);
        at.and_then(|at| counts.get(at)).copied().unwrap_or(0)
    };
    let (yesterday, week_ago) = (back(24), back(168));
    let before = f64::from(yesterday.max(week_ago)) * sensitivity.times_before();
    (judged.burst && f64::from(*count) > before).then_some(Why::Spike {
        count: *count,
        usual: judged.usual,
        yesterday,
        week_ago,
        chance: judged.chance,
    })
}
