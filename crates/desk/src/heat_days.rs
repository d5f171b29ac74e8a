//! What an event's heat is made of: what each day's voices still count.

use crate::volume::day_start;
use analysis::heat::HEAT_HALF_LIFE_HOURS;
use chrono_tz::Tz;
use model::{Moment, VolumeBucket};

/// Days by which heat is explained: a week leaves less than one part in a hundred.
const HEAT_DAYS_SHOWN: usize = 8;
/// Milliseconds of a quarter of an hour, in which volume is counted.
const QUARTER_MS: i64 = 900_000;

/// Heat that the voices of one day still have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeatDay {
    /// When the day begins, in the desk's zone.
    pub day: Moment,
    /// Documents and copies.
    pub voices: i64,
    /// What is left of them, to a quarter of an hour.
    pub heat: f64,
}

/// What is left of each day's voices; days whose voices are all but silent are left out.
pub(crate) fn heat_days(quarters: &[VolumeBucket], as_of: Moment, zone: Tz) -> Vec<HeatDay> {
    let mut days: Vec<HeatDay> = Vec::new();
    for bucket in quarters.iter().rev() {
        let voices = bucket.documents + bucket.copies;
        let middle = bucket.start.0 + QUARTER_MS / 2;
        let hours = as_of.hours_since(Moment(middle));
        let heat = voices as f64 * (-hours / HEAT_HALF_LIFE_HOURS).exp2();
        let day = day_start(bucket.start, zone);
        let full = days.len() == HEAT_DAYS_SHOWN;
        match days.last_mut() {
            Some(last) if last.day == day => {
                last.voices += voices;
                last.heat += heat;
            }
            _ if full => break,
            _ => days.push(HeatDay { day, voices, heat }),
        }
    }
    days
}
