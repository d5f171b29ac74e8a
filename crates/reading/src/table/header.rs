//! Which row of a sheet names the columns.

use super::Table;
use std::collections::{BTreeMap, HashSet};

/// Rows in which a header is looked for: above it stand titles and notes.
const HEADER_ROWS: usize = 20;
/// Characters of a column's name.
const NAME_CHARS_MAX: usize = 100;

/// Splits rows into a header and what follows. None without rows.
pub(super) fn table(rows: BTreeMap<u64, Vec<String>>, warnings: Vec<String>) -> Option<Table> {
    let beginning: Vec<(&u64, &Vec<String>)> = rows.iter().take(HEADER_ROWS * 2).collect();
    let widest = beginning.iter().map(|(_, cells)| distinct(cells)).max()?;
    let likely = beginning
        .iter()
        .take(HEADER_ROWS)
        .find(|(_, cells)| is_header(cells, widest));
    let number = **likely.or(beginning.first()).map(|(number, _)| number)?;
    let width = rows.values().map(Vec::len).max().unwrap_or_default();
    let header = names(rows.get(&number)?, width);
    let mut table = Table {
        header,
        warnings,
        ..Table::default()
    };
    for (row, mut cells) in rows.into_iter().filter(|(row, _)| *row > number) {
        cells.resize(width, String::new());
        table.rows.push(cells);
        table.row_numbers.push(row + 1);
    }
    Some(table)
}

/// Values that differ: a title over all columns is one.
fn distinct(cells: &[String]) -> usize {
    let values: HashSet<&str> = cells.iter().map(|cell| cell.trim()).collect();
    values.iter().filter(|value| !value.is_empty()).count()
}

fn is_header(cells: &[String], widest: usize) -> bool {
    let filled = || {
        cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    };
    let names = filled().all(|cell| {
        cell.chars().count() <= NAME_CHARS_MAX && cell.chars().any(char::is_alphabetic)
    });
    names && distinct(cells) * 10 >= widest * 6 && (widest == 1 || distinct(cells) > 1)
}

/// Each name once; columns without one are numbered.
fn names(cells: &[String], width: usize) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    (0..width)
        .map(|at| {
            let cell = cells
                .get(at)
                .map(|cell| crate::plain_text::clean_line(cell))
                .unwrap_or_default();
            let own: String = cell.chars().take(NAME_CHARS_MAX).collect();
            let own = if own.is_empty() {
                format!("#{}", at + 1)
            } else {
                own
            };
            let name = if seen.contains(&own) {
                format!("{own} #{}", at + 1)
            } else {
                own
            };
            seen.insert(name.clone());
            name
        })
        .collect()
}
