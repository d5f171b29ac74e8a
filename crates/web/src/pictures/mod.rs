//! Pictures of what was counted: each answers a question, opens to its records, and can be taken
//! along with the figures behind it. Layouts are plain functions of figures.

mod albers;
mod alone;
mod axis;
mod compare;
pub(crate) mod drawing;
mod map;
mod multiples;
mod paint;
mod ranks;
mod room;
mod spread;
mod stream;
mod stream_layout;
mod topic;
mod view;
mod wall;
mod week;

pub(crate) use compare::{Side, compare};
pub(crate) use spread::{spread, spread_places};
pub(crate) use topic::topic_volume;
pub(crate) use wall::{wall_map, wall_volume};
pub(crate) use week::busiest;

use crate::shell::Shell;
use crate::show::time;
use crate::words::{clip, count};
use alone::{Around, alone};
use chrono_tz::Tz;
use desk::Pictures;
use desk::csv::cell;
use drawing::{Key, Mark};

/// Width of every drawing, in its own units.
pub(crate) const WIDTH: f64 = 960.0;
/// Characters of a cell in a table on a page.
const CELL_CHARS: usize = 40;
/// Rows of a table on a page.
const ROWS_SHOWN_MAX: usize = 120;

/// What pictures are drawn with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) shell: &'a Shell,
    pub(crate) zone: Tz,
    /// The question as an address has it.
    pub(crate) base: &'a str,
}

impl Scene<'_> {
    /// Where the documents of a slice are listed.
    pub(crate) fn slice(&self, slice: &str) -> String {
        let parts: Vec<&str> = [self.base, slice]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        self.shell
            .to(&format!("/analysis/documents?{}", parts.join("&")))
    }

    /// “3 documents”
    pub(crate) fn documents(&self, number: i64) -> String {
        crate::cards::counted(self.shell, "document", number)
    }
}

/// The figures behind a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// What a cell shows on a page.
    pub(crate) fn shown(cell: &str) -> String {
        clip(cell, CELL_CHARS)
    }

    /// The rows that a page shows; a file holds all of them.
    pub(crate) fn shown_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().take(ROWS_SHOWN_MAX)
    }

    /// How many rows a page leaves out.
    pub(crate) fn left_out(&self) -> usize {
        self.rows.len().saturating_sub(ROWS_SHOWN_MAX)
    }

    /// The figures for spreadsheets; the mark in front tells them that it is UTF-8.
    pub(crate) fn to_csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|text| written(text)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

/// Plain numbers stay numbers; everything else is quoted.
fn written(text: &str) -> String {
    if text.parse::<f64>().is_ok_and(f64::is_finite) && !text.starts_with('+') {
        text.to_owned()
    } else {
        cell(&crate::words::plain(text))
    }
}

/// A picture.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// Its word in addresses.
    pub(crate) name: &'static str,
    /// What tells it from others of its name, as an address has it.
    pub(crate) which: String,
    /// The question it answers.
    pub(crate) question: String,
    /// How it is to be read, and what is left out.
    pub(crate) hint: String,
    pub(crate) height: f64,
    pub(crate) marks: Vec<Mark>,
    pub(crate) keys: Vec<Key>,
    pub(crate) table: Table,
    /// Whose lines it shows.
    pub(crate) credit: String,
}

impl Picture {
    /// Its id on a page.
    pub(crate) fn id(&self) -> String {
        format!("{}{}", self.name, self.which)
    }

    /// The drawing as a file; `shows` says of what it is.
    pub(crate) fn to_svg(&self, shows: &str) -> String {
        let around = Around {
            question: &self.question,
            shows,
            desc: &self.hint,
            credit: &self.credit,
            keys: &self.keys,
        };
        alone(&self.marks, (WIDTH, self.height), around)
    }

    /// Whether it shows nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }
}

/// All pictures of a question, in the order of the page.
pub(crate) fn all(pictures: &Pictures, scene: Scene<'_>) -> Vec<Picture> {
    let mut all = vec![
        stream::stream(pictures, scene),
        week::week(&pictures.week, scene),
        multiples::multiples(pictures, scene),
        map::map(pictures, scene),
    ];
    all.extend(
        pictures
            .lists
            .iter()
            .map(|list| ranks::ranks(list, &pictures.steps, scene)),
    );
    all
}

/// The days of a period, the last one included.
pub(crate) fn period(steps: &desk::Steps, zone: Tz) -> String {
    let day = |at: i64| {
        time(model::Moment(at), zone)
            .person
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let (first, last) = (day(steps.from().0), day(steps.to().0.saturating_sub(1)));
    if first == last {
        first
    } else {
        format!("{first} – {last}")
    }
}

/// What pictures show, of what, in which period.
pub(crate) fn shows(pictures: &Pictures, query: &str, scene: Scene<'_>) -> String {
    let (from, to) = (pictures.steps.from(), pictures.steps.to());
    let period = format!(
        "{} – {}",
        time(from, scene.zone).person,
        time(to, scene.zone).person
    );
    let mut parts = vec![period, scene.documents(pictures.total)];
    if !query.trim().is_empty() {
        parts.insert(0, clip(query, CELL_CHARS));
    }
    if pictures.is_cut() {
        parts.push(scene.shell.n("pictures.cut", count(pictures.counted)));
    }
    parts.join(" · ")
}
