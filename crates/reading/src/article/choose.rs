//! Which element of a page holds its text.

use super::lines::is_inline;
use super::page::Page;
use super::words;

/// Bytes from which a paragraph counts.
const PARAGRAPH_BYTES_MIN: usize = 25;
/// Levels above a paragraph that its weight reaches.
const LEVELS: usize = 5;
/// What text outside of paragraphs counts against an element.
const OTHER_WEIGHT: f64 = 0.5;
/// What a telling name adds.
const NAME_WEIGHT: f64 = 1.1;
/// Part of the text that is nearly all of it.
const NEARLY_ALL: f64 = 0.97;
/// Levels above the best element on which the rest of the text may begin.
const CLIMB_LEVELS: usize = 3;

/// The place of the element that holds the text.
pub(super) fn choose(page: &Page<'_>) -> usize {
    let scored = best_scored(page);
    let mut best = (scored, worth(page, scored));
    let climbed = climbed(page, scored);
    if worth(page, climbed) > best.1 {
        best = (climbed, worth(page, climbed));
    }
    if let Some(named) = named(page)
        && worth(page, named) * NAME_WEIGHT > best.1
    {
        best.0 = named;
    }
    descended(page, best.0)
}

/// What an element is worth as the text: paragraphs count for it, all else against it.
fn worth(page: &Page<'_>, at: usize) -> f64 {
    let part = &page.parts[at];
    part.prose as f64 - (part.size - part.prose) as f64 * OTHER_WEIGHT
}

/// The element whose name says that it holds the text; of several, the worthiest.
fn named(page: &Page<'_>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (at, part) in page.parts.iter().enumerate() {
        if part.dropped || part.prose == 0 || matches!(part.name(), "body" | "html") {
            continue;
        }
        let is_named =
            part.attr("itemprop") == Some("articleBody") || words::holds_text(&part.names);
        let worth = worth(page, at);
        if is_named && best.is_none_or(|(_, held)| worth > held) {
            best = Some((at, worth));
        }
    }
    best.map(|(at, _)| at)
}

/// The innermost element that still holds nearly all of the text.
fn descended(page: &Page<'_>, mut at: usize) -> usize {
    let prose = page.parts[at].prose;
    while let Some(inner) = page
        .children(at)
        .find(|child| page.parts[*child].prose as f64 >= prose as f64 * NEARLY_ALL)
    {
        if page
            .children(inner)
            .all(|child| is_inline(page.parts[child].name()))
        {
            break;
        }
        at = inner;
    }
    at
}

/// The element around `at` if the text goes on in elements of the same kind beside it.
fn climbed(page: &Page<'_>, at: usize) -> usize {
    let mut best = at;
    let mut inner = at;
    for _ in 0..CLIMB_LEVELS {
        let up = page.parts[inner].parent;
        if up == inner || matches!(page.parts[up].name(), "body" | "html" | "") {
            break;
        }
        let held = page.parts[best].prose;
        let path = &page.parts[inner];
        let alike: usize = page
            .children(up)
            .map(|child| &page.parts[child])
            .filter(|part| part.name() == path.name() && same_kind(&part.names, &path.names))
            .map(|part| part.prose)
            .sum();
        let around = &page.parts[up];
        let added = around.size - page.parts[best].size;
        if alike > held + held / 10 && (around.prose - held) * 2 > added {
            best = up;
        }
        inner = up;
    }
    best
}

/// Whether two elements share their first class.
fn same_kind(names: &str, others: &str) -> bool {
    let first = names.split_ascii_whitespace().next();
    first.is_some() && first == others.split_ascii_whitespace().next()
}

fn best_scored(page: &Page<'_>) -> usize {
    let mut scores = vec![0.0_f64; page.parts.len()];
    for (block, weight) in paragraphs(page) {
        let mut at = block;
        for level in 0..LEVELS {
            let parent = page.parts[at].parent;
            if parent == at {
                break;
            }
            at = parent;
            scores[at] += weight
                / match level {
                    0 => 1.0,
                    1 => 2.0,
                    _ => level as f64 * 3.0,
                };
        }
    }
    let mut best = (0, 0.0);
    for (at, score) in scores.iter().enumerate() {
        let score = score * (1.0 - page.parts[at].link_density());
        if score > best.1 {
            best = (at, score);
        }
    }
    best.0
}

/// Blocks with text of their own, and their weights.
fn paragraphs(page: &Page<'_>) -> Vec<(usize, f64)> {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (at, part) in page.parts.iter().enumerate() {
        if part.dropped || part.text.is_empty() || part.size == 0 {
            continue;
        }
        let (block, in_link) = page.block_around(at);
        let size = if in_link { 0 } else { part.size };
        let commas = part
            .text
            .chars()
            .filter(|c| ",，、。；".contains(*c))
            .count();
        match found.last_mut() {
            Some(last) if last.0 == block => {
                last.1 += size;
                last.2 += commas;
            }
            _ => found.push((block, size, commas)),
        }
    }
    found
        .into_iter()
        .filter(|(_, size, _)| *size >= PARAGRAPH_BYTES_MIN)
        .map(|(block, size, commas)| {
            let weight = 1.0 + commas as f64 + (size as f64 / 100.0).min(3.0);
            (block, weight)
        })
        .collect()
}
