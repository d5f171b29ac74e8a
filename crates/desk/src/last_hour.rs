//! The last hour of an event beside the usual: its own past and the desk's rhythm, in hours.

use crate::{Desk, DeskError};
use analysis::bursts::HISTORY_HOURS;
use analysis::rhythm::{HourRise, hour_rise};
use model::{HOUR_MS, Moment, VolumeBucket};

/// Milliseconds of a quarter of an hour, in which volume is counted.
const QUARTER_MS: i64 = 900_000;
/// Hours that are looked at: four weeks before each hour of the last day.
const HOURS: usize = HISTORY_HOURS + 25;

/// The quarter of an hour in which the last hour ends, and when the first hour begins.
fn span(as_of: Moment) -> (Moment, Moment) {
    let end = (as_of.0.div_euclid(QUARTER_MS) + 1) * QUARTER_MS;
    (Moment(end - HOURS as i64 * HOUR_MS), Moment(end))
}

impl Desk {
    /// The last hour of an event with this volume.
    pub(crate) async fn last_hour(
        &self,
        own: &[VolumeBucket],
        as_of: Moment,
    ) -> Result<Option<HourRise>, DeskError> {
        let (first, end) = span(as_of);
        let heard = self.store.heard(first, end).await?;
        Ok(last_hour(own, &heard, as_of))
    }
}

/// Judges the hour up to `as_of` of an event with this volume at a desk that heard so much.
fn last_hour(own: &[VolumeBucket], heard: &[(Moment, i64)], as_of: Moment) -> Option<HourRise> {
    let own = own
        .iter()
        .map(|bucket| (bucket.start, bucket.documents + bucket.copies));
    let own = hours(own, as_of);
    let desk = hours(heard.iter().copied(), as_of);
    // Before it heard anything, the desk did not listen.
    let begin = desk.iter().position(|count| *count > 0)?;
    hour_rise(own.get(begin..)?, desk.get(begin..)?)
}

fn hours(quarters: impl Iterator<Item = (Moment, i64)>, as_of: Moment) -> Vec<u32> {
    let (first, end) = span(as_of);
    let mut counts = vec![0u32; HOURS];
    for (start, count) in quarters.filter(|(start, _)| *start >= first && *start < end) {
        let slot = usize::try_from((start.0 - first.0) / HOUR_MS).unwrap_or(HOURS);
        if let Some(hour) = counts.get_mut(slot) {
            *hour = hour.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_ends_with_the_quarter_that_runs() {
        let as_of = Moment(1_772_431_500_000);
        let quarter = as_of.0 / QUARTER_MS;
        let at = |back: i64| Moment((quarter - back) * QUARTER_MS);
        let told = hours(
            [(at(0), 1), (at(3), 2), (at(4), 4), (at(-1), 8)].into_iter(),
            as_of,
        );
        assert_eq!(told.len(), HOURS);
        assert_eq!(
            told[HOURS - 1],
            3,
            "four quarters, the running one with them"
        );
        assert_eq!(told[HOURS - 2], 4);
        assert_eq!(told.iter().sum::<u32>(), 7, "nothing of the future");
    }

    #[test]
    fn a_desk_that_heard_nothing_before_judges_nothing() {
        let as_of = Moment(1_772_431_500_000);
        let own = [VolumeBucket {
            start: Moment(as_of.0 / QUARTER_MS * QUARTER_MS),
            documents: 9,
            copies: 0,
        }];
        assert_eq!(last_hour(&own, &[], as_of), None);
        let week = |days: i64| -> Vec<(Moment, i64)> {
            (0..days * 24)
                .map(|hours| (Moment(own[0].start.0 - hours * HOUR_MS), 10))
                .collect()
        };
        assert_eq!(last_hour(&own, &week(6), as_of), None);
        let told = last_hour(&own, &week(20), as_of).unwrap();
        assert_eq!((told.count, told.desk_count), (9, 10));
        assert!((told.share - 1.0 / 24.0).abs() < 0.01, "{told:?}");
        assert!(told.own.burst);
    }
}
