//! What a source usually gives in a day, and when a day is unlike that.
//!
//! Bounds as Media Cloud uses them for its sources: low under mean − 1.5 σ, high over mean + 2 σ
//! of the 28 days before.

/// Days that make the usual.
pub const USUAL_DAYS: i64 = 28;
/// Days that must be known before anything is usual.
const KNOWN_DAYS_MIN: usize = 7;
/// Standard deviations under the mean.
const LOW_SIGMAS: f64 = 1.5;
/// Standard deviations over the mean.
const HIGH_SIGMAS: f64 = 2.0;
/// The smallest deviation that is believed: one item a day more or less is no news.
const SIGMA_MIN: f64 = 1.0;

/// What is usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Mean items a day.
    pub mean: f64,
    /// Standard deviation.
    pub sigma: f64,
}

/// A day that is unlike the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusual {
    /// Much less than usual.
    Low,
    /// Much more than usual.
    High,
}

impl Usual {
    /// The usual of these days; none while too few are known.
    pub fn of(days: &[i64]) -> Option<Self> {
        if days.len() < KNOWN_DAYS_MIN {
            return None;
        }
        let count = days.len() as f64;
        let mean = days.iter().map(|items| *items as f64).sum::<f64>() / count;
        let variance = days
            .iter()
            .map(|items| (*items as f64 - mean).powi(2))
            .sum::<f64>()
            / count;
        Some(Self {
            mean,
            sigma: variance.sqrt(),
        })
    }

    /// The usual of so many days, by the sum of their items and the sum of its squares.
    pub fn of_sums(days: i64, items: i64, items_squared: i64) -> Option<Self> {
        if days < KNOWN_DAYS_MIN as i64 {
            return None;
        }
        let mean = items as f64 / days as f64;
        let variance = items_squared as f64 / days as f64 - mean * mean;
        Some(Self {
            mean,
            sigma: variance.max(0.0).sqrt(),
        })
    }

    /// Whether a day with so many items is unlike the usual.
    pub fn judge(&self, items: i64) -> Option<Unusual> {
        let sigma = self.sigma.max(SIGMA_MIN);
        let items = items as f64;
        if items < self.mean - LOW_SIGMAS * sigma {
            Some(Unusual::Low)
        } else if items > self.mean + HIGH_SIGMAS * sigma {
            Some(Unusual::High)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_unlike_the_usual_are_told() {
        let usual = Usual::of(&[20, 22, 18, 19, 21, 20, 20, 23, 17, 20]).unwrap();
        assert!((usual.mean - 20.0).abs() < 1e-9);
        for (items, expected) in [
            (20, None),
            (18, None),
            (16, Some(Unusual::Low)),
            (0, Some(Unusual::Low)),
            (23, None),
            (24, Some(Unusual::High)),
        ] {
            assert_eq!(usual.judge(items), expected, "{items}");
        }
    }

    #[test]
    fn sums_say_the_same_as_days() {
        for days in [
            vec![3; 6],
            vec![0; 28],
            (0..28).map(|n| n * n % 17).collect(),
        ] {
            let squares = days.iter().map(|items| items * items).sum();
            let of_sums = Usual::of_sums(days.len() as i64, days.iter().sum(), squares);
            match (Usual::of(&days), of_sums) {
                (None, None) => {}
                (Some(a), Some(b)) => {
                    assert!((a.mean - b.mean).abs() < 1e-9 && (a.sigma - b.sigma).abs() < 1e-6);
                }
                (a, b) => panic!("{a:?} {b:?}"),
            }
        }
    }

    #[test]
    fn little_is_not_judged() {
        assert_eq!(Usual::of(&[1, 2, 3]), None);
        let quiet = Usual::of(&[0; 28]).unwrap();
        assert_eq!((quiet.judge(0), quiet.judge(2)), (None, None));
        assert_eq!(quiet.judge(3), Some(Unusual::High));
        let one = Usual::of(&[1; 28]).unwrap();
        assert_eq!(one.judge(0), None);
    }
}
