//! Dates as they are written, with or without a year, and times of day.

use super::tokens::Cursor;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

/// Years that a page may name.
const YEARS: std::ops::RangeInclusive<u32> = 1980..=2100;
/// The year before the first of the Republic.
const REPUBLIC: u32 = 1911;
/// Years back in which a day without a year is looked for; 29 February needs up to eight.
const YEARS_BACK: i32 = 8;

/// A time as written, and seconds east of Greenwich if it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The time on the clocks there.
    pub(super) at: NaiveDateTime,
    /// The offset of its zone.
    pub(super) offset: Option<i32>,
}

/// A date, with a time of day if one follows.
pub(super) fn written(mut cursor: Cursor<'_>, today: NaiveDateTime) -> Option<Written> {
    if let Some(day) = full_day(&mut cursor) {
        return Some(with_clock(day, &mut cursor));
    }
    let ((month, day), needs_clock) = day_of_year(&mut cursor)?;
    let clock = clock(&mut cursor);
    if needs_clock && clock.is_none() {
        return None;
    }
    let time = clock.unwrap_or(NaiveTime::MIN);
    (0..=YEARS_BACK)
        .filter_map(|back| NaiveDate::from_ymd_opt(today.year() - back, month, day))
        .map(|day| day.and_time(time))
        .find(|at| *at <= today)
        .map(|at| Written { at, offset: None })
}

/// A day with the time of day and the zone that follow.
pub(super) fn with_clock(day: NaiveDate, cursor: &mut Cursor<'_>) -> Written {
    let Some(time) = clock(cursor) else {
        return Written {
            at: day.and_time(NaiveTime::MIN),
            offset: None,
        };
    };
    Written {
        at: day.and_time(time),
        offset: offset(cursor),
    }
}

fn full_day(cursor: &mut Cursor<'_>) -> Option<NaiveDate> {
    for read in [year_first, republic, english, year_last] {
        let mut ahead = *cursor;
        if let Some((year, month, day)) = read(&mut ahead)
            && let Some(found) = NaiveDate::from_ymd_opt(year as i32, month, day)
            && YEARS.contains(&year)
        {
            *cursor = ahead;
            return Some(found);
        }
    }
    None
}

/// 2026-03-02, 2026/3/2, 2026.03.02, 2026年3月2日.
fn year_first(cursor: &mut Cursor<'_>) -> Option<(u32, u32, u32)> {
    let (year, digits) = cursor.number()?;
    let first = cursor.mark("-/.年")?;
    let month = cursor.small()?;
    let second = cursor.mark("-/.月")?;
    let day = cursor.small()?;
    cursor.mark("日号");
    let alike = first == second || (first == '年' && second == '月');
    (digits == 4 && alike).then_some((year, month, day))
}

/// 民国115年3月2日, 115/03/02.
fn republic(cursor: &mut Cursor<'_>) -> Option<(u32, u32, u32)> {
    let named = cursor.marks("民国").is_some();
    let (year, digits) = cursor.number()?;
    let first = cursor.mark("-/.年")?;
    let month = cursor.small()?;
    let second = cursor.mark("-/.月")?;
    let day = cursor.small()?;
    cursor.mark("日号");
    let alike = first == second || (first == '年' && second == '月');
    let bare = digits == 3 && (100..200).contains(&year) && matches!(first, '/' | '年');
    (alike && year < 200 && (named || bare)).then_some((year + REPUBLIC, month, day))
}

/// March 2, 2026; 2 March 2026; Mar. 2nd 2026.
fn english(cursor: &mut Cursor<'_>) -> Option<(u32, u32, u32)> {
    let first = cursor.small();
    if first.is_some() {
        ordinal(cursor);
        cursor.word(|word| (word == "of").then_some(()));
    }
    let month = cursor.word(month_named)?;
    cursor.mark(".");
    let day = first.or_else(|| cursor.small())?;
    ordinal(cursor);
    cursor.mark(",.");
    let (year, digits) = cursor.number()?;
    (digits == 4).then_some((year, month, day))
}

fn ordinal(cursor: &mut Cursor<'_>) {
    cursor.word(|word| matches!(word, "st" | "nd" | "rd" | "th").then_some(()));
}

/// 02/28/2026 and 28.02.2026, where only one reading is possible.
fn year_last(cursor: &mut Cursor<'_>) -> Option<(u32, u32, u32)> {
    let first = cursor.small()?;
    let mark = cursor.mark("/.-")?;
    let second = cursor.small()?;
    (cursor.mark("/.-")? == mark).then_some(())?;
    let (year, digits) = cursor.number()?;
    let (month, day) = match (first, second) {
        (day, month) if day > 12 || mark == '.' => (month, day),
        (month, day) if day > 12 || day == month => (month, day),
        _ => return None,
    };
    (digits == 4).then_some((year, month, day))
}

/// 3月2日 and 03-02; the latter is a date only before a time of day.
fn day_of_year(cursor: &mut Cursor<'_>) -> Option<((u32, u32), bool)> {
    let (month, digits) = cursor.number()?;
    let mark = cursor.mark("-/月")?;
    let (day, day_digits) = cursor.number()?;
    let chinese = mark == '月' && cursor.mark("日号").is_some();
    let signs = mark != '月' && digits == 2 && day_digits == 2;
    (chinese || signs).then_some(((month, day), !chinese))
}

/// A time of day: 14:05, 下午3:05, 2:05 PM, 14时05分.
pub(super) fn clock(cursor: &mut Cursor<'_>) -> Option<NaiveTime> {
    let mut ahead = *cursor;
    filling(&mut ahead);
    let half = half_of_day(&mut ahead);
    let hour = ahead.small()?;
    let mark = ahead.mark(":时点");
    let minute = if mark.is_some() { ahead.small() } else { None };
    let mut second = 0;
    let mut end = ahead;
    if minute.is_some() && end.mark(":分").is_some() {
        ahead = end;
        if let Some(value) = end.small() {
            second = value;
            end.mark("秒");
            ahead = end;
        }
        fraction(&mut ahead);
    }
    let half = half.or_else(|| english_half(&mut ahead));
    if mark.is_none() && half.is_none() || mark == Some(':') && minute.is_none() {
        return None;
    }
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    let time = NaiveTime::from_hms_opt(
        hour % if hour == 24 { 24 } else { 60 },
        minute.unwrap_or(0),
        second,
    )?;
    *cursor = ahead;
    Some(time)
}

/// What may stand between a day and a time of day.
fn filling(cursor: &mut Cursor<'_>) {
    const WORDS: [&str; 10] = [
        "t", "at", "on", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    ];
    loop {
        let weekday = ["星期", "礼拜", "周"]
            .iter()
            .find_map(|name| cursor.marks(name));
        if weekday.is_some() {
            cursor.mark("一二三四五六日天");
        } else if cursor.mark(",，、|()（）·").is_none()
            && cursor
                .word(|word| WORDS.contains(&word).then_some(()))
                .is_none()
        {
            return;
        }
    }
}

fn fraction(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    if ahead.mark(".").is_some() && ahead.number().is_some() {
        *cursor = ahead;
    }
}

/// Whether it is after noon, in Chinese.
fn half_of_day(cursor: &mut Cursor<'_>) -> Option<bool> {
    for (name, after) in [
        ("上午", false),
        ("早上", false),
        ("凌晨", false),
        ("清晨", false),
        ("下午", true),
        ("中午", true),
        ("傍晚", true),
        ("晚上", true),
        ("晚", true),
    ] {
        if cursor.marks(name).is_some() {
            return Some(after);
        }
    }
    None
}

fn english_half(cursor: &mut Cursor<'_>) -> Option<bool> {
    let mut ahead = *cursor;
    let half = ahead.word(|word| match word {
        "am" | "a" => Some(false),
        "pm" | "p" => Some(true),
        _ => None,
    })?;
    if ahead.mark(".").is_some() {
        ahead.word(|word| (word == "m").then_some(()));
        ahead.mark(".");
    }
    *cursor = ahead;
    Some(half)
}

/// Z, +08:00, +0800, GMT+8, EST: seconds east of Greenwich.
fn offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    cursor.mark("(");
    let named = cursor.word(|word| {
        let upper = word.to_ascii_uppercase();
        crate::dates::NAMED_ZONES
            .iter()
            .find(|(name, _)| *name == upper)
            .map(|(_, hours)| hours * 3_600)
    });
    let mut ahead = *cursor;
    let Some(sign) = ahead.mark("+-") else {
        return named;
    };
    let Some((value, digits)) = ahead.number() else {
        return named;
    };
    let (hours, minutes) = match digits {
        1 | 2 => (
            value,
            ahead.mark(":").and_then(|_| ahead.small()).unwrap_or(0),
        ),
        4 => (value / 100, value % 100),
        _ => return named,
    };
    if hours > 14 || minutes > 59 {
        return named;
    }
    let seconds = (hours * 3_600 + minutes * 60) as i32;
    Some(if sign == '-' { -seconds } else { seconds })
}

fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word == "sept" {
        return Some(9);
    }
    let is = |name: &&str| *name == word || (word.len() == 3 && name.starts_with(word));
    MONTHS.iter().position(is).map(|at| at as u32 + 1)
}
