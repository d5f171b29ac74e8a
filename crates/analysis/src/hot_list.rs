//! Hot lists: will a title that came in below the top ten reach it?

use crate::logistic::Logistic;

/// The rank from which a title is at the top.
pub const TOP: u32 = 10;

/// One title in one reading of a list, beside what else stood there.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sight {
    /// Its rank.
    pub rank: u32,
    /// Its heat as the list gives it.
    pub heat: f64,
    /// Heat of the title at rank ten.
    pub top_heat: f64,
    /// Heat of the title at the middle of the list.
    pub middle_heat: f64,
    /// Titles that came in with this reading.
    pub newcomers: u32,
    /// Hour of the day, 0 to 23.
    pub hour: u32,
    /// Whether it is Saturday or Sunday.
    pub weekend: bool,
    /// Which kind of matter it is, by a number of the caller's.
    pub kind: usize,
    /// How many have read and discussed it, and how many posts are original, as the list gives it.
    pub read: f64,
    /// Posts that discuss it.
    pub discussed: f64,
    /// Original posts among them.
    pub original: f64,
}

/// Kinds of matter that are told apart; others are one.
pub const KINDS: usize = 8;

/// What is known of a title: its first sight, and its second or that it was gone by then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The first reading it stood in.
    pub first: Sight,
    /// The next reading of the list; none where it no longer stood there.
    pub second: Option<Sight>,
}

/// A model of which titles rise to the top.
#[derive(Debug, Clone, PartialEq)]
pub struct RiseModel {
    model: Logistic,
    second: bool,
}

impl RiseModel {
    /// Learns from titles and whether each reached the top. `second` says whether the second
    /// reading is known when it is asked.
    pub fn learn(seen: &[Seen], reached: &[bool], second: bool) -> Self {
        let rows: Vec<Vec<f64>> = seen.iter().map(|one| numbers(one, second)).collect();
        Self {
            model: Logistic::fit(&rows, reached),
            second,
        }
    }

    /// How likely a title is to reach the top.
    pub fn chance(&self, seen: &Seen) -> f64 {
        self.model.chance(&numbers(seen, self.second))
    }
}

fn numbers(seen: &Seen, second: bool) -> Vec<f64> {
    let mut numbers = of_sight(&seen.first);
    let turn = f64::from(seen.first.hour) / 24.0 * std::f64::consts::TAU;
    numbers.extend([
        turn.sin(),
        turn.cos(),
        (2.0 * turn).sin(),
        (2.0 * turn).cos(),
    ]);
    numbers.push(f64::from(u8::from(seen.first.weekend)));
    numbers.push(f64::from(seen.first.newcomers).ln_1p());
    numbers.extend((0..KINDS).map(|kind| f64::from(u8::from(kind == seen.first.kind))));
    if second {
        match &seen.second {
            Some(later) => {
                numbers.extend(of_sight(later));
                numbers.push(f64::from(seen.first.rank) - f64::from(later.rank));
                numbers.push((later.heat.max(1.0) / seen.first.heat.max(1.0)).ln());
                numbers.push((later.read.max(1.0) / seen.first.read.max(1.0)).ln());
                numbers.push(1.0);
            }
            None => numbers.extend(of_sight(&seen.first).into_iter().chain([0.0; 4])),
        }
    }
    numbers
}

fn of_sight(sight: &Sight) -> Vec<f64> {
    let rank = f64::from(sight.rank);
    vec![
        rank,
        rank.ln(),
        sight.heat.max(1.0).ln(),
        (sight.heat.max(1.0) / sight.top_heat.max(1.0)).ln(),
        (sight.heat.max(1.0) / sight.middle_heat.max(1.0)).ln(),
        sight.read.max(0.0).ln_1p(),
        sight.discussed.max(0.0).ln_1p(),
        sight.original.max(0.0).ln_1p(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_climbs_is_rated_above_one_that_falls() {
        let sight = |rank: u32, heat: f64| Sight {
            rank,
            heat,
            top_heat: 500.0,
            middle_heat: 100.0,
            ..Sight::default()
        };
        let title = |i: u32, climbs: bool| Seen {
            first: sight(20 + i % 25, 100.0 + f64::from(i % 7)),
            second: climbs.then(|| sight(12 + i % 9, 300.0)),
        };
        let seen: Vec<Seen> = (0..200).map(|i| title(i, i % 4 == 0)).collect();
        let reached: Vec<bool> = (0..200).map(|i| i % 4 == 0).collect();
        let model = RiseModel::learn(&seen, &reached, true);
        assert!(model.chance(&title(3, true)) > model.chance(&title(3, false)) + 0.3);
        let first_only = RiseModel::learn(&seen, &reached, false);
        let same = (first_only.chance(&title(3, true)) - first_only.chance(&title(3, false))).abs();
        assert!(same < 1e-12, "the second sight is not known yet");
    }
}
