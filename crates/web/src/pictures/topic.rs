//! Volume of a topic: a bar a step, and over it the curve of the period before, step by step.

use super::axis::{middle, round_up};
use super::drawing::{Anchor, Key, Mark, Paint, Shape, num};
use super::{Picture, Table, WIDTH};
use crate::shell::Shell;
use crate::words::count;
use chrono::DateTime;
use chrono_tz::Tz;
use desk::{Tally, TopicBar};
use model::Moment;
use std::fmt::Write as _;

/// Height of the bars.
const HEIGHT: f64 = 200.0;
/// Left and right end of the axis.
const ENDS: (f64, f64) = (56.0, WIDTH - 8.0);
/// Words below the axis; more run into each other.
const TICKS_MAX: usize = 8;

/// How steps are named.
#[derive(Clone, Copy)]
struct Names<'a> {
    shell: &'a Shell,
    zone: Tz,
    hourly: bool,
}

impl Names<'_> {
    fn at(self, at: Moment, hourly: &str, daily: &str) -> String {
        let form = if self.hourly { hourly } else { daily };
        DateTime::from_timestamp_millis(at.0)
            .map(|at| at.with_timezone(&self.zone).format(form).to_string())
            .unwrap_or_default()
    }

    fn long(self, at: Moment) -> String {
        self.at(at, "%Y-%m-%d %H:%M", "%Y-%m-%d")
    }

    fn documents(self, number: i64) -> String {
        crate::cards::counted(self.shell, "document", number)
    }
}

/// The picture. `open` gives the address of a number's records.
pub(crate) fn topic_volume(
    bars: &[TopicBar],
    totals: (&Tally, &Tally),
    open: impl Fn(&Tally) -> String,
    shell: &Shell,
    zone: Tz,
) -> Picture {
    let hourly = bars
        .first()
        .is_some_and(|bar| bar.to.0 - bar.from.0 <= model::HOUR_MS);
    let names = Names {
        shell,
        zone,
        hourly,
    };
    let key = |paint, word: &str, tally: &Tally| Key {
        paint: Some(paint),
        words: shell.t(word).into_owned(),
        figure: count(tally.number),
        address: open(tally),
    };
    Picture {
        name: "volume",
        which: String::new(),
        question: shell.t("topics.volume").into_owned(),
        hint: shell.t("topics.volume_hint").into_owned(),
        height: HEIGHT + 26.0,
        marks: drawn(bars, &open, names),
        keys: vec![
            key(Paint::Accent(10), "topics.this_period", totals.0),
            key(Paint::Curve2, "topics.period_before", totals.1),
        ],
        table: table(bars, names),
        credit: String::new(),
    }
}

fn drawn(bars: &[TopicBar], open: &impl Fn(&Tally) -> String, names: Names<'_>) -> Vec<Mark> {
    let most = bars.iter().map(|bar| bar.now.number.max(bar.before.number));
    let most = most.max().unwrap_or(0);
    if most == 0 {
        return Vec::new();
    }
    let top = round_up(most);
    let mut marks = grid(top);
    marks.extend(columns(bars, top, open, names));
    marks.extend(curve(bars, top, open, names));
    marks.extend(axis(bars, names));
    marks
}

fn height(number: i64, top: i64) -> f64 {
    number as f64 / top.max(1) as f64 * (HEIGHT - 12.0)
}

/// Lines at half the height and at the top, with their numbers.
fn grid(top: i64) -> Vec<Mark> {
    let line = |(share, number): (f64, i64)| {
        let y = HEIGHT - share * (HEIGHT - 12.0);
        let path = format!("M{} {}H{}", num(ENDS.0), num(y), num(ENDS.1));
        let words = Mark::text((ENDS.0 - 8.0, y + 4.0), 11.0, Anchor::End, count(number));
        [Mark::hair(path), words]
    };
    let mut lines = vec![(1.0, top)];
    if top > 1 {
        lines.push((0.5, top / 2));
    }
    lines.into_iter().flat_map(line).collect()
}

fn columns(
    bars: &[TopicBar],
    top: i64,
    open: &impl Fn(&Tally) -> String,
    names: Names<'_>,
) -> Vec<Mark> {
    let wide = ((ENDS.1 - ENDS.0) / bars.len().max(1) as f64 * 0.7).min(64.0);
    let said = bars
        .iter()
        .enumerate()
        .filter(|(_, bar)| bar.now.number > 0);
    said.map(|(step, bar)| {
        let x = middle(step, bars.len(), ENDS.0, ENDS.1) - wide / 2.0;
        let tall = height(bar.now.number, top);
        let about = format!(
            "{} · {}",
            names.long(bar.from),
            names.documents(bar.now.number)
        );
        Mark::new(Shape::Rect(x, HEIGHT - tall, wide, tall), Paint::Accent(10))
            .opens(about, open(&bar.now))
    })
    .collect()
}

fn curve(
    bars: &[TopicBar],
    top: i64,
    open: &impl Fn(&Tally) -> String,
    names: Names<'_>,
) -> Vec<Mark> {
    let mut path = String::new();
    let mut dots = Vec::new();
    for (step, bar) in bars.iter().enumerate() {
        let x = middle(step, bars.len(), ENDS.0, ENDS.1);
        let y = HEIGHT - height(bar.before.number, top);
        let sign = if step == 0 { 'M' } else { 'L' };
        write!(path, "{sign}{} {}", num(x), num(y)).expect("writing to a string cannot fail");
        if bar.before.number > 0 {
            let number = names.documents(bar.before.number);
            let about = format!("{} · {number}", names.long(bar.before_from));
            let dot = Mark::new(Shape::Dot(x, y, 3.5), Paint::Curve2);
            dots.push(dot.opens(about, open(&bar.before)));
        }
    }
    let mut marks = vec![Mark::new(Shape::Path(path), Paint::Curve2)];
    marks.extend(dots);
    marks
}

fn axis(bars: &[TopicBar], names: Names<'_>) -> Vec<Mark> {
    let line = format!("M{} {}H{}", num(ENDS.0), num(HEIGHT), num(ENDS.1));
    let mut marks = vec![Mark::hair(line)];
    let each = bars.len().div_ceil(TICKS_MAX).max(1);
    for (step, bar) in bars.iter().enumerate().step_by(each) {
        let at = (middle(step, bars.len(), ENDS.0, ENDS.1), HEIGHT + 16.0);
        let words = names.at(bar.from, "%H:%M", "%m-%d");
        marks.push(Mark::text(at, 11.0, Anchor::Middle, words));
    }
    marks
}

fn table(bars: &[TopicBar], names: Names<'_>) -> Table {
    let t = |key: &str| names.shell.t(key).into_owned();
    let row = |bar: &TopicBar| {
        vec![
            names.long(bar.from),
            bar.now.number.to_string(),
            names.long(bar.before_from),
            bar.before.number.to_string(),
        ]
    };
    Table {
        head: vec![
            t("chart.from"),
            t("topics.this_period"),
            t("chart.from"),
            t("topics.period_before"),
        ],
        rows: bars.iter().map(row).collect(),
    }
}
