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

/// Where everything stands, whatever it is drawn with: outlets one below the other, time to the right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Laid {
    pub(crate) from: Moment,
    pub(crate) to: Moment,
    pub(crate) height: f64,
    /// Of each outlet.
    pub(crate) at: Vec<(f64, f64)>,
    /// Down from a parent, then on to a child.
    pub(crate) edges: Vec<(String, Way)>,
    /// Where half of all documents were out.
    pub(crate) half_x: Option<f64>,
}

/// Lays it out between a left and a right end; none where there is nothing.
pub(crate) fn laid_out(spread: &EventSpread, (left, right): (f64, f64)) -> Option<Laid> {
    let seen = spread.outlets.iter().filter_map(|one| one.node.first);
    let from = seen.clone().map(|(at, _)| at).min()?;
    let to = seen.map(|(at, _)| at).max()?;
    let span = (to.0 - from.0).max(1) as f64;
    let x = |at: Moment| left + (at.0 - from.0) as f64 / span * (right - left);
    let mut known: HashMap<SourceId, (f64, f64)> = HashMap::new();
    let (mut at, mut edges) = (Vec::new(), Vec::new());
    for (row, one) in spread.outlets.iter().enumerate() {
        let y = ROW * (row as f64 + 0.5);
        let x = one.node.first.map_or(left, |(at, _)| x(at));
        known.insert(one.node.outlet, (x, y));
        if let Some(from) = one.node.from
            && let Some((from_x, from_y)) = known.get(&from.outlet)
        {
            let path = format!("M{from_x:.1} {from_y:.1}V{y:.1}H{x:.1}");
            edges.push((path, from.way));
        }
        at.push((x, y));
    }
    let half = spread.speed.map(|speed| Moment(from.0 + speed.half_ms));
    Some(Laid {
        height: ROW * at.len() as f64,
        half_x: half.filter(|half| *half <= to).map(x),
        from,
        to,
        at,
        edges,
    })
}

/// The drawing; none where there is nothing.
pub(crate) fn spread_chart(spread: &EventSpread, shell: &Shell, zone: Tz) -> Option<SpreadChart> {
    let laid = laid_out(spread, (LEFT, RIGHT))?;
    let outlets = spread.outlets.iter().zip(&laid.at);
    Some(SpreadChart {
        height: laid.height,
        dots: outlets
            .map(|(one, at)| dot(one, spread, *at, shell, zone))
            .collect(),
        edges: (laid.edges.into_iter())
            .map(|(path, way)| Edge {
                path,
                class: match way {
                    Way::Copy => "copy",
                    Way::Names => "names",
                    Way::Passages => "passages",
                },
            })
            .collect(),
        half_x: laid.half_x.map(|x| format!("{x:.1}")),
        first: time_near(laid.from, spread.as_of, zone),
        last: time_near(laid.to, spread.as_of, zone),
    })
}

/// The radius of an outlet's dot: its area tells how much it said.
pub(crate) fn radius(one: &Outlet) -> f64 {
    (DOT.0 * (one.node.documents as f64).sqrt()).clamp(DOT.0, DOT.1)
}

fn dot(one: &Outlet, spread: &EventSpread, (x, y): (f64, f64), shell: &Shell, zone: Tz) -> Dot {
    let node = &one.node;
    let radius = radius(one);
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
