//! Pictures of the wall: few words, large letters.

use super::axis::{middle, round_up};
use super::drawing::{Anchor, Mark, Paint, Shape, num};
use super::map::{Letters, map_marks};
use super::{Scene, WIDTH, week};
use crate::words::count;
use chrono::{DateTime, Timelike};
use desk::Pictures;

/// Size of letters.
const LETTERS: f64 = 30.0;
/// Height of the bars, and of the whole picture.
const BARS: f64 = 244.0;
/// Hours that are written below the bars.
const HOURS_EACH: u32 = 6;
/// Height of the map.
const MAP: f64 = 900.0;
/// Names on the map.
const NAMED: usize = 8;

/// The map, or where there is nothing to place the hours of the week.
#[derive(Debug, Clone)]
pub(crate) struct WallMap {
    pub(crate) marks: Vec<Mark>,
    /// Key of what it is, in the catalogue.
    pub(crate) title: &'static str,
    pub(crate) height: f64,
    pub(crate) credit: String,
}

/// Documents by hour, as bars with the largest number.
pub(crate) fn wall_volume(pictures: &Pictures, scene: Scene<'_>) -> Vec<Mark> {
    let most = pictures.volume.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Vec::new();
    }
    let (top, steps) = (round_up(most), pictures.volume.len());
    let wide = WIDTH / steps as f64;
    let mut marks = Vec::new();
    for (step, number) in pictures.volume.iter().enumerate() {
        let height = *number as f64 / top as f64 * (BARS - LETTERS);
        let shape = Shape::Rect(step as f64 * wide + 2.0, BARS - height, wide - 4.0, height);
        let address = scene.slice(&format!("step={step}"));
        marks.push(Mark::new(shape, Paint::Accent(10)).opens(scene.documents(*number), address));
        if let Some(hour) = hour_of(pictures, step, scene).filter(|hour| hour % HOURS_EACH == 0) {
            let at = (middle(step, steps, 0.0, WIDTH), BARS + LETTERS + 6.0);
            let words = format!("{hour:02}");
            marks.push(Mark::text(at, LETTERS, Anchor::Middle, words));
        }
    }
    let words = scene.shell.n("wall.most", count(most));
    marks.push(Mark::hair(format!("M0 {}H{}", num(BARS), num(WIDTH))));
    marks.push(Mark::text((WIDTH, LETTERS), LETTERS, Anchor::End, words));
    marks
}

/// The hour of the zone at which a step begins.
fn hour_of(pictures: &Pictures, step: usize, scene: Scene<'_>) -> Option<u32> {
    let at = DateTime::from_timestamp_millis(pictures.steps.edges.get(step)?.0)?;
    Some(at.with_timezone(&scene.zone).hour())
}

/// The map of a day's places.
pub(crate) fn wall_map(pictures: &Pictures, scene: Scene<'_>) -> WallMap {
    let letters = Letters {
        size: LETTERS,
        named: NAMED,
        height: MAP,
    };
    let (marks, credit) = map_marks(pictures, letters, scene);
    if !marks.is_empty() {
        return WallMap {
            marks,
            title: "wall.map",
            height: MAP,
            credit,
        };
    }
    let week = week::week(&pictures.week, scene);
    // Numbers in the squares are too small for a wall; the squares say when.
    let squares = |mark: &Mark| matches!(mark.shape, Shape::Rect(..));
    let squares: Vec<Mark> = week.marks.into_iter().filter(squares).collect();
    WallMap {
        marks: squares,
        title: "wall.week",
        height: week.height,
        credit,
    }
}
