//! Times as lists print them: with brackets and labels, without a year, the day above the month.

use crate::dates::read_time;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use model::{Moment, TimeNote};

/// Characters of a text in which a time is looked for.
const TEXT_CHARS_MAX: usize = 120;
/// Characters of a text that is nothing but a time, beside digits, brackets and its usual labels.
const LABEL_CHARS_MAX: usize = 2;
/// Digits of an epoch in seconds; fewer are a counter.
const EPOCH_DIGITS_MIN: usize = 9;

/// The time that a text of a list names. `alone` asks for a text that is nothing else.
pub(super) fn list_time(
    text: &str,
    alone: bool,
    now: Moment,
    zone: Tz,
) -> Option<(Moment, TimeNote)> {
    let text: String = text.trim().chars().take(TEXT_CHARS_MAX).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let bare = digits == text.chars().count();
    if bare && digits == 8 {
        let number: u32 = text.parse().ok()?;
        return at(
            number / 10_000,
            number / 100 % 100,
            number % 100,
            None,
            zone,
        );
    }
    if bare && (alone || digits < EPOCH_DIGITS_MIN) {
        return None;
    }
    let whole = || read_time(text.trim_matches(is_bracket), zone);
    if let Some(found) = (digits > 0).then(whole).flatten() {
        return Some(found);
    }
    let runs = runs(&text);
    let others = text.chars().filter(|c| is_word(*c)).count();
    let strict = others <= LABEL_CHARS_MAX;
    if alone && !strict {
        return None;
    }
    (0..runs.len())
        .find_map(|at| full_day(runs.get(at..)?, zone))
        .or_else(|| strict.then(|| day_above_month(&runs, zone)).flatten())
        .or_else(|| {
            let first = if strict { runs.len().min(3) } else { 0 };
            (0..first).find_map(|at| short_day(runs.get(at..)?, now, zone))
        })
}

fn is_bracket(c: char) -> bool {
    c.is_whitespace() || "[](){}（）【】〔〕<>《》|·-—:：".contains(c)
}

/// Characters that are neither digits, nor part of how dates are written.
fn is_word(c: char) -> bool {
    !c.is_ascii_digit()
        && !is_bracket(c)
        && !"年月日时分秒/.,TZ发布时间日期更新于星周一二三四五六".contains(c)
}

/// A number and what stands between it and the next.
struct Run {
    number: u32,
    digits: usize,
    after: String,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut in_number = false;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            match runs.last_mut() {
                Some(run) if in_number => {
                    run.number = run.number.saturating_mul(10).saturating_add(digit);
                    run.digits += 1;
                }
                _ => runs.push(Run {
                    number: digit,
                    digits: 1,
                    after: String::new(),
                }),
            }
            in_number = true;
        } else {
            in_number = false;
            if let Some(run) = runs.last_mut() {
                run.after.push(if c == '：' { ':' } else { c });
            }
        }
    }
    runs
}

/// `2026-03-02`, `2026年3月2日`, `2026/3/2`, with a clock time if one follows.
fn full_day(runs: &[Run], zone: Tz) -> Option<(Moment, TimeNote)> {
    let [year, month, day, rest @ ..] = runs else {
        return None;
    };
    let parted = matches!(year.after.trim(), "-" | "/" | "." | "年" | "－" | "—")
        && matches!(month.after.trim(), "-" | "/" | "." | "月" | "－" | "—");
    (parted && year.digits == 4).then_some(())?;
    at(
        year.number,
        month.number,
        day.number,
        clock(&day.after, rest),
        zone,
    )
}

/// `02` in large letters above `2026-03`, in either order.
fn day_above_month(runs: &[Run], zone: Tz) -> Option<(Moment, TimeNote)> {
    let [a, b, c] = runs else { return None };
    match (a.digits, b.digits, c.digits) {
        (1..=2, 4, 1..=2) => at(b.number, c.number, a.number, None, zone),
        (4, 1..=2, 1..=2) => at(a.number, b.number, c.number, None, zone),
        _ => None,
    }
}

/// `03-02`, `3月2日`, with a clock time if one follows: the last such day before tomorrow ends.
fn short_day(runs: &[Run], now: Moment, zone: Tz) -> Option<(Moment, TimeNote)> {
    let [month, day, rest @ ..] = runs else {
        return None;
    };
    let parted = matches!(month.after.trim(), "-" | "/" | "." | "月");
    (parted && month.digits <= 2 && day.digits <= 2).then_some(())?;
    let ends = day.after.is_empty()
        || day
            .after
            .starts_with(|c: char| c.is_whitespace() || c == '日' || is_bracket(c));
    ends.then_some(())?;
    let today = DateTime::from_timestamp_millis(now.0)?
        .with_timezone(&zone)
        .date_naive();
    let latest = today.checked_add_signed(TimeDelta::days(1))?;
    let year = (0..=4).map(|back| latest.year() - back).find(|year| {
        NaiveDate::from_ymd_opt(*year, month.number, day.number).is_some_and(|day| day <= latest)
    })?;
    at(
        u32::try_from(year).ok()?,
        month.number,
        day.number,
        clock(&day.after, rest),
        zone,
    )
}

fn clock(before: &str, runs: &[Run]) -> Option<(u32, u32, u32)> {
    let before = before.trim_matches(|c: char| c.is_whitespace() || c == '日' || c == 'T');
    let [hour, minute, rest @ ..] = runs else {
        return None;
    };
    let parted = matches!(hour.after.trim(), ":" | "时" | "點" | "点");
    if !before.is_empty() || !parted || hour.number > 23 || minute.number > 59 {
        return None;
    }
    let second = rest
        .first()
        .filter(|second| minute.after == ":" && second.number < 60)
        .map_or(0, |second| second.number);
    Some((hour.number, minute.number, second))
}

fn at(
    year: u32,
    month: u32,
    day: u32,
    clock: Option<(u32, u32, u32)>,
    zone: Tz,
) -> Option<(Moment, TimeNote)> {
    (1_900..2_200).contains(&year).then_some(())?;
    let (hour, minute, second) = clock.unwrap_or_default();
    let text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    read_time(&text, zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;
    use proptest::prelude::*;

    #[test]
    fn times_as_lists_print_them() {
        // 2026-03-05 12:00 in Shanghai.
        let now = Moment(1_772_683_200_000);
        for (text, alone, expected) in [
            ("2026-03-02", true, Some("2026-03-02 00:00")),
            ("[2026-03-02]", true, Some("2026-03-02 00:00")),
            ("（2026/3/2）", true, Some("2026-03-02 00:00")),
            ("2026年3月2日", true, Some("2026-03-02 00:00")),
            ("发布时间：2026-03-02 14:05", true, Some("2026-03-02 14:05")),
            (
                "来源：青岚日报　2026-03-02 14:05:00",
                false,
                Some("2026-03-02 14:05"),
            ),
            ("03-02", true, Some("2026-03-02 00:00")),
            ("[03-02]", true, Some("2026-03-02 00:00")),
            ("12-31", true, Some("2025-12-31 00:00")),
            ("03-06", true, Some("2026-03-06 00:00")),
            ("3月2日 8:30", true, Some("2026-03-02 08:30")),
            ("02 2026-03", true, Some("2026-03-02 00:00")),
            ("02\n2026/03", true, Some("2026-03-02 00:00")),
            ("20260302", true, Some("2026-03-02 00:00")),
            ("02-29", true, Some("2024-02-29 00:00")),
            ("1772431500", false, Some("2026-03-02 14:05")),
            ("1234567", false, None),
            ("1772431500", true, None),
            ("关于2026年3月2日停水的通知请各乡镇注意", true, None),
            ("浏览 1234 回复 56", true, None),
            ("3/25/2026", true, None),
            ("", true, None),
            ("13-40", true, None),
        ] {
            let expected = expected.map(|text| read_time(text, Shanghai).unwrap().0);
            let found = list_time(text, alone, now, Shanghai).map(|(at, _)| at);
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_none(text in "[0-9:年月日\\-/. \\[\\]]{0,30}|\\PC{0,30}", now in any::<i64>()) {
            list_time(&text, true, Moment(now), Shanghai);
            list_time(&text, false, Moment(now), Shanghai);
        }
    }
}
