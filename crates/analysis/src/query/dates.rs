//! Times of a query: days, months and years at the edges of the desk's zone, and how long ago.

use super::{Grammar, Problem};
use crate::days::start_of_day;
use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;
use model::{HOUR_MS, Moment, Query, Span};

/// Longest time back: a century is everything.
const BACK_HOURS_MAX: i64 = 100 * 366 * 24;

/// `2026-03-01`, `2026-03`, `2026`, `FROM..TO`, `FROM..`, `..TO`, both ends included; the same
/// with `/` between (ISO 8601 intervals), and durations back from now: `P30D`, `PT12H`.
pub(super) fn published(value: &str, span: Span, grammar: &Grammar<'_>) -> Result<Query, Problem> {
    let value = value.replace("...", "..");
    if let Some(hours) = value.strip_prefix('p').and_then(iso_hours) {
        return Ok(back(hours, grammar));
    }
    let (from, to) = ends(&value);
    let point = |text: &str| point(text, span, grammar.zone);
    let from = from.map(point).transpose()?.map(|(first, _)| first);
    let to = to.map(point).transpose()?.map(|(_, next)| next);
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        return Err(Problem::new(
            "date_order",
            span,
            "the first day comes after the last; turn them round",
        ));
    }
    Ok(Query::Published(from, to))
}

/// `36h`, `7d`, `2w`, `90m`: published in the last so long.
pub(super) fn last(value: &str, span: Span, grammar: &Grammar<'_>) -> Result<Query, Problem> {
    let (number, unit) = value
        .char_indices()
        .find(|(_, c)| !c.is_ascii_digit())
        .and_then(|(at, _)| Some((value.get(..at)?, value.get(at..)?)))
        .unwrap_or((value, ""));
    let number = number.parse::<i64>().ok().filter(|number| *number > 0);
    let minutes = match unit {
        "m" | "min" | "分" | "分钟" => Some(1),
        "h" | "小时" => Some(60),
        "d" | "天" | "日" => Some(24 * 60),
        "w" | "周" => Some(7 * 24 * 60),
        _ => None,
    };
    match number.zip(minutes) {
        Some((number, minutes)) => {
            let most = BACK_HOURS_MAX * 60;
            let back = number.saturating_mul(minutes).min(most);
            let from = Moment(grammar.now.0 - back * (HOUR_MS / 60));
            Ok(Query::Published(Some(from), None))
        }
        None => Err(Problem::new(
            "bad_last",
            span,
            format!("{value:?} is no length of time; write last:36h, last:7d, last:2w or last:90m"),
        )),
    }
}

fn back(hours: i64, grammar: &Grammar<'_>) -> Query {
    Query::Published(Some(Moment(grammar.now.0 - hours * HOUR_MS)), None)
}

/// The hours of an ISO 8601 duration after its `P`, of one unit.
fn iso_hours(text: &str) -> Option<i64> {
    let (text, of_day) = match text.strip_prefix('t') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let unit = text.chars().next_back()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
    let each = match (unit, of_day) {
        ('h', true) => 1,
        ('d', false) => 24,
        ('w', false) => 7 * 24,
        ('m', false) => 30 * 24,
        ('y', false) => 365 * 24,
        _ => return None,
    };
    (number > 0).then(|| number.saturating_mul(each).min(BACK_HOURS_MAX))
}

/// The two ends of an interval; both the same where one thing is written.
fn ends(value: &str) -> (Option<&str>, Option<&str>) {
    let side = |text| Some(text).filter(|text: &&str| !text.is_empty());
    if let Some((from, to)) = value.split_once("..") {
        return (side(from), side(to));
    }
    // A slash parts two days where each side is one; else it stands in 2026/3/1.
    if let Some((from, to)) = value.split_once('/') {
        let day = |text: &str| text.is_empty() || text.len() >= 4 && read_days(text).is_some();
        if day(from) && day(to) && value.len() > 1 {
            return (side(from), side(to));
        }
    }
    (Some(value), Some(value))
}

/// The first instant meant, and the one after the last. An instant itself ends where it begins.
fn point(text: &str, span: Span, zone: Tz) -> Result<(Moment, Moment), Problem> {
    if let Some(at) = instant(text, zone) {
        return Ok((at, at));
    }
    let (first, next) = read_days(text).ok_or_else(|| {
        Problem::new(
            "bad_date",
            span,
            format!(
                "{text:?} is no day; write 2026-03-01, 2026-03 or 2026, and .. between two of them"
            ),
        )
    })?;
    Ok((start_of_day(first, zone), start_of_day(next, zone)))
}

/// `2026-03-01t08:30` on the clocks of the zone.
fn instant(text: &str, zone: Tz) -> Option<Moment> {
    let at = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dt%H:%M").ok()?;
    let at = at.and_local_timezone(zone).earliest()?;
    Some(Moment(at.timestamp_millis()))
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
            let next = first.checked_add_months(Months::new(1))?;
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
