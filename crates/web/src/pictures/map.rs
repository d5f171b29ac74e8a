//! The map of places: a dot where something is spoken of, its area as large as how much. The ground is
//! the seats of all counties; there are no boundaries but those of a file that the operator gives.

use super::drawing::{Anchor, Key, Mark, Paint, Shape, num};
use super::room::Room;
use super::view::{View, ground, hairlines, in_focus};
use super::{Picture, Scene, Table, WIDTH};
use crate::words::{clip, count};
use desk::{Pictures, PlaceDot};

/// Height of the map.
const HEIGHT: f64 = 560.0;
/// Radius of the largest dot and of the smallest, in letters.
const RADIUS: (f64, f64) = (2.2, 0.25);
/// Dots whose names stand beside them on a page.
const NAMED: usize = 16;
/// Size of letters on a page.
const LETTERS: f64 = 12.0;
/// Characters of a name.
const NAME_CHARS: usize = 10;
/// Places in the list beside the map.
const LISTED_MAX: usize = 20;
/// Length of the scale's bar at most.
const BAR_MAX: f64 = 160.0;

/// How large things are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letters {
    pub(super) size: f64,
    /// How many names stand beside their dots at most.
    pub(super) named: usize,
    /// Height of the map.
    pub(super) height: f64,
}

/// The picture.
pub(super) fn map(pictures: &Pictures, scene: Scene<'_>) -> Picture {
    let shell = scene.shell;
    let letters = Letters {
        size: LETTERS,
        named: NAMED,
        height: HEIGHT,
    };
    let (marks, credit) = map_marks(pictures, letters, scene);
    let drawn = marks
        .iter()
        .filter(|mark| matches!(mark.shape, Shape::Dot(..)))
        .count();
    Picture {
        name: "map",
        which: String::new(),
        question: shell.t("pictures.map.question").into_owned(),
        hint: hint(pictures, drawn, !credit.is_empty(), scene),
        height: HEIGHT,
        marks,
        keys: (pictures.places.iter().take(LISTED_MAX))
            .map(|dot| key(dot, scene))
            .collect(),
        table: table(pictures, scene),
        credit,
    }
}

/// How the map is to be read, and what it leaves out.
fn hint(pictures: &Pictures, drawn: usize, lines: bool, scene: Scene<'_>) -> String {
    let shell = scene.shell;
    let lines = if lines {
        "pictures.map.lines"
    } else {
        "pictures.map.no_lines"
    };
    let mut hint = format!("{}{}", shell.t("pictures.map.hint"), shell.t(lines));
    let nowhere = pictures
        .places
        .iter()
        .filter(|dot| dot.at.is_none())
        .count();
    let outside = pictures.places.len().saturating_sub(nowhere + drawn);
    let left = pictures.places_in_all.saturating_sub(pictures.places.len());
    for (key, number) in [("nowhere", nowhere), ("outside", outside), ("left", left)] {
        if number > 0 {
            hint.push_str(&shell.n(&format!("pictures.map.{key}"), count(number as i64)));
        }
    }
    hint
}

/// The marks of the map, and whose lines they are; none where nothing can be placed.
pub(super) fn map_marks(
    pictures: &Pictures,
    letters: Letters,
    scene: Scene<'_>,
) -> (Vec<Mark>, String) {
    let dots: Vec<(&PlaceDot, (f64, f64))> = (pictures.places.iter())
        .filter_map(|dot| Some((dot, dot.at?)))
        .collect();
    if dots.is_empty() {
        return (Vec::new(), String::new());
    }
    let weights: Vec<((f64, f64), i64)> = dots.iter().map(|(dot, at)| (*at, dot.count)).collect();
    let mut in_view = in_focus(&weights).into_iter();
    let dots: Vec<(&PlaceDot, (f64, f64))> = (dots.into_iter())
        .filter(|_| in_view.next().unwrap_or(true))
        .collect();
    let points: Vec<(f64, f64)> = dots.iter().map(|(_, at)| *at).collect();
    let view = View::around(&points, letters.height);
    let mut marks = vec![Mark::new(Shape::Path(ground(view)), Paint::Ground)];
    let mut credit = String::new();
    if let Some(boundaries) = &pictures.boundaries {
        credit.clone_from(&boundaries.credit);
        marks.extend(hairlines(&boundaries.lines, view));
    }
    marks.extend(dot_marks(&dots, view, letters, scene));
    marks.extend(scale(view, letters, scene));
    (marks, credit)
}

fn key(dot: &PlaceDot, scene: Scene<'_>) -> Key {
    Key {
        paint: None,
        words: dot.name.clone(),
        figure: count(dot.count),
        address: scene.slice(&format!("place={}", dot.place.0)),
    }
}

/// Large dots first, so that small ones lie upon them; names where there is room.
fn dot_marks(
    dots: &[(&PlaceDot, (f64, f64))],
    view: View,
    letters: Letters,
    scene: Scene<'_>,
) -> Vec<Mark> {
    let most = dots.iter().map(|(dot, _)| dot.count).max().unwrap_or(0);
    let radius = |dot: &PlaceDot| {
        let share = dot.count.max(0) as f64 / most.max(1) as f64;
        (share.sqrt() * RADIUS.0).max(RADIUS.1) * letters.size
    };
    let placed: Vec<(&PlaceDot, Room)> = (dots.iter())
        .map(|(dot, at)| (*dot, Room::around(view.place(*at), radius(dot))))
        .collect();
    let mut marks: Vec<Mark> = (placed.iter())
        .map(|(dot, room)| {
            let about = format!("{} · {}", dot.name, scene.documents(dot.count));
            let address = scene.slice(&format!("place={}", dot.place.0));
            let (x, y) = room.middle();
            Mark::new(Shape::Dot(x, y, radius(dot)), Paint::Accent(7)).opens(about, address)
        })
        .collect();
    marks.extend(names(&placed, letters));
    marks
}

/// Names beside their dots, the largest first, where they lie upon nothing.
fn names(placed: &[(&PlaceDot, Room)], letters: Letters) -> Vec<Mark> {
    let mut taken: Vec<Room> = Vec::new();
    let mut marks = Vec::new();
    for (index, (dot, own)) in placed.iter().enumerate() {
        if marks.len() == letters.named {
            break;
        }
        let words = clip(&dot.name, NAME_CHARS);
        let size = (
            words.chars().count() as f64 * letters.size,
            letters.size * 1.3,
        );
        let free = |room: &Room| {
            let mut others = placed
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index);
            room.is_inside((WIDTH, letters.height))
                && !taken.iter().any(|other| room.meets(other))
                && !others.any(|(_, (_, other))| room.meets(other))
        };
        if let Some(room) = own.beside(size.0, size.1).into_iter().find(free) {
            let at = (room.left, room.middle().1 + letters.size * 0.35);
            marks.push(Mark::text(at, letters.size, Anchor::Start, words).painted(Paint::Ink));
            taken.push(room);
        }
    }
    marks
}

/// A bar of a round number of kilometres, in the corner.
fn scale(view: View, letters: Letters, scene: Scene<'_>) -> Vec<Mark> {
    let mut km = 1.0;
    for round in [
        2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0,
    ] {
        if round * view.per_km <= BAR_MAX {
            km = round;
        }
    }
    let (left, y) = (12.0, letters.height - 12.0);
    let bar = format!(
        "M{} {}v4h{}v-4",
        num(left),
        num(y - 4.0),
        num(km * view.per_km)
    );
    vec![
        Mark::new(Shape::Path(bar), Paint::Hair),
        Mark::text(
            (left, y - 8.0),
            letters.size,
            Anchor::Start,
            scene.shell.n("pictures.map.km", km),
        ),
    ]
}

fn table(pictures: &Pictures, scene: Scene<'_>) -> Table {
    let shell = scene.shell;
    let degrees = |number: f64| format!("{number:.3}");
    let words = ["place", "code", "east", "north"]
        .map(|key| shell.t(&format!("pictures.map.{key}")).into_owned());
    let [place, code, east, north] = words;
    Table {
        head: vec![
            place,
            shell.t("totals.documents").into_owned(),
            code,
            east,
            north,
        ],
        rows: (pictures.places.iter())
            .map(|dot| {
                vec![
                    dot.name.clone(),
                    dot.count.to_string(),
                    dot.place.0.to_string(),
                    dot.at.map(|at| degrees(at.0)).unwrap_or_default(),
                    dot.at.map(|at| degrees(at.1)).unwrap_or_default(),
                ]
            })
            .collect(),
    }
}
