//! Documents counted in every way that pictures show, in one pass.

use crate::steps::{Steps, week_place};
use chrono_tz::Tz;
use model::{DocumentMark, EventId, Place, SourceId};
use std::collections::HashMap;
use std::hash::Hash;

/// Events that have a band of their own; more cannot be told apart.
pub(crate) const BANDS_MAX: usize = 10;

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    pub(crate) volume: Vec<i64>,
    pub(crate) events: Vec<(EventId, Vec<i64>)>,
    pub(crate) other_events: Vec<i64>,
    pub(crate) events_in_all: usize,
    /// All of them, the largest first.
    pub(crate) sources: Vec<(SourceId, Vec<i64>)>,
    pub(crate) week: [[i64; 24]; 7],
    /// All of them, the most spoken of first.
    pub(crate) places: Vec<(Place, i64)>,
}

/// Counts documents of a period.
pub(crate) fn count_marks(marks: &[DocumentMark], steps: &Steps, zone: Tz) -> Counted {
    let mut counted = Counted {
        volume: vec![0; steps.count()],
        ..Counted::default()
    };
    let (mut events, mut sources) = (Rows::new(steps), Rows::new(steps));
    let mut places: HashMap<Place, i64> = HashMap::new();
    for mark in marks {
        let Some(step) = steps.of(mark.published_at) else {
            continue;
        };
        add(&mut counted.volume, step);
        events.add(mark.event, step);
        sources.add(mark.source, step);
        let (weekday, hour) = week_place(mark.published_at, zone);
        if let Some(row) = counted.week.get_mut(weekday) {
            add(row, hour);
        }
        for place in &mark.places {
            *places.entry(*place).or_default() += 1;
        }
    }
    counted.events_in_all = events.rows.len();
    counted.events = events.largest(BANDS_MAX);
    counted.other_events = rest(&counted.volume, &counted.events);
    counted.sources = sources.largest(usize::MAX);
    counted.places = most_first(places);
    counted
}

/// Places, the most spoken of first; equals by code.
pub(crate) fn most_first(places: HashMap<Place, i64>) -> Vec<(Place, i64)> {
    let mut places: Vec<(Place, i64)> = places.into_iter().collect();
    places.sort_by_key(|(place, count)| (-count, *place));
    places
}

fn add(counts: &mut [i64], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}

/// What is left of a whole when rows are taken away.
pub(crate) fn rest<K>(whole: &[i64], rows: &[(K, Vec<i64>)]) -> Vec<i64> {
    let of_step = |step: usize| -> i64 { rows.iter().filter_map(|(_, row)| row.get(step)).sum() };
    (whole.iter().enumerate())
        .map(|(step, all)| all - of_step(step))
        .collect()
}

/// Counts by step for each of something.
pub(crate) struct Rows<K> {
    rows: HashMap<K, Vec<i64>>,
    steps: usize,
}

impl<K: Copy + Eq + Hash + Ord> Rows<K> {
    pub(crate) fn new(steps: &Steps) -> Self {
        Self {
            rows: HashMap::new(),
            steps: steps.count(),
        }
    }

    fn add(&mut self, key: K, step: usize) {
        self.add_many(key, step, 1);
    }

    pub(crate) fn add_many(&mut self, key: K, step: usize, many: i64) {
        let steps = self.steps;
        let row = self.rows.entry(key).or_insert_with(|| vec![0; steps]);
        if let Some(count) = row.get_mut(step) {
            *count += many;
        }
    }

    /// The largest first; equals by key.
    pub(crate) fn largest(self, most: usize) -> Vec<(K, Vec<i64>)> {
        let mut all: Vec<(K, Vec<i64>)> = self.rows.into_iter().collect();
        all.sort_by_cached_key(|(key, row)| (-row.iter().sum::<i64>(), *key));
        all.truncate(most);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::Period;
    use model::{DocumentId, HOUR_MS, Moment};

    /// 2026-03-02 14:05 in Shanghai, a Monday.
    const NOW: Moment = Moment(1_772_431_500_000);

    fn marks(count: i64) -> Vec<DocumentMark> {
        (0..count)
            .map(|number| DocumentMark {
                id: DocumentId(number),
                event: EventId(number % 37 * (number % 3) + 1),
                source: SourceId(number % 41 + 1),
                published_at: Moment(NOW.0 - number % 300 * HOUR_MS),
                places: vec![Place(130_681); usize::from(number % 4 == 0)],
            })
            .collect()
    }

    #[test]
    fn parts_sum_to_the_whole_at_every_step() {
        let zone = chrono_tz::Asia::Shanghai;
        for period in [Period::Week, Period::Hours(24)] {
            for count in [0, 1, 2, 5_000] {
                let steps = Steps::new(period, NOW, zone);
                let counted = count_marks(&marks(count), &steps, zone);
                let sum = |rows: &[i64]| rows.iter().sum::<i64>();
                let week: i64 = counted.week.iter().map(|row| sum(row)).sum();
                assert_eq!(week, sum(&counted.volume));
                for (step, whole) in counted.volume.iter().enumerate() {
                    let bands: i64 = counted.events.iter().map(|(_, row)| row[step]).sum();
                    assert_eq!(bands + counted.other_events[step], *whole);
                }
                assert!(counted.other_events.iter().all(|count| *count >= 0));
                assert!(counted.events.len() <= BANDS_MAX);
                let totals: Vec<i64> = counted.sources.iter().map(|(_, row)| sum(row)).collect();
                assert!(totals.is_sorted_by(|a, b| a >= b));
            }
        }
    }

    #[test]
    fn hours_and_weekdays_are_those_of_the_zone() {
        let zone = chrono_tz::Asia::Shanghai;
        let steps = Steps::new(Period::Hours(2), NOW, zone);
        let counted = count_marks(&marks(1), &steps, zone);
        assert_eq!(counted.week[0][14], 1, "Monday, two in the afternoon");
        assert_eq!(counted.places, [(Place(130_681), 1)]);
        assert_eq!((counted.events_in_all, counted.sources.len()), (1, 1));
    }
}
