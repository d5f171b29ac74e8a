//! Where days begin in a time zone.

use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use model::Moment;

/// Hours that a clock may skip at midnight.
const GAP_HOURS_MAX: i64 = 3;

/// The first instant of a day; where clocks skip midnight, the first one after the gap.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> Moment {
    let midnight = day.and_time(NaiveTime::MIN);
    (0..=GAP_HOURS_MAX)
        .find_map(|hours| {
            zone.from_local_datetime(&(midnight + TimeDelta::hours(hours)))
                .earliest()
        })
        .map_or_else(
            || Moment(midnight.and_utc().timestamp_millis()),
            |at| Moment(at.timestamp_millis()),
        )
}

/// The day in which an instant lies, counted from 1970-01-01.
pub fn day_number(at: Moment, zone: Tz) -> i64 {
    let Some(utc) = chrono::DateTime::from_timestamp_millis(at.0) else {
        return at.0.div_euclid(24 * model::HOUR_MS);
    };
    let day = utc.with_timezone(&zone).date_naive();
    day.signed_duration_since(NaiveDate::default()).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_lie_in_the_day_of_the_zone() {
        let shanghai = chrono_tz::Asia::Shanghai;
        let begin = start_of_day(NaiveDate::from_ymd_opt(1970, 1, 2).unwrap(), shanghai);
        assert_eq!(day_number(begin, shanghai), 1);
        assert_eq!(day_number(Moment(begin.0 - 1), shanghai), 0);
        assert_eq!(day_number(begin, Tz::UTC), 0);
        assert!(day_number(Moment(i64::MIN), shanghai) < 0);
    }

    #[test]
    fn days_begin_where_the_zone_says() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let utc = start_of_day(day(2026, 3, 2), Tz::UTC);
        assert_eq!(utc, Moment(1_772_409_600_000));
        let shanghai = start_of_day(day(2026, 3, 2), chrono_tz::Asia::Shanghai);
        assert_eq!(utc.0 - shanghai.0, 8 * model::HOUR_MS);
        // Clocks in Santiago skip the first hour of this day.
        let skipped = start_of_day(day(2026, 9, 6), chrono_tz::America::Santiago);
        let next = start_of_day(day(2026, 9, 7), chrono_tz::America::Santiago);
        assert_eq!(next.0 - skipped.0, 23 * model::HOUR_MS);
    }
}
