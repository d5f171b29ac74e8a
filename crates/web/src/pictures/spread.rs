//! How an event spread, as a picture to take along: the same layout as on its page.

use super::drawing::{Anchor, Key, Mark, Paint, Shape};
use super::{Picture, Scene, Table, WIDTH};
use crate::show::time;
use crate::spread_chart::{laid_out, radius};
use crate::words::{clip, count, plain};
use desk::{EventSpread, Outlet, Way};

/// Where time begins and ends.
const ENDS: (f64, f64) = (20.0, WIDTH - 20.0);
/// Room for the times at both ends.
const TIMES: f64 = 20.0;
/// Characters of a name beside its dot.
const NAME_CHARS: usize = 24;

/// The picture.
pub(crate) fn spread(spread: &EventSpread, scene: Scene<'_>) -> Picture {
    let (mut marks, mut height) = (Vec::new(), 0.0);
    if let Some(laid) = laid_out(spread, ENDS) {
        height = laid.height + TIMES;
        if let Some(x) = laid.half_x {
            let path = format!("M{x:.1} 0V{:.1}", laid.height);
            marks.push(Mark::new(Shape::Path(path), Paint::Dotted));
        }
        for (path, way) in laid.edges {
            marks.push(Mark::new(Shape::Path(path), line(way)));
        }
        for (one, at) in spread.outlets.iter().zip(&laid.at) {
            marks.extend(dot(one, *at));
        }
        let ends = [
            (laid.from, ENDS.0, Anchor::Start),
            (laid.to, ENDS.1, Anchor::End),
        ];
        for (at, x, anchor) in ends {
            let words = time(at, scene.zone).person;
            marks.push(Mark::text((x, height - 4.0), 11.0, anchor, words));
        }
    }
    Picture {
        name: "spread",
        which: String::new(),
        question: scene.shell.t("spread.question").into_owned(),
        hint: scene.shell.t("spread.people").into_owned(),
        height,
        marks,
        keys: keys(spread, scene),
        table: outlets(spread, scene),
        credit: String::new(),
    }
}

fn line(way: Way) -> Paint {
    match way {
        Way::Copy => Paint::Hair,
        Way::Names => Paint::Dashed,
        Way::Passages => Paint::Dotted,
    }
}

fn dot(one: &Outlet, (x, y): (f64, f64)) -> [Mark; 2] {
    let radius = radius(one);
    let before = x > WIDTH * 0.62;
    let (side, anchor) = if before {
        (-radius - 5.0, Anchor::End)
    } else {
        (radius + 5.0, Anchor::Start)
    };
    let paint = if one.node.first.is_none() {
        Paint::Other
    } else {
        Paint::Accent(10)
    };
    let number = count(one.node.documents as i64);
    let words = format!("{} {number}", clip(&one.name, NAME_CHARS));
    [
        Mark::new(Shape::Dot(x, y, radius), paint),
        Mark::text((x + side, y + 4.5), 13.0, anchor, words).painted(Paint::Ink),
    ]
}

/// What the three kinds of lines say, and what is not drawn.
fn keys(spread: &EventSpread, scene: Scene<'_>) -> Vec<Key> {
    let key = |words: String| Key {
        paint: None,
        words,
        figure: String::new(),
        address: String::new(),
    };
    let lines = [("—", "copy"), ("– –", "names"), ("· · ·", "passages")];
    let mut keys: Vec<Key> = lines
        .map(|(sign, way)| {
            let word = scene.shell.t(&format!("spread.way.{way}"));
            key(format!("{sign} {word}"))
        })
        .into();
    keys.extend(crate::pages::spread::others(spread, scene.shell).map(key));
    keys
}

/// The outlets, as on the page.
fn outlets(spread: &EventSpread, scene: Scene<'_>) -> Table {
    let shell = scene.shell;
    let head = [
        "event.source",
        "event.first_at",
        "spread.came",
        "spread.came_from",
        "totals.documents",
        "totals.copies",
        "spread.taken",
    ];
    let name_of = |id| {
        let mut outlets = spread.outlets.iter();
        outlets.find(|other| other.node.outlet == id)
    };
    let rows = spread.outlets.iter().map(|one| {
        let node = &one.node;
        let first = node.first.map(|(at, _)| time(at, scene.zone).person);
        let from = node.from.and_then(|from| name_of(from.outlet));
        vec![
            plain(&one.name),
            first.unwrap_or_default(),
            crate::pages::spread::way_word(one, shell),
            from.map(|other| plain(&other.name)).unwrap_or_default(),
            node.documents.to_string(),
            node.copies.to_string(),
            node.taken.to_string(),
        ]
    });
    Table {
        head: head.map(|key| shell.t(key).into_owned()).into(),
        rows: rows.collect(),
    }
}

/// The places, as on the page.
pub(crate) fn spread_places(spread: &EventSpread, scene: Scene<'_>) -> Table {
    let head = ["spread.place", "event.first_at", "totals.documents"];
    let rows = spread.places.iter().map(|(at, name)| {
        let first = time(at.first, scene.zone).person;
        vec![plain(name), first, at.documents.to_string()]
    });
    Table {
        head: head.map(|key| scene.shell.t(key).into_owned()).into(),
        rows: rows.collect(),
    }
}
