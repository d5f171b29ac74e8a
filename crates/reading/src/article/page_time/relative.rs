//! Times counted from the moment of reading: 3小时前, 昨天 14:05, 2 hours ago.

use super::absolute::{Written, clock};
use super::tokens::Cursor;
use chrono::{Days, NaiveDateTime, NaiveTime};

/// Milliseconds in a second.
const SECOND: i64 = 1_000;
/// Milliseconds in a minute.
const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day.
const DAY: i64 = 24 * HOUR;

/// How long ago, in milliseconds.
pub(super) fn ago(mut cursor: Cursor<'_>) -> Option<i64> {
    if cursor.marks("刚刚").is_some() {
        return Some(0);
    }
    let mut ahead = cursor;
    if ahead.word(|word| (word == "just").then_some(())).is_some() {
        return ahead.word(|word| (word == "now").then_some(0));
    }
    let count = match cursor.number() {
        Some((count, _)) => i64::from(count),
        None => cursor
            .word(|word| matches!(word, "a" | "an" | "one").then_some(1))
            .or_else(|| cursor.marks("半").map(|()| 0))?,
    };
    chinese_unit(cursor, count).or_else(|| english_unit(cursor, count))
}

fn chinese_unit(mut cursor: Cursor<'_>, count: i64) -> Option<i64> {
    cursor.mark("个");
    for (name, unit) in [
        ("秒钟", SECOND),
        ("秒", SECOND),
        ("分钟", MINUTE),
        ("分", MINUTE),
        ("小时", HOUR),
        ("钟头", HOUR),
        ("天", DAY),
        ("日", DAY),
        ("星期", 7 * DAY),
        ("周", 7 * DAY),
        ("月", 30 * DAY),
    ] {
        if cursor.marks(name).is_some() {
            cursor.marks("以").or(Some(()))?;
            cursor.mark("前")?;
            // 半小时前: half of one.
            return if count == 0 {
                Some(unit / 2)
            } else {
                count.checked_mul(unit)
            };
        }
    }
    None
}

fn english_unit(mut cursor: Cursor<'_>, count: i64) -> Option<i64> {
    let unit = cursor.word(|word| match word.trim_end_matches('s') {
        "" | "sec" | "second" => Some(SECOND),
        "m" | "min" | "minute" => Some(MINUTE),
        "h" | "hr" | "hour" => Some(HOUR),
        "d" | "day" => Some(DAY),
        "w" | "wk" | "week" => Some(7 * DAY),
        "month" => Some(30 * DAY),
        _ => None,
    })?;
    cursor.mark(".");
    cursor.word(|word| (word == "ago").then_some(()))?;
    count.checked_mul(unit)
}

/// A day as people say it, with a time of day if one follows.
pub(super) fn spoken(mut cursor: Cursor<'_>, today: NaiveDateTime) -> Option<Written> {
    let names = [
        ("今天", 0),
        ("今日", 0),
        ("昨天", 1),
        ("昨日", 1),
        ("前天", 2),
        ("前日", 2),
    ];
    let back = names
        .iter()
        .find_map(|(name, back)| cursor.marks(name).map(|()| *back))
        .or_else(|| {
            cursor.word(|word| match word {
                "today" => Some(0),
                "yesterday" => Some(1),
                _ => None,
            })
        })?;
    let day = today.date().checked_sub_days(Days::new(back))?;
    let time = clock(&mut cursor).unwrap_or(NaiveTime::MIN);
    Some(Written {
        at: day.and_time(time),
        offset: None,
    })
}
