//! The stream of events: how much was said of each of the largest, one upon the other.

use super::axis::{long, middle, round_up, time_axis};
use super::drawing::{Anchor, Key, Mark, Paint, Shape, num};
use super::stream_layout::{Layout, edges, layout};
use super::{Picture, Scene, Table, WIDTH};
use crate::show::titled;
use crate::words::count;
use desk::Pictures;
use std::fmt::Write as _;

/// Height of the stream.
const HEIGHT: f64 = 300.0;
/// Height of the strip of all other events.
const STRIP: f64 = 56.0;
/// Space between both.
const GAP: f64 = 28.0;
/// Left and right end of the axis.
const ENDS: (f64, f64) = (8.0, WIDTH - 8.0);
/// Thickness of a band from which its number fits in.
const NUMBER_FITS: f64 = 15.0;
/// Characters of a title in the legend.
const TITLE_CHARS: usize = 60;

/// Upper edges from left to right and lower ones back, with soft bends.
fn path(row: &[(f64, f64)]) -> String {
    if let [(lower, upper)] = row {
        // A single step is a block.
        let (left, right) = (num(ENDS.0), num(ENDS.1));
        return format!("M{left} {}H{right}V{}H{left}Z", num(*upper), num(*lower));
    }
    let x = |step: usize| middle(step, row.len(), ENDS.0, ENDS.1);
    let uppers = row
        .iter()
        .enumerate()
        .map(|(step, (_, upper))| (x(step), *upper));
    let lowers = row
        .iter()
        .enumerate()
        .map(|(step, (lower, _))| (x(step), *lower));
    let (uppers, lowers): (Vec<_>, Vec<_>) = (uppers.collect(), lowers.rev().collect());
    match (uppers.first(), lowers.first()) {
        (Some(first), Some(turn)) => format!(
            "M{} {}{}L{} {}{}Z",
            num(first.0),
            num(first.1),
            bends(&uppers),
            num(turn.0),
            num(turn.1),
            bends(&lowers)
        ),
        _ => String::new(),
    }
}

/// From point to point, level at each.
fn bends(points: &[(f64, f64)]) -> String {
    let mut out = String::new();
    for pair in points.windows(2) {
        if let [from, to] = pair {
            let half = num(f64::midpoint(from.0, to.0));
            write!(
                out,
                "C{half} {} {half} {} {} {}",
                num(from.1),
                num(to.1),
                num(to.0),
                num(to.1)
            )
            .expect("writing to a string cannot fail");
        }
    }
    out
}

/// The picture.
pub(super) fn stream(pictures: &Pictures, scene: Scene<'_>) -> Picture {
    let shell = scene.shell;
    let bands: Vec<&[i64]> = pictures
        .events
        .iter()
        .map(|band| band.counts.as_slice())
        .collect();
    let layout = layout(&bands);
    let rows = edges(&bands, &layout);
    let mut marks = Vec::new();
    if !bands.is_empty() {
        marks = band_marks(pictures, &layout, &rows, scene);
        marks.extend(strip(pictures, scene));
        marks.extend(time_axis(
            &pictures.steps,
            ENDS,
            HEIGHT + GAP + STRIP,
            scene,
        ));
    }
    Picture {
        name: "stream",
        which: String::new(),
        question: shell.t("pictures.stream.question").into_owned(),
        hint: hint(pictures, scene),
        height: HEIGHT + GAP + STRIP + 26.0,
        marks,
        keys: keys(pictures, &layout, scene),
        table: table(pictures, scene),
        credit: String::new(),
    }
}

/// How it is to be read, and where the largest were told by some documents only.
fn hint(pictures: &Pictures, scene: Scene<'_>) -> String {
    let mut hint = scene.shell.t("pictures.stream.hint").into_owned();
    if let Some(some) = pictures.events_told_by {
        hint.push_str(&scene.shell.n("pictures.stream.told_by", count(some)));
    }
    hint
}

/// What the numbers of bands stand for.
fn keys(pictures: &Pictures, layout: &Layout, scene: Scene<'_>) -> Vec<Key> {
    let shell = scene.shell;
    let mut keys: Vec<Key> = Vec::new();
    for (index, band) in pictures.events.iter().enumerate() {
        let tint = layout
            .order
            .iter()
            .position(|one| *one == index)
            .unwrap_or(0);
        let title = titled(&band.title, TITLE_CHARS, shell);
        keys.push(Key {
            paint: Some(Paint::Band(tint)),
            words: format!("{} {title}", index + 1),
            figure: count(band.counts.iter().sum()),
            address: scene.slice(&format!("event={}", band.id)),
        });
    }
    let others: i64 = pictures.other_events.iter().sum();
    if others > 0 {
        keys.push(Key {
            paint: Some(Paint::Other),
            words: shell.t("pictures.others").into_owned(),
            figure: count(others),
            address: scene.slice("others=1"),
        });
    }
    keys
}

fn band_marks(
    pictures: &Pictures,
    layout: &Layout,
    rows: &[Vec<(f64, f64)>],
    scene: Scene<'_>,
) -> Vec<Mark> {
    let all = || rows.iter().flatten();
    let low = all().map(|(lower, _)| *lower).fold(f64::INFINITY, f64::min);
    let high = all()
        .map(|(_, upper)| *upper)
        .fold(f64::NEG_INFINITY, f64::max);
    let scale = HEIGHT / (high - low).max(1.0);
    let place = |count: f64| HEIGHT - (count - low) * scale;
    let (mut marks, mut numbers) = (Vec::new(), Vec::new());
    for (tint, (index, row)) in layout.order.iter().zip(rows).enumerate() {
        let Some(band) = pictures.events.get(*index) else {
            continue;
        };
        let placed: Vec<(f64, f64)> = row
            .iter()
            .map(|(lower, upper)| (place(*lower), place(*upper)))
            .collect();
        let total: i64 = band.counts.iter().sum();
        let title = titled(&band.title, TITLE_CHARS, scene.shell);
        let about = format!("{} {title} · {}", index + 1, scene.documents(total));
        let address = scene.slice(&format!("event={}", band.id));
        marks.push(Mark::new(Shape::Path(path(&placed)), Paint::Band(tint)).opens(about, address));
        numbers.extend(number(*index, tint, &placed));
    }
    marks.extend(numbers);
    marks
}

/// The number of a band where it is thickest, if it fits in there.
fn number(index: usize, tint: usize, placed: &[(f64, f64)]) -> Option<Mark> {
    let thickness = |edges: &(f64, f64)| edges.0 - edges.1;
    let (step, edges) = (placed.iter().enumerate())
        .max_by(|(_, a), (_, b)| thickness(a).total_cmp(&thickness(b)))
        .filter(|(_, edges)| thickness(edges) >= NUMBER_FITS)?;
    let x = |step| middle(step, placed.len(), ENDS.0, ENDS.1);
    // At the very end it would lie half outside.
    let (first, last) = (x(0) + 12.0, x(placed.len() - 1) - 12.0);
    let inside = if first < last {
        x(step).clamp(first, last)
    } else {
        x(step)
    };
    let at = (inside, f64::midpoint(edges.0, edges.1) + 4.5);
    let number = Mark::text(at, 13.0, Anchor::Middle, (index + 1).to_string());
    Some(number.painted(Paint::OnBand(tint)))
}

/// All other events, below, to a scale of their own.
fn strip(pictures: &Pictures, scene: Scene<'_>) -> Vec<Mark> {
    let most = pictures.other_events.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Vec::new();
    }
    let (ground, top) = (HEIGHT + GAP + STRIP, round_up(most));
    let height = |count: i64| count as f64 / top as f64 * (STRIP - 4.0);
    let placed: Vec<(f64, f64)> = (pictures.other_events.iter())
        .map(|count| (ground, ground - height(*count)))
        .collect();
    let others: i64 = pictures.other_events.iter().sum();
    let about = format!(
        "{} · {}",
        scene.shell.t("pictures.others"),
        scene.documents(others)
    );
    let words = rust_i18n::t!(
        "pictures.strip",
        locale = scene.shell.tag(),
        n = count(most)
    );
    vec![
        Mark::new(Shape::Path(path(&placed)), Paint::Other).opens(about, scene.slice("others=1")),
        Mark::text((ENDS.0, HEIGHT + GAP - 6.0), 11.0, Anchor::Start, words),
    ]
}

fn table(pictures: &Pictures, scene: Scene<'_>) -> Table {
    let shell = scene.shell;
    let mut head = vec![shell.t("chart.from").into_owned()];
    head.extend(
        pictures
            .events
            .iter()
            .map(|band| titled(&band.title, TITLE_CHARS, shell)),
    );
    head.push(shell.t("pictures.others").into_owned());
    let rows = (0..pictures.steps.count())
        .map(|step| {
            let at = pictures.steps.edges.get(step).copied().unwrap_or_default();
            let of = |counts: &[i64]| counts.get(step).copied().unwrap_or(0).to_string();
            let mut row = vec![long(&pictures.steps, at, scene)];
            row.extend(pictures.events.iter().map(|band| of(&band.counts)));
            row.push(of(&pictures.other_events));
            row
        })
        .collect();
    Table { head, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_one_closed_path_of_numbers() {
        for steps in [0_usize, 1, 2, 744] {
            let row: Vec<(f64, f64)> = (0..steps).map(|step| (1.0, step as f64)).collect();
            let path = path(&row);
            assert!(!path.contains("NaN") && !path.contains("inf"), "{path}");
            assert_eq!(path.matches('M').count(), usize::from(steps > 0), "{path}");
            assert_eq!(path.ends_with('Z'), steps > 0);
        }
    }
}
