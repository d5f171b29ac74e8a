//! Axes: where steps lie, what is written beside them.

use super::Scene;
use super::drawing::{Anchor, Mark, Paint, Shape, num};
use chrono::DateTime;
use desk::Steps;
use model::Moment;

/// Words below an axis; more run into each other.
const TICKS_MAX: usize = 8;

/// When a step begins, as short as an axis needs it.
pub(super) fn short(steps: &Steps, at: Moment, scene: Scene<'_>) -> String {
    let form = if steps.hourly { "%m-%d %H:%M" } else { "%m-%d" };
    formed(at, form, scene)
}

/// The same whole, for tables.
pub(super) fn long(steps: &Steps, at: Moment, scene: Scene<'_>) -> String {
    let form = if steps.hourly {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d"
    };
    formed(at, form, scene)
}

fn formed(at: Moment, form: &str, scene: Scene<'_>) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|at| at.with_timezone(&scene.zone).format(form).to_string())
        .unwrap_or_default()
}

/// The axis of time below a drawing, with words at some of its steps.
pub(super) fn time_axis(
    steps: &Steps,
    (left, right): (f64, f64),
    y: f64,
    scene: Scene<'_>,
) -> Vec<Mark> {
    let line = format!("M{} {}H{}", num(left), num(y), num(right));
    let mut marks = vec![Mark::new(Shape::Path(line), Paint::Hair)];
    let count = steps.count();
    let each = count.div_ceil(TICKS_MAX).max(1);
    for step in (0..count).step_by(each) {
        let Some(at) = steps.edges.get(step) else {
            continue;
        };
        let x = middle(step, count, left, right);
        marks.push(Mark::text(
            (x, y + 16.0),
            11.0,
            Anchor::Middle,
            short(steps, *at, scene),
        ));
    }
    marks
}

/// The middle of a step between the ends of an axis.
pub(super) fn middle(step: usize, count: usize, left: f64, right: f64) -> f64 {
    left + (step as f64 + 0.5) / count.max(1) as f64 * (right - left)
}

/// A round number that is at least this.
pub(super) fn round_up(number: i64) -> i64 {
    let number = number.max(1);
    let mut unit = 1_i64;
    loop {
        for times in [1, 2, 5] {
            if unit.saturating_mul(times) >= number {
                return unit.saturating_mul(times);
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_are_round_and_large_enough() {
        for (number, round) in [
            (0, 1),
            (1, 1),
            (3, 5),
            (12, 20),
            (51, 100),
            (i64::MAX, i64::MAX),
        ] {
            assert_eq!(round_up(number), round);
        }
        assert!(middle(0, 0, 10.0, 20.0).is_finite());
    }
}
