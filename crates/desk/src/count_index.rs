//! More documents than are read one by one, counted by the index: every step, source, place and hour
//! exactly. The index knows no events: some documents, evenly spread, tell which are large, and those
//! are counted exactly too.

use crate::count_marks::{BANDS_MAX, Counted, Rows, most_first, rest};
use crate::marked::{Found, Understood, between};
use crate::search_page::failed_thread;
use crate::steps::{Steps, week_place};
use crate::{Desk, DeskError};
use chrono_tz::Tz;
use model::{DocumentId, DocumentMark, EventId, HOUR_MS, Moment, Place, Query, limits};
use ports::{Order, SearchIndex};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Places in time at which documents are read, the more the busier it was.
const POINTS: usize = 400;
/// Documents read at each.
const EACH: usize = 50;
/// Events that are counted exactly: those of which most was read, some more than are shown.
const COUNTED_EVENTS_MAX: usize = 2 * BANDS_MAX;

impl Desk {
    /// What a question finds in its period, counted by the index.
    pub(crate) async fn count_index(&self, asked: &Understood) -> Result<Found, DeskError> {
        let (index, query) = (Arc::clone(&self.index), asked.query.clone());
        let (steps, zone) = (asked.steps.clone(), self.time_zone());
        let counting = move || {
            let (total, counted, hours) = by_step(&*index, &query, &steps, zone)?;
            let ids = some(&*index, &query, &steps, &points(&hours, POINTS))?;
            Ok::<_, DeskError>((total, counted, ids))
        };
        let looked = tokio::task::spawn_blocking(counting).await;
        let (total, mut counted, ids) = looked.map_err(|error| failed_thread(&error))??;
        let marks = self.store.marks(&ids).await?;
        let (large, in_all) = large_events(&marks);
        counted.events = self.bands(asked, &large).await?;
        counted.events_in_all = in_all;
        counted.other_events = rest(&counted.volume, &counted.events);
        // Between two counts something may arrive.
        for count in &mut counted.other_events {
            *count = (*count).max(0);
        }
        Ok(Found {
            total,
            marks,
            counted,
            cut: false,
            by_index: true,
        })
    }

    /// The documents of events by step, the largest first.
    async fn bands(
        &self,
        asked: &Understood,
        events: &[EventId],
    ) -> Result<Vec<(EventId, Vec<i64>)>, DeskError> {
        let mut rows = Rows::new(&asked.steps);
        for event in events {
            let (documents, _) = self.documents_of_events(&[*event]).await?;
            let counts = self
                .counted(&Query::And(vec![asked.within(), documents]))
                .await?;
            for (hour, count) in counts.hours {
                if let Some(step) = asked.steps.of(hour) {
                    rows.add_many(*event, step, count as i64);
                }
            }
        }
        Ok(rows.largest(BANDS_MAX))
    }
}

/// How many documents there are, counted by everything but events, and their hours.
type ByStep = (usize, Counted, Vec<(Moment, u64)>);

/// Counts step by step.
fn by_step(
    index: &dyn SearchIndex,
    query: &Query,
    steps: &Steps,
    zone: Tz,
) -> Result<ByStep, DeskError> {
    let mut counted = Counted::default();
    let (mut sources, mut hours) = (Rows::new(steps), Vec::new());
    let mut places: HashMap<Place, i64> = HashMap::new();
    let mut total = 0;
    for (step, edges) in steps.edges.windows(2).enumerate() {
        let [from, to] = edges else { continue };
        let counts = index.facets(&between(query, *from, *to))?;
        counted.volume.push(counts.total as i64);
        total += counts.total as usize;
        for (source, count) in counts.sources {
            sources.add_many(source, step, count as i64);
        }
        for (place, count) in counts.places {
            *places.entry(place).or_default() += count as i64;
        }
        hours.extend(counts.hours);
    }
    for (hour, count) in &hours {
        let (weekday, of_day) = week_place(*hour, zone);
        let row = counted.week.get_mut(weekday);
        if let Some(cell) = row.and_then(|row| row.get_mut(of_day)) {
            *cell += *count as i64;
        }
    }
    counted.sources = sources.largest(usize::MAX);
    counted.places = most_first(places);
    Ok((total, counted, hours))
}

/// Hours at which equal shares of all documents have their middles, and how many shares each.
fn points(hours: &[(Moment, u64)], shares: usize) -> Vec<(Moment, usize)> {
    let total: u64 = hours.iter().map(|(_, count)| count).sum();
    let middle = |share: usize| (2 * share as u64 + 1) * total;
    let (mut end, mut share) = (0, 0);
    let mut points = Vec::new();
    for (hour, count) in hours {
        end += count;
        let first = share;
        while share < shares && middle(share) < 2 * shares as u64 * end {
            share += 1;
        }
        if share > first {
            points.push((*hour, share - first));
        }
    }
    points
}

/// Documents of these hours.
fn some(
    index: &dyn SearchIndex,
    query: &Query,
    steps: &Steps,
    points: &[(Moment, usize)],
) -> Result<Vec<DocumentId>, DeskError> {
    let mut ids = Vec::new();
    for (hour, shares) in points {
        let from = steps.from().max(*hour);
        let to = steps.to().min(Moment(hour.0 + HOUR_MS));
        let most = (shares * EACH).min(limits::SEARCH_LIMIT_MAX);
        let found = index.find(&between(query, from, to), Order::Newest, 0, most)?;
        ids.extend(found.hits.iter().map(|hit| hit.id));
    }
    Ok(ids)
}

/// The events of which there is most among some documents, and how many there are among them.
fn large_events(marks: &[DocumentMark]) -> (Vec<EventId>, usize) {
    let mut sums: HashMap<EventId, usize> = HashMap::new();
    for mark in marks {
        *sums.entry(mark.event).or_default() += 1;
    }
    let in_all = sums.len();
    let order: BTreeSet<(Reverse<usize>, EventId)> = (sums.into_iter())
        .map(|(event, count)| (Reverse(count), event))
        .collect();
    let large = order.into_iter().take(COUNTED_EVENTS_MAX);
    (large.map(|(_, event)| event).collect(), in_all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::SourceId;

    fn at(hour: i64) -> Moment {
        Moment(hour * HOUR_MS)
    }

    #[test]
    fn busy_hours_are_looked_at_more_often_and_quiet_stretches_too() {
        assert_eq!(points(&[], 400), []);
        assert_eq!(points(&[(at(3), 7)], 4), [(at(3), 4)]);
        let even: Vec<(Moment, u64)> = (0..10).map(|hour| (at(hour), 5)).collect();
        let all: Vec<(Moment, usize)> = (0..10).map(|hour| (at(hour), 1)).collect();
        assert_eq!(points(&even, 10), all);
        let busy = [(at(0), 10), (at(1), 980), (at(2), 10)];
        assert_eq!(points(&busy, 100), [(at(0), 1), (at(1), 98), (at(2), 1)]);
        for shares in [1, 3, 400] {
            let found = points(&busy, shares);
            assert_eq!(found.iter().map(|(_, n)| n).sum::<usize>(), shares);
        }
    }

    #[test]
    fn the_events_most_was_read_of_come_first() {
        let mark = |event: i64| DocumentMark {
            id: DocumentId(0),
            event: EventId(event),
            source: SourceId(1),
            published_at: at(0),
            places: Vec::new(),
        };
        let marks: Vec<DocumentMark> = [5, 1, 5, 2, 2, 9].map(mark).into();
        let (large, in_all) = large_events(&marks);
        assert_eq!(large, [2, 5, 1, 9].map(EventId));
        assert_eq!(in_all, 4);
    }
}
