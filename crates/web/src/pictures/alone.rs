//! A drawing as a file of its own: with its question, what it shows, its legend and its credit.

use super::drawing::{Anchor, Key, Mark, Paint, Shape, escaped, num, push, write_mark};

/// Fonts of a drawing that stands alone.
const FONTS: &str = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";
/// Height of the head of a drawing that stands alone: its question, and what it shows.
const HEAD: f64 = 64.0;
/// Height of a line of its legend.
const LEGEND_LINE: f64 = 20.0;
/// Margin around it.
const MARGIN: f64 = 20.0;
/// Characters of a legend's line; two of them stand beside each other.
const LEGEND_CHARS: usize = 30;

/// What is written around a drawing that stands alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) question: &'a str,
    /// What it shows, of what, in which period.
    pub(crate) shows: &'a str,
    pub(crate) desc: &'a str,
    pub(crate) credit: &'a str,
    pub(crate) keys: &'a [Key],
}

/// A drawing as a file of its own.
pub(crate) fn alone(marks: &[Mark], (width, height): (f64, f64), around: Around<'_>) -> String {
    let lines = around.keys.len().div_ceil(2) as f64;
    let credit = if around.credit.is_empty() {
        0.0
    } else {
        LEGEND_LINE
    };
    let whole_height = HEAD + height + lines * LEGEND_LINE + credit + MARGIN;
    let whole_width = width + 2.0 * MARGIN;
    let mut out = head(around, (whole_width, whole_height));
    let line = |y: f64, size: f64, words: &str| Mark::text((MARGIN, y), size, Anchor::Start, words);
    write_mark(
        &mut out,
        &line(28.0, 17.0, around.question).painted(Paint::Ink),
    );
    write_mark(&mut out, &line(48.0, 12.0, around.shows));
    push(
        &mut out,
        format_args!(
            "<g transform=\"translate({} {})\">\n",
            num(MARGIN),
            num(HEAD)
        ),
    );
    for mark in marks {
        write_mark(&mut out, mark);
    }
    out.push_str("</g>\n");
    legend(&mut out, around.keys, (width, height));
    write_mark(&mut out, &line(whole_height - 8.0, 11.0, around.credit));
    out.push_str("</svg>\n");
    out
}

/// The beginning of the file: its size, its title, its ground.
fn head(around: Around<'_>, (width, height): (f64, f64)) -> String {
    let mut out = String::new();
    push(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" font-family=\"{FONTS}\" role=\"img\">\n\
         <title>{}</title><desc>{}</desc>\n<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n",
            escaped(around.question),
            escaped(around.desc),
            w = num(width),
            h = num(height)
        ),
    );
    out
}

/// What explains colours and numbers, below the drawing.
fn legend(out: &mut String, keys: &[Key], (width, height): (f64, f64)) {
    for (index, key) in keys.iter().enumerate() {
        let x = MARGIN + (index % 2) as f64 * width / 2.0;
        let y = HEAD + height + (index / 2 + 1) as f64 * LEGEND_LINE;
        if let Some(paint) = key.paint {
            let square = Shape::Rect(x, y - 10.0, 12.0, 12.0);
            write_mark(out, &Mark::new(square, paint));
        }
        let words = crate::words::clip(&key.words, LEGEND_CHARS);
        let words = format!("{words} {}", key.figure);
        let text = Mark::text((x + 18.0, y), 12.0, Anchor::Start, words).painted(Paint::Ink);
        write_mark(out, &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_others_do_not_act_on_a_drawing() {
        let hostile = "</title><script>alert(1)</script>\u{0}\u{202e}\" onload='x' & \u{ffff}";
        let mark = Mark::new(Shape::Dot(1.0, 2.0, 3.0), Paint::Accent(5))
            .opens(hostile.to_owned(), "/x?q=\"><b>".to_owned());
        let text = Mark::text((0.0, 0.0), 12.0, Anchor::End, hostile);
        let marks = [mark, text];
        let around = Around {
            question: hostile,
            shows: hostile,
            desc: hostile,
            credit: hostile,
            keys: &[],
        };
        {
            let written = alone(&marks, (100.0, 100.0), around);
            assert!(
                !written.contains("<script") && !written.contains("<b>"),
                "{written}"
            );
            assert!(
                !written.contains("\" onload") && !written.contains('\u{0}'),
                "{written}"
            );
        }
    }
}
