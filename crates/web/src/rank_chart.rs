//! Places on a hot list over time: a line with the first place on top, and the same as a table.

use crate::shell::Shell;
use crate::show::{Time, time};
use chrono_tz::Tz;
use model::{HOUR_MS, Moment, RankAt};

/// Width of the drawing, in its own units.
const WIDTH: f64 = 720.0;
/// Height of the drawing, in its own units.
const HEIGHT: f64 = 120.0;
/// Width and height of the small drawing in a row.
const SMALL: (f64, f64) = (120.0, 24.0);
/// Points of a drawing; more are thinned out.
const POINTS_MAX: usize = 240;
/// Points of a small drawing.
const SMALL_POINTS_MAX: usize = 48;
/// Places below which all lie on the ground.
const LOWEST_MIN: i64 = 10;
/// A pause longer than this many usual ones, and than an hour, is an absence from the list.
const ABSENT_TIMES: i64 = 4;

/// One row of the table.
#[derive(Debug, Clone)]
pub(crate) struct RankRow {
    pub(crate) at: Time,
    pub(crate) rank: i64,
    pub(crate) heat: String,
}

/// The whole chart.
#[derive(Debug, Clone)]
pub(crate) struct RankChart {
    /// Points of each stretch without an absence, as SVG has them.
    pub(crate) lines: Vec<String>,
    pub(crate) best: i64,
    pub(crate) lowest: i64,
    pub(crate) first: Time,
    pub(crate) last: Time,
    pub(crate) rows: Vec<RankRow>,
}

/// The chart of a matter; none where it never stood on a list.
pub(crate) fn rank_chart(curve: &[RankAt], shell: &Shell, zone: Tz) -> Option<RankChart> {
    let (first, last) = (curve.first()?, curve.last()?);
    let curve_shown = thinned(curve, POINTS_MAX);
    let lowest = lowest(curve);
    let rows = curve_shown
        .iter()
        .map(|point| RankRow {
            at: time(point.at, zone),
            rank: point.rank,
            heat: heat(point.heat, shell),
        })
        .collect();
    Some(RankChart {
        lines: lines(&curve_shown, (first.at, last.at), lowest, (WIDTH, HEIGHT)),
        best: curve.iter().map(|point| point.rank).min()?,
        lowest,
        first: time(first.at, zone),
        last: time(last.at, zone),
        rows,
    })
}

/// The small lines of a row, over the same stretch of time for all rows.
pub(crate) fn rank_spark(curve: &[RankAt], until: Moment, hours: i64, lowest: i64) -> Vec<String> {
    let from = Moment(until.0 - hours * HOUR_MS);
    lines(
        &thinned(curve, SMALL_POINTS_MAX),
        (from, until),
        lowest,
        SMALL,
    )
}

/// The place that lies on the ground of the drawing.
pub(crate) fn lowest(curve: &[RankAt]) -> i64 {
    let lowest = curve.iter().map(|point| point.rank).max();
    lowest.unwrap_or(LOWEST_MIN).max(LOWEST_MIN)
}

/// Heat as the list gave it.
pub(crate) fn heat(heat: Option<i64>, shell: &Shell) -> String {
    match heat {
        Some(heat) if heat >= 10_000 && shell.tag() == "zh-CN" => {
            format!("{:.1}万", heat as f64 / 10_000.0)
        }
        Some(heat) => heat.to_string(),
        None => "–".to_owned(),
    }
}

/// At most so many points; of each group the best place stays, for that is what is looked for.
fn thinned(curve: &[RankAt], most: usize) -> Vec<RankAt> {
    let each = curve.len().div_ceil(most).max(1);
    curve
        .chunks(each)
        .filter_map(|group| group.iter().min_by_key(|point| point.rank))
        .copied()
        .collect()
}

/// The lines of a curve between these ends of a larger drawing, over its whole stretch of time.
pub(crate) fn stretched(
    curve: &[RankAt],
    (from, until): (Moment, Moment),
    lowest: i64,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) -> Vec<String> {
    let span = (until.0 - from.0).max(1) as f64;
    let place = |point: &RankAt| {
        let x = left + (point.at.0 - from.0) as f64 / span * (right - left);
        let y = top + (point.rank - 1) as f64 / (lowest - 1).max(1) as f64 * (bottom - top);
        (x.clamp(left, right), y.clamp(top, bottom))
    };
    let thin = thinned(curve, POINTS_MAX);
    let parts = stretches(&thin).into_iter().map(|stretch| {
        let points: Vec<(f64, f64)> = stretch.iter().map(place).collect();
        // A single point is drawn as a short line.
        let more = (points.len() == 1)
            .then(|| points.first().map(|(x, y)| (x + 3.0, *y)))
            .flatten();
        let all = points.into_iter().chain(more);
        all.map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect::<Vec<_>>()
            .join(" ")
    });
    parts.collect()
}

fn lines(
    curve: &[RankAt],
    (from, until): (Moment, Moment),
    lowest: i64,
    size: (f64, f64),
) -> Vec<String> {
    let (width, height) = size;
    let span = (until.0 - from.0).max(1) as f64;
    let place = |point: &RankAt| {
        let x = (point.at.0 - from.0) as f64 / span * (width - 4.0) + 2.0;
        let y = (point.rank - 1) as f64 / (lowest - 1).max(1) as f64 * (height - 4.0) + 2.0;
        format!("{x:.1},{:.1}", y.min(height))
    };
    stretches(curve)
        .into_iter()
        .map(|stretch| match stretch {
            // A single point is drawn as a short line.
            [one] => {
                let at = place(one);
                let (x, y) = at.split_once(',').unwrap_or((&at, "0"));
                let end = x.parse::<f64>().unwrap_or(0.0) + 2.0;
                format!("{x},{y} {end:.1},{y}")
            }
            many => many.iter().map(place).collect::<Vec<_>>().join(" "),
        })
        .collect()
}

/// Cuts a curve where the matter was not on the list.
fn stretches(curve: &[RankAt]) -> Vec<&[RankAt]> {
    let mut gaps: Vec<i64> = curve
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.at.0 - a.at.0),
            _ => None,
        })
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    let absent = (usual * ABSENT_TIMES).max(HOUR_MS);
    curve.chunk_by(|a, b| b.at.0 - a.at.0 <= absent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn point(minutes: i64, rank: i64) -> RankAt {
        RankAt {
            at: Moment(minutes * 60_000),
            rank,
            heat: (rank == 1).then_some(125_000),
        }
    }

    #[test]
    fn a_line_breaks_where_the_matter_was_away() {
        let curve = [
            point(0, 5),
            point(10, 1),
            point(20, 50),
            point(600, 3),
            point(610, 2),
            point(2_000, 9),
        ];
        let shell = Shell::new(Language::Chinese, "", "/");
        let chart = rank_chart(&curve, &shell, chrono_tz::UTC).unwrap();
        assert_eq!(chart.lines.len(), 3, "{:?}", chart.lines);
        assert_eq!((chart.best, chart.lowest), (1, 50));
        assert!(chart.lines[0].starts_with("2.0,11.5 ") && chart.lines[0].contains(",2.0"));
        assert_eq!(chart.lines[2].split(' ').count(), 2, "one point is a line");
        assert_eq!(
            (chart.rows.len(), chart.rows[1].heat.as_str()),
            (6, "12.5万")
        );
        assert!(rank_chart(&[], &shell, chrono_tz::UTC).is_none());
    }

    #[test]
    fn many_points_are_thinned_and_the_best_stays() {
        let mut curve: Vec<RankAt> = (0..5_000).map(|n| point(n * 2, 20 + n % 7)).collect();
        curve[3_333].rank = 1;
        let thin = thinned(&curve, POINTS_MAX);
        assert!(thin.len() <= POINTS_MAX && thin.iter().any(|point| point.rank == 1));
        assert_eq!(stretches(&thin).len(), 1);
        let spark = rank_spark(&curve, Moment(10_000 * 60_000), 24, 50);
        assert_eq!(spark.len(), 1);
    }
}
