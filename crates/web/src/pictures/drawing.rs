//! A drawing: marks with their places, written once for a page and once for a file of its own.
//!
//! On a page, written by a template, colours are classes, so that they follow light and dark; alone they
//! are written out.

pub(crate) use super::paint::Paint;
use super::paint::painted;
use crate::words::plain;
use std::fmt::Write as _;

/// Where letters begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// The shape of a mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A path: filled, or a line where its paint is one.
    Path(String),
    /// Left, top, width, height.
    Rect(f64, f64, f64, f64),
    /// Middle and radius.
    Dot(f64, f64, f64),
    /// Letters of a size at a place.
    Text(f64, f64, f64, Anchor, String),
}

/// One mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub(crate) shape: Shape,
    pub(crate) paint: Paint,
    /// The same in words.
    pub(crate) about: String,
    /// Where its records are.
    pub(crate) address: String,
}

impl Mark {
    pub(crate) fn new(shape: Shape, paint: Paint) -> Self {
        Self {
            shape,
            paint,
            about: String::new(),
            address: String::new(),
        }
    }

    /// The same, opening to its records.
    pub(crate) fn opens(self, about: String, address: String) -> Self {
        Self {
            about,
            address,
            ..self
        }
    }

    pub(crate) fn text(
        at: (f64, f64),
        size: f64,
        anchor: Anchor,
        words: impl Into<String>,
    ) -> Self {
        Self::new(
            Shape::Text(at.0, at.1, size, anchor, words.into()),
            Paint::Soft,
        )
    }

    /// A hairline.
    pub(crate) fn hair(path: String) -> Self {
        Self::new(Shape::Path(path), Paint::Hair)
    }

    pub(crate) fn painted(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }
}

/// What the template of a page asks of a mark.
impl Mark {
    pub(crate) fn class(&self) -> String {
        self.paint.class()
    }

    /// How strong its colour is, where not wholly.
    pub(crate) fn strength(&self) -> Option<String> {
        match self.paint {
            Paint::Accent(tenths) if tenths < 10 => Some(format!(".{tenths}")),
            _ => None,
        }
    }

    pub(crate) fn path(&self) -> Option<&str> {
        match &self.shape {
            Shape::Path(path) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn rect(&self) -> Option<(String, String, String, String)> {
        match &self.shape {
            Shape::Rect(x, y, width, height) => Some((num(*x), num(*y), num(*width), num(*height))),
            _ => None,
        }
    }

    pub(crate) fn dot(&self) -> Option<(String, String, String)> {
        match &self.shape {
            Shape::Dot(x, y, radius) => Some((num(*x), num(*y), num(*radius))),
            _ => None,
        }
    }

    pub(crate) fn letters(&self) -> Option<(String, String, String, &'static str, String)> {
        match &self.shape {
            Shape::Text(x, y, size, anchor, words) => {
                Some((num(*x), num(*y), num(*size), anchor.word(), plain(words)))
            }
            _ => None,
        }
    }
}

/// A number as drawings have it: one digit behind the point, never anything but a number.
pub(crate) fn num(number: f64) -> String {
    if !number.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0" } else { text }.to_owned()
}

/// Letters fit to stand in XML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Writes a mark into a file of its own.
pub(super) fn write_mark(out: &mut String, mark: &Mark) {
    let (open, close) = shape(mark, &painted(mark.paint));
    let about = escaped(&mark.about);
    match (close, about.is_empty()) {
        ("</text>", _) => push(out, format_args!("{open}{close}\n")),
        (_, true) => push(out, format_args!("{open}/>\n")),
        (_, false) => push(out, format_args!("{open}><title>{about}</title>{close}\n")),
    }
}

/// The element of a shape: all but its end, and its end.
fn shape(mark: &Mark, paint: &str) -> (String, &'static str) {
    match &mark.shape {
        Shape::Path(path) => (format!("<path d=\"{path}\"{paint}"), "</path>"),
        Shape::Rect(x, y, width, height) => {
            let [x, y, width, height] = [x, y, width, height].map(|number| num(*number));
            let place = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
            (format!("<rect {place}{paint}"), "</rect>")
        }
        Shape::Dot(x, y, radius) => {
            let [x, y, radius] = [x, y, radius].map(|number| num(*number));
            (
                format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{paint}"),
                "</circle>",
            )
        }
        Shape::Text(x, y, size, anchor, words) => {
            let anchor = format!(" text-anchor=\"{}\"", anchor.word());
            let ([x, y, size], words) = ([x, y, size].map(|number| num(*number)), escaped(words));
            let open =
                format!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{paint}>{words}");
            (open, "</text>")
        }
    }
}

pub(super) fn push(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words)
        .expect("writing to a string cannot fail");
}

/// What explains a colour or a number of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    /// Colour of its square; none for a plain list.
    pub(crate) paint: Option<Paint>,
    pub(crate) words: String,
    pub(crate) figure: String,
    pub(crate) address: String,
}

impl Key {
    /// The class of its square.
    pub(crate) fn class(&self) -> String {
        self.paint.map(Paint::class).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_drawing_are_numbers() {
        for (number, written) in [
            (1.0, "1"),
            (-0.01, "0"),
            (2.345, "2.3"),
            (f64::NAN, "0"),
            (f64::INFINITY, "0"),
        ] {
            assert_eq!(num(number), written);
        }
    }
}
