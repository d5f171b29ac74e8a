//! Rows to entries.

use super::mapping::is_private;
use super::{Mapping, Table};
use crate::address::canonical_url;
use crate::dates::read_time;
use crate::plain_text::{clean_line, html_to_text};
use chrono_tz::Tz;
use model::{Moment, TimeNote, limits};
use xxhash_rust::xxh3::xxh3_128;

/// Characters of a headline that is made of the text's beginning.
const MADE_TITLE_CHARS: usize = 60;

/// One row as an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableEntry {
    /// Its number in the file, from 1.
    pub row: u64,
    /// What makes it the same row next time.
    pub external_id: Option<String>,
    /// Headline; the text's beginning where there is none.
    pub title: String,
    /// Text.
    pub text: String,
    /// When it happened or was taken down.
    pub published_at: Option<Moment>,
    /// What is known of that time.
    pub time_note: TimeNote,
    /// A page.
    pub url: Option<String>,
    /// Through which channel it came.
    pub source: Option<String>,
}

/// Columns by their places.
struct Places {
    id: Option<usize>,
    title: Option<usize>,
    text: Option<usize>,
    time: Option<usize>,
    url: Option<usize>,
    source: Option<usize>,
}

/// Rows to entries; those without headline and text come with their number and the reason.
/// Columns of persons are not read even where the mapping names them.
pub fn rows_to_entries(
    table: &Table,
    mapping: &Mapping,
    zone: Tz,
) -> Vec<Result<TableEntry, (u64, String)>> {
    let place = |name: &Option<String>| {
        let name = name.as_ref().filter(|name| !is_private(name))?;
        table.header.iter().position(|own| own == name)
    };
    let places = Places {
        id: place(&mapping.id),
        title: place(&mapping.title),
        text: place(&mapping.text),
        time: place(&mapping.time),
        url: place(&mapping.url),
        source: place(&mapping.source),
    };
    let numbers = table
        .row_numbers
        .iter()
        .copied()
        .chain(std::iter::repeat(0));
    table
        .rows
        .iter()
        .zip(numbers)
        .map(|(cells, row)| entry(cells, row, &places, zone))
        .collect()
}

fn entry(
    cells: &[String],
    row: u64,
    places: &Places,
    zone: Tz,
) -> Result<TableEntry, (u64, String)> {
    let cell = |place: Option<usize>| {
        let cell = cells.get(place?)?.trim();
        (!cell.is_empty()).then_some(cell)
    };
    let text = cell(places.text).map(html_to_text).unwrap_or_default();
    let title = cell(places.title).map(clean_line).unwrap_or_default();
    let title = match text.lines().next().filter(|_| title.is_empty()) {
        Some(beginning) => cut(beginning, MADE_TITLE_CHARS),
        None => cut(&title, limits::TITLE_CHARS_MAX),
    };
    if title.is_empty() {
        return Err((row, "it has neither headline nor text".to_owned()));
    }
    let (published_at, time_note) = match cell(places.time) {
        None => (None, TimeNote::Missing),
        Some(time) => match read_time(time, zone) {
            Some((at, note)) => (Some(at), note),
            None => (None, TimeNote::Unreadable),
        },
    };
    Ok(TableEntry {
        row,
        external_id: cell(places.id).map(|id| external_id(&clean_line(id))),
        title,
        text: cut(&text, limits::TEXT_CHARS_MAX),
        published_at,
        time_note,
        url: cell(places.url).and_then(|url| canonical_url(url, None)),
        source: cell(places.source)
            .map(|source| cut(&clean_line(source), limits::SOURCE_NAME_CHARS_MAX)),
    })
}

fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// The row's own id; a long one is hashed.
fn external_id(id: &str) -> String {
    if id.chars().count() > limits::EXTERNAL_ID_CHARS_MAX {
        format!("{:032x}", xxh3_128(id.as_bytes()))
    } else {
        id.to_owned()
    }
}
