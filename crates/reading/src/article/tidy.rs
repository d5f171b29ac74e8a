//! Lines that stand in the text's element but are not the text: headlines of other articles,
//! requests to follow and to subscribe, credits, labels.

use super::endings::{ELSEWHERE, ENDINGS, IMPRINT};
use super::lines::Line;

/// Bytes up to which a line may be a request or a label.
const LABEL_BYTES_MAX: usize = 240;
/// Bytes up to which a line at the end without a full stop may be a label.
const SHORT_BYTES_MAX: usize = 60;
/// Bytes from which capitals are a shout.
const SHOUT_BYTES_MIN: usize = 16;
/// Lines at the beginning among which the headline is looked for.
const HEAD_LINES: usize = 12;

/// The lines that are the text.
pub(super) fn tidy(mut lines: Vec<Line>, title: &str) -> Vec<Line> {
    cut_head(&mut lines, title);
    cut_tail(&mut lines);
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if !is_elsewhere(&line) {
            kept.push(line);
        }
    }
    while kept.last().is_some_and(is_loose_end) && kept.len() > 1 {
        kept.pop();
    }
    kept
}

/// The headline and what stands above it.
fn cut_head(lines: &mut Vec<Line>, title: &str) {
    let title = squeezed(title);
    if title.is_empty() {
        return;
    }
    let found = lines
        .iter()
        .take(HEAD_LINES)
        .take_while(|line| !is_paragraph(line))
        .position(|line| squeezed(&line.text) == title);
    if let Some(at) = found {
        lines.drain(..=at);
    }
}

/// What follows a mark of the end, in the second half.
fn cut_tail(lines: &mut Vec<Line>) {
    let all: usize = lines.iter().map(|line| line.text.len()).sum();
    let mut before = 0;
    for (at, line) in lines.iter().enumerate() {
        if before * 2 > all
            && line.text.len() <= SHORT_BYTES_MAX
            && starts_with_any(&line.text, ENDINGS)
        {
            lines.truncate(at);
            return;
        }
        before += line.text.len();
    }
}

fn is_elsewhere(line: &Line) -> bool {
    if is_imprint(&line.text) {
        return true;
    }
    if line.heading || line.text.len() > LABEL_BYTES_MAX {
        return false;
    }
    if starts_with_any(&line.text, ELSEWHERE) {
        return line.link_density > 0.2
            || line.text.len() <= SHORT_BYTES_MAX
            || !line
                .text
                .ends_with(['.', '。', '!', '！', '?', '？', '”', '"']);
    }
    line.link_density > 0.95 && is_shouted(&line.text)
}

/// Whether a line tells when, where and by whom the page was made: two labels or more, or one and
/// nothing else of length.
fn is_imprint(text: &str) -> bool {
    const IMPRINT_CHARS_MAX: usize = 90;
    if text.chars().count() > IMPRINT_CHARS_MAX || text.ends_with(['。', '！', '？']) {
        return false;
    }
    let labels = IMPRINT
        .iter()
        .filter(|label| text.contains(**label))
        .count();
    labels >= 2
}

/// Whether a line is in capitals, as links between paragraphs are.
fn is_shouted(text: &str) -> bool {
    text.len() > SHOUT_BYTES_MIN
        && text.chars().any(char::is_uppercase)
        && !text.chars().any(char::is_lowercase)
}

/// A line at the end that is a heading, or a label without a full stop.
fn is_loose_end(line: &Line) -> bool {
    line.heading
        || line.link_density > 0.5
        || (line.text.len() <= SHORT_BYTES_MAX && starts_with_any(&line.text, ELSEWHERE))
}

fn is_paragraph(line: &Line) -> bool {
    !line.heading && line.text.len() > LABEL_BYTES_MAX && line.link_density < 0.5
}

fn starts_with_any(text: &str, beginnings: &[&str]) -> bool {
    let start: String = text
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !"（(【[©".contains(c))
        .chars()
        .take(48)
        .flat_map(char::to_lowercase)
        .collect();
    beginnings
        .iter()
        .any(|beginning| start.starts_with(beginning))
}

/// Letters and digits alone, to compare headlines.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
