//! Local days: where shifts begin, which days are worked, clocks that are changed. Pure.

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Weekday,
};
use chrono_tz::Tz;
use model::{DutySettings, Moment};

/// The instant at which a clock on the wall shows this; in an hour that it skips, when that is over, and
/// in an hour that it shows twice, the first time.
fn on_the_wall(at: NaiveDateTime, zone: Tz) -> Option<Moment> {
    // Quarters of an hour: no zone skips more than a day.
    let mut tries = (0..=96).map(|quarters| at + TimeDelta::minutes(15 * quarters));
    let found = tries.find_map(|at| zone.from_local_datetime(&at).earliest());
    found.map(|at| Moment(at.timestamp_millis()))
}

/// So many minutes after midnight of a day, by the clock on the wall.
pub(super) fn at_minute(day: NaiveDate, minute: u16, zone: Tz) -> Option<Moment> {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0)?;
    on_the_wall(day.and_time(time), zone)
}

/// The local day of an instant.
pub(super) fn day_of(at: Moment, zone: Tz) -> NaiveDate {
    DateTime::from_timestamp_millis(at.0)
        .map(|at| at.with_timezone(&zone).date_naive())
        .unwrap_or_default()
}

/// The instant of a local time as forms write it: `2026-03-02T08:00`.
pub fn local_moment(text: &str, zone: Tz) -> Option<Moment> {
    let read = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M");
    on_the_wall(read.ok()?, zone)
}

/// Whether nobody works on that day who need not.
pub(super) fn is_rest(settings: &DutySettings, day: NaiveDate) -> bool {
    let written = day.to_string();
    if settings.workdays.contains(&written) {
        return false;
    }
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    weekend || settings.holidays.contains(&written)
}

/// The shifts that begin on a day, by the borders of the settings: the last one goes on until the first
/// border of the next day.
pub fn day_shifts(settings: &DutySettings, day: NaiveDate, zone: Tz) -> Vec<(Moment, Moment)> {
    let borders: &[u16] = if settings.borders.is_empty() {
        &[0]
    } else {
        &settings.borders
    };
    let next = day.checked_add_days(Days::new(1));
    let mut edges: Vec<Moment> = borders
        .iter()
        .filter_map(|minute| at_minute(day, *minute, zone))
        .collect();
    let first = borders.first().copied().unwrap_or(0);
    edges.extend(next.and_then(|next| at_minute(next, first, zone)));
    let pairs = edges.windows(2).map(|pair| (pair[0], pair[1]));
    pairs.filter(|(from, to)| from < to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America::New_York, Asia::Shanghai, Europe::Berlin};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn hours(date: &str, zone: Tz) -> Vec<i64> {
        let settings = DutySettings::default();
        let shifts = day_shifts(&settings, day(date), zone).into_iter();
        shifts
            .map(|(from, to)| (to.0 - from.0) / model::HOUR_MS)
            .collect()
    }

    #[test]
    fn a_night_is_as_long_as_the_clock_makes_it() {
        assert_eq!(hours("2026-03-27", Berlin), [12, 12]);
        assert_eq!(hours("2026-03-28", Berlin), [12, 11]);
        assert_eq!(hours("2026-10-24", Berlin), [12, 13]);
        assert_eq!(hours("2026-03-07", New_York), [12, 11]);
        assert_eq!(hours("2026-03-28", Shanghai), [12, 12]);
    }

    #[test]
    fn shifts_of_a_year_follow_on_each_other_without_a_gap() {
        let borders = DutySettings {
            borders: vec![150, 600, 1_320],
            ..DutySettings::default()
        };
        for zone in [Berlin, New_York, Shanghai] {
            let days = day("2026-01-01").iter_days().take(400);
            let all: Vec<(Moment, Moment)> = days
                .flat_map(|day| day_shifts(&borders, day, zone))
                .collect();
            assert!(all.windows(2).all(|pair| pair[0].1 == pair[1].0), "{zone}");
        }
    }

    #[test]
    fn an_hour_that_is_skipped_begins_when_it_is_over() {
        let skipped = local_moment("2026-03-29T02:30", Berlin);
        assert_eq!(skipped, local_moment("2026-03-29T03:00", Berlin));
        let twice = local_moment("2026-10-25T02:30", Berlin).unwrap();
        assert_eq!(twice.0, 1_792_888_200_000, "the first of the two");
        assert_eq!(local_moment("2026-13-01T00:00", Berlin), None);
        assert_eq!(local_moment("", Berlin), None);
    }

    #[test]
    fn holidays_rest_and_weekends_that_are_worked_do_not() {
        let settings = DutySettings {
            holidays: ["2026-10-01".to_owned()].into(),
            workdays: ["2026-10-10".to_owned()].into(),
            ..DutySettings::default()
        };
        let rests = |date: &str| is_rest(&settings, day(date));
        assert!(rests("2026-10-01") && rests("2026-10-11"));
        assert!(!rests("2026-10-10") && !rests("2026-10-09"));
    }
}
