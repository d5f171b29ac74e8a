//! The differences of two sides in rows, each number with its documents.

use super::asked::{Asked, with};
use crate::pictures::{Scene, Table};
use crate::words::count;
use desk::{Beside, Comparison};

/// A row of the differences.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) words: String,
    /// Documents that say it, where the numbers do not open to theirs.
    pub(super) address: String,
    pub(super) one: String,
    pub(super) one_address: String,
    pub(super) other: String,
    pub(super) other_address: String,
    pub(super) change: String,
}

/// Rows about one thing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) rows: Vec<Row>,
}

/// “+12 ×1.5”
fn change(one: i64, other: i64) -> String {
    let difference = one - other;
    let sign = if difference > 0 { "+" } else { "" };
    if other > 0 && one > 0 {
        format!(
            "{sign}{} ×{:.1}",
            count(difference),
            one as f64 / other as f64
        )
    } else {
        format!("{sign}{}", count(difference))
    }
}

fn row(
    words: String,
    (one, other): (i64, i64),
    slice: Option<&str>,
    scenes: (Scene<'_>, Scene<'_>),
) -> Row {
    let address = |scene: Scene<'_>| slice.map(|slice| scene.slice(slice)).unwrap_or_default();
    Row {
        words,
        address: String::new(),
        one: count(one),
        one_address: address(scenes.0),
        other: count(other),
        other_address: address(scenes.1),
        change: change(one, other),
    }
}

/// All documents of a side that say a word: the numbers are of those that were read.
fn with_word(scene: Scene<'_>, word: &str) -> String {
    let asked: Asked = serde_urlencoded::from_str(scene.base).unwrap_or_default();
    let q = match asked.q.trim() {
        "" => format!("\"{word}\""),
        q => format!("({q}) \"{word}\""),
    };
    let base = Asked::days(&q, &asked.from, &asked.to).base();
    scene.shell.to(&with("/analysis/documents", &[&base]))
}

/// Numbers of all.
fn whole(found: &Comparison, scenes: (Scene<'_>, Scene<'_>)) -> Vec<Row> {
    let t = |key: &str| scenes.0.shell.t(key).into_owned();
    let (one, other) = (&found.one, &found.other);
    let events = (one.events_in_all as i64, other.events_in_all as i64);
    let sources = (one.sources_in_all as i64, other.sources_in_all as i64);
    let mut rows = vec![row(
        t("totals.documents"),
        (one.total, other.total),
        Some(""),
        scenes,
    )];
    // Where only some documents told the events, there may be more on either side.
    if one.events_told_by.is_none() && other.events_told_by.is_none() {
        rows.push(row(t("totals.events"), events, None, scenes));
    }
    rows.push(row(t("totals.sources"), sources, None, scenes));
    rows
}

fn words(found: &Comparison, scenes: (Scene<'_>, Scene<'_>)) -> Vec<Row> {
    let one = |word: &Beside<()>| {
        let says_more = if word.one > word.other {
            scenes.0
        } else {
            scenes.1
        };
        Row {
            address: with_word(says_more, &word.name),
            ..row(word.name.clone(), (word.one, word.other), None, scenes)
        }
    };
    found.words.iter().map(one).collect()
}

/// Rows of things that have slices.
fn sliced<T>(
    all: &[Beside<T>],
    slice: impl Fn(&T) -> String,
    scenes: (Scene<'_>, Scene<'_>),
) -> Vec<Row> {
    let one = |one: &Beside<T>| {
        let slice = slice(&one.what);
        row(one.name.clone(), (one.one, one.other), Some(&slice), scenes)
    };
    all.iter().map(one).collect()
}

pub(super) fn parts(found: &Comparison, scenes: (Scene<'_>, Scene<'_>)) -> Vec<Part> {
    let shell = scenes.0.shell;
    let part = |key: &str, hint: String, rows: Vec<Row>| Part {
        title: shell.t(&format!("compare.{key}")).into_owned(),
        hint,
        rows,
    };
    let hint = rust_i18n::t!(
        "compare.words_hint",
        locale = shell.tag(),
        n = count(found.read.0 as i64),
        other = count(found.read.1 as i64)
    );
    let sources = sliced(&found.sources, |source| format!("source={source}"), scenes);
    let places = sliced(&found.places, |place| format!("place={}", place.0), scenes);
    vec![
        part("whole", String::new(), whole(found, scenes)),
        part("sources", String::new(), sources),
        part("places", String::new(), places),
        part("words", hint.into_owned(), words(found, scenes)),
    ]
}

/// All differences as one table.
pub(super) fn table(
    found: &Comparison,
    names: (String, String),
    scenes: (Scene<'_>, Scene<'_>),
) -> Table {
    let shell = scenes.0.shell;
    let plain = |text: &str| text.replace(',', "");
    let rows = parts(found, scenes).into_iter().flat_map(|part| {
        let title = part.title;
        part.rows
            .into_iter()
            .map(move |row| vec![title.clone(), row.words, plain(&row.one), plain(&row.other)])
    });
    Table {
        rows: rows.collect(),
        head: vec![
            shell.t("compare.about").into_owned(),
            shell.t("compare.what").into_owned(),
            names.0,
            names.1,
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_written_with_their_sign() {
        for (one, other, written) in [
            (12, 6, "+6 ×2.0"),
            (6, 12, "-6 ×0.5"),
            (5, 0, "+5"),
            (0, 5, "-5"),
            (0, 0, "0"),
        ] {
            assert_eq!(change(one, other), written);
        }
    }
}
