//! The typesetter: sets what was drawn and written in a form that can be taken along.

use thiserror::Error;

/// Sets drawings in type. Slow for large ones: not to be called on a thread of the runtime.
pub trait Typesetter: Send + Sync {
    /// A drawing in SVG as a picture in PNG, so many dots wide; nothing outside the drawing is read.
    fn png(&self, svg: &str, width: u32) -> Result<Vec<u8>, TypesetError>;
    /// A table as a workbook of one sheet; every cell is text and never a formula.
    fn workbook(
        &self,
        sheet: &str,
        head: &[&str],
        rows: &[Vec<String>],
    ) -> Result<Vec<u8>, TypesetError>;
}

/// Something could not be set in type.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("cannot {act}: {why}")]
pub struct TypesetError {
    /// What was being tried.
    pub act: &'static str,
    /// What happened.
    pub why: String,
}
