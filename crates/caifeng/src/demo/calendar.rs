//! When things happen: the script's days laid on the real calendar.
//!
//! The script tells fourteen days. Its thirteenth is the day on which the demonstration begins,
//! so that what was before lies in the days behind. From then on the script's time runs at the
//! chosen speed, and a post appears at the moment it is told: its time is the present.

use chrono::{DateTime, Datelike, Days, TimeZone, Timelike};
use chrono_tz::Tz;
use model::{HOUR_MS, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The zone of the county.
pub(crate) const ZONE: Tz = chrono_tz::Asia::Shanghai;
/// Days of the script before the day on which the demonstration begins.
const DAYS_BEFORE: u64 = 12;
/// Milliseconds of one day; the county's zone has no summer time.
pub(super) const DAY_MS: i64 = 24 * HOUR_MS;
/// The longest silence that is waited for, in script time: nights pass quickly.
const SILENCE_MAX_MS: i64 = 10 * 60 * 1_000;
/// How long after the start the first post appears.
const FIRST_AFTER_MS: i64 = 1_000;

/// A run of the demonstration: from which post, since when, how fast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// The first post that appeared in it, in the order of the script.
    pub(crate) from: usize,
    /// When it was started, in milliseconds since 1970.
    pub(crate) start: i64,
    /// Script time over real time.
    pub(crate) speed: f64,
}

/// The script's time on the real calendar.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    /// Midnight before the first day.
    begin: i64,
    /// Where told posts stand: script time and real time, both rising.
    told: Vec<(i64, i64)>,
    /// When each post appears, in the order of the script.
    appears: Vec<i64>,
}

impl Calendar {
    /// Lays the posts, whose script times rise, on the calendar: those before `began` where the
    /// script has them, each run's posts after its start. Without a run all keep script time.
    pub(super) fn new(scripts: &[i64], began: Moment, runs: &[Run]) -> Self {
        let begin = midnight_before(began, DAYS_BEFORE);
        let mut appears: Vec<i64> = scripts.iter().map(|script| begin + script).collect();
        let mut told = Vec::new();
        for (number, run) in runs.iter().enumerate() {
            let end = runs
                .get(number + 1)
                .map_or(scripts.len(), |next| next.from)
                .min(scripts.len());
            let mut real = run.start + FIRST_AFTER_MS;
            for post in run.from..end {
                if post > run.from {
                    real += waited(scripts, post, run.speed);
                }
                if let (Some(appears), Some(script)) = (appears.get_mut(post), scripts.get(post)) {
                    *appears = real;
                    told.push((*script, real));
                }
            }
        }
        Self {
            begin,
            told,
            appears,
        }
    }

    /// When a post appears.
    pub(super) fn appears(&self, post: usize) -> Moment {
        Moment(self.appears.get(post).copied().unwrap_or(i64::MAX))
    }

    /// How many posts have appeared.
    pub(super) fn appeared(&self, now: Moment) -> usize {
        self.appears.partition_point(|at| *at <= now.0)
    }

    /// The real moment of a moment of the script.
    pub(super) fn real(&self, script: i64) -> Moment {
        let after = self.told.partition_point(|(told, _)| *told <= script);
        let before = after.checked_sub(1).and_then(|index| self.told.get(index));
        Moment(match (before, self.told.get(after)) {
            (None, _) => self.begin + script,
            (Some((told, real)), None) => real + (script - told),
            (Some((from, at)), Some((to, end))) => at + (end - at) * (script - from) / (to - from),
        })
    }

    /// The moment of the script that a real moment is.
    pub(super) fn script(&self, real: Moment) -> i64 {
        let after = self.told.partition_point(|(_, at)| *at <= real.0);
        match after.checked_sub(1).and_then(|index| self.told.get(index)) {
            None => {
                let first = self.told.first().map_or(i64::MAX, |(script, _)| *script);
                (real.0 - self.begin).min(first)
            }
            Some((script, _)) => *script,
        }
    }

    /// Settles the times in a text: `{date}` and `{time}` are those of `script`, `{fall:date}`
    /// those of an anchor.
    pub(super) fn settle(
        &self,
        text: &str,
        script: i64,
        anchors: &BTreeMap<String, i64>,
        english: bool,
    ) -> String {
        let mut settled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            settled.push_str(before);
            let (inside, beyond) = after.split_once('}').unwrap_or((after, ""));
            let (script, what) = match inside.split_once(':') {
                Some((anchor, what)) => (anchors.get(anchor).copied().unwrap_or(script), what),
                None => (script, inside),
            };
            settled.push_str(&said(self.real(script), what, english));
            rest = beyond;
        }
        settled.push_str(rest);
        settled
    }
}

/// How long the script waits before a post, in real milliseconds.
fn waited(scripts: &[i64], post: usize, speed: f64) -> i64 {
    let at = |post: usize| scripts.get(post).copied().unwrap_or_default();
    let silence = at(post) - at(post - 1);
    let silence = if speed > 1.0 {
        silence.min(SILENCE_MAX_MS)
    } else {
        silence
    };
    (silence as f64 / speed) as i64
}

fn midnight_before(moment: Moment, days: u64) -> i64 {
    let here = local(moment);
    let day = here.date_naive();
    let day = day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
    ZONE.from_local_datetime(&midnight)
        .earliest()
        .map_or(moment.0, |at| at.timestamp_millis())
}

/// A moment in the county's zone.
pub(super) fn local(moment: Moment) -> DateTime<Tz> {
    DateTime::from_timestamp_millis(moment.0)
        .unwrap_or_default()
        .with_timezone(&ZONE)
}

fn said(moment: Moment, what: &str, english: bool) -> String {
    let at = local(moment);
    match (what, english) {
        ("time", false) => format!("{}时{:02}分", at.hour(), at.minute()),
        ("time", true) => at.format("%-I:%M %P").to_string(),
        (_, false) => format!("{}月{}日", at.month(), at.day()),
        (_, true) => at.format("%B %-d").to_string(),
    }
}

/// Reads `d3 07:10`: milliseconds from the beginning of the script.
pub(super) fn read_at(text: &str) -> Option<i64> {
    let (day, clock) = text.strip_prefix('d')?.split_once(' ')?;
    let day: i64 = day.parse().ok()?;
    Some((day - 1) * DAY_MS + read_clock(clock)?)
}

/// Reads `07:10`: milliseconds from midnight.
pub(super) fn read_clock(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * HOUR_MS + minute * 60_000)
}

/// Reads `5h` or `2d`: milliseconds.
pub(super) fn read_span(text: &str) -> Option<i64> {
    if let Some(hours) = text.strip_suffix('h') {
        return Some(hours.parse::<i64>().ok()? * HOUR_MS);
    }
    Some(text.strip_suffix('d')?.parse::<i64>().ok()? * DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-14 15:00 in the county.
    const BEGAN: Moment = Moment(1_773_471_600_000);

    #[test]
    fn the_thirteenth_day_is_the_day_it_begins() {
        let scripts = [read_at("d1 07:00").unwrap(), read_at("d13 14:59").unwrap()];
        let calendar = Calendar::new(&scripts, BEGAN, &[]);
        let settled =
            |text: &str, post: usize| calendar.settle(text, scripts[post], &BTreeMap::new(), false);
        assert_eq!(settled("{date}{time}", 0), "3月2日7时00分");
        assert_eq!(settled("{date}", 1), "3月14日");
        assert_eq!(calendar.appeared(BEGAN), 2);
        let anchors = BTreeMap::from([("fall".to_owned(), read_at("d2 23:12").unwrap())]);
        let english = calendar.settle("on {fall:date} at {fall:time}", scripts[1], &anchors, true);
        assert_eq!(english, "on March 3 at 11:12 pm");
    }

    #[test]
    fn runs_tell_at_their_speed_and_do_not_wait_for_nights() {
        let at = |text| read_at(text).unwrap();
        let scripts = [
            at("d13 14:00"),
            at("d13 15:10"),
            at("d13 15:16"),
            at("d14 06:00"),
        ];
        let runs = [
            Run {
                from: 1,
                start: BEGAN.0,
                speed: 60.0,
            },
            Run {
                from: 3,
                start: BEGAN.0 + DAY_MS,
                speed: 1.0,
            },
        ];
        let calendar = Calendar::new(&scripts, BEGAN, &runs);
        assert_eq!(calendar.appears(0).0, BEGAN.0 - HOUR_MS);
        assert_eq!(calendar.appears(1).0, BEGAN.0 + 1_000);
        assert_eq!(calendar.appears(2).0, BEGAN.0 + 1_000 + 6_000);
        assert_eq!(calendar.appears(3).0, BEGAN.0 + DAY_MS + 1_000);
        assert_eq!(calendar.real(at("d13 15:13")).0, BEGAN.0 + 1_000 + 3_000);
        assert_eq!(calendar.script(Moment(BEGAN.0 + 7_500)), at("d13 15:16"));
        assert_eq!(calendar.script(Moment(BEGAN.0 - HOUR_MS)), at("d13 14:00"));
        let night = Calendar::new(&scripts, BEGAN, &runs[..1]);
        assert_eq!(night.appears(3).0 - night.appears(2).0, SILENCE_MAX_MS / 60);
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        assert_eq!(read_at("d2 01:30"), Some(DAY_MS + 90 * 60_000));
        assert_eq!(read_span("5h"), Some(5 * HOUR_MS));
        assert_eq!(read_span("2d"), Some(2 * DAY_MS));
        for text in ["d2", "2 01:30", "d2 25:00", "d2 aa"] {
            assert_eq!(read_at(text), None, "{text}");
        }
        assert_eq!(read_span("5"), None);
    }
}
