//! What a command prints: tables for people, JSON for programs.

#![expect(clippy::print_stderr, reason = "this is the one place that prints")]

use anyhow::{Context, Result};
use chrono::DateTime;
use chrono_tz::Tz;
use comfy_table::{ContentArrangement, Table, presets};
use model::Moment;
use serde::Serialize;
use std::io::{self, Write};

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value).context("cannot write JSON")?;
    line(&text)
}

/// Prints a line. A reader that has gone away is no error.
pub(crate) fn line(text: &str) -> Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

/// Tells a person something beside the result.
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}

/// Prints a table.
pub(crate) fn table(head: &[&str], rows: Vec<Vec<String>>) -> Result<()> {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(head.to_vec());
    for row in rows {
        table.add_row(
            row.into_iter()
                .map(|cell| printable(&cell))
                .collect::<Vec<_>>(),
        );
    }
    line(&table.to_string())
}

/// Text from outside cannot move the cursor or turn the direction of a terminal.
pub(crate) fn printable(text: &str) -> String {
    let hidden = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|c| !hidden(c)).collect()
}

/// Columns that the first characters of a text take in a terminal.
pub(crate) fn width_before(text: &str, chars: usize) -> usize {
    let before: String = printable(&text.chars().take(chars).collect::<String>());
    unicode_width::UnicodeWidthStr::width(before.as_str())
}

/// An instant in the desk's zone, to the minute.
pub(crate) fn time(at: Moment, zone: Tz) -> String {
    DateTime::from_timestamp_millis(at.0).map_or_else(
        || at.0.to_string(),
        |at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
    )
}

/// A day by its number from 1970-01-01.
pub(crate) fn day(number: i64) -> String {
    DateTime::from_timestamp(number.saturating_mul(86_400), 0).map_or_else(
        || number.to_string(),
        |at| at.format("%Y-%m-%d").to_string(),
    )
}

/// An instant for programs: RFC 3339 in the desk's zone.
pub(crate) fn rfc3339(at: Moment, zone: Tz) -> String {
    DateTime::from_timestamp_millis(at.0).map_or_else(
        || at.0.to_string(),
        |at| at.with_timezone(&zone).to_rfc3339(),
    )
}
