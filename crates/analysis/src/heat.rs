//! Heat: how much is said, each voice counting half after a half-life.
//!
//! The sum of wᵢ · 2^((tᵢ − now) / H) over all voices is 2^((s − now) / H) with
//! s = H · log₂ Σ wᵢ · 2^(tᵢ / H): the hour at which the sum is 1. It does not depend on now: it is
//! stored once, orders events at any time, and one more voice changes it in one step. Being an
//! hour, it stays comparable while a desk changes its half-life.

use model::{HOUR_MS, HeatSettings, Moment, RankReading};
use std::f64::consts::LOG2_E;

/// The hour for no voice at all.
pub const NOTHING: f64 = -1.0e9;

/// The stored hour after one more voice of this weight at `at`.
pub fn add_voice(log: f64, at: Moment, weight: f64, half_life_hours: f64) -> f64 {
    if weight <= 0.0 {
        return log;
    }
    let one = hour_of(at) + half_life_hours * weight.log2();
    let (high, low) = if log > one { (log, one) } else { (one, log) };
    let share = ((low - high) / half_life_hours).exp2();
    high + half_life_hours * share.ln_1p() * LOG2_E
}

/// Heat at `now`, from the stored hour.
pub fn heat_at(log: f64, now: Moment, half_life_hours: f64) -> f64 {
    ((log - hour_of(now)) / half_life_hours).exp2()
}

/// What is left at `now` of a voice of weight 1 at `at`.
pub fn left_at(at: Moment, now: Moment, half_life_hours: f64) -> f64 {
    (-now.hours_since(at) / half_life_hours).exp2()
}

/// How many times faster an event is spoken of now than over the half-life of heat: 1 is steady.
pub fn rise_at(heat_log: f64, pulse_log: f64, now: Moment, settings: &HeatSettings) -> f64 {
    let heat = heat_at(heat_log, now, settings.heat_hours);
    let pulse = heat_at(pulse_log, now, settings.pulse_hours);
    if heat > 0.0 {
        rise_max(settings) * pulse / heat
    } else {
        0.0
    }
}

/// Highest rise there can be: all voices just now.
pub fn rise_max(settings: &HeatSettings) -> f64 {
    settings.heat_hours / settings.pulse_hours
}

/// Hours for which one reading of a hot list stands: since the one before, but not for ever.
pub fn reading_hours(reading: &RankReading, settings: &HeatSettings) -> f64 {
    let hours = reading.for_ms.max(0) as f64 / HOUR_MS as f64;
    hours.min(settings.rank_hours_max)
}

/// Rank × time: what a reading counts before its weight. An hour at the first of fifty places is
/// 5.7, at the tenth 2.4, at the last next to nothing.
pub fn reading_voices(reading: &RankReading, settings: &HeatSettings) -> f64 {
    let rank = reading.rank.max(1);
    let places = reading.places.max(rank);
    ((places + 1) as f64 / rank as f64).log2() * reading_hours(reading, settings)
}

fn hour_of(at: Moment) -> f64 {
    at.0 as f64 / HOUR_MS as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const T0: i64 = 1_700_000_000_000;

    fn log_of(hours: &[i64], half_life: f64) -> f64 {
        hours.iter().fold(NOTHING, |log, hour| {
            add_voice(log, Moment(T0 + hour * HOUR_MS), 1.0, half_life)
        })
    }

    #[test]
    fn a_voice_counts_half_after_a_half_life() {
        let log = log_of(&[0, 24], 24.0);
        assert!((heat_at(log, Moment(T0 + 24 * HOUR_MS), 24.0) - 1.5).abs() < 1e-6);
        assert!((heat_at(log, Moment(T0 + 48 * HOUR_MS), 24.0) - 0.75).abs() < 1e-6);
    }

    #[test]
    fn order_of_arrival_does_not_matter() {
        assert!((log_of(&[0, 5, 9], 24.0) - log_of(&[9, 0, 5], 24.0)).abs() < 1e-9);
    }

    #[test]
    fn weights_count_and_nothing_counts_nothing() {
        let now = Moment(T0);
        let twice = add_voice(NOTHING, now, 2.0, 24.0);
        assert!((heat_at(twice, now, 24.0) - 2.0).abs() < 1e-6);
        let half = add_voice(twice, now, 0.5, 24.0);
        assert!((heat_at(half, now, 24.0) - 2.5).abs() < 1e-6);
        for weight in [0.0, -1.0] {
            assert_eq!(add_voice(half, now, weight, 24.0).to_bits(), half.to_bits());
        }
    }

    #[test]
    fn rise_is_one_when_steady_and_high_at_once() {
        let settings = HeatSettings::default();
        let steady: Vec<i64> = (0..24 * 20).collect();
        let now = Moment(T0 + 24 * 20 * HOUR_MS);
        let rise = |hours: &[i64]| rise_at(log_of(hours, 24.0), log_of(hours, 3.0), now, &settings);
        assert!((0.8..1.2).contains(&rise(&steady)), "{}", rise(&steady));
        assert!((rise(&[480]) - rise_max(&settings)).abs() < 1e-6);
    }

    #[test]
    fn a_place_counts_for_its_height_and_its_time() {
        let settings = HeatSettings::default();
        let voices = |rank, places, minutes: i64| {
            let reading = RankReading {
                at: Moment(T0),
                rank,
                places,
                for_ms: minutes * 60_000,
            };
            reading_voices(&reading, &settings)
        };
        for (rank, places, minutes, expected) in [
            (1, 50, 60, 51f64.log2()),
            (10, 50, 60, 5.1f64.log2()),
            (1, 50, 30, 51f64.log2() / 2.0),
            (50, 50, 60, (51.0f64 / 50.0).log2()),
            (1, 50, 600, 51f64.log2() * 3.0),
            (1, 50, -5, 0.0),
            (0, 0, 60, 1.0),
            (60, 50, 60, (61.0f64 / 60.0).log2()),
        ] {
            let found = voices(rank, places, minutes);
            assert!(
                (found - expected).abs() < 1e-9,
                "{rank} {places} {minutes}: {found}"
            );
        }
    }

    proptest! {
        /// What is stored stands for the sum it stands for, in whatever order the voices come.
        #[test]
        fn the_stored_hour_is_the_sum(
            mut voices in prop::collection::vec((0i64..400, 0.01f64..100.0), 1..40),
            half_life in 1f64..720.0,
        ) {
            let now = Moment(T0 + 400 * HOUR_MS);
            let log = |voices: &[(i64, f64)]| voices.iter().fold(NOTHING, |log, (hour, weight)| {
                add_voice(log, Moment(T0 + hour * HOUR_MS), *weight, half_life)
            });
            let sum: f64 = voices.iter().map(|(hour, weight)| {
                weight * left_at(Moment(T0 + hour * HOUR_MS), now, half_life)
            }).sum();
            let heat = heat_at(log(&voices), now, half_life);
            prop_assert!((heat - sum).abs() <= sum * 1e-6, "{} {}", heat, sum);
            voices.reverse();
            let again = heat_at(log(&voices), now, half_life);
            prop_assert!((heat - again).abs() <= heat * 1e-6);
        }
    }
}
