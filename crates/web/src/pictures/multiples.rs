//! Small multiples: the volume of each source, all to one scale, the largest first.

use super::axis::{long, round_up};
use super::drawing::{Anchor, Mark, Paint, Shape, num};
use super::{Picture, Scene, Table, WIDTH};
use crate::words::{clip, count};
use desk::{Pictures, SourceBand};
use std::fmt::Write as _;

/// Pictures beside each other.
const COLUMNS: usize = 4;
/// Space between two of them.
const GAP: f64 = 20.0;
/// Height of one, with its name above and its ground below.
const CELL: f64 = 92.0;
/// Height of its bars.
const BARS: f64 = 56.0;
/// Characters of a name.
const NAME_CHARS: usize = 13;

/// The picture.
pub(super) fn multiples(pictures: &Pictures, scene: Scene<'_>) -> Picture {
    let shell = scene.shell;
    let counts = pictures.sources.iter().flat_map(|band| &band.counts);
    let top = round_up(counts.copied().max().unwrap_or(0));
    let wide = (WIDTH - GAP * (COLUMNS - 1) as f64) / COLUMNS as f64;
    let mut marks = Vec::new();
    for (index, band) in pictures.sources.iter().enumerate() {
        let x = (index % COLUMNS) as f64 * (wide + GAP);
        let y = (index / COLUMNS) as f64 * CELL;
        marks.extend(cell(band, (x, y), wide, top, scene));
    }
    let rows = pictures.sources.len().div_ceil(COLUMNS) as f64;
    if !marks.is_empty() {
        let at = (0.0, rows * CELL + 8.0);
        let words = crate::pictures::period(&pictures.steps, scene.zone);
        marks.push(Mark::text(at, 11.0, Anchor::Start, words));
    }
    let left = pictures
        .sources_in_all
        .saturating_sub(pictures.sources.len());
    let mut hint = shell.n("pictures.multiples.hint", count(top));
    if left > 0 {
        hint.push_str(&shell.n("pictures.multiples.left", count(left as i64)));
    }
    Picture {
        name: "sources",
        which: String::new(),
        question: shell.t("pictures.multiples.question").into_owned(),
        hint,
        height: rows * CELL + 14.0,
        marks,
        keys: Vec::new(),
        table: table(pictures, scene),
        credit: String::new(),
    }
}

fn cell(band: &SourceBand, (x, y): (f64, f64), wide: f64, top: i64, scene: Scene<'_>) -> Vec<Mark> {
    let total: i64 = band.counts.iter().sum();
    let ground = y + 20.0 + BARS;
    let name = clip(&band.name, NAME_CHARS);
    let about = format!(
        "{} · {}",
        crate::words::plain(&band.name),
        scene.documents(total)
    );
    let address = scene.slice(&format!("source={}", band.id));
    vec![
        Mark::text((x, y + 13.0), 12.0, Anchor::Start, name).painted(Paint::Ink),
        Mark::text((x + wide, y + 13.0), 12.0, Anchor::End, count(total)),
        Mark::hair(format!("M{} {}h{}", num(x), num(ground + 0.5), num(wide))),
        Mark::new(
            Shape::Path(bars(&band.counts, (x, ground), wide, top)),
            Paint::Accent(10),
        ),
        // All of it can be pressed, not the bars alone.
        Mark::new(Shape::Rect(x, y, wide, CELL - 8.0), Paint::Accent(0)).opens(about, address),
    ]
}

/// Bars upon their ground, as one path.
fn bars(counts: &[i64], (x, ground): (f64, f64), wide: f64, top: i64) -> String {
    let step = wide / counts.len().max(1) as f64;
    let gap = if step > 3.0 { 1.0 } else { 0.0 };
    let bar = num((step - gap).max(0.4));
    let mut path = String::new();
    for (index, number) in counts.iter().enumerate().filter(|(_, number)| **number > 0) {
        let height = (*number as f64 / top.max(1) as f64 * BARS).max(0.8);
        let (left, upper, height) = (
            num(x + index as f64 * step),
            num(ground - height),
            num(height),
        );
        write!(path, "M{left} {upper}h{bar}v{height}h-{bar}z")
            .expect("writing to a string cannot fail");
    }
    path
}

fn table(pictures: &Pictures, scene: Scene<'_>) -> Table {
    let shell = scene.shell;
    let mut head = vec![
        shell.t("pictures.multiples.source").into_owned(),
        shell.t("pictures.whole").into_owned(),
    ];
    let starts = pictures.steps.edges.iter().take(pictures.steps.count());
    head.extend(starts.map(|at| long(&pictures.steps, *at, scene)));
    let rows = (pictures.sources.iter())
        .map(|band| {
            let mut row = vec![
                band.name.clone(),
                band.counts.iter().sum::<i64>().to_string(),
            ];
            row.extend(band.counts.iter().map(ToString::to_string));
            row
        })
        .collect();
    Table { head, rows }
}
