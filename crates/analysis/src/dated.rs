//! Days that a text names in its headline and first sentences.
//!
//! Two texts that report of different days, each in its first sentence, seldom speak of one
//! happening, however alike they are: that is how daily bulletins of one pattern are told apart.

use chrono::{DateTime, Datelike, Duration, NaiveDate};
use model::Moment;
use serde::{Deserialize, Serialize};

/// Characters of headline and body that are read: agencies name the day at the beginning.
const READ_CHARS: usize = 260;
/// Days kept of one text.
const DAYS_MAX: usize = 4;
/// Chinese time, hours ahead of universal time: which day a moment falls on.
const ZONE_HOURS: i64 = 8;

/// A day, counted from the beginning of 1970.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Day(pub i32);

impl Day {
    /// The day a moment falls on, by Chinese time.
    pub fn of(at: Moment) -> Self {
        Self(
            at.0.saturating_add(ZONE_HOURS * model::HOUR_MS)
                .div_euclid(24 * model::HOUR_MS)
                .clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
        )
    }
}

/// The days a folded text names near its beginning, earliest named first.
pub(crate) fn days_named(folded: &str, published: Moment) -> Vec<Day> {
    let Some(today) = DateTime::from_timestamp_millis(published.0)
        .map(|at| (at + Duration::hours(ZONE_HOURS)).date_naive())
    else {
        return Vec::new();
    };
    let mut days = Vec::new();
    let mut month = None;
    let mut number: Option<u32> = None;
    for c in folded.chars().take(READ_CHARS) {
        if c == ' ' {
            continue;
        }
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            continue;
        }
        match (c, number.take()) {
            ('月', Some(named)) => month = Some(named),
            ('日', Some(named)) => {
                if let Some(day) = resolve(month.take(), named, today)
                    && !days.contains(&day)
                    && days.len() < DAYS_MAX
                {
                    days.push(day);
                }
            }
            _ => month = None,
        }
    }
    days
}

/// The nearest past day of that month and number, or tomorrow.
fn resolve(month: Option<u32>, day: u32, today: NaiveDate) -> Option<Day> {
    let tomorrow = today + Duration::days(1);
    let candidate = if let Some(month) = month {
        let this_year = NaiveDate::from_ymd_opt(today.year(), month, day)?;
        if this_year > tomorrow + Duration::days(60) {
            NaiveDate::from_ymd_opt(today.year() - 1, month, day)?
        } else {
            this_year
        }
    } else {
        let this_month = NaiveDate::from_ymd_opt(today.year(), today.month(), day);
        match this_month {
            Some(date) if date <= tomorrow => date,
            _ => {
                let before = today.with_day(1)? - Duration::days(1);
                NaiveDate::from_ymd_opt(before.year(), before.month(), day)?
            }
        }
    };
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    Some(Day(candidate.signed_duration_since(epoch).num_days() as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<i64> {
        // 2023-06-08, 10:00 in China.
        let published = Moment(1_686_189_600_000);
        days_named(text, published)
            .into_iter()
            .map(|day| i64::from(day.0) - i64::from(Day::of(published).0))
            .collect()
    }

    #[test]
    fn days_are_read_with_and_without_a_month() {
        assert_eq!(days("金融界6月8日消息,昨天(7日)"), [0, -1]);
        assert_eq!(days("据报道,30日晚"), [-9], "the month before");
        assert_eq!(days("2022年12月31日"), [-159]);
        assert_eq!(days("将于9日举行"), [1]);
        assert_eq!(days("6 月 8 日"), [0]);
        assert_eq!(days("13月40日,生日,每日"), [] as [i64; 0]);
    }
}
