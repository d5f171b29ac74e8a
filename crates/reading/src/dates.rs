//! Published times, in the spellings that feeds and files use.

use crate::zones::read_zone;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use model::{Moment, TimeNote};

/// Characters of a written time: the longest spellings have some forty.
const TIME_CHARS_MAX: usize = 100;

/// Reads a written time: ISO 8601 and RFC 3339, RFC 2822 however sloppy, `2026/03/02 14:05`,
/// `2026年3月2日 14:05`, epoch seconds and milliseconds. What names no zone is taken to be in
/// `zone`, and the note says so.
pub fn read_time(text: &str, zone: Tz) -> Option<(Moment, TimeNote)> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > TIME_CHARS_MAX {
        return None;
    }
    if let Some(moment) = epoch(text) {
        return Some((moment, TimeNote::Given));
    }
    let written = compact(text).or_else(|| numeric(text)).or_else(|| worded(text))?;
    written.moment(zone)
}

/// A time as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    at: NaiveDateTime,
    zone: Option<FixedOffset>,
}

impl Written {
    fn moment(self, zone: Tz) -> Option<(Moment, TimeNote)> {
        let (offset, note) = match self.zone {
            Some(offset) => (offset, TimeNote::Given),
            None => (offset_at(self.at, zone)?, TimeNote::ZoneAssumed),
        };
        let seconds = i64::from(offset.local_minus_utc());
        let local = self.at.and_utc().timestamp_millis();
        Some((Moment(local - seconds * 1_000), note))
    }
}

/// The zone's offset at a local time. A time that a clock change repeats is its first occurrence;
/// one that a change skips is read with the offset before the change, as people's clocks still did.
fn offset_at(local: NaiveDateTime, zone: Tz) -> Option<FixedOffset> {
    if let Some(found) = zone.offset_from_local_datetime(&local).earliest() {
        return Some(found.fix());
    }
    let day_before = local.checked_sub_days(Days::new(1))?;
    Some(zone.offset_from_utc_datetime(&day_before).fix())
}

/// Digits alone (a fraction may follow): seconds, milliseconds or microseconds since 1970, told
/// apart by how many there are. Dates without separators are not among them.
fn epoch(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !all_digits(whole) || !all_digits(fraction) || (text.contains('.') && whole.len() > 11) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let thousandths: i64 = fraction.chars().chain("000".chars()).take(3).collect::<String>().parse().ok()?;
    match whole.len() {
        9..=11 => Some(Moment(number * 1_000 + thousandths)),
        12..=14 if compact(text).is_none() => Some(Moment(number)),
        15..=16 => Some(Moment(number / 1_000)),
        _ => None,
    }
}

/// `20260302`, `202603021405`, `20260302140509`, `20260302T140509Z`: nineteen and twenty hundreds.
fn compact(text: &str) -> Option<Written> {
    let (digits, rest) = split_digits(text);
    let (digits, rest) = match rest.strip_prefix(['T', 't']) {
        Some(after) if digits.len() == 8 => {
            let (time, rest) = split_digits(after);
            (format!("{digits}{time}"), rest)
        }
        _ => (digits.to_owned(), rest),
    };
    if !(digits.starts_with("19") || digits.starts_with("20")) || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).map_or(Some(0), |part| part.parse::<u32>().ok());
    let date = NaiveDate::from_ymd_opt(digits.get(..4)?.parse().ok()?, part(4..6)?, part(6..8)?)?;
    let at = date.and_time(NaiveTime::from_hms_opt(part(8..10)?, part(10..12)?, part(12..14)?)?);
    Some(Written { at, zone: zone_behind(rest)? })
}

/// Year, month and day as numbers, in this order, then perhaps a time and a zone.
fn numeric(text: &str) -> Option<Written> {
    let (year, rest) = split_digits(text);
    if year.len() != 4 {
        return None;
    }
    let rest = rest.trim_start().strip_prefix(['-', '/', '.', '年'])?;
    let (month, rest) = split_digits(rest.trim_start());
    // `2026-03` alone is the first of the month.
    let (day, rest) = match rest.trim_start().strip_prefix(['-', '/', '.', '月']) {
        Some(rest) if !rest.trim_start().is_empty() => split_digits(rest.trim_start()),
        Some(_) => ("1", ""),
        None if rest.is_empty() => ("1", ""),
        None => return None,
    };
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    let rest = rest.trim_start_matches(|at: char| at.is_whitespace() || matches!(at, 'T' | 't' | ',' | '_'));
    if rest.is_empty() {
        return Some(Written { at: date.and_time(NaiveTime::MIN), zone: None });
    }
    let (clock, rest) = read_clock(rest)?;
    Some(Written { at: clock.on(date)?, zone: zone_behind(rest)? })
}

/// `Tue, 03 Mar 2026 14:05:09 +0800` and its relatives, with the parts in any order.
fn worded(text: &str) -> Option<Written> {
    let (mut day, mut month, mut year, mut clock, mut zone, mut half) = (None, None, None, None, None, None);
    let without_note = text.split('(').next().unwrap_or(text);
    for word in without_note.split(|at: char| at.is_whitespace() || at == ',').filter(|word| !word.is_empty()) {
        let lower = word.trim_end_matches('.').to_lowercase();
        if word.contains(':') && word.starts_with(|at: char| at.is_ascii_digit()) && clock.is_none() {
            let (read, rest) = read_clock(word)?;
            clock = Some(read);
            zone = zone.or(zone_behind(rest)?);
        } else if let Some(found) = month_of(&lower) {
            month = month.or(Some(found));
        } else if matches!(lower.as_str(), "am" | "pm") {
            half = Some(lower == "pm");
        } else if let Ok(number) = ordinal(&lower).parse::<u32>() {
            let is_day = day.is_none() && number <= 31 && ordinal(&lower).len() <= 2;
            if is_day { day = Some(number) } else { year = year.or(year_of(number, ordinal(&lower).len())) }
        } else if let Some((dashed_day, dashed_month, dashed_year)) = dashed(&lower) {
            (day, month, year) = (Some(dashed_day), Some(dashed_month), Some(dashed_year));
        } else if zone.is_none() {
            // Names of weekdays, in any language, and zones nobody knows fall through here.
            zone = read_zone(word);
        }
    }
    let date = NaiveDate::from_ymd_opt(year?, month?, day?)?;
    let at = clock.unwrap_or_default().halved(half).on(date)?;
    Some(Written { at, zone })
}

/// `03-Mar-26` of old mail.
fn dashed(word: &str) -> Option<(u32, u32, i32)> {
    let mut parts = word.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    Some((day.parse().ok()?, month_of(month)?, year_of(year.parse().ok()?, year.len())?))
}

fn ordinal(word: &str) -> &str {
    let digits = split_digits(word).0;
    let ending = word.get(digits.len()..).unwrap_or_default();
    if matches!(ending, "st" | "nd" | "rd" | "th") { digits } else { word }
}

fn month_of(lower: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let begins = lower.get(..3)?;
    let rest_is_letters = lower.bytes().all(|byte| byte.is_ascii_alphabetic());
    let at = MONTHS.iter().position(|month| *month == begins)?;
    rest_is_letters.then_some(at as u32 + 1)
}

/// Two digits are of the years 1950 to 2049, as RFC 2822 says; three count from 1900.
fn year_of(number: u32, digits: usize) -> Option<i32> {
    let number = i32::try_from(number).ok()?;
    match digits {
        1 | 2 if number < 50 => Some(2_000 + number),
        1..=3 => Some(1_900 + number),
        4 => Some(number),
        _ => None,
    }
}

/// A time of day as written; the hour 24 is midnight of the next day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    millisecond: u32,
}

impl Clock {
    fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        let midnight = self.hour == 24 && self.minute == 0 && self.second == 0;
        let (date, hour) = if midnight { (date.succ_opt()?, 0) } else { (date, self.hour) };
        // A leap second is read as the second before it: epoch milliseconds know none.
        date.and_hms_milli_opt(hour, self.minute, self.second.min(59), self.millisecond)
            .filter(|_| self.second <= 60)
    }

    fn halved(self, afternoon: Option<bool>) -> Self {
        let hour = match afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        Self { hour, ..self }
    }
}

/// `14:05`, `14:05:09.123`, `14时05分09秒`, `下午2:05`, and what stands behind it.
fn read_clock(text: &str) -> Option<(Clock, &str)> {
    let (half, text) = match text {
        _ if text.starts_with("上午") => (Some(false), text.trim_start_matches("上午").trim_start()),
        _ if text.starts_with("下午") => (Some(true), text.trim_start_matches("下午").trim_start()),
        _ => (None, text),
    };
    let (hour, rest) = split_digits(text);
    let mut clock = Clock { hour: hour.parse().ok()?, ..Clock::default() };
    let separators = [':', '：', '时', '点'];
    let Some(rest) = rest.strip_prefix(separators) else {
        return Some((clock, rest)).filter(|_| hour.len() <= 2);
    };
    let (minute, rest) = split_digits(rest);
    clock.minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    let rest = rest.strip_prefix('分').unwrap_or(rest);
    let after = rest.strip_prefix([':', '：']).unwrap_or(rest);
    let (second, rest) = if minute.is_empty() { ("", rest) } else { split_digits(after) };
    clock.second = if second.is_empty() { 0 } else { second.parse().ok()? };
    let mut rest = rest.strip_prefix('秒').unwrap_or(rest);
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        let (fraction, behind) = split_digits(after);
        clock.millisecond = fraction.chars().chain("000".chars()).take(3).collect::<String>().parse().ok()?;
        rest = behind;
    }
    let (half, rest) = half_behind(half, rest);
    Some((clock.halved(half), rest))
}

fn half_behind(half: Option<bool>, rest: &str) -> (Option<bool>, &str) {
    let trimmed = rest.trim_start();
    match trimmed.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("am") => (Some(false), trimmed.get(2..).unwrap_or_default()),
        Some("pm") => (Some(true), trimmed.get(2..).unwrap_or_default()),
        _ => (half, rest),
    }
}

/// The zone at the end of a numeric time: `Some(None)` where none is written, `None` where what is
/// written is no zone, so that no time is read out of what is not one.
fn zone_behind(rest: &str) -> Option<Option<FixedOffset>> {
    // `[Asia/Shanghai]` repeats in words what the offset said.
    let rest = rest.split(['[', '(']).next().unwrap_or(rest).trim();
    if rest.is_empty() {
        return Some(None);
    }
    read_zone(rest).map(Some)
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The moment of a date that chrono read, for parsers that hand out nothing else.
pub(crate) fn moment_of<Z: TimeZone>(at: &DateTime<Z>) -> Moment {
    Moment(at.timestamp_millis())
}
