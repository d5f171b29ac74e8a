//! Set it in type. Pictures.
#![forbid(unsafe_code)]

mod png;

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
}
