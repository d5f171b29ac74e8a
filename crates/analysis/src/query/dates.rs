//! Days, months and years of a query, made into instants at the edges of the desk's zone.

use super::Problem;
use crate::days::start_of_day;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use model::{Query, Span};

/// `2026-03-01`, `2026-03`, `2026`, `FROM..TO`, `FROM..`, `..TO`; both ends included.
pub(super) fn published(value: &str, span: Span, zone: Tz) -> Result<Query, Problem> {
    let (from, to) = value
        .split_once("..")
        .map_or((Some(value), Some(value)), |(from, to)| {
            (
                (!from.is_empty()).then_some(from),
                (!to.is_empty()).then_some(to),
            )
        });
    let from = from
        .map(|text| days(text, span))
        .transpose()?
        .map(|(first, _)| first);
    let to = to
        .map(|text| days(text, span))
        .transpose()?
        .map(|(_, next)| next);
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        return Err(Problem::new(
            "date_order",
            span,
            "the first day comes after the last; turn them round",
        ));
    }
    Ok(Query::Published(
        from.map(|day| start_of_day(day, zone)),
        to.map(|day| start_of_day(day, zone)),
    ))
}

/// The first day meant, and the day after the last one meant.
fn days(text: &str, span: Span) -> Result<(NaiveDate, NaiveDate), Problem> {
    read_days(text).ok_or_else(|| {
        Problem::new(
            "bad_date",
            span,
            format!(
                "{text:?} is no day; write 2026-03-01, 2026-03 or 2026, and .. between two of them"
            ),
        )
    })
}

fn read_days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |index: usize| {
        parts
            .get(index)
            .filter(|part| (1..=4).contains(&part.len()))?
            .parse::<u32>()
            .ok()
    };
    let year = number(0).filter(|year| (1000..=9998).contains(year))? as i32;
    match parts.len() {
        1 => Some((
            NaiveDate::from_ymd_opt(year, 1, 1)?,
            NaiveDate::from_ymd_opt(year + 1, 1, 1)?,
        )),
        2 => {
            let first = NaiveDate::from_ymd_opt(year, number(1)?, 1)?;
            let next = first.checked_add_months(chrono::Months::new(1))?;
            Some((first, next))
        }
        3 => {
            let day = NaiveDate::from_ymd_opt(year, number(1)?, number(2)?)?;
            debug_assert_eq!(day.year(), year);
            Some((day, day.succ_opt()?))
        }
        _ => None,
    }
}
