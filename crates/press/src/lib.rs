//! Set it in type. Pictures and workbooks.
#![forbid(unsafe_code)]

mod png;
mod workbook;

use ports::{TypesetError, Typesetter};

/// The press with the fonts of this machine.
#[derive(Debug, Default)]
pub struct Press {
    fonts: png::Fonts,
}

impl Typesetter for Press {
    fn png(&self, svg: &str, width: u32) -> Result<Vec<u8>, TypesetError> {
        png::png(&self.fonts, svg, width)
    }

    fn workbook(
        &self,
        sheet: &str,
        head: &[&str],
        rows: &[Vec<String>],
    ) -> Result<Vec<u8>, TypesetError> {
        workbook::workbook(sheet, head, rows)
    }
}
