//! A period, cut into steps at the edges of the zone's days and hours.

use analysis::start_of_day;
use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike};
use chrono_tz::Tz;
use model::{HOUR_MS, Moment};

/// Days that a picture may cover: ten years.
const DAYS_MAX: i64 = 3_660;
/// Days up to which a step is an hour.
const HOURLY_DAYS_MAX: i64 = 3;
/// Steps of a picture about; a longer period has wider steps.
const STEPS_ABOUT: i64 = 92;
/// Days of the period where nobody chose one.
const DAYS_USUAL: u64 = 7;

/// Which stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// The last seven days, today included.
    #[default]
    Week,
    /// So many hours back from the present.
    Hours(i64),
    /// From the first to the last of these days, both included.
    Days(NaiveDate, NaiveDate),
}

/// A period cut into steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// Where each begins, and where the last one ends.
    pub edges: Vec<Moment>,
    /// Whether a step is an hour.
    pub hourly: bool,
}

impl Steps {
    /// Where the first step begins.
    pub fn from(&self) -> Moment {
        self.edges.first().copied().unwrap_or_default()
    }

    /// Where the last step ends.
    pub fn to(&self) -> Moment {
        self.edges.last().copied().unwrap_or_default()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The step in which an instant lies.
    pub(crate) fn of(&self, at: Moment) -> Option<usize> {
        let after = self.edges.partition_point(|edge| *edge <= at);
        (after > 0 && after < self.edges.len()).then(|| after - 1)
    }

    /// The steps of a period that ends at or before `as_of`, cut at the zone's edges.
    pub(crate) fn new(period: Period, as_of: Moment, zone: Tz) -> Self {
        let today = DateTime::from_timestamp_millis(as_of.0)
            .map_or_else(NaiveDate::default, |at| {
                at.with_timezone(&zone).date_naive()
            });
        let (first, last) = match period {
            Period::Hours(hours) => return Self::back_from(as_of, hours.clamp(1, 24 * 31)),
            Period::Week => (
                today
                    .checked_sub_days(Days::new(DAYS_USUAL - 1))
                    .unwrap_or(today),
                today,
            ),
            Period::Days(first, last) => (first.min(last), first.max(last)),
        };
        let days = ((last - first).num_days() + 1).clamp(1, DAYS_MAX);
        let next = first.checked_add_days(Days::new(days.unsigned_abs()));
        let end = start_of_day(next.unwrap_or(last), zone);
        if days <= HOURLY_DAYS_MAX {
            let begin = start_of_day(first, zone);
            return Self::of_hours(end, ((end.0 - begin.0) / HOUR_MS).max(1));
        }
        let each = Days::new((days as u64).div_ceil(STEPS_ABOUT as u64));
        let mut edges = Vec::new();
        let mut day = first;
        while start_of_day(day, zone) < end {
            edges.push(start_of_day(day, zone));
            let Some(next) = day.checked_add_days(each) else {
                break;
            };
            day = next;
        }
        edges.push(end);
        Self {
            edges,
            hourly: false,
        }
    }

    /// So many hours that end with the one in which an instant lies.
    fn back_from(at: Moment, hours: i64) -> Self {
        let last = at.0.div_euclid(HOUR_MS).saturating_add(1);
        Self::of_hours(Moment(last.saturating_mul(HOUR_MS)), hours)
    }

    /// So many hours up to an instant.
    fn of_hours(end: Moment, hours: i64) -> Self {
        let edge = |left: i64| Moment(end.0.saturating_sub(left * HOUR_MS));
        Self {
            edges: (0..=hours).rev().map(edge).collect(),
            hourly: true,
        }
    }
}

/// Weekday from Monday and hour in which an instant lies in a zone.
pub(crate) fn week_place(at: Moment, zone: Tz) -> (usize, usize) {
    DateTime::from_timestamp_millis(at.0).map_or((0, 0), |at| {
        let local = at.with_timezone(&zone);
        (
            local.weekday().num_days_from_monday() as usize,
            local.hour() as usize,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn a_period_is_cut_into_hours_days_or_wider_steps() {
        let zone = chrono_tz::Asia::Shanghai;
        let noon = Moment(start_of_day(day(3, 2), zone).0 + 12 * HOUR_MS);
        for (period, count, hourly) in [
            (Period::Week, 7, false),
            (Period::Hours(24), 24, true),
            (Period::Days(day(3, 1), day(3, 1)), 24, true),
            (Period::Days(day(3, 3), day(3, 1)), 72, true),
            (Period::Days(day(3, 1), day(3, 4)), 4, false),
            (Period::Days(day(1, 1), day(12, 31)), 92, false),
        ] {
            let steps = Steps::new(period, noon, zone);
            assert_eq!((steps.count(), steps.hourly), (count, hourly), "{period:?}");
            assert!(steps.edges.is_sorted() && steps.from() < steps.to());
        }
        let week = Steps::new(Period::Week, noon, zone);
        assert_eq!(week.of(noon), Some(6), "today is the last day");
        assert_eq!(week.of(week.to()), None);
        assert_eq!(week.of(Moment(week.from().0 - 1)), None);
        let calcutta = chrono_tz::Asia::Kolkata;
        let one = Steps::new(Period::Days(day(3, 1), day(3, 1)), noon, calcutta);
        assert_eq!(
            one.from(),
            start_of_day(day(3, 1), calcutta),
            "half an hour off"
        );
        let hours = Steps::new(Period::Hours(24), Moment(noon.0 + 1), zone);
        assert_eq!(hours.of(noon), Some(23));
    }

    #[test]
    fn a_period_of_any_length_has_a_bounded_number_of_steps() {
        let zone = chrono_tz::America::Santiago;
        let far = NaiveDate::from_ymd_opt(9998, 1, 1).unwrap();
        for period in [
            Period::Days(NaiveDate::default(), far),
            Period::Days(far, far),
            Period::Hours(i64::MAX),
            Period::Hours(i64::MIN),
        ] {
            for as_of in [Moment(0), Moment(i64::MAX), Moment(i64::MIN)] {
                let steps = Steps::new(period, as_of, zone);
                assert!(
                    (1..=24 * 31).contains(&steps.count()),
                    "{period:?} {as_of:?}"
                );
            }
        }
    }
}
