//! Rank curves: how matters stood on a hot list over time, the first place on top.

use super::axis::{long, time_axis};
use super::drawing::{Anchor, Key, Mark, Paint, Shape};
use super::{Picture, Scene, Table, WIDTH};
use crate::rank_chart::{lowest, stretched};
use crate::show::titled;
use crate::words::count;
use desk::{ListCurves, ListMatter, Steps};
use model::RankAt;

/// Height of the drawing.
const HEIGHT: f64 = 320.0;
/// Left end of the time axis: places stand before it.
const LEFT: f64 = 32.0;
/// Right end: numbers of curves may stand behind it.
const RIGHT: f64 = WIDTH - 36.0;
/// Height of a number at the end of a curve.
const NUMBER: f64 = 13.0;
/// Characters of a title in the legend.
const TITLE_CHARS: usize = 60;

/// The picture of one list.
pub(super) fn ranks(list: &ListCurves, steps: &Steps, scene: Scene<'_>) -> Picture {
    let shell = scene.shell;
    let deepest = list
        .matters
        .iter()
        .map(|matter| lowest(&matter.curve))
        .max();
    let lowest = deepest.unwrap_or(1);
    let mut marks = grid(lowest);
    marks.extend(time_axis(steps, (LEFT, RIGHT), HEIGHT, scene));
    for (index, matter) in list.matters.iter().enumerate() {
        marks.extend(curve(index, matter, steps, lowest, scene));
    }
    let span = (steps.to().0 - steps.from().0).max(1) as f64;
    marks.extend(numbers(&list.matters, |point| {
        let share = (point.at.0 - steps.from().0) as f64 / span;
        let x = LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT);
        (x, height_of(point.rank, lowest))
    }));
    let left = list.in_all.saturating_sub(list.matters.len());
    let mut hint = shell.t("pictures.ranks.hint").into_owned();
    if left > 0 {
        hint.push_str(&shell.n("pictures.ranks.left", count(left as i64)));
    }
    let name = crate::words::plain(&list.name);
    let question = rust_i18n::t!("pictures.ranks.question", locale = shell.tag(), n = name);
    Picture {
        name: "ranks",
        which: format!("-{}", list.source),
        question: question.into_owned(),
        hint,
        height: HEIGHT + 26.0,
        marks,
        keys: (list.matters.iter().enumerate())
            .map(|(index, matter)| key(index, matter, scene))
            .collect(),
        table: table(list, steps, scene),
        credit: String::new(),
    }
}

/// Where a place lies, from the top.
fn height_of(rank: i64, lowest: i64) -> f64 {
    10.0 + (rank - 1) as f64 / (lowest - 1).max(1) as f64 * (HEIGHT - 20.0)
}

/// Lines at some places, with their numbers.
fn grid(lowest: i64) -> Vec<Mark> {
    let line = |rank: i64| {
        let y = height_of(rank, lowest);
        let path = format!("M{LEFT} {y:.1}H{RIGHT}");
        let words = Mark::text((LEFT - 8.0, y + 4.0), 11.0, Anchor::End, rank.to_string());
        [Mark::new(Shape::Path(path), Paint::Ground), words]
    };
    ticks(lowest).into_iter().flat_map(line).collect()
}

fn tint(index: usize) -> Paint {
    if index.is_multiple_of(2) {
        Paint::Curve
    } else {
        Paint::Curve2
    }
}

fn key(index: usize, matter: &ListMatter, scene: Scene<'_>) -> Key {
    let best = matter
        .curve
        .iter()
        .map(|point| point.rank)
        .min()
        .unwrap_or(0);
    let document = matter
        .document
        .map(|id| scene.shell.to(&format!("/documents/{id}")));
    Key {
        paint: Some(tint(index)),
        words: format!(
            "{} {}",
            index + 1,
            titled(&matter.title, TITLE_CHARS, scene.shell)
        ),
        figure: scene.shell.n("rank.best", best),
        address: document.unwrap_or_default(),
    }
}

/// Places that are written at the side.
fn ticks(lowest: i64) -> Vec<i64> {
    let each = if lowest > 20 { 10 } else { 5 };
    let mut ticks = vec![1];
    ticks.extend(
        (1..=lowest / each)
            .map(|tick| tick * each)
            .filter(|tick| *tick > 2),
    );
    ticks
}

fn curve(
    index: usize,
    matter: &ListMatter,
    steps: &Steps,
    lowest: i64,
    scene: Scene<'_>,
) -> Vec<Mark> {
    let lines = stretched(
        &matter.curve,
        (steps.from(), steps.to()),
        lowest,
        (LEFT, RIGHT),
        (10.0, HEIGHT - 10.0),
    );
    let best = matter
        .curve
        .iter()
        .map(|point| point.rank)
        .min()
        .unwrap_or(0);
    let title = titled(&matter.title, TITLE_CHARS, scene.shell);
    let about = format!(
        "{} {title} · {}",
        index + 1,
        scene.shell.n("rank.best", best)
    );
    let address = matter
        .document
        .map(|id| scene.shell.to(&format!("/documents/{id}")))
        .unwrap_or_default();
    let mut path = String::new();
    for line in &lines {
        path.push('M');
        path.push_str(line);
    }
    vec![Mark::new(Shape::Path(path), tint(index)).opens(about, address)]
}

/// Numbers of the curves where they end, moved up or down where they would lie upon each other.
fn numbers(matters: &[ListMatter], place: impl Fn(&RankAt) -> (f64, f64)) -> Vec<Mark> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut marks = Vec::new();
    for (index, matter) in matters.iter().enumerate() {
        let Some((x, y)) = matter.curve.last().map(&place) else {
            continue;
        };
        let free = |y: f64| {
            let near = |other: &(f64, f64)| {
                (other.0 - x).abs() < 2.0 * NUMBER && (other.1 - y).abs() < NUMBER
            };
            (0.0..=HEIGHT).contains(&y) && !taken.iter().any(near)
        };
        let moves = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0].map(|lines| y + lines * NUMBER);
        let y = moves.into_iter().find(|y| free(*y)).unwrap_or(y);
        taken.push((x, y));
        let words = (index + 1).to_string();
        let text = Mark::text((x + 6.0, y + 4.0), 12.0, Anchor::Start, words);
        marks.push(text.painted(Paint::Ink));
    }
    marks
}

fn table(list: &ListCurves, steps: &Steps, scene: Scene<'_>) -> Table {
    let shell = scene.shell;
    let words = [
        "pictures.ranks.matter",
        "visit.at",
        "rank.place",
        "card.heat",
    ];
    let points = list
        .matters
        .iter()
        .flat_map(|matter| matter.curve.iter().map(move |point| (matter, point)));
    let minutes = Steps {
        hourly: true,
        ..steps.clone()
    };
    Table {
        head: words.map(|key| shell.t(key).into_owned()).to_vec(),
        rows: points
            .map(|(matter, point)| {
                let heat = point.heat.map(|heat| heat.to_string()).unwrap_or_default();
                vec![
                    titled(&matter.title, 200, shell),
                    long(&minutes, point.at, scene),
                    point.rank.to_string(),
                    heat,
                ]
            })
            .collect(),
    }
}
