//! Two curves upon one axis: volume of two periods or two matters, aligned at their beginnings.

use super::axis::{long, middle, round_up, time_axis};
use super::drawing::{Anchor, Key, Mark, Paint, Shape, num};
use super::{Picture, Scene, Table, WIDTH};
use crate::words::count;
use desk::{Pictures, Steps};
use std::fmt::Write as _;

/// Height of the curves.
const HEIGHT: f64 = 240.0;
/// Left and right end of the axis.
const ENDS: (f64, f64) = (56.0, WIDTH - 8.0);
/// Steps up to which each has a dot that can be pressed.
const DOTS_MAX: usize = 96;

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) pictures: &'a Pictures,
    /// What it is called.
    pub(crate) name: &'a str,
    pub(crate) scene: Scene<'a>,
}

/// The picture.
pub(crate) fn compare(one: Side<'_>, other: Side<'_>) -> Picture {
    let shell = one.scene.shell;
    let longest = if one.pictures.steps.count() >= other.pictures.steps.count() {
        one
    } else {
        other
    };
    let steps = longest.pictures.steps.count();
    let counts = one.pictures.volume.iter().chain(&other.pictures.volume);
    let top = round_up(counts.copied().max().unwrap_or(0));
    let mut marks = Vec::new();
    if one.pictures.total + other.pictures.total > 0 {
        marks.extend(grid(top));
        marks.extend(time_axis(
            &longest.pictures.steps,
            ENDS,
            HEIGHT,
            longest.scene,
        ));
        marks.extend(curve(other, steps, top, Paint::Curve2));
        marks.extend(curve(one, steps, top, Paint::Curve));
    }
    Picture {
        name: "compare",
        which: String::new(),
        question: shell.t("compare.question").into_owned(),
        hint: shell.t("compare.hint").into_owned(),
        height: HEIGHT + 26.0,
        marks,
        keys: vec![key(one, Paint::Curve), key(other, Paint::Curve2)],
        table: table(one, other, steps),
        credit: String::new(),
    }
}

/// Lines at half the height and at the top, with their numbers.
fn grid(top: i64) -> Vec<Mark> {
    let line = |(share, number): (f64, i64)| {
        let y = HEIGHT - share * (HEIGHT - 12.0);
        let path = format!("M{} {}H{}", num(ENDS.0), num(y), num(ENDS.1));
        let words = Mark::text((ENDS.0 - 8.0, y + 4.0), 11.0, Anchor::End, count(number));
        [Mark::new(Shape::Path(path), Paint::Ground), words]
    };
    [(0.5, top / 2), (1.0, top)]
        .into_iter()
        .flat_map(line)
        .collect()
}

fn key(side: Side<'_>, paint: Paint) -> Key {
    Key {
        paint: Some(paint),
        words: side.name.to_owned(),
        figure: count(side.pictures.total),
        address: side.scene.slice(""),
    }
}

fn curve(side: Side<'_>, steps: usize, top: i64, paint: Paint) -> Vec<Mark> {
    let place = |(step, number): (usize, &i64)| {
        let y = HEIGHT - *number as f64 / top.max(1) as f64 * (HEIGHT - 12.0);
        (middle(step, steps, ENDS.0, ENDS.1), y)
    };
    let points: Vec<(f64, f64)> = side.pictures.volume.iter().enumerate().map(place).collect();
    let mut path = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let sign = if index == 0 { 'M' } else { 'L' };
        write!(path, "{sign}{} {}", num(*x), num(*y)).expect("writing to a string cannot fail");
    }
    let mut marks = vec![Mark::new(Shape::Path(path), paint)];
    if points.len() > DOTS_MAX {
        return marks;
    }
    for (step, ((x, y), number)) in points.iter().zip(&side.pictures.volume).enumerate() {
        let at = at(&side.pictures.steps, step, side.scene);
        let about = format!("{} · {at} · {}", side.name, side.scene.documents(*number));
        let address = side.scene.slice(&format!("step={step}"));
        marks.push(Mark::new(Shape::Dot(*x, *y, 3.5), paint).opens(about, address));
    }
    marks
}

fn at(steps: &Steps, step: usize, scene: Scene<'_>) -> String {
    let at = steps.edges.get(step).filter(|_| step < steps.count());
    at.map(|at| long(steps, *at, scene)).unwrap_or_default()
}

fn table(one: Side<'_>, other: Side<'_>, steps: usize) -> Table {
    let shell = one.scene.shell;
    let from = shell.t("chart.from").into_owned();
    let number = |side: Side<'_>, step: usize| {
        let number = side.pictures.volume.get(step);
        number.map(ToString::to_string).unwrap_or_default()
    };
    Table {
        head: vec![
            from.clone(),
            one.name.to_owned(),
            from,
            other.name.to_owned(),
        ],
        rows: (0..steps)
            .map(|step| {
                vec![
                    at(&one.pictures.steps, step, one.scene),
                    number(one, step),
                    at(&other.pictures.steps, step, other.scene),
                    number(other, step),
                ]
            })
            .collect(),
    }
}
