//! Volume over time: quarter hours made into bars of an hour or a day.

use crate::VolumeBar;
use analysis::start_of_day;
use chrono::{DateTime, Days, NaiveDate};
use chrono_tz::Tz;
use model::{HOUR_MS, Moment, VolumeBucket};

/// Hours up to which bars are hours; beyond it they are days.
const HOURLY_MAX: i64 = 72;
/// Bars of one chart; an event that lasts longer is cut into wider bars.
const BARS_MAX: usize = 400;

/// Bars from the first to the last bucket, empty ones included, cut at the zone's edges.
pub(crate) fn bars(buckets: &[VolumeBucket], zone: Tz) -> Vec<VolumeBar> {
    let (Some(first), Some(last)) = (buckets.first(), buckets.last()) else {
        return Vec::new();
    };
    let edges = if last.start.0 - first.start.0 <= HOURLY_MAX * HOUR_MS {
        hour_edges(first.start, last.start)
    } else {
        day_edges(first.start, last.start, zone)
    };
    let mut bars: Vec<VolumeBar> = edges
        .windows(2)
        .filter_map(|pair| match pair {
            [start, end] => Some(VolumeBar {
                start: *start,
                end: *end,
                documents: 0,
                copies: 0,
            }),
            _ => None,
        })
        .collect();
    for bucket in buckets {
        let index = bars.partition_point(|bar| bar.end <= bucket.start);
        if let Some(bar) = bars.get_mut(index) {
            bar.documents += bucket.documents;
            bar.copies += bucket.copies;
        }
    }
    widened(bars)
}

/// Whole hours: every zone in use differs from another by whole quarters, and hours are only shown.
fn hour_edges(first: Moment, last: Moment) -> Vec<Moment> {
    let begin = first.0.div_euclid(HOUR_MS);
    let end = last.0.div_euclid(HOUR_MS) + 1;
    (begin..=end).map(|hour| Moment(hour * HOUR_MS)).collect()
}

fn day_edges(first: Moment, last: Moment, zone: Tz) -> Vec<Moment> {
    let (Some(mut day), Some(end)) = (day_of(first, zone), day_of(last, zone)) else {
        return Vec::new();
    };
    let step = Days::new(((end - day).num_days() as u64 / BARS_MAX as u64).max(1));
    let mut edges = Vec::new();
    while day <= end {
        edges.push(start_of_day(day, zone));
        let Some(next) = day.checked_add_days(step) else {
            break;
        };
        day = next;
    }
    edges.push(start_of_day(day, zone));
    edges
}

/// When the day begins in which an instant lies.
pub(crate) fn day_start(at: Moment, zone: Tz) -> Moment {
    day_of(at, zone).map_or(at, |day| start_of_day(day, zone))
}

fn day_of(at: Moment, zone: Tz) -> Option<NaiveDate> {
    DateTime::from_timestamp_millis(at.0).map(|utc| utc.with_timezone(&zone).date_naive())
}

fn widened(bars: Vec<VolumeBar>) -> Vec<VolumeBar> {
    let each = bars.len().div_ceil(BARS_MAX).max(1);
    if each == 1 {
        return bars;
    }
    bars.chunks(each)
        .filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            let sum = |of: fn(&VolumeBar) -> i64| chunk.iter().map(of).sum();
            Some(VolumeBar {
                start: first.start,
                end: last.end,
                documents: sum(|bar| bar.documents),
                copies: sum(|bar| bar.copies),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(hours: i64, documents: i64) -> VolumeBucket {
        VolumeBucket {
            start: Moment(hours * HOUR_MS),
            documents,
            copies: 1,
        }
    }

    #[test]
    fn short_events_have_hours_and_long_ones_days_of_the_zone() {
        let zone = chrono_tz::Asia::Shanghai;
        assert!(bars(&[], zone).is_empty());
        let hours = bars(&[bucket(10, 2), bucket(13, 1)], zone);
        assert_eq!(
            hours.iter().map(|bar| bar.documents).collect::<Vec<_>>(),
            [2, 0, 0, 1]
        );
        // 15:30 UTC is 23:30 in Shanghai, 16:30 UTC is the next day there.
        let days = bars(
            &[bucket(15, 1), bucket(16, 2), bucket(15 + 24 * 4, 4)],
            zone,
        );
        assert_eq!(
            days.iter().map(|bar| bar.documents).collect::<Vec<_>>(),
            [1, 2, 0, 0, 4]
        );
        assert_eq!(days[1].start, Moment(16 * HOUR_MS));
        assert_eq!(days.iter().map(|bar| bar.copies).sum::<i64>(), 3);
    }

    #[test]
    fn a_decade_has_a_bounded_number_of_bars_and_loses_nothing() {
        let buckets: Vec<VolumeBucket> = (0..3_650).map(|day| bucket(day * 24, 1)).collect();
        let bars = bars(&buckets, Tz::America__Santiago);
        assert!(bars.len() <= BARS_MAX);
        assert_eq!(bars.iter().map(|bar| bar.documents).sum::<i64>(), 3_650);
    }
}
