//! Bursts: hours in which far more is said than usual for that hour and weekday, with a stated
//! rate of false alarms.
//!
//! What is usual is reckoned from up to four weeks before. Counts of documents scatter more than
//! by chance alone, so the tail is that of a negative binomial whose spread is estimated from the
//! same weeks (Noufaily et al., "An improved algorithm for outbreak detection in multiple
//! surveillance systems", 2013, do so for counts of cases).

/// Hours of history that are looked at.
pub const HISTORY_HOURS: usize = 28 * 24;
/// Hours of history that must be known before anything is a burst.
pub const HISTORY_MIN: usize = 7 * 24;
/// False alarms accepted for one topic in one day.
pub const FALSE_ALARMS_A_DAY: f64 = 0.02;
/// Hours of usual volume that the whole history's mean weighs against the same hours' own.
const PRIOR_HOURS: f64 = 3.0;
/// Fewest documents in an hour that are a burst: one or two are no news.
const COUNT_MIN: u32 = 3;

/// One hour judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Documents that were usual for this hour.
    pub usual: f64,
    /// Chance of as many or more in an hour without a burst.
    pub chance: f64,
    /// Whether it is a burst at the stated rate.
    pub burst: bool,
}

/// Judges the hour that follows a history of hourly counts (oldest first; the last entry is the
/// hour before). `false_alarms_a_day` is the stated rate.
pub fn judge_hour(history: &[u32], count: u32, false_alarms_a_day: f64) -> Judged {
    let known = history.len().min(HISTORY_HOURS);
    let history = history.get(history.len() - known..).unwrap_or_default();
    let usual = usual_of(history);
    if known < HISTORY_MIN {
        return Judged {
            usual,
            chance: 1.0,
            burst: false,
        };
    }
    let spread = spread_of(history, usual);
    let chance = tail(usual, spread, count);
    let bound = false_alarms_a_day / 24.0;
    Judged {
        usual,
        chance,
        burst: count >= COUNT_MIN && chance <= bound,
    }
}

/// What is usual for the hour after this history: the same hour of the same weekday and of the
/// days before, steadied by the mean of all hours.
pub(crate) fn usual_of(history: &[u32]) -> f64 {
    if history.is_empty() {
        return 0.0;
    }
    let mean = history.iter().map(|count| f64::from(*count)).sum::<f64>() / history.len() as f64;
    let (mut sum, mut weight) = (mean * PRIOR_HOURS, PRIOR_HOURS);
    for days in 1..=28usize {
        let share = if days.is_multiple_of(7) { 2.0 } else { 1.0 };
        for (near, part) in [(0i64, 1.0), (-1, 0.5), (1, 0.5)] {
            let back = (days * 24) as i64 + near;
            let at = history.len() as i64 - back;
            if let Some(count) = usize::try_from(at).ok().and_then(|at| history.get(at)) {
                sum += f64::from(*count) * share * part;
                weight += share * part;
            }
        }
    }
    sum / weight
}

/// Variance over mean of the history, at least 1; the highest hours are cut to what two in a
/// hundred reach, so that an old burst does not hide a new one.
fn spread_of(history: &[u32], usual: f64) -> f64 {
    let mut sorted = history.to_vec();
    sorted.sort_unstable();
    let cut = sorted.get(sorted.len() * 98 / 100).copied().unwrap_or(0);
    // The same day a week is seldom flat: differences from the hours a day before hold that out.
    let (mut squares, mut pairs, mut sum) = (0.0, 0.0, 0.0);
    for (now, before) in history.iter().skip(24).zip(history) {
        let (now, before) = (f64::from((*now).min(cut)), f64::from((*before).min(cut)));
        squares += (now - before).powi(2) / 2.0;
        sum += f64::midpoint(now, before);
        pairs += 1.0;
    }
    if pairs == 0.0 || sum == 0.0 {
        return 1.0;
    }
    let ratio = squares / sum;
    // A quiet topic's ratio is uncertain; a little more is assumed.
    (ratio + 2.0 / (pairs * usual.max(0.05)).sqrt()).max(1.0)
}

/// Chance of `count` or more, negative binomial with this mean and variance over mean.
fn tail(mean: f64, spread: f64, count: u32) -> f64 {
    let mean = mean.max(0.01);
    if count == 0 {
        return 1.0;
    }
    let (mut term, ratio): (f64, Box<dyn Fn(f64) -> f64>) = if spread <= 1.0 + 1e-6 {
        ((-mean).exp(), Box::new(move |k: f64| mean / (k + 1.0)))
    } else {
        let size = mean / (spread - 1.0);
        let odds = (spread - 1.0) / spread;
        (
            (-size * spread.ln()).exp(),
            Box::new(move |k: f64| (size + k) / (k + 1.0) * odds),
        )
    };
    let mut below = 0.0;
    for k in 0..count.min(100_000) {
        below += term;
        term *= ratio(f64::from(k));
    }
    // Far in the tail the difference from 1 is lost; the next terms themselves are summed there.
    if below > 0.999_999 {
        let mut above = 0.0;
        for k in count..count + 2_000 {
            above += term;
            term *= ratio(f64::from(k));
        }
        return above;
    }
    (1.0 - below).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SplitMix64.
    fn next(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn poisson(mean: f64, state: &mut u64) -> u32 {
        let bound = (-mean).exp();
        let (mut count, mut product) = (0, next(state));
        while product > bound {
            product *= next(state);
            count += 1;
        }
        count
    }

    fn usual_at(hour: usize, level: f64) -> f64 {
        let day = (hour % 24) as f64 / 24.0 * std::f64::consts::TAU;
        let weekend = if hour / 24 % 7 >= 5 { 0.6 } else { 1.0 };
        level * weekend * (1.0 - 0.8 * day.cos())
    }

    #[test]
    fn false_alarms_stay_within_the_stated_rate() {
        let mut state = 20_261_123;
        for level in [0.2, 2.0, 15.0] {
            let hours = 24 * 400;
            let counts: Vec<u32> = (0..hours)
                .map(|hour| poisson(usual_at(hour, level), &mut state))
                .collect();
            let rate = 0.1;
            let alarms = (HISTORY_HOURS..hours)
                .filter(|at| judge_hour(&counts[at - HISTORY_HOURS..*at], counts[*at], rate).burst)
                .count();
            let days = (hours - HISTORY_HOURS) as f64 / 24.0;
            assert!(
                alarms as f64 / days <= rate,
                "{level}: {alarms} in {days} days"
            );
        }
    }

    #[test]
    fn a_real_burst_is_seen() {
        let mut state = 7;
        let counts: Vec<u32> = (0..HISTORY_HOURS)
            .map(|hour| poisson(usual_at(hour, 2.0), &mut state))
            .collect();
        assert!(judge_hour(&counts, 20, FALSE_ALARMS_A_DAY).burst);
        assert!(!judge_hour(&counts, 3, FALSE_ALARMS_A_DAY).burst);
        assert!(
            !judge_hour(&counts[..100], 50, FALSE_ALARMS_A_DAY).burst,
            "too little is known"
        );
        assert!(!judge_hour(&[0; HISTORY_HOURS], 2, FALSE_ALARMS_A_DAY).burst);
        assert!(judge_hour(&[0; HISTORY_HOURS], 6, FALSE_ALARMS_A_DAY).burst);
    }
}
