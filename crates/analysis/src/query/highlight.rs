//! Where a text says what was asked for.

use super::pattern;
use super::watch::text_of;
use crate::fold::{fold_with_origin, is_spaced_letter};
use model::{Part, Query};

/// Places looked at in one text: the best passage is among the first ones.
const PLACES_MAX: usize = 200;

/// The texts a query asks for, leaving out what it does not want.
pub fn positive_texts(query: &Query) -> Vec<&str> {
    let mut texts = Vec::new();
    collect(query, &mut |leaf| {
        texts.extend(text_of(leaf).map(|(_, text)| text));
    });
    texts
}

fn collect<'a>(query: &'a Query, each: &mut impl FnMut(&'a Query)) {
    match query {
        Query::And(parts) | Query::Or(parts) | Query::AtLeast(_, parts) => {
            for part in parts {
                collect(part, each);
            }
        }
        Query::Near(near) => {
            for leaf in near.operands.iter().flatten() {
                each(leaf);
            }
        }
        Query::Not(_) => {}
        part => each(part),
    }
}

/// The whole text, which is this part of a document, in pieces that match or do not.
pub fn fragments_whole(query: &Query, text: &str, part: Part) -> Vec<(String, bool)> {
    let marked = Marked::of(query, text, part);
    pieces(&marked, 0, marked.chars.len())
}

/// The passage around the first place where most of what was asked for stands together, at most
/// `limit` characters, in pieces that match or do not; … where it is cut.
pub fn fragments(query: &Query, text: &str, part: Part, limit: usize) -> Vec<(String, bool)> {
    let marked = Marked::of(query, text, part);
    let length = marked.chars.len();
    let start = marked.best_start(limit);
    let end = (start + limit).min(length);
    let mut pieces = pieces(&marked, start, end);
    if start > 0 {
        pieces.insert(0, ("…".to_owned(), false));
    }
    if end < length {
        pieces.push(("…".to_owned(), false));
    }
    pieces
}

/// A text with the characters that match.
struct Marked {
    chars: Vec<char>,
    /// Ranges of characters, sorted, not overlapping.
    ranges: Vec<(usize, usize)>,
}

impl Marked {
    fn of(query: &Query, text: &str, part: Part) -> Self {
        let (original, folded) = fold_with_origin(text);
        let mut places: Vec<(usize, usize)> = Vec::new();
        collect(query, &mut |leaf| {
            places.extend(places_of(leaf, part, &folded.text));
        });
        let char_of_byte = CharsByByte::of(&folded.text);
        let chars_of_origin = CharsByByte::of(&original);
        let ranges = places
            .into_iter()
            .filter_map(|(start, end)| {
                let first = folded.origin.get(char_of_byte.char_at(start))?;
                let last = folded
                    .origin
                    .get(char_of_byte.char_at(end).checked_sub(1)?)?;
                Some((
                    chars_of_origin.char_at(first.0 as usize),
                    chars_of_origin.char_at(last.1 as usize),
                ))
            })
            .collect();
        Self {
            chars: original.chars().collect(),
            ranges: merged(ranges),
        }
    }

    /// Where a passage of `limit` characters begins that holds the most matches; a little before
    /// the first of them.
    fn best_start(&self, limit: usize) -> usize {
        let lead = limit / 5;
        let held = |from: usize| {
            self.ranges
                .iter()
                .skip(from)
                .take_while(|range| range.1 <= self.ranges[from].0 + limit - lead)
                .count()
        };
        let best =
            (0..self.ranges.len()).max_by_key(|from| (held(*from), std::cmp::Reverse(*from)));
        let start = best.map_or(0, |from| self.ranges[from].0.saturating_sub(lead));
        start.min(self.chars.len().saturating_sub(limit))
    }
}

/// Which character begins at or after a byte.
struct CharsByByte {
    starts: Vec<u32>,
}

impl CharsByByte {
    fn of(text: &str) -> Self {
        Self {
            starts: text.char_indices().map(|(at, _)| at as u32).collect(),
        }
    }

    fn char_at(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|start| (*start as usize) < byte)
    }
}

/// Byte ranges of a folded text that are what a leaf asks for.
fn places_of(leaf: &Query, part: Part, text: &str) -> Vec<(usize, usize)> {
    match leaf {
        Query::Sequence(within, needle) if within.holds(part) => {
            occurrences(text, needle, |_, _| true)
        }
        Query::Exact(within, needle) if within.holds(part) => {
            occurrences(text, &crate::fold::fold(needle), |_, _| true)
        }
        Query::Word(within, needle) if within.holds(part) => {
            occurrences(text, needle, |before, after| !before && !after)
        }
        Query::Prefix(within, needle) if within.holds(part) => {
            let stems = occurrences(text, needle, |before, _| !before);
            let whole = |(start, end): (usize, usize)| {
                let rest = text.get(end..).unwrap_or_default();
                let length = rest.find(|c| !is_spaced_letter(c)).unwrap_or(rest.len());
                (start, end + length)
            };
            stems.into_iter().map(whole).collect()
        }
        Query::Pattern(within, written) if within.holds(part) => {
            let Ok(pattern) = pattern::compiled(written) else {
                return Vec::new();
            };
            let found = pattern.find_iter(text).take(PLACES_MAX);
            found.map(|found| (found.start(), found.end())).collect()
        }
        _ => Vec::new(),
    }
}

/// Byte ranges at which the needle stands, where it may by the letters before and after it.
fn occurrences(text: &str, needle: &str, may: impl Fn(bool, bool) -> bool) -> Vec<(usize, usize)> {
    if needle.is_empty() {
        return Vec::new();
    }
    text.match_indices(needle)
        .map(|(start, found)| (start, start + found.len()))
        .filter(|(start, end)| {
            may(
                !edge(text.get(..*start), true),
                !edge(text.get(*end..), false),
            )
        })
        .take(PLACES_MAX)
        .collect()
}

fn edge(side: Option<&str>, before: bool) -> bool {
    let neighbour = side.and_then(|side| {
        if before {
            side.chars().next_back()
        } else {
            side.chars().next()
        }
    });
    !neighbour.is_some_and(is_spaced_letter)
}

fn merged(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

fn pieces(marked: &Marked, start: usize, end: usize) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut at = start;
    let mut push = |from: usize, to: usize, hit: bool| {
        if from < to {
            pieces.push((
                marked.chars.iter().skip(from).take(to - from).collect(),
                hit,
            ));
        }
    };
    for (from, to) in &marked.ranges {
        let (from, to) = ((*from).max(at), (*to).min(end));
        if from >= to {
            continue;
        }
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, end, false);
    pieces
}
