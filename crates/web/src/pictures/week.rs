//! Hours of the week: how much is published on which weekday at which hour.

use super::drawing::{Anchor, Mark, Paint, Shape};
use super::{Picture, Scene, Table, WIDTH};
use crate::words::count;

/// Height of a row.
const ROW: f64 = 32.0;
/// Left end of the squares: words of the weekdays stand before it.
const LEFT: f64 = 56.0;
/// Space above the squares for the hours.
const TOP: f64 = 24.0;
/// Tenths of the accent up to which letters are dark.
const LIGHT_MAX: u8 = 4;
/// Keys of the weekdays in the catalogue.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The picture.
pub(super) fn week(counts: &[[i64; 24]; 7], scene: Scene<'_>) -> Picture {
    let shell = scene.shell;
    let most = counts.iter().flatten().copied().max().unwrap_or(0);
    let mut marks = Vec::new();
    if most > 0 {
        let wide = (WIDTH - LEFT) / 24.0;
        for hour in (0..24).step_by(3) {
            let at = (LEFT + f64::from(hour) * wide + 2.0, TOP - 8.0);
            marks.push(Mark::text(at, 11.0, Anchor::Start, format!("{hour:02}:00")));
        }
        for (weekday, row) in counts.iter().enumerate() {
            let y = TOP + weekday as f64 * ROW;
            marks.push(Mark::text(
                (LEFT - 10.0, y + ROW / 2.0 + 4.0),
                12.0,
                Anchor::End,
                day(weekday, scene),
            ));
            for (hour, number) in row.iter().enumerate() {
                let corner = (LEFT + hour as f64 * wide, y);
                marks.extend(square(weekday, hour, *number, most, corner, wide, scene));
            }
        }
    }
    Picture {
        name: "week",
        which: String::new(),
        question: shell.t("pictures.week.question").into_owned(),
        hint: shell.n("pictures.week.hint", scene.zone.name()),
        height: TOP + 7.0 * ROW + 4.0,
        marks,
        keys: Vec::new(),
        table: table(counts, scene),
        credit: String::new(),
    }
}

fn day(weekday: usize, scene: Scene<'_>) -> String {
    let key = DAYS.get(weekday).copied().unwrap_or_default();
    scene.shell.t(&format!("pictures.week.{key}")).into_owned()
}

/// Tenths of the accent, in seven steps. Those between, on which neither dark nor light letters can
/// be read well, are left out.
fn strength(number: i64, most: i64) -> u8 {
    const STEPS: [u8; 7] = [1, 2, 3, LIGHT_MAX, 8, 9, 10];
    let step = (number.max(1) - 1) * 7 / most.max(1);
    let step = usize::try_from(step).unwrap_or(0).min(STEPS.len() - 1);
    STEPS.get(step).copied().unwrap_or(10)
}

/// A square, stronger where more is said, with its number.
fn square(
    weekday: usize,
    hour: usize,
    number: i64,
    most: i64,
    (x, y): (f64, f64),
    wide: f64,
    scene: Scene<'_>,
) -> Vec<Mark> {
    let shape = Shape::Rect(x + 1.0, y + 1.0, wide - 2.0, ROW - 2.0);
    if number == 0 {
        return vec![Mark::new(shape, Paint::Accent(0))];
    }
    let tenths = strength(number, most);
    let when = format!("{} {hour:02}:00–{:02}:00", day(weekday, scene), hour + 1);
    let about = format!("{when} · {}", scene.documents(number));
    let address = scene.slice(&format!("weekday={weekday}&hour={hour}"));
    let dark = tenths > LIGHT_MAX;
    let letters = if dark { Paint::OnAccent } else { Paint::Ink };
    let fits = number < 10_000;
    let words = if fits {
        number.to_string()
    } else {
        "…".to_owned()
    };
    let middle = (x + wide / 2.0, y + ROW / 2.0 + 4.0);
    let number = Mark::text(middle, 11.0, Anchor::Middle, words);
    vec![
        Mark::new(shape, Paint::Accent(tenths)).opens(about, address),
        number.painted(letters),
    ]
}

fn table(counts: &[[i64; 24]; 7], scene: Scene<'_>) -> Table {
    let mut head = vec![scene.shell.t("pictures.week.day").into_owned()];
    head.extend((0..24).map(|hour| format!("{hour:02}:00")));
    head.push(scene.shell.t("pictures.whole").into_owned());
    let rows = (counts.iter().enumerate())
        .map(|(weekday, row)| {
            let mut cells = vec![day(weekday, scene)];
            cells.extend(row.iter().map(ToString::to_string));
            cells.push(row.iter().sum::<i64>().to_string());
            cells
        })
        .collect();
    Table { head, rows }
}

/// The busiest hour in words.
pub(crate) fn busiest(counts: &[[i64; 24]; 7], scene: Scene<'_>) -> Option<String> {
    let all = (counts.iter().enumerate()).flat_map(|(weekday, row)| {
        row.iter()
            .enumerate()
            .map(move |(hour, number)| (*number, weekday, hour))
    });
    let (number, weekday, hour) =
        all.max_by_key(|(number, weekday, hour)| (*number, std::cmp::Reverse((*weekday, *hour))))?;
    (number > 0).then(|| format!("{} {hour:02}:00 · {}", day(weekday, scene), count(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_stronger_the_more_is_said() {
        for most in [1, 2, 7, 1_000, i64::MAX / 8] {
            let all: Vec<u8> = (0..=7)
                .map(|part| strength((most / 7 * part).max(1), most))
                .collect();
            assert!(
                all.is_sorted() && all.iter().all(|tenths| (1..=10).contains(tenths)),
                "{all:?}"
            );
            assert!(!all.iter().any(|tenths| (5..=7).contains(tenths)));
        }
        assert_eq!((strength(1, 1_000), strength(1_000, 1_000)), (1, 10));
    }
}
