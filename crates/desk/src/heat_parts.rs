//! What an event's heat is made of: sorts of documents by kind and reach of their sources, hot
//! lists, and days. Each way of parting it adds up to the heat that is shown.

use crate::heat::Reckoning;
use crate::volume::day_start;
use crate::{Desk, DeskError};
use analysis::heat::{left_at, reading_hours, reading_voices};
use chrono_tz::Tz;
use model::{EventRecord, HOUR_MS, HeatBucket, HeatSettings, Moment, Reach, SourceId, SourceKind};
use ports::ListReading;
use std::collections::BTreeMap;

/// Days by which heat is explained; what is left of earlier ones is one line.
const HEAT_DAYS_SHOWN: usize = 8;
/// Readings of hot lists of which one event's heat is explained: fifty matters for a month at one
/// an hour.
pub(crate) const READINGS_MAX: u64 = 40_000;

/// What one part of heat comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Documents or copies at sources of one kind and reach.
    Documents {
        /// Whether they are copies.
        copies: bool,
        /// The kind; none where the desk does not know it.
        kind: Option<SourceKind>,
        /// How far such sources are heard.
        reach: Reach,
    },
    /// Documents of copy-paste floods beyond the first of each, by kind and reach.
    Floods {
        /// Whether they are copies.
        copies: bool,
        /// The kind; none where the desk does not know it.
        kind: Option<SourceKind>,
        /// How far such sources are heard.
        reach: Reach,
    },
    /// Places on a hot list.
    List {
        /// The list.
        source: SourceId,
        /// Its name.
        name: String,
    },
}

/// One part of an event's heat.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatPart {
    /// What it comes from.
    pub said: Said,
    /// Documents or copies; of a hot list hours on it, each times log₂((places + 1) / place).
    pub amount: f64,
    /// Hours on a hot list.
    pub hours: f64,
    /// What one of them weighs.
    pub weight: f64,
    /// What is left of them by now.
    pub heat: f64,
    /// What would be left of them if floods were counted, where they are not.
    pub left_out: f64,
}

/// Heat that is left of what was said on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeatDay {
    /// When the day begins, in the desk's zone.
    pub day: Moment,
    /// Documents and copies.
    pub voices: i64,
    /// What is left of them, and of places on hot lists.
    pub heat: f64,
    /// Whether the days before it are in it.
    pub and_before: bool,
}

/// An event's heat by its parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeatParts {
    /// By what it comes from, the hottest first.
    pub parts: Vec<HeatPart>,
    /// By days, the newest first.
    pub days: Vec<HeatDay>,
    /// All of it.
    pub total: f64,
    /// Hours after which a voice counts half.
    pub half_life: f64,
    /// Whether the heat that lists show was reckoned by older settings and is being reckoned anew.
    pub stale: bool,
}

/// The instant before which nothing is left that could be seen.
pub(crate) fn forgotten_before(as_of: Moment, settings: &HeatSettings) -> Moment {
    let hours = HeatSettings::FORGOTTEN_AFTER * settings.heat_hours;
    Moment(as_of.0 - (hours * HOUR_MS as f64) as i64)
}

impl Desk {
    /// An event's heat by its parts.
    pub(crate) async fn heat_parts(
        &self,
        record: &EventRecord,
        reckoning: &Reckoning,
    ) -> Result<HeatParts, DeskError> {
        let (as_of, settings) = (reckoning.as_of, &reckoning.settings);
        let from = forgotten_before(as_of, settings);
        let (buckets, readings) = tokio::try_join!(
            self.store.heat_buckets(record.id, from),
            self.store.event_readings(record.id, from, READINGS_MAX),
        )?;
        let parts = heat_parts(&buckets, &readings, settings, as_of, self.time_zone());
        Ok(HeatParts {
            stale: record.heat_basis != reckoning.basis,
            ..parts
        })
    }
}

/// Heat by its parts, of what is kept of the event.
pub(crate) fn heat_parts(
    buckets: &[HeatBucket],
    readings: &[ListReading],
    settings: &HeatSettings,
    as_of: Moment,
    zone: Tz,
) -> HeatParts {
    let mut gather = Gather::default();
    for bucket in buckets.iter().filter(|bucket| bucket.count > 0) {
        let part = of_bucket(bucket, settings, as_of);
        gather.add(part, day_start(bucket.start, zone), bucket.count);
    }
    for one in readings {
        let part = of_reading(one, settings, as_of);
        gather.add(part, day_start(one.reading.at, zone), 0);
    }
    gather.told(settings.heat_hours)
}

/// What is left of the documents of one sort and quarter, which counts as if all were published at
/// their mean: off by less than a hundred-thousandth at a half-life of a day.
fn of_bucket(bucket: &HeatBucket, settings: &HeatSettings, as_of: Moment) -> HeatPart {
    let weight = settings.weight(bucket.copies, bucket.kind, bucket.reach);
    let middle = Moment(bucket.start.0 + bucket.after_ms / bucket.count);
    let left = left_at(middle, as_of, settings.heat_hours);
    let (copies, kind) = (bucket.copies, bucket.kind);
    let reach = settings.reach(kind, bucket.reach);
    let heat = weight * bucket.count as f64 * left;
    let counts = settings.counts(bucket.flooded);
    HeatPart {
        said: if bucket.flooded {
            Said::Floods {
                copies,
                kind,
                reach,
            }
        } else {
            Said::Documents {
                copies,
                kind,
                reach,
            }
        },
        amount: bucket.count as f64,
        hours: 0.0,
        weight: if counts { weight } else { 0.0 },
        heat: if counts { heat } else { 0.0 },
        left_out: if counts { 0.0 } else { heat },
    }
}

fn of_reading(one: &ListReading, settings: &HeatSettings, as_of: Moment) -> HeatPart {
    let amount = reading_voices(&one.reading, settings);
    let left = left_at(one.reading.at, as_of, settings.heat_hours);
    HeatPart {
        said: Said::List {
            source: one.source,
            name: one.name.clone(),
        },
        amount,
        hours: reading_hours(&one.reading, settings),
        weight: settings.rank_hour,
        heat: settings.rank_hour * amount * left,
        left_out: 0.0,
    }
}

#[derive(Default)]
struct Gather {
    parts: BTreeMap<Said, HeatPart>,
    days: BTreeMap<Moment, HeatDay>,
}

impl Gather {
    fn add(&mut self, one: HeatPart, day: Moment, voices: i64) {
        let of_day = self.days.entry(day).or_insert(HeatDay {
            day,
            voices: 0,
            heat: 0.0,
            and_before: false,
        });
        of_day.voices += voices;
        of_day.heat += one.heat;
        if let Some(part) = self.parts.get_mut(&one.said) {
            part.amount += one.amount;
            part.hours += one.hours;
            part.heat += one.heat;
            part.left_out += one.left_out;
        } else {
            self.parts.insert(one.said.clone(), one);
        }
    }

    fn told(self, half_life: f64) -> HeatParts {
        let mut parts: Vec<HeatPart> = self.parts.into_values().collect();
        parts.sort_by(|a, b| b.heat.total_cmp(&a.heat).then_with(|| a.said.cmp(&b.said)));
        let mut days: Vec<HeatDay> = Vec::new();
        for (_, day) in self.days.into_iter().rev() {
            let full = days.len() == HEAT_DAYS_SHOWN;
            match days.last_mut() {
                Some(last) if full => {
                    last.voices += day.voices;
                    last.heat += day.heat;
                    last.and_before = true;
                }
                _ => days.push(day),
            }
        }
        HeatParts {
            total: parts.iter().map(|part| part.heat).sum(),
            parts,
            days,
            half_life,
            stale: false,
        }
    }
}

#[cfg(test)]
mod tests;
