//! The volume chart: bars as plain SVG with attributes only, and the same numbers as a table.

use crate::shell::Shell;
use crate::show::{Time, time};
use chrono_tz::Tz;
use desk::VolumeBar;
use model::HOUR_MS;
use std::fmt::Write as _;

/// Width of the drawing, in its own units.
const WIDTH: f64 = 720.0;
/// Height of the bars, in its own units.
const HEIGHT: f64 = 120.0;

/// A bar with its place in the drawing.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) copies_y: String,
    pub(crate) copies_height: String,
    pub(crate) documents_y: String,
    pub(crate) documents_height: String,
    pub(crate) from: Time,
    pub(crate) documents: i64,
    pub(crate) copies: i64,
    pub(crate) label: String,
}

/// A small line of bars.
#[derive(Debug, Clone)]
pub(crate) struct Spark {
    /// The bars as one path.
    pub(crate) path: String,
    /// Width of the drawing, in its own units.
    pub(crate) width: usize,
    /// The same in words.
    pub(crate) label: String,
}

/// Units from one bar of a spark to the next.
const SPARK_STEP: usize = 4;
/// Height of a spark.
const SPARK_HEIGHT: f64 = 24.0;

/// Bars of these counts, the highest as high as the drawing.
pub(crate) fn spark(counts: &[i64]) -> Spark {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let mut path = String::new();
    for (index, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (*count as f64 / most * SPARK_HEIGHT).round().max(1.0);
        let x = index * SPARK_STEP;
        write!(path, "M{x} {}h3v{height}h-3z", SPARK_HEIGHT - height)
            .expect("writing to a string cannot fail");
    }
    let words: Vec<String> = counts.iter().map(ToString::to_string).collect();
    Spark {
        path,
        width: (counts.len() * SPARK_STEP).max(1),
        label: words.join(" "),
    }
}

/// The whole chart.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    pub(crate) bars: Vec<Bar>,
    pub(crate) most: i64,
    /// What a bar stands for, in words.
    pub(crate) unit: String,
}

impl Chart {
    /// Bars that hold something, for the table.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &Bar> {
        self.bars
            .iter()
            .filter(|bar| bar.documents + bar.copies > 0)
    }
}

pub(crate) fn chart(volume: &[VolumeBar], shell: &Shell, zone: Tz) -> Option<Chart> {
    let most = volume
        .iter()
        .map(|bar| bar.documents + bar.copies)
        .max()?
        .max(1);
    let hourly = volume
        .first()
        .is_some_and(|bar| bar.end.0 - bar.start.0 <= HOUR_MS);
    let step = WIDTH / volume.len() as f64;
    let gap = if step > 4.0 { 1.0 } else { 0.0 };
    let height = |count: i64| count as f64 / most as f64 * HEIGHT;
    let bars = volume
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let (documents, copies) = (height(bar.documents), height(bar.copies));
            let from = time(bar.start, zone);
            Bar {
                x: format!("{:.2}", index as f64 * step),
                width: format!("{:.2}", (step - gap).min(48.0)),
                documents_y: format!("{:.2}", HEIGHT - documents),
                documents_height: format!("{documents:.2}"),
                copies_y: format!("{:.2}", HEIGHT - documents - copies),
                copies_height: format!("{copies:.2}"),
                label: format!(
                    "{} · {}",
                    from.person,
                    crate::show::parts(bar.documents, bar.copies, shell)
                ),
                documents: bar.documents,
                copies: bar.copies,
                from,
            }
        })
        .collect();
    let unit = shell
        .t(if hourly { "chart.hour" } else { "chart.day" })
        .into_owned();
    Some(Chart { bars, most, unit })
}
