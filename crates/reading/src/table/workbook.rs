//! Workbooks: their first sheet that holds something.

use super::{Sheet, TableLimits, TableProblem, xls_size};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, Range, Reader, Xls, Xlsx};
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

/// Parts of a packed workbook.
const PARTS_MAX: usize = 10_000;
/// Cells that merging may fill.
const FILLED_MAX: usize = 2_000_000;
/// Sheets that are looked at.
const SHEETS_MAX: usize = 200;
/// Bytes of a workbook of the old kind: its format holds no more rows than fit in these.
const XLS_BYTES_MAX: usize = 128 * 1024 * 1024;

/// Reads XLSX and ODS, which are packed.
pub(super) fn read_packed(bytes: &[u8], limits: TableLimits) -> Result<Sheet, TableProblem> {
    let is_ods = check_size(bytes, limits.unpacked_bytes)?;
    guarded(|| {
        if is_ods {
            read_ods(bytes, limits)
        } else {
            read_xlsx(bytes, limits)
        }
    })
}

/// Reads XLS.
pub(super) fn read_xls(bytes: &[u8], limits: TableLimits) -> Result<Sheet, TableProblem> {
    if bytes.len() > XLS_BYTES_MAX {
        return Err(TableProblem::TooLong(XLS_BYTES_MAX as u64 / 1024 / 1024));
    }
    xls_size::check(bytes).map_err(broken)?;
    guarded(|| {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(broken)?;
        let mut sheets = Sheets::default();
        for name in book.sheet_names().into_iter().take(SHEETS_MAX) {
            let range = book.worksheet_range(&name).map_err(broken)?;
            let mut sheet = from_range(&range, limits);
            let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
            fill_merged(&mut sheet, &merged);
            sheets.add(sheet);
        }
        Ok(sheets.into_sheet())
    })
}

/// The last defence against a defect of the parser: a panic becomes a refusal.
fn guarded(read: impl FnOnce() -> Result<Sheet, TableProblem>) -> Result<Sheet, TableProblem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(TableProblem::Workbook(
            "its structure breaks the reader".to_owned(),
        ))
    })
}

fn broken(error: impl std::fmt::Display) -> TableProblem {
    TableProblem::Workbook(error.to_string())
}

/// Unpacks everything once without keeping it: what a file says of its own size may be a lie.
/// Tells whether it is an ODS.
fn check_size(bytes: &[u8], unpacked_max: u64) -> Result<bool, TableProblem> {
    let too_long = || TableProblem::TooLong(unpacked_max / 1024 / 1024);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > PARTS_MAX {
        return Err(too_long());
    }
    let mut left = unpacked_max;
    let mut is_ods = false;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        is_ods |= part.name().is_ok_and(|name| name == "content.xml");
        if part.size() > left {
            return Err(too_long());
        }
        let mut part = part.take(left + 1);
        let read = std::io::copy(&mut part, &mut std::io::sink()).map_err(broken)?;
        left = left.checked_sub(read).ok_or_else(too_long)?;
    }
    Ok(is_ods)
}

/// The first sheet that holds something, and how many others do.
#[derive(Default)]
struct Sheets {
    first: Option<Sheet>,
    others: usize,
}

impl Sheets {
    fn add(&mut self, sheet: Sheet) {
        if sheet.rows.is_empty() {
            return;
        }
        if self.first.is_some() {
            self.others += 1;
        } else {
            self.first = Some(sheet);
        }
    }

    fn into_sheet(self) -> Sheet {
        let mut sheet = self.first.unwrap_or_default();
        if self.others > 0 {
            sheet.warnings.push(format!(
                "it has {} more sheets with rows; only the first is read",
                self.others
            ));
        }
        sheet
    }
}

fn read_xlsx(bytes: &[u8], limits: TableLimits) -> Result<Sheet, TableProblem> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Sheets::default();
    for name in book.sheet_names().into_iter().take(SHEETS_MAX) {
        if sheets.first.is_some() {
            // One cell is enough to tell that there is more.
            let one = TableLimits { rows: 0, ..limits };
            sheets.add(xlsx_cells(&mut book, &name, one).unwrap_or_default());
            continue;
        }
        let mut sheet = match xlsx_cells(&mut book, &name, limits) {
            Ok(sheet) => sheet,
            // Sheets of charts have no cells.
            Err(_) if book.sheet_names().len() > 1 => continue,
            Err(problem) => return Err(problem),
        };
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        fill_merged(&mut sheet, &merged);
        sheets.add(sheet);
    }
    Ok(sheets.into_sheet())
}

type Packed<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Cell by cell, so that two cells at the ends of a sheet cost two cells.
fn xlsx_cells(book: &mut Packed, name: &str, limits: TableLimits) -> Result<Sheet, TableProblem> {
    let mut sheet = Sheet::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut without_value = 0u64;
    loop {
        let cell = match reader.next_cell_with_formula() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) if sheet.rows.is_empty() => return Err(broken(error)),
            Err(error) => {
                sheet.warnings.push(format!(
                    "the sheet breaks off: {error}; what came before is read"
                ));
                break;
            }
        };
        if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) {
            without_value += 1;
        }
        let text = shown(&Data::from(cell.value));
        if !sheet.put(u64::from(cell.pos.0), cell.pos.1 as usize, text, limits) {
            break;
        }
    }
    if without_value > 0 {
        sheet.warnings.push(format!(
            "{without_value} formulas have no value; open the workbook and save it again"
        ));
    }
    Ok(sheet)
}

fn read_ods(bytes: &[u8], limits: TableLimits) -> Result<Sheet, TableProblem> {
    let mut book = Ods::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Sheets::default();
    for name in book.sheet_names().into_iter().take(SHEETS_MAX) {
        let range = book.worksheet_range(&name).map_err(broken)?;
        sheets.add(from_range(&range, limits));
    }
    Ok(sheets.into_sheet())
}

fn from_range(range: &Range<Data>, limits: TableLimits) -> Sheet {
    let mut sheet = Sheet::default();
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let row = u64::from(first_row) + row as u64;
        if !sheet.put(row, first_column as usize + column, shown(value), limits) {
            break;
        }
    }
    sheet
}

/// Gives all cells of a merged block the value of its first.
fn fill_merged(sheet: &mut Sheet, merged: &[Dimensions]) {
    let mut left = FILLED_MAX;
    for block in merged {
        let (top, side) = (u64::from(block.start.0), block.start.1 as usize);
        let first = sheet
            .rows
            .get(&top)
            .and_then(|cells| cells.get(side))
            .cloned();
        let Some(first) = first.filter(|first| !first.is_empty()) else {
            continue;
        };
        for cells in sheet
            .rows
            .range_mut(top..=top.max(u64::from(block.end.0)))
            .map(|(_, cells)| cells)
        {
            let width = (block.end.1 as usize + 1).min(TableLimits::default().columns);
            if cells.len() < width {
                cells.resize(width, String::new());
            }
            for cell in cells
                .iter_mut()
                .take(width)
                .skip(side)
                .filter(|cell| cell.is_empty())
            {
                left = left.saturating_sub(1);
                if left == 0 {
                    return;
                }
                cell.clone_from(&first);
            }
        }
    }
}

/// A value as a person would read it.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(time) => shown_time(time),
        Data::DateTimeIso(text) => iso_time(text),
        Data::DurationIso(text) => text.clone(),
    }
}

fn shown_time(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    if time.is_duration() || time.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

fn iso_time(text: &str) -> String {
    match text.split_once('T') {
        Some((day, time)) => format!("{day} {}", time.chars().take(8).collect::<String>()),
        None if text.len() == 10 => format!("{text} 00:00:00"),
        None => text.to_owned(),
    }
}
