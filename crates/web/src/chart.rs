//! The volume chart: bars as plain SVG with attributes only, and the same numbers as a table.

use crate::cards::counted;
use crate::shell::Shell;
use crate::show::{Time, time};
use askama::Template;
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
    /// Where its files lie.
    pub(crate) files: String,
    /// The same for the script that draws it, as JSON.
    pub(crate) data: String,
}

impl Chart {
    /// Bars that hold something, for the table.
    pub(crate) fn filled(&self) -> impl Iterator<Item = &Bar> {
        self.bars
            .iter()
            .filter(|bar| bar.documents + bar.copies > 0)
    }
}

/// “3 documents · 2 copies”
fn parts(documents: i64, copies: i64, shell: &Shell) -> String {
    let documents = counted(shell, "document", documents);
    if copies == 0 {
        return documents;
    }
    format!("{documents} · {}", counted(shell, "copy", copies))
}

pub(crate) fn chart(volume: &[VolumeBar], path: &str, shell: &Shell, zone: Tz) -> Option<Chart> {
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
                    parts(bar.documents, bar.copies, shell)
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
    Some(Chart {
        bars,
        most,
        unit,
        files: shell.to(path),
        data: island(volume, shell, zone),
    })
}

/// What the script draws: days or hours, documents, copies, and their words.
fn island(volume: &[VolumeBar], shell: &Shell, zone: Tz) -> String {
    let rows = table(volume, zone);
    serde_json::json!({
        "from": rows.iter().map(|row| row.from.person.as_str()).collect::<Vec<_>>(),
        "documents": volume.iter().map(|bar| bar.documents).collect::<Vec<_>>(),
        "copies": volume.iter().map(|bar| bar.copies).collect::<Vec<_>>(),
        "words": [shell.t("totals.documents"), shell.t("totals.copies")],
    })
    .to_string()
}

/// One row of the numbers behind a chart.
#[derive(Debug, Clone)]
pub(crate) struct TableRow {
    pub(crate) from: Time,
    pub(crate) documents: i64,
    pub(crate) copies: i64,
}

pub(crate) fn table(volume: &[VolumeBar], zone: Tz) -> Vec<TableRow> {
    volume
        .iter()
        .map(|bar| TableRow {
            from: time(bar.start, zone),
            documents: bar.documents,
            copies: bar.copies,
        })
        .collect()
}

/// The numbers as a table for spreadsheets; the mark in front tells them that it is UTF-8.
pub(crate) fn to_csv(rows: &[TableRow], shell: &Shell) -> String {
    let mut text = format!(
        "\u{feff}{},{},{}\r\n",
        shell.t("chart.from"),
        shell.t("totals.documents"),
        shell.t("totals.copies")
    );
    for row in rows {
        let TableRow {
            from,
            documents,
            copies,
        } = row;
        write!(text, "{},{documents},{copies}\r\n", from.person)
            .expect("writing to a string cannot fail");
    }
    text
}

/// The drawing as a file of its own, with its title and its ends written on it.
#[derive(Debug, Template)]
#[template(path = "parts/volume.svg", escape = "html")]
struct Drawing<'a> {
    title: &'a str,
    documents_word: &'a str,
    copies_word: &'a str,
    path: String,
    copies_path: String,
    most: i64,
    first: String,
    last: String,
}

pub(crate) fn to_svg(rows: &[TableRow], title: &str, shell: &Shell) -> String {
    let most = (rows.iter().map(|row| row.documents + row.copies))
        .max()
        .unwrap_or(0)
        .max(1);
    let step = WIDTH / rows.len().max(1) as f64;
    let height = |count: i64| count as f64 / most as f64 * HEIGHT;
    let (mut path, mut copies_path) = (String::new(), String::new());
    for (index, row) in rows.iter().enumerate() {
        let (x, wide) = (index as f64 * step, (step * 0.85).min(48.0));
        let (own, copied) = (height(row.documents), height(row.copies));
        for (path, base, tall) in [(&mut path, 0.0, own), (&mut copies_path, own, copied)] {
            if tall > 0.0 {
                let top = HEIGHT - base - tall;
                write!(path, "M{x:.2} {top:.2}h{wide:.2}v{tall:.2}h-{wide:.2}z")
                    .expect("writing to a string cannot fail");
            }
        }
    }
    let end = |row: Option<&TableRow>| row.map(|row| row.from.person.clone()).unwrap_or_default();
    let drawing = Drawing {
        title: &crate::words::clip(title, 60),
        documents_word: &shell.t("totals.documents"),
        copies_word: &shell.t("totals.copies"),
        path,
        copies_path,
        most,
        first: end(rows.first()),
        last: end(rows.last()),
    };
    drawing.render().unwrap_or_default()
}
