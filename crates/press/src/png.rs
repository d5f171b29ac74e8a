//! Drawings in SVG as pictures in PNG.

use ports::TypesetError;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};
use std::sync::{Arc, OnceLock};

const ACT: &str = "make a picture of a drawing";
/// Dots of one picture: at four bytes each it takes a hundred megabytes while it is made.
const DOTS_MAX: f32 = 25_000_000.0;
/// Fonts that hold Chinese, the first one there is.
const FAMILIES: &[&str] = &[
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
];

/// The fonts of this machine, looked for when the first picture is made.
#[derive(Debug, Default)]
pub(crate) struct Fonts(OnceLock<Arc<fontdb::Database>>);

impl Fonts {
    fn all(&self) -> Arc<fontdb::Database> {
        let found = self.0.get_or_init(|| {
            let mut fonts = fontdb::Database::new();
            fonts.load_system_fonts();
            let there = |family: &&&str| {
                let mut names = fonts.faces().flat_map(|face| &face.families);
                names.any(|(name, _)| name == **family)
            };
            if let Some(family) = FAMILIES.iter().find(there).copied() {
                fonts.set_sans_serif_family(family);
            }
            Arc::new(fonts)
        });
        Arc::clone(found)
    }
}

/// A picture so many dots wide.
pub(crate) fn png(fonts: &Fonts, svg: &str, width: u32) -> Result<Vec<u8>, TypesetError> {
    let failed = |why: String| TypesetError { act: ACT, why };
    let options = Options {
        fontdb: fonts.all(),
        font_family: "sans-serif".to_owned(),
        // A drawing is whole by itself: no file and no address that it names is opened.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let size = tree.size();
    let scale = width as f32 / size.width();
    let height = size.height() * scale;
    if !(1.0..=DOTS_MAX).contains(&(width as f32 * height)) {
        return Err(failed(format!("it would be {width} by {height:.0} dots")));
    }
    let mut dots = Pixmap::new(width, height.ceil() as u32)
        .ok_or_else(|| failed("there is no room for it".to_owned()))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut dots.as_mut(),
    );
    dots.encode_png().map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\" font-family=\"sans-serif\" font-size=\"40\">\
             <rect width=\"200\" height=\"100\" fill=\"#ffffff\"/>{inside}</svg>"
        )
    }

    fn dots(png: &[u8]) -> Pixmap {
        Pixmap::decode_png(png).unwrap()
    }

    /// Share of dots that are not white.
    fn ink(picture: &Pixmap) -> f64 {
        let inked = picture
            .pixels()
            .iter()
            .filter(|dot| dot.red() < 128)
            .count();
        inked as f64 / picture.pixels().len() as f64
    }

    #[test]
    fn a_drawing_is_as_wide_as_asked_and_shows_what_it_holds() {
        let fonts = Fonts::default();
        let picture =
            dots(&png(&fonts, &drawing("<path d=\"M0 0h100v100h-100z\"/>"), 400).unwrap());
        assert_eq!((picture.width(), picture.height()), (400, 200));
        assert!((ink(&picture) - 0.5).abs() < 0.01);
    }

    #[test]
    fn chinese_is_set_in_a_font_of_the_machine() {
        let fonts = Fonts::default();
        if fonts.all().is_empty() {
            return;
        }
        let text = |letters: &str| drawing(&format!("<text x=\"10\" y=\"60\">{letters}</text>"));
        let ink_of = |letters: &str| ink(&dots(&png(&fonts, &text(letters), 400).unwrap()));
        assert!(ink_of("青岚县") > ink_of("一"), "signs, not empty boxes");
        assert!(ink_of("青岚县") > 0.02);
    }

    #[test]
    fn what_is_broken_or_too_large_is_refused_and_nothing_outside_is_read() {
        let fonts = Fonts::default();
        for (svg, width) in [
            ("<svg", 100),
            ("", 100),
            (
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1000000\"/>",
                2_000,
            ),
        ] {
            assert!(png(&fonts, svg, width).is_err(), "{svg}");
        }
        let outside = drawing("<image href=\"/etc/hostname\" width=\"200\" height=\"100\"/>");
        assert!(ink(&dots(&png(&fonts, &outside, 200).unwrap())) < 0.001);
    }
}
