//! What a map shows of the earth: degrees made into units of a drawing, lines cut at its edges.

use super::WIDTH;
use super::albers::project;
use super::drawing::{Mark, Paint, Shape, num};
use std::fmt::Write as _;

/// Kilometres that the map shows at least: a county.
const KM_MIN: f64 = 60.0;
/// Share of the map that is kept free around its dots.
const FREE: f64 = 0.14;
/// Units nearer than which a point of a line says nothing new.
const NEAR: f64 = 0.8;

/// How degrees become units of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// The meridian that stands upright: that of the middle.
    upright: f64,
    middle: (f64, f64),
    pub(super) per_km: f64,
    /// Height of the drawing.
    height: f64,
}

/// The least and the most of some numbers.
fn ends(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let least = numbers.clone().fold(f64::INFINITY, f64::min);
    let most = numbers.fold(f64::NEG_INFINITY, f64::max);
    if least <= most {
        (least, most)
    } else {
        (0.0, 0.0)
    }
}

/// Share of what is said that decides which part of the earth is shown.
const MOST: f64 = 0.9;
/// How many times as far the rest has to lie for being left out of view.
const FAR: f64 = 4.0;

/// Which of some dots, in degrees and with how much is said of each, are to be in view: all of them, or
/// where nearly all is said of one region those of that region. A county's map is not spoiled by the one
/// document that speaks of the other end of the country.
pub(super) fn in_focus(dots: &[((f64, f64), i64)]) -> Vec<bool> {
    let middle = (median(dots, |at| at.0), median(dots, |at| at.1));
    let centre = project(middle, middle.0);
    let far = |at: (f64, f64)| {
        let (east, north) = project(at, middle.0);
        (east - centre.0).hypot(north - centre.1)
    };
    let mut by_distance: Vec<(f64, i64)> =
        dots.iter().map(|(at, count)| (far(*at), *count)).collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: i64 = dots.iter().map(|(_, count)| *count).sum();
    let mut sum = 0;
    let most = by_distance.iter().find(|(_, count)| {
        sum += count;
        sum as f64 >= whole as f64 * MOST
    });
    let near = most.map_or(0.0, |(distance, _)| distance.max(KM_MIN / 2.0));
    let furthest = by_distance.last().map_or(0.0, |(distance, _)| *distance);
    let all = furthest <= near * FAR;
    dots.iter()
        .map(|(at, _)| all || far(*at) <= near * FAR / 2.0)
        .collect()
}

/// The number in whose middle half of what is said lies.
fn median(dots: &[((f64, f64), i64)], of: fn((f64, f64)) -> f64) -> f64 {
    let mut all: Vec<(f64, i64)> = dots.iter().map(|(at, count)| (of(*at), *count)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: i64 = all.iter().map(|(_, count)| *count).sum();
    let mut sum = 0;
    let half = all.iter().find(|(_, count)| {
        sum += count;
        sum * 2 >= whole
    });
    half.map_or(0.0, |(number, _)| *number)
}

impl View {
    /// Shows all of these points, which are in degrees.
    pub(super) fn around(points: &[(f64, f64)], height: f64) -> Self {
        let (west, east) = ends(points.iter().map(|point| point.0));
        let upright = f64::midpoint(west, east);
        let placed: Vec<(f64, f64)> = points
            .iter()
            .map(|point| project(*point, upright))
            .collect();
        let (left, right) = ends(placed.iter().map(|point| point.0));
        let (low, high) = ends(placed.iter().map(|point| point.1));
        let room = 1.0 - 2.0 * FREE;
        let wide = (right - left).max(KM_MIN) / room;
        let tall = (high - low).max(KM_MIN * height / WIDTH) / room;
        Self {
            upright,
            middle: (f64::midpoint(left, right), f64::midpoint(low, high)),
            per_km: (WIDTH / wide).min(height / tall),
            height,
        }
    }

    pub(super) fn place(self, degrees: (f64, f64)) -> (f64, f64) {
        let (east, north) = project(degrees, self.upright);
        (
            WIDTH / 2.0 + (east - self.middle.0) * self.per_km,
            self.height / 2.0 - (north - self.middle.1) * self.per_km,
        )
    }

    /// Whether a place of the drawing is inside it.
    fn holds(self, (x, y): (f64, f64)) -> bool {
        (0.0..=WIDTH).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// The part of a stretch that is in view (Liang and Barsky, 1984).
    fn clipped(self, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for (towards, room) in [
            (-dx, from.0),
            (dx, WIDTH - from.0),
            (-dy, from.1),
            (dy, self.height - from.1),
        ] {
            if towards < 0.0 {
                enters = enters.max(room / towards);
            } else if towards > 0.0 {
                leaves = leaves.min(room / towards);
            } else if room < 0.0 {
                return None;
            }
        }
        let at = |share: f64| (from.0 + share * dx, from.1 + share * dy);
        (enters <= leaves).then(|| (at(enters), at(leaves)))
    }
}

/// The seats of all counties in view, as one path of points.
pub(super) fn ground(view: View) -> String {
    let mut path = String::new();
    for seat in desk::county_seats() {
        let (x, y) = view.place(seat);
        if view.holds((x, y)) {
            write!(path, "M{} {}h0", num(x), num(y)).expect("writing to a string cannot fail");
        }
    }
    path
}

/// Lines of the operator's file, cut where they leave the view.
pub(super) fn hairlines(lines: &[Vec<(f64, f64)>], view: View) -> Vec<Mark> {
    let mut path = String::new();
    for line in lines {
        let mut kept: Vec<(f64, f64)> = Vec::new();
        let last = line.len().saturating_sub(1);
        for (index, point) in line.iter().enumerate() {
            let at = view.place(*point);
            let near = |other: &(f64, f64)| (at.0 - other.0).hypot(at.1 - other.1) < NEAR;
            if index == last || !kept.last().is_some_and(near) {
                kept.push(at);
            }
        }
        let mut pen = None;
        for pair in kept.windows(2) {
            let [from, to] = pair else { continue };
            let Some((from, to)) = view.clipped(*from, *to) else {
                pen = None;
                continue;
            };
            if pen != Some(written(from)) {
                write!(path, "M{}", written(from)).expect("writing to a string cannot fail");
            }
            write!(path, "L{}", written(to)).expect("writing to a string cannot fail");
            pen = Some(written(to));
        }
    }
    if path.is_empty() {
        return Vec::new();
    }
    vec![Mark::new(Shape::Path(path), Paint::Hair)]
}

fn written((x, y): (f64, f64)) -> String {
    format!("{} {}", num(x), num(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_far_document_does_not_spoil_a_countys_map() {
        let county = [((110.0, 33.0), 90), ((110.2, 33.1), 60), ((110.1, 32.9), 1)];
        let far = ((87.6, 43.8), 3);
        let mut dots = county.to_vec();
        dots.push(far);
        assert_eq!(in_focus(&dots), [true, true, true, false]);
        // Where much is said of it, it is shown.
        dots.push(((87.6, 43.8), 100));
        assert_eq!(in_focus(&dots), [true; 5]);
        assert_eq!(in_focus(&[far]), [true]);
        assert!(in_focus(&[]).is_empty());
        assert_eq!(in_focus(&[((1.0, 1.0), 0), ((100.0, 40.0), 0)]).len(), 2);
    }

    #[test]
    fn everything_asked_for_is_in_view() {
        for points in [
            vec![],
            vec![(0.0, 0.0)],
            vec![(1.0, 2.0), (1.0, 2.0)],
            vec![(75.0, 20.0), (135.0, 53.0)],
            vec![(105.0, 3.0), (105.0, 54.0)],
            vec![(150.0, 20.0), (150.4, 20.3)],
        ] {
            let view = View::around(&points, 560.0);
            assert!(view.per_km.is_finite() && view.per_km > 0.0);
            for point in points {
                assert!(view.holds(view.place(point)), "{point:?}");
            }
        }
    }

    #[test]
    fn lines_that_leave_the_view_are_cut() {
        let view = View::around(&[(105.0, 35.0)], 560.0);
        // One line across the whole view, one far away, one corner of an area around it.
        let across = vec![(104.0, 35.0), (106.0, 35.0)];
        let marks = hairlines(&[across, vec![(0.0, 0.0), (1.0, 1.0)]], view);
        let Some(Mark {
            shape: Shape::Path(path),
            ..
        }) = marks.first()
        else {
            panic!("{marks:?}");
        };
        assert_eq!(
            (path.matches('M').count(), path.matches('L').count()),
            (1, 1),
            "{path}"
        );
        for numbers in path.split(['M', 'L']).filter(|part| !part.is_empty()) {
            let (x, y) = numbers.split_once(' ').unwrap();
            assert!(
                view.holds((x.parse().unwrap(), y.parse().unwrap())),
                "{path}"
            );
        }
        assert!(hairlines(&[], view).is_empty());
        assert!(hairlines(&[vec![(105.0, 35.0)]], view).is_empty());
        let dense: Vec<(f64, f64)> = (0..10_000)
            .map(|step| (104.9 + f64::from(step) * 2e-5, 35.0))
            .collect();
        let Some(Mark {
            shape: Shape::Path(path),
            ..
        }) = hairlines(&[dense], view).pop()
        else {
            panic!("a dense line is drawn");
        };
        assert!(
            path.matches('L').count() < 1_300,
            "points that say nothing new are left out"
        );
    }
}
