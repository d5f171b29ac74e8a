//! Tables as workbooks.

use ports::TypesetError;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Widths of columns in characters: what is narrower or wider reads badly.
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 60;

pub(crate) fn workbook(
    sheet: &str,
    head: &[&str],
    rows: &[Vec<String>],
) -> Result<Vec<u8>, TypesetError> {
    made(sheet, head, rows).map_err(|error| TypesetError {
        act: "write a workbook",
        why: error.to_string(),
    })
}

fn made(name: &str, head: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, word) in (0u16..).zip(head) {
        let longest = rows
            .iter()
            .filter_map(|row| row.get(usize::from(column)))
            .map(|text| text.chars().take(WIDTH_MAX).count())
            .max();
        let width = longest.unwrap_or(0).max(word.chars().count()) + 2;
        sheet.set_column_width(column, width.clamp(WIDTH_MIN, WIDTH_MAX) as f64)?;
    }
    let bold = Format::new().set_bold();
    for (column, word) in (0u16..).zip(head) {
        sheet.write_string_with_format(0, column, *word, &bold)?;
    }
    for (number, row) in (1u32..).zip(rows) {
        for (column, text) in (0u16..).zip(row) {
            sheet.write_string(number, column, text.as_str())?;
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_a_zip_and_odd_texts_are_no_failure() {
        let rows = vec![
            vec!["=1+1".to_owned(), "路面塌陷".to_owned()],
            vec!["\u{1}\u{b}".to_owned(), "字".repeat(32_000)],
        ];
        let bytes = workbook("caifeng", &["a", "b"], &rows).expect("plain texts fit");
        assert_eq!(bytes.get(..2), Some(&b"PK"[..]));
        assert!(workbook("caifeng", &["a"], &[]).is_ok());
        let too_long = vec![vec!["字".repeat(40_000)]];
        assert!(workbook("caifeng", &["a"], &too_long).is_err());
    }
}
