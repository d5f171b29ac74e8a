//! Heat: how much is said, each voice counting half after a half-life.
//!
//! The sum of 2^((tᵢ − now) / H) over all voices is 2^(log − now / H) with
//! log = log₂ Σ 2^(tᵢ / H). The logarithm does not depend on now: it is stored once, orders
//! events at any time, and one more voice changes it in one step.

use model::Moment;

/// Half-life of heat, in hours: yesterday's voice counts half.
pub const HEAT_HALF_LIFE_HOURS: f64 = 24.0;
/// Half-life of the pulse, in hours: what is being said right now.
pub const PULSE_HALF_LIFE_HOURS: f64 = 3.0;
/// Highest rise there can be: all voices just now.
pub const RISE_MAX: f64 = HEAT_HALF_LIFE_HOURS / PULSE_HALF_LIFE_HOURS;

/// The logarithm for no voice at all.
pub const NOTHING: f64 = -1.0e9;

/// The stored logarithm after one more voice at `at`.
pub fn add_voice(log: f64, at: Moment, half_life_hours: f64) -> f64 {
    let one = exponent(at, half_life_hours);
    let (high, low) = if log > one { (log, one) } else { (one, log) };
    high + (1.0 + (low - high).exp2()).log2()
}

/// Heat at `now`, from the stored logarithm.
pub fn heat_at(log: f64, now: Moment, half_life_hours: f64) -> f64 {
    (log - exponent(now, half_life_hours)).exp2()
}

/// How many times faster an event is spoken of now than over the day: 1 is steady.
pub fn rise_at(heat_log: f64, pulse_log: f64, now: Moment) -> f64 {
    let heat = heat_at(heat_log, now, HEAT_HALF_LIFE_HOURS);
    let pulse = heat_at(pulse_log, now, PULSE_HALF_LIFE_HOURS);
    if heat > 0.0 {
        RISE_MAX * pulse / heat
    } else {
        0.0
    }
}

fn exponent(at: Moment, half_life_hours: f64) -> f64 {
    at.0 as f64 / (half_life_hours * model::HOUR_MS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::HOUR_MS;

    const T0: i64 = 1_700_000_000_000;

    fn log_of(hours: &[i64], half_life: f64) -> f64 {
        hours.iter().fold(NOTHING, |log, hour| {
            add_voice(log, Moment(T0 + hour * HOUR_MS), half_life)
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
    fn rise_is_one_when_steady_and_high_at_once() {
        let steady: Vec<i64> = (0..24 * 20).collect();
        let now = Moment(T0 + 24 * 20 * HOUR_MS);
        let rise = rise_at(log_of(&steady, 24.0), log_of(&steady, 3.0), now);
        assert!((0.8..1.2).contains(&rise), "{rise}");
        let burst = rise_at(log_of(&[480], 24.0), log_of(&[480], 3.0), now);
        assert!((burst - RISE_MAX).abs() < 1e-6, "{burst}");
    }
}
