//! The volume chart: bars as plain SVG with attributes only, and the same numbers as a table.

use crate::shell::Shell;
use crate::show::{Time, time};
use chrono_tz::Tz;
use desk::VolumeBar;
use model::HOUR_MS;

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

/// A small line of bars, one a day.
#[derive(Debug, Clone)]
pub(crate) struct Spark {
    pub(crate) bars: Vec<(String, String, String)>,
    /// The same in words.
    pub(crate) label: String,
}

/// Units of one bar of a spark.
const SPARK_STEP: f64 = 4.0;
/// Height of a spark.
const SPARK_HEIGHT: f64 = 24.0;

/// Bars of `(x, y, height)` for these days.
pub(crate) fn spark(days: &[i64]) -> Spark {
    let most = days.iter().copied().max().unwrap_or(0).max(1) as f64;
    let bars = days
        .iter()
        .enumerate()
        .filter(|(_, items)| **items > 0)
        .map(|(index, items)| {
            let height = (*items as f64 / most * SPARK_HEIGHT).max(1.0);
            (
                format!("{:.0}", index as f64 * SPARK_STEP),
                format!("{:.1}", SPARK_HEIGHT - height),
                format!("{height:.1}"),
            )
        })
        .collect();
    let words: Vec<String> = days.iter().map(ToString::to_string).collect();
    Spark {
        bars,
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
