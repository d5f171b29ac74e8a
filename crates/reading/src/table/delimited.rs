//! CSV and its relatives.

use super::{Sheet, TableLimits};
use crate::charset::decode;
use csv::{ReaderBuilder, StringRecord, Trim};

/// Rows from which the separator is told.
const SNIFFED_ROWS: usize = 30;
/// Bytes from which the separator is told.
const SNIFFED_BYTES: usize = 64 * 1024;

pub(super) fn read(bytes: &[u8], file_name: &str, limits: TableLimits) -> Sheet {
    let decoded = decode(bytes, None);
    let mut sheet = Sheet::default();
    sheet.warnings.extend(decoded.warning);
    let mut text = decoded.text.trim_start_matches('\u{feff}');
    let mut told = None;
    // Excel's own first line: `sep=;`.
    if let Some((first, rest)) = text.split_once('\n')
        && let Some(separator) = first.trim_end().strip_prefix("sep=")
        && let [separator] = separator.as_bytes()
    {
        told = Some(*separator);
        text = rest;
    }
    let is_tsv = file_name.to_ascii_lowercase().ends_with(".tsv");
    let separator = told.unwrap_or_else(|| if is_tsv { b'\t' } else { sniff(text) });
    let mut reader = builder(separator).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut broken = 0u64;
    for row in 0u64.. {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                broken += 1;
                continue;
            }
        }
        let mut cells = record.iter().enumerate();
        if !cells.all(|(column, cell)| sheet.put(row, column, cell.to_owned(), limits)) {
            break;
        }
    }
    if broken > 0 {
        sheet
            .warnings
            .push(format!("{broken} rows cannot be read; they are left out"));
    }
    sheet
}

fn builder(separator: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All);
    builder
}

/// The separator that parts most rows into the same number of cells.
fn sniff(text: &str) -> u8 {
    let mut end = SNIFFED_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let beginning = text.get(..end).unwrap_or_default();
    let worth = |separator: &u8| {
        let mut widths: Vec<usize> = builder(*separator)
            .from_reader(beginning.as_bytes())
            .records()
            .take(SNIFFED_ROWS)
            .flatten()
            .map(|record| record.len())
            .collect();
        widths.sort_unstable();
        let typical = widths.get(widths.len() / 2).copied().unwrap_or_default();
        let alike = widths.iter().filter(|width| **width == typical).count();
        if typical > 1 {
            alike * 100 + typical
        } else {
            0
        }
    };
    [b'|', b';', b'\t', b',']
        .into_iter()
        .max_by_key(worth)
        .unwrap_or(b',')
}
