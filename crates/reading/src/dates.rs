//! Published times as they are written in feeds, files and pages.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use model::{Moment, TimeNote};

/// Characters of a text that may be a time.
const TIME_CHARS_MAX: usize = 80;
/// Hours that a clock may skip.
const GAP_HOURS_MAX: i64 = 3;
/// Epoch seconds have at most this many digits, milliseconds more.
const SECOND_DIGITS_MAX: usize = 11;

/// Zones named in mail and feeds (RFC 822 §5), with their hours. CST is the American one there.
pub(crate) const NAMED_ZONES: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("BJT", 8),
    ("HKT", 8),
    ("JST", 9),
    ("CET", 1),
    ("CEST", 2),
    ("BST", 1),
];

/// Formats without a zone, most telling first.
const LOCAL_FORMATS: &[&str] = &[
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M:%S",
    "%Y.%m.%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日 %H时%M分",
    "%Y%m%d%H%M%S",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%b %d, %Y %H:%M:%S",
    "%b %d, %Y %H:%M",
    "%d %b %y %H:%M:%S",
];
/// Formats of a day alone.
const DAY_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%d %b %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %B %Y",
];

/// Reads a time. Without a zone it is in `zone`, and the note says so. None if it is no time.
pub fn read_time(text: &str, zone: Tz) -> Option<(Moment, TimeNote)> {
    let text = tidied(text);
    if text.is_empty() || text.chars().count() > TIME_CHARS_MAX {
        return None;
    }
    if let Some(at) = epoch(&text) {
        return Some((at, TimeNote::Given));
    }
    let given = DateTime::parse_from_rfc3339(&text)
        .or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f %#z"))
        .or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M%#z"))
        .or_else(|_| DateTime::parse_from_rfc2822(&text));
    if let Ok(given) = given {
        return Some((moment(given), TimeNote::Given));
    }
    let (rest, offset) = split_zone(without_weekday(&text));
    let local = local_time(rest)?;
    match offset {
        Some(offset) => {
            let at = local.and_local_timezone(offset).single()?;
            Some((moment(at), TimeNote::Given))
        }
        None => Some((in_zone(local, zone), TimeNote::ZoneAssumed)),
    }
}

fn moment(at: DateTime<FixedOffset>) -> Moment {
    Moment(at.timestamp_millis())
}

/// Blanks single; the T of ISO 8601 is left alone.
fn tidied(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('：', ":")
}

fn epoch(text: &str) -> Option<Moment> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    // Fourteen digits are a written date, eight a day.
    if !digits.bytes().all(|byte| byte.is_ascii_digit())
        || matches!(digits.len(), 0..=5 | 8 | 14 | 17..)
    {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    Some(Moment(if digits.len() <= SECOND_DIGITS_MAX {
        number.checked_mul(1_000)?
    } else {
        number
    }))
}

/// `Mon, ` and `Monday ` say nothing that the date does not.
fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    match text.split_once([',', ' ']) {
        Some((day, rest))
            if DAYS
                .iter()
                .any(|name| day.to_ascii_lowercase().starts_with(name)) =>
        {
            rest.trim_start_matches([',', ' '])
        }
        _ => text,
    }
}

/// Takes a zone off the end: `+0800`, `+08:00`, `GMT`, `GMT+8`.
fn split_zone(text: &str) -> (&str, Option<FixedOffset>) {
    let Some((rest, last)) = text.rsplit_once(' ') else {
        return (text, None);
    };
    let upper = last.to_ascii_uppercase();
    if let Some((_, hours)) = NAMED_ZONES.iter().find(|(name, _)| *name == upper) {
        return (rest, FixedOffset::east_opt(hours * 3_600));
    }
    let signed = upper
        .strip_prefix("GMT")
        .or_else(|| upper.strip_prefix("UTC"))
        .unwrap_or(&upper);
    let (sign, digits) = match (signed.strip_prefix('+'), signed.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return (text, None),
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let Ok(number) = digits.parse::<i32>() else {
        return (text, None);
    };
    let minutes = if digits.len() <= 2 {
        number * 60
    } else {
        number / 100 * 60 + number % 100
    };
    match FixedOffset::east_opt(sign * minutes.min(1_440 - 1) * 60) {
        Some(offset) => (rest, Some(offset)),
        None => (text, None),
    }
}

fn local_time(text: &str) -> Option<NaiveDateTime> {
    let spaced = match text.split_once('T') {
        Some((day, time)) if day.ends_with(|c: char| c.is_ascii_digit()) => format!("{day} {time}"),
        _ => text
            .replace("日", "日 ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    };
    let in_format = |format: &&str| NaiveDateTime::parse_from_str(&spaced, format).ok();
    LOCAL_FORMATS.iter().find_map(in_format).or_else(|| {
        let in_format = |format: &&str| NaiveDate::parse_from_str(&spaced, format).ok();
        DAY_FORMATS
            .iter()
            .find_map(in_format)
            .map(|day| day.and_time(NaiveTime::MIN))
    })
}

/// Where clocks go back, the first of the two instants; where they skip, the first after the gap.
pub(crate) fn in_zone(local: NaiveDateTime, zone: Tz) -> Moment {
    (0..=GAP_HOURS_MAX)
        .filter_map(|hours| local.checked_add_signed(TimeDelta::hours(hours)))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .map_or_else(
            || Moment(local.and_utc().timestamp_millis()),
            |at| Moment(at.timestamp_millis()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::New_York;
    use chrono_tz::Asia::Shanghai;
    use proptest::prelude::*;

    #[test]
    fn times_as_they_are_written() {
        // 2026-03-02T14:05:00+08:00
        const AT: i64 = 1_772_431_500_000;
        for text in [
            "2026-03-02T14:05:00+08:00",
            "2026-03-02T06:05:00Z",
            "2026-03-02T06:05:00.000Z",
            "2026-03-02 14:05:00 +0800",
            "Mon, 02 Mar 2026 14:05:00 +0800",
            "Mon, 2 Mar 2026 06:05:00 GMT",
            "02 Mar 2026 01:05:00 EST",
            "Monday, 02 Mar 2026 06:05 UTC",
            "1772431500",
            "1772431500000",
            "2026-03-02T14:05+08:00",
            "2026-03-02 14:05 GMT+8",
        ] {
            assert_eq!(
                read_time(text, New_York),
                Some((Moment(AT), TimeNote::Given)),
                "{text}"
            );
        }
        for text in [
            "2026-03-02T14:05:00",
            "2026-03-02 14:05",
            "2026/03/02 14:05:00",
            "2026年3月2日 14:05",
            "2026年03月02日14:05",
            "2026-03-02  14：05",
            "20260302140500",
            "Mon, 02 Mar 2026 14:05:00",
            "Mar 2, 2026 14:05",
        ] {
            assert_eq!(
                read_time(text, Shanghai),
                Some((Moment(AT), TimeNote::ZoneAssumed)),
                "{text}"
            );
        }
        assert_eq!(
            read_time("2026-03-02", Shanghai).map(|(at, _)| at),
            Some(Moment(1_772_380_800_000))
        );
        for text in [
            "",
            "soon",
            "2026-13-40",
            "昨天",
            "99999999999999999999",
            "-",
            "12",
        ] {
            assert_eq!(read_time(text, Shanghai), None, "{text}");
        }
    }

    #[test]
    fn a_skipped_hour_is_the_first_after_it() {
        let (skipped, _) = read_time("2026-03-08 02:30", New_York).unwrap();
        let (after, _) = read_time("2026-03-08 03:30", New_York).unwrap();
        assert_eq!(skipped, after);
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_none(text in "[0-9:年月日时分T+\\-/. ,A-Za-z]{0,30}|\\PC{0,30}") {
            read_time(&text, New_York);
        }
    }
}
