//! The tree of outlets over time, drawn as SVG on the server.

use crate::shell::Shell;
use crate::show::{Time, time_near};
use crate::words::{clip, count};
use chrono_tz::Tz;
use desk::{EventSpread, Outlet, Way};
use model::{Moment, SourceId};
use std::collections::HashMap;

/// Width of the drawing; it is not made smaller than that, so that its words stay legible.
const WIDTH: f64 = 720.0;
/// Height of a row.
const ROW: f64 = 28.0;
/// Where time begins and ends.
const LEFT: f64 = 20.0;
const RIGHT: f64 = 700.0;
/// Radius of a dot, of one document and at most.
const DOT: (f64, f64) = (3.5, 10.0);
/// Characters of a name beside its dot.
const NAME_CHARS: usize = 16;

/// A line from an outlet to one that took from it.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) path: String,
    pub(crate) class: &'static str,
}

/// An outlet's dot.
#[derive(Debug, Clone)]
pub(crate) struct Dot {
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) radius: String,
    /// Whether nothing of it is here.
    pub(crate) hollow: bool,
    pub(crate) name: String,
    pub(crate) text_x: String,
    pub(crate) text_y: String,
    pub(crate) anchor: &'static str,
    pub(crate) label: String,
    pub(crate) address: String,
}

/// The drawing.
#[derive(Debug, Clone)]
pub(crate) struct SpreadChart {
    pub(crate) height: f64,
    pub(crate) edges: Vec<Edge>,
    pub(crate) dots: Vec<Dot>,
    /// Where half of all documents were out.
    pub(crate) half_x: Option<String>,
    pub(crate) first: Time,
    pub(crate) last: Time,
}

/// The drawing; none where there is nothing.
pub(crate) fn spread_chart(spread: &EventSpread, shell: &Shell, zone: Tz) -> Option<SpreadChart> {
    let seen = spread.outlets.iter().filter_map(|one| one.node.first);
    let from = seen.clone().map(|(at, _)| at).min()?;
    let to = seen.map(|(at, _)| at).max()?;
    let span = (to.0 - from.0).max(1) as f64;
    let x = |at: Moment| LEFT + (at.0 - from.0) as f64 / span * (RIGHT - LEFT);
    let mut at: HashMap<SourceId, (f64, f64)> = HashMap::new();
    let (mut dots, mut edges) = (Vec::new(), Vec::new());
    for (row, one) in spread.outlets.iter().enumerate() {
        let y = ROW * (row as f64 + 0.5);
        let x = one.node.first.map_or(LEFT, |(at, _)| x(at));
        at.insert(one.node.outlet, (x, y));
        if let Some(from) = one.node.from
            && let Some(parent) = at.get(&from.outlet)
        {
            edges.push(edge(*parent, (x, y), from.way));
        }
        dots.push(dot(one, spread, (x, y), shell, zone));
    }
    let half = spread.speed.map(|speed| Moment(from.0 + speed.half_ms));
    Some(SpreadChart {
        height: ROW * dots.len() as f64,
        edges,
        dots,
        half_x: half
            .filter(|half| *half <= to)
            .map(|half| format!("{:.1}", x(half))),
        first: time_near(from, spread.as_of, zone),
        last: time_near(to, spread.as_of, zone),
    })
}

/// Down from the parent, then on to the child.
fn edge((from_x, from_y): (f64, f64), (x, y): (f64, f64), way: Way) -> Edge {
    Edge {
        path: format!("M{from_x:.1} {from_y:.1}V{y:.1}H{x:.1}"),
        class: match way {
            Way::Copy => "copy",
            Way::Names => "names",
            Way::Passages => "passages",
        },
    }
}

fn dot(one: &Outlet, spread: &EventSpread, (x, y): (f64, f64), shell: &Shell, zone: Tz) -> Dot {
    let node = &one.node;
    let radius = (DOT.0 * (node.documents as f64).sqrt()).clamp(DOT.0, DOT.1);
    let before = x > WIDTH * 0.62;
    let side = if before { -radius - 5.0 } else { radius + 5.0 };
    let name = clip(&one.name, NAME_CHARS);
    let number = count(node.documents as i64);
    let first = node
        .first
        .map(|(at, _)| time_near(at, spread.as_of, zone).person);
    Dot {
        x: format!("{x:.1}"),
        y: format!("{y:.1}"),
        radius: format!("{radius:.1}"),
        hollow: node.first.is_none(),
        text_x: format!("{:.1}", x + side),
        text_y: format!("{:.1}", y + 4.5),
        anchor: if before { "end" } else { "start" },
        label: [Some(clip(&one.name, 60)), first]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        name: format!("{name} {number}"),
        address: shell.to(&format!(
            "/documents?event={}&source={}",
            spread.card.id, node.outlet
        )),
    }
}
