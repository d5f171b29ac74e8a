//! Tables as offices export them: CSV and workbooks to a header and rows of text.

mod delimited;
mod entries;
mod header;
mod mapping;
mod workbook;
mod xls_size;

pub use entries::{TableEntry, rows_to_entries};
pub use mapping::{Mapping, guess_mapping, private_columns};
use std::collections::BTreeMap;
use thiserror::Error;

/// What a table may be at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLimits {
    /// Rows that are read.
    pub rows: usize,
    /// Columns that are read.
    pub columns: usize,
    /// Bytes that a workbook may have when unpacked.
    pub unpacked_bytes: u64,
}

impl Default for TableLimits {
    fn default() -> Self {
        Self {
            rows: 1_000_000,
            columns: 200,
            unpacked_bytes: 512 * 1024 * 1024,
        }
    }
}

/// A table as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns, each once.
    pub header: Vec<String>,
    /// Its rows, as wide as the header; empty ones are left out.
    pub rows: Vec<Vec<String>>,
    /// The number of each row in the file, from 1.
    pub row_numbers: Vec<u64>,
    /// What was not as it should be.
    pub warnings: Vec<String>,
}

/// Why a file is no table, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableProblem {
    /// Nothing in it.
    #[error("the file has no rows; export it again")]
    Empty,
    /// Unpacked it would be too long.
    #[error("unpacked the workbook has more than {0} MiB; save it as CSV, or in parts")]
    TooLong(u64),
    /// Locked or broken.
    #[error(
        "the workbook cannot be read: {0}; open it, save it again as .xlsx without a password, and give that file"
    )]
    Workbook(String),
    /// A kind of file that is no table.
    #[error("this is no table; give a .csv, .tsv, .xlsx, .xls or .ods file")]
    Other,
}

/// Rows of one sheet by their numbers from 0, before their header is found.
#[derive(Debug, Default)]
struct Sheet {
    rows: BTreeMap<u64, Vec<String>>,
    cut_rows: bool,
    cut_columns: bool,
    warnings: Vec<String>,
}

impl Sheet {
    /// Puts a cell; empty ones cost nothing. False where no further rows are taken.
    fn put(&mut self, row: u64, column: usize, text: String, limits: TableLimits) -> bool {
        if text.trim().is_empty() {
            return true;
        }
        if column >= limits.columns {
            self.cut_columns = true;
            return true;
        }
        if self.rows.len() > limits.rows && !self.rows.contains_key(&row) {
            self.cut_rows = true;
            return false;
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        true
    }
}

/// Reads a table; `file_name` tells CSV from TSV, everything else is told by its bytes.
pub fn read_table(
    bytes: &[u8],
    file_name: &str,
    limits: TableLimits,
) -> Result<Table, TableProblem> {
    let sheet = match bytes {
        [b'P', b'K', 3, 4, ..] => workbook::read_packed(bytes, limits)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook::read_xls(bytes, limits)?,
        [b'%', b'P', b'D', b'F', ..] | [0x1f, 0x8b, ..] => return Err(TableProblem::Other),
        _ => delimited::read(bytes, file_name, limits),
    };
    let mut warnings = sheet.warnings;
    if sheet.cut_rows {
        warnings.push(format!(
            "it has more than {} rows; the rest is not read",
            limits.rows
        ));
    }
    if sheet.cut_columns {
        warnings.push(format!(
            "it has more than {} columns; the rest is not read",
            limits.columns
        ));
    }
    header::table(sheet.rows, warnings).ok_or(TableProblem::Empty)
}

#[cfg(test)]
mod tests;
