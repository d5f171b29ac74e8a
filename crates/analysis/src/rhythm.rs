//! Rise against the usual: what the last hour of an event is beside what this hour of this weekday
//! usually takes of a day, and beside the event's own past.
//!
//! Much of what rises at nine on a Monday rises because everything does. The desk's own hours of
//! the four weeks before tell which share of a day's documents fall in this hour of this weekday;
//! an event that keeps to that rhythm has a rise of 1, by day and by night.

use crate::bursts::{FALSE_ALARMS_A_DAY, HISTORY_HOURS, HISTORY_MIN, Judged, judge_hour, usual_of};

/// Hours of a day.
const DAY: usize = 24;

/// The last hour of an event, judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourRise {
    /// Documents and copies of the event in the last hour.
    pub count: u32,
    /// The same in the last day.
    pub day: u32,
    /// The share of a day that this hour of this weekday usually takes at this desk.
    pub share: f64,
    /// What the event would have in this hour if it kept to that: `day` × `share`.
    pub expected: f64,
    /// `count` over `expected`.
    pub rise: f64,
    /// Documents and copies of the whole desk in the last hour.
    pub desk_count: u32,
    /// What the desk usually has in this hour of this weekday.
    pub desk_usual: f64,
    /// Hours of the desk's past that are known, up to four weeks.
    pub known_hours: usize,
    /// The last hour beside the event's own past.
    pub own: Judged,
}

/// Judges the last of these hours. Both series end with the hour that is judged and hold the same
/// hours; the desk's begins when it first heard anything. None where less than a week is known or
/// nothing was said of the event within a day.
pub fn hour_rise(own: &[u32], desk: &[u32]) -> Option<HourRise> {
    let (count, own_before) = own.split_last()?;
    let (desk_count, desk_before) = desk.split_last()?;
    if desk_before.len() < HISTORY_MIN {
        return None;
    }
    let day: u32 = own.iter().rev().take(DAY).sum();
    let desk_usual = usual_of(latest(desk_before));
    let of_day: f64 = (0..DAY)
        .filter_map(|back| desk_before.len().checked_sub(back))
        .map(|at| usual_of(latest(desk_before.get(..at).unwrap_or_default())))
        .sum();
    if day == 0 || of_day <= 0.0 {
        return None;
    }
    let share = desk_usual / of_day;
    let expected = f64::from(day) * share;
    Some(HourRise {
        count: *count,
        day,
        share,
        expected,
        rise: if expected > 0.0 {
            f64::from(*count) / expected
        } else {
            0.0
        },
        desk_count: *desk_count,
        desk_usual,
        known_hours: desk_before.len().min(HISTORY_HOURS),
        own: judge_hour(own_before, *count, FALSE_ALARMS_A_DAY),
    })
}

fn latest(hours: &[u32]) -> &[u32] {
    hours
        .get(hours.len().saturating_sub(HISTORY_HOURS)..)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Loud by day, quiet by night, quieter at the end of the week.
    fn desk_at(hour: usize) -> u32 {
        let week_end = hour / 24 % 7 >= 5;
        match (hour % 24, week_end) {
            (8..=19, false) => 60,
            (8..=19, true) => 20,
            _ => 6,
        }
    }

    fn desk(hours: usize) -> Vec<u32> {
        (0..hours).map(desk_at).collect()
    }

    /// An event that has these voices in the last hour and so many in each of the 23 before.
    fn event(hours: usize, before: u32, last: u32) -> Vec<u32> {
        let mut own = vec![0; hours];
        let begin = hours - DAY;
        own[begin..].fill(before);
        own[hours - 1] = last;
        own
    }

    #[test]
    fn the_same_count_is_more_at_night_than_by_day() {
        // The last hour is 03:00 and 12:00 of the fourth Wednesday.
        let (night, noon) = (24 * 23 + 4, 24 * 23 + 13);
        let rise = |hours: usize| hour_rise(&event(hours, 1, 4), &desk(hours)).unwrap();
        let (night, noon) = (rise(night), rise(noon));
        assert_eq!((night.count, night.day), (4, 27));
        assert!(
            night.share < 0.015 && noon.share > 0.055,
            "{night:?} {noon:?}"
        );
        assert!(night.rise > 3.0 * noon.rise, "{night:?} {noon:?}");
        assert!(night.desk_usual < 15.0 && noon.desk_usual > 40.0);
        for one in [night, noon] {
            assert!((one.expected - 27.0 * one.share).abs() < 1e-9);
            assert!((one.rise - 4.0 / one.expected).abs() < 1e-9);
        }
    }

    #[test]
    fn an_event_that_keeps_to_the_rhythm_does_not_rise() {
        let hours = 24 * 23 + 13;
        let own: Vec<u32> = desk(hours).iter().map(|count| count / 6).collect();
        let told = hour_rise(&own, &desk(hours)).unwrap();
        assert!((0.8..1.25).contains(&told.rise), "{told:?}");
        assert!(!told.own.burst, "{told:?}");
    }

    #[test]
    fn silence_broken_is_a_burst_and_little_is_not_judged() {
        let hours = 24 * 23 + 13;
        let sudden = hour_rise(&event(hours, 0, 9), &desk(hours)).unwrap();
        assert!(
            sudden.own.burst && sudden.own.chance < 0.02 / 24.0,
            "{sudden:?}"
        );
        let one = hour_rise(&event(hours, 0, 1), &desk(hours)).unwrap();
        assert!(!one.own.burst, "{one:?}");
        assert_eq!(hour_rise(&event(100, 0, 9), &desk(100)), None, "four days");
        assert_eq!(
            hour_rise(&vec![0; hours], &desk(hours)),
            None,
            "long silent"
        );
        assert_eq!(hour_rise(&[], &[]), None);
        let deaf = vec![0; hours];
        let told = hour_rise(&event(hours, 0, 9), &deaf);
        assert_eq!(told, None, "nothing was ever heard");
    }
}
